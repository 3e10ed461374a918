// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "input/place.h"
#include "statistic.h"

#define WIDEST_NAME	128
#define SHOWN_CALLERS	3

/* Names in --columns, CSV and JSON; titles and widths of the table for people. */
static const struct {
	const char *name;
	const char *title;
	unsigned int width;
	bool right;	/* a number */
} column[STATISTIC_COLUMNS] = {
	[STATISTIC_DEVICE] = { "device", "device", 14, false },
	[STATISTIC_REGISTER] = { "register", "register", 16, false },
	[STATISTIC_READS] = { "reads", "reads", 9, true },
	[STATISTIC_WRITES] = { "writes", "writes", 9, true },
	[STATISTIC_FIRST] = { "first", "first", 10, false },
	[STATISTIC_LAST] = { "last", "last", 10, false },
	[STATISTIC_VALUES] = { "values", "values", 6, true },
	[STATISTIC_MIN] = { "min_ns", "between:min", 8, true },
	[STATISTIC_AVG] = { "avg_ns", "avg", 8, true },
	[STATISTIC_MAX] = { "max_ns", "max", 8, true },
	[STATISTIC_POLLING] = { "polling_ns", "polling", 8, true },
	[STATISTIC_WIDTHS] = { "widths", "bytes", 5, false },
	[STATISTIC_CALLERS] = { "callers", "callers", 0, false },
};

/**
 * statistic_columns_parse() - choose columns
 * @statistic: gets them; with @text NULL all
 * @text: names with commas between; changed
 *
 * Return: NULL, or the name that no column has.
 */
