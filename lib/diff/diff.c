// SPDX-License-Identifier: GPL-2.0
/* A comparison from its begin to its end. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/messages.h"
#include "base/sizes.h"
#include "compare.h"

#define OFTEN	4	/* pairs of a register, none of which is the same: it never is */

struct mmt_diff *mmt_diff_new_sized(const struct mmt_sizes *sizes)
{
	struct mmt_diff *diff = calloc(1, sizeof(*diff));

	if (!diff || sizes_take(&diff->sizes, sizes))
		return diff;
	free(diff);
	errno = EINVAL;
	return NULL;
}

void mmt_diff_free(struct mmt_diff *diff)
{
	if (!diff)
		return;
	pairs_free(&diff->matched);
	for (uint32_t i = 0; i < diff->runs; i++)
		run_free(diff->run[i]);
	words_free(&diff->words);
	keys_free(&diff->keys);
	origins_free(&diff->origins);
	excepts_free(&diff->excepts);
	free(diff->alone);
	free(diff->compared);
	free(diff->last);
	free(diff->noise);
	free(diff->effects.at);
	free(diff->loops.at);
	free(diff->phases.at);
	free(diff);
}

void mmt_diff_devices(struct mmt_diff *diff, const char *a, const char *b)
{
	diff->address[0] = a;
	diff->address[1] = b;
}

void mmt_diff_phases(struct mmt_diff *diff, uint64_t gap)
{
	diff->gap = gap;
}

int mmt_diff_except(struct mmt_diff *diff, const char *path, const struct mmt_messages *messages)
{
	return excepts_load(&diff->excepts, path, messages);
}

static void tell(const struct mmt_messages *messages, const struct diff_except *except,
		 const char *format, ...) __attribute__((format(printf, 3, 4)));

static void tell(const struct mmt_messages *messages, const struct diff_except *except,
		 const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	messages_tell(messages, MMT_ERROR_DESCRIPTION, except->file, except->line, format, arguments);
	va_end(arguments);
}

unsigned long mmt_diff_idle(const struct mmt_diff *diff, const struct mmt_messages *messages)
{
	unsigned long idle = 0;

	for (size_t i = 0; i < diff->excepts.n; i++) {
		const struct diff_except *except = &diff->excepts.at[i];

		if (except->used)
			continue;
		tell(messages, except, "'%s' excuses nothing: take the line out, or see whether it is spelt right",
		     except->pattern);
		idle++;
	}
	return idle;
}

int mmt_diff_begin(struct mmt_diff *diff, enum mmt_run run, struct mmt_trace *trace,
		   struct mmt_names *names)
{
	if (diff->runs == RUNS_MOST)
		return -1;
	diff->now = run_new(run, trace, names, &diff->words, &diff->origins);
	if (!diff->now)
		return -1;
	diff->run[diff->runs++] = diff->now;
	return 0;
}

static bool is_counted(const struct mmt_record *record)
{
	return mmt_is_access(record) || mmt_is_config(record->kind);
}

int mmt_diff_add(struct mmt_diff *diff, const struct mmt_record *record,
		 const struct mmt_named *part, unsigned int parts)
{
	struct mmt_named named[MMT_MAX_PARTS];
	struct mmt_record whole;
	int status = 0;

	record = sizes_whole(&whole, sizeof(whole), record, diff->sizes.record, 1);
	if (parts)
		part = sizes_whole(named, sizeof(named[0]), part, diff->sizes.named,
				    parts < MMT_MAX_PARTS ? parts : MMT_MAX_PARTS);
	if (diff->gap)
		status = phases_see(diff->now, record, diff->gap);
	if (is_counted(record))
		status |= run_add(diff->now, record, part, parts);
	else if (record->kind == MMT_LOST)
		status |= run_loss(diff->now);
	diff->failed |= status != 0;
	return status;
}

void mmt_diff_skip(struct mmt_diff *diff, const struct mmt_record *record)
{
	struct mmt_record whole;

	if (diff->gap)
		diff->failed |= phases_see(diff->now, sizes_whole(&whole, sizeof(whole), record,
								  diff->sizes.record, 1), diff->gap) != 0;
	if (is_counted(record))
		diff->now->accesses++;
	else if (record->kind == MMT_LOST)
		diff->failed |= run_loss(diff->now) != 0;
}

