// SPDX-License-Identifier: GPL-2.0
/* Accesses to a part of a register: only the fields that are in it. */
#include <string.h>

#include "index.h"

static const struct decoder *slice_decoder(struct arena *arena, const struct decoder *whole,
					   unsigned int low, unsigned int bits)
{
	struct decoder *slice = arena_get(arena, sizeof(*slice));
	struct decoder_field *field;
	size_t n = 0;

	slice->kind = KIND_HEX;
	slice->width = bits;
	if (whole->kind != KIND_BITSET || whole->shr || whole->add)
		return slice;
	field = arena_get(arena, whole->n_fields * sizeof(*field) + 1);
	for (size_t i = 0; i < whole->n_fields; i++) {
		if (whole->field[i].low < low || whole->field[i].high >= low + bits)
			continue;
		field[n] = whole->field[i];
		field[n].low -= low;
		field[n].high -= low;
		field[n++].mask >>= low;
	}
	if (n)
		slice->kind = KIND_BITSET;
	decoder_take(slice, arena, field, n);
	return slice;
}

/**
 * compiled_slice() - a part of a register
 * @index: the index that it is in
 * @whole: the register
 * @low: first bit of the part
 * @bits: how many
 *
 * Return: something that looks like a register and decodes only that part.
 */
const struct compiled *compiled_slice(struct index *index, const struct compiled *whole,
				      unsigned int low, unsigned int bits)
{
	const struct key {
		const void *whole;
		unsigned int low;
		unsigned int bits;
	} key = { whole, low, bits };
	struct compiled *slice =
		dictionary_get(&index->registers, (const char *)&key, sizeof(key));

	if (slice)
		return slice;
	slice = arena_get(index->arena, sizeof(*slice));
	*slice = *whole;
	if (low || bits < 8 * whole->reg.width)
		slice->decoder = slice_decoder(index->arena, whole->decoder, low, bits);
	dictionary_put(&index->registers, index->arena,
		       arena_text(index->arena, (const char *)&key, sizeof(key)), sizeof(key),
		       slice);
	return slice;
}
