// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "compare.h"

/* Align from one place of both streams to another. */
static int align_part(const struct diff_matched *matched, struct diff_pair *pair,
		      const uint32_t from[2], const uint32_t to[2])
{
	uint32_t number = (uint32_t)(pair - matched->pair);
	struct diff_side side[2];

	for (unsigned int i = 0; i < 2; i++)
		side[i] = (struct diff_side){ pair_stream(matched, number, i)->item + from[i],
					      to[i] - from[i], pair->other[i] + from[i] };
	if (align_streams(side))
		return -1;
	for (unsigned int i = 0; i < 2; i++)
		for (uint32_t j = 0; j < side[i].n; j++)
			if (side[i].other[j] != NOBODY)
				side[i].other[j] += from[!i];
	return 0;
}

/* Align phase by phase; without phases all is one. */
static int align_all(const struct mmt_diff *diff, const struct diff_matched *matched,
		     struct diff_pair *pair)
{
	const struct diff_phases *phases = &diff->phases;
	uint32_t number = (uint32_t)(pair - matched->pair), from[2] = { 0, 0 }, to[2];

	for (uint32_t i = 1; matched == &diff->matched && i < phases->n; i++) {
		for (unsigned int side = 0; side < 2; side++)
			to[side] = phases_item(pair_stream(matched, number, side),
					       phases->at[i].from[side].index);
		if (align_part(matched, pair, from, to))
			return -1;
		memcpy(from, to, sizeof(from));
	}
	to[0] = pair_stream(matched, number, 0)->n;
	to[1] = pair_stream(matched, number, 1)->n;
	return align_part(matched, pair, from, to);
}

static int match_pair(struct mmt_diff *diff, struct diff_matched *matched, uint32_t number)
{
	struct diff_pair *pair = &matched->pair[number];

	if (pair_room(pair, pair_stream(matched, number, 0)->n, pair_stream(matched, number, 1)->n) ||
	    align_all(diff, matched, pair) || losses_settle(matched, pair))
		return -1;
	polls_settle(diff, matched, pair);
	if (slide_runs(matched, pair) || moved_find(matched, pair))
		return -1;
	between_find(diff, matched, pair);
	/* Phases of the user's are kept apart, so that tasks need not be. */
	return matched == &diff->matched && diff->phases.n > 1 ? 0 : lanes_try(diff, matched, pair);
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
