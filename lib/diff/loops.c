// SPDX-License-Identifier: GPL-2.0
/* Rounds of a loop that only one side has. */
#include "compare.h"

#define PERIOD_MOST	256	/* accesses of a round */
#define WAITS_MOST	4	/* registers that are polled together */
#define WAITS_LEAST	3	/* rounds of that */
#define EFFORT_FOR_EACH	64	/* steps for each item of the streams */

/**
 * struct loop_search - one side of a pair of streams
 * @item: items of this side, and of the other
 * @n: how many
 * @other: partners of the items of this side
 * @flags: of the items of this side
 * @keys: of what they are
 * @effort: steps that may still be taken
 */
struct loop_search {
	const struct diff_item *item[2];
	uint32_t n[2];
	const uint32_t *other;
	uint8_t *flags;
	const struct diff_keys *keys;
	uint64_t effort;
};

static bool spent(struct loop_search *search)
{
	return !search->effort || !--search->effort;
}

/* Whether items repeat what is @period before them, all of [from, to). */
static bool repeats(struct loop_search *search, uint32_t from, uint32_t to, uint32_t period)
{
	const struct diff_item *item = search->item[0];

	if (from < period || to > search->n[0])
		return false;
	for (uint32_t i = from; i < to; i++)
		if (spent(search) || !same_key(&item[i], &item[i - period]))
			return false;
	return true;
}

/* The shortest period of [from, to), which goes on before or behind it; 0 for none. */
static uint32_t period_of(struct loop_search *search, uint32_t from, uint32_t to)
{
	uint32_t length = to - from;

	for (uint32_t period = 1; period <= length && period <= PERIOD_MOST; period++) {
		if (length % period || !repeats(search, from + period, to, period))
			continue;
		if (repeats(search, from, from + period, period) ||
		    repeats(search, to, to + period, period))
			return period;
	}
	return 0;
}

/* Rounds of one side, one of which begins at @from. */
static uint32_t rounds(struct loop_search *search, unsigned int side, uint32_t from,
		       uint32_t period)
{
	const struct diff_item *item = search->item[side];
	uint32_t to = from + period;

	while (from && !spent(search) && same_key(&item[from - 1], &item[from - 1 + period]))
		from--;
	while (to < search->n[side] && !spent(search) && same_key(&item[to], &item[to - period]))
		to++;
	return (to - from) / period;
}

/*
 * Rounds of the other side, where the round before the missing ones, or behind them, has
 * its partners. 0 when it has not.
 */
static uint32_t other_rounds(struct loop_search *search, uint32_t from, uint32_t period)
{
	uint32_t first = search->other[from];

	for (uint32_t i = 1; i < period; i++)
		if (first == NOBODY || search->other[from + i] != first + i)
			return 0;
	return first == NOBODY ? 0 : rounds(search, 1, first, period);
}

/* A loop that only reads, and finds the same as in the round beside it: a poll. */
static bool only_waits(const struct loop_search *search, uint32_t from, uint32_t to,
		       uint32_t period)
{
	const struct diff_item *item = search->item[0];

	for (uint32_t i = from; i < to; i++) {
		if (mmt_is_write((enum mmt_kind)search->keys->at[item[i].key].kind))
			return false;
		if (!(i + period < search->n[0] && same_item(&item[i], &item[i + period])) &&
		    !(i >= period && same_item(&item[i], &item[i - period])))
			return false;
	}
	return period > 1 && period <= WAITS_MOST;
}

static int found(struct mmt_diff *diff, struct loop_search *search, struct diff_group group)
{
	uint32_t from = group.item, to = from + group.items;
	struct diff_group *loop;

	group.rounds[group.side] = rounds(search, 0, from, group.body);
	if (group.rounds[group.side] >= WAITS_LEAST && only_waits(search, from, to, group.body)) {
		for (uint32_t i = from; i < to; i++)
			search->flags[i] |= ITEM_POLLED;
		return 0;
	}
	if (repeats(search, from, from + group.body, group.body))
		group.rounds[!group.side] = other_rounds(search, from - group.body, group.body);
	else if (to + group.body <= search->n[0])
		group.rounds[!group.side] = other_rounds(search, to, group.body);
	/* Where more than whole rounds differ, it is not that the loop went round less. */
	if (!search->effort ||
	    group.rounds[group.side] - group.rounds[!group.side] != group.items / group.body)
		return 0;
	loop = groups_add(&diff->loops);
	if (!loop)
		return -1;
	*loop = group;
	return 0;
}

static bool alone(const struct loop_search *search, uint32_t at)
{
	return search->other[at] == NOBODY && !search->flags[at];
}

static int find_in(struct mmt_diff *diff, struct loop_search *search, struct diff_group group)
{
	for (uint32_t from = 0, to; from < search->n[0]; from = to + 1) {
		for (to = from; to < search->n[0] && alone(search, to); to++)
			;
		if (to == from)
			continue;
		group.item = from;
		group.items = to - from;
		group.body = period_of(search, from, to);
		if (group.body && found(diff, search, group))
			return -1;
	}
	return 0;
}

/**
 * loops_find() - find rounds of loops that only one side has
 * @diff: the comparison, A and B aligned; @loops is filled in, polls get their flag
 *
 * Return: 0, or -1 when out of memory.
 */
int loops_find(struct mmt_diff *diff)
{
	struct diff_matched *matched = &diff->matched;

	for (uint32_t pair = 0; pair < matched->pairs; pair++)
		for (unsigned int side = 0; side < 2; side++) {
			const struct diff_stream *one = pair_stream(matched, pair, side);
			const struct diff_stream *two = pair_stream(matched, pair, !side);
			struct loop_search search = {
				.item = { one->item, two->item },
				.n = { one->n, two->n },
				.other = matched->pair[pair].other[side],
				.flags = matched->pair[pair].flags[side],
				.keys = &diff->keys,
				.effort = EFFORT_FOR_EACH * ((uint64_t)one->n + two->n + 1024),
			};

			if (find_in(diff, &search, (struct diff_group){ .pair = pair, .side = side }))
				return -1;
		}
	groups_sort(&diff->loops);
	return 0;
}
