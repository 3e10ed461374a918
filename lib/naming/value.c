// SPDX-License-Identifier: GPL-2.0
/* Values for people. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/sizes.h"
#include "fields.h"
#include "names.h"

#define MOST_NESTED 8	/* bit sets in bit sets ... */

static bool is_negative(uint64_t value, unsigned int width)
{
	return value >> (width - 1) & 1;
}

/* What @value is below zero, in two's complement. */
static uint64_t magnitude(uint64_t value, unsigned int width)
{
	return width < 64 ? (UINT64_C(1) << width) - value : -value;
}

static void put_number(struct buffer *to, double number)
{
	char text[512];
	int length = snprintf(text, sizeof(text), "%f", number);

	/* The caller's locale may have another idea of a decimal point. */
	for (char *c = text; *c; c++)
		if (*c == ',')
			*c = '.';
	buffer_put(to, text, length > 0 ? (size_t)length : 0);
}

static void put_fixed(struct buffer *to, const struct decoder *decoder, uint64_t value,
		      bool with_sign)
{
	double scale = (double)(UINT64_C(1) << decoder->radix);
	char text[32];

	if (with_sign && is_negative(value, decoder->width)) {
		buffer_text(to, "-");
		put_number(to, (double)magnitude(value, decoder->width) / scale);
	} else {
		put_number(to, (double)value / scale);
	}
	snprintf(text, sizeof(text), " (%08llx)", (unsigned long long)value);
	buffer_text(to, text);
}

/* IEEE 754, with 5 bits of exponent and 10 of fraction */
static double half(unsigned int value)
{
	int exponent = (int)(value >> 10 & 31);
	double fraction = value & 0x3ff, number;

	if (exponent == 31)
		number = fraction > 0 ? __builtin_nan("") : __builtin_inf();
	else if (exponent)
		number = (1024 + fraction) * (1u << exponent) / (1u << 25);
	else
		number = fraction / (1u << 24);
	return value & 0x8000 ? -number : number;
}

static void put_float(struct buffer *to, uint64_t value, unsigned int width)
{
	uint32_t low = (uint32_t)value;
	double wide;
	float narrow;

	if (width == 64) {
		memcpy(&wide, &value, sizeof(wide));
	} else if (width == 32) {
		memcpy(&narrow, &low, sizeof(narrow));
		wide = (double)narrow;
	} else if (width == 16) {
		wide = half(low & 0xffff);
	} else {
		buffer_hex(to, value);
		return;
	}
	put_number(to, wide);
}

static void put_value(struct buffer *to, const struct decoder *decoder, uint64_t value,
		      unsigned int depth);

static void put_fields(struct buffer *to, const struct decoder *decoder, uint64_t value,
		       unsigned int depth)
{
	const char *between = "{ ";

	for (size_t i = 0; i < decoder->n_fields && to->n < to->room - 1; i++) {
		const struct decoder_field *field = &decoder->field[i];
		uint64_t part = (value & field->mask) >> field->low;
		bool is_flag = field->decoder->kind == KIND_BOOLEAN && part < 2;

		if (is_flag && !part)
			continue;
		buffer_put(to, between, between[1] == ' ' ? 2 : 3);
		between = " | ";
		buffer_put(to, field->name, field->length);
		if (field->guessed)
			buffer_text(to, "?");
		if (!is_flag) {
			buffer_put(to, " = ", 3);
			put_value(to, field->decoder, part, depth + 1);
		}
	}
	if ((value & ~decoder->covered) || *between == '{') {
		buffer_put(to, between, between[1] == ' ' ? 2 : 3);
		buffer_hex(to, value & ~decoder->covered);
	}
	buffer_put(to, " }", 2);
}

/* The value is in some of the bits; the others are told when they are not 0. */
static void put_part(struct buffer *to, const struct decoder *decoder, uint64_t value,
		     unsigned int depth)
{
	const struct decoder_field *field = &decoder->field[0];
	uint64_t rest = value & ~decoder->covered;

	buffer_text(to, rest ? "{ " : "");
	put_value(to, field->decoder, (value & field->mask) >> field->low, depth + 1);
	if (rest) {
		buffer_text(to, " | ");
		buffer_hex(to, rest);
		buffer_text(to, " }");
	}
}

