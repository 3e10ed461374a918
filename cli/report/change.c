// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "change.h"

#define WORD 8U	/* bytes that are kept together */

/* Who has put the value there: at some places reading and writing are apart. */
enum plane {
	PLANE_BOTH,
	PLANE_READ,
	PLANE_WRITE,
	N_PLANES,
};

/**
 * changes_begin() - nothing is known yet
 * @changes: filled in; release with changes_end()
 *
 * 8 MB, of which only what is used takes memory; it does not grow.
 *
 * Return: 0, or -1 when out of memory.
 */
int changes_begin(struct changes *changes)
{
	/* aligned_alloc() would have to be cleared, and all of it would take memory. */
	changes->memory = calloc(CHANGE_SETS + 1, sizeof(*changes->set));
	if (!changes->memory)
		return -1;
	changes->set = (struct change_set *)(((uintptr_t)changes->memory + sizeof(*changes->set) - 1) &
					     ~(uintptr_t)(sizeof(*changes->set) - 1));
	return 0;
}

/** changes_end() - release the values */
void changes_end(struct changes *changes)
{
	free(changes->memory);
	changes->memory = NULL;
	changes->set = NULL;
}

static uint64_t place_of(const struct mmt_record *record)
{
	return record->device ? record->offset : record->phys;
}

/* Never 0, the key of nothing. */
static uint64_t key_of(const struct mmt_record *record, uint64_t place, enum plane plane)
{
	uint64_t key = place / WORD;

	key ^= (uint64_t)(record->device ? record->device->index + 1 : 0) << 48;
	key ^= (uint64_t)(unsigned int)(record->bar + 2) << 59;
	key ^= (uint64_t)plane << 46;
	key ^= (uint64_t)mmt_is_config(record->kind) << 45;
	return key | 1ULL << 63;
}

static struct change_set *set_of(struct changes *changes, uint64_t key)
{
	return &changes->set[(key * 0x9e3779b97f4a7c15ULL) >> 47];
}

/* Make the word of @key the latest of its set, one of which nothing is known if need be. */
static struct change_set *bring(struct changes *changes, uint64_t key)
{
	struct change_set *set = set_of(changes, key);
	uint64_t value;
	uint8_t known;
	int way = 0;

	if (set->key[0] == key)
		return set;
	while (way < CHANGE_WAYS && set->key[way] != key)
		way++;
	if (way == CHANGE_WAYS) {
		value = known = 0;
		way--;
	} else {
		value = set->value[way];
		known = set->known[way];
	}
	for (; way; way--) {
		set->key[way] = set->key[way - 1];
		set->value[way] = set->value[way - 1];
		set->known[way] = set->known[way - 1];
	}
	set->key[0] = key;
	set->value[0] = value;
	set->known[0] = known;
	return set;
}

/* The bits of @bytes bytes: bit 0 is the first. */
static uint64_t bits_of(unsigned int bytes)
{
	return bytes >= WORD ? UINT64_MAX : (UINT64_C(1) << 8 * bytes) - 1;
}

/* From a bit for a byte to eight. */
static uint64_t spread(uint8_t known)
{
	uint64_t bits = 0;
	unsigned int i;

	if (known == 0xff)
		return UINT64_MAX;
	for (i = 0; i < WORD; i++)
		if (known >> i & 1)
			bits |= UINT64_C(0xff) << 8 * i;
	return bits;
}

/*
 * Write @bytes bytes of @value into the word of @key, the first at byte @at.
 * Return the bits that were known of them before, and these in @old.
 */
static uint64_t put(struct changes *changes, uint64_t key, unsigned int at, unsigned int bytes,
		    uint64_t value, uint64_t *old)
{
	struct change_set *set = bring(changes, key);
	uint64_t bits = bits_of(bytes) << 8 * at;
	uint64_t known = (spread(set->known[0]) & bits) >> 8 * at;

	*old = set->value[0] >> 8 * at & known;
	set->value[0] = (set->value[0] & ~bits) | (value << 8 * at & bits);
	set->known[0] |= (uint8_t)(((1U << bytes) - 1) << at);
	return known;
}

static uint64_t bytes_at(const uint8_t *bytes, unsigned int count)
{
	uint64_t value = 0;

	while (count--)
		value = value << 8 | bytes[count];
	return value;
}

/* The bytes behind the first eight, of which nobody asks what they were. */
static void put_rest(struct changes *changes, const struct mmt_record *record, enum plane plane)
{
	unsigned int done = WORD, bytes;
	uint64_t old;

	for (; done < record->width && done < MMT_WIDEST; done += bytes) {
		uint64_t place = place_of(record) + done;
		unsigned int at = place % WORD;

		bytes = WORD - at < record->width - done ? WORD - at : record->width - done;
		if (record->bytes)
			put(changes, key_of(record, place, plane), at, bytes,
			    bytes_at(record->bytes + done, bytes), &old);
		else
			bring(changes, key_of(record, place, plane))->known[0] = 0;
	}
}

/**
 * changes_update() - learn the value of an access
 * @changes: the values
 * @record: an access
 * @apart: the register is only for reading, or only for writing, so that what is
 *	done the other way at its place says nothing
 * @old: gets what was known of its bytes, of a wide access the first eight
 *
 * Return: which bits of @old are known; no longer, when much was accessed since.
 */
uint64_t changes_update(struct changes *changes, const struct mmt_record *record, bool apart,
			uint64_t *old)
{
	enum plane plane = !apart ? PLANE_BOTH : mmt_is_write(record->kind) ? PLANE_WRITE :
									      PLANE_READ;
	unsigned int width = record->width < WORD ? record->width : WORD;
	uint64_t place = place_of(record);
	unsigned int at = place % WORD;
	unsigned int first = width < WORD - at ? width : WORD - at;
	uint64_t known, rest, old_rest;

	known = put(changes, key_of(record, place, plane), at, first, record->value, old);
	if (first < width) {
		rest = put(changes, key_of(record, place + first, plane), 0, width - first,
			   record->value >> 8 * first, &old_rest);
		known |= rest << 8 * first;
		*old |= old_rest << 8 * first;
	}
	if (record->width > WORD)
		put_rest(changes, record, plane);
	return known;
}

/**
 * changes_forget() - what is there is no longer known
 * @changes: the values
 * @record: an access whose value, and maybe width, the trace does not say
 */
void changes_forget(struct changes *changes, const struct mmt_record *record)
{
	unsigned int width = record->width ? record->width : MMT_WIDEST;
	uint64_t place = place_of(record), word;
	int plane;

	for (word = place / WORD; word <= (place + width - 1) / WORD; word++)
		for (plane = 0; plane < N_PLANES; plane++)
			bring(changes, key_of(record, word * WORD, (enum plane)plane))->known[0] = 0;
}
