// SPDX-License-Identifier: GPL-2.0
/*
 * Work of several tasks, or on several BARs, that goes on at the same time. Aligned as one
 * stream it is torn where the scheduler has put it together in another way: then each lane
 * is aligned by itself. The lanes of a device are its tasks, when both sides know whose
 * each access is, else its BARs. Whichever of the two alignments tells less differences,
 * taken by runs, is right: a block that was moved is one run of the whole, and would be
 * lost between lanes; what is torn has many, or is beside work that changed places with another's.
 *
 * A task has other numbers and names in each run; which is which of them is told by what
 * they do.
 */
#include <stdlib.h>

#include "base/bisect.h"
#include "compare.h"

#define LANES_MOST	64	/* tasks of a side */
#define BUCKETS		512	/* of what a task does */
#define TORN		2	/* runs of differences that lanes must save, and a quarter of all */
#define ALIKE		8	/* a part of so much at least must be the same as one stream */
#define FAR		256	/* items past which something may be put by the scheduler */

/**
 * struct lane - a task, or a BAR
 * @of: which
 * @number: of the lane that it has on both sides; NOBODY before it has one
 * @items: how many
 * @does: how often it does what, by hash
 */
struct lane {
	int of;
	uint32_t number;
	uint32_t items;
	uint32_t does[BUCKETS];
};

/**
 * struct lanes - one side in lanes
 * @lane: what is there
 * @n: how many
 * @order: the items, one lane behind the other
 * @item: of the side
 * @n_items: how many
 * @start: where each lane begins in @order, by number; and the end of the last
 */
struct lanes {
	struct lane *lane;
	uint32_t n;
	uint32_t *order;
	struct diff_item *item;
	uint32_t n_items;
	uint32_t start[LANES_MOST + 2];
};

/* In which lane an item is; false when nobody knows. */
static bool lane_of(const struct mmt_diff *diff, const struct diff_item *item, bool by_task,
		    int *of)
{
	const struct diff_key *key = &diff->keys.at[item->key];

	if (!by_task) {
		*of = mmt_is_config((enum mmt_kind)key->kind) ? MMT_NO_BAR : key->bar;
		return true;
	}
	if (!item->origin || !diff->origins.at[item->origin].worker)
		return false;
	*of = diff->origins.at[item->origin].pid;
	return true;
}

/* The lane of a task or a BAR, NULL when there are too many. */
static struct lane *find_lane(struct lanes *lanes, int of)
{
	for (uint32_t i = 0; i < lanes->n; i++)
		if (lanes->lane[i].of == of)
			return &lanes->lane[i];
	if (lanes->n == LANES_MOST)
		return NULL;
	lanes->lane[lanes->n] = (struct lane){ .of = of, .number = NOBODY };
	return &lanes->lane[lanes->n++];
}

