// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "compare.h"

static int match_pair(struct mmt_diff *diff, struct diff_matched *matched, uint32_t number)
{
	struct diff_pair *pair = &matched->pair[number];
	struct diff_side side[2];

	if (pair_room(pair, pair_stream(matched, number, 0)->n, pair_stream(matched, number, 1)->n))
		return -1;
	for (unsigned int i = 0; i < 2; i++) {
		const struct diff_stream *stream = pair_stream(matched, number, i);

		side[i] = (struct diff_side){ stream->item, stream->n, pair->other[i] };
	}
	if (align_streams(side))
		return -1;
	polls_settle(diff, matched, pair);
	if (moved_find(matched, pair))
		return -1;
	between_find(diff, matched, pair);
	return lanes_try(diff, matched, pair);
}

/**
 * match_runs() - align two runs
 * @diff: the comparison
 * @matched: the runs, with their pairs
 *
 * Return: 0, or -1 when out of memory.
 */
int match_runs(struct mmt_diff *diff, struct diff_matched *matched)
{
	for (uint32_t i = 0; i < matched->pairs; i++)
		if (match_pair(diff, matched, i))
			return -1;
	return 0;
}
