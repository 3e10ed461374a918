// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "fold.h"

/* How often one access must come to be a run: a line saves more than it hides. */
#define POLLS	2	/* reads of one register */
#define WRITES	4	/* writes to one register, which may say something each */
#define BLOCK	8	/* accesses to addresses in a row */

#define POLLED	4	/* registers that one body polls by turns */

#define SYMBOLS		1024
#define LAST_OFFSETS	256	/* a power of two */

/*
 * struct fold_level - one level of folding
 *
 * Each node gets a symbol of 8 bits, from its class and from the distance to the
 * node of the same class before it: so a loop over a table has a period, too.
 * @match counts, for each period, how many symbols in a row were those of one
 * period before. That is quick and may be wrong; what it suggests is then proved,
 * node by node, before it is believed. Most symbols of what does not repeat are none of
 * the latest, and need no counting: @seen tells.
 */
struct fold_level {
	struct node *pending[FOLD_PENDING];
	size_t first;			/* of @pending in use */
	size_t end;
	uint8_t symbol[SYMBOLS];	/* the newest first, from @at */
	size_t at;
	uint8_t match[FOLD_PERIOD];	/* [period - 1], at most FOLD_PERIOD */
	bool matches;			/* one of these may be more than 0 */
	uint64_t seen[256];		/* number of the latest node with that symbol */
	uint64_t number;		/* of the latest node */
	struct {
		uint64_t class;
		uint64_t offset;
	} last[LAST_OFFSETS];

	/* While a repetition goes on; @period is 0 when none does. */
	size_t period;
	bool run;			/* of single accesses: needs no body */
	uint64_t class;			/* of these */
	struct node *body[FOLD_PERIOD];
	struct node *tail[FOLD_PERIOD];	/* the repetition that is not complete */
	size_t tails;
	uint64_t count;

	/* What the latest body found in registers each time: reads behind it may end that. */
	struct {
		uint64_t class;
		uint64_t offset;
		uint64_t value;
	} polled[POLLED];
	size_t n_polled;
};

static void push(struct fold *fold, int level, struct node *node);

static bool is_read(const struct node *node)
{
	return !node->body && !node->step && !node->stride && node->most == 1 &&
	       !node_writes(node) && node->width <= 8;
}

static void learn_polled(struct fold_level *l, const struct node *body)
{
	const struct node *child;

	l->n_polled = 0;
	for (child = body; child && l->n_polled < POLLED; child = child->next) {
		if (!is_read(child) || child->changes)
			continue;
		l->polled[l->n_polled].class = child->class;
		l->polled[l->n_polled].offset = child->offset;
		l->polled[l->n_polled++].value = child->last;
	}
}

/*
 * Polling by turns may end in the middle of a repetition, which then is no part of the body
 * before it: the read that ends it knows what was waited for, as the last one of a run does.
 */
static void end_polling(struct fold_level *l, struct node *node)
{
	size_t i;

	for (i = 0; i < l->n_polled; i++) {
		if (l->polled[i].class != node->class || l->polled[i].offset != node->offset)
			continue;
		node->rose = node->first & ~l->polled[i].value;
		node->fell = l->polled[i].value & ~node->first;
		node->waited = node->rose | node->fell;
	}
}

static void watch_polling(struct fold_level *l, struct node *node)
{
	if (node->body)
		learn_polled(l, node->body);
	else if (l->n_polled && is_read(node))
		end_polling(l, node);
	else
		l->n_polled = 0;
}

static void emit(struct fold *fold, int level, struct node *node)
{
	if (level + 1 < FOLD_LEVELS) {
		watch_polling(fold->level[level + 1], node);
		push(fold, level + 1, node);
	} else {
		fold->sink(fold->data, node);
	}
}

static void emit_pending(struct fold *fold, int level, size_t until)
{
	struct fold_level *l = fold->level[level];

	while (l->first < until)
		emit(fold, level, l->pending[l->first++]);
	if (l->first == l->end)
		l->first = l->end = 0;
}

