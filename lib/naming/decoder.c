// SPDX-License-Identifier: GPL-2.0
#include "decoder.h"

#include <stdlib.h>
#include <string.h>

#include "base/mask.h"

#define MOST_FIELDS 4096

/* The values and fields that a type has, wherever they were written. */
struct parts {
	VECTOR(struct value) values;
	VECTOR(const struct field *) fields;
	struct scope scope;
};

static void take_values(struct parts *parts, struct arena *arena, const struct type *type)
{
	for (size_t i = 0; i < type->values.n; i++)
		*vector_add(arena, &parts->values) = type->values.at[i];
}

static void take_fields(struct parts *parts, struct arena *arena, const struct type *type)
{
	for (size_t i = 0; i < type->fields.n && i < MOST_FIELDS; i++)
		*vector_add(arena, &parts->fields) = &type->fields.at[i];
}

static const struct decoder *hexadecimal(void)
{
	static const struct decoder decoder = { .kind = KIND_HEX, .width = 64 };

	return &decoder;
}

struct named_value {
	uint64_t number;
	size_t order;
	const char *name;
};

static int by_number(const void *a, const void *b)
{
	const struct named_value *one = a, *two = b;

	if (one->number != two->number)
		return one->number < two->number ? -1 : 1;
	return one->order < two->order ? -1 : one->order > two->order;
}

/* Of two names for one number the first counts. */
static void make_values(struct decoders *decoders, struct decoder *decoder,
			const struct parts *parts, unsigned int direction)
{
	struct arena *arena = decoders->arena;
	struct named_value *sorted = arena_get(arena, parts->values.n * sizeof(*sorted) + 1);
	size_t n = 0;

	for (size_t i = 0; i < parts->values.n; i++) {
		const struct value *value = &parts->values.at[i];
		struct scope scope = scope_in(parts->scope, &value->condition);

		if (!(value->access & direction) ||
		    !variant_holds(decoders->chip, scope, &value->condition))
			continue;
		if (value->is_default && !decoder->otherwise)
			decoder->otherwise = value->name;
		if (value->has_number)
			sorted[n++] = (struct named_value){ value->number, i, value->name };
	}
	if (n)
		qsort(sorted, n, sizeof(*sorted), by_number);
	decoder->number = arena_get(arena, n * sizeof(*decoder->number) + 1);
	decoder->name = arena_get(arena, n * sizeof(*decoder->name) + 1);
	for (size_t i = 0; i < n; i++) {
		if (i && sorted[i].number == sorted[i - 1].number)
			continue;
		decoder->number[decoder->n_values] = sorted[i].number;
		decoder->name[decoder->n_values++] = sorted[i].name;
	}
}

/**
 * decoder_take() - give a decoder its fields
 * @decoder: gets them, and their order by bits
 * @arena: memory
 * @field: the fields, in the order of their description
 * @n: how many
 */