void mmt_diff_end(struct mmt_diff *diff, bool cut)
{
	diff->now->cut = cut;
	for (uint32_t i = 0; i < diff->now->devices; i++)
		stream_end(&diff->now->device[i].stream);
}

/* Devices of A are the roles; those of B that have a partner play them. */
static int cast_roles(struct mmt_diff *diff, struct diff_matched *matched)
{
	if (pairs_find(diff, matched))
		return -1;
	for (uint32_t i = 0; i < matched->pairs; i++)
		matched->run[1]->device[matched->pair[i].device[1]].role =
			matched->run[0]->device[matched->pair[i].device[0]].role;
	return run_share_keys(matched->run[1], &diff->keys);
}

/* What varies between a further run and the one that it is like. */
static int learn_from(struct mmt_diff *diff, struct diff_run *run)
{
	struct diff_matched matched = { .run = { diff->run[run->of == MMT_RUN_SAME_B], run } };
	int status = 0;

	for (uint32_t i = 0; i < run->devices; i++)
		run->device[i].role = NOBODY;
	if (pairs_find(diff, &matched) || match_runs(diff, &matched) ||
	    noise_learn(diff, &matched))
		status = -1;
	pairs_free(&matched);
	return status;
}

static int share_keys_of_further(struct mmt_diff *diff)
{
	for (uint32_t i = 2; i < diff->runs; i++) {
		struct diff_run *run = diff->run[i];
		struct diff_matched matched = {
			.run = { diff->run[run->of == MMT_RUN_SAME_B], run },
		};
		int status = cast_roles(diff, &matched);

		pairs_free(&matched);
		if (status)
			return -1;
	}
	return 0;
}

/* A and B are paired: what has no partner. */
static int list_alone(struct mmt_diff *diff)
{
	const uint32_t n[2] = { diff->run[0]->devices, diff->run[1]->devices };

	diff->alone = malloc((n[0] + n[1] + 1UL) * sizeof(*diff->alone));
	for (unsigned int side = 0; diff->alone && side < 2; side++)
		for (uint32_t i = 0; i < n[side]; i++)
			if (!diff->run[side]->device[i].paired)
				diff->alone[diff->alones++] = (struct diff_alone){ side, i };
	return diff->alone ? 0 : -1;
}

static int compare(struct mmt_diff *diff)
{
	struct diff_run *a = diff->run[0];
	uint32_t i;

	diff->matched.run[0] = a;
	diff->matched.run[1] = diff->run[1];
	for (i = 0; i < a->devices; i++)
		a->device[i].role = i;
	if (run_share_keys(a, &diff->keys) || cast_roles(diff, &diff->matched) ||
	    list_alone(diff) || share_keys_of_further(diff))
		return -1;
	for (i = 2; i < diff->runs; i++)
		if (learn_from(diff, diff->run[i]))
			return -1;
	if (diff->gap && phases_find(diff))
		return -1;
	if (match_runs(diff, &diff->matched) || (diff->gap && phases_gaps(diff)) ||
	    loops_find(diff) || judge(diff))
		return -1;
	return 0;
}

int mmt_diff_compare(struct mmt_diff *diff)
{
	struct mmt_diff_summary *summary = &diff->summary;

	if (diff->failed || diff->runs < 2 || compare(diff))
		return -1;
	summary->devices = diff->matched.pairs;
	summary->runs = diff->runs;
	for (int side = 0; side < 2; side++)
		for (uint32_t i = 0; i < diff->run[side]->devices; i++)
			summary->accesses[side] += diff->run[side]->device[i].stream.n;
	for (int verdict = 0; verdict < MMT_N_VERDICTS; verdict++)
		summary->all += summary->count[verdict];
	summary->all += summary->excepted + summary->varying + summary->addresses;
	return 0;
}

const struct mmt_diff_summary *mmt_diff_sum(const struct mmt_diff *diff)
{
	return &diff->summary;
}

static bool find_device(const struct mmt_diff *diff, unsigned int number,
			struct mmt_diff_device *device)
{
	const struct diff_matched *matched = &diff->matched;
	const struct diff_alone *alone;

