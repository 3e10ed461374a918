// SPDX-License-Identifier: GPL-2.0
#include "input/place.h"
#include "line.h"

#define LONGEST_NAME	95

/* Where nobody knows when it was, the number of the access says where in the trace. */
static void write_index(struct out *out, uint64_t index, size_t columns)
{
	size_t start = out_column(out);

	out_char(out, '#');
	out_decimal(out, index);
	out_right(out, start, start + columns);
}

/**
 * line_function() - the function to name in front of a step
 * @lines: the report
 * @node: an access of it
 *
 * What has none would be taken for the one before.
 *
 * Return: the function; NULL when the trace has none.
 */
const struct caller *line_function(const struct lines *lines, const struct node *node)
{
	static const struct caller unknown = { .length = 1, .name = "?" };

	return node->caller || !lines->functions ? node->caller : &unknown;
}

/**
 * line_when() - write when: the time, or with --delta since the line before
 * @lines: the report
 * @time: the time; 0 when nobody knows
 * @index: number of the access, which is written then
 * @exact: all nine digits
 */
void line_when(struct lines *lines, uint64_t time, uint64_t index, bool exact)
{
	struct out *out = &lines->out;
	bool back = lines->any && time < lines->last_time;

	out_style(out, STYLE_DIM);
	if (!line_has_time(time)) {
		write_index(out, index, exact ? 15 : 12);
		out_style(out, STYLE_PLAIN);
		return;
	}
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

static struct worker *worker_of(struct lines *lines, const struct node *node)
{
	return &lines->worker[(unsigned int)(node->cpu + 1) % WORKERS];
}

static bool is_same(const struct worker *worker, const struct node *node)
{
	return worker->known && worker->device == node->device && worker->bar == node->bar &&
	       worker->cpu == node->cpu && worker->pid == node->pid &&
	       !memcmp(worker->task, node->task, sizeof(worker->task));
}

/**
 * line_worker() - write a line that says who it is: device, task, CPU
 * @lines: the report, between two lines
 * @node: an access of his
 */
void line_worker(struct lines *lines, const struct node *node)
{
	struct out *out = &lines->out;

	out_style(out, STYLE_DIM);
	out_text(out, "  -- ");
	if (node->device) {
		out_text(out, node->device->label);
		if (node->bar >= 0) {
			out_char(out, ' ');
			place_bar(out, node->bar, false);
		}
	} else {
		out_text(out, "no device");
	}
	if (*node->task || node->pid) {
		out_text(out, *node->task ? ", " : ", thread ");
		out_safe(out, node->task, strlen(node->task));
		if (*node->task)
			out_char(out, '-');
		out_decimal(out, (uint64_t)(unsigned int)node->pid);
	}
	if (node->cpu >= 0) {
		out_text(out, ", cpu ");
		out_decimal(out, (uint64_t)node->cpu);
	}
	out_style(out, STYLE_PLAIN);
	out_wrap(out, 5);
	out_end_line(out);
}

/** line_forget_worker() - let the next line of a CPU say who it is, even if that was said */
void line_forget_worker(struct lines *lines, const struct node *node)
{
	worker_of(lines, node)->known = false;
}

/**
 * line_who() - write line_worker() when it is somebody else on this CPU
 * @lines: the report, between two lines
 * @node: an access of his
 */
void line_who(struct lines *lines, const struct node *node)
{
	struct worker *worker = worker_of(lines, node);

	if (is_same(worker, node))
		return;
	*worker = (struct worker){ .known = true, .device = node->device, .bar = node->bar,
				   .cpu = node->cpu, .pid = node->pid };
	memcpy(worker->task, node->task, sizeof(worker->task));
	line_worker(lines, node);
}

static void end_line(struct lines *lines)
{
	if (!lines->whole)
		out_wrap(&lines->out, line_column(lines, COLUMN_NAME));
	out_end_line(&lines->out);
}

static void write_cpu(struct out *out, int cpu)
{
	size_t start = out_column(out) + 1;

	out_char(out, ' ');
	out_style(out, STYLE_DIM);
	if (cpu < 10)
		out_char(out, ' ');
	if (cpu >= 0)
		out_decimal(out, (uint64_t)cpu);
	out_style(out, STYLE_PLAIN);
	out_to(out, start + 2);
}

static const struct node *first_of(const struct node *node)
{
	while (node->body)
		node = node->body;
	return node;
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

	line_who(lines, first_of(node));
	if (caller) {
		out_style(out, STYLE_HEADING);
		out_bytes(out, caller->name, caller->length);
		out_style(out, STYLE_PLAIN);
		if (lines->narrow || caller->length >= COLUMN_FUNCTIONS)
			line_next(lines, 0);
	}
	out_to(out, line_column(lines, 0));
	line_when(lines, node->since, node->index, false);
	if (lines->cpus)
		write_cpu(out, first_of(node)->cpu);
	out_pad(out, line_column(lines, COLUMN_WHAT));
}

/**
 * line_begin_several() - begin a line that is about the accesses of several
 * @lines: the report
 * @node: what it is about
 *
 * The lines that follow say who they are with line_worker(), and so do the next ones.
 */
void line_begin_several(struct lines *lines, const struct node *node)
{
	struct out *out = &lines->out;

	memset(lines->worker, 0, sizeof(lines->worker));
	out_to(out, line_column(lines, 0));
	line_when(lines, node->since, node->index, false);
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
 * @until: time of the last access that it is about; 0 when nobody knows
 */
void line_end(struct lines *lines, uint64_t until)
{
	end_line(lines);
	if (!line_has_time(until))
		return;
	lines->last_time = until;
	if (until > lines->latest)
		lines->latest = until;
	lines->any = true;
}

/**
 * line_long_gap() - write a line for a long time without accesses, if it was one
 * @lines: the report
 * @node: what comes next
 */
void line_long_gap(struct lines *lines, const struct node *node)
{
	struct out *out = &lines->out;

	if (!lines->any || node->since < lines->latest + LONG_GAP)
		return;
	out_to(out, line_column(lines, 0));
	out_style(out, STYLE_DIM);
	out_text(out, "     ... ");
	out_duration(out, node->since - lines->latest);
	/* There may have been some that are not shown, or are lost. */
	out_text(out, node->unsure ? " later ..." : " without an access ...");
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
}

/**
 * line_duration() - write how long it took: " in 2.1 ms"; nothing when nobody knows
 * @lines: the report
 * @node: what
 */
void line_duration(struct lines *lines, const struct node *node)
{
	if (!line_has_time(node->since) || node->until < node->since)
		return;
	out_text(&lines->out, " in ");
	out_duration(&lines->out, node->until - node->since);
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

/** line_register() - write the name of a register, shortened when it is too long */
void line_register(struct lines *lines, const char *name)
{
	size_t length = strlen(name);

	if (length <= LONGEST_NAME) {
		out_bytes(&lines->out, name, length);
		return;
	}
	out_bytes(&lines->out, name, LONGEST_NAME - 1);
	out_char(&lines->out, '~');
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

	if (node->name) {
		line_register(lines, last ? node->last_name : node->name);
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

/**
 * line_source() - write the line of the source, when lines are wanted: "  e1000_hw.c:402"
 * @lines: the report
 * @pc: address of the code
 * @after: it is where a call returns to
 *
 * Of what was inlined the function is named, and with --expand from where it was called.
 */
void line_source(struct lines *lines, uint64_t pc, bool after)
{
	const struct code_place *place = lines->code ? code_at(lines->code, pc, after) : NULL;
	struct out *out = &lines->out;
	const struct mmt_line *line;

	if (!place)
		return;
	out_style(out, STYLE_DIM);
	out_char(out, ' ');
	for (line = place->line; line; line = lines->whole ? line->next : NULL) {
		const char *file = code_file(line);

		out_text(out, line == place->line ? " " : ", from ");
		out_safe(out, file, strlen(file));
		out_char(out, ':');
		out_decimal(out, line->line);
		if (!line->next || !line->function)
			continue;
		out_text(out, " in ");
		out_safe(out, line->function, strlen(line->function));
	}
	out_style(out, STYLE_PLAIN);
}

/**
 * line_source_text() - write what stands in that line, on a line of its own
 * @lines: the report, between two lines
 * @pc: address of the code
 */
void line_source_text(struct lines *lines, uint64_t pc)
{
	const struct code_place *place = lines->code ? code_at(lines->code, pc, false) : NULL;
	struct out *out = &lines->out;

	if (!place || !place->text)
		return;
	out_to(out, line_column(lines, COLUMN_NAME));
	out_style(out, STYLE_DIM);
	out_text(out, "| ");
	out_safe(out, place->text, place->length);
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
}