/* Which lanes there are, and what is done in them; false when that is not known of all. */
static bool survey(const struct mmt_diff *diff, struct lanes *lanes, bool by_task)
{
	struct lane *last = NULL;

	for (uint32_t i = 0; i < lanes->n_items; i++) {
		const struct diff_item *item = &lanes->item[i];
		int of;

		if (!lane_of(diff, item, by_task, &of))
			return false;
		if (!last || last->of != of)
			last = find_lane(lanes, of);
		if (!last)
			return false;
		last->items++;
		last->does[item_hash(item, false) >> 40 & (BUCKETS - 1)]++;
		last->does[item_hash(item, true) >> 40 & (BUCKETS - 1)]++;
	}
	return true;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t likeness(const struct lane *a, const struct lane *b)
{
	uint64_t alike = 0;

	for (uint32_t i = 0; i < BUCKETS; i++)
		alike += least(a->does[i], b->does[i]);
	return alike;
}

/* The two lanes that are most alike, of those without a number; false when none are. */
static bool most_alike(struct lanes lanes[2], bool by_task, struct lane *pair[2])
{
	uint64_t most = 0;

	for (uint32_t i = 0; i < lanes[0].n; i++)
		for (uint32_t j = 0; j < lanes[1].n; j++) {
			struct lane *a = &lanes[0].lane[i], *b = &lanes[1].lane[j];
			uint64_t alike;

			if (a->number != NOBODY || b->number != NOBODY ||
			    (!by_task && a->of != b->of))
				continue;
			alike = likeness(a, b);
			if (alike > most) {
				most = alike;
				pair[0] = a;
				pair[1] = b;
			}
		}
	return most;
}

/*
 * Number the lanes as both sides have them; those of one side only share the last one.
 * Return how many there are; @alike is how many items both sides have in them, twice.
 */
static uint32_t number_lanes(struct lanes lanes[2], bool by_task, uint64_t *alike)
{
	struct lane *pair[2];
	uint32_t n = 0;

	*alike = 0;
	while (most_alike(lanes, by_task, pair)) {
		*alike += likeness(pair[0], pair[1]);
		pair[0]->number = pair[1]->number = n;
		n++;
	}
	for (int side = 0; side < 2; side++)
		for (uint32_t i = 0; i < lanes[side].n; i++)
			if (lanes[side].lane[i].number == NOBODY)
				lanes[side].lane[i].number = n;
	return n + 1;
}

/* The items of each lane behind those of the one before. */
static void sort_lanes(const struct mmt_diff *diff, struct lanes *lanes, uint32_t n, bool by_task)
{
	uint32_t at[LANES_MOST + 1] = { 0 };
	const struct lane *last = NULL;

	for (uint32_t i = 0; i < lanes->n; i++)
		at[lanes->lane[i].number] += lanes->lane[i].items;
	for (uint32_t i = 0, sum = 0; i < n; i++) {
		uint32_t items = at[i];

		lanes->start[i] = at[i] = sum;
		sum += items;
	}
	lanes->start[n] = lanes->n_items;
	for (uint32_t i = 0; i < lanes->n_items; i++) {
		int of = 0;

		lane_of(diff, &lanes->item[i], by_task, &of);
		if (!last || last->of != of)
			last = find_lane(lanes, of);
		lanes->order[at[last->number]++] = i;
	}
}

/* Put the items in the order of the lanes, or back, along the cycles; @done is all zeros. */
static void permute(struct lanes *lanes, bool back, uint8_t *done)
{
	for (uint32_t first = 0; first < lanes->n_items; first++) {
		struct diff_item kept = lanes->item[first], displaced;

		for (uint32_t at = first, next; !done[at]; at = next) {
			next = lanes->order[at];
			done[at] = 1;
			if (back) {
				displaced = lanes->item[next];
				lanes->item[next] = kept;
				kept = displaced;
			} else {
				lanes->item[at] = next == first ? kept : lanes->item[next];
			}
		}
	}
	memset(done, 0, lanes->n_items);
}

/* Align lane by lane, while the items are in the order of these. */
static int align_lanes(const struct lanes lanes[2], uint32_t n, struct diff_pair *pair)
{
	for (uint32_t lane = 0; lane < n; lane++) {
		struct diff_side side[2];
		uint32_t start[2];

		for (unsigned int i = 0; i < 2; i++) {
			start[i] = lanes[i].start[lane];
			side[i] = (struct diff_side){
				&lanes[i].item[start[i]], lanes[i].start[lane + 1] - start[i],
				&pair->other[i][start[i]],
			};
		}
		if (align_streams(side))
			return -1;
		for (unsigned int i = 0; i < 2; i++)
			for (uint32_t j = 0; j < side[i].n; j++)
				if (side[i].other[j] != NOBODY)
					side[i].other[j] += start[!i];
	}
	return 0;
}

/* What is said of the items, by their own numbers again. */
static void renumber(const struct lanes lanes[2], const struct diff_pair *sorted,
		     struct diff_pair *pair)
{
	for (unsigned int side = 0; side < 2; side++)
		for (uint32_t i = 0; i < lanes[side].n_items; i++) {
			uint32_t item = lanes[side].order[i], other = sorted->other[side][i];

			pair->other[side][item] = other == NOBODY ? NOBODY : lanes[!side].order[other];
			pair->flags[side][item] = sorted->flags[side][i];
		}
}

static void cross(struct diff_pair *pair, uint32_t a, bool does)
{
	const uint8_t crossing = ITEM_MOVED | ITEM_BETWEEN;

	for (unsigned int side = 0; side < 2; side++) {
		uint8_t *flags = &pair->flags[side][side ? pair->other[0][a] : a];

		*flags = does ? *flags | crossing : *flags & (uint8_t)~crossing;
	}
}

/*
 * Pairs of different lanes may be in another order on both sides: all but those of a
 * longest chain that is in order were moved, and past others only. @tail and @before have
 * room for @n numbers of items.
 */
static void mark_crossing(struct diff_pair *pair, uint32_t n, uint32_t *tail, uint32_t *before)
{
	const uint32_t *other = pair->other[0];
	uint32_t length = 0, at;

	for (uint32_t a = 0; a < n; a++) {
		uint32_t low;

		if (other[a] == NOBODY)
			continue;
		low = bisect(length, i, other[tail[i]] >= other[a]);
		before[a] = low ? tail[low - 1] : NOBODY;
		tail[low] = a;
		length += low == length;
		cross(pair, a, true);
	}
	for (at = length ? tail[length - 1] : NOBODY; at != NOBODY; at = before[at])
		cross(pair, at, false);
}

/* An item that only one side has; of pairs those that were moved, or of another value. */
static bool is_different(const struct diff_matched *matched, uint32_t number, unsigned int side,
			 uint32_t at)
{
	const struct diff_pair *pair = &matched->pair[number];
	uint32_t other = pair->other[side][at];
	uint8_t flags = pair->flags[side][at];

	if (other == NOBODY)
		return !flags;
	return !side && ((flags & (ITEM_MOVED | ITEM_BETWEEN)) == ITEM_MOVED ||
			 pair_bits(matched, number, at, other));
}

/* Runs of differences that an alignment tells. */
static uint64_t runs_of(const struct diff_matched *matched, uint32_t number)
{
	const struct diff_pair *pair = &matched->pair[number];
	uint64_t runs = 0;

	for (unsigned int side = 0; side < 2; side++) {
		const uint32_t *other = pair->other[side];
		uint32_t n = pair_stream(matched, number, side)->n;
		bool before = false, is;

		for (uint32_t i = 0; i < n; i++, before = is) {
			is = is_different(matched, number, side, i);
			if (is && !(before && other[i] == (other[i - 1] == NOBODY ? NOBODY :
							   other[i - 1] + 1)))
				runs++;
		}
	}
	return runs;
}

/*
 * Lanes may be at work at the same time: something was moved past others only, or not far.
 * The latter says little, as what is alike in two lanes may be paired across them.
 */
static bool is_concurrent(const struct diff_pair *pair, uint32_t n)
{
	uint32_t in_order = 0;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t other = pair->other[0][i];
		uint8_t flags = pair->flags[0][i];

		if (flags & ITEM_BETWEEN)
			return true;
		if (other != NOBODY && !(flags & ITEM_MOVED))
			in_order = other;
		else if (other != NOBODY && other + FAR > in_order && other < in_order + FAR)
			return true;
	}
	return false;
}

