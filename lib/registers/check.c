// SPDX-License-Identifier: GPL-2.0
/* What can only be seen to be wrong when all descriptions have been read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"
#include "registers/model/variant.h"

struct check {
	struct mmt_regs *regs;
	const struct database *database;
	unsigned int unit;	/* bytes, of the space whose elements are checked */
};

/* A name that is missing is missed in a thousand places: one is told. */
static bool is_news(struct check *check, const char *kind, const char *name, size_t length)
{
	struct arena *arena = &check->regs->arena;
	size_t size = strlen(kind) + length + 2;
	char *key = arena_get(arena, size);

	snprintf(key, size, "%s %.*s", kind, (int)length, name);
	if (dictionary_find(&check->regs->files, key))
		return false;
	dictionary_set(&check->regs->files, arena, key, check);
	return true;
}

static void check_variant(struct check *check, const struct listing *set,
			  const char *name, size_t length, struct where where)
{
	if (length && variant_find(set, name, length) == MMT_NO_VARIANT &&
	    is_news(check, set->name, name, length))
		regs_complain(check->regs, where, "variant '%.*s' is not in the enumeration '%s'",
			      (int)length, name, set->name);
}

static void check_condition(struct check *check, struct scope scope,
			    const struct condition *condition, struct where where)
{
	const struct listing *set = scope_set(check->database, scope);
	const char *name = scope_name(check->database, scope);
	const char *text = condition->variants;
	struct variant_range range;

	if (!text)
		return;
	if (!set) {
		if (!name)
			regs_complain(check->regs, where, "variants '%.60s' of what? There is no varset",
				      text);
		else if (is_news(check, "enum", name, strlen(name)))
			regs_complain(check->regs, where, "there is no enumeration '%s': all that is there only for some of its variants is taken to be there",
				      name);
		return;
	}
	while (variant_next(&text, &range)) {
		check_variant(check, set, range.first, range.first_length, where);
		check_variant(check, set, range.last, range.last_length, where);
	}
}

static void check_type(struct check *check, const struct type *type, struct scope scope,
		       struct where where)
{
	if (type->name && !type_is_known(check->database, type->name) &&
	    is_news(check, "type", type->name, strlen(type->name)))
		regs_complain(check->regs, where, "there is no type '%s': its values are shown as numbers",
			      type->name);
	for (size_t i = 0; i < type->fields.n; i++) {
		const struct field *field = &type->fields.at[i];
		struct scope inner = scope_in(scope, &field->condition);

		check_condition(check, inner, &field->condition, where);
		check_type(check, &field->type, inner, where);
	}
	for (size_t i = 0; i < type->values.n; i++)
		check_condition(check, scope_in(scope, &type->values.at[i].condition),
				&type->values.at[i].condition, where);
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static int by_offset(const void *a, const void *b)
{
	const struct element *one = *(struct element *const *)a;
	const struct element *two = *(struct element *const *)b;

	if (one->offset != two->offset)
		return one->offset < two->offset ? -1 : 1;
	if (one->where.line != two->where.line)
		return one->where.line < two->where.line ? -1 : 1;
	return 0;
}

/*
 * Can @two not be told from @one, which does not begin behind it? One in the other is
 * usual: they are told by their widths.
 */
static bool is_hidden(const struct element *one, const struct element *two,
		      unsigned int unit)
{
	uint64_t between = two->offset - one->offset;
	uint64_t units = element_units(one, unit), others = element_units(two, unit);

	if (!between)
		return one->width == two->width;
	return between < units && between + others > units;
}

/* Only what can be seen at once: neighbours that are one register each. */
static void check_overlap(struct check *check, struct element **elements, size_t n)
{
	struct element **sorted = n ? malloc(n * sizeof(struct element *)) : NULL;
	size_t n_sorted = 0;

	for (size_t i = 0; sorted && i < n; i++)
		if (elements[i]->kind == ELEMENT_REGISTER && elements[i]->length == 1 &&
		    !elements[i]->alternate)
			sorted[n_sorted++] = elements[i];
	if (n_sorted)
		qsort(sorted, n_sorted, sizeof(struct element *), by_offset);
	for (size_t i = 1; i < n_sorted; i++) {
		const struct element *one = sorted[i - 1], *two = sorted[i];

		if (!is_hidden(one, two, check->unit) || !(one->access & two->access) ||
		    !same_text(one->condition.variants, two->condition.variants) ||
		    !strcmp(one->name, two->name))
			continue;
		if (one->offset == two->offset)
			regs_note(check->regs, two->where, "register '%s' is where '%s' is (%s, line %u): what was described first is shown",
				  two->name, one->name, one->where.file, one->where.line);
		else
			regs_complain(check->regs, two->where, "register '%s' lies over '%s' (%s, line %u): what was described first is shown",
				      two->name, one->name, one->where.file,
				      one->where.line);
	}
	free(sorted);
}

static void check_elements(struct check *check, struct element **elements, size_t n,
			   struct scope scope)
{
	for (size_t i = 0; i < n; i++) {
		const struct element *element = elements[i];
		struct scope inner = scope_in(scope, &element->condition);

		check_condition(check, inner, &element->condition, element->where);
		check_type(check, &element->type, inner, element->where);
		check_elements(check, element->elements.at, element->elements.n, inner);
		if (element->kind == ELEMENT_GROUP)
			element->group->unit = check->unit;
		if (element->kind == ELEMENT_GROUP && !element->group->where.file &&
		    is_news(check, "group", element->group->name,
			    strlen(element->group->name)))
			regs_complain(check->regs, element->where, "there is no group '%s'",
				      element->group->name);
	}
	if (!check->database->guessed)
		check_overlap(check, elements, n);
}

/* What is inline inherits from where it is used. */
static void check_listings(struct check *check, const struct listings *listings)
{
	static const struct scope none;

	for (size_t i = 0; i < listings->all.n; i++) {
		const struct listing *listing = listings->all.at[i];

		if (!listing->is_inline)
			check_type(check, &listing->type, scope_in(none, &listing->condition),
				   listing->where);
	}
}

/**
 * database_check() - tell what is wrong with descriptions, as far as all of them show it
 * @regs: who is told
 * @database: the descriptions; their extents are known
 */
void database_check(struct mmt_regs *regs, const struct database *database)
{
	struct check check = { .regs = regs, .database = database };
	struct scope none = { 0 };

	for (size_t i = 0; i < database->all_spaces.n; i++) {
		const struct space *space = database->all_spaces.at[i];

		check.unit = space->unit;
		check_elements(&check, space->elements.at, space->elements.n,
			       scope_in(none, &space->condition));
	}
	/* A group inherits from where it is used. */
	for (size_t i = 0; i < database->all_groups.n; i++) {
		const struct group *group = database->all_groups.at[i];

		check.unit = group->unit ? group->unit : 1;
		check_overlap(&check, group->elements.at, group->elements.n);
	}
	check_listings(&check, &database->enums);
	check_listings(&check, &database->bitsets);
	for (size_t i = 0; i < database->all_spectypes.n; i++)
		check_type(&check, &database->all_spectypes.at[i]->type, none,
			   database->all_spectypes.at[i]->where);
}
