// SPDX-License-Identifier: GPL-2.0
#include "variant.h"

#include <string.h>
#include <strings.h>

#define BETWEEN " ,\t\n\r"	/* variants */

/**
 * scope_in() - what is inherited inside of something with a condition
 * @outer: what it has inherited itself
 * @condition: its own
 *
 * Return: the scope of what is in it, and of its own variants.
 */
struct scope scope_in(struct scope outer, const struct condition *condition)
{
	struct scope scope = outer;

	if (condition->prefix)
		scope.prefix = strcmp(condition->prefix, "none") ? condition->prefix : NULL;
	if (outer.varset)
		scope.outer = outer.varset;
	scope.varset = condition->varset;
	return scope;
}

/** scope_name() - the name of the enumeration that variants are of, or NULL */
const char *scope_name(const struct database *database, struct scope scope)
{
	if (scope.varset)
		return scope.varset;
	if (scope.outer && !dictionary_find(&database->enums.by_name, scope.prefix))
		return scope.outer;
	return scope.prefix;
}

/** scope_set() - the enumeration that variants are of, or NULL when there is none */
const struct listing *scope_set(const struct database *database, struct scope scope)
{
	return dictionary_find(&database->enums.by_name, scope_name(database, scope));
}

/** variant_next() - take the next word from a list of variants */
bool variant_next(const char **text, struct variant_range *range)
{
	const char *c = *text + strspn(*text, BETWEEN);
	size_t length = strcspn(c, BETWEEN);
	size_t first = strcspn(c, ":-" BETWEEN);

	if (!length)
		return false;
	*range = (struct variant_range){ .first = c, .first_length = first };
	if (first < length) {
		range->sign = c[first];
		range->last = c + first + 1;
		range->last_length = length - first - 1;
	}
	*text = c + length;
	return true;
}

/** variant_find() - the number of a variant in its enumeration */
size_t variant_find(const struct listing *set, const char *name, size_t length)
{
	for (size_t i = 0; i < set->type.values.n; i++)
		if (!strncmp(set->type.values.at[i].name, name, length) &&
		    !set->type.values.at[i].name[length])
			return i;
	return MMT_NO_VARIANT;
}

static bool in_range(const struct listing *set, const struct variant_range *range,
		     size_t variant)
{
	size_t first = 0, last = set->type.values.n;

	if (range->first_length) {
		first = variant_find(set, range->first, range->first_length);
		if (first == MMT_NO_VARIANT)
			return false;
	}
	if (!range->sign)
		return variant == first;
	if (range->last_length) {
		last = variant_find(set, range->last, range->last_length);
		if (last == MMT_NO_VARIANT)
			return false;
		if (range->sign == '-')
			last++;
	}
	return variant >= first && variant < last;
}

/**
 * variant_holds() - is something there, as far as is known?
 * @chip: what is known
 * @scope: of the condition, from scope_in()
 * @condition: the condition
 *
 * Return: false when it is for other chips; true when nobody knows.
 */
bool variant_holds(const struct chip *chip, struct scope scope,
		   const struct condition *condition)
{
	const char *text = condition->variants;
	const struct listing *set;
	struct variant_range range;
	unsigned int i;

	if (!text || !chip->n_known)
		return true;
	set = scope_set(chip->database, scope);
	for (i = 0; i < chip->n_known && chip->known[i].set != set; i++)
		;
	if (i == chip->n_known)
		return true;
	while (variant_next(&text, &range))
		if (in_range(set, &range, chip->known[i].variant))
			return true;
	return false;
}

/** chip_choose() - learn which variant it is; true when that is news */
bool chip_choose(struct chip *chip, const struct listing *set, size_t variant)
{
	unsigned int i;

	if (!set || variant == MMT_NO_VARIANT)
		return false;
	for (i = 0; i < chip->n_known && chip->known[i].set != set; i++)
		;
	if (i == MOST_VARSETS || (i < chip->n_known && chip->known[i].variant == variant))
		return false;
	chip->known[i] = (struct known){ set, variant };
	if (i == chip->n_known)
		chip->n_known++;
	return true;
}

/** chip_choose_name() - likewise, by names; small and capital letters are the same */
bool chip_choose_name(struct chip *chip, const char *set_name, const char *variant)
{
	const struct listing *set = dictionary_find(&chip->database->enums.by_name, set_name);

	for (size_t i = 0; set && i < set->type.values.n; i++)
		if (!strcasecmp(set->type.values.at[i].name, variant))
			return chip_choose(chip, set, i);
	return false;
}

/** chip_choose_number() - likewise, by the number of the variant */
bool chip_choose_number(struct chip *chip, const char *set_name, uint64_t number)
{
	const struct listing *set = dictionary_find(&chip->database->enums.by_name, set_name);

	for (size_t i = 0; set && i < set->type.values.n; i++)
		if (set->type.values.at[i].has_number &&
		    set->type.values.at[i].number == number)
			return chip_choose(chip, set, i);
	return false;
}
