// SPDX-License-Identifier: GPL-2.0
/*
 * Where both traces can be cut: at marks that both have, in the order in which most of them
 * are the same; then at long gaps, where what comes behind one on one side is what comes
 * behind one on the other. Marks are the user's word: what is before one is compared with
 * what is before it only. Gaps are found when all is aligned, and cut nothing asunder.
 */
#include <stdlib.h>

#include "base/bisect.h"
#include "base/room.h"
#include "compare.h"

#define MARKS_MOST	1000	/* of each side; the rest are no cuts */

static int add_mark(struct diff_run *run, struct diff_mark mark)
{
	struct diff_mark *more = room_for_more(run->marks.at, run->marks.n, &run->marks.room,
					       sizeof(*more));

	if (!more)
		return -1;
	run->marks.at = more;
	more[run->marks.n++] = mark;
	return 0;
}

/**
 * phases_see() - see whether a phase may begin with a record
 * @run: the run; its accesses before the record are counted
 * @record: any record
 * @gap: nanoseconds of a long gap
 *
 * Return: 0, or -1 when out of memory.
 */
int phases_see(struct diff_run *run, const struct mmt_record *record, uint64_t gap)
{
	struct diff_mark mark = { .index = (uint32_t)run->accesses, .time = record->time };
	uint64_t before = run->time;

	if (record->kind == MMT_MARK) {
		mark.word = word_number(run->words, record->text, record->text_length);
		return mark.word == NOBODY ? -1 : mark.word ? add_mark(run, mark) : 0;
	}
	if (!mmt_is_access(record) && !mmt_is_config(record->kind))
		return 0;
	run->time = record->time;
	if (!before || record->time < before || record->time - before < gap)
		return 0;
	mark.gap = record->time - before;
	return add_mark(run, mark);
}

static int add_phase(struct mmt_diff *diff, const struct diff_mark *a, const struct diff_mark *b)
{
	struct diff_phases *phases = &diff->phases;
	struct diff_phase *more = room_for_more(phases->at, phases->n, &phases->room, sizeof(*more));

	if (!more)
		return -1;
	phases->at = more;
	more[phases->n++] = (struct diff_phase){ { *a, *b } };
	return 0;
}

/* Numbers of the marks of a run, gaps left out. Return how many. */
static uint32_t list_marks(const struct diff_run *run, uint32_t *list)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < run->marks.n && n < MARKS_MOST; i++)
		if (run->marks.at[i].word)
			list[n++] = i;
	return n;
}

/**
 * phases_find() - cut both sides at the marks that they have in common
 * @diff: the comparison, with A and B
 *
 * Return: 0, or -1 when out of memory.
 */
int phases_find(struct mmt_diff *diff)
{
	const struct diff_mark begin = { .index = 0 };
	const struct diff_mark *a = diff->run[0]->marks.at, *b = diff->run[1]->marks.at;
	uint32_t list[2][MARKS_MOST], n = list_marks(diff->run[0], list[0]);
	uint32_t m = list_marks(diff->run[1], list[1]), i = 0, j = 0;
	/* The longest sequence that both have of the marks from i and j on. */
	uint16_t (*best)[MARKS_MOST + 1] = calloc(n + 1UL, sizeof(*best));
	int status = best ? add_phase(diff, &begin, &begin) : -1;

	if (status) {
		free(best);
		return -1;
	}
	for (i = n; i--;)
		for (j = m; j--;) {
			uint16_t skip = best[i + 1][j] > best[i][j + 1] ? best[i + 1][j] : best[i][j + 1];

			best[i][j] = a[list[0][i]].word == b[list[1][j]].word ?
				     (uint16_t)(best[i + 1][j + 1] + 1) : skip;
		}
	for (i = j = 0; i < n && j < m && !status;) {
		if (a[list[0][i]].word == b[list[1][j]].word)
			status = add_phase(diff, &a[list[0][i++]], &b[list[1][j++]]);
		else if (best[i + 1][j] >= best[i][j + 1])
			i++;
		else
			j++;
	}
	free(best);
	return status;
}

/**
 * phases_item() - the first item of a stream that belongs to a phase, or to one behind it
 * @stream: the stream
 * @index: number of the access that the phase begins with
 */
uint32_t phases_item(const struct diff_stream *stream, uint32_t index)
{
	return bisect(stream->n, i, stream->item[i].index >= index);
}

/* The gap of B that comes before the partner of what comes behind a gap of A, or NULL. */
static const struct diff_mark *other_gap(const struct mmt_diff *diff, const struct diff_mark *gap)
{
	const struct diff_marks *marks = &diff->run[1]->marks;

	for (uint32_t pair = 0; pair < diff->matched.pairs; pair++) {
		const struct diff_stream *one = pair_stream(&diff->matched, pair, 0);
		const struct diff_stream *two = pair_stream(&diff->matched, pair, 1);
		uint32_t a = phases_item(one, gap->index), b;

		if (a == one->n || diff->matched.pair[pair].other[0][a] == NOBODY)
			continue;
		b = diff->matched.pair[pair].other[0][a];
		for (uint32_t i = 0; i < marks->n; i++)
			if (!marks->at[i].word && phases_item(two, marks->at[i].index) == b)
				return &marks->at[i];
	}
	return NULL;
}

static int in_order(const void *x, const void *y)
{
	const struct diff_phase *a = x, *b = y;

	if (a->from[0].index != b->from[0].index)
		return a->from[0].index < b->from[0].index ? -1 : 1;
	return a->from[0].time < b->from[0].time ? -1 : a->from[0].time > b->from[0].time;
}

/**
 * phases_gaps() - cut both sides at long gaps, too
 * @diff: the comparison, A and B aligned
 *
 * Return: 0, or -1 when out of memory.
 */
int phases_gaps(struct mmt_diff *diff)
{
	const struct diff_marks *marks = &diff->run[0]->marks;
	struct diff_phases *phases = &diff->phases;
	uint32_t n = 0;

	for (uint32_t i = 0; i < marks->n && phases->n < MARKS_MOST; i++) {
		const struct diff_mark *other = marks->at[i].word ? NULL :
						other_gap(diff, &marks->at[i]);

		if (other && add_phase(diff, &marks->at[i], other))
			return -1;
	}
	qsort(phases->at, phases->n, sizeof(*phases->at), in_order);
	/* A gap that a mark stands in is none of its own; neither is one that B has before. */
	for (uint32_t i = 0; i < phases->n; i++) {
		const struct diff_mark *from = phases->at[i].from;

		if (n && !from[0].word &&
		    (from[0].index <= phases->at[n - 1].from[0].index ||
		     from[1].index <= phases->at[n - 1].from[1].index))
			continue;
		phases->at[n++] = phases->at[i];
	}
	phases->n = n;
	return 0;
}

/**
 * phases_number() - the phase that an access belongs to
 * @phases: the phases, in order
 * @side: whose access
 * @index: its number
 */
uint32_t phases_number(const struct diff_phases *phases, unsigned int side, uint64_t index)
{
	uint32_t behind = bisect(phases->n, i, phases->at[i].from[side].index > index);

	return behind ? behind - 1 : 0;
}
