// SPDX-License-Identifier: GPL-2.0
/* Accesses become items: polls are found as they come. */
#include "item.h"

#include <stdlib.h>

#include "base/bisect.h"
#include "base/room.h"

#define FLICKER	4	/* reads for each value found, in a poll of more than two values */

static int remember(struct diff_stream *stream, uint32_t poll, const struct diff_item *found)
{
	struct diff_earlier *more = room_for_more(stream->earlier, stream->n_earlier,
						  &stream->earlier_room, sizeof(*more));

	if (!more)
		return -1;
	stream->earlier = more;
	more[stream->n_earlier++] = (struct diff_earlier){ poll, found->count, found->value };
	return 0;
}

/*
 * Reads in a row end here. They were a poll when most found what was there before: then
 * they become one item. A memory that is read out through one register is none.
 */
static void end_group(struct diff_stream *stream)
{
	uint32_t first = stream->group, values, i;
	uint64_t reads = 0;

	stream->group = NOBODY;
	if (first == NOBODY)
		return;
	values = stream->n - first;
	for (i = first; i < stream->n; i++)
		reads += stream->item[i].count;
	if (values < 2 || reads > UINT32_MAX ||
	    (values == 2 ? reads < 3 : reads < (uint64_t)FLICKER * values))
		return;
	/* Without memory for them these are not compared; nothing else is lost. */
	if (values <= MOST_EARLIER)
		for (i = first; i + 1 < stream->n; i++)
			if (remember(stream, first, &stream->item[i]))
				break;
	stream->item[first] = stream->item[stream->n - 1];
	stream->item[first].count = (uint32_t)reads;
	stream->n = first + 1;
}

static int append(struct diff_stream *stream, const struct diff_item *item)
{
	struct diff_item *more = room_for_more(stream->item, stream->n, &stream->room, sizeof(*more));

	if (!more)
		return -1;
	stream->item = more;
	stream->item[stream->n++] = *item;
	return 0;
}

/**
 * stream_add() - the next access
 * @stream: all zeros but @group, which is NOBODY, before the first
 * @item: the access
 * @reader: who reads; NOBODY when it writes. What two look at in turn is no poll
 *
 * Return: 0, or -1 when out of memory.
 */
int stream_add(struct diff_stream *stream, const struct diff_item *item, uint32_t reader)
{
	struct diff_item *last = stream->n ? &stream->item[stream->n - 1] : NULL;

	if (!last || reader == NOBODY || stream->group == NOBODY || !same_key(last, item) ||
	    stream->worker != reader) {
		end_group(stream);
		if (append(stream, item))
			return -1;
		stream->group = reader == NOBODY ? NOBODY : stream->n - 1;
		stream->worker = reader;
		return 0;
	}
	if (last->value != item->value || last->count == UINT32_MAX)
		return append(stream, item);
	last->count++;
	last->index = item->index;
	last->time = item->time;
	return 0;
}

/** stream_end() - no more will come */
void stream_end(struct diff_stream *stream)
{
	end_group(stream);
}

/** stream_free() - free what a stream holds */
void stream_free(struct diff_stream *stream)
{
	free(stream->item);
	free(stream->earlier);
}

/**
 * stream_earlier() - what a poll found before its end
 * @stream: the stream
 * @item: number of the poll
 * @count: gets how many values
 *
 * Return: the values, the first one first; NULL when they are not kept.
 */
const struct diff_earlier *stream_earlier(const struct diff_stream *stream, uint32_t item,
					  uint32_t *count)
{
	uint32_t first = bisect(stream->n_earlier, i, stream->earlier[i].item >= item);

	for (*count = 0; first + *count < stream->n_earlier; ++*count)
		if (stream->earlier[first + *count].item != item)
			break;
	return *count ? &stream->earlier[first] : NULL;
}
