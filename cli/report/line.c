// SPDX-License-Identifier: GPL-2.0
/* Lines of single accesses and of runs, and how every line begins and ends. */
#include "input/place.h"
#include "textual.h"
#include "value.h"

/* Columns, without that for functions. */
#define COLUMN_FUNCTIONS 28
#define COLUMN_WHAT	13
#define COLUMN_NAME	16
#define COLUMN_VALUE	33
#define COLUMN_DETAIL	44

#define SHORT_GAP	1000000ULL	/* worth a word */

static size_t column(const struct text *text, size_t column)
{
	return column + (text->functions ? COLUMN_FUNCTIONS : 0);
}

/** line_column() - where lists go on that need more lines */
size_t line_column(const struct text *text)
{
	return column(text, COLUMN_NAME);
}

/** line_indent() - where lines begin, behind the functions */
size_t line_indent(const struct text *text)
{
	return column(text, 0);
}

/**
 * line_when() - write when: the time, or with --delta since the line before
 * @text: the report
 * @time: the time
 * @exact: all nine digits
 */
void line_when(struct text *text, uint64_t time, bool exact)
{
	struct out *out = &text->out;
	bool back = text->any && time < text->last_time;

	out_style(out, STYLE_DIM);
	if (text->options.delta) {
		out_text(out, back ? " -" : " +");
		time = !text->any ? 0 : back ? text->last_time - time : time - text->last_time;
	}
	out_time(out, time, exact ? 9 : 6, text->options.delta ? 9 : 15);
	out_style(out, STYLE_PLAIN);
}

/* Who did what comes, at the end of a line; in front of it when there is no room. */
static void write_work(struct text *text)
{
	static const char lead[] = "  -- ";
	char about[256];
	size_t length;
	struct out *out = &text->out;
	size_t before = out->used;

	text->work_due = false;
	out_style(out, STYLE_DIM);
	out_bytes(out, lead, sizeof(lead) - 1);
	if (text->work.device) {
		out_text(out, text->work.device->label);
		if (text->work.bar >= 0) {
			out_char(out, ' ');
			place_bar(out, text->work.bar, false);
		}
	} else {
		out_text(out, "no device");
	}
	if (*text->work_task || text->work.pid) {
		out_text(out, ", ");
		out_safe(out, text->work_task, strlen(text->work_task));
		out_char(out, '-');
		out_decimal(out, (uint64_t)(unsigned int)text->work.pid);
	}
	if (text->work.cpu >= 0) {
		out_text(out, ", cpu ");
		out_decimal(out, (uint64_t)text->work.cpu);
	}
	out_style(out, STYLE_PLAIN);
	if (out_column(out) <= out->width || before < out->line)
		return;
	length = out->used - before;
	if (length >= sizeof(about))
		return;
	memcpy(about, out->data + before, length);
	about[length] = '\n';
	memmove(out->data + out->line + length + 1, out->data + out->line, before - out->line);
	memcpy(out->data + out->line, about, length + 1);
	out->used++;
	out->line += length + 1;
	out->unseen = 0;
}

/**
 * line_begin() - begin a line
 * @text: the report
 * @node: what it is about
 * @caller: function to name, or NULL
 */
void line_begin(struct text *text, const struct node *node, const struct caller *caller)
{
	struct out *out = &text->out;
	uint64_t since = node->since;

	while (node->body)
		node = node->body;
	if (!text->work_known || text->work.device != node->device ||
	    text->work.bar != node->bar || text->work.cpu != node->cpu ||
	    text->work.pid != node->pid) {
		text->work = (struct place_of_work){ node->device, node->bar, node->cpu,
						     node->pid };
		memcpy(text->work_task, node->task, sizeof(text->work_task));
		text->work_known = text->work_due = true;
	}
	if (caller) {
		out_style(out, STYLE_HEADING);
		out_bytes(out, caller->name, caller->length);
		out_style(out, STYLE_PLAIN);
		if (caller->length >= COLUMN_FUNCTIONS)
			line_next(text, 0);
	}
	if (text->functions)
		out_to(out, COLUMN_FUNCTIONS);
	line_when(text, since, false);
	out_pad(out, column(text, COLUMN_WHAT));
}

/**
 * line_next() - go on in a new line
 * @text: the report
 * @to: column
 */
void line_next(struct text *text, size_t to)
{
	if (text->work_due)
		write_work(text);
	out_end_line(&text->out);
	out_to(&text->out, to);
}

/**
 * line_end() - end a line
 * @text: the report
 * @until: time of the last access that it is about
 */
void line_end(struct text *text, uint64_t until)
{
	if (text->work_due)
		write_work(text);
	out_end_line(&text->out);
	text->last_time = until;
	text->any = true;
}

/**
 * line_gap() - mark a long time without accesses
 * @text: the report
 * @time: of the next one
 */
