/* SPDX-License-Identifier: GPL-2.0 */
/* The last known value of each byte. */
#ifndef _CLI_CHANGE_H
#define _CLI_CHANGE_H

#include "libmmiotrace.h"

#define CHANGE_WORDS	4
#define CHANGE_BLOCKS	(1u << 17)

/**
 * struct changes - the values
 * @block: by place, so that what lies together is near; each is a line of the cache, of
 *	words of eight bytes and which of their bytes are known. The later takes the place of
 *	the earlier
 */
struct changes {
	struct change_block {
		uint64_t key;
		uint64_t value[CHANGE_WORDS];
		uint8_t known[CHANGE_WORDS];
	} __attribute__((aligned(64))) *block;
};

int changes_begin(struct changes *changes);
void changes_end(struct changes *changes);
uint64_t changes_update(struct changes *changes, const struct mmt_record *record, bool apart,
			uint64_t *old);
void changes_forget(struct changes *changes, const struct mmt_record *record);

#endif
