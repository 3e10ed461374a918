// SPDX-License-Identifier: GPL-2.0
/*
 * Constants that are registers although their names say otherwise, or too few are called
 * as they are: they stand in a row of offsets that grows from line to line.
 */
#include <string.h>

#include "header.h"

#define LONGEST_STEP 0x20 /* behind the last register of a row */

static bool is_literal(const struct define *define)
{
	return define->state == VALUE_GOOD && define->digits && define->digits != NO_LITERAL;
}

/* 0x8, not 0x08. */
static bool has_leading_zero(const struct define *define)
{
	return define->digits > 16 ||
	       (define->digits > 1 && !(define->value >> (4 * (define->digits - 1))));
}

/**
 * mark_tight() - find files whose numbers have as many digits as they need, some one: 0x4, 0x10
 * @header: its constants have been read
 */
void mark_tight(struct header *header)
{
	size_t n = header->defines.all.n;

	for (size_t from = 0, end; from < n; from = end) {
		bool padded = false, single = false;

		for (end = from; end < n && header->defines.all.at[end]->file ==
					    header->defines.all.at[from]->file; end++) {
			const struct define *define = header->defines.all.at[end];

			padded |= is_literal(define) && has_leading_zero(define);
			single |= is_literal(define) && define->digits == 1;
		}
		for (size_t i = from; i < end && single && !padded; i++)
			header->defines.all.at[i]->is_tight = is_literal(header->defines.all.at[i]);
	}
}

static bool same_place(const struct define *one, const struct define *two)
{
	return one->file == two->file && one->set == two->set && one->indent == two->indent;
}

/* Are two constants written in the same way, in the same place? */
static bool look_alike(const struct define *one, const struct define *two)
{
	return same_place(one, two) && one->digits == two->digits;
}

/* Of a file that has 0x4 and 0x10: do both names begin with the same word, and both have a place? */
static bool are_kin(const struct define *one, const struct define *two)
{
	size_t length = family_of(one->name);

	return one->is_tight && two->is_tight && same_place(one, two) && may_be_offset(one) &&
	       may_be_offset(two) && !(one->value & 3) && !(two->value & 3) && length &&
	       length == family_of(two->name) && !strncmp(one->name, two->name, length);
}

/* The next number has one digit more: 0xc, 0x10, 0x14. Bits go on as 0x10, 0x20. */
static bool grows_on(const struct header *header, const struct define *before,
		     const struct define *define)
{
	const struct define *next = define->order + 1 < header->defines.all.n ?
					    header->defines.all.at[define->order + 1] : NULL;

	return define->order == before->order + 1 && define->digits == before->digits + 1 &&
	       are_kin(before, define) && next && look_alike(define, next) && are_kin(define, next) &&
	       next->value > define->value &&
	       ((define->value & (define->value - 1)) || (next->value & (next->value - 1)));
}

/* What stands right before a row and has fewer digits: 0x0, 0x8 before 0x14. */
static void take_before(struct header *header, const struct define *first)
{
	for (size_t i = first->order; i--; first = header->defines.all.at[i]) {
		struct define *define = header->defines.all.at[i];
		struct found *found;

		if (!are_kin(define, first) || define->value >= first->value ||
		    dictionary_find(&header->by_name, define->name) ||
		    is_occupied(header, define->value) || says_bits_around(define) ||
		    says_elsewhere(define) || says_constant(define) ||
		    !strncmp(first->name, define->name, strlen(define->name)))
			return;
		found = header_add(header, define);
		found->decision = BY_ROW;
		occupy(header, found);
	}
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
			take_before(header, define);
			before = define;
			after = NULL;
			continue;
		}
		if (!before || !may_be_offset(define) ||
		    (!look_alike(before, define) && !grows_on(header, before, define)))
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
