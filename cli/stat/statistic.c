// SPDX-License-Identifier: GPL-2.0
#include "statistic.h"

#define WIDEST_CELL	128

/**
 * statistic_columns_parse() - choose columns
 * @statistic: its format counts; gets them, with @text NULL those that everybody wants
 * @text: names with commas between; changed
 *
 * Return: NULL, or the name that no column has.
 */
const char *statistic_columns_parse(struct statistic *statistic, char *text)
{
	bool people = statistic->format == STATISTIC_TEXT;
	char *name, *rest = NULL;
	size_t i;

	statistic->count = 0;
	if (!text) {
		for (i = 0; i < STATISTIC_COLUMNS; i++)
			if (!people || !column_table[i].scripts)
				statistic->column[statistic->count++] = &column_table[i];
		return NULL;
	}
	for (name = strtok_r(text, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
		const struct column *column = column_find(name);

		if (!column || statistic->count == STATISTIC_COLUMNS)
			return name;
		statistic->column[statistic->count++] = column;
	}
	return statistic->count ? NULL : "";
}

/* --- for people ------------------------------------------------------------- */

/* Columns are as wide as what is in them. */
static void measure(const struct statistic *statistic, const struct tally *tally,
		    size_t width[STATISTIC_COLUMNS])
{
	static struct out nowhere;
	size_t i, j;

	out_begin(&nowhere, -1);
	for (i = 0; i < statistic->count; i++) {
		const struct column *column = statistic->column[i];

		width[i] = strlen(column->title);
		for (j = 0; j < tally->rows && !column->ragged; j++) {
			out_clear(&nowhere);
			column->write(&nowhere, &tally->row[j], true);
			if (out_column(&nowhere) > width[i])
				width[i] = out_column(&nowhere);
		}
		if (width[i] > WIDEST_CELL)
			width[i] = WIDEST_CELL;
	}
}

/* Columns of one row, or with NULL the titles. */
static void write_cells(struct statistic *statistic, const struct row *row,
			const size_t width[STATISTIC_COLUMNS])
{
	struct out *out = &statistic->out;
	size_t i;

	for (i = 0; i < statistic->count; i++) {
		const struct column *column = statistic->column[i];
		size_t start;

		if (i)
			out_text(out, "  ");
		start = out_column(out);
		if (row)
			column->write(out, row, true);
		else
			out_text(out, column->title);
		if (i + 1 == statistic->count)
			break;
		if (column->number)
			out_right(out, start, start + width[i]);
		else
			out_to(out, start + width[i]);
	}
}

static void write_sum(struct out *out, const struct tally *tally)
{
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

static void write_table(struct statistic *statistic, const struct tally *tally)
{
	struct out *out = &statistic->out;
	size_t width[STATISTIC_COLUMNS] = { 0 };
	size_t i;

	measure(statistic, tally, width);
	out_style(out, STYLE_HEADING);
	write_cells(statistic, NULL, width);
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
	for (i = 0; i < tally->rows; i++) {
		write_cells(statistic, &tally->row[i], width);
		out_trim(out);
		out_end_line(out);
	}
	write_sum(out, tally);
}

/* --- for scripts ------------------------------------------------------------ */

static void put(void *out, const char *text, size_t length)
{
	out_bytes(out, text, length);
}

static void write_csv_cell(struct out *out, const struct column *column,
			   const struct row *row)
{
	static struct out cell;

	if (column->type == COLUMN_NUMBER) {
		column->write(out, row, false);
		return;
	}
	out_begin(&cell, -1);
	column->write(&cell, row, false);
	mmt_put_csv(put, out, cell.data, cell.used);
}

static void write_csv(struct statistic *statistic, const struct tally *tally)
{
	struct out *out = &statistic->out;
	size_t i, j;

	for (i = 0; i < statistic->count; i++) {
		if (i)
			out_char(out, ',');
		out_text(out, statistic->column[i]->name);
	}
	out_end_line(out);
	for (j = 0; j < tally->rows; j++) {
		for (i = 0; i < statistic->count; i++) {
			if (i)
				out_char(out, ',');
			write_csv_cell(out, statistic->column[i], &tally->row[j]);
		}
		out_end_line(out);
	}
}

static void write_json_cell(struct out *out, const struct column *column,
			    const struct row *row)
{
	static struct out cell;

	out_begin(&cell, -1);
	column->write(&cell, row, false);
	if (!cell.used)
		out_text(out, "null");
	else if (column->type == COLUMN_TEXT)
		mmt_put_json(put, out, cell.data, cell.used);
	else
		out_bytes(out, cell.data, cell.used);
}

static void write_jsonl(struct statistic *statistic, const struct tally *tally)
{
	struct out *out = &statistic->out;
	size_t i, j;

	for (j = 0; j < tally->rows; j++) {
		for (i = 0; i < statistic->count; i++) {
			out_text(out, i ? ",\"" : "{\"");
			out_text(out, statistic->column[i]->name);
			out_text(out, "\":");
			write_json_cell(out, statistic->column[i], &tally->row[j]);
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
