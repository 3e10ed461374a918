// SPDX-License-Identifier: GPL-2.0
#include "access.h"
#include "loop.h"
#include "run.h"
#include "step.h"
#include "value.h"

#define SWEEP_LEAST	8	/* reads in a row, to be one line */
#define LIKE_LEAST	2	/* nodes of a step that is worth comparing */
#define LIKE_DIFFERENT	8	/* nodes that differ, in a line that says which */

static const struct node *first_of(const struct node *node)
{
	while (node->body)
		node = node->body;
	return node;
}

static bool same_work(const struct node *a, const struct node *b)
{
	return a->caller == b->caller && node_same_worker(a, b);
}

/* Whether all of a node is done by the same function as @first. */
static bool of_one_step(const struct node *node, const struct node *first)
{
	const struct node *child;

	if (!node->body)
		return same_work(node, first);
	for (child = node->body; child; child = child->next)
		if (!of_one_step(child, first))
			return false;
	return true;
}

static uint64_t hash_of(struct node *const *node, size_t nodes)
{
	uint64_t hash = nodes;
	size_t i;

	for (i = 0; i < nodes; i++) {
		hash = (hash ^ node[i]->shape) * 0x9e3779b97f4a7c15ULL;
		hash = (hash ^ hash >> 32 ^ node[i]->offset) * 0x9e3779b97f4a7c15ULL;
	}
	return hash;
}

/* Whether a line calls two nodes of one step the same; of a loop, whether it has such. */
static bool called_the_same(const struct node *node, const struct node *other)
{
	const struct node *child;

	if (!other->body)
		return node->kind == other->kind && node->offset == other->offset;
	for (child = other->body; child; child = child->next)
		if (called_the_same(node, child))
			return true;
	return false;
}

/* Whether one access of a run over a table is called so. */
static bool in_table(const struct node *node, const struct node *table)
{
	uint64_t last = table->offset + (uint64_t)table->step * (table->count - 1);
	bool up = table->step > 0;

	return node->kind == table->kind && node->offset >= (up ? table->offset : last) &&
	       node->offset <= (up ? last : table->offset);
}

/* Whether a loop or a table of the step has accesses that a line calls as a node of it. */
static bool also_among_many(const struct steps *steps, const struct node *node)
{
	size_t i;

	for (i = 0; i < steps->nodes; i++) {
		const struct node *other = steps->node[i];

		if (other->body ? called_the_same(node, other) :
				  other->step && in_table(node, other))
			return true;
	}
	return false;
}

/*
 * How many nodes differ from the known ones; as many as there are when one does whose
 * difference is not said in a few words.
 */
static size_t differences(const struct steps *steps, const struct known_step *known)
{
	size_t differ = 0, i;

	for (i = 0; i < steps->nodes; i++) {
		const struct node *node = steps->node[i];

		if (node->content == known->content[i])
			continue;
		if (node->body || node->step || node->width > 8 ||
		    (node->count > 1) != (known->runs >> i & 1) || also_among_many(steps, node))
			return steps->nodes;
		differ++;
	}
	return differ;
}

/* The known step of which the least has to be said; NULL when that is too much. */
static const struct known_step *find_known(const struct steps *steps, uint64_t hash)
{
	size_t least = LIKE_DIFFERENT + 1, i;
	const struct known_step *best = NULL;

	if (steps->nodes / 2 < least)
		least = steps->nodes / 2 + 1;
	for (i = 0; i < STEPS_KNOWN && least; i++) {
		size_t differ;

		if (steps->hash[i] != hash || steps->known[i].nodes != steps->nodes)
			continue;
		differ = differences(steps, &steps->known[i]);
		if (differ >= least)
			continue;
		least = differ;
		best = &steps->known[i];
	}
	return best;
}

static void remember(struct steps *steps, uint64_t hash)
{
	struct known_step *known = &steps->known[steps->next];
	size_t i;

	steps->hash[steps->next] = hash;
	known->time = steps->node[0]->since;
	known->index = steps->node[0]->index;
	known->nodes = steps->nodes;
	known->runs = 0;
	for (i = 0; i < steps->nodes; i++) {
		known->runs |= (uint32_t)(steps->node[i]->count > 1) << i;
		known->content[i] = steps->node[i]->content;
	}
	steps->next = (steps->next + 1) % STEPS_KNOWN;
}

static void write_like(struct steps *steps, const struct known_step *known)
{
	struct out *out = &steps->lines->out;
	uint64_t accesses = 0;
	bool others = false;
	size_t i;

	for (i = 0; i < steps->nodes; i++) {
		accesses += steps->node[i]->accesses;
		others |= steps->node[i]->apart || (i && steps->node[i]->after);
	}
	out_grouped(out, accesses);
	out_text(out, accesses == 1 ? " access" : " accesses");
	if (others)
		out_text(out, " (others between)");
	out_text(out, " like at ");
	if (known->time) {
		out_time(out, known->time, 6, 0);
		return;
	}
	out_char(out, '#');
	out_decimal(out, known->index);
}