static void forget_symbols(struct fold_level *l)
{
	l->at = SYMBOLS - FOLD_PERIOD;
	memset(l->symbol + l->at, 0, FOLD_PERIOD * sizeof(l->symbol[0]));
	memset(l->match, 0, sizeof(l->match));
	l->matches = false;
	/* None of those seen is one of the latest any more. */
	l->number += FOLD_PERIOD + 1;
}

/* Never 0, which is the symbol of nothing. */
static uint8_t symbol_of(struct fold_level *l, const struct node *node)
{
	size_t slot = node->class & (LAST_OFFSETS - 1);
	uint64_t distance = 0;
	uint8_t symbol;

	if (l->last[slot].class == node->class)
		distance = node->offset - l->last[slot].offset;
	l->last[slot].class = node->class;
	l->last[slot].offset = node->offset;
	symbol = (uint8_t)((node->class ^ distance * 0x9e3779b97f4a7c15ULL) >> 56);
	return symbol ? symbol : 1;
}

/* Sixteen periods at once: left to itself the compiler takes one after the other. */
typedef int8_t sixteen __attribute__((vector_size(16)));

/*
 * Count for every period how long it has held, when the latest node has this symbol. Return
 * whether one has held for a whole period.
 */
static bool count_matches(struct fold_level *l, uint8_t symbol)
{
	sixteen period = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 }, any = { 0 };
	const uint8_t *before = l->symbol + l->at;
	uint64_t found[2];
	int p;

	for (p = 0; p < FOLD_PERIOD; p += 16) {
		sixteen count, symbols;

		memcpy(&symbols, before + p, sizeof(symbols));
		memcpy(&count, l->match + p, sizeof(count));
		/* What is true is -1 here. */
		count -= count < FOLD_PERIOD;
		count &= symbols == (int8_t)symbol;
		memcpy(l->match + p, &count, sizeof(count));
		any |= count > period;
		period += 16;
	}
	memcpy(found, &any, sizeof(found));
	return found[0] | found[1];
}

/* Take the symbol of the latest node. Return as count_matches(). */
static bool take_symbol(struct fold_level *l, uint8_t symbol)
{
	bool again = ++l->number - l->seen[symbol] <= FOLD_PERIOD, found = false;

	l->seen[symbol] = l->number;
	if (again)
		found = count_matches(l, symbol);
	else if (l->matches)
		memset(l->match, 0, sizeof(l->match));
	l->matches = again;
	if (!l->at) {
		memmove(l->symbol + SYMBOLS - FOLD_PERIOD, l->symbol,
			FOLD_PERIOD * sizeof(l->symbol[0]));
		l->at = SYMBOLS - FOLD_PERIOD;
	}
	l->symbol[--l->at] = symbol;
	return found;
}

static size_t times_needed(const struct node *node, size_t period, const int64_t *stride)
{
	size_t i;

	if (period > 1 || node->body) {
		/* Where nothing stays, the same distances may be chance. */
		for (i = 0; i < period; i++)
			if (!stride[i])
				return FOLD_TIMES;
		return FOLD_TIMES + 1;
	}
	if (stride[0])
		return BLOCK;
	return node_writes(node) ? WRITES : POLLS;
}

/* Addresses in a row are a run, if enough, and no body of several accesses. */
static bool in_a_row(struct node *const *newest, size_t period)
{
	uint64_t step = newest[0]->offset - newest[-1]->offset;
	size_t i;

	for (i = 0; i < period; i++)
		if (!node_same(*(newest - i), *(newest - i - 1)) ||
		    (*(newest - i))->offset - (*(newest - i - 1))->offset != step)
			return false;
	return true;
}

/*
 * Of how many repetitions of a node, the newest first, each that waited for something
 * waited for the same, and the others found it: what is left out must be so of all.
 */
static size_t agreeing(const struct node *const *node, size_t times)
{
	const struct node *child[FOLD_PENDING];
	uint64_t rose = UINT64_MAX, fell = UINT64_MAX;
	bool waited = false;
	size_t i, good;

	if (!times)
		return 0;
	if (node[0]->body) {
		for (i = 0; i < times; i++)
			child[i] = node[i]->body;
		while (times && child[0]) {
			good = agreeing(child, times);
			if (good < times)
				times = good;
			for (i = 0; i < times; i++)
				child[i] = child[i]->next;
		}
		return times;
	}
	for (i = 0; i < times; i++) {
		waited |= node[i]->waited;
		rose &= node[i]->rose;
		fell &= node[i]->fell;
		if (waited && !(rose | fell))
			break;
	}
	return i;
}