void line_gap(struct text *text, uint64_t time)
{
	if (!text->any || time < text->last_time + LONG_GAP)
		return;
	out_to(&text->out, column(text, 0));
	out_style(&text->out, STYLE_DIM);
	out_text(&text->out, "     ... ");
	out_duration(&text->out, time - text->last_time);
	out_text(&text->out, " without an access ...");
	out_style(&text->out, STYLE_PLAIN);
	out_end_line(&text->out);
}

/* Spaces before something that turned out to be nothing. */
static void trim(struct out *out)
{
	while (out->used > out->line && out->data[out->used - 1] == ' ')
		out->used--;
}

static void write_gap(struct text *text, const struct node *node)
{
	uint64_t gap = text->any && node->since > text->last_time ?
		node->since - text->last_time : 0;

	if (gap < SHORT_GAP || gap >= LONG_GAP)
		return;
	trim(&text->out);
	out_style(&text->out, STYLE_DIM);
	out_text(&text->out, " (");
	out_duration(&text->out, gap);
	out_text(&text->out, " later)");
	out_style(&text->out, STYLE_PLAIN);
}

/**
 * line_place() - write a register's name, or BAR and offset
 * @text: the report
 * @node: an access or a run
 * @last: where it ends instead of where it begins
 */
void line_place(struct text *text, const struct node *node, bool last)
{
	uint64_t offset = node->offset;

	if (node->named) {
		out_text(&text->out, last ? node->last_name : node->name);
		return;
	}
	if (last)
		offset = node->reach + (uint64_t)node->step * (node->count - 1);
	if (!node->device) {
		area_offset(&text->out, areas_find(&text->areas, node->map, offset), offset);
		return;
	}
	place_offset(&text->out, node->device, node->bar, mmt_is_config(node->kind), offset);
}

/* Fields have a meaning only when an access is of one register. */
static bool is_one_register(const struct node *node)
{
	return node->named && node->parts == 1 && node->reg;
}

static void write_unchanged(struct text *text)
{
	out_style(&text->out, STYLE_DIM);
	out_text(&text->out, "as before");
	out_style(&text->out, STYLE_PLAIN);
}

static void single_detail(struct text *text, const struct node *node)
{
	struct mmt_named named = { .name = node->name, .reg = node->reg, .id = node->id };
	struct out *out = &text->out;

	if (node->width > 8) {
		out_text(out, "first 8 of ");
		out_decimal(out, node->width);
		out_text(out, " bytes");
		return;
	}
	if (node->parts > 1) {
		out_text(out, ".. ");
		out_text(out, node->last_name);
		out_char(out, ' ');
	}
	if (!node->known) {
		if (is_one_register(node))
			value_fields(out, text->names, &named, node->first, node->width);
		return;
	}
	if (node->old == node->first) {
		write_unchanged(text);
		return;
	}
	out_style(out, STYLE_CHANGE);
	value_change(out, text->names, is_one_register(node) ? &named : NULL, node->old,
		     node->first);
	out_style(out, STYLE_PLAIN);
}

static void write_times(struct text *text, const struct node *node)
{
	struct out *out = &text->out;

	out_text(out, node_writes(node) ? "written " : "read ");
	out_grouped(out, node->count);
	out_text(out, " times in ");
	out_duration(out, node->until - node->since);
}

static void poll_detail(struct text *text, const struct node *node)
{
	struct mmt_named named = { .name = node->name, .reg = node->reg, .id = node->id };
	struct out *out = &text->out;

	write_times(text, node);
	if (!node->changes) {
		out_text(out, ", always the same");
		return;
	}
	if (node->changes == 1 && node->late && !node_writes(node)) {
		out_text(out, " until ");
		out_style(out, STYLE_CHANGE);
		value_until(out, text->names, is_one_register(node) ? &named : NULL,
			    node->before, node->last);
		out_style(out, STYLE_PLAIN);
		return;
	}
	out_text(out, ", ");
	out_grouped(out, node->changes);
	out_text(out, node->changes == 1 ? " change, first " : " changes, first ");
	out_hex(out, node->first);
}

