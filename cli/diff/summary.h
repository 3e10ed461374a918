/* SPDX-License-Identifier: GPL-2.0 */
/* A comparison in numbers. */
#ifndef _CLI_SUMMARY_H
#define _CLI_SUMMARY_H

#include "request.h"

/**
 * struct diff_tally - the differences of one register in one direction
 * @row: an access of it
 * @count: accesses by enum mmt_verdict; of differences those that are findings or their
 *	effects
 */
struct diff_tally {
	struct mmt_diff_row row;
	uint64_t count[MMT_N_VERDICTS];
};

/**
 * struct diff_tallies - all registers
 * @at: by struct mmt_diff_row.key; @row.key of those that did not come is another
 * @n: how many
 * @accesses: of each device those of each side, a poll is one; NULL when out of memory
 */
struct diff_tallies {
	struct diff_tally *at;
	size_t n;
	uint64_t (*accesses)[2];
};

void summary_heading(struct diff_view *view);
struct diff_tallies summary_begin(struct diff_view *view);
void summary_end(struct diff_view *view, struct diff_tallies *tallies);
void summary_table(struct diff_view *view);

/** is_told() - is it a finding, or does it follow from one? */
static inline bool is_told(const struct mmt_diff_row *row)
{
	return row->verdict != MMT_SAME &&
	       (row->excuse == MMT_NO_EXCUSE || row->excuse == MMT_EFFECT);
}

#endif
