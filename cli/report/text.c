// SPDX-License-Identifier: GPL-2.0
/* The report for people: takes the records, and leads what writes the lines. */
#include <errno.h>

#include "text.h"
#include "input/place.h"
#include "value.h"

static void begin_line(struct text *text, const struct mmt_record *record)
{
	if (text->options.expand) {
		expand_begin(text, record);
		return;
	}
	out_to(&text->out, line_indent(text));
	line_when(text, record->time, false);
	out_char(&text->out, ' ');
}

static void end_line(struct text *text, const struct mmt_record *record)
{
	out_end_line(&text->out);
	text->last_time = record->time;
	text->any = true;
}

static void write_function(struct text *text, const struct mmt_record *record)
{
	if (record->pc) {
		out_text(&text->out, ", ");
		out_text(&text->out, mmt_function(text->trace, record->pc));
	}
}

static void write_where(struct text *text, const struct mmt_record *record)
{
	if (record->device) {
		out_text(&text->out, record->device->label);
		out_char(&text->out, ' ');
	}
	place_offset(&text->out, record->device, record->bar, false,
		     record->device ? record->offset : record->phys);
}

static void write_unknown(struct text *text, const struct mmt_record *record)
{
	static const char hex[] = "0123456789abcdef";
	unsigned int i;

	begin_line(text, record);
	out_style(&text->out, STYLE_WARNING);
	out_text(&text->out, "? ");
	out_style(&text->out, STYLE_PLAIN);
	write_where(text, record);
	out_text(&text->out, "  value not known, instruction");
	for (i = 0; i < record->n_bytes; i++) {
		out_char(&text->out, ' ');
		out_char(&text->out, hex[record->bytes[i] >> 4]);
		out_char(&text->out, hex[record->bytes[i] & 15]);
	}
	write_function(text, record);
	end_line(text, record);
}

static void write_map(struct text *text, const struct mmt_record *record)
{
	begin_line(text, record);
	out_style(&text->out, STYLE_DIM);
	out_text(&text->out, record->kind == MMT_MAP ? "map " : "unmap ");
	out_decimal(&text->out, record->map);
	if (record->device || record->phys) {
		out_text(&text->out, ": ");
		write_where(text, record);
	}
	if (record->kind == MMT_MAP) {
		out_text(&text->out, ", ");
		out_hex(&text->out, record->length);
		out_text(&text->out, " bytes");
	}
	if (record->flags & MMT_EARLIER)
		out_text(&text->out, ", made earlier");
	if (record->flags & MMT_UNTRACED) {
		out_style(&text->out, STYLE_WARNING);
		out_text(&text->out, ", NOT TRACED");
		out_style(&text->out, STYLE_DIM);
	}
	write_function(text, record);
	out_style(&text->out, STYLE_PLAIN);
	end_line(text, record);
}

static size_t trimmed(const char *text, size_t length)
{
	while (length && (text[length - 1] == '\n' || text[length - 1] == '\r'))
		length--;
	return length;
}

static void write_mark(struct text *text, const struct mmt_record *record)
{
	const char *line = record->text;
	size_t length = trimmed(line, record->text_length);
	const char *end;

	do {
		end = memchr(line, '\n', length);
		begin_line(text, record);
		out_style(&text->out, STYLE_HEADING);
		out_text(&text->out, "MARK  ");
		out_safe(&text->out, line, end ? (size_t)(end - line) : length);
		out_style(&text->out, STYLE_PLAIN);
		end_line(text, record);
		if (end) {
			length -= (size_t)(end + 1 - line);
			line = end + 1;
		}
	} while (end);
}

static void write_lost(struct text *text, const struct mmt_record *record)
{
	begin_line(text, record);
	out_style(&text->out, STYLE_WARNING);
	out_text(&text->out, "LOST  ");
	if (record->lost != MMT_LOST_UNCOUNTED) {
		out_grouped(&text->out, (uint64_t)record->lost);
		out_char(&text->out, ' ');
	}
	out_text(&text->out, "records");
	if (record->cpu >= 0) {
		out_text(&text->out, " of cpu ");
		out_decimal(&text->out, (uint64_t)record->cpu);
	}
	out_text(&text->out, " are missing here");
	out_style(&text->out, STYLE_PLAIN);
	end_line(text, record);
}

