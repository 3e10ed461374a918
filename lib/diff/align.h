/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which item of one stream is which of the other.
 *
 * First what is the same at both ends is taken off. Then runs of items that occur once on
 * each side are anchors; of these the heaviest set counts that is in order on both sides,
 * and what lies between them is aligned in the same way, by shorter runs, then by runs in
 * which values do not count. What is small enough is aligned as well as can be; the rest by
 * bridges: the alignment with the fewest differences, as far as that is found with the
 * effort that is left. Effort grows with the items that it has aligned, so that no pair of
 * streams takes more than a time in proportion to its length.
 */
#ifndef LIB_ALIGN_H
#define LIB_ALIGN_H

#include "item.h"

/**
 * struct diff_side - a stream that is aligned
 * @item: its items
 * @n: how many
 * @other: for each the item of the other side, or NOBODY
 */
struct diff_side {
	const struct diff_item *item;
	uint32_t n;
	uint32_t *other;
};

/**
 * struct diff_region - a part of both streams
 * @from: where it begins, in each
 * @to: where it ends
 */
struct diff_region {
	uint32_t from[2];
	uint32_t to[2];
};

/**
 * struct diff_anchor - a run of items that is the same on both sides
 * @at: where it begins, in each
 * @n: how many items
 */
struct diff_anchor {
	uint32_t at[2];
	uint32_t n;
};

struct diff_anchors {
	struct diff_anchor *at;
	uint32_t n;
	uint32_t room;
};

/**
 * struct diff_alignment - an alignment that is being made
 * @side: both streams
 * @effort: steps that may be taken in search of something better
 * @room: for tables of alignment
 * @slot: for anchors: by the hash of a run, where it is, for each side
 * @slots: how many of them, for each side
 * @failed: out of memory
 */
struct diff_alignment {
	struct diff_side side[2];
	uint64_t effort;
	int32_t *room;
	uint32_t *slot[2];
	uint32_t slots;
	bool failed;
};

int align_streams(struct diff_side side[2]);

/* anchor.c */
void anchors_find(struct diff_alignment *alignment, const struct diff_region *region,
		  uint32_t length, bool values, struct diff_anchors *anchors);
int anchors_choose(struct diff_anchors *anchors);

/* bridge.c */
#define BRIDGE_LEAST	64	/* differences that are always looked for */
#define BRIDGE_MOST	2048	/* and never more */
void bridge(struct diff_alignment *alignment, struct diff_region region);

/* The items of a pair, one from each side. */
static inline bool pair_is(const struct diff_alignment *alignment, uint32_t a, uint32_t b,
			   bool values)
{
	const struct diff_item *one = &alignment->side[0].item[a];
	const struct diff_item *other = &alignment->side[1].item[b];

	return values ? same_item(one, other) : same_key(one, other);
}

static inline void pair_set(struct diff_alignment *alignment, uint32_t a, uint32_t b)
{
	alignment->side[0].other[a] = b;
	alignment->side[1].other[b] = a;
}

#endif