static void block_detail(struct text *text, const struct node *node)
{
	uint64_t step = (uint64_t)(node->step < 0 ? -node->step : node->step);
	bool dense = step == node->width;
	struct out *out = &text->out;

	if (dense) {
		out_grouped(out, node->count * step);
		out_text(out, node_writes(node) ? " bytes written at " : " bytes read at ");
	} else {
		write_times(text, node);
		out_text(out, ", ");
		out_grouped(out, step);
		out_text(out, " bytes apart, from ");
	}
	out_style(out, STYLE_NAME);
	line_place(text, node, false);
	out_style(out, STYLE_PLAIN);
	if (!dense || node->step < 0 || node->named) {
		out_text(out, node->step < 0 ? " down to " : " to ");
		out_style(out, STYLE_NAME);
		line_place(text, node, true);
		out_style(out, STYLE_PLAIN);
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

static void write_direction(struct text *text, const struct node *node)
{
	bool write = node_writes(node);

	out_style(&text->out, write ? STYLE_WRITE : STYLE_READ);
	out_char(&text->out, write ? 'W' : 'R');
	out_decimal(&text->out, node->width);
	out_style(&text->out, STYLE_PLAIN);
	out_pad(&text->out, column(text, COLUMN_NAME));
}

/**
 * line_access() - write a line for an access or a run
 * @text: the report
 * @node: what
 * @caller: function to name, or NULL
 *
 * The line may still be lengthened by line_add().
 */
void line_access(struct text *text, const struct node *node, const struct caller *caller)
{
	struct out *out = &text->out;

	line_begin(text, node, caller);
	write_direction(text, node);
	if (node->step && node->count > 1) {
		block_detail(text, node);
	} else {
		out_style(out, STYLE_NAME);
		line_place(text, node, false);
		out_style(out, STYLE_PLAIN);
		out_pad(out, column(text, COLUMN_VALUE));
		value_raw(out, node->last, node->width);
		out_pad(out, column(text, COLUMN_DETAIL));
		if (node->count > 1)
			poll_detail(text, node);
		else
			single_detail(text, node);
	}
	if (node->apart)
		out_text(out, " (others between)");
	write_gap(text, node);
	trim(out);
	line_end(text, node->until);
}

/* Whether all there is to say of a node is its value. */
static bool is_plain(struct text *text, const struct node *node)
{
	struct mmt_named named = { .name = node->name, .reg = node->reg, .id = node->id };
	static struct out nowhere;

	if (node->body || node->count > 1 || node->width > 8 || node->parts > 1)
		return false;
	if (node->known)
		return node->old == node->first;
	if (!node->caller)
		return false;
	if (!is_one_register(node))
		return true;
	out_begin(&nowhere, -1);
	value_fields(&nowhere, text->names, &named, node->first, node->width);
	return !nowhere.used;
}

/**
 * line_add() - put an access that needs no line of its own behind the line before
 * @text: the report
 * @node: a node
 *
 * That is one whose value says all: nothing changed, or it has no fields.
 *
 * Return: whether it was one, and is written.
 */
bool line_add(struct text *text, const struct node *node)
{
	struct out *out = &text->out;
	size_t column = out_column_before(out);
	bool news = !node->known || node_writes(node);

	if (node->since > text->last_time + SHORT_GAP || !column || !is_plain(text, node) ||
	    (news && !node->caller) ||
	    column + (node->named ? strlen(node->name) : 24) + (news ? 15 : 4) > out->width)
		return false;
	out_reopen_line(out);
	out_text(out, ", ");
	out_style(out, node_writes(node) ? STYLE_WRITE : STYLE_READ);
	out_char(out, node_writes(node) ? 'W' : 'R');
	out_style(out, STYLE_PLAIN);
	out_char(out, ' ');
	out_style(out, STYLE_NAME);
	line_place(text, node, false);
	out_style(out, STYLE_PLAIN);
	if (news) {
		out_char(out, ' ');
		out_hex(out, node->first);
	}
	line_end(text, node->until);
	return true;
}

static void list_values(struct text *text, struct node *const *node, size_t count)
{
	struct out *out = &text->out;
	bool first = true;
	size_t i;

	for (i = 0; i < count; i++) {
		if (!node[i]->first)
			continue;
		if (!first)
			out_char(out, ',');
		if (first || out_column(out) + 28 > out->width)
			line_next(text, column(text, COLUMN_NAME));
		else
			out_char(out, ' ');
		first = false;
		line_place(text, node[i], false);
		out_char(out, ' ');
		out_hex(out, node[i]->first);
	}
}

/**
 * line_sweep() - write a line for reads of many registers, one of each
 * @text: the report
 * @node: the reads
 * @count: how many
 * @caller: function to name, or NULL
 */
void line_sweep(struct text *text, struct node *const *node, size_t count,
		const struct caller *caller)
{
	struct out *out = &text->out;
	size_t zeros = 0, i;

	for (i = 0; i < count; i++)
		zeros += !node[i]->first;
	line_begin(text, node[0], caller);
	write_direction(text, node[0]);
	out_grouped(out, count);
	out_text(out, " registers read, ");
	out_style(out, STYLE_NAME);
	line_place(text, node[0], false);
	out_text(out, " .. ");
	line_place(text, node[count - 1], true);
	out_style(out, STYLE_PLAIN);
	out_text(out, zeros == count ? ", all 0" : zeros ? ", all 0 but" : ":");
	write_gap(text, node[0]);
	list_values(text, node, count);
	line_end(text, node[count - 1]->until);
}
