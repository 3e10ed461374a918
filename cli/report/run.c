// SPDX-License-Identifier: GPL-2.0
#include "run.h"
#include "value.h"

static void write_times(struct out *out, const struct node *node)
{
	out_text(out, node_writes(node) ? "written " : "read ");
	out_grouped(out, node->count);
	out_text(out, " times in ");
	out_duration(out, node->until - node->since);
}

/**
 * run_polling() - write how often one register was read or written, and until when
 * @lines: the report
 * @node: a run of one register
 */
void run_polling(struct lines *lines, const struct node *node)
{
	struct out *out = &lines->out;
	struct mmt_named named;

	write_times(out, node);
	if (!node->changes) {
		out_text(out, ", always the same");
		return;
	}
	if (node->changes == 1 && node->late && !node_writes(node)) {
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
	out_hex(out, node->first);
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
		write_times(out, node);
		out_text(out, ", ");
		out_grouped(out, step);
		out_text(out, " bytes apart, from ");
	}
	line_name(lines, node, false);
	if (!dense || node->step < 0 || node->named) {
		out_text(out, node->step < 0 ? " down to " : " to ");
		line_name(lines, node, true);
	}
	if (!node->changes) {
		out_text(out, ", all ");
		out_hex(out, node->first);
	}
	if (dense) {
		out_text(out, ", in ");
		out_duration(out, node->until - node->since);
	}
}
