/* SPDX-License-Identifier: GPL-2.0 */
/* With --expand: every access on a line of its own. */
#ifndef _CLI_EXPAND_H
#define _CLI_EXPAND_H

#include "line.h"

/**
 * struct taken - an access as it is taken, with what is known of it
 * @record: the access
 * @caller: its function, or NULL
 * @part: its registers
 * @parts: how many
 * @known: @old means something
 * @old: last known value before
 */
struct taken {
	const struct mmt_record *record;
	const struct caller *caller;
	struct mmt_named part[MMT_MAX_PARTS];
	unsigned int parts;
	bool known;
	uint64_t old;
};

void expand_heading(struct lines *lines);
void expand_begin(struct lines *lines, const struct mmt_record *record);
void expand_access(struct lines *lines, const struct taken *taken);

#endif
