/* SPDX-License-Identifier: GPL-2.0 */
/* The report for people. */
#ifndef _CLI_TEXT_H
#define _CLI_TEXT_H

#include <stdio.h>

#include "libmmiotrace.h"

/**
 * struct report - a report being written
 * @out: where to; errors are found at the end, from the stream
 * @trace: where the records come from
 */
struct report {
	FILE *out;
	struct mmt_trace *trace;
};

void text_begin(struct report *report);
void text_record(struct report *report, const struct mmt_record *record);

#endif
