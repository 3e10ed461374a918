// SPDX-License-Identifier: GPL-2.0
/* Runs of items that occur once on each side. */
#include <stdlib.h>

#include "align.h"
#include "base/room.h"

#define FACTOR	UINT64_C(0xd6e8feb86659fd93)	/* of a rolling hash, odd */
#define SEVERAL	UINT32_MAX			/* such a run is there more than once */

/* What becomes of the oldest item's part in a hash of so many. */
static uint64_t power(uint32_t length)
{
	uint64_t product = 1;

	while (length--)
		product *= FACTOR;
	return product;
}

static uint32_t slot_of(uint64_t hash, uint32_t slots)
{
	return (uint32_t)(spread(hash) >> 32) & (slots - 1);
}

typedef void each_run(void *data, uint32_t at, uint32_t slot);

/* Call @each for all runs of a length in a side of the region. */
static void walk(const struct diff_item *item, uint32_t from, uint32_t to, uint32_t length,
		 bool values, uint32_t slots, each_run *each, void *data)
{
	uint64_t hash = 0, oldest = power(length - 1);

	for (uint32_t i = from; i < to; i++) {
		hash = hash * FACTOR + item_hash(&item[i], values);
		if (i - from + 1 < length)
			continue;
		each(data, i + 1 - length, slot_of(hash, slots));
		hash -= oldest * item_hash(&item[i + 1 - length], values);
	}
}

static void note(void *data, uint32_t at, uint32_t slot)
{
	uint32_t *slots = data;

	slots[slot] = slots[slot] ? SEVERAL : at + 1;
}

/**
 * struct anchor_search - anchors being found
 * @alignment: of what
 * @length: items of a run
 * @values: they count
 * @anchors: what was found
 */
struct anchor_search {
	struct diff_alignment *alignment;
	uint32_t length;
	bool values;
	struct diff_anchors *anchors;
};

static bool extends(const struct diff_anchor *last, uint32_t a, uint32_t b)
{
	return a - last->at[0] == b - last->at[1] && a <= last->at[0] + last->n;
}

static void put(struct anchor_search *search, uint32_t a, uint32_t b)
{
	struct diff_anchors *anchors = search->anchors;
	struct diff_anchor *last = anchors->n ? &anchors->at[anchors->n - 1] : NULL, *more;

	if (last && extends(last, a, b)) {
		last->n = a - last->at[0] + search->length;
		return;
	}
	more = room_for_more(anchors->at, anchors->n, &anchors->room, sizeof(*more));
	if (!more) {
		search->alignment->failed = true;
		return;
	}
	anchors->at = more;
	anchors->at[anchors->n++] = (struct diff_anchor){ { a, b }, search->length };
}

static void meet(void *data, uint32_t at, uint32_t slot)
{
	struct anchor_search *search = data;
	uint32_t a = search->alignment->slot[0][slot], b = search->alignment->slot[1][slot];

	if (a != at + 1 || !b || b == SEVERAL)
		return;
	/* What has the hash of another is no anchor. */
	for (uint32_t i = 0; i < search->length; i++)
		if (!pair_is(search->alignment, at + i, b - 1 + i, search->values))
			return;
	put(search, at, b - 1);
}

/**
 * anchors_find() - find runs that occur once on each side of a region
 * @alignment: the alignment
 * @region: the region
 * @length: items of a run; longer ones are found in parts, which are put together
 * @values: whether values count
 * @anchors: gets them, in the order of the first side; must be freed
 */
void anchors_find(struct diff_alignment *alignment, const struct diff_region *region,
		  uint32_t length, bool values, struct diff_anchors *anchors)
{
	struct anchor_search search = { alignment, length, values, anchors };
	uint32_t most = 0, slots = 1024, side;

	for (side = 0; side < 2; side++)
		if (region->to[side] - region->from[side] > most)
			most = region->to[side] - region->from[side];
	while (slots < 2 * (uint64_t)most && slots < alignment->slots)
		slots *= 2;
	for (side = 0; side < 2; side++) {
		memset(alignment->slot[side], 0, slots * sizeof(*alignment->slot[side]));
		walk(alignment->side[side].item, region->from[side], region->to[side], length,
		     values, slots, note, alignment->slot[side]);
	}
	walk(alignment->side[0].item, region->from[0], region->to[0], length, values, slots,
	     meet, &search);
}

