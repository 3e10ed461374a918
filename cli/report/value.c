// SPDX-License-Identifier: GPL-2.0
#include "value.h"

#define MOST_FIELDS 64	/* of one bit each */

/* What fields looked like, while those of another value are asked for. */
struct snapshot {
	unsigned int count;
	uint64_t rest;
	struct shown_field {
		const char *name;
		char text[48];
		bool flag;
		bool guessed;
		uint64_t value;
	} field[MOST_FIELDS];
};

/* The fields of two values of one register. */
struct comparison {
	struct snapshot before;
	struct snapshot now;
};

/* Names live as long as their register; texts only until the next call. */
static bool take(struct snapshot *to, struct mmt_names *names, const struct mmt_named *named,
		 uint64_t value)
{
	unsigned int count, i;
	const struct mmt_field *field;

	if (!names || !named || !named->reg)
		return false;
	field = mmt_fields(names, named, value, &count, &to->rest);
	if (!field)
		return false;
	if (count > MOST_FIELDS)
		count = MOST_FIELDS;
	to->count = count;
	for (i = 0; i < count; i++) {
		size_t length = strlen(field[i].text);

		if (length >= sizeof(to->field[i].text))
			length = sizeof(to->field[i].text) - 1;
		memcpy(to->field[i].text, field[i].text, length);
		to->field[i].text[length] = 0;
		to->field[i].name = field[i].name;
		to->field[i].value = field[i].value;
		to->field[i].flag = !*field[i].text;
		to->field[i].guessed = field[i].guessed;
	}
	return true;
}

static bool compare(struct comparison *pair, struct mmt_names *names,
		    const struct mmt_named *named, uint64_t old, uint64_t value)
{
	return take(&pair->before, names, named, old) && take(&pair->now, names, named, value) &&
	       pair->before.count == pair->now.count;
}

/**
 * value_raw() - write a number with all the digits of its width
 * @out: where to
 * @value: the number
 * @width: bytes
 */
void value_raw(struct out *out, uint64_t value, unsigned int width)
{
	out_hex_wide(out, value, width < 1 ? 2 : width < 8 ? width * 2 : 16);
}

static bool is_name(const char *text)
{
	return *text && (*text < '0' || *text > '9') && *text != '-';
}

static void separate(struct out *out, bool *any, const char *between)
{
	if (*any)
		out_text(out, between);
	*any = true;
}

/* What is only guessed to be a field is marked. */
static void put_name(struct out *out, const char *name, bool guessed)
{
	out_text(out, name);
	if (guessed)
		out_char(out, '?');
}

/* A flag that is set, a number that is not 0, or a value that has a name. */
static bool is_set(const char *text, uint64_t value)
{
	return value || is_name(text);
}

static void put_field(struct out *out, const char *name, bool guessed, const char *text)
{
	put_name(out, name, guessed);
	if (!*text)
		return;
	out_char(out, '=');
	out_text(out, text);
}

/**
 * value_fields() - write what is set in a value: flags by name, numbers that are not 0
 * @out: where to
 * @names: register names, or NULL
 * @named: the register, or NULL
 * @value: its value
 * @width: bytes of it
 *
 * Return: false when it has no fields; then nothing was written.
 */
bool value_fields(struct out *out, struct mmt_names *names, const struct mmt_named *named,
		  uint64_t value, unsigned int width)
{
	const struct mmt_field *field;
	unsigned int count, i;
	bool any = false;
	uint64_t rest;

	if (!names || !named || !named->reg)
		return false;
	field = mmt_fields(names, named, value, &count, &rest);
	if (!field)
		return false;
	/* The list of all there is says nothing. */
	if (width && width <= 8 && value == UINT64_MAX >> (64 - 8 * width)) {
		out_text(out, "all bits");
		return true;
	}
	for (i = 0; i < count; i++, field++) {
		if (!is_set(field->text, field->value))
			continue;
		separate(out, &any, " ");
		put_field(out, field->name, field->guessed, field->text);
	}
	/* All of it without a name is what the value says already. */
	if (rest && any) {
		out_text(out, ", other bits ");
		out_hex(out, rest);
	}
	return true;
}

