// SPDX-License-Identifier: GPL-2.0
#include "input/place.h"
#include "expand.h"
#include "value.h"

#define COLUMN_TASK	20
#define COLUMN_DEVICE	39
#define COLUMN_PLACE	54
#define COLUMN_ACCESS	69
#define COLUMN_VALUE	73
#define COLUMN_FUNCTION	84

static const struct {
	size_t column;
	const char *title;
} titles[] = {
	{ 11, "time" }, { 16, "cpu" }, { COLUMN_TASK, "task-pid" },
	{ COLUMN_DEVICE, "device" }, { COLUMN_PLACE, "place" },
	{ COLUMN_VALUE, "value" }, { COLUMN_FUNCTION, "function, register" },
};

/** expand_heading() - write the line of titles */
void expand_heading(struct lines *lines)
{
	size_t i;

	out_style(&lines->out, STYLE_DIM);
	out_char(&lines->out, '#');
	for (i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		out_pad(&lines->out, titles[i].column);
		out_text(&lines->out, titles[i].title);
	}
	out_style(&lines->out, STYLE_PLAIN);
	out_end_line(&lines->out);
}

/**
 * expand_begin() - write what all lines begin with: time, CPU and task
 * @lines: the report
 * @record: of what
 */
void expand_begin(struct lines *lines, const struct mmt_record *record)
{
	struct out *out = &lines->out;

	if (line_has_time(record->time))
		line_when(lines, record->time, 0, true);
	out_pad(out, 16);
	if (record->cpu >= 0) {
		if (record->cpu < 100)
			out_char(out, '0');
		if (record->cpu < 10)
			out_char(out, '0');
		out_decimal(out, (uint64_t)record->cpu);
	} else {
		out_text(out, "  -");
	}
	out_pad(out, COLUMN_TASK);
	if (record->task && *record->task) {
		out_safe(out, record->task, strlen(record->task));
		out_char(out, '-');
	}
	if (record->pid || (record->task && *record->task))
		out_decimal(out, (uint64_t)(unsigned int)record->pid);
	else
		out_char(out, '-');
	out_pad(out, COLUMN_DEVICE);
}

static void write_value(struct out *out, const struct mmt_record *record)
{
	/* Of a wide access its bytes, in the order of memory. */
	if (record->width > 8 && record->bytes)
		out_bytes_hex(out, record->bytes,
			      record->width < MMT_WIDEST ? record->width : MMT_WIDEST);
	else
		value_raw(out, record->value, record->width);
}

/* Name and value of one register, as demmio would have it. */
static void write_part(struct lines *lines, const struct mmt_named *part, bool write)
{
	struct out *out = &lines->out;

	out_style(out, STYLE_NAME);
	out_text(out, part->name);
	out_style(out, STYLE_PLAIN);
	out_text(out, write ? " <= " : " => ");
	out_text(out, mmt_value(lines->names, part, part->value));
}

/* What a write has changed, where the register says what that means. */
static void write_changes(struct lines *lines, const struct taken *taken)
{
	const struct mmt_named *part = taken->part;
	struct out *out = &lines->out;

	if (taken->known != node_bits(taken->record->width) ||
	    taken->old == taken->record->value || taken->parts != 1 || !part->reg ||
	    !mmt_is_write(taken->record->kind))
		return;
	out_style(out, STYLE_CHANGE);
	out_text(out, "  ");
	out_text(out, part->reg->name);
	out_text(out, ": ");
	value_change(out, lines->names, part, taken->old, taken->record->value);
	out_style(out, STYLE_PLAIN);
}

static void write_place(struct lines *lines, const struct mmt_record *record)
{
	struct out *out = &lines->out;

	out_text(out, record->device ? record->device->label : "-");
	out_pad(out, COLUMN_PLACE);
	if (record->device)
		place_offset(out, record->device, record->bar, mmt_is_config(record->kind),
			     record->offset);
	else
		area_offset(out, areas_find(&lines->areas, record->map, record->phys),
			    record->phys);
}

/**
 * expand_access() - write an access
 * @lines: the report
 * @taken: the access
 */
void expand_access(struct lines *lines, const struct taken *taken)
{
	const struct mmt_record *record = taken->record;
	bool write = mmt_is_write(record->kind);
	struct out *out = &lines->out;
	unsigned int i;

	if (!line_has_time(record->time))
		line_when(lines, 0, taken->index, true);
	expand_begin(lines, record);
	write_place(lines, record);
	out_pad(out, COLUMN_ACCESS);
	out_style(out, write ? STYLE_WRITE : STYLE_READ);
	out_char(out, write ? 'W' : 'R');
	out_decimal(out, record->width);
	out_style(out, STYLE_PLAIN);
	out_pad(out, COLUMN_VALUE);
	write_value(out, record);
	if (record->pc) {
		out_pad(out, COLUMN_FUNCTION);
		out_text(out, mmt_function(lines->trace, record->pc));
		line_source(lines, record->pc, false);
	}
	for (i = 0; i < taken->parts; i++) {
		if (i)
			out_end_line(out);
		out_pad(out, COLUMN_FUNCTION);
		if (!i && record->pc)
			out_char(out, ' ');
		write_part(lines, &taken->part[i], write);
		if (!i)
			write_changes(lines, taken);
	}
	line_end(lines, record->time);
	line_source_text(lines, record->pc);
}