/* How many of so many nodes at the end, which repeat, do so in what they waited for, too. */
static size_t same_ends(const struct fold_level *l, size_t period, size_t length)
{
	struct node *const *newest = l->pending + l->end - 1;
	const struct node *node[FOLD_PENDING];
	size_t i, times, good;

	for (i = 0; i < period; i++) {
		for (times = 0; i + times * period < length; times++)
			node[times] = *(newest - i - times * period);
		good = agreeing(node, times);
		if (good < times)
			length = i + good * period;
	}
	return length;
}

/*
 * How many pending nodes at the end repeat with @period, the newest included, if
 * the last two repetitions set the strides. 0 when they are not worth a body.
 */
static size_t proved(const struct fold_level *l, size_t period, int64_t *stride)
{
	struct node *const *newest = l->pending + l->end - 1;
	size_t available = l->end - l->first;
	size_t nodes = 0;
	size_t i;

	if (available < 2 * period || (period > 1 && in_a_row(newest, period)))
		return 0;
	for (i = 0; i < period; i++) {
		const struct node *node = *(newest - i);
		const struct node *before = *(newest - i - period);

		if (!node_same(node, before))
			return 0;
		stride[i] = (int64_t)(node->offset - before->offset);
		nodes += node->nodes;
	}
	if (nodes > FOLD_NODES)
		return 0;
	for (; i + period < available; i++) {
		const struct node *node = *(newest - i);
		const struct node *before = *(newest - i - period);

		if (!node_same(node, before) ||
		    (int64_t)(node->offset - before->offset) != stride[i % period])
			break;
	}
	i = same_ends(l, period, i + period);
	return i >= period * times_needed(*newest, period, stride) ? i : 0;
}

/* One access after the other is a run, of one register or over a table. */
static bool is_run(const struct node *node, size_t period)
{
	return period == 1 && !node->body && !node->step && (!node->stride || node->count == 1);
}

static void complete(struct fold *fold, struct fold_level *l)
{
	size_t i;

	for (i = 0; i < l->period; i++) {
		if (l->run)
			node_append(l->body[i], l->tail[i]);
		else
			node_merge(l->body[i], l->tail[i]);
		node_free(fold->nodes, l->tail[i]);
	}
	l->tails = 0;
	l->count++;
}

static bool continues(const struct fold_level *l, const struct node *node)
{
	const struct node *body = l->body[l->tails];

	if (!l->run)
		return node->offset == body->reach + (uint64_t)body->stride &&
		       node_same(node, body);
	return node->class == l->class && !node->body && (!body->stride || node->count == 1) &&
	       node->offset == body->offset + (uint64_t)body->stride * l->count &&
	       node_same_register(node, body);
}

static void start(struct fold *fold, int level, size_t period, size_t length,
		  const int64_t *stride)
{
	struct fold_level *l = fold->level[level];
	size_t begin = l->end - length;
	size_t i;

	emit_pending(fold, level, begin);
	l->period = period;
	l->count = 1;
	l->tails = 0;
	for (i = 0; i < period; i++) {
		l->body[i] = l->pending[begin + i];
		/* stride[] counts from the newest backwards. */
		l->body[i]->stride = stride[(length - 1 - i) % period];
	}
	l->run = is_run(l->body[0], period);
	l->class = l->body[0]->class;
	for (; i < length; i++) {
		l->tail[l->tails++] = l->pending[begin + i];
		if (l->tails == period)
			complete(fold, l);
	}
	l->first = l->end = 0;
}

/* The body as one node; NULL when out of memory. */
static struct node *folded(struct fold *fold, struct fold_level *l)
{
	struct node *node = l->body[0];
	size_t i;

