// SPDX-License-Identifier: GPL-2.0
/* Macros of a header that are registers: FOO(n), and FOO where only a macro makes an offset. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "header.h"

#define LARGEST_STRIDE (1u << 20)
#define LEAST_STRIDE   4
#define MOST_COPIES    4096
#define MOST_MAKERS    4
#define USUAL_COPIES   32 /* of an array whose length nobody knows */
#define LARGE_STRIDE   0x1000
#define FEW_COPIES     8 /* of what is that far apart */
#define MOST_BEFORE    256 /* copies before those that are elsewhere */
#define FEW_ADDRESSES  8   /* constants, beside which no others are registers */

/* The macro that a constant is made by: MMIO(0x1000); its length, or 0. */
static size_t maker_of(const struct define *define, const char **name)
{
	const char *c = define->body, *end = c + define->length;
	unsigned int depth = 0;

	while (c < end && *c == '(' && end[-1] == ')') {
		c++;
		end--;
	}
	*name = c;
	while (c < end && (isalnum((unsigned char)*c) || *c == '_'))
		c++;
	if (c == *name || c == end || *c != '(' || end[-1] != ')' ||
	    isdigit((unsigned char)**name))
		return 0;
	for (const char *at = c; at < end; at++) {
		depth += *at == '(';
		depth -= *at == ')';
		if (!depth && at + 1 < end)
			return 0;
	}
	return (size_t)(c - *name);
}

/* Does a macro only add something to its argument? */
static bool adds(const struct header *header, const char *name, size_t length)
{
	const struct define *macro = dictionary_get(&header->defines.by_name, name, length);
	uint64_t argument = 0, zero, value;

	if (length == 5 && !memcmp(name, "_MMIO", 5))
		return true;
	if (!macro || macro->n_parameters != 1 ||
	    !define_call(&header->defines, macro, &argument, &zero))
		return false;
	for (argument = 1; argument < 0x10000; argument = 3 * argument)
		if (!define_call(&header->defines, macro, &argument, &value) ||
		    value != zero + argument)
			return false;
	return true;
}

static bool is_made(const struct header *header, const struct define *define, unsigned int depth)
{
	const char *name;
	size_t length = define->length ? maker_of(define, &name) : 0;
	const struct define *maker;

	if (!length || !depth)
		return false;
	if (adds(header, name, length))
		return true;
	/* MMIO_PIPE(pipe, a, b) is MMIO(PIPE(pipe, a, b)). */
	maker = dictionary_get(&header->defines.by_name, name, length);
	return maker && maker->is_macro && is_made(header, maker, depth - 1);
}

/** is_place() - is a constant or macro made by one that makes offsets: MMIO(0x1000)? */
bool is_place(const struct header *header, const struct define *define)
{
	return is_made(header, define, MOST_MAKERS);
}

static bool is_known_maker(const struct define *define)
{
	return define->length > 6 && !memcmp(define->body, "_MMIO(", 6);
}

/** has_known_places() - are registers marked as such by a macro of the kernel's? */
bool has_known_places(const struct header *header)
{
	size_t known = 0;

	for (size_t i = 0; i < header->defines.all.n; i++)
		known += is_known_maker(header->defines.all.at[i]) &&
			 !header->defines.all.at[i]->is_macro &&
			 header->defines.all.at[i]->state == VALUE_GOOD;
	return known >= FEWEST;
}

/* card->regs is an address as well, but says only where something begins. */
static bool is_behind(const struct define *define)
{
	return define->state == VALUE_ADDRESS && define->value < LARGEST_OFFSET &&
	       (memchr(define->body, '+', define->length) || define->body[define->length - 1] == ')');
}

static bool same_base(const struct define *one, const struct define *two)
{
	return one->base_length == two->base_length && !memcmp(one->base, two->base, one->base_length);
}

/* The base that most addresses are made from, as one of these; several are several devices. */
static const struct define *main_base(const struct header *header, size_t *most)
{
	struct dictionary bases = { 0 };
	const struct define *main = NULL;

	*most = 0;
	for (size_t i = 0; i < header->defines.all.n; i++) {
		const struct define *define = header->defines.all.at[i];
		size_t *n;

		if (!is_behind(define))
			continue;
		n = dictionary_get(&bases, define->base, define->base_length);
		if (!n) {
			n = arena_get(header->defines.arena, sizeof(*n));
			dictionary_put(&bases, header->defines.arena, define->base, define->base_length, n);
		}
		if (++*n > *most) {
			*most = *n;
			main = define;
		}
	}
	return main;
}

