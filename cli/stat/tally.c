// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "terminal/options.h"
#include "tally.h"

#define INDEX_SIZE	(1u << 18)	/* more than twice the rows */
#define GOLDEN		0x9e3779b97f4a7c15ULL
#define SPARE_ROWS	1024	/* of registers that are counted together */

/**
 * tally_begin() - nothing is counted yet
 * @tally: filled in; release with tally_end()
 *
 * Takes memory with the number of registers, up to a limit, not with accesses.
 *
 * Return: 0, or -1 when out of memory.
 */
int tally_begin(struct tally *tally)
{
	memset(tally, 0, sizeof(*tally));
	tally->memory = DISTINCT_MEMORY;
	tally->most = TALLY_ROWS - SPARE_ROWS;
	tally->row = calloc(TALLY_ROWS, sizeof(*tally->row));
	tally->index = calloc(INDEX_SIZE, sizeof(*tally->index));
	if (tally->row && tally->index)
		return 0;
	tally_end(tally);
	return -1;
}

/** tally_end() - release the counts */
void tally_end(struct tally *tally)
{
	size_t i;

	for (i = 0; tally->row && i < tally->rows; i++) {
		distinct_free(&tally->row[i].distinct);
		free(tally->row[i].calls);
		free(tally->row[i].name);
	}
	free(tally->row);
	free(tally->index);
	tally->row = NULL;
	tally->index = NULL;
}

static uint32_t *slot_of(const struct tally *tally, const struct mmt_record *record,
			 uint64_t offset, uint32_t id, bool rest)
{
	bool config = mmt_is_config(record->kind);
	uint64_t hash = offset ^ (uint64_t)id << 40 ^ (uint64_t)config << 33 ^
			(uint64_t)rest << 34 ^ (uint64_t)(unsigned int)(record->bar + 1) << 35 ^
			(uint64_t)(uintptr_t)record->device << 20;
	uint64_t i = (hash * GOLDEN) >> 40;

	for (;; i++) {
		uint32_t *slot = &tally->index[i & (INDEX_SIZE - 1)];
		const struct row *row;

		if (!*slot)
			return slot;
		row = &tally->row[*slot - 1];
		if (row->offset == offset && row->device == record->device &&
		    row->bar == record->bar && row->id == id && row->config == config &&
		    row->rest == rest)
			return slot;
	}
}

/* "MTA[3]", or "ROM[0x62c] .. ROM[0x62f]" for an access to several. */
static char *name_of(const struct mmt_named *part, unsigned int parts)
{
	char *name;

	if (parts == 1)
		return strdup(part[0].name);
	if (asprintf(&name, "%s .. %s", part[0].name, part[parts - 1].name) < 0)
		return NULL;
	return name;
}

static struct row *new_row(struct tally *tally, const struct mmt_record *record,
			   const struct mmt_named *part, unsigned int parts, uint32_t *slot)
{
	struct row *row = &tally->row[tally->rows++];

	*slot = (uint32_t)tally->rows;
	row->device = record->device;
	row->bar = (int8_t)record->bar;
	row->config = mmt_is_config(record->kind);
	row->offset = record->device ? record->offset : record->phys;
	row->since = row->until = record->time;
	row->first = record->value;
	row->shortest = UINT64_MAX;
	if (parts) {
		row->id = part[0].id + 1;
		row->name = name_of(part, parts);
		tally->failed |= !row->name;
	}
	return row;
}

/* The row of all that came when there were too many. NULL when even these are. */
static struct row *rest_row(struct tally *tally, const struct mmt_record *record)
{
	uint32_t *slot = slot_of(tally, record, 0, 0, true);
	struct row *row;

	tally->rested++;
	if (*slot)
		return &tally->row[*slot - 1];
	if (tally->rows == TALLY_ROWS)
		return NULL;
	row = new_row(tally, record, NULL, 0, slot);
	row->offset = 0;
	row->rest = true;
	return row;
}

static struct row *row_of(struct tally *tally, const struct mmt_record *record,
			  const struct mmt_named *part, unsigned int parts)
{
	uint32_t id = parts ? part[0].id + 1 : 0;
	uint32_t *slot = slot_of(tally, record, record->device ? record->offset : record->phys,
				 id, false);

	if (*slot)
		return &tally->row[*slot - 1];
	if (tally->rows >= tally->most)
		return rest_row(tally, record);
	return new_row(tally, record, part, parts, slot);
}

static bool more_callers(struct tally *tally, struct row *row)
{
	uint8_t room = row->room ? row->room * 2 : 2;
	size_t bytes = room * sizeof(*row->calls);
	struct calls *calls;

	if (row->room == TALLY_CALLERS || bytes > tally->memory)
		return false;
	calls = realloc(row->calls, bytes);
	if (!calls)
		return false;
	tally->memory -= bytes - row->room * sizeof(*row->calls);
	row->calls = calls;
	row->room = room;
	return true;
}

/* Who is found takes one step to the front: those who do most are found soon. */
static void count_caller(struct tally *tally, struct row *row, const struct caller *caller)
{
	struct calls *calls = row->calls;
	unsigned int i;

	for (i = 0; i < row->callers; i++) {
		if (calls[i].caller != caller)
			continue;
		calls[i].count++;
		if (i) {
			struct calls found = calls[i];

			calls[i] = calls[i - 1];
			calls[i - 1] = found;
		}
		return;
	}
	if (i == row->room && !more_callers(tally, row)) {
		row->many_callers = true;
		return;
	}
	row->calls[row->callers++] = (struct calls){ caller, 1 };
}

