// SPDX-License-Identifier: GPL-2.0
#include "access.h"
#include "loop.h"
#include "step.h"

#define SWEEP_LEAST	8	/* reads in a row, to be one line */
#define LIKE_LEAST	2	/* nodes of a step that is worth comparing */

static const struct node *first_of(const struct node *node)
{
	while (node->body)
		node = node->body;
	return node;
}

static bool same_work(const struct node *a, const struct node *b)
{
	return a->caller == b->caller && a->device == b->device && a->bar == b->bar &&
	       a->cpu == b->cpu && a->pid == b->pid;
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

	for (i = 0; i < nodes; i++)
		hash = (hash ^ node[i]->shape ^ (node[i]->offset << 1)) * 0x9e3779b97f4a7c15ULL;
	return hash;
}

static const struct known_step *find_known(const struct steps *steps, uint64_t hash, size_t nodes)
{
	size_t i;

	for (i = 0; i < STEPS_KNOWN; i++)
		if (steps->known[i].hash == hash && steps->known[i].nodes == nodes)
			return &steps->known[i];
	return NULL;
}

static void remember(struct steps *steps, uint64_t hash)
{
	struct known_step *known = &steps->known[steps->next];
	size_t i;

	known->hash = hash;
	known->time = steps->node[0]->since;
	known->nodes = steps->nodes;
	for (i = 0; i < steps->nodes; i++)
		known->value[i] = steps->node[i]->body ? 0 : steps->node[i]->first;
	steps->next = (steps->next + 1) % STEPS_KNOWN;
}

static uint64_t accesses_of(struct node *const *node, size_t nodes)
{
	uint64_t accesses = 0;
	size_t i;

	for (i = 0; i < nodes; i++)
		accesses += node[i]->accesses;
	return accesses;
}

static void write_like(struct out *out, uint64_t accesses, uint64_t time)
{
	out_grouped(out, accesses);
	out_text(out, accesses == 1 ? " access" : " accesses");
	out_text(out, " like at ");
	out_time(out, time, 6, 0);
}

/* One line: as before, but for these values. */
static void write_known(struct steps *steps, const struct known_step *known,
			const struct caller *caller)
{
	struct lines *lines = steps->lines;
	struct out *out = &lines->out;
	bool any = false;
	size_t i;

	line_begin(lines, steps->node[0], caller);
	write_like(out, accesses_of(steps->node, steps->nodes), known->time);
	for (i = 0; i < steps->nodes; i++) {
		const struct node *node = steps->node[i];

		if (node->body || node->first == known->value[i])
			continue;
		out_text(out, any ? ", " : ": ");
		any = true;
		line_direction(lines, node, false);
		line_name(lines, node, false);
		out_char(out, ' ');
		out_hex(out, node->last);
	}
	line_end(lines, steps->node[steps->nodes - 1]->until);
}

/* How many nodes from @first on are reads of one register each. */
static size_t sweep_at(const struct steps *steps, size_t first)
{
	size_t i;

	for (i = first; i < steps->nodes; i++) {
		const struct node *node = steps->node[i];

		if (node->body || node_writes(node) || node->count > 1 ||
		    node->width != steps->node[first]->width ||
		    (i > first && node->offset == steps->node[i - 1]->offset))
			break;
	}
	return i - first;
}

static void write_step(struct steps *steps)
{
	const struct caller *caller = first_of(steps->node[0])->caller;
	size_t i, reads;

	for (i = 0; i < steps->nodes; i += reads) {
		const struct node *node = steps->node[i];

		reads = sweep_at(steps, i);
		if (reads >= SWEEP_LEAST) {
			access_sweep(steps->lines, steps->node + i, reads, caller);
		} else {
			reads = 1;
			if (node->body)
				loop_lines(steps->lines, node, caller);
			else if (!i || !access_add(steps->lines, node))
				access_line(steps->lines, node, caller);
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
	bool comparable = steps->nodes >= LIKE_LEAST && steps->nodes <= STEP_VALUES;
	uint64_t hash = 0;
	size_t i;

	if (!steps->nodes)
		return;
	line_long_gap(steps->lines, steps->node[0]->since);
	if (comparable) {
		hash = hash_of(steps->node, steps->nodes);
		known = find_known(steps, hash, steps->nodes);
	}
	if (known) {
		write_known(steps, known, first_of(steps->node[0])->caller);
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
		line_long_gap(steps->lines, node->since);
		loop_lines(steps->lines, node, NULL);
		node_free(steps->pool, node);
		return;
	}
	steps->node[steps->nodes++] = node;
}

/**
 * step_echo() - write nodes that are a body that was written before
 * @steps: the steps
 * @node: the nodes; freed here
 * @nodes: how many
 * @time: when that began
 */
void step_echo(struct steps *steps, struct node **node, size_t nodes, uint64_t time)
{
	size_t i;

	step_flush(steps);
	line_long_gap(steps->lines, node[0]->since);
	loop_functions(steps->lines, node, nodes);
	line_begin(steps->lines, node[0], NULL);
	write_like(&steps->lines->out, accesses_of(node, nodes), time);
	line_end(steps->lines, node[nodes - 1]->until);
	for (i = 0; i < nodes; i++)
		node_free(steps->pool, node[i]);
}