static void take_address(struct header *header, struct define *define)
{
	struct found *found = header_add(header, define);

	if (found->decision == BY_CLASS)
		found->decision = BY_ADDRESS;
	occupy(header, found);
}

/* STATUS(base) is (base + 0x10): a sum of its argument, and no constant is made by it. */
static bool is_sum_of_argument(const struct header *header, struct define *macro,
			       const struct dictionary *makers)
{
	uint64_t argument = 0;

	if (!macro->length || !memchr(macro->body, '+', macro->length) ||
	    !adds(header, macro->name, strlen(macro->name)) || dictionary_find(makers, macro->name))
		return false;
	return define_call(&header->defines, macro, &argument, &macro->value) && macro->value < LARGEST_OFFSET;
}

/**
 * take_address_macros() - take macros that are addresses behind their arguments: STATUS(base)
 *
 * Where there are offsets, an argument is rather something that moves them.
 */
void take_address_macros(struct header *header)
{
	struct arena *arena = header->defines.arena;
	VECTOR(struct define *) sums = { 0 };
	struct dictionary makers = { 0 }, values = { 0 };

	for (size_t i = 0; i < header->defines.all.n; i++) {
		const char *name;
		size_t length = header->defines.all.at[i]->length ? maker_of(header->defines.all.at[i], &name) : 0;

		if (length)
			dictionary_put(&makers, arena, arena_text(arena, name, length), length, header);
	}
	for (size_t i = 0; i < header->defines.all.n; i++) {
		struct define *define = header->defines.all.at[i];

		if (!is_sum_of_argument(header, define, &makers))
			continue;
		dictionary_put(&values, arena, (const char *)&define->value, sizeof(define->value), define);
		*vector_add(arena, &sums) = define;
	}
	if (values.used < FEW_ADDRESSES || 4 * values.used < 3 * sums.n)
		return;
	for (size_t i = 0; i < sums.n; i++)
		take_address(header, sums.at[i]);
}

/**
 * take_addresses() - take constants that are addresses: (card->regs + 0x10)
 *
 * A few are of another device than the one that all the others are offsets of.
 */
void take_addresses(struct header *header)
{
	size_t n;
	const struct define *main = main_base(header, &n);

	for (size_t i = 0; n >= FEW_ADDRESSES && i < header->defines.all.n; i++)
		if (is_behind(header->defines.all.at[i]) && same_base(header->defines.all.at[i], main))
			take_address(header, header->defines.all.at[i]);
	header->has_addresses = n >= FEW_ADDRESSES;
}

/** take_places() - take constants that are made by a macro that makes offsets */
void take_places(struct header *header)
{
	VECTOR(struct define *) places = { 0 };

	for (size_t i = 0; i < header->defines.all.n; i++) {
		struct define *define = header->defines.all.at[i];

		if (!define->is_macro && define->state == VALUE_GOOD &&
		    define->value < LARGEST_OFFSET && is_place(header, define))
			*vector_add(header->defines.arena, &places) = define;
	}
	for (size_t i = 0; places.n >= FEWEST && i < places.n; i++) {
		struct found *found = header_add(header, places.at[i]);

		if (found->decision == BY_CLASS)
			found->decision = BY_MARK;
		occupy(header, found);
	}
}

struct array {
	uint64_t first;
	uint64_t start;
	uint64_t stride;
	uint64_t copies;
};

/* "_i=0...127", "(0-63)": what a comment says of the numbers; 0 when nothing. */
static uint64_t copies_in(const char *comment)
{
	for (const char *c = comment; c && *c; c++) {
		char *end;
		unsigned long last;

		if (*c != '0' || (c > comment && isalnum((unsigned char)c[-1])))
			continue;
		c++;
		if (*c != '-' && strncmp(c, "..", 2) != 0)
			continue;
		while (*c == '-' || *c == '.')
			c++;
		last = strtoul(c, &end, 10);
		return end > c && last < MOST_COPIES ? last + 1 : 0;
	}
	return 0;
}

