// SPDX-License-Identifier: GPL-2.0
/* Lines of a body that is repeated: what it does each time, in its order. */
#include "textual.h"
#include "value.h"

#define LONGEST_ITEM	34
#define NAMED_FUNCTIONS	6	/* in a heading */

static void write_counts(struct text *text, const struct node *node)
{
	out_grouped(&text->out, node->least);
	if (node->most != node->least) {
		out_text(&text->out, " to ");
		out_grouped(&text->out, node->most);
	}
}

static void write_item(struct text *text, const struct node *node)
{
	struct mmt_named named = { .name = node->name, .reg = node->reg, .id = node->id };
	struct out *out = &text->out;

	out_style(out, node_writes(node) ? STYLE_WRITE : STYLE_READ);
	out_char(out, node_writes(node) ? 'W' : 'R');
	out_style(out, STYLE_PLAIN);
	out_char(out, ' ');
	out_style(out, STYLE_NAME);
	line_place(text, node, false);
	if (node->stride || node->step) {
		out_text(out, " .. ");
		line_place(text, node, true);
	}
	out_style(out, STYLE_PLAIN);
	if (!node->changes && (node_writes(node) || node->stride)) {
		out_char(out, ' ');
		out_hex(out, node->first);
	}
	if (node->most > 1) {
		out_text(out, " x ");
		write_counts(text, node);
		if (!node_writes(node) && node->named && node->parts == 1 && node->reg)
			value_flags(out, text->names, &named,
				    (node->last & ~node->rose) | node->fell, node->last);
	}
}

static void write_list(struct text *text, const struct node *node, size_t column);

static void write_child(struct text *text, const struct node *node, size_t column)
{
	if (!node->body) {
		write_item(text, node);
		return;
	}
	write_counts(text, node);
	out_text(&text->out, " times (");
	write_list(text, node->body, column);
	out_char(&text->out, ')');
}

/* @column: where more lines begin; 0 writes all on this one. */
static void write_list(struct text *text, const struct node *node, size_t column)
{
	for (; node; node = node->next) {
		write_child(text, node, column);
		if (!node->next)
			break;
		out_char(&text->out, ',');
		if (column && out_column(&text->out) + LONGEST_ITEM > text->out.width)
			line_next(text, column);
		else
			out_char(&text->out, ' ');
	}
}

static const struct caller *caller_in(const struct node *node)
{
	while (node->body)
		node = node->body;
	return node->caller;
}

static bool one_function(const struct node *node, const struct caller *caller)
{
	const struct node *child;

	if (!node->body)
		return node->caller == caller;
	for (child = node->body; child; child = child->next)
		if (!one_function(child, caller))
			return false;
	return true;
}

/* On the same line if it fits, else on its own. */
static void write_short_list(struct text *text, const struct node *body)
{
	struct out *out = &text->out;
	size_t used = out->used, line = out->line, unseen = out->unseen;

	out_char(out, ' ');
	write_list(text, body, 0);
	/* A line that was flushed meanwhile cannot be taken back. */
	if (out_column(out) <= out->width || out->line != line || out->used < used)
		return;
	out->used = used;
	out->unseen = unseen;
	line_next(text, line_column(text));
	write_list(text, body, line_column(text));
}

/* A line for each function, in the order in which they do it. */
static void write_by_function(struct text *text, const struct node *body)
{
	const struct caller *last = NULL;
	size_t column = line_column(text);
	const struct node *node;

	for (node = body; node; node = node->next) {
		const struct caller *caller = caller_in(node);

		if (node == body || caller != last) {
			line_next(text, 2);
			if (caller)
				out_bytes(&text->out, caller->name, caller->length);
			if (out_column(&text->out) >= column)
				line_next(text, column);
			else
				out_to(&text->out, column);
		} else {
			out_char(&text->out, ',');
			if (out_column(&text->out) + LONGEST_ITEM > text->out.width)
				line_next(text, column);
			else
				out_char(&text->out, ' ');
		}
		write_child(text, node, column);
		last = caller;
	}
}

/* Functions of a node, each once, in order. Return how many; @list holds the first few. */
static size_t functions_of(const struct node *node, const struct caller **list, size_t count)
{
	const struct node *child;
	size_t i;

	if (node->body) {
		for (child = node->body; child; child = child->next)
			count = functions_of(child, list, count);
		return count;
	}
	if (!node->caller)
		return count;
	for (i = 0; i < count && i < NAMED_FUNCTIONS; i++)
		if (list[i] == node->caller)
			return count;
	if (count < NAMED_FUNCTIONS)
		list[count] = node->caller;
	return count + 1;
}

/**
 * loop_functions() - write a line with the functions of some nodes
 * @text: the report
 * @node: the nodes
 * @nodes: how many
 */
void loop_functions(struct text *text, struct node *const *node, size_t nodes)
{
	const struct caller *function[NAMED_FUNCTIONS];
	struct out *out = &text->out;
	size_t functions = 0, i;

	for (i = 0; i < nodes; i++)
		functions = functions_of(node[i], function, functions);
	if (!functions)
		return;
	out_style(out, STYLE_HEADING);
	for (i = 0; i < functions && i < NAMED_FUNCTIONS; i++) {
		if (i)
			out_text(out, ", ");
		if (i && out_column(out) + function[i]->length + 5 > out->width)
			break;
		out_bytes(out, function[i]->name, function[i]->length);
	}
	if (i < functions)
		out_text(out, " ...");
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
}

/**
 * loop_lines() - write a body that is repeated
 * @text: the report
 * @node: the repetition
 * @caller: function to name, or NULL
 */
void loop_lines(struct text *text, const struct node *node, const struct caller *caller)
{
	struct node *const all = (struct node *)node;
	struct out *out = &text->out;
	bool one = one_function(node, caller_in(node));

	if (!one)
		loop_functions(text, &all, 1);
	line_begin(text, node, caller);
	out_style(out, STYLE_CHANGE);
	out_grouped(out, node->count);
	out_text(out, " times");
	out_style(out, STYLE_PLAIN);
	out_text(out, " in ");
	out_duration(out, node->until - node->since);
	out_text(out, ", ");
	out_grouped(out, node->accesses);
	out_text(out, " accesses");
	if (node->apart)
		out_text(out, " (others between)");
	if (one) {
		out_char(out, ':');
		write_short_list(text, node->body);
	} else {
		out_text(out, ", each:");
		write_by_function(text, node->body);
	}
	line_end(text, node->until);
}
