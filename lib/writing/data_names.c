// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "base/digits.h"
#include "data_names.h"
#include "naming/fields.h"

static void more(void *to, const char *text, size_t length)
{
	struct made_text *made = to;

	if (made->length + length > made->room) {
		size_t room = (made->length + length) * 2;
		char *larger = realloc(made->text, room);

		if (!larger) {
			made->failed = true;
			return;
		}
		made->text = larger;
		made->room = room;
	}
	memcpy(made->text + made->length, text, length);
	made->length += length;
}

static void more_text(struct made_text *made, const char *text)
{
	more(made, text, strlen(text));
}

/**
 * data_register() - the register of an access; of one to several the first and the last
 * @made: gets it
 * @part: the registers
 * @parts: how many, at least one
 */
void data_register(struct made_text *made, const struct mmt_named *part, unsigned int parts)
{
	made->length = 0;
	more_text(made, part[0].name);
	if (parts == 1)
		return;
	more_text(made, " .. ");
	more_text(made, part[parts - 1].name);
}

static bool named_before(const struct mmt_field *field, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (!strcmp(field[i].name, field[n].name))
			return true;
	return false;
}

/* A name stands for one value: of fields that share it the lowest counts. */
static void add_fields(struct made_text *made, struct made_text *name, struct mmt_names *names,
		       const struct mmt_named *part, bool alone)
{
	unsigned int count, i;
	uint64_t rest;
	const struct mmt_field *field = names_fields(names, part, part->value, &count, &rest);

	for (i = 0; i < count; i++) {
		char value[DIGITS_ROOM + 1] = ":";

		if (named_before(field, i))
			continue;
		name->length = 0;
		if (!alone) {
			more_text(name, part->name);
			more_text(name, ".");
		}
		more_text(name, field[i].name);
		more_text(made, made->length ? "," : "{");
		mmt_put_json(more, made, name->text, name->length);
		more(made, value, 1 + digits_decimal(value + 1, field[i].value));
	}
}

/**
 * data_fields() - the fields of an access as a JSON object: {"EN":1,"MODE":3}
 * @made: gets it; nothing when no register has fields
 * @name: for names that are made
 * @names: from which @part comes
 * @part: the registers; the name of a field stands behind that of its register and
 *	a dot when there are several
 * @parts: how many
 */
void data_fields(struct made_text *made, struct made_text *name, struct mmt_names *names,
		 const struct mmt_named *part, unsigned int parts)
{
	unsigned int i;

	made->length = 0;
	for (i = 0; i < parts; i++)
		add_fields(made, name, names, &part[i], parts == 1);
	if (made->length)
		more_text(made, "}");
	made->failed |= name->failed;
}

/**
 * data_inlined() - the functions that a line was inlined in, as a JSON array
 * @made: gets it: [{"function":"poke","file":"a.c","line":12}]: poke() was inlined, where
 *	line 12 of a.c calls it; empty when none was
 * @line: the line
 */
void data_inlined(struct made_text *made, const struct mmt_line *line)
{
	const struct mmt_line *call;

	made->length = 0;
	more_text(made, "[");
	for (; (call = line->next); line = call) {
		char number[DIGITS_ROOM];

		more_text(made, made->length > 1 ? ",{\"function\":" : "{\"function\":");
		if (line->function)
			mmt_put_json(more, made, line->function, strlen(line->function));
		else
			more_text(made, "null");
		more_text(made, ",\"file\":");
		mmt_put_json(more, made, call->file, strlen(call->file));
		more_text(made, ",\"line\":");
		more(made, number, digits_decimal(number, call->line));
		more_text(made, "}");
	}
	more_text(made, "]");
}
