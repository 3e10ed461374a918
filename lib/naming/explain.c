// SPDX-License-Identifier: GPL-2.0
/* How the name of a register was decided. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "names.h"
#include "reading/trace.h"

#define MOST_CHOICES 16	/* of one place that are told */
#define MOST_TOLD    3	/* functions that use one */
#define LONGEST_LINE 512

/* Where it goes, and the access that is explained. */
struct explaining {
	mmt_put put;
	void *to;
	const char *function;
	size_t length;
};

/* A register at a place: @left_out nothing decided for it. */
struct choice_at {
	const struct element *element;
	bool left_out;
};

struct choices {
	struct choice_at at[MOST_CHOICES];
	size_t n;
};

static void line(const struct explaining *e, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void line(const struct explaining *e, const char *format, ...)
{
	char text[LONGEST_LINE];
	va_list list;
	int length;

	va_start(list, format);
	length = vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	if (length >= (int)sizeof(text))
		length = sizeof(text) - 1;
	mmt_make_safe(text);
	e->put(e->to, text, length > 0 ? (size_t)length : 0);
	e->put(e->to, "\n", 1);
}

static void add_choice(struct choices *choices, const struct element *element, bool left_out)
{
	if (choices->n < MOST_CHOICES)
		choices->at[choices->n++] = (struct choice_at){ element, left_out };
}

/* Which copy of @element an address is in; false when it is in none. */
static bool copy_at(const struct element *element, uint64_t within, uint64_t units, uint64_t stride,
		    uint64_t *inside)
{
	uint64_t copy = stride ? within / stride : 0;

	if (element->length && copy >= element->length)
		return false;
	*inside = within - copy * stride;
	return *inside < units;
}

/* All registers that have @address, whichever of them it is called by. */
static void choices_of(struct choices *choices, struct element *const *elements, size_t n, uint64_t address,
		       unsigned int unit, bool left_out, unsigned int depth)
{
	for (size_t i = 0; i < n && depth; i++) {
		const struct element *element = elements[i];
		struct element *const *inner = element->elements.at;
		size_t n_inner = element->elements.n;
		uint64_t within = address - element->offset, inside;

		if (address < element->offset)
			continue;
		if (element->kind == ELEMENT_REGISTER) {
			if (copy_at(element, within, element_units(element, unit),
				    element->length == 1 ? 0 : element_stride(element, unit), &inside))
				add_choice(choices, element, left_out);
			continue;
		}
		if (element->kind == ELEMENT_GROUP && element->group) {
			inner = element->group->elements.at;
			n_inner = element->group->elements.n;
		}
		for (uint64_t copy = 0; element->place && copy < element->length; copy++)
			if (within >= element->place[copy])
				choices_of(choices, inner, n_inner, within - element->place[copy], unit, left_out,
					   depth - 1);
		if (!element->place && copy_at(element, within, UINT64_MAX, element->stride, &inside))
			choices_of(choices, inner, n_inner, inside, unit, left_out, depth - 1);
	}
}

static void tell_users(const struct explaining *e, const struct element *element, const char *begin)
{
	const struct dictionary *users = element->users;
	unsigned int told = 0, n = 0;

	for (size_t i = 0; i < users->slots; i++) {
		const struct user *user = users->slot[i].value;

		if (!users->slot[i].name || user->distance)
			continue;
		n++;
		if (told++ < MOST_TOLD)
			line(e, "%s%.*s() uses it: %s:%u", begin, (int)users->slot[i].length, users->slot[i].name,
			     user->where.file, user->where.line);
	}
	if (n > MOST_TOLD)
		line(e, "%sand %u other functions", begin, n - MOST_TOLD);
}

/* What the function of the access has to do with a register; NULL for nothing. */
static const struct user *user_of(const struct explaining *e, const struct element *element)
{
	return element->users ? dictionary_get(element->users, e->function, e->length) : NULL;
}

static void tell_function(const struct explaining *e, const struct element *element)
{
	const struct user *user = user_of(e, element);

	if (!e->length || !element->users)
		return;
	if (!user)
		line(e, "  function  %.*s() is not known to use any of its names: the one that is used most has the place",
		     (int)e->length, e->function);
	else if (user->distance)
		line(e, "  function  %.*s() calls what uses it, through %u", (int)e->length, e->function,
		     user->distance);
	else
		line(e, "  function  %.*s() uses it: %s:%u", (int)e->length, e->function, user->where.file,
		     user->where.line);
}

static const char *why_not(const struct explaining *e, const struct choice_at *other,
			   const struct element *element, bool writes)
{
	if (other->left_out)
		return "as likely as another of this place, so neither has it";
	if (!(other->element->access & (writes ? MMT_REG_WRITE : MMT_REG_READ)))
		return writes ? "is only read" : "is only written";
	if (!element || !element->users)
		return "was described later";
	if (!other->element->users)
		return "the source does not use it";
	return user_of(e, element) ? "the function has less to do with it" : "is used less often";
}

static void tell_choice(const struct explaining *e, const struct element *element)
{
	line(e, "  defined   %s:%u: %s", element->where.file ? element->where.file : "", element->where.line,
	     element->said ? element->said : element->name);
	line(e, "  because   %s", element->because ? element->because : "it is described so");
	if (element->users)
		tell_users(e, element, "            ");
	tell_function(e, element);
	if (element->type.fields.n)
		line(e, "  fields    %zu, of the constants that belong to it", element->type.fields.n);
}

void mmt_explain(struct mmt_names *names, const struct mmt_record *record, const struct mmt_named *named,
		 mmt_put put, void *to)
{
	const struct compiled *compiled = named && named->reg ?
						  (const struct compiled *)(const void *)named->reg : NULL;
	const struct element *element = compiled ? compiled->element : NULL;
	struct explaining e = { .put = put, .to = to, .function = "" };
	struct choices choices = { 0 };
	uint64_t offset;
	const struct place *place = names_place(names, record, &offset);

	if (names->trace && record->pc) {
		e.function = mmt_function(names->trace, record->pc);
		e.length = strcspn(e.function, "+. [");
	}
	for (size_t i = 0; i < place->layers.n; i++) {
		const struct layer *layer = &place->layers.at[i];
		const struct space *space = layer->index->space;
		uint64_t address = (layer->physical ? record->phys : offset) / space->unit;

		choices_of(&choices, layer->index->live.at, layer->index->live.n, address, space->unit, false,
			   MOST_DEPTH);
		choices_of(&choices, space->left_out.at, space->left_out.n, address, space->unit, true, 1);
	}
	line(&e, "%s: BAR%d+%#llx of %s, %s of %u bytes", named ? named->name : "no name", record->bar,
	     (unsigned long long)offset, record->device ? record->device->label : "an unknown device",
	     record->kind == MMT_WRITE ? "a write" : "a read", record->width);
	if (element)
		tell_choice(&e, element);
	else if (!choices.n)
		line(&e, "  because   no description has a register there");
	for (size_t i = 0; i < choices.n; i++) {
		const struct choice_at *other = &choices.at[i];

		if (other->element != element)
			line(&e, "  not       %s, %s:%u: %s",
			     other->element->said ? other->element->said : other->element->name,
			     other->element->where.file ? other->element->where.file : "",
			     other->element->where.line,
			     why_not(&e, other, element, record->kind == MMT_WRITE));
	}
}