static int most_calls(const void *a, const void *b)
{
	const struct calls *left = a, *right = b;

	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return strcmp(left->caller->name, right->caller->name);
}

/* Reads in a row are polling from the third on, and then all of them were. */
static void count_polling(struct tally *tally, struct row *row,
			  const struct mmt_record *record, bool write)
{
	if (write || row != tally->last || !tally->run) {
		tally->run = !write;
		tally->run_since = record->time;
	} else if (++tally->run == TALLY_POLLS) {
		row->polling += record->time > tally->run_since ?
			record->time - tally->run_since : 0;
	} else if (tally->run > TALLY_POLLS && record->time > row->until) {
		row->polling += record->time - row->until;
	}
	tally->last = row;
}

static unsigned int width_bit(unsigned int width)
{
	return width ? 31U - (unsigned int)__builtin_clz(width) : 0;
}

/**
 * tally_add() - count an access
 * @tally: the counts
 * @record: the access
 * @caller: its function, or NULL
 * @part: its registers
 * @parts: how many, may be 0
 */
void tally_add(struct tally *tally, const struct mmt_record *record,
	       const struct caller *caller, const struct mmt_named *part, unsigned int parts)
{
	bool write = mmt_is_write(record->kind);
	struct row *row = row_of(tally, record, part, parts);

	tally->accesses++;
	if (!row)
		return;
	count_polling(tally, row, record, write);
	if (row->reads + row->writes) {
		uint64_t between = record->time > row->until ? record->time - row->until : 0;

		row->total += between;
		if (between < row->shortest)
			row->shortest = between;
		if (between > row->longest)
			row->longest = between;
		if (record->value != row->last)
			distinct_add(&row->distinct, record->value, &tally->memory);
	} else {
		distinct_add(&row->distinct, record->value, &tally->memory);
	}
	if (write)
		row->writes++;
	else
		row->reads++;
	row->last = record->value;
	row->until = record->time;
	row->widths |= (uint8_t)(1U << width_bit(record->width));
	if (caller)
		count_caller(tally, row, caller);
}

/**
 * tally_skip() - an access that is not counted, but ends polling of what is
 * @tally: the counts
 */
void tally_skip(struct tally *tally)
{
	tally->run = 0;
}

/**
 * tally_order_parse() - read the value of --sort
 * @text: a key
 * @order: set
 *
 * Return: 0, or -1 when there is no such key.
 */
int tally_order_parse(const char *text, enum tally_order *order)
{
	static const char *const keys[] = { "accesses", "reads", "writes", "offset", "name",
					    "values", "polling", "first", NULL };
	int i = options_choice(text, keys);

	if (i < 0)
		return -1;
	*order = (enum tally_order)i;
	return 0;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

/* Device, then BAR, then offset: what every other order falls back to. */
static int by_offset(const void *a, const void *b)
{
	const struct row *left = a, *right = b;
	const char *left_device = left->device ? left->device->address : "";
	const char *right_device = right->device ? right->device->address : "";
	int order = strcmp(left_device, right_device);

	if (!order)
		order = (int)left->config - (int)right->config;
	if (!order)
		order = left->bar - right->bar;
	if (!order)
		order = (int)left->rest - (int)right->rest;
	if (!order)
		order = compare_numbers(left->offset, right->offset);
	if (!order)
		order = strcmp(left->name ? left->name : "", right->name ? right->name : "");
	return order;
}

static int largest_first(uint64_t left, uint64_t right, const void *a, const void *b)
{
	int order = compare_numbers(right, left);

	return order ? order : by_offset(a, b);
}

#define ORDER(name, what) \
	static int by_##name(const void *a, const void *b) \
	{ \
		const struct row *row = a; \
		uint64_t left = (what); \
		\
		row = b; \
		return largest_first(left, (what), a, b); \
	}

ORDER(accesses, row->reads + row->writes)
ORDER(reads, row->reads)
ORDER(writes, row->writes)
ORDER(values, row->distinct.count)
ORDER(polling, row->polling)

static int by_name(const void *a, const void *b)
{
	const struct row *left = a, *right = b;
	int order = strcmp(left->name ? left->name : "", right->name ? right->name : "");

	return order ? order : by_offset(a, b);
}

/**
 * tally_sort() - put the rows in an order, and the functions of each
 * @tally: the counts; nothing can be added any more
 * @order: which; TALLY_FIRST is the one they are in
 */
void tally_sort(struct tally *tally, enum tally_order order)
{
	static int (*const compare[])(const void *, const void *) = {
		[TALLY_ACCESSES] = by_accesses, [TALLY_READS] = by_reads,
		[TALLY_WRITES] = by_writes, [TALLY_OFFSET] = by_offset,
		[TALLY_NAME] = by_name, [TALLY_VALUES] = by_values,
		[TALLY_POLLING] = by_polling,
	};

	size_t i;

	for (i = 0; i < tally->rows; i++)
		if (tally->row[i].callers)
			qsort(tally->row[i].calls, tally->row[i].callers,
			      sizeof(struct calls), most_calls);
	if (order != TALLY_FIRST && tally->rows)
		qsort(tally->row, tally->rows, sizeof(*tally->row), compare[order]);
}
