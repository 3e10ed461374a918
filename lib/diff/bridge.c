// SPDX-License-Identifier: GPL-2.0
/*
 * The alignment with the fewest differences, by waves: the d-th holds, for each diagonal,
 * how far one comes with d differences, along what is the same. A difference is an item
 * that only one side has, or a pair of which only the value differs.
 */
#include "align.h"

#define SURE	128	/* items that are the same: what is behind is another bridge */
#define NOWHERE	(-1)

/**
 * struct bridge - a bridge that is being built
 * @alignment: of what
 * @region: of it
 * @n: items of the region, on each side
 * @wave: the waves, one behind the other
 * @steps: that were taken
 */
struct bridge {
	struct diff_alignment *alignment;
	struct diff_region region;
	int32_t n[2];
	int32_t *wave;
	uint64_t steps;
};

/* Where the d-th wave is on a diagonal: items of the first side; NOWHERE outside. */
static int32_t *at(const struct bridge *bridge, int32_t d, int32_t diagonal)
{
	return &bridge->wave[(int64_t)d * d + d + diagonal];
}

static int32_t reached(const struct bridge *bridge, int32_t d, int32_t diagonal)
{
	return diagonal < -d || diagonal > d ? NOWHERE : *at(bridge, d, diagonal);
}

static bool is(const struct bridge *bridge, int32_t a, int32_t b, bool values)
{
	return a < bridge->n[0] && b < bridge->n[1] &&
	       pair_is(bridge->alignment, bridge->region.from[0] + (uint32_t)a,
		       bridge->region.from[1] + (uint32_t)b, values);
}

/* Along what is the same, from @a on. */
static int32_t slide(struct bridge *bridge, int32_t a, int32_t diagonal)
{
	int32_t start = a;

	while (is(bridge, a, a - diagonal, true))
		a++;
	bridge->steps += (uint32_t)(a - start);
	return a;
}

/* How a place in a wave was come to. */
enum bridge_way { WAY_NONE, WAY_PAIR, WAY_FIRST, WAY_SECOND };

/*
 * How far one comes with one more difference, before what is the same. @way is how, and
 * decides when several are as good.
 */
static int32_t step(const struct bridge *bridge, int32_t d, int32_t diagonal,
		    enum bridge_way *way)
{
	int32_t first = reached(bridge, d - 1, diagonal - 1);	/* only the first side has it */
	int32_t second = reached(bridge, d - 1, diagonal + 1);
	int32_t pair = reached(bridge, d - 1, diagonal);
	enum bridge_way wanted = *way;
	int32_t best = NOWHERE;

	first = first == NOWHERE || first >= bridge->n[0] ? NOWHERE : first + 1;
	if (second != NOWHERE && second - diagonal > bridge->n[1])
		second = NOWHERE;
	pair = pair != NOWHERE && is(bridge, pair, pair - diagonal, false) ? pair + 1 : NOWHERE;
	*way = WAY_NONE;
	if (pair > best) {
		best = pair;
		*way = WAY_PAIR;
	}
	if (first > best || (first == best && best != NOWHERE && wanted == WAY_FIRST)) {
		best = first;
		*way = WAY_FIRST;
	}
	if (second > best || (second == best && best != NOWHERE && wanted == WAY_SECOND)) {
		best = second;
		*way = WAY_SECOND;
	}
	return best;
}

/* Take down the pairs on the way to a place; go back wave by wave. */
static void take(struct bridge *bridge, int32_t d, int32_t diagonal, int32_t a)
{
	struct diff_region *region = &bridge->region;
	enum bridge_way way = WAY_NONE;

	for (;;) {
		int32_t before = d ? step(bridge, d, diagonal, &way) : 0;

		while (a > before) {
			a--;
			pair_set(bridge->alignment, region->from[0] + (uint32_t)a,
				 region->from[1] + (uint32_t)(a - diagonal));
		}
		if (!d)
			return;
		if (way == WAY_PAIR) {
			a--;
			pair_set(bridge->alignment, region->from[0] + (uint32_t)a,
				 region->from[1] + (uint32_t)(a - diagonal));
		} else if (way == WAY_FIRST) {
			a--;
			diagonal--;
		} else {
			diagonal++;
		}
		d--;
	}
}

/**
 * struct bridge_end - how far one has come
 * @d: with so many differences
 * @diagonal: where
 * @a: likewise
 * @sum: items of both sides
 */
struct bridge_end {
	int32_t d;
	int32_t diagonal;
	int32_t a;
	int64_t sum;
};

static void go_on_from(struct bridge *bridge, const struct bridge_end *end)
{
	take(bridge, end->d, end->diagonal, end->a);
	bridge->region.from[0] += (uint32_t)end->a;
	bridge->region.from[1] += (uint32_t)(end->a - end->diagonal);
}

/* One wave; true when it ends the bridge, at @end. */
static bool spread_wave(struct bridge *bridge, int32_t d, struct bridge_end *end)
{
	int32_t longest = SURE + 2 * d;
	bool sure = false;

	*end = (struct bridge_end){ .sum = -1 };
	for (int32_t diagonal = -d; diagonal <= d; diagonal++) {
		enum bridge_way way = WAY_NONE;
		int32_t start = d ? step(bridge, d, diagonal, &way) : 0, a = start;
		int64_t sum;

		bridge->steps++;
		if (a != NOWHERE)
			a = slide(bridge, a, diagonal);
		*at(bridge, d, diagonal) = a;
		if (a == NOWHERE)
			continue;
		sum = 2 * (int64_t)a - diagonal;
		if (sure ? a - start > longest : sum > end->sum || a - start >= longest)
			*end = (struct bridge_end){ d, diagonal, a, sum };
		if (a - start >= longest) {
			longest = a - start;
			sure = true;
		}
	}
	return sure || end->sum == (int64_t)bridge->n[0] + bridge->n[1];
}

static int32_t limit_of(const struct bridge *bridge)
{
	int32_t limit = BRIDGE_LEAST;

	while (limit < BRIDGE_MOST && 4ULL * (uint32_t)limit * (uint32_t)limit < bridge->alignment->effort)
		limit *= 2;
	return limit;
}

/**
 * bridge() - align a region with few differences
 * @alignment: the alignment
 * @region: of it
 *
 * When more differences are needed than may be looked for, the best that is known so far
 * is taken, and another bridge begins there.
 */
void bridge(struct diff_alignment *alignment, struct diff_region region)
{
	struct bridge bridge = { .alignment = alignment, .region = region,
				 .wave = alignment->room };

	while (bridge.region.from[0] < region.to[0] && bridge.region.from[1] < region.to[1]) {
		int32_t limit = limit_of(&bridge), d = 0;
		struct bridge_end end;

		bridge.n[0] = (int32_t)(region.to[0] - bridge.region.from[0]);
		bridge.n[1] = (int32_t)(region.to[1] - bridge.region.from[1]);
		bridge.steps = 0;
		while (!spread_wave(&bridge, d, &end) && d < limit)
			d++;
		go_on_from(&bridge, &end);
		alignment->effort += (uint64_t)end.sum * BRIDGE_LEAST;
		alignment->effort -= bridge.steps < alignment->effort ? bridge.steps :
									alignment->effort;
	}
}
