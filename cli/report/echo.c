// SPDX-License-Identifier: GPL-2.0
/*
 * Bodies that were repeated before and now come once more, alone: reading one more
 * word of an EEPROM after all of it was read, say. They need not be written again.
 */
#include "textual.h"

#define SHORTEST_BODY 4

/* Whether what is held back begins like a body. */
static bool fits(const struct text *text, const struct known_body *body)
{
	size_t i;

	if (text->echoes > body->nodes)
		return false;
	for (i = 0; i < text->echoes; i++)
		if (text->echo[i]->shape != body->shape[i] ||
		    text->echo[i]->offset != body->offset[i])
			return false;
	return true;
}

static const struct known_body *candidate(const struct text *text)
{
	size_t i;

	for (i = 0; i < ECHOES_KNOWN; i++)
		if (text->known_body[i].nodes && fits(text, &text->known_body[i]))
			return &text->known_body[i];
	return NULL;
}

/* Let the first go that can be no body's beginning. */
static void settle(struct text *text)
{
	while (text->echoes && !candidate(text)) {
		struct node *first = text->echo[0];

		text->echoes--;
		memmove(text->echo, text->echo + 1, text->echoes * sizeof(text->echo[0]));
		step_node(text, first);
	}
}

static void remember(struct text *text, const struct node *node)
{
	struct known_body *body = &text->known_body[text->next_body];
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
	text->next_body = (text->next_body + 1) % ECHOES_KNOWN;
}

/**
 * echo_node() - look whether a node goes on with a known body
 * @data: the report
 * @node: from folding
 */
void echo_node(void *data, struct node *node)
{
	struct text *text = data;
	const struct known_body *body;

	if (node->body) {
		remember(text, node);
		if (!text->echoes && !text->next_body && !text->known_body[0].nodes) {
			step_node(text, node);
			return;
		}
	}
	text->echo[text->echoes++] = node;
	settle(text);
	body = text->echoes ? candidate(text) : NULL;
	if (body && body->nodes == text->echoes) {
		step_echo(text, text->echo, text->echoes, body);
		text->echoes = 0;
	}
}

/**
 * echo_flush() - let out what is held back
 * @text: the report
 */
void echo_flush(struct text *text)
{
	size_t i;

	for (i = 0; i < text->echoes; i++)
		step_node(text, text->echo[i]);
	text->echoes = 0;
}
