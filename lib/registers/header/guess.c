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

#define FEWEST_USED 10 /* constants that a source uses, to know them all */
#define MOST_BITS   64 /* of a register */
#define LONG_ROW    16 /* registers, of bytes or amidst their bits */
#define FEW	    8  /* constants of a class that says little by itself */
#define MANY_MORE   8
#define TAKEN_FROM  170	/* score in hundredths; see score_of() */

struct define_class {
	const char *file;
	unsigned int set;
	unsigned int indent;
	unsigned int digits;
	size_t n;
	size_t growing;
	size_t aligned;
	size_t powers;
	size_t distinct;
	size_t registers;
	size_t bits;
	size_t owners;
	uint64_t last;
	struct dictionary values;
	VECTOR(struct define *) members;
	long score;
};

/*
 * Where nothing is clear, even what may be bits is taken; where all that look alike are no
 * registers, there may be some without their bits, or where some have one digit, some two
 * (LOOSE: how many there are is not looked at where it says nothing), or a long row of some.
 */
enum way { CLEAR, ALL, WITHOUT_BITS, LOOSE, LOOSE_WITHOUT_BITS, BY_ROWS };

/*
 * struct guess - the classes of a header
 * @way: what is put into one
 * @by_look: by struct look; of rows the last one
 * @all: in the order of their first members
 * @many: of these, the ones that are large and no registers
 * @good: those that may be registers
 */
struct guess {
	struct header *header;
	enum way way;
	struct dictionary by_look;
	VECTOR(struct define_class *) all;
	VECTOR(struct define_class *) many;
	VECTOR(struct define_class *) good;
};

/** family_of() - length of the first word of a name; 0 when it has only one */
size_t family_of(const char *name)
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

/* What a part of a body is: 'x', a hexadecimal number; 'a', a name; or 0. */
static char kind_of_part(const char *c, const char *end)
{
	bool number;

	while (c < end && (*c == ' ' || *c == '\t' || *c == '('))
		c++;
	while (c < end && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == ')'))
		end--;
	number = end - c > 2 && c[0] == '0' && c[1] == 'x';
	if (c == end || (!number && isdigit((unsigned char)*c)))
		return 0;
	while (c < end && (isalnum((unsigned char)*c) || *c == '_'))
		c++;
	return c < end ? 0 : number ? 'x' : 'a';
}

/*
 * BASE + 0x10, BASE | 0x10 or 0x10 | BASE, but not another name for something, nor two bits.
 */
static bool is_sum(const struct define *define)
{
	const char *c = define->body, *end, *bar;

	if (!define->length)
		return false;
	end = c + define->length;
	while (c < end && (*c == '(' || *c == ' '))
		c++;
	if (c == end || (!isalpha((unsigned char)*c) && *c != '_')) {
		if (memchr(define->body, '+', define->length))
			return true;
	} else {
		while (c < end && (isalnum((unsigned char)*c) || *c == '_' || *c == ' ' ||
				   *c == '\t' || *c == ')'))
			c++;
		if (c < end && *c == '+')
			return true;
	}
	bar = memchr(define->body, '|', define->length);
	return bar && kind_of_part(define->body, bar) + kind_of_part(bar + 1, end) == 'x' + 'a';
}

/** may_be_offset() - is a constant written as offsets are? */
bool may_be_offset(const struct define *define)
{
	if (define->state != VALUE_GOOD || define->is_macro || define->is_bits ||
	    define->is_elsewhere || define->value >= LARGEST_OFFSET)
		return false;
	/* The next one in an enum of registers. */
	if (!define->length && define->set && says_register(define))
		return true;
	return has_capital(define->name) && (define->digits != NO_LITERAL || is_sum(define));
}

struct look {
	const char *file;
	unsigned int set;
	unsigned int indent;
	unsigned int digits;
	bool of_bits;
	char family[FAMILY_ROOM];
};

static void look_at(struct look *look, const struct define *define, bool with_family)
{
	size_t length = family_of(define->name);

	memset(look, 0, sizeof(*look));
	look->file = define->file;
	look->set = define->set;
	look->indent = define->indent;
	look->of_bits = says_bits(define);
	/* An enum that says that it is of registers is, however they are written. */
	if (define->tag && says_register(define))
		return;
	look->digits = define->digits;
	if (with_family)
		memcpy(look->family, define->name, length < FAMILY_ROOM ? length : FAMILY_ROOM);
	else
		look->family[0] = '*';
}

