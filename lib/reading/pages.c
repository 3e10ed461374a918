// SPDX-License-Identifier: GPL-2.0
/*
 * A page begins with the time of its first event and the number of bytes in use.
 * An event begins with 5 bits of type or length and 27 bits of time since the one
 * before; see the kernel's include/linux/ring_buffer.h.
 */
#include <byteswap.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pages.h"

#define READ_SIZE	(64 * 1024)
#define CHUNK_MOST	(16u << 20)
#define USED_MASK	((UINT64_C(1) << 27) - 1)
#define MISSED_EVENTS	(UINT64_C(1) << 31)
#define MISSED_STORED	(UINT64_C(1) << 30)
#define DELTA_BITS	27

enum { TYPE_LENGTH = 0, TYPE_PADDING = 29, TYPE_EXTEND = 30, TYPE_STAMP = 31 };

static bool swapped(const struct pages *pages)
{
	return pages->file->big_endian != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
}

static uint32_t number32(const struct pages *pages, const uint8_t *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return swapped(pages) ? bswap_32(value) : value;
}

static uint64_t number64(const struct pages *pages, const uint8_t *at)
{
	uint64_t value;

	memcpy(&value, at, sizeof(value));
	return swapped(pages) ? bswap_64(value) : value;
}

static uint64_t number_long(const struct pages *pages, const uint8_t *at)
{
	return pages->file->long_size == 8 ? number64(pages, at) : number32(pages, at);
}

static bool make_room(struct pages *pages, uint8_t **buffer, size_t *room, size_t size)
{
	uint8_t *more;

	if (size <= *room)
		return true;
	more = realloc(*buffer, size);
	if (!more) {
		pages->failed = true;
		return false;
	}
	*buffer = more;
	*room = size;
	return true;
}

/* The number of pieces at the beginning does not count in the size. */
static uint64_t packed_end(const struct pages *pages)
{
	uint64_t end = pages->where->offset + pages->where->size + 4;

	return end < pages->file->size ? end : pages->file->size;
}

/* The next packed piece. */
static bool fill_packed(struct pages *pages)
{
	const struct tracefile *file = pages->file;
	uint64_t end = packed_end(pages);
	struct file_cursor cursor = {
		.fd = file->fd,
		.at = pages->where->offset + pages->at,
		.end = end,
		.big_endian = file->big_endian,
	};
	size_t packed, size;

	if (!pages->chunks)
		return false;
	pages->chunks--;
	packed = get_number(&cursor, 4);
	size = get_number(&cursor, 4);
	if (cursor.cut || packed > end - cursor.at || size > CHUNK_MOST || packed > CHUNK_MOST ||
	    !make_room(pages, &pages->packed, &pages->packed_room, packed) ||
	    !make_room(pages, &pages->buffer, &pages->room, size) ||
	    pread(file->fd, pages->packed, packed, (off_t)cursor.at) != (ssize_t)packed ||
	    !tracefile_unpack(file->packing, pages->packed, packed, pages->buffer, size)) {
		pages->damaged = true;
		return false;
	}
	pages->at = cursor.at + packed - pages->where->offset;
	pages->filled = size;
	return true;
}

static bool fill(struct pages *pages)
{
	uint64_t left = pages->where->size - pages->at, offset;
	size_t size = READ_SIZE > pages->file->page_size ?
		READ_SIZE / pages->file->page_size * pages->file->page_size :
		pages->file->page_size;
	ssize_t n;

	pages->filled = 0;
	if (pages->file->packed)
		return fill_packed(pages);
	if (size > left)
		size = left;
	if (!size || !make_room(pages, &pages->buffer, &pages->room, size))
		return false;
	do {
		offset = pages->where->offset;
		n = pread(pages->file->fd, pages->buffer, size, (off_t)(offset + pages->at));
	} while (pages->file->growing && tracefile_moved(pages->file, pages->where, offset));
	if (n <= 0) {
		pages->damaged = true;
		return false;
	}
	pages->at += (uint64_t)n;
	pages->filled = (size_t)n;
	return true;
}

/* Starts with the page at @page, whose last bytes may be missing. */
static void load_page(struct pages *pages)
{
	const struct tracefile *file = pages->file;
	const uint8_t *page = pages->buffer + pages->page;
	size_t size = pages->filled - pages->page;
	uint64_t used;

	pages->next = pages->end = 0;
	if (size > file->page_size)
		size = file->page_size;
	if (size < file->page_head) {
		pages->damaged = true;
		return;
	}
	pages->time = number64(pages, page);
	used = number_long(pages, page + 8);
	pages->next = file->page_head;
	pages->end = file->page_head + (size_t)(used & USED_MASK);
	if (pages->end > size) {
		pages->damaged = true;
		pages->end = size;
	}
	/* A hole: the machine died before it was on the disk. */
	if (file->unfinished && !pages->time && !used)
		pages->missed = MMT_LOST_UNCOUNTED;
	if (!(used & MISSED_EVENTS))
		return;
	pages->missed = MMT_LOST_UNCOUNTED;
	if ((used & MISSED_STORED) && pages->end + file->long_size <= size) {
		uint64_t missed = number_long(pages, page + pages->end);

		if (missed && missed <= INT64_MAX)
			pages->missed = (long long)missed;
	}
}