/* Far more differs than should, or little does where lanes are at work at the same time. */
static bool is_torn(const struct diff_matched *matched, uint32_t number, uint64_t runs)
{
	return runs >= TORN || (runs && is_concurrent(&matched->pair[number],
						      pair_stream(matched, number, 0)->n));
}

/* As one stream, or lane by lane, the sides have something to do with one another. */
static bool are_alike(const struct lanes lanes[2], const struct diff_pair *pair, uint64_t alike)
{
	uint64_t items = least(lanes[0].n_items, lanes[1].n_items), pairs = 0;

	for (uint32_t i = 0; i < lanes[0].n_items; i++)
		pairs += pair->other[0][i] != NOBODY;
	return pairs >= items / ALIKE || alike >= items;
}

/* Find the lanes of both sides. Return how many; 0 when there are not several. */
static uint32_t find_lanes(const struct mmt_diff *diff, struct lanes lanes[2],
			   const struct diff_pair *pair, bool by_task)
{
	uint64_t alike;
	uint32_t n;

	lanes[0].n = lanes[1].n = 0;
	if (!survey(diff, &lanes[0], by_task) || !survey(diff, &lanes[1], by_task) ||
	    lanes[0].n < 2 || lanes[1].n < 2)
		return 0;
	n = number_lanes(lanes, by_task, &alike);
	if (n < 3 || !are_alike(lanes, pair, alike))
		return 0;
	for (int side = 0; side < 2; side++)
		sort_lanes(diff, &lanes[side], n, by_task);
	return n;
}

