// SPDX-License-Identifier: GPL-2.0
#include "echo.h"

#define SHORTEST_BODY 4

/* Whether what is held back begins like a body. */
static bool fits(const struct echoes *echoes, const struct known_body *body)
{
	size_t i;

	if (echoes->nodes > body->nodes)
		return false;
	for (i = 0; i < echoes->nodes; i++)
		if (echoes->node[i]->shape != body->shape[i] ||
		    echoes->node[i]->offset != body->offset[i])
			return false;
	return true;
}

static const struct known_body *candidate(const struct echoes *echoes)
{
	size_t i;

	for (i = 0; i < ECHOES_KNOWN; i++)
		if (echoes->known[i].nodes && fits(echoes, &echoes->known[i]))
			return &echoes->known[i];
	return NULL;
}

/* Let the first go that can be no body's beginning. */
static void settle(struct echoes *echoes)
{
	while (echoes->nodes && !candidate(echoes)) {
		struct node *first = echoes->node[0];

		echoes->nodes--;
		memmove(echoes->node, echoes->node + 1, echoes->nodes * sizeof(echoes->node[0]));
		step_node(echoes->steps, first);
	}
}

static void remember(struct echoes *echoes, const struct node *node)
{
	struct known_body *body = &echoes->known[echoes->next];
	const struct node *child;
	size_t nodes = 0;

	for (child = node->body; child; child = child->next) {
		/* A loop over a table never comes again at the same place. */
		if (child->stride)
			return;
		nodes++;
	}
	if (nodes < SHORTEST_BODY)
		return;
	body->time = node->since;
	body->nodes = 0;
	for (child = node->body; child; child = child->next) {
		body->shape[body->nodes] = child->shape;
		body->offset[body->nodes++] = child->offset;
	}
	echoes->next = (echoes->next + 1) % ECHOES_KNOWN;
}

/**
 * echo_node() - look whether a node goes on with a known body
 * @data: struct echoes
 * @node: from folding
 */
void echo_node(void *data, struct node *node)
{
	struct echoes *echoes = data;
	const struct known_body *body;

	if (node->body) {
		remember(echoes, node);
		if (!echoes->nodes && !echoes->next && !echoes->known[0].nodes) {
			step_node(echoes->steps, node);
			return;
		}
	}
	echoes->node[echoes->nodes++] = node;
	settle(echoes);
	body = echoes->nodes ? candidate(echoes) : NULL;
	if (body && body->nodes == echoes->nodes) {
		step_echo(echoes->steps, echoes->node, echoes->nodes, body->time);
		echoes->nodes = 0;
	}
}

/**
 * echo_flush() - let out what is held back
 * @echoes: the bodies
 */
void echo_flush(struct echoes *echoes)
{
	size_t i;

	for (i = 0; i < echoes->nodes; i++)
		step_node(echoes->steps, echoes->node[i]);
	echoes->nodes = 0;
}
