// SPDX-License-Identifier: GPL-2.0
#include "align.h"

#include <stdlib.h>

#define ROOM		((BRIDGE_MOST + 1UL) * (BRIDGE_MOST + 1UL))
#define SMALL		512		/* items of both sides: a bridge is sure to be short */
#define NARROW_SIDE	64		/* items of one side: the table is cheaper than a bridge */
#define EFFORT		(16UL << 20)	/* to begin with */
#define SLOTS_MOST	(1U << 24)

/* Runs that may be anchors, one kind after the other: the surest first. */
static const struct {
	uint32_t length;
	bool values;
} levels[] = { { 64, true }, { 16, true }, { 64, false }, { 6, true }, { 16, false } };

#define LEVELS (sizeof(levels) / sizeof(levels[0]))

static uint32_t items(const struct diff_region *region, uint32_t side)
{
	return region->to[side] - region->from[side];
}

/* Pair what is the same at both ends of a region, and take it off. */
static void trim(struct diff_alignment *alignment, struct diff_region *region)
{
	while (items(region, 0) && items(region, 1) &&
	       pair_is(alignment, region->from[0], region->from[1], true)) {
		pair_set(alignment, region->from[0], region->from[1]);
		region->from[0]++;
		region->from[1]++;
	}
	while (items(region, 0) && items(region, 1) &&
	       pair_is(alignment, region->to[0] - 1, region->to[1] - 1, true)) {
		region->to[0]--;
		region->to[1]--;
		pair_set(alignment, region->to[0], region->to[1]);
	}
}

static int32_t least(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

/* Differences between what is left of the region from each pair of places on. */
static void fill_table(struct diff_alignment *alignment, const struct diff_region *region)
{
	int32_t n = (int32_t)items(region, 0), m = (int32_t)items(region, 1);
	int32_t *row = alignment->room + (int64_t)n * (m + 1), *below = row;

	for (int32_t b = 0; b <= m; b++)
		row[b] = m - b;
	for (int32_t a = n - 1; a >= 0; a--, below = row) {
		row -= m + 1;
		row[m] = n - a;
		for (int32_t b = m - 1; b >= 0; b--) {
			uint32_t one = region->from[0] + (uint32_t)a;
			uint32_t other = region->from[1] + (uint32_t)b;
			int32_t best = least(below[b], row[b + 1]) + 1;

			if (pair_is(alignment, one, other, false))
				best = least(best, below[b + 1] +
						   !pair_is(alignment, one, other, true));
			row[b] = best;
		}
	}
}

/* Pairs along the way with the fewest differences; what only one side has in one piece. */
static void follow_table(struct diff_alignment *alignment, const struct diff_region *region)
{
	uint32_t a = region->from[0], b = region->from[1], skipped = 2;
	const int32_t *here = alignment->room;
	size_t row = items(region, 1) + 1UL;

	while (a < region->to[0] && b < region->to[1]) {
		bool pair = pair_is(alignment, a, b, false) &&
			    *here == here[row + 1] + !pair_is(alignment, a, b, true);
		bool first = *here == here[row] + 1, second = *here == here[1] + 1;

		if (pair && !(skipped == 0 && first) && !(skipped == 1 && second)) {
			pair_set(alignment, a++, b++);
			here += row + 1;
			skipped = 2;
		} else if (first && !(skipped == 1 && second)) {
			a++;
			here += row;
			skipped = 0;
		} else {
			b++;
			here++;
			skipped = 1;
		}
	}
}

static void align_table(struct diff_alignment *alignment, const struct diff_region *region)
{
	fill_table(alignment, region);
	follow_table(alignment, region);
}

static void align_region(struct diff_alignment *alignment, struct diff_region region,
			 size_t level);

/* Pair an anchor, but for what the one before it has taken already. */
static void pair_anchor(struct diff_alignment *alignment, struct diff_region *before,
			const struct diff_anchor *anchor, size_t level)
{
	uint32_t skip = 0, side;

	for (side = 0; side < 2; side++)
		if (before->from[side] > anchor->at[side] + skip)
			skip = before->from[side] - anchor->at[side];
	if (skip >= anchor->n)
		return;
	for (side = 0; side < 2; side++)
		before->to[side] = anchor->at[side] + skip;
	align_region(alignment, *before, level + 1);
	for (uint32_t i = skip; i < anchor->n; i++)
		pair_set(alignment, anchor->at[0] + i, anchor->at[1] + i);
	for (side = 0; side < 2; side++)
		before->from[side] = anchor->at[side] + anchor->n;
}

static void align_anchors(struct diff_alignment *alignment, const struct diff_region *region,
			  size_t level)
{
	struct diff_anchors anchors = { .n = 0 };
	struct diff_region rest = *region;

	anchors_find(alignment, region, levels[level].length, levels[level].values, &anchors);
	if (anchors_choose(&anchors))
		alignment->failed = true;
	for (uint32_t i = 0; i < anchors.n && !alignment->failed; i++)
		pair_anchor(alignment, &rest, &anchors.at[i], level);
	free(anchors.at);
	rest.to[0] = region->to[0];
	rest.to[1] = region->to[1];
	align_region(alignment, rest, level + 1);
}

static void align_region(struct diff_alignment *alignment, struct diff_region region,
			 size_t level)
{
	uint32_t n, m;

	trim(alignment, &region);
	n = items(&region, 0);
	m = items(&region, 1);
	if (!n || !m || alignment->failed)
		return;
	if ((n <= NARROW_SIDE || m <= NARROW_SIDE) && (n + 1ULL) * (m + 1ULL) <= ROOM)
		align_table(alignment, &region);
	else if (level == LEVELS || (uint64_t)n + m <= SMALL)
		bridge(alignment, region);
	else
		align_anchors(alignment, &region, level);
}

static void clear(struct diff_side *side)
{
	for (uint32_t i = 0; i < side->n; i++)
		side->other[i] = NOBODY;
}

/**
 * align_streams() - find which item of one stream is which of the other
 * @side: the streams; the members @other are filled in
 *
 * Return: 0, or -1 when out of memory.
 */
int align_streams(struct diff_side side[2])
{
	struct diff_alignment alignment = { .side = { side[0], side[1] }, .effort = EFFORT,
					    .slots = 1024 };
	struct diff_region all = { .to = { side[0].n, side[1].n } };
	uint32_t most = side[0].n > side[1].n ? side[0].n : side[1].n;

	clear(&side[0]);
	clear(&side[1]);
	while (alignment.slots < 2ULL * most && alignment.slots < SLOTS_MOST)
		alignment.slots *= 2;
	alignment.room = malloc(ROOM * sizeof(*alignment.room));
	for (int i = 0; i < 2; i++)
		alignment.slot[i] = malloc(alignment.slots * sizeof(*alignment.slot[i]));
	if (alignment.room && alignment.slot[0] && alignment.slot[1])
		align_region(&alignment, all, 0);
	else
		alignment.failed = true;
	free(alignment.room);
	free(alignment.slot[0]);
	free(alignment.slot[1]);
	return alignment.failed ? -1 : 0;
}
