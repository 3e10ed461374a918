// SPDX-License-Identifier: GPL-2.0
/* What both sides have, but not in the same order. */
#include <stdlib.h>

#include "compare.h"

#define NEAR	16	/* items around a pair, where what is the same may be */
#define FAR	64	/* and where bits differ as they do in it */
#define TRIES	64	/* places that are looked at for each item, */
#define TRIES_FEW	2	/* and when there is no effort left */
#define EFFORT	(4UL << 20)	/* places, and for each item of both sides: */
#define EFFORT_FOR_EACH	4

/**
 * struct moved_search - items without a partner
 * @item: items of both sides
 * @n: how many
 * @other: their partners
 * @flags: what is said of them
 * @head: by hash, the first item of the second side without a partner, and one
 * @slots: how many of these, a power of two
 * @next: for each such item the next of the same hash, and one; by @rank
 * @list: these items
 * @rank: how many
 * @effort: so many places may be looked at before it is only few for each item
 */
struct moved_search {
	const struct diff_item *item[2];
	uint32_t n[2];
	uint32_t *other[2];
	uint8_t *flags[2];
	uint32_t *head;
	uint32_t slots;
	uint32_t *next;
	uint32_t *list;
	uint32_t rank;
	uint64_t effort;
};

static bool alone(const struct moved_search *search, unsigned int side, uint32_t at)
{
	return search->other[side][at] == NOBODY && !search->flags[side][at];
}

static uint32_t slot_of(const struct moved_search *search, const struct diff_item *item)
{
	return (uint32_t)(item_hash(item, true) >> 32) & (search->slots - 1);
}

/* From the last to the first, so that a list begins with the first. */
static int list_alone(struct moved_search *search)
{
	uint32_t count = 0, i;

	for (i = 0; i < search->n[1]; i++)
		count += alone(search, 1, i);
	for (search->slots = 64; search->slots < count; search->slots *= 2)
		;
	search->head = calloc(search->slots, sizeof(*search->head));
	search->next = malloc((count + 1UL) * sizeof(*search->next));
	search->list = malloc((count + 1UL) * sizeof(*search->list));
	if (!search->head || !search->next || !search->list)
		return -1;
	for (i = search->n[1]; i--;) {
		uint32_t slot;

		if (!alone(search, 1, i))
			continue;
		slot = slot_of(search, &search->item[1][i]);
		search->list[search->rank] = i;
		search->next[search->rank] = search->head[slot];
		search->head[slot] = ++search->rank;
	}
	return 0;
}

/* So many items in a row are the same, from both places on; values may differ inside. */
static uint32_t run_length(const struct moved_search *search, uint32_t a, uint32_t b)
{
	uint32_t length = 0, sure = 0;

	while (a + length < search->n[0] && b + length < search->n[1] &&
	       alone(search, 0, a + length) && alone(search, 1, b + length) &&
	       same_key(&search->item[0][a + length], &search->item[1][b + length])) {
		length++;
		if (same_item(&search->item[0][a + length - 1], &search->item[1][b + length - 1]))
			sure = length;
		else if (length > 2 * sure + 4)
			break;
	}
	return sure;
}

/* The longest run that begins with an item of the first side; 0 when there is none. */
static uint32_t find_run(struct moved_search *search, uint32_t a, uint32_t *where)
{
	uint32_t entry = search->head[slot_of(search, &search->item[0][a])], best = 0;

	for (int i = 0; entry && i < (search->effort ? TRIES : TRIES_FEW);
	     i++, entry = search->next[entry - 1]) {
		uint32_t b = search->list[entry - 1], length;

		search->effort -= search->effort > 0;
		if (!alone(search, 1, b) ||
		    !same_item(&search->item[0][a], &search->item[1][b]))
			continue;
		length = run_length(search, a, b);
		if (length > best) {
			best = length;
			*where = b;
		}
	}
	return best;
}

/* Whether an item has no partner, or one with another value. */
static bool is_free(const struct moved_search *search, unsigned int side, uint32_t at)
{
	uint32_t other = search->other[side][at];

	return other == NOBODY ? !search->flags[side][at] :
	       !same_item(&search->item[side][at], &search->item[!side][other]);
}

/* Whether the other side has the same as an item near a place, free to be its partner. */
static bool is_nearby(const struct moved_search *search, unsigned int side, uint32_t at,
		      uint32_t place)
{
	uint32_t from = place > NEAR ? place - NEAR : 0;

	for (uint32_t i = from; i <= place + NEAR && i < search->n[!side]; i++)
		if (i != place && same_item(&search->item[side][at], &search->item[!side][i]) &&
		    is_free(search, !side, i))
			return true;
	return false;
}

/*
 * Whether the same bits differ in more pairs of a register near one than the two that would have
 * changed places: in a number that is counted up a bit that is another looks like that, too.
 */
static bool is_always(const struct moved_search *search, uint32_t at, uint32_t other)
{
	uint64_t bits = search->item[0][at].value ^ search->item[1][other].value;
	uint32_t from = at > FAR ? at - FAR : 0, count = 0;

	for (uint32_t i = from; i <= at + FAR && i < search->n[0] && count <= 2; i++) {
		uint32_t b = search->other[0][i];

		count += b != NOBODY && same_key(&search->item[0][i], &search->item[0][at]) &&
			 (search->item[0][i].value ^ search->item[1][b].value) == bits;
	}
	return count > 2;
}

/*
 * Two writes of one register that have changed places are two values that differ, in the
 * fewest words; but when each is there as it was, both were moved.
 */
static void part_swapped(struct moved_search *search)
{
	for (uint32_t a = 0; a < search->n[0]; a++) {
		uint32_t b = search->other[0][a];

		if (b == NOBODY || same_item(&search->item[0][a], &search->item[1][b]) ||
		    !is_nearby(search, 0, a, b) || !is_nearby(search, 1, b, a) || is_always(search, a, b))
			continue;
		search->other[0][a] = NOBODY;
		search->other[1][b] = NOBODY;
	}
}

static void pair_moved(struct moved_search *search, struct diff_pair *pair)
{
	for (uint32_t a = 0; a < search->n[0]; a++) {
		uint32_t b = 0, length;

		if (!alone(search, 0, a))
			continue;
		length = find_run(search, a, &b);
		for (uint32_t i = 0; i < length; i++) {
			search->other[0][a + i] = b + i;
			search->other[1][b + i] = a + i;
			pair->flags[0][a + i] |= ITEM_MOVED;
			pair->flags[1][b + i] |= ITEM_MOVED;
		}
	}
}

/**
 * moved_find() - pair what is the same but elsewhere in the order
 * @matched: aligned runs
 * @pair: a device of theirs; items without partner get one, and ITEM_MOVED
 *
 * Return: 0, or -1 when out of memory.
 */
int moved_find(struct diff_matched *matched, struct diff_pair *pair)
{
	uint32_t number = (uint32_t)(pair - matched->pair);
	struct moved_search search = { .effort = EFFORT };
	int status;

	for (unsigned int side = 0; side < 2; side++) {
		const struct diff_stream *stream = pair_stream(matched, number, side);

		search.item[side] = stream->item;
		search.n[side] = stream->n;
		search.other[side] = pair->other[side];
		search.flags[side] = pair->flags[side];
		search.effort += EFFORT_FOR_EACH * (uint64_t)stream->n;
	}
	part_swapped(&search);
	status = list_alone(&search);
	if (!status)
		pair_moved(&search, pair);
	free(search.head);
	free(search.next);
	free(search.list);
	return status;
}
