// SPDX-License-Identifier: GPL-2.0
/* From records to items. */
#include "run.h"

#include <stdlib.h>
#include <stdio.h>

#include "base/bisect.h"
#include "base/hash.h"
#include "base/room.h"
#include "naming/names.h"
#include "reading/trace.h"

#define NAME_MOST	512

/**
 * run_new() - no accesses yet
 * @of: what the run is
 * @trace: where its records come from
 * @names: names of its registers, or NULL
 * @words: texts of all runs
 * @origins: likewise
 *
 * Return: the run, or NULL when out of memory.
 */
struct diff_run *run_new(enum mmt_run of, struct mmt_trace *trace, struct mmt_names *names,
			 struct diff_words *words, struct diff_origins *origins)
{
	struct diff_run *run = calloc(1, sizeof(*run));

	if (!run)
		return NULL;
	run->of = of;
	run->trace = trace;
	run->names = names;
	run->words = words;
	run->origins = origins;
	return run;
}

/** run_free() - free a run; NULL is fine */
void run_free(struct diff_run *run)
{
	if (!run)
		return;
	for (uint32_t i = 0; i < run->devices; i++)
		stream_free(&run->device[i].stream);
	free(run->device);
	free(run->by_index);
	free(run->by_mapping);
	keys_free(&run->mappings);
	free(run->loss);
	free(run->marks.at);
	keys_free(&run->keys);
	free(run);
}

/* A new device, its number; NOBODY when out of memory. */
static uint32_t new_device(struct diff_run *run, const struct mmt_device *device,
			   uint64_t phys, uint64_t length)
{
	struct diff_device *more = room_for_more(run->device, run->devices, &run->devices_room,
						 sizeof(*more));

	if (!more)
		return NOBODY;
	run->device = more;
	run->device[run->devices] = (struct diff_device){
		.device = device, .phys = phys, .length = length,
		.stream = { .group = NOBODY }, .role = NOBODY,
	};
	return run->devices++;
}

static uint32_t device_number(struct diff_run *run, const struct mmt_device *device)
{
	uint32_t *more;

	if (device->index >= run->indexes) {
		more = realloc(run->by_index, (device->index + 16UL) * sizeof(*more));
		if (!more)
			return NOBODY;
		run->by_index = more;
		while (run->indexes < device->index + 16)
			more[run->indexes++] = 0;
	}
	if (!run->by_index[device->index]) {
		uint32_t number = new_device(run, device, 0, 0);

		if (number == NOBODY)
			return NOBODY;
		run->by_index[device->index] = number + 1;
	}
	return run->by_index[device->index] - 1;
}

/* A log that describes no devices has mappings; what is in none lies where it lies. */
static uint32_t mapping_number(struct diff_run *run, const struct mmt_record *record)
{
	uint32_t known = run->mappings.n, number, *more;
	uint64_t phys, length;

	if (!record->map || !trace_mapping(run->trace, record->map, &phys, &length))
		phys = length = 0;
	number = key_number(&run->mappings, &(struct diff_key){
		.offset = phys, .word = (uint32_t)length, .device = (uint32_t)(length >> 32) });
	if (number == NOBODY || number < known)
		return number == NOBODY ? NOBODY : run->by_mapping[number];
	more = room_for_more(run->by_mapping, known, &run->mappings_room, sizeof(*more));
	if (!more)
		return NOBODY;
	run->by_mapping = more;
	more[number] = new_device(run, NULL, phys, length);
	return more[number];
}

/* Whether an access is of what an index register has selected, and nobody has described. */
static bool is_selected(const struct diff_run *run)
{
	return run->names && run->names->unnamed;
}

/* One name for all registers of an access. */
static uint32_t name_of(struct diff_run *run, const struct mmt_named *part, unsigned int parts)
{
	char name[NAME_MOST];
	int length;

	if (!parts)
		return 0;
	if (parts > 1)
		length = snprintf(name, sizeof(name), "%s .. %s", part[0].name, part[parts - 1].name);
	else if (is_selected(run))
		length = snprintf(name, sizeof(name), "%s[0x%llx]", part->name,
				  (unsigned long long)run->names->selected);
	else
		return word_number(run->words, part->name, strlen(part->name));
	if (length >= NAME_MOST)
		length = NAME_MOST - 1;
	return word_number(run->words, name, (size_t)length);
}

