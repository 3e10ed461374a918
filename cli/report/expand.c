// SPDX-License-Identifier: GPL-2.0
/* Every access on a line of its own. */
#include "input/place.h"
#include "textual.h"
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
void expand_heading(struct text *text)
{
	size_t i;

	out_style(&text->out, STYLE_DIM);
	out_char(&text->out, '#');
	for (i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		out_pad(&text->out, titles[i].column);
		out_text(&text->out, titles[i].title);
	}
	out_style(&text->out, STYLE_PLAIN);
	out_end_line(&text->out);
}

/**
 * expand_begin() - write what all lines begin with: time, CPU and task
 * @text: the report
 * @record: of what
 */
void expand_begin(struct text *text, const struct mmt_record *record)
{
	struct out *out = &text->out;

	line_when(text, record->time, true);
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
	static const char hex[] = "0123456789abcdef";
	unsigned int i;

	if (record->width <= 8 || !record->bytes) {
		value_raw(out, record->value, record->width);
		return;
	}
	/* Of a wide access its bytes, in the order of memory. */
	for (i = 0; i < record->width && i < MMT_WIDEST; i++) {
		if (i)
			out_char(out, ' ');
		out_char(out, hex[record->bytes[i] >> 4]);
		out_char(out, hex[record->bytes[i] & 15]);
	}
}

/* Name and value of one register, as demmio would have it. */
static void write_part(struct text *text, const struct mmt_named *part, bool write)
{
	struct out *out = &text->out;

	out_style(out, STYLE_NAME);
	out_text(out, part->name);
	out_style(out, STYLE_PLAIN);
	out_text(out, write ? " <= " : " => ");
	out_text(out, mmt_value(text->names, part, part->value));
}

/**
 * expand_access() - write an access
 * @text: the report
 * @record: the access
 * @part: its registers
 * @parts: how many
 * @known: @old means something
 * @old: last known value before
 */
void expand_access(struct text *text, const struct mmt_record *record,
		   const struct mmt_named *part, unsigned int parts, bool known,
		   uint64_t old)
{
	bool write = mmt_is_write(record->kind);
	struct out *out = &text->out;
	unsigned int i;

	expand_begin(text, record);
	out_text(out, record->device ? record->device->label : "-");
	out_pad(out, COLUMN_PLACE);
	if (record->device)
		place_offset(out, record->device, record->bar, mmt_is_config(record->kind),
			     record->offset);
	else
		area_offset(out, areas_find(&text->areas, record->map, record->phys),
			    record->phys);
	out_pad(out, COLUMN_ACCESS);
	out_style(out, write ? STYLE_WRITE : STYLE_READ);
	out_char(out, write ? 'W' : 'R');
	out_decimal(out, record->width);
	out_style(out, STYLE_PLAIN);
	out_pad(out, COLUMN_VALUE);
	write_value(out, record);
	if (record->pc) {
		out_pad(out, COLUMN_FUNCTION);
		out_text(out, mmt_function(text->trace, record->pc));
	}
	for (i = 0; i < parts; i++) {
		if (i) {
			out_end_line(out);
			out_pad(out, COLUMN_FUNCTION);
		} else {
			out_pad(out, COLUMN_FUNCTION);
			if (record->pc)
				out_char(out, ' ');
		}
		write_part(text, &part[i], write);
		if (!i && write && known && old != record->value && parts == 1 && part->reg) {
			out_style(out, STYLE_CHANGE);
			out_text(out, "  ");
			out_text(out, part->reg->name);
			out_text(out, ": ");
			value_change(out, text->names, part, old, record->value);
			out_style(out, STYLE_PLAIN);
		}
	}
	out_end_line(out);
	text->last_time = record->time;
	text->any = true;
}
