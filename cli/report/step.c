// SPDX-License-Identifier: GPL-2.0
/*
 * Steps: what one function does without another in between. A step like one that was
 * written before takes one line, with the values that differ.
 */
#include "textual.h"

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

static const struct known_step *find_known(const struct text *text, uint64_t hash, size_t nodes)
{
	size_t i;

	for (i = 0; i < STEPS_KNOWN; i++)
		if (text->known_step[i].hash == hash && text->known_step[i].nodes == nodes)
			return &text->known_step[i];
	return NULL;
}

static void remember(struct text *text, uint64_t hash)
{
	struct known_step *known = &text->known_step[text->next_step];
	size_t i;

	known->hash = hash;
	known->time = text->step[0]->since;
	known->nodes = text->steps;
	for (i = 0; i < text->steps; i++)
		known->value[i] = text->step[i]->body ? 0 : text->step[i]->first;
	text->next_step = (text->next_step + 1) % STEPS_KNOWN;
}

static uint64_t accesses_of(struct node *const *node, size_t nodes)
{
	uint64_t accesses = 0;
	size_t i;

	for (i = 0; i < nodes; i++)
		accesses += node[i]->accesses;
	return accesses;
}

static void write_like(struct text *text, uint64_t accesses, uint64_t time)
{
	out_grouped(&text->out, accesses);
	out_text(&text->out, accesses == 1 ? " access" : " accesses");
	out_text(&text->out, " like at ");
	out_time(&text->out, time, 6, 0);
}

/* One line: as before, but for these values. */
static void write_known(struct text *text, const struct known_step *known,
			const struct caller *caller)
{
	struct out *out = &text->out;
	bool any = false;
	size_t i;

	line_begin(text, text->step[0], caller);
	write_like(text, accesses_of(text->step, text->steps), known->time);
	for (i = 0; i < text->steps; i++) {
		const struct node *node = text->step[i];

		if (node->body || node->first == known->value[i])
			continue;
		out_text(out, any ? ", " : ": ");
		any = true;
		out_style(out, node_writes(node) ? STYLE_WRITE : STYLE_READ);
		out_char(out, node_writes(node) ? 'W' : 'R');
		out_style(out, STYLE_PLAIN);
		out_char(out, ' ');
		out_style(out, STYLE_NAME);
		line_place(text, node, false);
		out_style(out, STYLE_PLAIN);
		out_char(out, ' ');
		out_hex(out, node->last);
	}
	line_end(text, text->step[text->steps - 1]->until);
}

/* How many nodes from @first on are reads of one register each. */
static size_t sweep_at(const struct text *text, size_t first)
{
	size_t i;

	for (i = first; i < text->steps; i++) {
		const struct node *node = text->step[i];

		if (node->body || node_writes(node) || node->count > 1 ||
		    node->width != text->step[first]->width ||
		    (i > first && node->offset == text->step[i - 1]->offset))
			break;
	}
	return i - first;
}

static void write_step(struct text *text)
{
	const struct caller *caller = first_of(text->step[0])->caller;
	size_t i, reads;

	for (i = 0; i < text->steps; i += reads) {
		const struct node *node = text->step[i];

		reads = sweep_at(text, i);
		if (reads >= SWEEP_LEAST) {
			line_sweep(text, text->step + i, reads, caller);
		} else {
			reads = 1;
			if (node->body)
				loop_lines(text, node, caller);
			else if (!i || !line_add(text, node))
				line_access(text, node, caller);
		}
		/* Only the first line of a step names the function. */
		caller = NULL;
	}
}

/**
 * step_flush() - write what is held back
 * @text: the report
 */
void step_flush(struct text *text)
{
	const struct known_step *known = NULL;
	bool comparable = text->steps >= LIKE_LEAST && text->steps <= STEP_VALUES;
	uint64_t hash = 0;
	size_t i;

	if (!text->steps)
		return;
	line_gap(text, text->step[0]->since);
	if (comparable) {
		hash = hash_of(text->step, text->steps);
		known = find_known(text, hash, text->steps);
	}
	if (known) {
		write_known(text, known, first_of(text->step[0])->caller);
	} else {
		write_step(text);
		if (comparable)
			remember(text, hash);
	}
	for (i = 0; i < text->steps; i++)
		node_free(&text->nodes, text->step[i]);
	text->steps = 0;
}

/**
 * step_node() - the next node
 * @text: the report
 * @node: what; freed once it is written
 */
void step_node(struct text *text, struct node *node)
{
	if (text->steps == STEP_NODES ||
	    (text->steps && !of_one_step(node, first_of(text->step[0]))))
		step_flush(text);
	if (!of_one_step(node, first_of(node))) {
		line_gap(text, node->since);
		loop_lines(text, node, NULL);
		node_free(&text->nodes, node);
		return;
	}
	text->step[text->steps++] = node;
}

/**
 * step_echo() - write nodes that are a body that was written before
 * @text: the report
 * @node: the nodes; freed here
 * @nodes: how many
 * @known: the body
 */
void step_echo(struct text *text, struct node **node, size_t nodes,
	       const struct known_body *known)
{
	size_t i;

	step_flush(text);
	line_gap(text, node[0]->since);
	loop_functions(text, node, nodes);
	line_begin(text, node[0], NULL);
	write_like(text, accesses_of(node, nodes), known->time);
	line_end(text, node[nodes - 1]->until);
	for (i = 0; i < nodes; i++)
		node_free(&text->nodes, node[i]);
}