static uint32_t new_key(struct diff_run *run, const struct mmt_record *record,
			const struct mmt_named *part, unsigned int parts)
{
	struct diff_key key = { .width = (uint8_t)record->width, .kind = (uint8_t)record->kind,
				.bar = (int8_t)record->bar, .offset = record->offset };

	key.device = record->device ? device_number(run, record->device) :
				      mapping_number(run, record);
	if (key.device == NOBODY)
		return NOBODY;
	if (!record->device)
		key.offset = record->phys - run->device[key.device].phys;
	key.place = key.offset;
	key.shown = name_of(run, part, parts);
	if (key.shown == NOBODY)
		return NOBODY;
	/* Where the name says it, the register is the same wherever it lies. */
	if (parts == 1 && part->reg) {
		key.word = key.shown;
		key.offset = 0;
		key.reg = part->reg;
	}
	return key_number(&run->keys, &key);
}

/* The key of an access; NOBODY when out of memory. */
static uint32_t key_of(struct diff_run *run, const struct mmt_record *record,
		       const struct mmt_named *part, unsigned int parts)
{
	uint64_t what = (uint64_t)(parts ? part->id + 1 : 0) << 32 | record->width << 16 |
			(uint32_t)(uint8_t)record->bar << 8 | (uint32_t)record->kind;
	uint64_t place = record->device ? record->offset : record->phys;
	size_t slot = spread(place ^ what << 20) >> 52;

	if (parts > 1 || is_selected(run) || run->key[slot].what != what || run->key[slot].offset != place ||
	    run->key[slot].device != record->device || !record->device) {
		uint32_t key = new_key(run, record, part, parts);

		if (key == NOBODY)
			return NOBODY;
		run->key[slot].what = what;
		run->key[slot].offset = place;
		run->key[slot].device = record->device;
		run->key[slot].key = key;
	}
	return run->key[slot].key;
}

/*
 * "function+0x12 [module]": the function, whichever way its module was built. A bare
 * address says nothing: it is another one with each load.
 */
static uint32_t function_of(struct diff_run *run, uint64_t pc)
{
	const char *name = pc ? mmt_function(run->trace, pc) : "0x0";

	return strncmp(name, "0x", 2) ? word_number(run->words, name, strcspn(name, "+ ")) : 0;
}

static uint32_t origin_of(struct diff_run *run, const struct mmt_record *record)
{
	size_t slot = spread(record->pc + (uint32_t)record->pid) >> 52;
	uint32_t function;

	if (run->origin[slot].pc == record->pc && run->origin[slot].cpu == record->cpu &&
	    run->origin[slot].pid == record->pid)
		return run->origin[slot].number;
	function = function_of(run, record->pc);
	if (function == NOBODY)
		return NOBODY;
	run->origin[slot].number = origin_number(run->origins, function, record->cpu, record->pid);
	run->origin[slot].pc = record->pc;
	run->origin[slot].cpu = record->cpu;
	run->origin[slot].pid = record->pid;
	return run->origin[slot].number;
}

static uint64_t value_of(const struct mmt_record *record)
{
	if (record->width <= 8 || !record->bytes)
		return record->value;
	return spread(hash_text((const char *)record->bytes, record->width));
}

/**
 * run_add() - the next access that is compared
 * @run: the run
 * @record: the access
 * @part: its registers
 * @parts: how many, may be 0
 *
 * Return: 0, or -1 when out of memory, or there are more accesses than can be numbered.
 */
int run_add(struct diff_run *run, const struct mmt_record *record,
	    const struct mmt_named *part, unsigned int parts)
{
	struct diff_item item = {
		.value = value_of(record), .time = record->time, .count = 1,
		.index = (uint32_t)run->accesses++,
		.key = key_of(run, record, part, parts),
		.origin = origin_of(run, record),
	};

	if (item.key == NOBODY || item.origin == NOBODY || run->accesses >= NOBODY)
		return -1;
	return stream_add(&run->device[run->keys.at[item.key].device].stream, &item,
			  mmt_is_write(record->kind) ? NOBODY :
			  item.origin ? run->origins->at[item.origin].worker : 0);
}