	if (l->run) {
		if (node->stride)
			node_stretch(node, node->stride);
		node->stride = 0;
		return node;
	}
	node = node_new(fold->nodes);
	if (!node)
		return NULL;
	for (i = 0; i < l->period; i++)
		l->body[i]->next = i + 1 < l->period ? l->body[i + 1] : NULL;
	node_repeat(node, l->body[0], l->count);
	return node;
}

static void finish(struct fold *fold, int level)
{
	struct fold_level *l = fold->level[level];
	struct node *tail[FOLD_PERIOD];
	size_t tails = l->tails;
	struct node *node;
	size_t i;

	if (!l->period)
		return;
	memcpy(tail, l->tail, tails * sizeof(tail[0]));
	node = folded(fold, l);
	if (!node) {
		fold->failed = true;
		for (i = 0; i < l->period; i++)
			node_free(fold->nodes, l->body[i]);
	}
	l->period = l->tails = 0;
	forget_symbols(l);
	if (node)
		emit(fold, level, node);
	for (i = 0; i < tails; i++)
		push(fold, level, tail[i]);
}

static void push(struct fold *fold, int level, struct node *node)
{
	struct fold_level *l = fold->level[level];
	int64_t stride[FOLD_PERIOD];
	size_t period, length;
	bool again;

	if (l->period) {
		if (continues(l, node)) {
			l->tail[l->tails++] = node;
			if (l->tails == l->period)
				complete(fold, l);
			return;
		}
		finish(fold, level);
		/* What was begun may have become another repetition. */
		if (l->period) {
			push(fold, level, node);
			return;
		}
	}
	if (l->end == FOLD_PENDING) {
		/* Half of them can no longer be the start of anything. */
		emit_pending(fold, level, FOLD_PENDING / 4);
		memmove(l->pending, l->pending + l->first,
			(l->end - l->first) * sizeof(l->pending[0]));
		l->end -= l->first;
		l->first = 0;
	}
	l->pending[l->end++] = node;
	again = l->end - l->first > 1 && node->class == l->pending[l->end - 2]->class &&
		node->offset == l->pending[l->end - 2]->offset;
	if (!take_symbol(l, symbol_of(l, node)) && !again)
		return;
	for (period = 1; period <= FOLD_PERIOD; period++) {
		if (l->match[period - 1] < period && !(again && period == 1))
			continue;
		length = proved(l, period, stride);
		if (length) {
			start(fold, level, period, length, stride);
			return;
		}
	}
}

/**
 * fold_push() - the next access
 * @fold: the state
 * @node: an access; now the folding's
 */
void fold_push(struct fold *fold, struct node *node)
{
	push(fold, 0, node);
}

/**
 * fold_flush() - let out all that is held back
 * @fold: the state, as after fold_begin()
 *
 * Nothing before is repeated by anything after.
 */
void fold_flush(struct fold *fold)
{
	int level;

	for (level = 0; level < FOLD_LEVELS; level++) {
		struct fold_level *l = fold->level[level];

		while (l->period)
			finish(fold, level);
		emit_pending(fold, level, l->end);
		forget_symbols(l);
		l->n_polled = 0;
	}
}

/**
 * fold_begin() - get ready
 * @fold: the state; release with fold_end()
 * @nodes: where the nodes come from; stays the caller's
 * @sink: gets the nodes, and their ownership, in order
 * @data: for @sink
 *
 * Return: 0, or -1 when out of memory; then there is nothing to release.
 */
int fold_begin(struct fold *fold, struct nodes *nodes, fold_sink sink, void *data)
{
	int level;

	*fold = (struct fold){ .nodes = nodes, .sink = sink, .data = data };
	for (level = 0; level < FOLD_LEVELS; level++) {
		fold->level[level] = calloc(1, sizeof(*fold->level[level]));
		if (!fold->level[level]) {
			fold_end(fold);
			return -1;
		}
		forget_symbols(fold->level[level]);
	}
	return 0;
}

/**
 * fold_end() - release the state; what is held back must have been let out
 * @fold: from fold_begin()
 */
void fold_end(struct fold *fold)
{
	int level;

	for (level = 0; level < FOLD_LEVELS; level++) {
		free(fold->level[level]);
		fold->level[level] = NULL;
	}
}
