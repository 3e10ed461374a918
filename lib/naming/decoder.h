/* SPDX-License-Identifier: GPL-2.0 */
/* Types made ready for one chip: what a value means, without looking anything up. */
#ifndef LIB_DECODER_H
#define LIB_DECODER_H

#include "registers/model/variant.h"

struct decoder;

/**
 * struct decoder_field - a field
 * @name: its name
 * @length: of that
 * @low: lowest bit
 * @high: highest bit
 * @mask: its bits
 * @decoder: of its value
 * @guessed: its description does not say that it has these bits
 */
struct decoder_field {
	const char *name;
	size_t length;
	unsigned int low;
	unsigned int high;
	uint64_t mask;
	const struct decoder *decoder;
	bool guessed;
};

/**
 * struct decoder - what values mean
 * @kind: the kind of value
 * @width: its bits
 * @shr: shift to the left by so much first
 * @add: then add this
 * @radix: bits behind the point
 * @n_fields: how many fields
 * @field: in the order of the description
 * @sorted: numbers of fields, the lowest first
 * @covered: bits that belong to a field
 * @is_part: the only field is the value itself
 * @n_values: how many values have a name
 * @number: the values, in order
 * @name: their names
 * @otherwise: the name of all other values, or NULL
 */
struct decoder {
	enum kind kind;
	unsigned int width;
	unsigned int shr;
	uint64_t add;
	unsigned int radix;
	size_t n_fields;
	struct decoder_field *field;
	unsigned short *sorted;
	uint64_t covered;
	bool is_part;
	size_t n_values;
	uint64_t *number;
	const char **name;
	const char *otherwise;
};

/**
 * struct decoders - the decoders made for one chip
 * @arena: memory for them
 * @chip: the chip
 * @made: by the address of the type, its width, the direction and the scope
 * @depth: decoders being made, each a field of the one before
 */
struct decoders {
	struct arena *arena;
	const struct chip *chip;
	struct dictionary made;
	unsigned int depth;
};

const struct decoder *decoder_get(struct decoders *decoders, const struct type *type,
				  unsigned int width, struct scope scope,
				  unsigned int direction);void decoder_take(struct decoder *decoder, struct arena *arena, struct decoder_field *field,
		  size_t n);
const char *decoder_name(const struct decoder *decoder, uint64_t value);

#endif
