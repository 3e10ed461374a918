/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's ring buffer: events of one CPU, one after the other. */
#ifndef _LIB_PAGES_H
#define _LIB_PAGES_H

#include "tracefile.h"

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
};

void pages_rewind(struct pages *pages, struct tracefile *file,
		  const struct cpu_data *where);
bool pages_next(struct pages *pages);
bool pages_next_of(struct pages *pages, const unsigned char *event, uint32_t wanted,
		   uint64_t until);
void pages_free(struct pages *pages);

#endif
