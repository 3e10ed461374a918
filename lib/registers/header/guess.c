// SPDX-License-Identifier: GPL-2.0
/*
 * Which constants of a header are offsets of registers? Nobody has written that
 * down, but headers have habits: offsets of one device have names that begin
 * alike, are written with the same number of digits, grow from line to line, and
 * are all different; bits are powers of two, and come again for each register.
 * So constants are put into classes by how they look, and a class is taken or not.
 */
#include <ctype.h>
#include <string.h>

#include "header.h"

#define LARGEST_OFFSET (16u << 20)
#define LARGEST_STRIDE (1u << 20)
#define FEWEST	       3	/* registers in a class */
#define TAKEN_FROM     170	/* score in hundredths; see score_of() */
#define MOST_COPIES    256	/* of an array whose length nobody knows */

struct define_class {
	const char *file;
	unsigned int set;
	unsigned int indent;
	unsigned int digits;
	const char *family;
	size_t family_length;
	size_t n;
	size_t growing;
	size_t aligned;
	size_t powers;
	size_t distinct;
	size_t registers;
	size_t bits;
	uint64_t last;
	struct dictionary values;
	VECTOR(struct define *) members;
	long score;
};

/* The first word of a name. One without underscore is of no family. */
static size_t family_of(const char *name)
{
	size_t length = strcspn(name, "_");

	return name[length] ? length : 0;
}

/* Names without one are of the program: enum bus_speed { bus_speed_33 = 33, ... */
static bool has_capital(const char *name)
{
	while (*name && !isupper((unsigned char)*name))
		name++;
	return *name;
}

static bool may_be_offset(const struct define *define)
{
	if (define->state != VALUE_GOOD || define->is_macro || define->is_bits ||
	    define->value >= LARGEST_OFFSET || says_constant(define) || named_bits(define))
		return false;
	/* The next one in an enum of registers. */
	if (!define->length && define->set && says_register(define))
		return true;
	/* BASE + 0x10, but not another name for something. */
	return has_capital(define->name) &&
	       (define->digits != NO_LITERAL ||
		(define->length && memchr(define->body, '+', define->length)));
}

static struct define_class *class_of(struct header *header, struct dictionary *classes,
				     const struct define *define)
{
	struct arena *arena = header->defines.arena;
	struct key {
		const char *file;
		unsigned int set;
		unsigned int indent;
		unsigned int digits;
		char family[FAMILY_ROOM];
	} key;
	size_t length = family_of(define->name);
	struct define_class *class;

	memset(&key, 0, sizeof(key));
	key.file = define->file;
	key.set = define->set;
	key.indent = define->indent;
	/* An enum that says that it is of registers is, however they are written. */
	if (!define->tag || !says_register(define)) {
		key.digits = define->digits;
		memcpy(key.family, define->name, length < FAMILY_ROOM ? length : FAMILY_ROOM);
	}
	class = dictionary_get(classes, (const char *)&key, sizeof(key));
	if (class)
		return class;
	class = arena_get(arena, sizeof(*class));
	class->file = key.file;
	class->set = key.set;
	class->indent = key.indent;
	class->digits = key.digits;
	class->family = define->name;
	class->family_length = length;
	dictionary_put(classes, arena, arena_text(arena, (const char *)&key, sizeof(key)),
		       sizeof(key), class);
	return class;
}

static void count(struct header *header, struct define_class *class, struct define *define)
{
	struct arena *arena = header->defines.arena;
	uint64_t value = define->value;
	const char *key = (const char *)&define->value;

	class->growing += class->n && value > class->last;
	class->aligned += !(value & 3);
	/* 0, 4, 8 are offsets of words in a row as much as they are bits. */
	class->powers += value && !(value & (value - 1)) &&
			 !(class->n && value == class->last + 4);
	class->registers += says_register(define);
	class->bits += says_bits(define);
	if (!dictionary_get(&class->values, key, sizeof(value))) {
		class->distinct++;
		dictionary_put(&class->values, arena, key, sizeof(value), define);
	}
	class->last = value;
	class->n++;
	*vector_add(arena, &class->members) = define;
}