/*
 * A macro whose value grows by the same with each number is an array. One may go on
 * elsewhere: (n) < 4 ? 0x2800 + (n) * 0x100 : 0xc000 + (n) * 0x40.
 */
static bool is_linear(const struct header *header, const struct define *macro, uint64_t first,
		      struct array *array)
{
	uint64_t argument[MOST_PARAMETERS] = { first }, value = 0, most = copies_in(macro->comment);
	bool parted = macro->length && memchr(macro->body, '?', macro->length);

	if (!define_call(&header->defines, macro, argument, &array->start))
		return false;
	argument[0] = first + 1;
	if (!define_call(&header->defines, macro, argument, &value))
		return false;
	array->first = first;
	array->stride = value - array->start;
	if (array->start >= LARGEST_OFFSET || value <= array->start ||
	    array->stride > LARGEST_STRIDE || array->stride < LEAST_STRIDE ||
	    (array->start & 3) || (array->stride & 3))
		return false;
	if (!most && array->stride >= LARGE_STRIDE)
		most = first + FEW_COPIES;
	else if (!most)
		most = first ? first + (first > USUAL_COPIES ? first : USUAL_COPIES) :
		       parted ? MOST_BEFORE : USUAL_COPIES;
	for (argument[0] = first + 2; argument[0] < most; argument[0]++)
		if (!define_call(&header->defines, macro, argument, &value) ||
		    value != array->start + (argument[0] - first) * array->stride)
			break;
	array->copies = (argument[0] < most ? argument[0] : most) - first;
	/* Where nothing is known to be elsewhere, the end is a guess. */
	if (parted && !first && array->copies == MOST_BEFORE)
		array->copies = USUAL_COPIES;
	return array->copies > 2 || copies_in(macro->comment) == array->copies;
}

/* The rest of an array that goes on elsewhere. */
static void take_rest(struct header *header, struct define *macro, const struct array *array)
{
	struct found *found;
	struct array rest;

	if (!macro->length || !memchr(macro->body, '?', macro->length) || array->copies >= MOST_BEFORE ||
	    !is_linear(header, macro, array->copies, &rest))
		return;
	found = header_add_at(header, macro, rest.start);
	found->decision = BY_ARRAY;
	found->element->stride = rest.stride;
	found->element->length = rest.copies;
	found->element->first = rest.first;
}

/* What is behind &, * or << is a mask, a stride or a shift. */
static bool is_factor(const struct define *macro, size_t at)
{
	while (at && strchr(" \t(", macro->body[at - 1]))
		at--;
	return at && strchr("&*<", macro->body[at - 1]);
}

/* (0x1000 + (n) * 4) names a place; ((n) << 8) and (((n) & 0x3ff) << 20) make a field. */
static bool has_base(const struct define *macro)
{
	for (size_t i = 0; i < macro->length; i++) {
		char c = macro->body[i];
		size_t j;

		if ((i && (isalnum((unsigned char)macro->body[i - 1]) || macro->body[i - 1] == '_')) ||
		    is_factor(macro, i))
			continue;
		if (isupper((unsigned char)c))
			return true;
		if (c != '0' || i + 2 >= macro->length || macro->body[i + 1] != 'x')
			continue;
		for (j = i + 2; j < macro->length && isxdigit((unsigned char)macro->body[j]); j++)
			;
		/* A stride is multiplied by. */
		while (j < macro->length && (macro->body[j] == ' ' || macro->body[j] == '\t' ||
					     macro->body[j] == ')'))
			j++;
		if (j < macro->length && macro->body[j] != '*' && macro->body[j] != '&')
			return true;
	}
	return false;
}

static bool is_of_family(const struct header *header, const struct define *define)
{
	size_t length = family_of(define->name);

	return strlen(header->family) == length && !strncmp(header->family, define->name, length);
}

/* Is it written below a register, as its bits are? */
static bool is_below_register(const struct header *header, const struct define *macro)
{
	for (size_t i = macro->order; i-- && macro->order - i < 64;) {
		const struct define *before = header->defines.all.at[i];

		if (before->file != macro->file)
			return false;
		if (dictionary_find(&header->by_name, before->name))
			return before->indent < macro->indent;
	}
	return false;
}