const char *statistic_columns_parse(struct statistic *statistic, char *text)
{
	char *name, *rest = NULL;
	size_t i;

	statistic->count = 0;
	if (!text) {
		for (i = 0; i < STATISTIC_COLUMNS; i++)
			statistic->columns[statistic->count++] = (enum statistic_column)i;
		return NULL;
	}
	for (name = strtok_r(text, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
		for (i = 0; i < STATISTIC_COLUMNS; i++)
			if (!strcmp(column[i].name, name))
				break;
		if (i == STATISTIC_COLUMNS || statistic->count == STATISTIC_COLUMNS)
			return name;
		statistic->columns[statistic->count++] = (enum statistic_column)i;
	}
	return statistic->count ? NULL : "";
}

static unsigned int widest(const struct row *row)
{
	unsigned int bit = 0;

	while (row->widths >> (bit + 1))
		bit++;
	return 1U << bit;
}

static bool has_time(const struct row *row)
{
	return row->reads + row->writes > 1 && (row->total || row->until);
}

static void write_register(struct out *out, const struct row *row)
{
	if (row->rest) {
		place_bar(out, row->bar, row->config);
		out_text(out, "+others");
	} else if (row->name) {
		out_text(out, row->name);
	} else {
		place_offset(out, row->device, row->bar, row->config, row->offset);
	}
}

static void write_widths(struct out *out, const struct row *row, char between)
{
	bool any = false;
	unsigned int bit;

	for (bit = 0; bit < 8; bit++) {
		if (!(row->widths >> bit & 1))
			continue;
		if (any)
			out_char(out, between);
		any = true;
		out_decimal(out, 1U << bit);
	}
}

/* For people the first few, and how much each did. */
static void write_callers(struct out *out, const struct row *row, bool people)
{
	unsigned int most = people && row->callers > SHOWN_CALLERS + 1 ? SHOWN_CALLERS :
									 row->callers;
	unsigned int i;

	for (i = 0; i < most; i++) {
		if (i)
			out_text(out, people ? ", " : " ");
		out_bytes(out, row->calls[i].caller->name, row->calls[i].caller->length);
		if (people && row->callers > 1) {
			out_char(out, ' ');
			out_grouped(out, row->calls[i].count);
		}
	}
	if (people && most < row->callers) {
		out_text(out, " and ");
		out_decimal(out, row->callers - most);
		out_text(out, row->many_callers ? " or more others" : " others");
	} else if (row->many_callers) {
		out_text(out, " ...");
	}
}

static uint64_t time_of(const struct row *row, enum statistic_column which)
{
	switch (which) {
	case STATISTIC_MIN:
		return row->shortest;
	case STATISTIC_AVG:
		return row->total / (row->reads + row->writes - 1);
	case STATISTIC_MAX:
		return row->longest;
	default:
		return row->polling;
	}
}

static void write_values(struct out *out, const struct row *row)
{
	if (row->distinct.full)
		out_text(out, ">=");
	out_decimal(out, row->distinct.count + row->distinct.full);
}

static void write_cell(struct out *out, const struct row *row, enum statistic_column which)
{
	unsigned int digits = widest(row) < 8 ? widest(row) * 2 : 16;

	switch (which) {
	case STATISTIC_DEVICE:
		out_text(out, row->device ? row->device->label : "-");
		break;
	case STATISTIC_REGISTER:
		write_register(out, row);
		break;
	case STATISTIC_READS:
		out_grouped(out, row->reads);
		break;
	case STATISTIC_WRITES:
		out_grouped(out, row->writes);
		break;
	case STATISTIC_FIRST:
		out_hex_wide(out, row->first, digits);
		break;
	case STATISTIC_LAST:
		out_hex_wide(out, row->last, digits);
		break;
	case STATISTIC_VALUES:
		write_values(out, row);
		break;
	case STATISTIC_WIDTHS:
		write_widths(out, row, ',');
		break;
	case STATISTIC_CALLERS:
		write_callers(out, row, true);
		break;
	default:
		if (which == STATISTIC_POLLING ? row->polling : has_time(row))
			out_duration(out, time_of(row, which));
		else
			out_char(out, '-');
		break;
	}
}

static void pad_cell(struct out *out, size_t start, unsigned int width, bool right)
{
	size_t length = out_column(out) - start;
	char cell[WIDEST_NAME];

	if (length >= width || length > sizeof(cell))
		return;
	if (!right) {
		out_to(out, start + width);
		return;
	}
	/* What was written moves to the right; it lies at the end of the buffer. */
	if (out->used < length)
		return;
	memcpy(cell, out->data + out->used - length, length);
	out->used -= length;
	out_to(out, start + width - length);
	out_bytes(out, cell, length);
}

static void write_titles(struct statistic *statistic, const unsigned int *width)
{
	struct out *out = &statistic->out;
	size_t i;

	out_style(out, STYLE_HEADING);
	for (i = 0; i < statistic->count; i++) {
		size_t start;

		if (i)
			out_text(out, "  ");
		start = out_column(out);
		out_text(out, column[statistic->columns[i]].title);
		if (i + 1 < statistic->count)
			pad_cell(out, start, width[i], column[statistic->columns[i]].right);
	}
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
}

/* Columns are as wide as what is in them; only what is never short has a width. */
static void measure(struct statistic *statistic, const struct tally *tally, unsigned int *width)
{
	static struct out nowhere;
	size_t i, j;

	out_begin(&nowhere, -1);
	for (i = 0; i < statistic->count; i++) {
		width[i] = (unsigned int)strlen(column[statistic->columns[i]].title);
		if (!column[statistic->columns[i]].width)
			continue;
		for (j = 0; j < tally->rows; j++) {
			nowhere.used = nowhere.line = nowhere.unseen = 0;
			write_cell(&nowhere, &tally->row[j], statistic->columns[i]);
			if (out_column(&nowhere) > width[i])
				width[i] = (unsigned int)out_column(&nowhere);
		}
		if (width[i] > WIDEST_NAME)
			width[i] = WIDEST_NAME;
	}
}

static void write_table(struct statistic *statistic, const struct tally *tally)
{
	struct out *out = &statistic->out;
	unsigned int width[STATISTIC_COLUMNS] = { 0 };
	size_t i, j;

	measure(statistic, tally, width);
	write_titles(statistic, width);
	for (j = 0; j < tally->rows; j++) {
		for (i = 0; i < statistic->count; i++) {
			size_t start;

			if (i)
				out_text(out, "  ");
			start = out_column(out);
			write_cell(out, &tally->row[j], statistic->columns[i]);
			if (i + 1 < statistic->count)
				pad_cell(out, start, width[i],
					 column[statistic->columns[i]].right);
		}
		while (out->used > out->line && out->data[out->used - 1] == ' ')
			out->used--;
		out_end_line(out);
	}
	out_grouped(out, tally->accesses);
	out_text(out, " accesses to ");
	out_grouped(out, tally->rows);
	out_text(out, tally->rows == 1 ? " register" : " registers");
	if (tally->rested) {
		out_text(out, "; ");
		out_grouped(out, tally->rested);
		out_text(out, " of them to more registers than are counted one by one (others)");
	}
	out_end_line(out);
}

/* For scripts: numbers without commas, and nothing where nothing is known. */
static void write_bare(struct out *out, const struct row *row, enum statistic_column which)
{
	switch (which) {
	case STATISTIC_DEVICE:
		out_text(out, row->device ? row->device->address : "");
		break;
	case STATISTIC_READS:
		out_decimal(out, row->reads);
		break;
	case STATISTIC_WRITES:
		out_decimal(out, row->writes);
		break;
	case STATISTIC_FIRST:
		out_hex(out, row->first);
		break;
	case STATISTIC_LAST:
		out_hex(out, row->last);
		break;
	case STATISTIC_WIDTHS:
		write_widths(out, row, ' ');
		break;
	case STATISTIC_CALLERS:
		write_callers(out, row, false);
		break;
	case STATISTIC_REGISTER:
	case STATISTIC_VALUES:
		write_cell(out, row, which);
		break;
	default:
		if (which == STATISTIC_POLLING ? row->until != 0 : has_time(row))
			out_decimal(out, time_of(row, which));
		break;
	}
}

static void put(void *out, const char *text, size_t length)
{
	out_bytes(out, text, length);
}

static void write_csv(struct statistic *statistic, const struct tally *tally)
{
	static struct out cell;
	struct out *out = &statistic->out;
	size_t i, j;

	out_begin(&cell, -1);
	for (i = 0; i < statistic->count; i++) {
		if (i)
			out_char(out, ',');
		out_text(out, column[statistic->columns[i]].name);
	}
	out_end_line(out);
	for (j = 0; j < tally->rows; j++) {
		for (i = 0; i < statistic->count; i++) {
			if (i)
				out_char(out, ',');
			cell.used = cell.line = cell.unseen = 0;
			write_bare(&cell, &tally->row[j], statistic->columns[i]);
			mmt_put_csv(put, out, cell.data, cell.used);
		}
		out_end_line(out);
	}
}

static bool is_number(enum statistic_column which)
{
	return which == STATISTIC_READS || which == STATISTIC_WRITES ||
	       (which >= STATISTIC_MIN && which <= STATISTIC_POLLING);
}

static void write_jsonl(struct statistic *statistic, const struct tally *tally)
{
	static struct out cell;
	struct out *out = &statistic->out;
	size_t i, j;

	out_begin(&cell, -1);
	for (j = 0; j < tally->rows; j++) {
		for (i = 0; i < statistic->count; i++) {
			enum statistic_column which = statistic->columns[i];

			out_text(out, i ? ", \"" : "{\"");
			out_text(out, column[which].name);
			out_text(out, "\": ");
			cell.used = cell.line = cell.unseen = 0;
			write_bare(&cell, &tally->row[j], which);
			if (which == STATISTIC_VALUES && !tally->row[j].distinct.full)
				out_bytes(out, cell.data, cell.used);
			else if (!is_number(which))
				mmt_put_json(put, out, cell.data, cell.used);
			else if (cell.used)
				out_bytes(out, cell.data, cell.used);
			else
				out_text(out, "null");
		}
		out_char(out, '}');
		out_end_line(out);
	}
}

/**
 * statistic_write() - write the counts
 * @statistic: how and where; errors of output are in @statistic->out
 * @tally: the counts, sorted
 */
void statistic_write(struct statistic *statistic, const struct tally *tally)
{
	switch (statistic->format) {
	case STATISTIC_TEXT:
		write_table(statistic, tally);
		break;
	case STATISTIC_JSONL:
		write_jsonl(statistic, tally);
		break;
	case STATISTIC_CSV:
		write_csv(statistic, tally);
		break;
	}
	out_flush(&statistic->out);
}
