/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is compared. An item is an access, or reads of one register in a row that wait for
 * a value: a poll, in which only what came of it counts. Items of one device are a stream;
 * streams are aligned each by itself, as devices do not wait for one another. What an item
 * is of - device, BAR, register, direction, width - is a key, a small number; so an item
 * has 32 bytes, and ten million of them on each side find room.
 */
#ifndef LIB_ITEM_H
#define LIB_ITEM_H

#include "libmmiotrace.h"

#define NOBODY	UINT32_MAX	/* no item, no key */

/**
 * struct diff_item - an access or a poll
 * @value: what was read or written; of a poll at its end; of a wide access a hash
 * @time: when; of a poll its end
 * @key: of what: index in struct diff_keys
 * @index: number of the access in its trace, from 0; of a poll of its last
 * @origin: who did it, index in struct diff_origins
 * @count: reads of a poll, else 1
 */
struct diff_item {
	uint64_t value;
	uint64_t time;
	uint32_t key;
	uint32_t index;
	uint32_t origin;
	uint32_t count;
};

/**
 * struct diff_earlier - what a poll found before its end
 * @item: the poll's number in its stream
 * @count: so often in a row
 * @value: what
 */
struct diff_earlier {
	uint32_t item;
	uint32_t count;
	uint64_t value;
};

#define MOST_EARLIER	8	/* of one poll */

/**
 * struct diff_stream - the accesses to one device, in their order
 * @item: the items
 * @n: how many
 * @room: for how many there is room
 * @group: where the reads of one register in a row begin that may be a poll; NOBODY when
 *	the last item is none
 * @worker: who does them
 * @earlier: what polls found before their end, by item
 * @n_earlier: how many
 * @earlier_room: for how many there is room
 */
struct diff_stream {
	struct diff_item *item;
	uint32_t n;
	uint32_t room;
	uint32_t group;
	uint32_t worker;
	struct diff_earlier *earlier;
	uint32_t n_earlier;
	uint32_t earlier_room;
};

/* How much two items have in common: at least all but the value. */
static inline bool same_key(const struct diff_item *a, const struct diff_item *b)
{
	return a->key == b->key;
}

static inline bool same_item(const struct diff_item *a, const struct diff_item *b)
{
	return a->key == b->key && a->value == b->value;
}

static inline uint64_t spread(uint64_t number)
{
	number *= UINT64_C(0x9e3779b97f4a7c15);
	return number ^ number >> 29;
}

/* A number for a key, or for a key with its value. */
static inline uint64_t item_hash(const struct diff_item *item, bool value)
{
	return spread(value ? spread(item->value) + item->key : item->key);
}

/* stream.c */
int stream_add(struct diff_stream *stream, const struct diff_item *item, uint32_t reader);
void stream_end(struct diff_stream *stream);
void stream_free(struct diff_stream *stream);
const struct diff_earlier *stream_earlier(const struct diff_stream *stream, uint32_t item,
					  uint32_t *count);

#endif