/* The constant that an array begins with stands behind it: it has its name from it. */
static void put_before_base(struct header *header, const struct found *array)
{
	for (size_t i = header->n_used; i + 1 < header->found.n; i++) {
		const struct found *other = header->found.at[i];
		const char *at;
		size_t length = strlen(other->define->name);

		if (other->element->offset != array->element->offset || other->define->is_macro)
			continue;
		at = strstr(array->define->body, other->define->name);
		if (!at || isalnum((unsigned char)at[length]) || at[length] == '_')
			continue;
		memmove(&header->found.at[i + 1], &header->found.at[i],
			(header->found.n - 1 - i) * sizeof(struct found *));
		header->found.at[i] = (struct found *)array;
		return;
	}
}

/* FOON(n) (FOO0 + (n) * 4): does it begin with a register? */
static bool begins_with_register(const struct header *header, const struct define *macro)
{
	const char *c = macro->body, *end = c + macro->length;
	const struct found *found;
	size_t length = 0;

	while (c < end && (*c == '(' || *c == ' '))
		c++;
	while (c + length < end && (isalnum((unsigned char)c[length]) || c[length] == '_'))
		length++;
	found = length ? dictionary_get(&header->by_name, c, length) : NULL;
	for (c += length; c < end && (*c == ' ' || *c == ')'); c++)
		;
	return found && !found->define->is_macro && c < end && *c == '+';
}

static bool may_be_array(const struct header *header, const struct define *macro)
{
	if (macro->n_parameters && begins_with_register(header, macro) && !named_bits(macro))
		return !header->is_marked;
	if (!macro->n_parameters || macro->n_parameters > 2 || says_bits(macro) ||
	    is_below_register(header, macro))
		return false;
	if (header->is_marked)
		return is_place(header, macro);
	return is_place(header, macro) || is_of_family(header, macro) || has_base(macro);
}

/**
 * take_macro() - take a macro that is known to be a register
 * @header: the header
 * @macro: the macro
 * @offset: where it is used
 *
 * Return: the register, which may be an array of more.
 */
struct found *take_macro(struct header *header, struct define *macro, uint64_t offset)
{
	struct found *found = dictionary_find(&header->by_name, macro->name);
	struct array array;

	if (!is_linear(header, macro, 0, &array) || offset < array.start ||
	    (offset - array.start) % array.stride ||
	    (offset - array.start) / array.stride >= array.copies)
		return header_add_at(header, macro, offset);
	if (found && found->element->offset == array.start && found->element->stride)
		return found;
	found = header_add_at(header, macro, array.start);
	found->element->stride = array.stride;
	found->element->length = array.copies;
	take_rest(header, macro, &array);
	return found;
}

/* NEXT_TIM is TIMER(4): one of an array has a name of its own. */
static void take_members(struct header *header)
{
	size_t first = header->found.n, n = 0;

	for (size_t i = 0; i < header->defines.all.n; i++) {
		struct define *define = header->defines.all.at[i];
		const struct found *array;
		const char *name;
		size_t length;

		if (define->is_macro || define->state != VALUE_GOOD || !define->length ||
		    dictionary_find(&header->by_name, define->name))
			continue;
		length = maker_of(define, &name);
		array = length ? dictionary_get(&header->by_name, name, length) : NULL;
		if (array && array->element->stride)
			header_add(header, define)->decision = BY_MEMBER;
	}
	/* They come before it, as they say more. */
	n = header->found.n - first;
	if (n) {
		struct found **members = arena_get(header->defines.arena, n * sizeof(*members));

		memcpy(members, header->found.at + first, n * sizeof(*members));
		memmove(header->found.at + header->n_used + n, header->found.at + header->n_used,
			(first - header->n_used) * sizeof(*members));
		memcpy(header->found.at + header->n_used, members, n * sizeof(*members));
	}
}

/** take_arrays() - take macros whose value grows by the same with each number */
void take_arrays(struct header *header)
{
	for (size_t i = 0; i < header->defines.all.n; i++) {
		struct define *macro = header->defines.all.at[i];
		struct array array;
		struct found *found;

		if (dictionary_find(&header->by_name, macro->name) ||
		    !may_be_array(header, macro) || !is_linear(header, macro, 0, &array) ||
		    (!array.start && !has_base(macro)))
			continue;
		macro->value = array.start;
		found = header_add(header, macro);
		found->decision = BY_ARRAY;
		found->element->stride = array.stride;
		/* Of two numbers only the first: what the second adds is not told. */
		found->element->length = array.copies;
		put_before_base(header, found);
		take_rest(header, macro, &array);
	}
	take_members(header);
}

