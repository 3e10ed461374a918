// SPDX-License-Identifier: GPL-2.0
#include "input/place.h"
#include "line.h"

#define COLUMN_FUNCTIONS 28
#define COLUMN_WHAT	13

/** line_column() - where a column is: behind the functions, if there are any */
size_t line_column(const struct lines *lines, size_t column)
{
	return column + (lines->functions ? COLUMN_FUNCTIONS : 0);
}

/**
 * line_when() - write when: the time, or with --delta since the line before
 * @lines: the report
 * @time: the time
 * @exact: all nine digits
 */
void line_when(struct lines *lines, uint64_t time, bool exact)
{
	struct out *out = &lines->out;
	bool back = lines->any && time < lines->last_time;

	out_style(out, STYLE_DIM);
	if (lines->delta) {
		out_text(out, back ? " -" : " +");
		time = !lines->any ? 0 : back ? lines->last_time - time : time - lines->last_time;
	}
	out_time(out, time, exact ? 9 : 6, lines->delta ? 9 : 15);
	out_style(out, STYLE_PLAIN);
}

/** line_no_time() - write nothing where others say when */
void line_no_time(struct lines *lines)
{
	out_pad(&lines->out, line_column(lines, COLUMN_WHAT));
}

static void learn_worker(struct worker *worker, const struct node *node)
{
	while (node->body)
		node = node->body;
	if (worker->known && worker->device == node->device && worker->bar == node->bar &&
	    worker->cpu == node->cpu && worker->pid == node->pid)
		return;
	*worker = (struct worker){ .known = true, .due = true, .device = node->device,
			       .bar = node->bar, .cpu = node->cpu, .pid = node->pid };
	memcpy(worker->task, node->task, sizeof(worker->task));
}

/* Who did what comes, at the end of a line; in front of it when there is no room. */
static void write_worker(struct out *out, const struct worker *worker)
{
	struct out_mark mark = out_mark(out);

	out_style(out, STYLE_DIM);
	out_text(out, "  -- ");
	if (worker->device) {
		out_text(out, worker->device->label);
		if (worker->bar >= 0) {
			out_char(out, ' ');
			place_bar(out, worker->bar, false);
		}
	} else {
		out_text(out, "no device");
	}
	if (*worker->task || worker->pid) {
		out_text(out, ", ");
		out_safe(out, worker->task, strlen(worker->task));
		out_char(out, '-');
		out_decimal(out, (uint64_t)(unsigned int)worker->pid);
	}
	if (worker->cpu >= 0) {
		out_text(out, ", cpu ");
		out_decimal(out, (uint64_t)worker->cpu);
	}
	out_style(out, STYLE_PLAIN);
	if (out_column(out) > out->width)
		out_lift(out, mark);
}

static void end_line(struct lines *lines)
{
	if (lines->worker.due)
		write_worker(&lines->out, &lines->worker);
	lines->worker.due = false;
	out_end_line(&lines->out);
}

/**
 * line_begin() - begin a line
 * @lines: the report
 * @node: what it is about
 * @caller: function to name, or NULL
 */
void line_begin(struct lines *lines, const struct node *node, const struct caller *caller)
{
	struct out *out = &lines->out;

	learn_worker(&lines->worker, node);
	if (caller) {
		out_style(out, STYLE_HEADING);
		out_bytes(out, caller->name, caller->length);
		out_style(out, STYLE_PLAIN);
		if (caller->length >= COLUMN_FUNCTIONS)
			line_next(lines, 0);
	}
	if (lines->functions)
		out_to(out, COLUMN_FUNCTIONS);
	line_when(lines, node->since, false);
	out_pad(out, line_column(lines, COLUMN_WHAT));
}

/**
 * line_next() - go on in a new line
 * @lines: the report
 * @column: where
 */
void line_next(struct lines *lines, size_t column)
{
	end_line(lines);
	out_to(&lines->out, column);
}

/**
 * line_end() - end a line
 * @lines: the report
 * @until: time of the last access that it is about
 */
void line_end(struct lines *lines, uint64_t until)
{
	end_line(lines);
	lines->last_time = until;
	lines->any = true;
}

/**
 * line_end_untimed() - end a line that is about no known time
 * @lines: the report
 */
void line_end_untimed(struct lines *lines)
{
	end_line(lines);
}

/**
 * line_long_gap() - write a line for a long time without accesses, if it was one
 * @lines: the report
 * @time: of the next one
 */
void line_long_gap(struct lines *lines, uint64_t time)
{
	struct out *out = &lines->out;

	if (!lines->any || time < lines->last_time + LONG_GAP)
		return;
	out_to(out, line_column(lines, 0));
	out_style(out, STYLE_DIM);
	out_text(out, "     ... ");
	out_duration(out, time - lines->last_time);
	out_text(out, " without an access ...");
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
}

/**
 * line_short_gap() - write behind an access how long there was none, if it was long
 * @lines: the report
 * @time: of the access
 */
void line_short_gap(struct lines *lines, uint64_t time)
{
	uint64_t gap = lines->any && time > lines->last_time ? time - lines->last_time : 0;
	struct out *out = &lines->out;

	if (gap < SHORT_GAP || gap >= LONG_GAP)
		return;
	out_trim(out);
	out_style(out, STYLE_DIM);
	out_text(out, " (");
	out_duration(out, gap);
	out_text(out, " later)");
	out_style(out, STYLE_PLAIN);
}

/**
 * line_direction() - write whether it is a read or a write: "R4", or "R "
 * @lines: the report
 * @node: an access or a run
 * @width: how many bytes, too; else a space
 */
void line_direction(struct lines *lines, const struct node *node, bool width)
{
	struct out *out = &lines->out;
	bool write = node_writes(node);

	out_style(out, write ? STYLE_WRITE : STYLE_READ);
	out_char(out, write ? 'W' : 'R');
	if (width)
		out_decimal(out, node->width);
	out_style(out, STYLE_PLAIN);
	if (!width)
		out_char(out, ' ');
}

/**
 * line_place() - write a register's name, or BAR and offset
 * @lines: the report
 * @node: an access or a run
 * @last: where it ends instead of where it begins
 */
void line_place(struct lines *lines, const struct node *node, bool last)
{
	struct out *out = &lines->out;
	uint64_t offset = node->offset;

	if (node->named) {
		out_text(out, last ? node->last_name : node->name);
		return;
	}
	if (last)
		offset = node->reach + (uint64_t)node->step * (node->count - 1);
	if (node->device)
		place_offset(out, node->device, node->bar, mmt_is_config(node->kind), offset);
	else
		area_offset(out, areas_find(&lines->areas, node->map, offset), offset);
}

/** line_name() - line_place() in the style of names */
void line_name(struct lines *lines, const struct node *node, bool last)
{
	out_style(&lines->out, STYLE_NAME);
	line_place(lines, node, last);
	out_style(&lines->out, STYLE_PLAIN);
}