static bool next_page(struct pages *pages)
{
	pages->page += pages->file->page_size;
	if (pages->page >= pages->filled) {
		if (!fill(pages))
			return false;
		pages->page = 0;
	}
	load_page(pages);
	return true;
}

/* What is left of the page is no event. */
static void leave_page(struct pages *pages)
{
	pages->damaged = true;
	pages->next = pages->end;
}

/** pages_next_other() - pages_next(), whatever event it is */
bool pages_next_other(struct pages *pages)
{
	const uint8_t *page;
	uint32_t head, delta, type, more;
	size_t left;

	pages->missed = 0;
	for (;;) {
		while (pages->next + 4 > pages->end)
			if (!next_page(pages))
				return false;
		page = pages->buffer + pages->page;
		head = number32(pages, page + pages->next);
		type = pages->file->big_endian ? head >> DELTA_BITS : head & 31;
		delta = pages->file->big_endian ? head & ((1u << DELTA_BITS) - 1) : head >> 5;
		pages->next += 4;
		left = pages->end - pages->next;
		if (type > TYPE_LENGTH && type < TYPE_PADDING) {
			pages->size = type * 4;
			if (pages->size > left) {
				leave_page(pages);
				continue;
			}
			pages->time += delta;
			pages->event = page + pages->next;
			pages->next += pages->size;
			return true;
		}
		/* Padding without a time goes on to the end of the page. */
		if (type == TYPE_PADDING && !delta) {
			pages->next = pages->end;
			continue;
		}
		if (left < 4) {
			leave_page(pages);
			continue;
		}
		more = number32(pages, page + pages->next);
		if (type == TYPE_EXTEND) {
			pages->time += ((uint64_t)more << DELTA_BITS) + delta;
			pages->next += 4;
		} else if (type == TYPE_STAMP) {
			/* The upper bits do not fit: they are those of the time before. */
			pages->time = (pages->time & UINT64_C(0xf800000000000000)) |
				      (((uint64_t)more << DELTA_BITS) + delta);
			pages->next += 4;
		} else if (more < 4 || more > left) {
			leave_page(pages);
		} else {
			pages->time += delta;
			pages->event = page + pages->next + 4;
			pages->size = more - 4;
			pages->next += (more + 3) & ~(size_t)3;
			if (type == TYPE_LENGTH)
				return true;
		}
	}
}

/*
 * Pass over the events of the page that are not wanted, as far as they have neither a time
 * nor a size of their own. Most of a file is passed over here.
 */
static void pass(struct pages *pages, const unsigned char *event, uint32_t wanted)
{
	const uint8_t *page = pages->buffer + pages->page;
	size_t next = pages->next, end = pages->end;
	uint64_t time = pages->time;

	while (next + 8 <= end) {
		uint32_t head;
		uint16_t id;
		size_t size;

		memcpy(&head, page + next, sizeof(head));
		memcpy(&id, page + next + 4, sizeof(id));
		size = 4 * (size_t)(head & 31);
		if (size - 1 >= PAGES_USUAL || size > end - next - 4 ||
		    wanted >> event[id] & 1)
			break;
		time += head >> 5;
		next += 4 + size;
	}
	pages->next = next;
	pages->time = time;
}

/**
 * pages_next_of() - go to the next event of some kinds
 * @pages: the events; of those that are missing before it nothing is told
 * @event: kinds, below 32, by the number that an event begins with
 * @wanted: bits by these kinds
 * @until: an event of any kind that comes after this time is the end
 *
 * Return: false when there are no more.
 */
bool pages_next_of(struct pages *pages, const unsigned char *event, uint32_t wanted,
		   uint64_t until)
{
	uint16_t id;

	for (;;) {
		if (pages->plain && pages->end)
			pass(pages, event, wanted);
		if (!pages_next(pages) || pages->time > until)
			return false;
		if (pages->size < sizeof(id))
			continue;
		memcpy(&id, pages->event, sizeof(id));
		if (wanted >> event[swapped(pages) ? bswap_16(id) : id] & 1)
			return true;
	}
}

/**
 * pages_rewind() - go before the first event
 * @pages: all zeros, or in use
 * @file: where the events are; must outlive them
 * @where: those of which CPU
 */
void pages_rewind(struct pages *pages, struct tracefile *file,
		  const struct cpu_data *where)
{
	pages->file = file;
	pages->where = where;
	pages->at = 0;
	pages->chunks = 0;
	pages->filled = pages->page = pages->next = pages->end = 0;
	pages->missed = 0;
	pages->plain = !file->big_endian && !swapped(pages);
	if (file->packed) {
		struct file_cursor cursor = {
			.fd = file->fd,
			.at = where->offset,
			.end = packed_end(pages),
			.big_endian = file->big_endian,
		};

		pages->chunks = get_number(&cursor, 4);
		pages->at = cursor.at - where->offset;
	}
}

/**
 * pages_free() - free what is held in memory
 * @pages: the events
 */
void pages_free(struct pages *pages)
{
	free(pages->packed);
	free(pages->buffer);
}
