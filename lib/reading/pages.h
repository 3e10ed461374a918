/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's ring buffer: events of one CPU, one after the other. */
#ifndef _LIB_PAGES_H
#define _LIB_PAGES_H

#include <string.h>

#include "tracefile.h"

#define PAGES_USUAL	(4 * 28U)	/* bytes of the longest event whose size is in its head */

/**
 * struct pages - the events of a CPU
 * @file: where they come from
 * @where: their pages there
 * @chunks: packed pieces that were not read yet
 * @at: where to go on, from the beginning of @where
 * @packed: a packed piece
 * @packed_room: how many bytes fit there
 * @buffer: pages
 * @room: how many bytes fit there
 * @filled: how many are there
 * @page: offset of the page in @buffer
 * @next: offset of the next event in the page
 * @end: offset behind the last one
 * @event: the event
 * @size: its size
 * @time: its time
 * @missed: events that are missing before it, MMT_LOST_UNCOUNTED when nobody knows
 * @damaged: bytes were left out that are no events
 * @failed: there was no memory for more
 * @plain: their numbers lie as this machine's do, which has the lowest byte first
 */
struct pages {
	struct tracefile *file;
	const struct cpu_data *where;
	uint64_t chunks;
	uint64_t at;
	uint8_t *packed;
	size_t packed_room;
	uint8_t *buffer;
	size_t room;
	size_t filled;
	size_t page;
	size_t next;
	size_t end;
	const uint8_t *event;
	unsigned int size;
	uint64_t time;
	long long missed;
	bool damaged;
	bool failed;
	bool plain;
};

void pages_rewind(struct pages *pages, struct tracefile *file,
		  const struct cpu_data *where);
bool pages_next_other(struct pages *pages);
bool pages_next_of(struct pages *pages, const unsigned char *event, uint32_t wanted,
		   uint64_t until);
void pages_free(struct pages *pages);

/* Go to the next event, if it is as most are: in the same page, its size in its head. */
static inline bool pages_next_usual(struct pages *pages)
{
	const uint8_t *at;
	unsigned int size;
	uint32_t head;

	if (!pages->plain || pages->next + 8 > pages->end)
		return false;
	at = pages->buffer + pages->page + pages->next;
	memcpy(&head, at, sizeof(head));
	size = 4 * (head & 31);
	if (size - 1 >= PAGES_USUAL || size > pages->end - pages->next - 4)
		return false;
	pages->time += head >> 5;
	pages->event = at + 4;
	pages->size = size;
	pages->next += 4 + size;
	pages->missed = 0;
	return true;
}

/**
 * pages_next() - go to the next event
 * @pages: the events; @event, @size, @time and @missed tell of it
 *
 * Return: false when there are no more.
 */
static inline bool pages_next(struct pages *pages)
{
	return pages_next_usual(pages) || pages_next_other(pages);
}

#endif
