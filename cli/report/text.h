/* SPDX-License-Identifier: GPL-2.0 */
/* The report for people. */
#ifndef _CLI_TEXT_H
#define _CLI_TEXT_H

#include "textual.h"

int text_begin(struct text *text, int fd, const struct text_options *options,
	       struct source *source);
void text_record(struct text *text, const struct mmt_record *record);
int text_end(struct text *text);

#endif
