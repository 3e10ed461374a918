// SPDX-License-Identifier: GPL-2.0
/* See the kernel's include/linux/ring_buffer.h, and lib/reading/pages.c, which reads all of it. */
#include <string.h>

#include "ringpage.h"

#define HEAD		16	/* time, and bytes in use */
#define USED_MASK	((UINT64_C(1) << 27) - 1)
#define MISSED_EVENTS	(UINT64_C(1) << 31)
#define MISSED_STORED	(UINT64_C(1) << 30)

enum { TYPE_LENGTH = 0, TYPE_PADDING = 29, TYPE_EXTEND = 30, TYPE_STAMP = 31 };

static uint32_t word(const uint8_t *page, size_t at)
{
	uint32_t value;

	memcpy(&value, page + at, sizeof(value));
	return value;
}

static uint64_t commit(const uint8_t *page)
{
	uint64_t value;

	memcpy(&value, page + 8, sizeof(value));
	return value;
}

/**
 * ringpage_time() - when its first event was, or the one before
 * @page: the page
 */
uint64_t ringpage_time(const uint8_t *page)
{
	uint64_t value;

	memcpy(&value, page, sizeof(value));
	return value;
}

/**
 * ringpage_used() - bytes of events in a page
 * @page: the page
 */
size_t ringpage_used(const uint8_t *page)
{
	size_t used = commit(page) & USED_MASK;

	return used > RINGPAGE_SIZE - HEAD ? RINGPAGE_SIZE - HEAD : used;
}

/**
 * ringpage_events() - how many events are in a page
 * @page: the page
 */
unsigned int ringpage_events(const uint8_t *page)
{
	size_t at = HEAD, end = HEAD + ringpage_used(page);
	unsigned int count = 0;

	while (at + 4 <= end) {
		uint32_t head = word(page, at);
		unsigned int type = head & 31;

		at += 4;
		if (type == TYPE_EXTEND || type == TYPE_STAMP) {
			at += 4;
		} else if (type != TYPE_LENGTH && type != TYPE_PADDING) {
			at += (size_t)type * 4;
			count++;
		} else {
			/* Padding without a time goes on to the end of the page. */
			if (at + 4 > end || (type == TYPE_PADDING && !(head >> 5)))
				break;
			count += type == TYPE_LENGTH;
			at += word(page, at) < 4 ? 4 : (word(page, at) + 3) & ~3u;
		}
	}
	return count;
}

/**
 * ringpage_note_missed() - say that events are missing before a page
 * @page: the page
 * @count: how many
 */
void ringpage_note_missed(uint8_t *page, uint64_t count)
{
	uint64_t value = commit(page);
	size_t end = HEAD + ringpage_used(page);

	/* The kernel may have said so itself, with a count that is too small then. */
	if (!(value & MISSED_EVENTS) && end + sizeof(count) <= RINGPAGE_SIZE) {
		memcpy(page + end, &count, sizeof(count));
		value |= MISSED_STORED;
	} else {
		value &= ~MISSED_STORED;
	}
	value |= MISSED_EVENTS;
	memcpy(page + 8, &value, sizeof(value));
}