void decoder_take(struct decoder *decoder, struct arena *arena, struct decoder_field *field,
		  size_t n)
{
	unsigned short *sorted = arena_get(arena, n * sizeof(*sorted) + 1);

	for (size_t i = 0; i < n; i++) {
		size_t at = i;

		for (; at && field[sorted[at - 1]].low > field[i].low; at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = (unsigned short)i;
		decoder->covered |= field[i].mask;
	}
	decoder->field = field;
	decoder->sorted = sorted;
	decoder->n_fields = n;
}

static void make_fields(struct decoders *decoders, struct decoder *decoder,
			const struct parts *parts, unsigned int direction)
{
	struct arena *arena = decoders->arena;
	struct decoder_field *made = arena_get(arena, parts->fields.n * sizeof(*made) + 1);
	size_t n = 0;

	for (size_t i = 0; i < parts->fields.n; i++) {
		const struct field *field = parts->fields.at[i];
		struct scope scope = scope_in(parts->scope, &field->condition);

		if (!(field->access & direction) ||
		    !variant_holds(decoders->chip, scope, &field->condition))
			continue;
		made[n++] = (struct decoder_field){
			.name = field->name,
			.length = strlen(field->name),
			.low = field->low,
			.high = field->high,
			.mask = mask_of(field->low, field->high),
			.guessed = field->guessed,
			.decoder = decoder_get(decoders, &field->type,
					       field->high - field->low + 1, scope,
					       direction),
		};
	}
	/* Now it may be used: while it is made, it may be found in itself. */
	decoder_take(decoder, arena, made, n);
}

/* What @type means: its kind, and all that belongs to it. */
static enum kind resolve(struct decoders *decoders, const struct type *type,
			 unsigned int width, struct parts *parts)
{
	const struct database *database = decoders->chip->database;
	const struct listing *set = dictionary_find(&database->enums.by_name, type->name);
	const struct listing *bits = dictionary_find(&database->bitsets.by_name, type->name);
	static const struct scope none;
	enum kind kind = KIND_HEX;

	if (set) {
		if (set->is_inline)
			take_values(parts, decoders->arena, type);
		else
			parts->scope = scope_in(none, &set->condition);
		take_values(parts, decoders->arena, &set->type);
		return KIND_ENUM;
	}
	if (bits) {
		if (bits->is_inline)
			take_fields(parts, decoders->arena, type);
		else
			parts->scope = scope_in(none, &bits->condition);
		take_fields(parts, decoders->arena, &bits->type);
		return KIND_BITSET;
	}
	if (type->name)
		kind = type_built_in(type->name);
	else if (type->fields.n)
		kind = KIND_BITSET;
	else if (type->values.n)
		kind = KIND_ENUM;
	else if (width == 1)
		kind = KIND_BOOLEAN;
	if (kind == KIND_ENUM)
		take_values(parts, decoders->arena, type);
	else if (kind == KIND_BITSET)
		take_fields(parts, decoders->arena, type);
	return kind == KIND_DEFAULT ? KIND_HEX : kind;
}

static bool has_way(const struct type *type, unsigned int direction)
{
	for (size_t i = 0; i < type->values.n; i++)
		if (type->values.at[i].access & direction)
			return true;
	return false;
}

/* A special type is another one with a name; the shifts of both count. */
static void become(struct decoder *decoder, const struct decoder *other)
{
	unsigned int shr = decoder->shr;
	uint64_t add = decoder->add;

	*decoder = *other;
	decoder->add = (add << other->shr) + other->add;
	decoder->shr = shr + other->shr < 64 ? shr + other->shr : 63;
}

/**
 * decoder_get() - make a type ready, or find it made
 * @decoders: where it is kept
 * @type: the type
 * @width: bits of its values
 * @scope: what conditions in it inherit
 * @direction: MMT_REG_READ or MMT_REG_WRITE
 *
 * Return: the decoder; lives as long as the arena.
 */
const struct decoder *decoder_get(struct decoders *decoders, const struct type *type,
				  unsigned int width, struct scope scope,
				  unsigned int direction)
{
	const struct key {
		const void *type;
		unsigned int width;
		unsigned int direction;
		struct scope scope;
	} key = { type, width, direction, scope };
	const struct spectype *special;
	struct parts parts = { .scope = scope };
	struct decoder *decoder;

	decoder = dictionary_get(&decoders->made, (const char *)&key, sizeof(key));
	if (decoder)
		return decoder;
	if ((!type->name && !type->fields.n && !type->values.n && width > 1 && !type->shr &&
	     !type->add) || decoders->depth == MOST_DEPTH)
		return hexadecimal();
	decoder = arena_get(decoders->arena, sizeof(*decoder));
	dictionary_put(&decoders->made, decoders->arena,
		       arena_text(decoders->arena, (const char *)&key, sizeof(key)),
		       sizeof(key), decoder);
	decoder->width = width;
	decoder->shr = type->shr;
	decoder->add = type->add;
	decoder->radix = type->radix;
	decoder->is_part = type->is_part;
	special = dictionary_find(&decoders->chip->database->spectypes, type->name);
	if (special && !dictionary_find(&decoders->chip->database->enums.by_name, type->name) &&
	    !dictionary_find(&decoders->chip->database->bitsets.by_name, type->name)) {
		decoder->kind = KIND_HEX;
		become(decoder, decoder_get(decoders, &special->type, width,
					    (struct scope){ 0 }, direction));
		return decoder;
	}
	decoder->kind = resolve(decoders, type, width, &parts);
	if (decoder->kind == KIND_ENUM)
		make_values(decoders, decoder, &parts, direction);
	/* Values that have names only when they go the other way. */
	if (decoder->kind == KIND_ENUM && !type->name && !has_way(type, direction))
		decoder->kind = width == 1 ? KIND_BOOLEAN : KIND_HEX;
	else if (decoder->kind == KIND_BITSET) {
		decoders->depth++;
		make_fields(decoders, decoder, &parts, direction);
		decoders->depth--;
	}
	return decoder;
}

/** decoder_name() - the name of a value, or NULL */
const char *decoder_name(const struct decoder *decoder, uint64_t value)
{
	size_t low = 0, high = decoder->n_values;

	/* Most enumerations begin with 0 and leave nothing out. */
	if (value < high && decoder->number[value] == value)
		return decoder->name[value];
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (decoder->number[middle] == value)
			return decoder->name[middle];
		if (decoder->number[middle] < value)
			low = middle + 1;
		else
			high = middle;
	}
	return decoder->otherwise;
}
