// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/large.h"
#include "tally.h"

#define INDEX_SIZE	(1u << 18)	/* more than twice the rows */
#define SPARE_ROWS	1024	/* of registers that are counted together */

#define ROW_BYTES	(TALLY_ROWS * sizeof(struct row))

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
	tally->most = TALLY_ROWS - SPARE_ROWS;
	tally->row = large_new(ROW_BYTES);
	tally->index.place = calloc(INDEX_SIZE, sizeof(tally->index.place[0]));
	tally->index.places = INDEX_SIZE;
	if (!pool_begin(&tally->pool, DISTINCT_MEMORY) && tally->row && tally->index.place)
		return 0;
	tally_end(tally);
	return -1;
}

/** tally_end() - release the counts */
void tally_end(struct tally *tally)
{
	size_t i;

	for (i = 0; tally->row && i < tally->rows; i++)
		free(tally->row[i].name);
	large_free(tally->row, ROW_BYTES);
	pool_end(&tally->pool);
	free(tally->index.place);
	tally->row = NULL;
	tally->index.place = NULL;
}

/**
 * struct row_key - what tells a row from the others, as in struct row
 * @task: name of a task that is counted, else NULL
 */
struct row_key {
	const struct mmt_device *device;
	uint64_t offset;
	uint32_t id;
	int bar;
	bool config;
	bool rest;
	uint8_t shift;
	const char *task;
};

static uint64_t hash_of(const struct row_key *key)
{
	return key->offset ^ (uint64_t)key->id << 40 ^ (uint64_t)key->config << 33 ^
	       (uint64_t)key->rest << 34 ^ (uint64_t)(unsigned int)(key->bar + 1) << 35 ^
	       (uint64_t)(uintptr_t)key->device << 20 ^ (uint64_t)key->shift << 56;
}

static bool is_key(const struct row *row, const struct row_key *key)
{
	return row->offset == key->offset && row->device == key->device &&
	       row->bar == key->bar && row->id == key->id && row->config == key->config &&
	       row->rest == key->rest && row->shift == key->shift &&
	       (!key->task || !strcmp(row->name, key->task));
}

/* The place of a register in the index, empty when it has no row. */
static uint32_t *place_of(const struct tally *tally, const struct row_key *key)
{
	uint32_t *place;

	lookup_each(place, &tally->index, hash_of(key))
		if (is_key(&tally->row[lookup_number(place)], key))
			break;
	return place;
}

/**
 * tally_close_gaps() - drop the rows that count nothing any more
 * @tally: its rows change their places
 */
