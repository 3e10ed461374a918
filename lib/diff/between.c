// SPDX-License-Identifier: GPL-2.0
/*
 * What two CPUs or threads do at the same time is in an order that means nothing. An item
 * that was moved only past items of other workers is where it was for its own.
 */
#include "compare.h"

#define FAR	256	/* items that are looked at for each that was moved */
#define NEAR	16	/* items where the partner of a value may be */

/**
 * struct between_look - one side of a pair of streams
 * @item: items of both sides, this one first
 * @n: how many
 * @other: the partners
 * @flags: of both sides
 * @diff: the comparison
 */
struct between_look {
	const struct diff_item *item[2];
	uint32_t n[2];
	uint32_t *other[2];
	uint8_t *flags[2];
	const struct mmt_diff *diff;
};

static uint32_t worker_at(const struct between_look *look, uint32_t at)
{
	uint32_t origin = look->item[0][at].origin;

	return origin ? look->diff->origins.at[origin].worker : 0;
}

/* The partner of the nearest item in order before a place of the other side, or NOBODY. */
static uint32_t before(const struct between_look *look, uint32_t at)
{
	for (uint32_t i = 0; at-- && i < FAR; i++)
		if (look->other[1][at] != NOBODY && !(look->flags[1][at] & ITEM_MOVED))
			return look->other[1][at];
	return NOBODY;
}

static uint32_t behind(const struct between_look *look, uint32_t at)
{
	for (uint32_t i = 0; ++at < look->n[1] && i < FAR; i++)
		if (look->other[1][at] != NOBODY && !(look->flags[1][at] & ITEM_MOVED))
			return look->other[1][at];
	return NOBODY;
}

/* Items from one to the other are of other workers than @worker, as far as they are known. */
static bool others_only(const struct between_look *look, uint32_t from, uint32_t to,
			uint32_t worker)
{
	if (to - from > FAR)
		return false;
	for (uint32_t i = from; i <= to; i++) {
		uint32_t other = worker_at(look, i);

		if (!other || (other == worker && !(look->flags[0][i] & ITEM_MOVED)))
			return false;
	}
	return true;
}

static bool only_between(const struct between_look *look, uint32_t at)
{
	uint32_t worker = worker_at(look, at), place = look->other[0][at];
	uint32_t low = before(look, place), high = behind(look, place);

	if (!worker)
		return false;
	if (low != NOBODY && low > at)
		return others_only(look, at + 1, low, worker);
	if (high != NOBODY && high < at)
		return others_only(look, high, at - 1, worker);
	return false;
}

/**
 * between_find() - find what was moved only past what others do at the same time
 * @diff: the comparison
 * @matched: aligned runs
 * @pair: a device of theirs; such items get ITEM_BETWEEN
 */
void between_find(const struct mmt_diff *diff, struct diff_matched *matched,
		  struct diff_pair *pair)
{
	uint32_t number = (uint32_t)(pair - matched->pair);

	for (unsigned int side = 0; side < 2; side++) {
		struct between_look look = { .diff = diff };

		for (unsigned int i = 0; i < 2; i++) {
			const struct diff_stream *stream = pair_stream(matched, number, side ^ i);

			look.item[i] = stream->item;
			look.n[i] = stream->n;
			look.other[i] = pair->other[side ^ i];
			look.flags[i] = pair->flags[side ^ i];
		}
		for (uint32_t i = 0; i < look.n[0]; i++)
			if ((look.flags[0][i] & (ITEM_MOVED | ITEM_BETWEEN)) == ITEM_MOVED &&
			    only_between(&look, i)) {
				look.flags[0][i] |= ITEM_BETWEEN;
				look.flags[1][look.other[0][i]] |= ITEM_BETWEEN;
			}
	}
}
