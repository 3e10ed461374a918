// SPDX-License-Identifier: GPL-2.0
#include "fields.h"

#include <stdio.h>

/* Take down the fields of one side. Return how many, 0 for none. */
static size_t take(struct mmt_names *names, const struct mmt_named *named, uint64_t value,
		   unsigned int side, struct field_pairs *pairs)
{
	unsigned int count, i;
	const struct mmt_field *field = mmt_fields(names, named, value, &count, &pairs->rest[side]);

	if (!field)
		return 0;
	for (i = 0; i < count && i < FIELDS_MOST; i++) {
		struct field_pair *pair = &pairs->at[i];
		/* A flag has no text. */
		const char *text = *field[i].text ? field[i].text : field[i].value ? "1" : "0";

		pair->name = field[i].name;
		pair->guessed = field[i].guessed;
		pair->value[side] = field[i].value;
		snprintf(pair->text[side], FIELD_TEXT, "%s", text);
	}
	return i;
}

/**
 * fields_compare() - take two values of a register apart
 * @names: register names, or NULL
 * @reg: the register, or NULL
 * @value: of A and of B
 * @pairs: gets the fields that differ
 *
 * Return: false when it has no fields.
 */
bool fields_compare(struct mmt_names *names, const struct mmt_register *reg,
		    const uint64_t value[2], struct field_pairs *pairs)
{
	const struct mmt_named named = { .reg = reg };
	size_t n;

	pairs->n = 0;
	if (!names || !reg)
		return false;
	n = take(names, &named, value[0], 0, pairs);
	if (!n || take(names, &named, value[1], 1, pairs) != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (pairs->at[i].value[0] != pairs->at[i].value[1])
			pairs->at[pairs->n++] = pairs->at[i];
	return true;
}
