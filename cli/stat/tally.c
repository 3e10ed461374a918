// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tally.h"

#define INDEX_SIZE	(1u << 18)	/* more than twice the rows */
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
	tally->index.place = calloc(INDEX_SIZE, sizeof(tally->index.place[0]));
	tally->index.places = INDEX_SIZE;
	if (tally->row && tally->index.place)
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
	free(tally->index.place);
	tally->row = NULL;
	tally->index.place = NULL;
}

/* The place of a register in the index, empty when it has no row. */
static uint32_t *place_of(const struct tally *tally, const struct mmt_record *record,
			  uint64_t offset, uint32_t id, bool rest)
{
	bool config = mmt_is_config(record->kind);
	uint64_t hash = offset ^ (uint64_t)id << 40 ^ (uint64_t)config << 33 ^
			(uint64_t)rest << 34 ^ (uint64_t)(unsigned int)(record->bar + 1) << 35 ^
			(uint64_t)(uintptr_t)record->device << 20;
	uint32_t *place;

	lookup_each(place, &tally->index, hash) {
		const struct row *row = &tally->row[lookup_number(place)];

		if (row->offset == offset && row->device == record->device &&
		    row->bar == record->bar && row->id == id && row->config == config &&
		    row->rest == rest)
			break;
	}
	return place;
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
			   const struct mmt_named *part, unsigned int parts, uint32_t *place)
{
	struct row *row = &tally->row[tally->rows];

	lookup_put(place, (uint32_t)tally->rows++);
	row->device = record->device;
	row->bar = (int8_t)record->bar;
	row->config = mmt_is_config(record->kind);
	row->offset = record->device ? record->offset : record->phys;
	row->phys = record->phys;
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
	uint32_t *place = place_of(tally, record, 0, 0, true);
	struct row *row;

	tally->rested++;
	if (*place)
		return &tally->row[lookup_number(place)];
	if (tally->rows == TALLY_ROWS)
		return NULL;
	row = new_row(tally, record, NULL, 0, place);
	row->offset = 0;
	row->rest = true;
	return row;
}

static struct row *row_of(struct tally *tally, const struct mmt_record *record,
			  const struct mmt_named *part, unsigned int parts)
{
	uint32_t id = parts ? part[0].id + 1 : 0;
	uint64_t offset = record->device ? record->offset : record->phys;
	uint32_t *place = place_of(tally, record, offset, id, false);

	if (*place)
		return &tally->row[lookup_number(place)];
	if (tally->rows >= tally->most)
		return rest_row(tally, record);
	return new_row(tally, record, part, parts, place);
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
	row->polling += polling_add(&tally->polling, row, write, record->time, row->until);
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
	polling_end(&tally->polling);
}