/* Nothing before goes on with anything after. */
static void write_held_back(struct text *text)
{
	fold_flush(&text->fold);
	echo_flush(text);
	step_flush(text);
}

/* What is no access ends every repetition and gets a line of its own. */
static void write_other(struct text *text, const struct mmt_record *record)
{
	if (!text->options.expand)
		write_held_back(text);
	if (record->kind == MMT_UNKNOWN)
		write_unknown(text, record);
	else if (record->kind == MMT_MAP || record->kind == MMT_UNMAP)
		write_map(text, record);
	else if (record->kind == MMT_MARK)
		write_mark(text, record);
	else if (record->kind == MMT_LOST)
		write_lost(text, record);
}

static bool *hidden_of(struct text *text, const struct mmt_device *device)
{
	return &text->hidden[(device ? device->index + 1 : 0) % HIDDEN_DEVICES];
}

static void write_access(struct text *text, const struct mmt_record *record,
			 const struct caller *caller, const struct mmt_named *part,
			 unsigned int parts, bool known, uint64_t old)
{
	struct node *node;

	if (text->options.expand) {
		expand_access(text, record, part, parts, known, old);
		return;
	}
	if (record->time >= text->taken_time + LONG_GAP)
		write_held_back(text);
	text->taken_time = record->time;
	text->functions |= caller != NULL;
	node = node_new(&text->nodes);
	if (!node) {
		text->failed = true;
		return;
	}
	node_from(node, record);
	node->caller = caller;
	node->known = known;
	node->old = old;
	node->after = *hidden_of(text, record->device);
	*hidden_of(text, record->device) = false;
	if (parts)
		node_name(node, part, parts);
	fold_push(&text->fold, node);
}

/**
 * text_begin() - start a report
 * @text: filled in; release with text_end()
 * @fd: where to; stays the caller's
 * @options: how; copied
 * @source: of what; must live as long as the report
 *
 * Return: 0, or -1 when out of memory; then there is nothing to release.
 */
int text_begin(struct text *text, int fd, const struct text_options *options,
	       struct source *source)
{
	memset(text, 0, sizeof(*text));
	text->options = *options;
	text->source = source;
	text->trace = source->trace;
	text->names = source->names;
	out_begin(&text->out, fd);
	text->out.colour = options->colour;
	text->out.width = options->width;
	if (changes_begin(&text->changes))
		return -1;
	if (fold_begin(&text->fold, &text->nodes, echo_node, text)) {
		changes_end(&text->changes);
		return -1;
	}
	if (options->expand)
		expand_heading(text);
	return 0;
}

/* Nothing that only reads shares its place with what only writes. */
static bool one_way(const struct mmt_register *reg)
{
	return reg && (reg->access == MMT_REG_READ || reg->access == MMT_REG_WRITE);
}

/**
 * text_record() - the next record
 * @text: the report
 * @record: from mmt_next()
 *
 * Errors of output are in @text->out.error.
 */
void text_record(struct text *text, const struct mmt_record *record)
{
	bool access = mmt_is_access(record) || mmt_is_config(record->kind);
	const struct caller *caller = caller_of(&text->source->callers, record->pc);
	struct mmt_named part[MMT_MAX_PARTS];
	unsigned int parts = 0;
	bool known = false;
	uint64_t old = 0;

	/* Names and values are learnt from all accesses, also from those not shown. */
	if (access) {
		parts = source_name(text->source, record, part);
		known = changes_update(&text->changes, record,
				       parts == 1 && one_way(part[0].reg), &old);
	}
	else if (record->kind == MMT_MAP)
		areas_learn(&text->areas, record);
	if (!select_all(&text->source->select) &&
	    !select_wants(&text->source->select, record, caller, part, parts)) {
		if (access)
			*hidden_of(text, record->device) = true;
		return;
	}
	if (access)
		write_access(text, record, caller, part, parts, known, old);
	else
		write_other(text, record);
}

/**
 * text_end() - write what is held back and release the report
 * @text: from text_begin()
 *
 * Return: 0; an errno of the output; or ENOMEM.
 */
int text_end(struct text *text)
{
	int error;

	if (!text->options.expand)
		write_held_back(text);
	out_flush(&text->out);
	error = text->out.error;
	if (!error && (text->failed || text->fold.failed))
		error = ENOMEM;
	fold_end(&text->fold);
	nodes_release(&text->nodes);
	changes_end(&text->changes);
	return error;
}
