/* SPDX-License-Identifier: GPL-2.0 */
/* Where a written value comes from: what was read before. */
#ifndef _CLI_ORIGIN_H
#define _CLI_ORIGIN_H

#include "request.h"

#define ORIGINS_MOST	32	/* reads that a written value may come from */

/**
 * struct earlier_read - a read
 * @row: which register; only what says that is filled in
 * @value: what it found, on each side
 * @has: A, or B, has it
 */
struct earlier_read {
	struct mmt_diff_row row;
	uint64_t value[2];
	bool has[2];
};

/**
 * struct origins - the latest reads; all zeros before the first
 * @at: of which the next overwrites the oldest
 * @n: how many there were
 */
struct origins {
	struct earlier_read at[ORIGINS_MOST];
	uint64_t n;
};

void origins_note(struct origins *origins, const struct mmt_diff_row *row);
void origins_write(const struct origins *origins, struct out *out, const struct mmt_diff_row *row);

#endif
