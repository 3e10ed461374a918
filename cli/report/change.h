/* SPDX-License-Identifier: GPL-2.0 */
/* The last known value of each register. */
#ifndef _CLI_CHANGE_H
#define _CLI_CHANGE_H

#include "libmmiotrace.h"

#define CHANGE_WAYS	4
#define CHANGE_SETS	(1u << 17)

/**
 * struct changes - the values; so many of them, then the oldest of a set make room
 * @set: by hash; in each the latest come first
 */
struct changes {
	struct change_set {
		uint64_t key[CHANGE_WAYS];
		uint64_t value[CHANGE_WAYS];
	} *set;
};

int changes_begin(struct changes *changes);
void changes_end(struct changes *changes);
bool changes_update(struct changes *changes, const struct mmt_record *record, bool apart,
		    uint64_t *old);

#endif
