// SPDX-License-Identifier: GPL-2.0
/*
 * Constants that are registers although their names say otherwise, or too few are called
 * as they are: they stand in a row of offsets that grows from line to line.
 */
#include <string.h>

#include "header.h"

#define LONGEST_STEP 0x20 /* behind the last register of a row */

/* Are two constants written in the same way, in the same place? */
static bool look_alike(const struct define *one, const struct define *two)
{
	return one->file == two->file && one->set == two->set && one->indent == two->indent &&
	       one->digits == two->digits;
}

/* REG and REG_MASK, or a bit of it: it belongs to REG, unless it is the next word. */
static bool is_part_of(const struct define *define, const struct define *before)
{
	size_t length = strlen(before->name);

	return !strncmp(define->name, before->name, length) && define->name[length] == '_' &&
	       define->value != before->value + 4;
}

/* The upper half of a word, between that and the next one. */
static bool is_half(const struct define *define, const struct define *before,
		    const struct define *after)
{
	return define->digits >= 3 && define->digits != NO_LITERAL && (define->value & 3) == 2 &&
	       before->value == define->value - 2 && after && after->value == define->value + 2;
}

/* Are there registers of bytes, or of 16 bits? */
static bool has_narrow(const struct header *header)
{
	size_t narrow = 0;

	for (size_t i = 0; i < header->found.n; i++)
		narrow += (header->found.at[i]->element->offset & 3) != 0;
	return 10 * narrow > header->found.n;
}

static bool fits(const struct header *header, const struct define *define,
		 const struct define *before, const struct define *after, bool narrow)
{
	uint64_t value = define->value, step = value - before->value;

	if (value <= before->value || (after && value >= after->value) ||
	    (!after && step > LONGEST_STEP) || is_part_of(define, before))
		return false;
	if ((value & 3) && !narrow && !((before->value | (after ? after->value : 0)) & 3) &&
	    !is_half(define, before, after))
		return false;
	if (says_bits_around(define) || says_elsewhere(define))
		return false;
	/* Bytes and words of 16 bits share a place. */
	return value / 4 == before->value / 4 || (after && value / 4 == after->value / 4) ||
	       !is_occupied(header, value);
}

/* The next register that is written as @define is; NULL when the row ends. */
static const struct define *next_in_row(const struct header *header, const struct define *define)
{
	for (size_t i = define->order + 1; i < header->defines.all.n; i++) {
		const struct define *next = header->defines.all.at[i];

		if (next->file != define->file || next->set != define->set)
			return NULL;
		if (look_alike(next, define) && dictionary_find(&header->by_name, next->name))
			return next;
	}
	return NULL;
}

/** take_rows() - take what stands in a row of registers */
void take_rows(struct header *header)
{
	const struct define *before = NULL, *after = NULL;
	bool narrow = has_narrow(header);

	for (size_t i = 0; i < header->defines.all.n; i++) {
		struct define *define = header->defines.all.at[i];
		struct found *found;

		if (dictionary_find(&header->by_name, define->name)) {
			before = define;
			after = NULL;
			continue;
		}
		if (!before || !may_be_offset(define) || !look_alike(before, define))
			continue;
		if (!after)
			after = next_in_row(header, define);
		if (!fits(header, define, before, after, narrow)) {
			/* What follows belongs to something else. */
			before = NULL;
			continue;
		}
		found = header_add(header, define);
		found->decision = BY_ROW;
		occupy(header, found);
		before = define;
	}
}
