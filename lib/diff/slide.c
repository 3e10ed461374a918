// SPDX-License-Identifier: GPL-2.0
/*
 * Where something alike stands before or behind it, nobody can tell which of both a side
 * has too much: "ab" is missing in "x ab a y" as well as "ba" is. Both sides may have
 * chosen otherwise; a block that was moved would not be the same any more then. Such runs
 * are slid until they are.
 */
#include <stdlib.h>

#include "base/room.h"
#include "compare.h"

#define LONGEST		4096	/* items of a run */
#define EFFORT_FOR_EACH	64	/* comparisons for each item of it */

/**
 * struct slide_run - items in a row without partners
 * @hash: of all of them, in whichever order
 * @from: the first
 * @n: how many
 */
struct slide_run {
	uint64_t hash;
	uint32_t from;
	uint32_t n;
};

struct slide_runs {
	struct slide_run *at;
	uint32_t n;
	uint32_t room;
};

/**
 * struct slide_side - a stream
 * @item: its items
 * @n: how many
 * @other: their partners
 * @flags: what is said of them
 */
struct slide_side {
	const struct diff_item *item;
	uint32_t n;
	uint32_t *other;
	const uint8_t *flags;
};

static bool alone(const struct slide_side *side, uint32_t at)
{
	return side->other[at] == NOBODY && !side->flags[at];
}

static int list_runs(const struct slide_side *side, struct slide_runs *runs)
{
	for (uint32_t i = 0; i < side->n; i++) {
		struct slide_run run = { .from = i }, *more;

		for (; i < side->n && alone(side, i); i++, run.n++)
			run.hash += item_hash(&side->item[i], true);
		if (run.n < 2 || run.n > LONGEST)
			continue;
		more = room_for_more(runs->at, runs->n, &runs->room, sizeof(*more));
		if (!more)
			return -1;
		runs->at = more;
		more[runs->n++] = run;
	}
	return 0;
}

static int by_hash(const void *x, const void *y)
{
	const struct slide_run *a = x, *b = y;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->n < b->n ? -1 : a->n > b->n;
}

/* By how many items the run of A must be turned to be that of B; its length when none does. */
static uint32_t turn_of(const struct slide_side side[2], const struct slide_run run[2])
{
	const struct diff_item *a = &side[0].item[run[0].from], *b = &side[1].item[run[1].from];
	uint32_t n = run[0].n, effort = EFFORT_FOR_EACH * n, turn, i;

	for (turn = 0; turn < n && effort; turn++) {
		for (i = 0; i < n && effort; i++, effort--)
			if (!same_item(&a[(i + turn) % n], &b[i]))
				break;
		if (i == n)
			return turn;
	}
	return n;
}

/* Slide a run by one item, when what it leaves is what it takes. */
static bool slide(const struct slide_side *side, struct slide_run *run, bool right,
		  uint32_t *partners)
{
	uint32_t end = run->from + run->n;
	uint32_t left = right ? run->from : end - 1, taken = right ? end : run->from - 1;

	/* What was slid before may be there no more. */
	if ((right ? end == side->n : !run->from) || side->other[left] != NOBODY ||
	    side->other[taken] == NOBODY || !same_item(&side->item[left], &side->item[taken]))
		return false;
	side->other[left] = side->other[taken];
	partners[side->other[left]] = left;
	side->other[taken] = NOBODY;
	run->from += right ? 1 : UINT32_MAX;
	return true;
}

static uint32_t slide_by(const struct slide_side *side, struct slide_run *run, bool right,
			 uint32_t *partners, uint32_t most)
{
	uint32_t slid = 0;

	while (slid < most && slide(side, run, right, partners))
		slid++;
	return slid;
}

/* Slide both runs until they are the same, as far as that goes. */
static void make_same(const struct slide_side side[2], struct slide_run run[2], uint32_t turn)
{
	uint32_t n = run[0].n;

	turn -= slide_by(&side[0], &run[0], true, side[1].other, turn);
	turn -= slide_by(&side[1], &run[1], false, side[0].other, turn);
	if (!turn)
		return;
	turn = n - turn;
	turn -= slide_by(&side[0], &run[0], false, side[1].other, turn);
	slide_by(&side[1], &run[1], true, side[0].other, turn);
}

/**
 * slide_runs() - slide what only one side has to where it is what only the other one has
 * @matched: aligned runs
 * @pair: a device of theirs
 *
 * Return: 0, or -1 when out of memory.
 */
int slide_runs(struct diff_matched *matched, struct diff_pair *pair)
{
	uint32_t number = (uint32_t)(pair - matched->pair);
	struct slide_runs runs[2] = { { .n = 0 }, { .n = 0 } };
	struct slide_side side[2];
	int status = 0;

	for (unsigned int i = 0; i < 2; i++) {
		const struct diff_stream *stream = pair_stream(matched, number, i);

		side[i] = (struct slide_side){ stream->item, stream->n, pair->other[i],
					       pair->flags[i] };
		status |= list_runs(&side[i], &runs[i]);
	}
	if (!status && runs[1].n)
		qsort(runs[1].at, runs[1].n, sizeof(*runs[1].at), by_hash);
	for (uint32_t i = 0; !status && runs[1].n && i < runs[0].n; i++) {
		const struct slide_run *found = bsearch(&runs[0].at[i], runs[1].at, runs[1].n,
							sizeof(*found), by_hash);
		struct slide_run both[2] = { runs[0].at[i] };
		uint32_t turn;

		if (!found)
			continue;
		both[1] = *found;
		turn = turn_of(side, both);
		if (turn && turn < both[0].n)
			make_same(side, both, turn);
	}
	free(runs[0].at);
	free(runs[1].at);
	return status;
}
