// SPDX-License-Identifier: GPL-2.0
/*
 * Many registers in one row: memory of the device, which must not take the rows of its
 * registers; and arrays, which people read as one thing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tally.h"

#define CROWD	256	/* registers without names in a block are no registers */

/* From 4 KiB on; a frame buffer of any size is few blocks of the largest. */
static const uint8_t shifts[] = { 12, 16, 20, 24, 28 };

/**
 * row_merge() - count in one row what was counted in another
 * @tally: the counts
 * @into: one of its rows
 * @from: another, which counts nothing afterwards
 */
void row_merge(struct tally *tally, struct row *into, struct row *from)
{
	unsigned int i;

	if (from->since < into->since) {
		into->since = from->since;
		into->first = from->first;
	}
	if (from->until >= into->until) {
		into->until = from->until;
		into->last = from->last;
	}
	into->reads += from->reads;
	into->writes += from->writes;
	into->polling += from->polling;
	into->widths |= from->widths;
	into->many_callers |= from->many_callers;
	for (i = 0; i < from->callers; i++)
		row_count_caller(tally, into, from->calls[i].caller, from->calls[i].count);
	distinct_merge(&into->distinct, &from->distinct, &tally->pool);
	distinct_free(&from->distinct, &tally->pool);
	pool_put(&tally->pool, from->calls, from->room * sizeof(*from->calls));
	free(from->name);
	from->calls = NULL;
	from->name = NULL;
	from->callers = from->room = 0;
	from->reads = from->writes = 0;
}

/* --- blocks ------------------------------------------------------------------- */

static int compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int by_place(const void *a, const void *b)
{
	const struct row *left = *(struct row *const *)a, *right = *(struct row *const *)b;
	int order = compare_numbers((uintptr_t)left->device, (uintptr_t)right->device);

	if (!order)
		order = left->bar - right->bar;
	return order ? order : compare_numbers(left->offset, right->offset);
}

static bool may_crowd(const struct row *row)
{
	return !row->id && !row->name && !row->config && !row->rest;
}

static bool same_block(const struct row *a, const struct row *b, unsigned int shift)
{
	return a->device == b->device && a->bar == b->bar &&
	       a->offset >> shift == b->offset >> shift;
}

static uint64_t registers_of(const struct row *row)
{
	return row_is_one(row) ? 1 : row->registers;
}

/* @n rows of one block become one. The first of them in time keeps its place. */
static void gather_block(struct tally *tally, struct row **row, size_t n, uint8_t shift)
{
	uint64_t last = row[n - 1]->shift ? row[n - 1]->last_offset : row[n - 1]->offset;
	uint64_t offset = row[0]->offset >> shift << shift;
	struct row *into = row[0];
	uint64_t registers = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		registers += registers_of(row[i]);
		if (row[i] < into)
			into = row[i];
	}
	for (i = 0; i < n; i++)
		if (row[i] != into)
			row_merge(tally, into, row[i]);
	into->phys -= into->offset - offset;
	into->offset = offset;
	into->shift = shift;
	into->last_offset = last;
	into->registers = registers;
}

static size_t gather_blocks(struct tally *tally, struct row **sorted, size_t n, uint8_t shift)
{
	size_t i, j, gone = 0;

	for (i = 0; i < n; i = j) {
		uint64_t registers = 0;

		for (j = i; j < n && same_block(sorted[i], sorted[j], shift); j++)
			registers += registers_of(sorted[j]);
		if (registers < CROWD || j - i < 2)
			continue;
		gather_block(tally, sorted + i, j - i, shift);
		gone += j - i - 1;
	}
	if (gone)
		tally->shifts |= 1U << shift;
	return gone;
}

/**
 * crowd_gather() - make room by counting memory of devices block by block
 * @tally: has no room for another row
 *
 * Blocks in which so many places without names are used are no registers, and grow until
 * an eighth of all rows is free: so this is seldom done.
 *
 * Return: whether there is room.
 */
