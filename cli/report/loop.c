// SPDX-License-Identifier: GPL-2.0
/* Lines of a body that is repeated: what it does each time, in its order. */
#include "loop.h"
#include "run.h"
#include "value.h"

#define NAMED_FUNCTIONS	6	/* in a heading */

static void write_counts(struct lines *lines, const struct node *node)
{
	out_grouped(&lines->out, node->least);
	if (node->most != node->least) {
		out_text(&lines->out, " to ");
		out_grouped(&lines->out, node->most);
	}
}

/*
 * The value, when it is always the same; else the first and the last. Reads that all
 * found what was known have none.
 */
static void write_values(struct lines *lines, const struct node *node)
{
	struct out *out = &lines->out;
	const struct mmt_named *reg;
	struct mmt_named named;

	if (node->same && !node_writes(node))
		return;
	reg = node_register(node, &named);
	out_char(out, ' ');
	if (node->changes && node->first == node->last)
		out_hex(out, node->first);
	else
		value_short(out, lines->names, reg, node->first, node->width);
	if (node->changes) {
		out_text(out, "...");
		value_short(out, lines->names, reg, node->last, node->width);
		run_and_back(lines, node);
	}
	if (node->width > 8) {
		out_text(out, " (first 8 of ");
		out_decimal(out, node->width);
		out_text(out, " bytes)");
	}
}

static void write_item(struct lines *lines, const struct node *node)
{
	struct out *out = &lines->out;
	struct mmt_named named;
	bool waited = node->waited && node->most > 1 && (node->rose | node->fell);

	line_direction(lines, node, false);
	out_style(out, STYLE_NAME);
	line_place(lines, node, false);
	if (node->stride || node->step) {
		out_text(out, " .. ");
		line_place(lines, node, true);
	}
	out_style(out, STYLE_PLAIN);
	if (!waited)
		write_values(lines, node);
	if (node->most > 1) {
		out_text(out, " x ");
		write_counts(lines, node);
	}
	if (waited)
		value_waited(out, lines->names, node_register(node, &named), node->last,
			     node->rose, node->fell);
	line_source(lines, node->pc, false);
}

static void write_list(struct lines *lines, const struct node *node);

static void write_child(struct lines *lines, const struct node *node)
{
	if (!node->body) {
		write_item(lines, node);
		return;
	}
	write_counts(lines, node);
	out_text(&lines->out, " times (");
	write_list(lines, node->body);
	out_char(&lines->out, ')');
}

static void write_list(struct lines *lines, const struct node *node)
{
	for (; node; node = node->next) {
		write_child(lines, node);
		if (node->next)
			out_text(&lines->out, ", ");
	}
}

static const struct node *first_of(const struct node *node)
{
	while (node->body)
		node = node->body;
	return node;
}

/* Whether two accesses are of one function, by one task on one CPU, on one part of a device. */
static bool same_origin(const struct node *a, const struct node *b)
{
	return a->caller == b->caller && node_same_worker(a, b);
}

typedef bool same_fn(const struct node *a, const struct node *b);

/* Whether each access in a node is of the same as the first. */
static bool all_same(const struct node *node, const struct node *first, same_fn *same)
{
	const struct node *child;

	if (!node->body)
		return same(node, first);
	for (child = node->body; child; child = child->next)
		if (!all_same(child, first, same))
			return false;
	return true;
}

/* Begin a line of what one function does each time, with who it is when that is not clear. */
static void begin_row(struct lines *lines, const struct node *first, bool who, size_t depth)
{
	size_t column = line_column(lines, COLUMN_NAME) + 2 * (depth - 1);
	const struct caller *caller = line_function(lines, first);
	struct out *out = &lines->out;

	line_next(lines, 0);
	if (who)
		line_worker(lines, first);
	out_to(out, 2 * depth);
	if (caller)
		out_bytes(out, caller->name, caller->length);
	if (out_column(out) >= column)
		line_next(lines, column);
	else
		out_to(out, column);
}

/*
 * A line for each function, in the order in which they do it. What is repeated inside by
 * several gets its own lines, which begin further to the right.
 */
static void write_rows(struct lines *lines, const struct node *body, bool workers, size_t depth)
{
	const struct node *last = NULL, *node;

	for (node = body; node; node = node->next) {
		const struct node *first = first_of(node);
		bool one = all_same(node, first, same_origin);

		if (!last || !same_origin(first, last) || !one) {
			bool who = workers && (!last || !node_same_worker(first, last));

			/* Without a name it goes on with what is before. */
			if (last && !who && !line_function(lines, first))
				out_char(&lines->out, ',');
			begin_row(lines, first, who, depth);
		} else {
			out_text(&lines->out, ", ");
		}
		if (one) {
			write_child(lines, node);
			last = first;
			continue;
		}
		write_counts(lines, node);
		out_text(&lines->out, " times, each:");
		write_rows(lines, node->body, workers, depth + 1);
		last = NULL;
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

/* A line with the functions of a body. */
static void write_functions(struct lines *lines, const struct node *body)
{
	const struct caller *function[NAMED_FUNCTIONS];
	struct out *out = &lines->out;
	size_t functions = functions_of(body, function, 0), i;

	if (!functions)
		return;
	out_style(out, STYLE_HEADING);
	for (i = 0; i < functions && i < NAMED_FUNCTIONS; i++) {
		if (i && out_column(out) + function[i]->length + 6 > out->width)
			break;
		if (i)
			out_text(out, ", ");
		out_bytes(out, function[i]->name, function[i]->length);
	}
	if (i < functions)
		out_text(out, " ...");
	out_style(out, STYLE_PLAIN);
	out_wrap(out, 2);
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
	const struct node *first = first_of(node);
	struct out *out = &lines->out;
	bool workers = !all_same(node, first, node_same_worker);
	bool one = all_same(node, first, same_origin);

	if (!workers)
		line_who(lines, first);
	if (!one)
		write_functions(lines, node);
	if (workers)
		line_begin_several(lines, node);
	else
		line_begin(lines, node, caller);
	out_style(out, STYLE_CHANGE);
	out_grouped(out, node->count);
	out_text(out, " times");
	out_style(out, STYLE_PLAIN);
	line_duration(lines, node);
	out_text(out, ", ");
	out_grouped(out, node->accesses);
	out_text(out, " accesses");
	if (node->apart)
		out_text(out, " (others between)");
	if (one) {
		out_text(out, ": ");
		write_list(lines, node->body);
	} else {
		out_text(out, ", each:");
		write_rows(lines, node->body, workers, 1);
	}
	line_end(lines, node->until);
}
