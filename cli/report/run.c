// SPDX-License-Identifier: GPL-2.0
#include "run.h"
#include "value.h"

static void write_times(struct lines *lines, const struct node *node)
{
	out_text(&lines->out, node_writes(node) ? "written " : "read ");
	out_grouped(&lines->out, node->count);
	out_text(&lines->out, " times");
	line_duration(lines, node);
}

/**
 * run_and_back() - write how often values changed that end as they began: " (2 changes)"
 * @lines: the report
 * @node: an access, all of its repetitions, or a run; its first and last value were written
 */
void run_and_back(struct lines *lines, const struct node *node)
{
	struct out *out = &lines->out;

	if (!node->changes || node->first != node->last)
		return;
	out_text(out, " (");
	out_grouped(out, node->changes);
	out_text(out, node->changes == 1 ? " change)" : " changes)");
}

/* Of a wide access only the first bytes were kept: then it is not said what they are. */
static void write_contents(struct lines *lines, const struct node *node)
{
	const struct mmt_named *reg;
	struct mmt_named named;

	if (node->width > 8) {
		out_text(&lines->out, node->changes ? "" : ", all the same");
		return;
	}
	reg = node_register(node, &named);
	out_text(&lines->out, node->changes ? ", " : ", all ");
	value_short(&lines->out, lines->names, reg, node->first, node->width);
	if (!node->changes)
		return;
	out_text(&lines->out, "...");
	value_short(&lines->out, lines->names, reg, node->last, node->width);
	run_and_back(lines, node);
}

/**
 * run_polling() - write how often one register was read or written, and until when
 * @lines: the report
 * @node: a run of one register; its last value was written
 */
void run_polling(struct lines *lines, const struct node *node)
{
	struct out *out = &lines->out;
	struct mmt_named named;

	write_times(lines, node);
	if (!node->changes) {
		out_text(out, ", always the same");
		value_behind(out, lines->names, node_register(node, &named), ": ", node->last,
			     node->width);
		return;
	}
	if (node->waited) {
		out_text(out, " until ");
		out_style(out, STYLE_CHANGE);
		value_until(out, lines->names, node_register(node, &named), node->before,
			    node->last);
		out_style(out, STYLE_PLAIN);
		return;
	}
	out_text(out, ", ");
	out_grouped(out, node->changes);
	out_text(out, node->changes == 1 ? " change, first " : " changes, first ");
	value_short(out, lines->names, node_register(node, &named), node->first, node->width);
	value_behind(out, lines->names, node_register(node, &named), ", last: ", node->last,
		     node->width);
}

/**
 * run_block() - write what was read or written of a table, from where to where
 * @lines: the report
 * @node: a run over a table
 */
void run_block(struct lines *lines, const struct node *node)
{
	uint64_t step = (uint64_t)(node->step < 0 ? -node->step : node->step);
	bool dense = step == node->width;
	struct out *out = &lines->out;

	if (dense) {
		out_grouped(out, node->count * step);
		out_text(out, node_writes(node) ? " bytes written at " : " bytes read at ");
	} else {
		write_times(lines, node);
		out_text(out, ", ");
		out_grouped(out, step);
		out_text(out, step == 1 ? " byte apart, from " : " bytes apart, from ");
	}
	line_name(lines, node, false);
	if (!dense || node->step < 0 || node->name) {
		out_text(out, node->step < 0 ? " down to " : " to ");
		line_name(lines, node, true);
	}
	write_contents(lines, node);
	if (dense) {
		struct out_mark before = out_mark(out);

		out_char(out, ',');
		line_duration(lines, node);
		if (out->used == before.used + 1)
			out_back(out, before);
	}
}