/**
 * value_short() - write a value in a list: "0x42 (LU SPEED=fast)"
 * @out: where to
 * @names: register names, or NULL
 * @named: the register, or NULL
 * @value: its value
 * @width: bytes of it
 */
void value_short(struct out *out, struct mmt_names *names, const struct mmt_named *named,
		 uint64_t value, unsigned int width)
{
	struct out_mark before;
	size_t column;

	out_hex(out, value);
	before = out_mark(out);
	out_text(out, " (");
	column = out_column(out);
	if (!value_fields(out, names, named, value, width) || out_column(out) == column)
		out_back(out, before);
	else
		out_char(out, ')');
}

/**
 * value_behind() - write what is set in a value whose number was written, if it has fields
 * @out: where to
 * @names: register names, or NULL
 * @named: the register, or NULL
 * @lead: what stands before it
 * @value: its value
 * @width: bytes of it
 */
void value_behind(struct out *out, struct mmt_names *names, const struct mmt_named *named,
		  const char *lead, uint64_t value, unsigned int width)
{
	struct out_mark before = out_mark(out);
	size_t column;

	out_text(out, lead);
	column = out_column(out);
	value_fields(out, names, named, value, width);
	if (out_column(out) == column)
		out_back(out, before);
}

static void arrow(struct out *out, const struct shown_field *before,
		  const struct shown_field *now)
{
	put_name(out, now->name, now->guessed);
	out_char(out, ' ');
	out_text(out, !now->flag ? before->text : before->value ? "1" : "0");
	out_text(out, " -> ");
	out_text(out, !now->flag ? now->text : now->value ? "1" : "0");
}

static void arrow_rest(struct out *out, uint64_t before, uint64_t now)
{
	out_text(out, "other bits ");
	out_hex(out, before);
	out_text(out, " -> ");
	out_hex(out, now);
}

/**
 * value_change() - write which fields changed: "SLU 0 -> 1"
 * @out: where to
 * @names: register names, or NULL
 * @named: the register, or NULL
 * @old: value before
 * @value: value now, not the same
 */
void value_change(struct out *out, struct mmt_names *names, const struct mmt_named *named,
		  uint64_t old, uint64_t value)
{
	struct comparison pair;
	bool any = false;
	unsigned int i;

	if (!compare(&pair, names, named, old, value)) {
		out_text(out, "was ");
		out_hex(out, old);
		return;
	}
	for (i = 0; i < pair.now.count; i++) {
		const struct shown_field *before = &pair.before.field[i];
		const struct shown_field *now = &pair.now.field[i];

		if (now->value == before->value)
			continue;
		separate(out, &any, ", ");
		arrow(out, before, now);
	}
	if (pair.now.rest != pair.before.rest) {
		separate(out, &any, ", ");
		arrow_rest(out, pair.before.rest, pair.now.rest);
	}
}

/* A field is known when it is the same whatever the bits are that are not. */
static bool is_known(const struct comparison *pair, const struct snapshot *other, unsigned int i)
{
	return pair->before.field[i].value == other->field[i].value;
}

static bool changes_known(const struct comparison *pair, const struct snapshot *other)
{
	unsigned int i;

	for (i = 0; i < pair->now.count; i++)
		if (is_known(pair, other, i) &&
		    pair->before.field[i].value != pair->now.field[i].value)
			return true;
	return pair->before.rest == other->rest && pair->before.rest != pair->now.rest;
}

/**
 * value_partly() - write which fields changed, where only some bits were known
 * @out: where to
 * @names: register names, or NULL
 * @named: the register, or NULL
 * @known: bits of @old that are known; not all
 * @old: value before, with zeros for the other bits
 * @value: value now
 * @width: bytes of it
 *
 * Fields of which not all was known are written as value_fields() does.
 *
 * Return: false when no field is known to have changed; then nothing was written.
 */