static uint64_t shifted(const struct decoder *decoder, uint64_t value)
{
	return (value << decoder->shr) + decoder->add;
}

static void put_value(struct buffer *to, const struct decoder *decoder, uint64_t value,
		      unsigned int depth)
{
	const char *name = NULL;

	value = shifted(decoder, value);
	switch (decoder->kind) {
	case KIND_INT:
		if (is_negative(value, decoder->width)) {
			buffer_text(to, "-");
			value = magnitude(value, decoder->width);
		}
		buffer_decimal(to, value);
		return;
	case KIND_UINT:
		buffer_decimal(to, value);
		return;
	case KIND_FLOAT:
		put_float(to, value, decoder->width);
		return;
	case KIND_FIXED:
	case KIND_UFIXED:
		put_fixed(to, decoder, value, decoder->kind == KIND_FIXED);
		return;
	case KIND_BITSET:
		if (depth < MOST_NESTED && decoder->is_part && decoder->n_fields == 1) {
			put_part(to, decoder, value, depth);
			return;
		}
		if (depth < MOST_NESTED) {
			put_fields(to, decoder, value, depth);
			return;
		}
		break;
	case KIND_BOOLEAN:
		if (value < 2)
			name = value ? "TRUE" : "FALSE";
		break;
	case KIND_ENUM:
		name = decoder_name(decoder, value);
		break;
	case KIND_HEX:
	case KIND_DEFAULT:
		break;
	}
	if (name)
		buffer_text(to, name);
	else
		buffer_hex(to, value);
}

static const struct decoder *decoder_of(const struct mmt_named *named)
{
	return named->reg ? ((const struct compiled *)(const void *)named->reg)->decoder : NULL;
}

_Static_assert(!offsetof(struct compiled, reg), "it begins with what the caller sees");

const struct mmt_field *names_fields(struct mmt_names *names, const struct mmt_named *named,
				     uint64_t value, unsigned int *count, uint64_t *rest)
{
	const struct decoder *decoder = decoder_of(named);
	struct buffer to = { names->value, 0, sizeof(names->value) };
	unsigned int n = 0;

	*count = 0;
	*rest = value;
	if (!decoder || decoder->kind != KIND_BITSET || !decoder->n_fields)
		return NULL;
	value = shifted(decoder, value);
	for (size_t i = 0; i < decoder->n_fields && n < MOST_SHOWN; i++) {
		const struct decoder_field *field = &decoder->field[decoder->sorted[i]];
		uint64_t part = (value & field->mask) >> field->low;
		size_t start = to.n;

		if (field->decoder->kind != KIND_BOOLEAN || part > 1)
			put_value(&to, field->decoder, part, 1);
		if (to.n < to.room - 1)
			to.at[to.n++] = 0;
		else
			to.at[to.n] = 0;
		names->field[n++] = (struct mmt_field){ field->name, to.at + start, part,
							field->low, field->high,
							field->guessed };
	}
	*count = n;
	*rest = value & ~decoder->covered;
	return names->field;
}

const struct mmt_field *mmt_fields(struct mmt_names *names, const struct mmt_named *named,
				   uint64_t value, unsigned int *count, uint64_t *rest)
{
	const struct mmt_field *field = names_fields(names, named, value, count, rest);

	if (names->sizes.field != sizeof(*field))
		sizes_pack(names->field, names->sizes.field, names->field, sizeof(*field), *count);
	return field;
}

const char *mmt_value(struct mmt_names *names, const struct mmt_named *named, uint64_t value)
{
	const struct decoder *decoder = decoder_of(named);
	struct buffer to = { names->value, 0, sizeof(names->value) };

	if (decoder)
		put_value(&to, decoder, value, 0);
	else
		buffer_hex(&to, value);
	names->value[to.n] = 0;
	return names->value;
}
