// SPDX-License-Identifier: GPL-2.0
#include "expand.h"
#include "input/place.h"
#include "other.h"

static void begin_line(struct lines *lines, const struct mmt_record *record, bool expand)
{
	if (expand) {
		expand_begin(lines, record);
		return;
	}
	out_to(&lines->out, line_column(lines, 0));
	if (line_has_time(record->time)) {
		line_when(lines, record->time, 0, false);
		out_char(&lines->out, ' ');
	} else {
		line_no_time(lines);
	}
}

static void write_function(struct lines *lines, const struct mmt_record *record)
{
	struct out *out = &lines->out;

	if (record->pc) {
		out_text(out, ", ");
		out_text(out, mmt_function(lines->trace, record->pc));
		line_source(lines, record->pc, record->kind != MMT_UNKNOWN);
	}
}

static void write_where(struct lines *lines, const struct mmt_record *record)
{
	struct out *out = &lines->out;

	if (record->device) {
		out_text(out, record->device->label);
		out_char(out, ' ');
	}
	place_offset(out, record->device, record->bar, false,
		     record->device ? record->offset : record->phys);
}

static void write_unknown(struct lines *lines, const struct mmt_record *record)
{
	struct out *out = &lines->out;

	out_styled(out, STYLE_WARNING, "? ");
	write_where(lines, record);
	out_text(out, "  value not known, instruction");
	if (record->n_bytes)
		out_char(out, ' ');
	out_bytes_hex(out, record->bytes, record->n_bytes);
	write_function(lines, record);
}

static void write_map(struct lines *lines, const struct mmt_record *record)
{
	struct out *out = &lines->out;

	out_style(out, STYLE_DIM);
	out_text(out, record->kind == MMT_MAP ? "map " : "unmap ");
	out_decimal(out, record->map);
	if (record->device || record->phys) {
		out_text(out, ": ");
		write_where(lines, record);
	}
	if (record->kind == MMT_MAP) {
		out_text(out, ", ");
		out_hex(out, record->length);
		out_text(out, " bytes");
	}
	if (record->flags & MMT_EARLIER)
		out_text(out, ", made earlier");
	if (record->flags & MMT_UNTRACED) {
		out_style(out, STYLE_WARNING);
		out_text(out, ", NOT TRACED");
		out_style(out, STYLE_DIM);
	}
	write_function(lines, record);
	out_style(out, STYLE_PLAIN);
}

static size_t trimmed(const char *text, size_t length)
{
	while (length && (text[length - 1] == '\n' || text[length - 1] == '\r'))
		length--;
	return length;
}

static void write_mark_line(struct out *out, const char *line, size_t length)
{
	out_style(out, STYLE_HEADING);
	out_text(out, "MARK  ");
	out_safe(out, line, length);
	out_style(out, STYLE_PLAIN);
}

/* A line for each line of its text. */
static void write_mark(struct lines *lines, const struct mmt_record *record, bool expand)
{
	const char *line = record->text;
	size_t length = trimmed(line, record->text_length);
	const char *end;

	while ((end = memchr(line, '\n', length))) {
		write_mark_line(&lines->out, line, (size_t)(end - line));
		line_end(lines, record->time);
		begin_line(lines, record, expand);
		length -= (size_t)(end + 1 - line);
		line = end + 1;
	}
	write_mark_line(&lines->out, line, length);
}

static void write_lost(struct lines *lines, const struct mmt_record *record)
{
	struct out *out = &lines->out;

	out_style(out, STYLE_WARNING);
	out_text(out, "LOST  ");
	if (record->lost != MMT_LOST_UNCOUNTED) {
		out_grouped(out, (uint64_t)record->lost);
		out_char(out, ' ');
	}
	out_text(out, record->lost == 1 ? "record" : "records");
	if (record->cpu >= 0) {
		out_text(out, " of cpu ");
		out_decimal(out, (uint64_t)record->cpu);
	}
	out_text(out, record->lost == 1 ? " is missing here" : " are missing here");
	out_style(out, STYLE_PLAIN);
}

/**
 * other_line() - write a line for a record that is no access
 * @lines: the report
 * @record: the record; of some kinds nothing is written
 * @expand: it stands among accesses of expand.c
 */
void other_line(struct lines *lines, const struct mmt_record *record, bool expand)
{
	if (record->kind == MMT_DEVICE || record->kind == MMT_NOTE)
		return;
	begin_line(lines, record, expand);
	if (record->kind == MMT_UNKNOWN)
		write_unknown(lines, record);
	else if (record->kind == MMT_MARK)
		write_mark(lines, record, expand);
	else if (record->kind == MMT_LOST)
		write_lost(lines, record);
	else
		write_map(lines, record);
	line_end(lines, record->time);
}