bool value_partly(struct out *out, struct mmt_names *names, const struct mmt_named *named,
		  uint64_t known, uint64_t old, uint64_t value, unsigned int width)
{
	uint64_t all = width && width < 8 ? (UINT64_C(1) << 8 * width) - 1 : UINT64_MAX;
	struct comparison pair;
	struct snapshot other;
	bool any = false;
	unsigned int i;

	if (!compare(&pair, names, named, old, value) ||
	    !take(&other, names, named, old | (all & ~known)) || other.count != pair.now.count ||
	    !changes_known(&pair, &other))
		return false;
	for (i = 0; i < pair.now.count; i++) {
		const struct shown_field *now = &pair.now.field[i];

		if (!is_known(&pair, &other, i) && is_set(now->flag ? "" : now->text, now->value)) {
			separate(out, &any, ", ");
			put_field(out, now->name, now->guessed, now->text);
		} else if (is_known(&pair, &other, i) &&
			   now->value != pair.before.field[i].value) {
			separate(out, &any, ", ");
			arrow(out, &pair.before.field[i], now);
		}
	}
	if (pair.before.rest == other.rest && pair.before.rest != pair.now.rest) {
		separate(out, &any, ", ");
		arrow_rest(out, pair.before.rest, pair.now.rest);
	}
	return true;
}

static void until_bits(struct out *out, uint64_t old, uint64_t value)
{
	uint64_t changed = old ^ value;

	if (changed & (changed - 1)) {
		out_hex(out, old);
		out_text(out, " became ");
		out_hex(out, value);
		return;
	}
	out_text(out, "bit ");
	out_decimal(out, (uint64_t)__builtin_ctzll(changed));
	out_text(out, value & changed ? " rose" : " fell");
}

/* Write the fields that changed, flags or the others. Return whether there were any. */
static bool became(struct out *out, const struct comparison *pair, bool flags,
		   const char *lead)
{
	bool any = false;
	unsigned int i;

	for (i = 0; i < pair->now.count; i++) {
		const struct shown_field *now = &pair->now.field[i];

		if (now->value == pair->before.field[i].value || now->flag != flags)
			continue;
		out_text(out, any ? ", " : lead);
		any = true;
		put_name(out, now->name, now->guessed);
		if (flags) {
			out_text(out, now->value ? " rose" : " fell");
		} else {
			out_text(out, " became ");
			out_text(out, now->text);
		}
	}
	return any;
}

/**
 * value_until() - write what a polling loop waited for: "LU rose"
 * @out: where to
 * @names: register names, or NULL
 * @named: the register, or NULL
 * @old: value before
 * @value: the last value, not the same
 */
void value_until(struct out *out, struct mmt_names *names, const struct mmt_named *named,
		 uint64_t old, uint64_t value)
{
	struct comparison pair;
	bool any = false;

	if (compare(&pair, names, named, old, value)) {
		/* Loops wait for flags; numbers come with them. */
		any = became(out, &pair, true, "");
		any |= became(out, &pair, false, any ? ", " : "");
	}
	if (!any)
		until_bits(out, old, value);
}

static void put_bits(struct out *out, uint64_t bits, const char *what)
{
	if (!bits)
		return;
	out_text(out, "bits ");
	out_hex(out, bits);
	out_text(out, what);
}

/**
 * value_waited() - write what all repetitions of a loop waited for: " until LU rose"
 * @out: where to
 * @names: register names, or NULL
 * @named: the register, or NULL
 * @value: a value in which @rose are set, and @fell are not
 * @rose: bits that rose each time
 * @fell: bits that fell each time; one of both is not 0
 *
 * Flags where there are any, else bits.
 */
void value_waited(struct out *out, struct mmt_names *names, const struct mmt_named *named,
		  uint64_t value, uint64_t rose, uint64_t fell)
{
	uint64_t changed = rose | fell;
	struct comparison pair;

	if (compare(&pair, names, named, (value & ~rose) | fell, value) &&
	    became(out, &pair, true, " until "))
		return;
	out_text(out, " until ");
	if (changed & (changed - 1)) {
		put_bits(out, rose, " rose");
		if (rose && fell)
			out_text(out, ", ");
		put_bits(out, fell, " fell");
		return;
	}
	until_bits(out, (value & ~rose) | fell, value);
}