	*device = (struct mmt_diff_device){ .compared = number < matched->pairs };
	for (int side = 0; side < 2 && device->compared; side++)
		device->device[side] =
			matched->run[side]->device[matched->pair[number].device[side]].device;
	if (device->compared)
		return true;
	if (number - matched->pairs >= diff->alones)
		return false;
	alone = &diff->alone[number - matched->pairs];
	device->device[alone->side] = matched->run[alone->side]->device[alone->device].device;
	return true;
}

bool mmt_diff_device(const struct mmt_diff *diff, unsigned int number,
		     struct mmt_diff_device *device)
{
	struct mmt_diff_device whole;
	bool found = find_device(diff, number, &whole);

	sizes_pack(device, diff->sizes.diff_device, &whole, sizeof(whole), found);
	return found;
}

enum mmt_apart mmt_diff_apart(const struct mmt_diff *diff, unsigned int number)
{
	return number < diff->matched.pairs ? diff->matched.pair[number].apart : MMT_APART_NOTHING;
}

bool mmt_diff_phase(const struct mmt_diff *diff, uint32_t number, struct mmt_diff_phase *phase)
{
	const struct diff_mark *from;

	if (number >= diff->phases.n)
		return false;
	from = diff->phases.at[number].from;
	*phase = (struct mmt_diff_phase){ .mark = from->word ? diff->words.at[from->word] : NULL };
	for (int side = 0; side < 2; side++) {
		phase->gap[side] = from[side].gap;
		phase->time[side] = from[side].time;
	}
	return true;
}

uint32_t mmt_diff_phase_of(const struct mmt_diff *diff, const struct mmt_diff_row *row)
{
	unsigned int side = !row->has[0];

	return phases_number(&diff->phases, side, row->access[side].index);
}

void mmt_diff_place(const struct mmt_diff_row *row, char text[48])
{
	unsigned long long offset = row->offset;

	if (mmt_is_config(row->kind))
		snprintf(text, 48, "config+0x%04llx", offset);
	else if (row->bar == MMT_ROM)
		snprintf(text, 48, "ROM+0x%04llx", offset);
	else if (row->bar >= 0)
		snprintf(text, 48, "BAR%d+0x%04llx", row->bar, offset);
	else
		snprintf(text, 48, "0x%llx", offset);
}

/* --- rows ------------------------------------------------------------------ */

static const char *function_of(const struct mmt_diff *diff, uint32_t origin)
{
	uint32_t word = origin ? diff->origins.at[origin].function : 0;

	return word ? diff->words.at[word] : NULL;
}

static void fill_access(const struct mmt_diff *diff, struct mmt_diff_row *row,
			unsigned int side, const struct diff_item *item)
{
	row->has[side] = true;
	row->access[side] = (struct mmt_diff_access){
		.index = item->index, .time = item->time, .value = item->value,
		.reads = item->count,
		.function = function_of(diff, item->origin),
	};
}

static void fill_key(const struct mmt_diff *diff, struct mmt_diff_row *row, uint32_t number)
{
	const struct diff_key *key = &diff->keys.at[number];

	row->key = number;
	row->kind = (enum mmt_kind)key->kind;
	row->bar = key->bar;
	row->offset = key->place;
	row->width = key->width;
	row->name = key->shown ? diff->words.at[key->shown] : NULL;
	row->reg = key->reg;
	row->never_same = diff->compared[number].pairs >= OFTEN && !diff->compared[number].same;
}

static enum mmt_excuse excuse_of(uint8_t flags)
{
	if (flags & ITEM_LOST)
		return MMT_UNKNOWABLE;
	if (flags & ITEM_POLLED)
		return MMT_POLLED;
	if (flags & ITEM_BETWEEN)
		return MMT_INTERLEAVED;
	if (flags & ITEM_VARIES)
		return MMT_VARIES;
	if (flags & ITEM_ADDRESS)
		return MMT_ADDRESS;
	if (flags & ITEM_EXCEPTED)
		return MMT_EXCEPTED;
	return flags & ITEM_EFFECT ? MMT_EFFECT : MMT_NO_EXCUSE;
}

static void fill_loop(const struct mmt_diff *diff, struct mmt_diff_row *row, uint32_t pair,
		      unsigned int side, uint32_t item)
{
	const struct diff_group *loop = groups_find(&diff->loops, pair, side, item);

	if (!loop || loop->item != item || row->excuse != MMT_NO_EXCUSE)
		return;
	memcpy(row->rounds, loop->rounds, sizeof(row->rounds));
	row->loop = loop->items;
	row->body = loop->body;
}

