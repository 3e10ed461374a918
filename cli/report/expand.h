/* SPDX-License-Identifier: GPL-2.0 */
/* With --expand: every access on a line of its own. */
#ifndef _CLI_EXPAND_H
#define _CLI_EXPAND_H

#include "line.h"

/**
 * struct taken - an access as it is taken, with what is known of it
 * @record: the access
 * @index: its number in the trace, from 0
 * @caller: its function, or NULL
 * @part: its registers
 * @parts: how many
 * @known: bits of @old that mean something
 * @old: last known value before
 */
struct taken {
	const struct mmt_record *record;
	uint64_t index;
	const struct caller *caller;
	struct mmt_named part[MMT_MAX_PARTS];
	unsigned int parts;
	uint64_t known;
	uint64_t old;
};

void expand_heading(struct lines *lines);
void expand_begin(struct lines *lines, const struct mmt_record *record);
void expand_access(struct lines *lines, const struct taken *taken);

#endif
