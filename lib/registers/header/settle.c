// SPDX-License-Identifier: GPL-2.0
/*
 * Constants of a header that have one place. Where nothing says which of them is the register
 * that a driver means, none is: no name is better than a wrong one.
 */
#include <stdlib.h>
#include <string.h>

#include "header.h"

#define FAR    40 /* constants between two that are of different parts of a header */
#define BESIDE 3  /* between two that are alternatives */
#define MUCH_LARGER 8
#define SHORT_ROW   4 /* of which a power of two may as well be a bit */

static bool is_same_family(const struct define *one, const struct define *two)
{
	size_t length = family_of(one->name);

	return length && length == family_of(two->name) && !strncmp(one->name, two->name, length);
}

/* CARD_TX is CARD_MAC + 0: the first is the register, the other where it lies. */
static bool is_made_of(const struct define *one, const struct define *two)
{
	size_t length = strlen(two->name);

	return one->length > length && memmem(one->body, one->length, two->name, length);
}

/* CTL0 and CTL(n): a number more is a copy of it. */
static bool is_copy(const struct define *one, const struct define *two)
{
	size_t length = strlen(two->name);

	return two->is_macro && !strncmp(one->name, two->name, length) &&
	       strspn(one->name + length, "0123456789") == strlen(one->name + length);
}

/* Is there no reason to take the first of two? */
static bool is_undecided(const struct found *first, const struct found *second)
{
	const struct define *one = first->define, *two = second->define;
	size_t between = one->order < two->order ? two->order - one->order : one->order - two->order;
	bool far = one->file != two->file || between >= FAR;

	if (!(first->element->access & second->element->access) ||
	    (is_beginning(two) && !two->is_macro) || is_made_of(one, two) || is_made_of(two, one) ||
	    is_copy(one, two))
		return false;
	/* Two of one row, or of different parts, the first of which is no larger. */
	if (first->decision == BY_CLASS && second->decision == BY_CLASS)
		return far ? first->in_row < MUCH_LARGER * second->in_row :
			     between <= BESIDE && first->class == second->class;
	if (first->decision == BY_CLASS && second->decision == BY_ARRAY)
		return second->element->offset && is_same_family(one, two);
	if (first->decision == BY_ARRAY && second->decision == BY_ARRAY)
		return between <= BESIDE;
	if (first->decision == BY_MARK && second->decision == BY_ARRAY)
		return !is_same_family(one, two);
	if (first->decision == BY_MARK && second->decision == BY_MARK)
		return !far && !is_same_family(one, two);
	if (first->decision == BY_ADDRESS && second->decision == BY_ADDRESS)
		return true;
	return false;
}

/*
 * Is it a bit, or where something begins, or is there a constant that was not taken, as good as
 * the one that was? What is a power of two may be a bit as well.
 */
static bool is_doubtful(const struct header *header, const struct found *found)
{
	uint64_t value = found->element->offset;
	const struct define *other;

	if (found->decision != BY_CLASS || found->is_index || found->element->stride)
		return false;
	if (!(value & (value - 1)) && found->in_row <= SHORT_ROW && header->longest_row > SHORT_ROW)
		return true;
	if (is_beginning(found->define) && found->define->is_named)
		return true;
	other = left_out_at(header, found->define, value);
	if (!other)
		return false;
	return is_beginning(found->define) ||
	       ((header->is_mixed || (value & (value - 1))) && is_same_family(found->define, other));
}

/* How many registers there are in the row that each is in, with offsets that grow. */
static void count_rows(struct header *header)
{
	VECTOR(struct found *) row = { 0 };

	for (size_t i = 0; i <= header->defines.all.n; i++) {
		const struct define *define = i < header->defines.all.n ? header->defines.all.at[i] : NULL;
		struct found *found = define ? dictionary_find(&header->by_name, define->name) : NULL;
		const struct found *last = row.n ? row.at[row.n - 1] : NULL;

		if (define && !found)
			continue;
		if (last && (!found || found->define->file != last->define->file ||
			     found->element->offset < last->element->offset)) {
			for (size_t j = 0; j < row.n; j++)
				row.at[j]->in_row = row.n;
			if (row.n > header->longest_row)
				header->longest_row = row.n;
			row.n = 0;
		}
		if (found)
			*vector_add(header->defines.arena, &row) = found;
	}
}

/* A rule speaks of it. */
static bool is_ruled(const struct rules *rules, const struct found *found)
{
	if (found->apart)
		return true;
	for (size_t i = 0; rules && i < rules->rules.n; i++) {
		const struct rule *rule = &rules->rules.at[i];

		if ((rule_is(rule, "register") || rule_is(rule, "registers") || rule_is(rule, "bar")) &&
		    rule_matches(rule, rule_is(rule, "bar") ? 2 : 1, found->define->name))
			return true;
	}
	return false;
}

static int by_place(const void *a, const void *b)
{
	const struct found *one = *(struct found *const *)a, *two = *(struct found *const *)b;

	if (one->apart != two->apart)
		return one->apart < two->apart ? -1 : 1;
	if (one->element->offset != two->element->offset)
		return one->element->offset < two->element->offset ? -1 : 1;
	return one->order < two->order ? -1 : one->order > two->order;
}

static bool is_one_place(const struct found *one, const struct found *two)
{
	return one->apart == two->apart && one->element->offset == two->element->offset;
}

/* Leave out all that have the place of @first. */
static void leave_out(struct found **first, size_t n)
{
	for (size_t i = 0; i < n && is_one_place(first[0], first[i]); i++)
		if (first[i]->decision == BY_CLASS || first[i]->decision == BY_ARRAY ||
		    first[i]->decision == BY_MARK || first[i]->decision == BY_ADDRESS)
			first[i]->is_left_out = true;
}

/**
 * settle() - leave out registers of one place that nothing decides between
 * @header: its registers are known
 * @rules: what the user has to say about it, or NULL: what a rule names is the one
 */
void settle(struct header *header, const struct rules *rules)
{
	size_t n = header->found.n, places = 0;
	struct found **sorted = arena_get(header->defines.arena, n * sizeof(*sorted) + 1);
	const struct found *one = NULL, *two = NULL;

	count_rows(header);
	for (size_t i = 0; i < n; i++) {
		sorted[i] = header->found.at[i];
		sorted[i]->order = i;
	}
	if (n)
		qsort(sorted, n, sizeof(*sorted), by_place);
	for (size_t i = 0; i < n; i++)
		if ((!i || !is_one_place(sorted[i - 1], sorted[i])) &&
		    (i + 1 == n || !is_one_place(sorted[i], sorted[i + 1])) &&
		    is_doubtful(header, sorted[i]) && !is_ruled(rules, sorted[i]))
			sorted[i]->is_left_out = true;
	for (size_t i = 1; i < n; i++) {
		if (!is_one_place(sorted[i - 1], sorted[i]) ||
		    (i > 1 && is_one_place(sorted[i - 2], sorted[i])) || sorted[i]->is_index ||
		    !is_undecided(sorted[i - 1], sorted[i]) || is_ruled(rules, sorted[i - 1]) ||
		    is_ruled(rules, sorted[i]))
			continue;
		if (!places++) {
			one = sorted[i - 1];
			two = sorted[i];
		}
		leave_out(&sorted[i - 1], n - i + 1);
	}
	if (places && !rules && !header->n_used)
		regs_note(header->regs, two->element->where, "'%s' and '%s' have one place, and nothing says which of them is meant%s: they have no names; the driver's source would say it, or a rule 'ignore'",
			  one->define->name, two->define->name,
			  places > 1 ? ", as with others" : "");
}