static long share(size_t part, size_t whole)
{
	return whole ? (long)(100 * part / whole) : 0;
}

/* How much a class looks like registers, from -500 to 600. */
static long score_of(const struct define_class *class)
{
	size_t n = class->n;
	long growing = share(class->growing, n - 1), distinct = share(class->distinct, n);

	/* Bytes in a row are numbers of anything, unless somebody says registers. */
	if (n < FEWEST || (4 * class->registers < n && 2 * class->aligned < n))
		return -500;
	return 2 * growing * distinct / 100 + share(class->aligned, n) +
	       3 * share(class->registers, n) - 2 * share(class->powers, n) -
	       3 * share(class->bits, n);
}

static bool is_occupied(const struct header *header, uint64_t offset)
{
	uint64_t place = offset / 4;

	return dictionary_get(&header->occupied, (const char *)&place, sizeof(place));
}

static void occupy(struct header *header, struct found *found)
{
	struct arena *arena = header->defines.arena;
	uint64_t place = found->element->offset / 4;

	dictionary_put(&header->occupied, arena,
		       arena_text(arena, (const char *)&place, sizeof(place)), sizeof(place),
		       found);
}

/* A class that lies over another one is of another space, or no registers at all. */
static bool collides(const struct header *header, const struct define_class *class)
{
	size_t n = 0;

	for (size_t i = 0; i < class->members.n; i++)
		n += is_occupied(header, class->members.at[i]->value);
	return 4 * n > class->n;
}

/* A single bit, called as what is before it and out of its order: REG, REG_HALT. */
static bool is_bit_between(const struct define_class *class, size_t at)
{
	const struct define *define = class->members.at[at];
	const struct define *before = at ? class->members.at[at - 1] : NULL;
	const struct define *after = at + 1 < class->members.n ? class->members.at[at + 1] : NULL;
	size_t length = before ? strlen(before->name) : 0;

	return before && after && !(define->value & (define->value - 1)) &&
	       define->value > after->value && after->value > before->value &&
	       !strncmp(define->name, before->name, length) && define->name[length] == '_';
}

static void take(struct header *header, const struct define_class *class)
{
	size_t first = header->found.n;

	/* Where nearly all are words, the few that are not are something else. */
	for (size_t i = 0; i < class->members.n; i++)
		if ((!(class->members.at[i]->value & 3) || 10 * class->aligned < 9 * class->n) &&
		    !is_bit_between(class, i))
			header_add(header, class->members.at[i]);
	for (size_t i = first; i < header->found.n; i++)
		occupy(header, header->found.at[i]);
}

/*
 * The largest and clearest class first; of those that look the same but for their
 * names the one that is first in the file.
 */
static bool is_before(const struct define_class *one, const struct define_class *two)
{
	size_t first = one->members.at[0]->order, second = two->members.at[0]->order;
	long weight = (long)one->n * one->score - (long)two->n * two->score;

	if (one->file == two->file && one->set == two->set && one->indent == two->indent &&
	    one->digits == two->digits)
		return first < second;
	return weight ? weight > 0 : first < second;
}

/* Who indents what belongs to a register does not indent registers further. */
static bool is_indented(const struct define_class *class, const struct define_class *best)
{
	return !class->set && !best->set && class->file == best->file &&
	       class->indent > best->indent;
}

static void take_best(struct header *header, struct define_class **class, size_t n)
{
	for (size_t taken = 0; taken < n; taken++) {
		size_t best = taken;
		struct define_class *swap;

		for (size_t i = taken + 1; i < n; i++)
			if (is_before(class[i], class[best]))
				best = i;
		swap = class[taken];
		class[taken] = class[best];
		class[best] = swap;
		if (!taken ||
		    (!is_indented(class[taken], class[0]) && !collides(header, class[taken])))
			take(header, class[taken]);
	}
}