static int by_other_side(const void *a, const void *b)
{
	const struct diff_anchor *const *one = a, *const *other = b;

	return (*one)->at[1] < (*other)->at[1] ? -1 : (*one)->at[1] > (*other)->at[1];
}

/**
 * struct anchor_chain - the heaviest chain that ends with an anchor
 * @weight: items of its anchors
 * @before: the anchor before it, and one; or 0
 */
struct anchor_chain {
	uint64_t weight;
	uint32_t before;
};

/* The heaviest chain among the first @rank anchors of the other side: a Fenwick tree. */
static uint32_t heaviest(const uint32_t *tree, const struct anchor_chain *chain, uint32_t rank)
{
	uint32_t best = 0;

	for (; rank; rank &= rank - 1)
		if (tree[rank] && (!best || chain[tree[rank] - 1].weight > chain[best - 1].weight))
			best = tree[rank];
	return best;
}

static void enter(uint32_t *tree, const struct anchor_chain *chain, uint32_t n, uint32_t rank,
		  uint32_t number)
{
	for (; rank <= n; rank += rank & -rank)
		if (!tree[rank] || chain[number].weight > chain[tree[rank] - 1].weight)
			tree[rank] = number + 1;
}

/* The rank of each anchor in the order of the other side, from 0. */
static int rank_anchors(const struct diff_anchors *anchors, uint32_t *rank)
{
	const struct diff_anchor **sorted = malloc((anchors->n + 1UL) * sizeof(*sorted));

	if (!sorted)
		return -1;
	for (uint32_t i = 0; i < anchors->n; i++)
		sorted[i] = &anchors->at[i];
	qsort(sorted, anchors->n, sizeof(*sorted), by_other_side);
	for (uint32_t i = 0; i < anchors->n; i++)
		rank[sorted[i] - anchors->at] = i;
	free(sorted);
	return 0;
}

/* Keep the anchors of the chain that ends with number @last, and one. */
static void keep(struct diff_anchors *anchors, struct anchor_chain *chain, uint32_t last)
{
	uint32_t n = 0;

	/* Weights are no longer needed: they mark what is kept. */
	for (uint32_t i = 0; i < anchors->n; i++)
		chain[i].weight = 0;
	for (; last; last = chain[last - 1].before)
		chain[last - 1].weight = 1;
	for (uint32_t i = 0; i < anchors->n; i++)
		if (chain[i].weight)
			anchors->at[n++] = anchors->at[i];
	anchors->n = n;
}

/**
 * anchors_choose() - keep the heaviest set of anchors that is in order on both sides
 * @anchors: the anchors, in the order of the first side
 *
 * They may still overlap. Return: 0, or -1 when out of memory.
 */
int anchors_choose(struct diff_anchors *anchors)
{
	struct anchor_chain *chain = calloc(anchors->n + 1UL, sizeof(*chain));
	uint32_t *tree = calloc(anchors->n + 1UL, sizeof(*tree));
	uint32_t *rank = calloc(anchors->n + 1UL, sizeof(*rank));
	int status = -1;

	if (chain && tree && rank && !rank_anchors(anchors, rank)) {
		for (uint32_t i = 0; i < anchors->n; i++) {
			chain[i].before = heaviest(tree, chain, rank[i]);
			chain[i].weight = anchors->at[i].n;
			if (chain[i].before)
				chain[i].weight += chain[chain[i].before - 1].weight;
			enter(tree, chain, anchors->n, rank[i] + 1, i);
		}
		keep(anchors, chain, heaviest(tree, chain, anchors->n));
		status = 0;
	}
	free(chain);
	free(tree);
	free(rank);
	return status;
}