static const char *ordinal_ending(size_t number)
{
	static const char *const ending[] = { "th", "st", "nd", "rd" };
	size_t last = number / 10 % 10 == 1 ? 0 : number % 10;

	return ending[last < 4 ? last : 0];
}

/* Which of several of its name in the step a node is: "2nd "; nothing when it is the only one. */
static void write_which(const struct steps *steps, size_t i)
{
	struct out *out = &steps->lines->out;
	size_t before = 0, all = 0, k;

	for (k = 0; k < steps->nodes; k++) {
		if (!called_the_same(steps->node[i], steps->node[k]))
			continue;
		before += k < i;
		all++;
	}
	if (all > 1) {
		out_decimal(out, before + 1);
		out_text(out, ordinal_ending(before + 1));
		out_char(out, ' ');
	}
}

/* One line: as before, but for these values. */
static void write_known(struct steps *steps, const struct known_step *known)
{
	struct lines *lines = steps->lines;
	struct out *out = &lines->out;
	struct mmt_named named;
	bool any = false;
	size_t i;

	line_begin(lines, steps->node[0], line_function(lines, first_of(steps->node[0])));
	write_like(steps, known);
	for (i = 0; i < steps->nodes; i++) {
		const struct node *node = steps->node[i];

		if (node->content == known->content[i])
			continue;
		out_text(out, any ? ", " : ": ");
		any = true;
		write_which(steps, i);
		line_direction(lines, node, false);
		line_name(lines, node, false);
		out_char(out, ' ');
		value_short(out, lines->names, node_register(node, &named), node->last,
			    node->width);
		if (node->count > 1) {
			out_char(out, ' ');
			run_polling(lines, node);
		}
	}
	line_end(lines, steps->node[steps->nodes - 1]->until);
}

/* How many nodes from @first on are reads of one register each, the next above the last. */
static size_t sweep_at(const struct steps *steps, size_t first)
{
	size_t i;

	for (i = first; i < steps->nodes; i++) {
		const struct node *node = steps->node[i];

		if (node->body || node_writes(node) || node->count > 1 || node->width > 8 ||
		    node->width != steps->node[first]->width ||
		    node->kind != steps->node[first]->kind ||
		    node->map != steps->node[first]->map ||
		    (i > first && node->offset < steps->node[i - 1]->offset + node->width))
			break;
	}
	return i - first;
}

static void write_step(struct steps *steps)
{
	const struct caller *caller = line_function(steps->lines, first_of(steps->node[0]));
	/* What is put behind a list would be taken for a part of it. */
	bool may_add = false;
	size_t i, reads;

	for (i = 0; i < steps->nodes; i += reads) {
		const struct node *node = steps->node[i];

		reads = steps->plain || steps->lines->code ? 0 : sweep_at(steps, i);
		if (reads >= SWEEP_LEAST) {
			access_sweep(steps->lines, steps->node + i, reads, caller);
			may_add = false;
		} else if (node->body) {
			loop_lines(steps->lines, node, caller);
			may_add = false;
			reads = 1;
		} else {
			if (!may_add || !access_add(steps->lines, node))
				access_line(steps->lines, node, caller);
			may_add = !steps->plain;
			reads = 1;
		}
		/* Only the first line of a step names the function. */
		caller = NULL;
	}
}

/**
 * step_flush() - write what is held back
 * @steps: the steps
 */
void step_flush(struct steps *steps)
{
	const struct known_step *known = NULL;
	bool comparable = !steps->plain && steps->nodes >= LIKE_LEAST &&
			  steps->nodes <= STEP_VALUES;
	uint64_t hash = 0;
	size_t i;

	if (!steps->nodes)
		return;
	line_long_gap(steps->lines, steps->node[0]);
	if (comparable) {
		hash = hash_of(steps->node, steps->nodes);
		known = find_known(steps, hash);
	}
	if (known) {
		write_known(steps, known);
	} else {
		write_step(steps);
		if (comparable)
			remember(steps, hash);
	}
	for (i = 0; i < steps->nodes; i++)
		node_free(steps->pool, steps->node[i]);
	steps->nodes = 0;
}

/**
 * step_node() - the next node
 * @steps: the steps
 * @node: what; freed once it is written
 */
void step_node(struct steps *steps, struct node *node)
{
	if (steps->nodes == STEP_NODES ||
	    (steps->nodes && !of_one_step(node, first_of(steps->node[0]))))
		step_flush(steps);
	if (!of_one_step(node, first_of(node))) {
		line_long_gap(steps->lines, node);
		loop_lines(steps->lines, node, NULL);
		node_free(steps->pool, node);
		return;
	}
	steps->node[steps->nodes++] = node;
}
