// SPDX-License-Identifier: GPL-2.0
/*
 * What is left of polls when they are aligned: one that was shorter on one side, or that
 * something came in between of, has items there that the other side does not have. How
 * often somebody looks is no difference; what was found at the end is.
 */
#include "compare.h"

#define NEAR	4	/* items that may come in between */
#define ROW	16	/* items in a row that are parts of one poll */

/**
 * struct poll_look - one side of a pair of streams
 * @item: items of both sides, this one first
 * @n: of this side
 * @other: the partners
 * @flags: of this side
 * @diff: the comparison
 */
struct poll_look {
	const struct diff_item *item[2];
	uint32_t n;
	uint32_t *other[2];
	uint8_t *flags;
	const struct mmt_diff *diff;
};

static bool is_poll(const struct poll_look *look, uint32_t at)
{
	return look->item[0][at].count > 1 || look->item[1][look->other[0][at]].count > 1;
}

/* An item in a row with another of a poll; what was found last counts. */
static bool in_a_row(const struct poll_look *look, uint32_t at)
{
	const struct diff_item *item = look->item[0];
	uint32_t next = at + 1;

	while (next < look->n && next - at < ROW && same_key(&item[at], &item[next]) &&
	       look->other[0][next] == NOBODY)
		next++;
	if (next < look->n && same_key(&item[at], &item[next]) &&
	    look->other[0][next] != NOBODY && is_poll(look, next))
		return true;
	if (!at || !same_key(&item[at], &item[at - 1]) || look->other[0][at - 1] == NOBODY ||
	    !is_poll(look, at - 1))
		return false;
	/* The partner of the one before is compared with this one. */
	look->other[0][at] = look->other[0][at - 1];
	look->other[1][look->other[0][at]] = at;
	look->other[0][at - 1] = NOBODY;
	look->flags[at - 1] |= ITEM_POLLED;
	return false;
}

static uint32_t function_of(const struct poll_look *look, uint32_t at)
{
	uint32_t origin = look->item[0][at].origin;

	return origin ? look->diff->origins.at[origin].function : 0;
}

/* What lies between two items is of other functions: an interrupt, or another task. */
static bool interrupted(const struct poll_look *look, uint32_t from, uint32_t to)
{
	uint32_t function = function_of(look, from);

	if (!function || function_of(look, to) != function)
		return false;
	for (uint32_t i = from + 1; i < to; i++)
		if (function_of(look, i) == function)
			return false;
	return true;
}

static bool is_write(const struct poll_look *look, uint32_t at)
{
	return mmt_is_write((enum mmt_kind)look->diff->keys.at[look->item[0][at].key].kind);
}

/*
 * Nobody knows whose the items in between are; but the other side looked more often, and
 * they only read: one of the two polls was interrupted, or waits for several registers. Or
 * the other side has nothing of them: what is two reads with a write in between here is two
 * in a row there.
 */
static bool cut_short(const struct poll_look *look, uint32_t from, uint32_t to, uint32_t paired)
{
	if (look->item[1][look->other[0][paired]].count <= look->item[0][paired].count)
		return false;
	for (uint32_t i = from + 1; i < to; i++)
		if (is_write(look, i) && look->other[0][i] != NOBODY)
			return false;
	return true;
}

/* A poll that others came in between of. */
static bool nearby(const struct poll_look *look, uint32_t at)
{
	uint32_t from = at > NEAR ? at - NEAR : 0;

	for (uint32_t i = from; i <= at + NEAR && i < look->n; i++) {
		uint32_t low = i < at ? i : at, high = i < at ? at : i;

		if (i != at && same_key(&look->item[0][at], &look->item[0][i]) &&
		    look->other[0][i] != NOBODY && is_poll(look, i) &&
		    (interrupted(look, low, high) || cut_short(look, low, high, i)))
			return true;
	}
	return false;
}

static void settle(const struct poll_look *look)
{
	for (uint32_t i = 0; i < look->n; i++) {
		if (look->other[0][i] != NOBODY || is_write(look, i))
			continue;
		if (in_a_row(look, i) || (look->other[0][i] == NOBODY && nearby(look, i)))
			look->flags[i] |= ITEM_POLLED;
	}
}

/**
 * polls_settle() - find what is only a longer poll
 * @diff: the comparison
 * @matched: aligned runs
 * @pair: a device of theirs; items that are nothing but a part of a poll get ITEM_POLLED
 */
void polls_settle(const struct mmt_diff *diff, struct diff_matched *matched,
		  struct diff_pair *pair)
{
	uint32_t number = (uint32_t)(pair - matched->pair);

	for (unsigned int side = 0; side < 2; side++) {
		struct poll_look look = {
			.item = { pair_stream(matched, number, side)->item,
				  pair_stream(matched, number, !side)->item },
			.n = pair_stream(matched, number, side)->n,
			.other = { pair->other[side], pair->other[!side] },
			.flags = pair->flags[side],
			.diff = diff,
		};

		settle(&look);
	}
}
