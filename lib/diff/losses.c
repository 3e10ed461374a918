// SPDX-License-Identifier: GPL-2.0
/*
 * Where records of one side are missing, the other side has more, at no other place. An
 * alignment with few differences may have found something alike in what was lost, and put
 * the difference behind it, where nothing excuses it. What is aligned behind the loss, in
 * one piece, is drawn near it as long as it is the same; likewise what is aligned before it.
 */
#include <stdlib.h>

#include "base/bisect.h"
#include "compare.h"

#define EFFORT_FOR_EACH	64	/* comparisons for each item between two losses */

/**
 * struct losses_look - one side of a pair of streams, forwards or backwards
 * @item: items of both sides, the one with losses first
 * @n: how many
 * @other: the partners
 * @back: from the end to the begin
 */
struct losses_look {
	const struct diff_item *item[2];
	uint32_t n[2];
	uint32_t *other[2];
	bool back;
};

/* An item's place in the stream, when they are counted as one looks; and the other way round. */
static uint32_t place(const struct losses_look *look, unsigned int side, uint32_t at)
{
	return look->back ? look->n[side] - 1 - at : at;
}

static uint32_t partner(const struct losses_look *look, uint32_t at)
{
	uint32_t other = look->other[0][place(look, 0, at)];

	return other == NOBODY ? NOBODY : place(look, 1, other);
}

static bool is_like(const struct losses_look *look, uint32_t at, uint32_t other)
{
	return same_item(&look->item[0][place(look, 0, at)], &look->item[1][place(look, 1, other)]);
}

/*
 * The last piece between a loss and the next one, [loss, end), that is the same from the loss
 * on; NOBODY when there is none. Partners from @least on are free.
 */
static uint32_t find_piece(const struct losses_look *look, uint32_t loss, uint32_t end, uint32_t least)
{
	uint64_t effort = EFFORT_FOR_EACH * (uint64_t)(end - loss);
	uint32_t found = NOBODY, before = partner(look, loss), at;

	for (at = loss + 1; at < end && effort; at++) {
		uint32_t other = partner(look, at), same = 0;
		bool begins = other != NOBODY && (before == NOBODY || before + 1 != other);

		before = other;
		if (!begins)
			continue;
		while (at - same > loss && other - same > least && effort &&
		       is_like(look, at - same - 1, other - same - 1)) {
			same++;
			effort--;
		}
		if (at - same == loss)
			found = at;
	}
	return found;
}

/* Pair [loss, at) with what stands before the partner of @at. */
static void draw_near(const struct losses_look *look, uint32_t loss, uint32_t at)
{
	uint32_t other = partner(look, at);

	for (uint32_t i = loss; i < at; i++) {
		uint32_t here = place(look, 0, i);

		if (look->other[0][here] != NOBODY)
			look->other[1][look->other[0][here]] = NOBODY;
		look->other[0][here] = NOBODY;
	}
	for (uint32_t i = loss; i < at; i++) {
		uint32_t here = place(look, 0, i), there = place(look, 1, other - (at - i));

		look->other[0][here] = there;
		look->other[1][there] = here;
	}
}

/* @loss are numbers of items that losses are before, as one looks; @n of them. */
static void settle(const struct losses_look *look, const uint32_t *loss, uint32_t n)
{
	uint32_t least = 0, at = 0;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t from = loss[look->back ? n - 1 - i : i], end = look->n[0], found;

		if (i + 1 < n)
			end = loss[look->back ? n - 2 - i : i + 1];
		if (look->back) {
			from = look->n[0] - from;
			end = i + 1 < n ? look->n[0] - end : end;
		}
		for (; at < from; at++)
			if (partner(look, at) != NOBODY)
				least = partner(look, at) + 1;
		found = from < end ? find_piece(look, from, end, least) : NOBODY;
		if (found != NOBODY)
			draw_near(look, from, found);
	}
}

/* The items of a stream that losses are before; the end of one that was cut off, too. */
static uint32_t list_losses(const struct diff_run *run, const struct diff_stream *stream, uint32_t *loss)
{
	uint32_t n = 0, at = 0;

	for (uint32_t i = 0; i < run->losses; i++) {
		at += bisect(stream->n - at, j, stream->item[at + j].index >= run->loss[i]);
		if (!n || loss[n - 1] != at)
			loss[n++] = at;
	}
	if (run->cut && (!n || loss[n - 1] != stream->n))
		loss[n++] = stream->n;
	return n;
}

/**
 * losses_settle() - put what only one side has where records of the other one are missing
 * @matched: the runs
 * @pair: a device of theirs, whose items are aligned, in order
 *
 * Return: 0, or -1 when out of memory.
 */
int losses_settle(struct diff_matched *matched, struct diff_pair *pair)
{
	uint32_t number = (uint32_t)(pair - matched->pair);

	for (unsigned int side = 0; side < 2; side++) {
		const struct diff_run *run = matched->run[side];
		const struct diff_stream *one = pair_stream(matched, number, side);
		const struct diff_stream *two = pair_stream(matched, number, !side);
		struct losses_look look = {
			.item = { one->item, two->item }, .n = { one->n, two->n },
			.other = { pair->other[side], pair->other[!side] },
		};
		uint32_t *loss, n;

		if (!run->losses && !run->cut)
			continue;
		loss = malloc((run->losses + 1UL) * sizeof(*loss));
		if (!loss)
			return -1;
		n = list_losses(run, one, loss);
		settle(&look, loss, n);
		look.back = true;
		settle(&look, loss, n);
		free(loss);
	}
	return 0;
}