static struct define_class *class_of(struct guess *guess, const struct define *define,
				     bool with_family)
{
	struct arena *arena = guess->header->defines.arena;
	struct define_class *class;
	struct look look;

	look_at(&look, define, with_family);
	if ((guess->way == LOOSE || guess->way == LOOSE_WITHOUT_BITS) && define->is_tight && look.digits)
		look.digits = 1;
	class = dictionary_get(&guess->by_look, (const char *)&look, sizeof(look));
	if (class && (guess->way != BY_ROWS || !class->n || define->value > class->last))
		return class;
	class = arena_get(arena, sizeof(*class));
	class->file = look.file;
	class->set = look.set;
	class->indent = look.indent;
	class->digits = look.digits;
	dictionary_put(&guess->by_look, arena, arena_text(arena, (const char *)&look, sizeof(look)),
		       sizeof(look), class);
	*vector_add(arena, &guess->all) = class;
	return class;
}

/** owned_next() - what comes next and belongs to it: CTRL, and indented, or made of shifts, CTRL_ON; or NULL */
const struct define *owned_next(const struct header *header, const struct define *define)
{
	size_t length = strlen(define->name);
	const struct define *next = define->order + 1 < header->defines.all.n ?
					    header->defines.all.at[define->order + 1] : NULL;

	if (!next || next->file != define->file || next->set != define->set)
		return NULL;
	if (!define->set && next->indent > define->indent)
		return next;
	return next->is_bits && !strncmp(next->name, define->name, length) && next->name[length] == '_' ? next : NULL;
}

static bool is_below(const struct define *define, const struct define *above)
{
	size_t length = strlen(above->name);

	return define->file == above->file && define->set == above->set &&
	       !strncmp(define->name, above->name, length) && define->name[length] == '_';
}

/*
 * Do those that come next and are called after it look like its bits: indented, made of shifts,
 * called masks, or powers of two all of them? Returns how many, or 0.
 */
