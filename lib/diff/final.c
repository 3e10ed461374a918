// SPDX-License-Identifier: GPL-2.0
/* In which state both sides leave the registers. */
#include <stdlib.h>

#include "base/sizes.h"
#include "compare.h"

/* What qsort() cannot be given. */
struct final_order {
	const struct diff_key *key;
	struct diff_last last;
};

static const struct diff_item *item_of(const struct mmt_diff *diff, const struct diff_last *last)
{
	unsigned int side = last->item[0] == NOBODY;

	return &pair_stream(&diff->matched, last->pair, side)->item[last->item[side]];
}

static int in_order(const void *x, const void *y)
{
	const struct final_order *a = x, *b = y;
	const struct diff_key *one = a->key, *other = b->key;

	if (a->last.pair != b->last.pair)
		return a->last.pair < b->last.pair ? -1 : 1;
	if (mmt_is_config((enum mmt_kind)one->kind) != mmt_is_config((enum mmt_kind)other->kind))
		return mmt_is_config((enum mmt_kind)one->kind) ? -1 : 1;
	if (one->bar != other->bar)
		return one->bar - other->bar;
	if (one->place != other->place)
		return one->place < other->place ? -1 : 1;
	return a->last.place < b->last.place ? -1 : a->last.place > b->last.place;
}

/* Only registers that were used, in order. */
static int keep_sorted(struct mmt_diff *diff, uint32_t places)
{
	struct final_order *order = malloc((places + 1UL) * sizeof(*order));
	uint32_t n = 0;

	if (!order)
		return -1;
	for (uint32_t i = 0; i < places; i++) {
		const struct diff_last *last = &diff->last[i];

		if (last->item[0] == NOBODY && last->item[1] == NOBODY)
			continue;
		order[n].key = &diff->keys.at[item_of(diff, last)->key];
		order[n++].last = *last;
	}
	qsort(order, n, sizeof(*order), in_order);
	for (uint32_t i = 0; i < n; i++)
		diff->last[i] = order[i].last;
	diff->lasts = n;
	free(order);
	return 0;
}

static void find_lasts(struct mmt_diff *diff, const uint32_t *place_of)
{
	for (uint32_t pair = 0; pair < diff->matched.pairs; pair++)
		for (unsigned int side = 0; side < 2; side++) {
			const struct diff_stream *stream = pair_stream(&diff->matched, pair, side);

			for (uint32_t i = 0; i < stream->n; i++) {
				struct diff_last *last = &diff->last[place_of[stream->item[i].key]];

				last->pair = pair;
				last->item[side] = i;
			}
		}
}

int mmt_diff_finals(struct mmt_diff *diff)
{
	uint32_t *place_of = malloc((diff->keys.n + 1UL) * sizeof(*place_of));
	int64_t places = place_of ? places_number(&diff->keys, place_of) : -1;
	int status = -1;

	if (places >= 0)
		diff->last = malloc(((size_t)places + 1) * sizeof(*diff->last));
	if (place_of && diff->last) {
		for (uint32_t i = 0; i < places; i++)
			diff->last[i] = (struct diff_last){ i, 0, { NOBODY, NOBODY } };
		find_lasts(diff, place_of);
		status = keep_sorted(diff, (uint32_t)places);
	}
	free(place_of);
	return status;
}

static enum mmt_excuse excuse_of(const struct mmt_diff *diff, const struct mmt_diff_row *row)
{
	const struct diff_noise *noise = diff->noise ? &diff->noise[row->key] : NULL;

	if (row->verdict == MMT_SAME)
		return MMT_NO_EXCUSE;
	if (row->verdict == MMT_VALUE && diff->compared[row->key].address &&
	    address_differs(diff, row->access[0].value, row->access[1].value))
		return MMT_ADDRESS;
	if (noise && (row->verdict == MMT_VALUE ? !(row->bits & ~noise->bits) : noise->count))
		return MMT_VARIES;
	return key_exception(diff, row->key, row->verdict) < 0 ? MMT_NO_EXCUSE : MMT_EXCEPTED;
}

static void fill_final(const struct mmt_diff *diff, uint32_t number, struct mmt_diff_row *row)
{
	const struct diff_last *last = &diff->last[number];

	*row = (struct mmt_diff_row){ .device = last->pair };
	for (unsigned int side = 2; side--;)
		if (last->item[side] != NOBODY)
			row_fill(diff, row, last->pair, side, last->item[side]);
	if (!row->has[1])
		row->verdict = MMT_MISSING;
	else if (!row->has[0])
		row->verdict = MMT_SURPLUS;
	else
		row->bits = row->access[0].value ^ row->access[1].value;
	if (row->bits)
		row->verdict = MMT_VALUE;
	row->excuse = excuse_of(diff, row);
}

bool mmt_diff_final(const struct mmt_diff *diff, uint32_t number, struct mmt_diff_row *row)
{
	struct mmt_diff_row whole;

	if (number >= diff->lasts)
		return false;
	fill_final(diff, number, &whole);
	sizes_pack(row, diff->sizes.diff_row, &whole, sizeof(whole), 1);
	return true;
}
