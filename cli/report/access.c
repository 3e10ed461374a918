// SPDX-License-Identifier: GPL-2.0
#include "access.h"
#include "run.h"
#include "value.h"

#define COLUMN_VALUE	33
#define COLUMN_DETAIL	44

/* What there is to say of an access besides its value. */
static void write_detail(struct lines *lines, const struct node *node)
{
	struct out *out = &lines->out;
	const struct mmt_named *reg;
	struct mmt_named named;

	if (node->width > 8) {
		out_text(out, "first 8 of ");
		out_decimal(out, node->width);
		out_text(out, " bytes");
		return;
	}
	if (node->parts > 1) {
		out_text(out, ".. ");
		line_register(lines, node->last_name);
		out_char(out, ' ');
	}
	reg = node_register(node, &named);
	if (node->same) {
		out_styled(out, STYLE_DIM, "as before");
		if (lines->each)
			value_behind(out, lines->names, reg, ": ", node->last, node->width);
		return;
	}
	out_style(out, STYLE_CHANGE);
	if (node->known == node_bits(node->width)) {
		value_change(out, lines->names, reg, node->old, node->first);
	} else if (!node->known || !value_partly(out, lines->names, reg, node->known, node->old,
						 node->first, node->width)) {
		out_style(out, STYLE_PLAIN);
		value_fields(out, lines->names, reg, node->first, node->width);
	}
	out_style(out, STYLE_PLAIN);
}

static void write_access(struct lines *lines, const struct node *node)
{
	struct out *out = &lines->out;

	if (node->step && node->count > 1) {
		run_block(lines, node);
		return;
	}
	line_name(lines, node, false);
	out_pad(out, line_column(lines, COLUMN_VALUE));
	value_raw(out, node->last, node->width);
	out_pad(out, line_column(lines, COLUMN_DETAIL));
	if (node->count > 1)
		run_polling(lines, node);
	else
		write_detail(lines, node);
}

/**
 * access_line() - write a line for an access or a run
 * @lines: the report
 * @node: what
 * @caller: function to name, or NULL
 *
 * The line may still be lengthened by access_add().
 */
void access_line(struct lines *lines, const struct node *node, const struct caller *caller)
{
	struct out *out = &lines->out;

	line_begin(lines, node, caller);
	line_direction(lines, node, true);
	out_pad(out, line_column(lines, COLUMN_NAME));
	write_access(lines, node);
	if (node->apart)
		out_text(out, " (others between)");
	line_short_gap(lines, node->since);
	out_trim(out);
	line_source(lines, node->pc, false);
	line_end(lines, node->until);
	line_source_text(lines, node->pc);
}

/* Whether all there is to say of a node is its value. */
static bool is_plain(const struct lines *lines, const struct node *node)
{
	static struct out nowhere;
	const struct mmt_named *reg;
	struct mmt_named named;

	if (node->body || node->count > 1 || node->width > 8 || node->parts > 1)
		return false;
	if (node->known)
		return node->same;
	if (!node->caller)
		return false;
	reg = node_register(node, &named);
	if (!reg)
		return true;
	out_begin(&nowhere, -1);
	value_fields(&nowhere, lines->names, reg, node->first, node->width);
	return !nowhere.used;
}

/**
 * access_add() - put an access that needs no line of its own behind the line before
 * @lines: the report
 * @node: a node
 *
 * That is one whose value says all: nothing changed, or it has no fields. With lines of the
 * source each has one of its own.
 *
 * Return: whether it was one, and is written.
 */
bool access_add(struct lines *lines, const struct node *node)
{
	struct out *out = &lines->out;
	size_t column = out_column_before(out);
	bool news = !node->known || node_writes(node);

	/* Behind a line of the source is no room. */
	if (lines->code || (lines->any && node->since > lines->last_time + SHORT_GAP) || !column || !is_plain(lines, node) ||
	    (news && !node->caller) ||
	    column + (node->name ? strlen(node->name) : 24) + (news ? 15 : 4) > out->width)
		return false;
	out_reopen_line(out);
	out_text(out, ", ");
	line_direction(lines, node, false);
	line_name(lines, node, false);
	if (news) {
		out_char(out, ' ');
		out_hex(out, node->first);
	}
	line_end(lines, node->until);
	return true;
}

static void list_values(struct lines *lines, struct node *const *node, size_t count)
{
	struct out *out = &lines->out;
	struct mmt_named named;
	bool first = true;
	size_t i;

	for (i = 0; i < count; i++) {
		if (!node[i]->first)
			continue;
		if (first)
			line_next(lines, line_column(lines, COLUMN_NAME));
		else
			out_text(out, ", ");
		first = false;
		line_place(lines, node[i], false);
		out_char(out, ' ');
		value_short(out, lines->names, node_register(node[i], &named), node[i]->first,
			    node[i]->width);
	}
}

/**
 * access_sweep() - write a line for reads of many registers, one of each
 * @lines: the report
 * @node: the reads, the lowest place first
 * @count: how many
 * @caller: function to name, or NULL
 */
void access_sweep(struct lines *lines, struct node *const *node, size_t count,
		  const struct caller *caller)
{
	struct out *out = &lines->out;
	bool others = false;
	size_t zeros = 0, i;

	for (i = 0; i < count; i++) {
		zeros += !node[i]->first;
		others |= i && node[i]->after;
	}
	line_begin(lines, node[0], caller);
	line_direction(lines, node[0], true);
	out_pad(out, line_column(lines, COLUMN_NAME));
	out_grouped(out, count);
	out_text(out, " registers read, ");
	out_style(out, STYLE_NAME);
	line_place(lines, node[0], false);
	out_text(out, " .. ");
	line_place(lines, node[count - 1], true);
	out_style(out, STYLE_PLAIN);
	if (others)
		out_text(out, " (others between)");
	line_short_gap(lines, node[0]->since);
	out_text(out, zeros == count ? ", all 0" : zeros ? ", all 0 but" : ":");
	list_values(lines, node, count);
	line_end(lines, node[count - 1]->until);
}
