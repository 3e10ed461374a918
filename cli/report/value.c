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

static void separate(struct out *out, bool *any)
{
	if (*any)
		out_char(out, ' ');
	*any = true;
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
		if (!*field->text) {
			if (!field->value)
				continue;
			separate(out, &any);
			out_text(out, field->name);
		} else if (field->value || is_name(field->text)) {
			separate(out, &any);
			out_text(out, field->name);
			out_char(out, '=');
			out_text(out, field->text);
		}
	}
	/* All of it without a name is what the value says already. */
	if (rest && any) {
		out_text(out, ", other bits ");
		out_hex(out, rest);
	}
	return true;
}

static void arrow(struct out *out, const char *name, const char *old, const char *new)
{
	out_text(out, name);
	out_char(out, ' ');
	out_text(out, old);
	out_text(out, " -> ");
	out_text(out, new);
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
		if (any)
			out_text(out, ", ");
		any = true;
		if (now->flag)
			arrow(out, now->name, before->value ? "1" : "0", now->value ? "1" : "0");
		else
			arrow(out, now->name, before->text, now->text);
	}
	if (pair.now.rest != pair.before.rest) {
		if (any)
			out_text(out, ", ");
		out_text(out, "other bits ");
		out_hex(out, pair.before.rest);
		out_text(out, " -> ");
		out_hex(out, pair.now.rest);
	}
}

static void until_bits(struct out *out, uint64_t old, uint64_t value)
{
	uint64_t changed = old ^ value;

	if (changed & (changed - 1)) {
		out_text(out, "it became ");
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
		out_text(out, now->name);
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

/**
 * value_flags() - write which flags changed, if any: " until LU rose"
 * @out: where to
 * @names: register names, or NULL
 * @named: the register
 * @old: value before
 * @value: value now
 */
void value_flags(struct out *out, struct mmt_names *names, const struct mmt_named *named,
		 uint64_t old, uint64_t value)
{
	struct comparison pair;

	if (compare(&pair, names, named, old, value))
		became(out, &pair, true, " until ");
}
