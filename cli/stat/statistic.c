// SPDX-License-Identifier: GPL-2.0
#include "statistic.h"

#define WIDEST_CELL	128
#define HIGHEST_RANK	10
#define LEAST_RAGGED	24

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
	unsigned int of = 1U << statistic->by;
	char *name, *rest = NULL;
	size_t i;

	statistic->count = 0;
	statistic->fitted = people && !text;
	if (!text) {
		for (i = 0; i < STATISTIC_COLUMNS; i++)
			if ((column_table[i].of & of) && (!people || !column_table[i].scripts))
				statistic->column[statistic->count++] = &column_table[i];
		return NULL;
	}
	for (name = strtok_r(text, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
		const struct column *column = column_find(name);

		if (!column || !(column->of & of) || statistic->count == STATISTIC_COLUMNS)
			return name;
		statistic->column[statistic->count++] = column;
	}
	return statistic->count ? NULL : "";
}

/* --- for people ------------------------------------------------------------- */

static size_t rows_shown(const struct statistic *statistic, const struct tally *tally)
{
	return statistic->top && statistic->top < tally->rows ? statistic->top : tally->rows;
}

/* Columns are as wide as what is in them. */
static void measure(const struct statistic *statistic, const struct tally *tally,
		    size_t width[STATISTIC_COLUMNS])
{
	size_t rows = rows_shown(statistic, tally);
	static struct out nowhere;
	size_t i, j;

	out_begin(&nowhere, -1);
	for (i = 0; i < statistic->count; i++) {
		const struct column *column = statistic->column[i];

		width[i] = strlen(column->title);
		for (j = 0; j < rows; j++) {
			out_clear(&nowhere);
			column->write(&nowhere, &tally->row[j], true);
			if (out_column(&nowhere) > width[i])
				width[i] = out_column(&nowhere);
		}
		if (width[i] > WIDEST_CELL)
			width[i] = WIDEST_CELL;
	}
}

static bool one_device(const struct tally *tally)
{
	size_t i;

	for (i = 1; i < tally->rows; i++)
		if (tally->row[i].device != tally->row[0].device)
			return false;
	return true;
}

/*
 * Leave out what finds no room in a line: what has the highest rank first. What is
 * ragged takes what is left of the line, when that is enough to be read.
 */
static void fit(struct statistic *statistic, const struct tally *tally,
		size_t width[STATISTIC_COLUMNS])
{
	size_t left = statistic->out.width, i, kept = 0;
	bool keep[STATISTIC_COLUMNS] = { false };
	unsigned int rank;

	for (rank = 0; rank <= HIGHEST_RANK; rank++)
		for (i = 0; i < statistic->count; i++) {
			const struct column *column = statistic->column[i];
			size_t needed = width[i] + 2;

			if (column->rank != rank ||
			    (column == &column_table[STATISTIC_DEVICE] &&
			     tally->by == TALLY_REGISTER && one_device(tally)))
				continue;
			if (column->ragged && needed > left && left >= LEAST_RAGGED)
				needed = left;
			if (rank && needed > left)
				continue;
			keep[i] = true;
			width[i] = needed - 2;
			left -= needed < left ? needed : left;
		}
	for (i = 0; i < statistic->count; i++) {
		if (!keep[i])
			continue;
		statistic->column[kept] = statistic->column[i];
		width[kept++] = width[i];
	}
	statistic->count = kept;
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
		if (statistic->fitted && column->ragged)
			out_cut(out, start + width[i]);
		if (column->number)
			out_right(out, start, start + width[i]);
		else if (i + 1 < statistic->count)
			out_to(out, start + width[i]);
	}
}

static void write_sum(const struct statistic *statistic, struct out *out,
		      const struct tally *tally)
{
	static const char *const things[] = {
		[TALLY_REGISTER] = " register", [TALLY_FUNCTION] = " function",
		[TALLY_TASK] = " task", [TALLY_DEVICE] = " device",
	};
	uint64_t things_counted = 0;
	size_t i;

	for (i = 0; i < tally->rows; i++)
		things_counted += row_is_one(&tally->row[i]) || tally->row[i].rest ?
					  1 : tally->row[i].registers;
	out_grouped(out, tally->accesses);
	out_text(out, tally->accesses == 1 ? " access" : " accesses");
	out_text(out, statistic->by == TALLY_REGISTER ? " to " : " by ");
	if (statistic->by == TALLY_DEVICE)
		out_text(out, "device, ");
	out_grouped(out, things_counted);
	out_text(out, things[statistic->by]);
	if (things_counted != 1)
		out_char(out, 's');
	if (statistic->by == TALLY_REGISTER && tally->rows && one_device(tally) &&
	    tally->row[0].device) {
		out_text(out, " of ");
		out_text(out, tally->row[0].device->label);
	}
	if (tally->rested) {
		out_text(out, "; ");
		out_grouped(out, tally->rested);
		out_text(out, " of them to more registers than are counted one by one (others)");
	}
	if (rows_shown(statistic, tally) < tally->rows) {
		out_text(out, "; ");
		out_grouped(out, tally->rows - rows_shown(statistic, tally));
		out_text(out, " more without --top");
	}
	out_end_line(out);
}

static void write_table(struct statistic *statistic, const struct tally *tally)
{
	struct out *out = &statistic->out;
	size_t width[STATISTIC_COLUMNS] = { 0 };
	size_t i;

	measure(statistic, tally, width);
	if (statistic->fitted)
		fit(statistic, tally, width);
	out_style(out, STYLE_HEADING);
	write_cells(statistic, NULL, width);
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
	for (i = 0; i < rows_shown(statistic, tally); i++) {
		write_cells(statistic, &tally->row[i], width);
		out_trim(out);
		out_end_line(out);
	}
	write_sum(statistic, out, tally);
}

/* --- for scripts ------------------------------------------------------------ */

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
	out_csv(out, cell.data, cell.used);
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
	for (j = 0; j < rows_shown(statistic, tally); j++) {
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
		out_json(out, cell.data, cell.used);
	else
		out_bytes(out, cell.data, cell.used);
}

static void write_jsonl(struct statistic *statistic, const struct tally *tally)
{
	struct out *out = &statistic->out;
	size_t i, j;

	for (j = 0; j < rows_shown(statistic, tally); j++) {
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