/**
 * row_fill() - fill in an access of one side, and what it is of
 * @diff: the comparison
 * @row: the row
 * @pair: number of the device pair
 * @side: whose
 * @item: number of the item
 */
void row_fill(const struct mmt_diff *diff, struct mmt_diff_row *row, uint32_t pair,
	      unsigned int side, uint32_t item)
{
	const struct diff_item *of = &pair_stream(&diff->matched, pair, side)->item[item];

	fill_key(diff, row, of->key);
	fill_access(diff, row, side, of);
}

static void fill_alone(const struct mmt_diff *diff, struct mmt_diff_row *row, uint32_t pair,
		       unsigned int side, uint32_t number)
{
	row->verdict = side ? MMT_SURPLUS : MMT_MISSING;
	row->excuse = excuse_of(diff->matched.pair[pair].flags[side][number]);
	row_fill(diff, row, pair, side, number);
	fill_loop(diff, row, pair, side, number);
}

/* What differs is that memory lies elsewhere. */
static bool is_address_of(const struct mmt_diff *diff, const struct mmt_diff_row *row)
{
	return diff->compared[row->key].address &&
	       address_differs(diff, row->access[0].value, row->access[1].value);
}

static void fill_pair(const struct mmt_diff *diff, struct mmt_diff_row *row, uint32_t pair,
		      uint32_t a, uint32_t b)
{
	uint8_t flags = diff->matched.pair[pair].flags[0][a];
	const struct diff_group *effects;

	row_fill(diff, row, pair, 1, b);
	row_fill(diff, row, pair, 0, a);
	row->bits = pair_bits(&diff->matched, pair, a, b);
	/* Past whom it was moved does not excuse another value. */
	if (flags & ITEM_MOVED && (!row->bits || is_address_of(diff, row))) {
		row->verdict = MMT_MOVED;
	} else if (row->bits) {
		row->verdict = MMT_VALUE;
		flags &= (uint8_t)~ITEM_BETWEEN;
	}
	row->excuse = excuse_of(flags);
	if (row->verdict != MMT_VALUE || row->excuse != MMT_NO_EXCUSE)
		return;
	effects = groups_find(&diff->effects, pair, 0, a);
	if (effects && effects->item == a)
		row->followers = effects->items;
}

static bool next_row(const struct mmt_diff *diff, struct mmt_diff_cursor *cursor,
		     struct mmt_diff_row *row)
{
	for (; cursor->device < diff->matched.pairs; cursor->device++) {
		const struct diff_pair *pair = &diff->matched.pair[cursor->device];
		uint32_t *a = &cursor->item[0], *b = &cursor->item[1];
		uint32_t n = pair_stream(&diff->matched, cursor->device, 0)->n;
		uint32_t m = pair_stream(&diff->matched, cursor->device, 1)->n;

		*row = (struct mmt_diff_row){ .device = cursor->device };
		if (*a < n && pair->other[0][*a] == NOBODY) {
			fill_alone(diff, row, cursor->device, 0, (*a)++);
			return true;
		}
		if (*a < n && pair->flags[0][*a] & ITEM_MOVED) {
			fill_pair(diff, row, cursor->device, *a, pair->other[0][*a]);
			++*a;
			return true;
		}
		while (*b < m && pair->flags[1][*b] & ITEM_MOVED)
			++*b;
		if (*b < m && pair->other[1][*b] == NOBODY) {
			fill_alone(diff, row, cursor->device, 1, (*b)++);
			return true;
		}
		if (*a < n && *b < m) {
			fill_pair(diff, row, cursor->device, (*a)++, (*b)++);
			return true;
		}
		*a = *b = 0;
	}
	return false;
}

bool mmt_diff_next(const struct mmt_diff *diff, struct mmt_diff_cursor *cursor,
		   struct mmt_diff_row *row)
{
	struct mmt_diff_row whole;
	bool found;

	if (diff->sizes.diff_row == sizeof(whole))
		return next_row(diff, cursor, row);
	found = next_row(diff, cursor, &whole);
	sizes_pack(row, diff->sizes.diff_row, &whole, sizeof(whole), found);
	return found;
}