void tally_close_gaps(struct tally *tally)
{
	size_t i, kept = 0;

	for (i = 0; i < tally->rows; i++) {
		struct row *row = &tally->row[i];

		if (row->reads + row->writes)
			tally->row[kept++] = *row;
	}
	memset(tally->row + kept, 0, (tally->rows - kept) * sizeof(*tally->row));
	tally->rows = kept;
	memset(tally->index.place, 0, tally->index.places * sizeof(tally->index.place[0]));
	for (i = 0; i < tally->rows; i++) {
		const struct row *row = &tally->row[i];
		const struct row_key key = {
			.device = row->device, .offset = row->offset, .id = row->id,
			.bar = row->bar, .config = row->config, .rest = row->rest,
			.shift = row->shift,
			.task = tally->by == TALLY_TASK ? row->name : NULL,
		};

		lookup_put(place_of(tally, &key), (uint32_t)i);
	}
	/* It is known by its place. */
	polling_end(&tally->polling);
	tally->polling.of = NULL;
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

static char *name_of_row(const struct tally *tally, const struct mmt_record *record,
			 const struct caller *caller, const struct mmt_named *part,
			 unsigned int parts)
{
	switch (tally->by) {
	case TALLY_REGISTER:
		return parts ? name_of(part, parts) : NULL;
	case TALLY_FUNCTION:
		return caller ? strndup(caller->name, caller->length) : NULL;
	case TALLY_TASK:
		return strdup(record->task);
	case TALLY_DEVICE:
		break;
	}
	return NULL;
}

static struct row *new_row(struct tally *tally, const struct counted *counted,
			   const struct row_key *key, uint32_t *place)
{
	struct row *row = &tally->row[tally->rows];

	lookup_put(place, (uint32_t)tally->rows++);
	row->device = key->device;
	row->bar = (int8_t)key->bar;
	row->config = key->config;
	row->offset = key->offset;
	row->id = key->id;
	row->rest = key->rest;
	row->phys = counted->phys;
	row->since = row->until = counted->time;
	row->first = counted->value;
	row->shortest = UINT64_MAX;
	return row;
}

/* The row of all that came when there were too many. NULL when even these are. */
static struct row *rest_row(struct tally *tally, const struct counted *counted,
			    const struct row_key *key)
{
	const struct row_key rest = {
		.device = key->device, .bar = key->bar, .config = key->config, .rest = true,
	};
	uint32_t *place = place_of(tally, &rest);

	tally->rested++;
	if (*place)
		return &tally->row[lookup_number(place)];
	return tally->rows == TALLY_ROWS ? NULL : new_row(tally, counted, &rest, place);
}

/* The place of the row that has gathered what lies around a register, or NULL. */
static const uint32_t *gathered(struct tally *tally, const struct row_key *key)
{
	uint32_t shifts = key->id ? 0 : tally->shifts;

	for (; shifts; shifts &= shifts - 1) {
		struct row_key around = *key;
		uint32_t *place;

		around.shift = (uint8_t)__builtin_ctz(shifts);
		around.offset = key->offset >> around.shift << around.shift;
		place = place_of(tally, &around);
		if (*place)
			return place;
	}
	return NULL;
}

static struct row_key key_of(const struct tally *tally, const struct mmt_record *record,
			     const struct caller *caller, const struct mmt_named *part,
			     unsigned int parts)
{
	struct row_key key = { .bar = MMT_NO_BAR };

	switch (tally->by) {
	case TALLY_REGISTER:
		key.device = record->device;
		key.offset = record->device ? record->offset : record->phys;
		key.id = parts ? part[0].id + 1 : 0;
		key.bar = record->bar;
		key.config = mmt_is_config(record->kind);
		break;
	case TALLY_FUNCTION:
		key.offset = caller ? caller->id + 1UL : 0;
		break;
	case TALLY_TASK:
		key.task = record->task;
		for (const char *c = record->task; *c; c++)
			key.offset = key.offset * 31 + (unsigned char)*c;
		break;
	case TALLY_DEVICE:
		key.device = record->device;
		break;
	}
	return key;
}

/* The row of a key; *@made says whether it is a new one. NULL when there are too many. */
static struct row *row_of(struct tally *tally, const struct counted *counted,
			  const struct row_key *key, bool *made)
{
	uint32_t *place = place_of(tally, key);
	const uint32_t *around;

	*made = false;
	if (*place)
		return &tally->row[lookup_number(place)];
	around = gathered(tally, key);
	if (around)
		return &tally->row[lookup_number(around)];
	if (tally->rows >= tally->most) {
		if (!crowd_gather(tally))
			return rest_row(tally, counted, key);
		return row_of(tally, counted, key, made);
	}
	*made = true;
	return new_row(tally, counted, key, place);
}

static bool more_callers(struct tally *tally, struct row *row)
{
	uint8_t room = row->room ? row->room * 2 : 2;
	struct calls *calls = NULL;

	if (row->room < TALLY_CALLERS)
		calls = pool_get(&tally->pool, room * sizeof(*calls));
	if (!calls)
		return false;
	if (row->calls)
		memcpy(calls, row->calls, row->room * sizeof(*calls));
	pool_put(&tally->pool, row->calls, row->room * sizeof(*calls));
	row->calls = calls;
	row->room = room;
	return true;
}

/**
 * row_count_caller() - count accesses by a function
 * @tally: the counts
 * @row: one of its rows
 * @caller: the function
 * @count: how many accesses
 *
 * Who is found takes one step to the front: those who do most are found soon.
 */
void row_count_caller(struct tally *tally, struct row *row, const struct caller *caller,
		      uint64_t count)
{
	struct calls *calls = row->calls;
	unsigned int i;

	for (i = 0; i < row->callers; i++) {
		if (calls[i].caller != caller)
			continue;
		calls[i].count += count;
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
	row->calls[row->callers++] = (struct calls){ caller, count };
}

static unsigned int width_bit(unsigned int width)
{
	return width ? 31U - (unsigned int)__builtin_clz(width) : 0;
}

/* Of registers that have one row together: where the last one lies. */
static void note_range(struct row *row, const struct counted *counted)
{
	if (row->shift && counted->offset > row->last_offset)
		row->last_offset = counted->offset;
}

static void count_in(struct tally *tally, struct row *row, const struct counted *counted)
{
	tally->accesses++;
	if (!row)
		return;
	if (row->shift || tally->by != TALLY_REGISTER)
		polling_end(&tally->polling);
	else
		row->polling += polling_add(&tally->polling, row, counted->write, counted->time,
					    row->until);
	if (row->reads + row->writes) {
		uint64_t between = counted->time > row->until ? counted->time - row->until : 0;

		row->total += between;
		if (between < row->shortest)
			row->shortest = between;
		if (between > row->longest)
			row->longest = between;
		if (counted->value != row->last)
			distinct_add(&row->distinct, counted->value, &tally->pool);
	} else {
		distinct_add(&row->distinct, counted->value, &tally->pool);
	}
	if (counted->write)
		row->writes++;
	else
		row->reads++;
	row->last = counted->value;
	row->until = counted->time;
	note_range(row, counted);
	row->widths |= (uint8_t)(1U << width_bit(counted->width));
	if (counted->caller)
		row_count_caller(tally, row, counted->caller, 1);
}

/* Member by member: what is put together first and then copied has to wait for itself. */
static void take(struct counted *counted, const struct mmt_record *record,
		 const struct caller *caller)
{
	counted->device = record->device;
	counted->offset = record->device ? record->offset : record->phys;
	counted->phys = record->phys;
	counted->value = record->value;
	counted->time = record->time;
	counted->caller = caller;
	counted->width = record->width;
	counted->bar = (int8_t)record->bar;
	counted->config = mmt_is_config(record->kind);
	counted->write = mmt_is_write(record->kind);
	counted->row = NULL;
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
	const struct row_key key = key_of(tally, record, caller, part, parts);
	struct counted counted;
	struct row *row;
	bool made;

	take(&counted, record, caller);
	row = row_of(tally, &counted, &key, &made);
	if (made) {
		row->name = name_of_row(tally, record, caller, part, parts);
		tally->failed |= !row->name && (parts || key.task);
	}
	count_in(tally, row, &counted);
}

/**
 * tally_skip() - an access that is not counted, but ends polling of what is
 * @tally: the counts
 */
void tally_skip(struct tally *tally)
{
	polling_end(&tally->polling);
}

static struct row_key place_key(const struct counted *counted)
{
	return (struct row_key){
		.device = counted->device, .offset = counted->offset, .bar = counted->bar,
		.config = counted->config,
	};
}

/**
 * tally_look() - begin to count an access to a register without a name
 * @tally: the counts, of registers
 * @counted: filled in
 * @record: the access
 * @caller: its function, or NULL
 */
void tally_look(const struct tally *tally, struct counted *counted,
		const struct mmt_record *record, const struct caller *caller)
{
	struct row_key key;

	take(counted, record, caller);
	key = place_key(counted);
	counted->place = lookup_first(&tally->index, hash_of(&key));
	__builtin_prefetch(counted->place);
}

/** tally_fetch_row() - bring its row to hand, the index having come */
void tally_fetch_row(const struct tally *tally, struct counted *counted)
{
	const char *row;

	if (!*counted->place)
		return;
	counted->row = &tally->row[lookup_number(counted->place)];
	row = (const char *)counted->row;
	__builtin_prefetch(row, 1);
	__builtin_prefetch(row + 64, 1);
	__builtin_prefetch(row + 128, 1);
}

/** tally_fetch_values() - bring to hand where its value is looked for, the row having come */
void tally_fetch_values(const struct counted *counted)
{
	const struct row *row = counted->row;

	if (!row)
		return;
	if (row->calls)
		__builtin_prefetch(row->calls, 1);
	if (row->distinct.many)
		distinct_fetch(&row->distinct, counted->value);
}

/**
 * tally_count() - count it
 * @tally: the counts
 * @counted: from tally_look(); rows may have come and gone since
 */
void tally_count(struct tally *tally, const struct counted *counted)
{
	const struct row_key key = place_key(counted);
	struct row *row = counted->row;
	bool made;

	if (!row || row >= tally->row + tally->rows || !is_key(row, &key))
		row = row_of(tally, counted, &key, &made);
	count_in(tally, row, counted);
}
