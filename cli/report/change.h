/* SPDX-License-Identifier: GPL-2.0 */
/* The last known value of each byte. */
#ifndef _CLI_CHANGE_H
#define _CLI_CHANGE_H

#include "libmmiotrace.h"

#define CHANGE_WAYS	3
#define CHANGE_SETS	(1u << 17)

/**
 * struct changes - the values; so many of them, then the oldest of a set make room
 * @memory: where they are
 * @set: by hash, one a line of the cache; in each the latest come first: words of eight
 *	bytes, and of each which bytes are known
 */
struct changes {
	void *memory;
	struct change_set {
		uint64_t key[CHANGE_WAYS];
		uint64_t value[CHANGE_WAYS];
		uint8_t known[CHANGE_WAYS];
	} __attribute__((aligned(64))) *set;
};

int changes_begin(struct changes *changes);
void changes_end(struct changes *changes);
uint64_t changes_update(struct changes *changes, const struct mmt_record *record, bool apart,
			uint64_t *old);
void changes_forget(struct changes *changes, const struct mmt_record *record);

#endif