/**
 * run_loss() - records are missing here
 * @run: the run
 *
 * Return: 0, or -1 when out of memory.
 */
int run_loss(struct diff_run *run)
{
	uint32_t *more;

	if (run->losses && run->loss[run->losses - 1] == run->accesses)
		return 0;
	more = room_for_more(run->loss, run->losses, &run->losses_room, sizeof(*more));
	if (!more)
		return -1;
	run->loss = more;
	run->loss[run->losses++] = (uint32_t)run->accesses;
	return 0;
}

/**
 * run_lost_between() - are records missing somewhere between two accesses?
 * @run: the run
 * @from: number of the one, and one: 0 is the begin of the trace
 * @to: number of the other
 */
bool run_lost_between(const struct diff_run *run, uint64_t from, uint64_t to)
{
	uint32_t first = bisect(run->losses, i, run->loss[i] >= from);

	return first < run->losses && run->loss[first] <= to;
}

/* A place of a register, whatever it is called there. */
static struct diff_key place_key(const struct diff_key *key)
{
	struct diff_key place = *key;

	place.word = 0;
	place.offset = key->place;
	return place;
}

/*
 * The number that other runs have for the register at a place, where it has a name on one
 * side only: descriptions are of a driver, and may not know the other one. What an index
 * register has selected are several at one place, and have no other number than their own.
 */
static uint32_t number_at(const struct diff_keys *keys, struct diff_keys *places,
			  const uint32_t *at_place, uint32_t n, const struct diff_key *key)
{
	struct diff_key place = place_key(key);
	uint32_t before = places->n, number = key_number(places, &place);

	if (places->n != before || number >= n)
		return NOBODY;
	number = at_place[number];
	return number != NOBODY && !keys->at[number].word != !key->word ? number : NOBODY;
}

/* For each place the only register there, or NOBODY. Return -1 when out of memory. */
static int find_places(const struct diff_keys *keys, struct diff_keys *places, uint32_t *at_place)
{
	for (uint32_t i = 0; i < keys->n; i++) {
		struct diff_key place = place_key(&keys->at[i]);
		uint32_t before = places->n, number = key_number(places, &place);

		if (number == NOBODY)
			return -1;
		at_place[number] = places->n == before ? NOBODY : i;
	}
	return 0;
}

/**
 * run_share_keys() - number what the items are of as all runs do
 * @run: the run, which is complete; the roles of its devices are known
 * @keys: of all runs
 *
 * Items of devices without a role are not for comparison any more. Return: 0, or -1 when
 * out of memory.
 */
int run_share_keys(struct diff_run *run, struct diff_keys *keys)
{
	uint32_t *number = malloc((run->keys.n + 1UL) * sizeof(*number)), i;
	uint32_t *at_place = malloc((keys->n + 1UL) * sizeof(*at_place));
	struct diff_keys places = { .n = 0 };
	int status = number && at_place ? find_places(keys, &places, at_place) : -1;
	uint32_t known = places.n;

	for (i = 0; i < run->keys.n && !status; i++) {
		struct diff_key key = run->keys.at[i];

		number[i] = 0;
		key.device = run->device[key.device].role;
		if (key.device == NOBODY)
			continue;
		number[i] = number_at(keys, &places, at_place, known, &key);
		if (number[i] == NOBODY)
			number[i] = key_number(keys, &key);
		if (number[i] == NOBODY)
			status = -1;
	}
	keys_free(&places);
	free(at_place);
	if (status) {
		free(number);
		return -1;
	}
	for (i = 0; i < run->devices; i++)
		for (uint32_t j = 0; j < run->device[i].stream.n; j++)
			run->device[i].stream.item[j].key = number[run->device[i].stream.item[j].key];
	free(number);
	keys_free(&run->keys);
	run->keys = (struct diff_keys){ .n = 0 };
	return 0;
}