/* i915 and its like: _MMIO(0x1000) */
static bool is_place(const struct define *define)
{
	return define->length > 6 && !memcmp(define->body, "_MMIO(", 6);
}

struct array {
	uint64_t start;
	uint64_t stride;
	uint64_t copies;
};

/* A macro whose value grows by the same with each number is an array. */
static bool is_linear(const struct header *header, const struct define *macro,
		      struct array *array)
{
	uint64_t argument = 0, second = 0, value = 0;

	if (!define_call(&header->defines, macro, &argument, &array->start))
		return false;
	argument = 1;
	if (!define_call(&header->defines, macro, &argument, &second))
		return false;
	array->stride = second - array->start;
	if (!array->start || array->start >= LARGEST_OFFSET || second <= array->start ||
	    array->stride > LARGEST_STRIDE || (array->start & 3) || (array->stride & 3))
		return false;
	for (argument = 2; argument < MOST_COPIES; argument++)
		if (!define_call(&header->defines, macro, &argument, &value) ||
		    value != array->start + argument * array->stride)
			break;
	array->copies = argument;
	return array->copies > 2;
}

static void take_arrays(struct header *header)
{
	for (size_t i = 0; i < header->defines.all.n; i++) {
		struct define *macro = header->defines.all.at[i];
		struct array array;
		struct found *found;
		size_t length = family_of(macro->name);

		if (macro->n_parameters != 1 || says_bits(macro) ||
		    (!is_place(macro) && (strlen(header->family) != length ||
					  strncmp(header->family, macro->name, length) != 0)) ||
		    !is_linear(header, macro, &array))
			continue;
		macro->value = array.start;
		found = header_add(header, macro);
		found->element->stride = array.stride;
		found->element->length = array.copies;
	}
}

/* Where registers are written in a way of their own, nothing else is one. */
static bool take_places(struct header *header)
{
	size_t n = 0;

	for (size_t i = 0; i < header->defines.all.n; i++) {
		const struct define *define = header->defines.all.at[i];

		n += is_place(define) && !define->is_macro && define->state == VALUE_GOOD;
	}
	if (n < FEWEST)
		return false;
	for (size_t i = 0; i < header->defines.all.n; i++) {
		struct define *define = header->defines.all.at[i];

		if (is_place(define) && !define->is_macro && define->state == VALUE_GOOD &&
		    define->value < LARGEST_OFFSET)
			header_add(header, define);
	}
	return true;
}

/* The first word of most registers. */
static void count_families(struct header *header)
{
	struct arena *arena = header->defines.arena;
	struct dictionary families = { 0 };
	size_t most = 0;

	header->family = "";
	for (size_t i = 0; i < header->found.n; i++) {
		const char *name = header->found.at[i]->define->name;
		size_t length = family_of(name);
		size_t *n = dictionary_get(&families, name, length);

		if (!n) {
			n = arena_get(arena, sizeof(*n));
			dictionary_put(&families, arena, name, length, n);
			header->n_families++;
		}
		if (++*n > most) {
			most = *n;
			header->family = arena_text(arena, name, length);
		}
	}
}

/**
 * guess_registers() - find the registers of a header
 * @header: its constants have been read; gets @found
 */
void guess_registers(struct header *header)
{
	struct arena *arena = header->defines.arena;
	struct dictionary classes = { 0 };
	VECTOR(struct define_class *)
	good = { 0 };

	for (size_t i = 0; i < header->defines.all.n; i++) {
		struct define *define = header->defines.all.at[i];

		define_value(&header->defines, define);
		if (may_be_offset(define))
			count(header, class_of(header, &classes, define), define);
	}
	if (take_places(header))
		classes.slots = 0;
	for (size_t i = 0; i < classes.slots; i++) {
		struct define_class *class = classes.slot[i].value;

		if (!class)
			continue;
		class->score = score_of(class);
		if (class->score >= TAKEN_FROM)
			*vector_add(arena, &good) = class;
	}
	take_best(header, good.at, good.n);
	count_families(header);
	take_arrays(header);
}