static int by_value(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, two = *(const uint64_t *)b;

	return one < two ? -1 : one > two;
}

/* How a constant is written, and its value. */
struct written {
	const char *file;
	uint64_t value;
	unsigned int set;
	unsigned int digits;
};

/** left_out_at() - the constant at @offset that is written as @like and is no register, or NULL */
struct define *left_out_at(const struct header *header, const struct define *like, uint64_t offset)
{
	const struct written key = { like->file, offset, like->set, like->digits };

	return dictionary_get(&header->left_out, (const char *)&key, sizeof(key));
}

static void leave_out(struct header *header, struct define *define)
{
	struct arena *arena = header->defines.arena;
	const struct written key = { define->file, define->value, define->set, define->digits };

	if (may_be_offset(define) && define->digits)
		dictionary_put(&header->left_out, arena,
			       arena_text(arena, (const char *)&key, sizeof(key)), sizeof(key), define);
}

/* A mask's bits stand beside each other: what is called one and has others is an offset. */
static bool is_no_mask(const struct define *define)
{
	uint64_t low = define->value & -define->value;

	return named_bits(define) && may_be_offset(define) && ((define->value + low) & define->value);
}

/*
 * Offsets that are not found as registers still are of something: where an array
 * might run on over them, it ends.
 */
void find_barriers(struct header *header)
{
	for (size_t i = 0; i < header->defines.all.n; i++) {
		struct define *define = header->defines.all.at[i];
		uint64_t argument[MOST_PARAMETERS] = { 0 }, value = define->value;

		if ((define->owner && !is_no_mask(define)) ||
		    dictionary_find(&header->by_name, define->name))
			continue;
		leave_out(header, define);
		if (define->is_macro) {
			if (!define->n_parameters || define->n_parameters > MOST_PARAMETERS ||
			    !define_call(&header->defines, define, argument, &value))
				continue;
		} else if (!may_be_offset(define) || !(value & (value - 1))) {
			continue;
		}
		if (value && value < LARGEST_OFFSET && !(value & 3))
			*vector_add(header->defines.arena, &header->barriers) = value;
	}
	if (header->barriers.n)
		qsort(header->barriers.at, header->barriers.n, sizeof(uint64_t), by_value);
}

/** ends_before() - how many of @length copies there are before one lies on a barrier */
uint64_t ends_before(const struct header *header, uint64_t start, uint64_t stride,
		     uint64_t length)
{
	for (size_t i = 0; i < header->barriers.n; i++) {
		uint64_t value = header->barriers.at[i];

		if (value <= start || (value - start) % stride >= 4)
			continue;
		if ((value - start) / stride < length)
			return (value - start) / stride;
		return length;
	}
	return length;
}

/**
 * guess_unit() - how many bytes a unit of the offsets has
 * @header: its registers are found
 *
 * Registers of a word that are numbered one after the other are not counted in bytes.
 */
void guess_unit(struct header *header)
{
	struct dictionary seen = { 0 };
	size_t next = 0, marked = 0, wide = 0, broad = 0, n = header->found.n;

	/* Who accesses them knows. */
	if (header->unit)
		return;
	header->unit = 1;
	for (size_t i = 0; i < n; i++) {
		const char *key = (const char *)&header->found.at[i]->element->offset;

		dictionary_put(&seen, header->defines.arena, key, sizeof(uint64_t), header);
	}
	for (size_t i = 0; i < n; i++) {
		const struct define *define = header->found.at[i]->define;
		const struct define *bits = owned_next(header, define);
		uint64_t after = header->found.at[i]->element->offset + 1;
		bool has_next = dictionary_get(&seen, (const char *)&after, sizeof(after));

		next += has_next;
		/* A bit beyond those that there is room for. */
		broad += has_next && bits && bits->is_bits && bits->state == VALUE_GOOD && bits->value >> 16;
		marked += !strncmp(define->name, "mm", 2) && isupper((unsigned char)define->name[2]);
		wide += define->digits >= 4 && define->digits != NO_LITERAL;
	}
	if (n >= FEWEST && (2 * marked > n || (5 * next > 2 * n && (2 * wide > n || broad >= FEWEST))))
		header->unit = 4;
}
