// SPDX-License-Identifier: GPL-2.0
/* What varies among runs of one driver. */
#include <stdlib.h>

#include "compare.h"
#include "naming/fields.h"

#define FEW_BITS	4	/* so many, and a value without fields is more than some flags */

static void learn_pair(struct mmt_diff *diff, const struct diff_matched *matched, uint32_t number)
{
	const struct diff_pair *pair = &matched->pair[number];

	for (unsigned int side = 0; side < 2; side++) {
		const struct diff_stream *stream = pair_stream(matched, number, side);

		for (uint32_t i = 0; i < stream->n; i++) {
			struct diff_noise *noise = &diff->noise[stream->item[i].key];
			uint32_t other = pair->other[side][i];

			if (other != NOBODY && !side)
				noise->bits |= pair_bits(matched, number, i, other);
			noise->count |= other == NOBODY && !pair->flags[side][i];
			noise->order |= (pair->flags[side][i] & ITEM_MOVED) != 0;
		}
	}
}

/* All bits up to the highest that varies: a number that is more than some flags. */
static uint64_t wide(uint64_t bits)
{
	if (__builtin_popcountll(bits) <= FEW_BITS)
		return bits;
	return UINT64_MAX >> __builtin_clzll(bits);
}

/* A field varies as a whole. */
static uint64_t by_field(struct mmt_names *names, const struct diff_key *key, uint64_t bits)
{
	const struct mmt_named named = { .reg = key->reg };
	const struct mmt_field *field;
	unsigned int count;
	uint64_t rest, all = 0;

	if (!key->reg || !names)
		return wide(bits);
	field = names_fields(names, &named, bits, &count, &rest);
	if (!field)
		return wide(bits);
	for (unsigned int i = 0; i < count; i++)
		if (field[i].value && field[i].high < 64)
			all |= UINT64_MAX >> (63 - field[i].high) & UINT64_MAX << field[i].low;
	return all | wide(rest);
}

/**
 * noise_learn() - learn from two runs of one driver
 * @diff: the comparison; @noise is filled in
 * @matched: the runs, aligned
 *
 * Return: 0, or -1 when out of memory.
 */
int noise_learn(struct mmt_diff *diff, const struct diff_matched *matched)
{
	if (!diff->noise)
		diff->noise = calloc(diff->keys.n + 1UL, sizeof(*diff->noise));
	if (!diff->noise)
		return -1;
	for (uint32_t pair = 0; pair < matched->pairs; pair++)
		learn_pair(diff, matched, pair);
	for (uint32_t key = 0; key < diff->keys.n; key++)
		if (diff->noise[key].bits)
			diff->noise[key].bits = by_field(diff->run[0]->names, &diff->keys.at[key],
							 diff->noise[key].bits);
	return 0;
}
