// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "base/large.h"
#include "change.h"

#define WORD	8U
#define BLOCK	(CHANGE_WORDS * WORD)	/* bytes that are kept together */

#define CHANGES_BYTES	(CHANGE_BLOCKS * sizeof(struct change_block))

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
	changes->block = large_new(CHANGES_BYTES);
	return changes->block ? 0 : -1;
}

/** changes_end() - release the values */
void changes_end(struct changes *changes)
{
	large_free(changes->block, CHANGES_BYTES);
	changes->block = NULL;
}

static uint64_t place_of(const struct mmt_record *record)
{
	return record->device ? record->offset : record->phys;
}

/* Never 0, the key of nothing. */
static uint64_t key_of(const struct mmt_record *record, uint64_t place, enum plane plane)
{
	uint64_t key = place / BLOCK;

	key ^= (uint64_t)(record->device ? record->device->index + 1 : 0) << 48;
	key ^= (uint64_t)(unsigned int)(record->bar + 2) << 59;
	key ^= (uint64_t)plane << 46;
	key ^= (uint64_t)mmt_is_config(record->kind) << 45;
	return key | 1ULL << 63;
}

/* The block of @key; when it was another's nothing is known of it. */
static struct change_block *bring(struct changes *changes, uint64_t key)
{
	/* Neighbours stay neighbours; other devices, and what is far away, lie elsewhere. */
	uint64_t far = (key / CHANGE_BLOCKS * 0x9e3779b97f4a7c15ULL) >> 47;
	struct change_block *block = &changes->block[(key ^ far) % CHANGE_BLOCKS];

	if (block->key != key) {
		block->key = key;
		memset(block->known, 0, sizeof(block->known));
	}
	return block;
}

/* The bits of @bytes bytes: bit 0 is the first. */
static uint64_t bits_of(unsigned int bytes)
{
	return bytes >= WORD ? UINT64_MAX : (UINT64_C(1) << 8 * bytes) - 1;
}

/* From a bit for a byte to eight. */
static uint64_t spread(uint8_t known)
{
	const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
	/* Byte n has bit n of @known; then its highest bit says whether it has any. */
	uint64_t bits = known * UINT64_C(0x0101010101010101) & UINT64_C(0x8040201008040201);

	bits = (((bits & low) + low) | bits) & ~low;
	return (bits >> 7) * 0xff;
}

/*
 * Write @bytes bytes of @value at @place, all in one word. Return the bits that were known
 * of them before, and these in @old.
 */
static inline __attribute__((always_inline)) uint64_t
put(struct changes *changes, const struct mmt_record *record, uint64_t place, enum plane plane,
    unsigned int bytes, uint64_t value, uint64_t *old)
{
	struct change_block *block = bring(changes, key_of(record, place, plane));
	unsigned int word = place / WORD % CHANGE_WORDS, at = place % WORD;
	uint64_t bits = bits_of(bytes) << 8 * at;
	uint64_t known = (spread(block->known[word]) & bits) >> 8 * at;

	*old = block->value[word] >> 8 * at & known;
	block->value[word] = (block->value[word] & ~bits) | (value << 8 * at & bits);
	block->known[word] |= (uint8_t)(((1U << bytes) - 1) << at);
	return known;
}

static void forget(struct changes *changes, const struct mmt_record *record, uint64_t place,
		   enum plane plane)
{
	bring(changes, key_of(record, place, plane))->known[place / WORD % CHANGE_WORDS] = 0;
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
			put(changes, record, place, plane, bytes,
			    bytes_at(record->bytes + done, bytes), &old);
		else
			forget(changes, record, place, plane);
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
 * Return: which bits of @old are known; maybe no longer, when much was accessed since.
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

	known = put(changes, record, place, plane, first, record->value, old);
	if (first < width) {
		rest = put(changes, record, place + first, plane, width - first,
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
			forget(changes, record, word * WORD, (enum plane)plane);
}
