// SPDX-License-Identifier: GPL-2.0
/* Lines of a body that is repeated: what it does each time, in its order. */
#include "loop.h"
#include "value.h"

#define LONGEST_ITEM	34	/* in a list */
#define NAMED_FUNCTIONS	6	/* in a heading */

static void write_counts(struct lines *lines, const struct node *node)
{
	out_grouped(&lines->out, node->least);
	if (node->most != node->least) {
		out_text(&lines->out, " to ");
		out_grouped(&lines->out, node->most);
	}
}

static void write_item(struct lines *lines, const struct node *node)
{
	struct out *out = &lines->out;
	const struct mmt_named *reg;
	struct mmt_named named;

	line_direction(lines, node, false);
	out_style(out, STYLE_NAME);
	line_place(lines, node, false);
	if (node->stride || node->step) {
		out_text(out, " .. ");
		line_place(lines, node, true);
	}
	out_style(out, STYLE_PLAIN);
	if (!node->changes && (node_writes(node) || node->stride)) {
		out_char(out, ' ');
		out_hex(out, node->first);
	}
	if (node->most > 1) {
		out_text(out, " x ");
		write_counts(lines, node);
		reg = node_register(node, &named);
		if (!node_writes(node) && reg)
			value_flags(out, lines->names, reg,
				    (node->last & ~node->rose) | node->fell, node->last);
	}
}

static void write_list(struct lines *lines, const struct node *node, size_t column);

static void write_child(struct lines *lines, const struct node *node, size_t column)
{
	if (!node->body) {
		write_item(lines, node);
		return;
	}
	write_counts(lines, node);
	out_text(&lines->out, " times (");
	write_list(lines, node->body, column);
	out_char(&lines->out, ')');
}

/* @column: where more lines begin; 0 writes all on this one. */
static void write_list(struct lines *lines, const struct node *node, size_t column)
{
	for (; node; node = node->next) {
		write_child(lines, node, column);
		if (!node->next)
			break;
		out_char(&lines->out, ',');
		if (column && out_column(&lines->out) + LONGEST_ITEM > lines->out.width)
			line_next(lines, column);
		else
			out_char(&lines->out, ' ');
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
static void write_short_list(struct lines *lines, const struct node *body)
{
	struct out *out = &lines->out;
	struct out_mark mark = out_mark(out);

	out_char(out, ' ');
	write_list(lines, body, 0);
	if (out_column(out) <= out->width || !out_back(out, mark))
		return;
	line_next(lines, line_column(lines, COLUMN_NAME));
	write_list(lines, body, line_column(lines, COLUMN_NAME));
}

/* A line for each function, in the order in which they do it. */
static void write_by_function(struct lines *lines, const struct node *body)
{
	const struct caller *last = NULL;
	size_t column = line_column(lines, COLUMN_NAME);
	const struct node *node;

	for (node = body; node; node = node->next) {
		const struct caller *caller = caller_in(node);

		if (node == body || caller != last) {
			line_next(lines, 2);
			if (caller)
				out_bytes(&lines->out, caller->name, caller->length);
			if (out_column(&lines->out) >= column)
				line_next(lines, column);
			else
				out_to(&lines->out, column);
		} else {
			out_char(&lines->out, ',');
			if (out_column(&lines->out) + LONGEST_ITEM > lines->out.width)
				line_next(lines, column);
			else
				out_char(&lines->out, ' ');
		}
		write_child(lines, node, column);
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
 * @lines: the report
 * @node: the nodes
 * @nodes: how many
 */
void loop_functions(struct lines *lines, struct node *const *node, size_t nodes)
{
	const struct caller *function[NAMED_FUNCTIONS];
	struct out *out = &lines->out;
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
 * @lines: the report
 * @node: the repetition
 * @caller: function to name, or NULL
 */
void loop_lines(struct lines *lines, const struct node *node, const struct caller *caller)
{
	struct node *const all = (struct node *)node;
	struct out *out = &lines->out;
	bool one = one_function(node, caller_in(node));

	if (!one)
		loop_functions(lines, &all, 1);
	line_begin(lines, node, caller);
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
		write_short_list(lines, node->body);
	} else {
		out_text(out, ", each:");
		write_by_function(lines, node->body);
	}
	line_end(lines, node->until);
}