bool crowd_gather(struct tally *tally)
{
	struct row **sorted = tally->crowded ? NULL : malloc(tally->rows * sizeof(*sorted));
	size_t i, n = 0, gone = 0;

	if (!sorted)
		return false;
	for (i = 0; i < tally->rows; i++)
		if (may_crowd(&tally->row[i]))
			sorted[n++] = &tally->row[i];
	for (i = 0; i < sizeof(shifts) && n && gone < tally->most / 8; i++) {
		size_t kept = 0, j;

		qsort(sorted, n, sizeof(struct row *), by_place);
		gone += gather_blocks(tally, sorted, n, shifts[i]);
		for (j = 0; j < n; j++)
			if (sorted[j]->reads + sorted[j]->writes)
				sorted[kept++] = sorted[j];
		n = kept;
	}
	free(sorted);
	tally->crowded = gone < tally->most / 8;
	tally_close_gaps(tally);
	return tally->rows < tally->most;
}

/* --- arrays ------------------------------------------------------------------- */

/**
 * struct member - a register of an array
 * @row: its counts
 * @length: of its name without the index
 * @index: its index
 */
struct member {
	struct row *row;
	size_t length;
	unsigned long index;
};

/* "MTA[0x3]", but nothing that goes on behind the index: copies of a block are apart. */
static bool parse_member(struct row *row, struct member *member)
{
	const char *open = row->name ? strrchr(row->name, '[') : NULL;
	char *end;

	if (!open || open == row->name || open[1] < '0' || open[1] > '9' ||
	    strstr(row->name, " .. "))
		return false;
	member->row = row;
	member->length = (size_t)(open - row->name);
	member->index = strtoul(open + 1, &end, 0);
	return !strcmp(end, "]");
}

static int by_array(const void *a, const void *b)
{
	const struct member *left = a, *right = b;
	int order = compare_numbers((uintptr_t)left->row->device, (uintptr_t)right->row->device);

	if (!order)
		order = left->row->bar - right->row->bar;
	if (!order)
		order = compare_numbers(left->length, right->length);
	if (!order)
		order = strncmp(left->row->name, right->row->name, left->length);
	return order ? order : compare_numbers(left->index, right->index);
}

static bool follows(const struct member *before, const struct member *member)
{
	return before->row->device == member->row->device &&
	       before->row->bar == member->row->bar && before->length == member->length &&
	       !strncmp(before->row->name, member->row->name, member->length) &&
	       before->index + 1 == member->index;
}

static void fold_members(struct tally *tally, const struct member *member, size_t n)
{
	struct row *into = member[0].row;
	char *name;
	size_t i;

	if (asprintf(&name, "%.*s[%lu..%lu]", (int)member[0].length, into->name, member[0].index,
		     member[n - 1].index) < 0) {
		tally->failed = true;
		return;
	}
	into->last_offset = member[n - 1].row->offset;
	for (i = 1; i < n; i++)
		row_merge(tally, into, member[i].row);
	free(into->name);
	into->name = name;
	into->folded = true;
	into->registers = n;
}

/**
 * crowd_fold_arrays() - make one row of the registers of an array that follow each other
 * @tally: the counts; nothing can be added any more
 */
void crowd_fold_arrays(struct tally *tally)
{
	struct member *member = malloc((tally->rows + 1) * sizeof(*member));
	size_t i, j, n = 0;

	if (!member) {
		tally->failed = true;
		return;
	}
	for (i = 0; i < tally->rows; i++)
		n += parse_member(&tally->row[i], &member[n]);
	if (n)
		qsort(member, n, sizeof(*member), by_array);
	for (i = 0; i < n; i = j) {
		for (j = i + 1; j < n && follows(&member[j - 1], &member[j]); j++)
			continue;
		if (j - i > 1)
			fold_members(tally, member + i, j - i);
	}
	free(member);
	tally_close_gaps(tally);
}