static size_t bits_below(const struct header *header, const struct define *define)
{
	size_t n = 0, powers = 0;
	bool says = false;

	for (size_t i = define->order + 1; i < header->defines.all.n; i++, n++) {
		const struct define *next = header->defines.all.at[i];

		if (!is_below(next, define))
			break;
		says |= next->is_bits || named_bits(next) || (!define->set && next->indent > define->indent);
		powers += next->state != VALUE_GOOD || !(next->value & (next->value - 1));
	}
	/* More than a register has are a part of the device. */
	return n <= MOST_BITS && (says || (n > 1 && powers == n)) ? n : 0;
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
			 !(class->n && (value == class->last + 4 || value == class->last + 0x10));
	class->registers += says_register(define) && !define->is_below;
	class->bits += says_bits(define) || define->is_below;
	class->owners += owned_next(header, define) != NULL;
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

/* Numbers of three digits and more that hardly ever come again, and grow: registers of bytes. */
static bool is_long_row(const struct define_class *class)
{
	return class->digits >= 3 && class->digits != NO_LITERAL && class->n >= LONG_ROW &&
	       10 * class->growing > 9 * class->n && 20 * class->distinct > 19 * class->n;
}

/* Of offsets not even a third are powers of two; those of an enum that says so are looked at by headings. */
static bool is_of_bits(const struct define_class *class)
{
	return 3 * class->powers > class->n && (!class->set || 2 * class->registers <= class->n);
}

/* How much a class looks like registers, from -500 to 600. */
static long score_of(const struct define_class *class)
{
	size_t n = class->n;
	long growing = share(class->growing, n - 1), distinct = share(class->distinct, n);

	/* Bytes in a row are numbers of anything, unless somebody says registers, or bits follow. */
	if (n < FEWEST || (2 * class->distinct < n && 2 * class->growing < n) ||
	    (4 * (class->registers + class->owners) < n && 2 * class->aligned < n && !is_long_row(class)))
		return -500;
	return 2 * growing * distinct / 100 + share(class->aligned, n) +
	       3 * share(class->registers, n) - 2 * share(class->powers, n) -
	       3 * share(class->bits, n);
}

/** is_occupied() - is there a register in the word at @offset? */
bool is_occupied(const struct header *header, uint64_t offset)
{
	uint64_t place = offset / 4;

	return dictionary_get(&header->occupied, (const char *)&place, sizeof(place));
}

/** occupy() - the word of a register has one */
void occupy(struct header *header, struct found *found)
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
		n += is_occupied(header, class->members.at[i]->value) &&
		     !dictionary_find(&header->by_name, class->members.at[i]->name);
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

/* Behind the last member of the part of a class that has one heading. */
static size_t end_of_part(const struct define_class *class, size_t from)
{
	size_t end = from + 1;

	while (end < class->members.n &&
	       class->members.at[end]->section == class->members.at[from]->section)
		end++;
	return end;
}

/* Powers of two under a heading of their own, some of them at places of others: bits. */
static bool is_part_of_bits(const struct header *header, const struct define_class *class,
			    size_t from, size_t end)
{
	size_t powers = 0, odd = 0, n = end - from;

	if (!from && end == class->members.n)
		return false;
	for (size_t i = from; i < end; i++) {
		const struct define *define = class->members.at[i];
		uint64_t value = define->value;

		if (says_register(define))
			return false;
		powers += value && !(value & (value - 1));
		odd += (value & 3) || is_occupied(header, value);
	}
	return 10 * powers >= 7 * n && odd;
}

/* Where most say that they are registers, one that does not is none at the place of one that does. */
static bool is_other(const struct define_class *class, const struct define *define)
{
	if (2 * class->registers <= class->n || says_register(define))
		return false;
	for (size_t i = 0; i < class->members.n; i++)
		if (class->members.at[i]->value == define->value && says_register(class->members.at[i]))
			return true;
	return false;
}

static void take(struct header *header, const struct define_class *class)
{
	for (size_t from = 0, end; from < class->members.n; from = end) {
		size_t first = header->found.n;

		end = end_of_part(class, from);
		if (is_part_of_bits(header, class, from, end))
			continue;
		/* Where nearly all are words, the few that are not are something else. */
		for (size_t i = from; i < end; i++)
			if ((!(class->members.at[i]->value & 3) ||
			     10 * class->aligned < 9 * class->n) &&
			    !is_bit_between(class, i) && !is_other(class, class->members.at[i]))
				header_add(header, class->members.at[i])->class = class;
		for (size_t i = first; i < header->found.n; i++)
			occupy(header, header->found.at[i]);
	}
}

static bool looks_like(const struct define_class *one, const struct define_class *two)
{
	return one->file == two->file && one->set == two->set && one->indent == two->indent &&
	       one->digits == two->digits;
}

/*
 * The largest and clearest class first; of those that look the same but for their
 * names the one that is first in the file.
 */
static bool is_before(const struct define_class *one, const struct define_class *two)
{
	size_t first = one->members.at[0]->order, second = two->members.at[0]->order;
	long weight = (long)one->n * one->score - (long)two->n * two->score;

	if (looks_like(one, two))
		return first < second;
	return weight ? weight > 0 : first < second;
}

/* Who indents what belongs to a register does not indent registers further. */
static bool is_indented(const struct define_class *class, const struct define_class *best)
{
	return !class->set && !best->set && class->file == best->file &&
	       class->indent > best->indent;
}

/*
 * A few constants of another family, amidst those of one that has nearly all: they are of
 * another space, unless somebody says registers.
 */
static bool is_stranger(const struct define_class *class, const struct define_class *best, size_t all)
{
	const char *own = class->members.at[0]->name, *main = best->members.at[0]->name;
	size_t length = family_of(main);

	return class != best && 5 * best->n > 3 * all && 10 * class->n < best->n && best->n > 30 &&
	       length && (family_of(own) != length || strncmp(own, main, length) != 0) &&
	       2 * class->registers < class->n;
}

/*
 * Does a class lie over another one because it is another chip's, as good as the first? A chip's
 * name has a number. Where both have a register, neither has the name; see settle.c.
 */
static bool is_other_chip(const struct define_class *class, const struct define_class *best)
{
	const char *name = class->members.at[0]->name;
	size_t length = family_of(name);

	return length > 2 && strcspn(name, "0123456789") < length && class->digits == best->digits &&
	       2 * (long)class->n * class->score > (long)best->n * best->score;
}

static void take_best(struct header *header, struct define_class **class, size_t n)
{
	size_t all = 0;

	for (size_t i = 0; i < n; i++)
		all += class[i]->n;
	for (size_t taken = 0; taken < n; taken++) {
		size_t best = taken;
		struct define_class *swap;

		for (size_t i = taken + 1; i < n; i++)
			if (is_before(class[i], class[best]))
				best = i;
		swap = class[taken];
		class[taken] = class[best];
		class[best] = swap;
		if (is_stranger(class[taken], class[0], all))
			continue;
		if ((!taken && header->n_used < FEWEST_USED) ||
		    (!is_indented(class[taken], class[0]) &&
		     (!collides(header, class[taken]) || is_other_chip(class[taken], class[0]))))
			take(header, class[taken]);
	}
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

/* Names that say something else keep a constant out, unless its place says more; see row.c. */
static bool is_called_otherwise(const struct define *define)
{
	return says_constant(define) || named_bits(define) || says_elsewhere(define);
}

/* CTRL_ON where there is CTRL. */
static bool is_below_another(const struct header *header, const struct define *define)
{
	for (size_t length = strlen(define->name); length; length--) {
		const struct define *other;

		if (define->name[length] != '_')
			continue;
		other = dictionary_get(&header->defines.by_name, define->name, length);
		if (other && may_be_offset(other))
			return true;
	}
	return false;
}

/* Families of a few are looked at together. */
static void put_in_classes(struct guess *guess)
{
	struct defines *defines = &guess->header->defines;

	for (int together = 0; together < 2; together++)
		for (size_t i = 0; i < defines->all.n; i++) {
			struct define *define = defines->all.at[i];

			if (!may_be_offset(define) || is_called_otherwise(define) ||
			    (together && (class_of(guess, define, true)->n >= FEWEST ||
					  is_below_another(guess->header, define))))
				continue;
			count(guess->header, class_of(guess, define, !together), define);
			if ((guess->way == WITHOUT_BITS || guess->way == LOOSE_WITHOUT_BITS) &&
			    !define->is_elsewhere)
				i += bits_below(guess->header, define);
		}
}

/**
 * is_beginning() - does a name say where something begins, as FOO_BASE does?
 *
 * What has another name there is called by that.
 */
bool is_beginning(const struct define *define)
{
	static const char *const ends[] = { "_BASE", "_MIN", "_BEGIN", "_START", "_BASE_ADDR" };
	size_t length = strlen(define->name);

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t end = strlen(ends[i]);

		if (length > end && !strcmp(define->name + length - end, ends[i]))
			return true;
	}
	return false;
}

static void put_beginnings_last(struct header *header)
{
	struct found **sorted = arena_get(header->defines.arena,
					  header->found.n * sizeof(*sorted) + 1);
	size_t n = 0;

	for (int last = 0; last < 2; last++)
		for (size_t i = 0; i < header->found.n; i++) {
			struct found *found = header->found.at[i];

			if ((i >= header->n_used && is_beginning(found->define)) == last)
				sorted[n++] = found;
		}
	if (n)
		memcpy(header->found.at, sorted, n * sizeof(*sorted));
}

/* Of what the source does not use at all, nothing is an offset. */
static bool has_used(const struct header *header, const struct define_class *class)
{
	for (size_t i = 0; i < class->members.n; i++)
		if (dictionary_find(&header->by_name, class->members.at[i]->name))
			return true;
	return false;
}

/* What is indented below a register is no register of its own, whatever the heading says. */
static void mark_below(struct header *header)
{
	for (size_t i = 0; i < header->defines.all.n; i++) {
		const struct define *define = header->defines.all.at[i];

		if (define->set || !may_be_offset(define))
			continue;
		for (size_t n = bits_below(header, define), j = 1; j <= n; j++)
			header->defines.all.at[i + j]->is_below |= header->defines.all.at[i + j]->indent > define->indent;
	}
}

/* A few amidst many others that are written like them and are no registers. */
static bool is_amidst(const struct guess *guess, const struct define_class *class)
{
	for (size_t i = 0; class->n < FEW && i < guess->many.n; i++)
		if (looks_like(guess->many.at[i], class) &&
		    guess->many.at[i]->n > MANY_MORE * class->n)
			return true;
	return false;
}

static void find_good(struct guess *guess)
{
	struct header *header = guess->header;
	struct arena *arena = header->defines.arena;

	for (size_t i = 0; i < guess->all.n; i++) {
		struct define_class *class = guess->all.at[i];

		class->score = score_of(class);
		if (class->n > MANY_MORE * FEWEST && class->score < TAKEN_FROM)
			*vector_add(arena, &guess->many) = class;
	}
	for (size_t i = 0; i < guess->all.n; i++) {
		struct define_class *class = guess->all.at[i];

		if ((guess->way == CLEAR && is_of_bits(class)) ||
		    (guess->way == BY_ROWS && class->n < LONG_ROW))
			continue;
		if (class->score >= TAKEN_FROM && !is_amidst(guess, class) &&
		    (header->n_used < FEWEST_USED || has_used(header, class)))
			*vector_add(arena, &guess->good) = class;
	}
}

/**
 * guess_registers() - find the registers of a header
 * @header: its constants have been read; gets @found
 */
void guess_registers(struct header *header)
{
	struct guess guess = { .header = header };

	for (size_t i = 0; i < header->defines.all.n; i++)
		define_value(&header->defines, header->defines.all.at[i]);
	mark_below(header);
	mark_tight(header);
	header->is_marked = has_known_places(header);
	take_uses(header);
	take_places(header);
	take_addresses(header);
	for (enum way way = CLEAR; !header->is_marked && !header->has_addresses && way <= BY_ROWS && !guess.good.n; way++) {
		guess = (struct guess){ .header = header, .way = way };
		put_in_classes(&guess);
		find_good(&guess);
		header->is_mixed = way == BY_ROWS;
	}
	take_best(header, guess.good.at, guess.good.n);
	if (!header->found.n)
		take_address_macros(header);
	take_rows(header);
	count_families(header);
	take_arrays(header);
	if (!*header->family)
		count_families(header);
	put_beginnings_last(header);
	guess_unit(header);
}