/* Align lane by lane. What comes of it goes to the pair, which has the one of the whole. */
static int align_apart(struct mmt_diff *diff, struct diff_matched *matched,
		       struct diff_pair *pair, struct lanes lanes[2], uint32_t n)
{
	struct diff_pair sorted = *pair;
	int status = -1;

	if (!pair_room(&sorted, lanes[0].n_items, lanes[1].n_items)) {
		struct diff_pair result = sorted;

		for (int side = 0; side < 2; side++)
			permute(&lanes[side], false, sorted.flags[side]);
		*pair = sorted;
		status = align_lanes(lanes, n, pair);
		if (!status)
			polls_settle(diff, matched, pair);
		sorted = *pair;
		status |= pair_room(&result, lanes[0].n_items, lanes[1].n_items);
		if (!status)
			renumber(lanes, &sorted, &result);
		for (int side = 0; side < 2; side++) {
			memset(sorted.flags[side], 0, lanes[side].n_items);
			permute(&lanes[side], true, sorted.flags[side]);
		}
		*pair = result;
		if (!status) {
			mark_crossing(pair, lanes[0].n_items, lanes[0].order, sorted.other[0]);
			status = moved_find(matched, pair);
		}
		if (!status)
			between_find(diff, matched, pair);
	}
	pair_free(&sorted);
	return status;
}

/* Both alignments are there: the better one stays. */
static int choose(struct mmt_diff *diff, struct diff_matched *matched, struct diff_pair *pair,
		  struct lanes lanes[2], uint32_t n, bool by_task)
{
	uint32_t number = (uint32_t)(pair - matched->pair);
	struct diff_pair whole = *pair;
	uint64_t runs = runs_of(matched, number), saved;
	int status = align_apart(diff, matched, pair, lanes, n);

	saved = status ? 0 : runs - least(runs, runs_of(matched, number));
	if ((saved >= TORN && saved >= runs / 4) ||
	    (saved && by_task && is_concurrent(&whole, lanes[0].n_items))) {
		pair->apart = by_task ? MMT_APART_TASKS : MMT_APART_BARS;
		pair_free(&whole);
		return 0;
	}
	pair_free(pair);
	*pair = whole;
	return status;
}

/**
 * lanes_try() - align lane by lane, if that is better
 * @diff: the comparison
 * @matched: the runs
 * @pair: a device of theirs, aligned as a whole
 *
 * Return: 0, or -1 when out of memory.
 */
int lanes_try(struct mmt_diff *diff, struct diff_matched *matched, struct diff_pair *pair)
{
	uint32_t number = (uint32_t)(pair - matched->pair), n = 0;
	struct lanes lanes[2] = { { .n = 0 }, { .n = 0 } };
	bool by_task = true;
	int status = 0;

	if (!is_torn(matched, number, runs_of(matched, number)))
		return 0;
	for (unsigned int side = 0; side < 2; side++) {
		const struct diff_stream *stream = pair_stream(matched, number, side);

		lanes[side].item = stream->item;
		lanes[side].n_items = stream->n;
		lanes[side].lane = malloc(LANES_MOST * sizeof(struct lane));
		lanes[side].order = malloc((stream->n + 1UL) * sizeof(uint32_t));
		if (!lanes[side].lane || !lanes[side].order)
			status = -1;
	}
	if (!status)
		n = find_lanes(diff, lanes, pair, by_task);
	if (!status && !n) {
		by_task = false;
		n = find_lanes(diff, lanes, pair, by_task);
	}
	if (n)
		status = choose(diff, matched, pair, lanes, n, by_task);
	for (int side = 0; side < 2; side++) {
		free(lanes[side].lane);
		free(lanes[side].order);
	}
	return status;
}
