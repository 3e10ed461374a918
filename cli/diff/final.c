// SPDX-License-Identifier: GPL-2.0
#include "final.h"

#include <string.h>

#include "report/value.h"
#include "data.h"
#include "summary.h"
#include "unified.h"

#define COLUMN_A	26
#define COLUMN_B	(COLUMN_A + 12)

/* The name alone: the last access may have been either way, on each side. */
static void put_register(struct out *out, const struct mmt_diff_row *row)
{
	char place[48];

	if (row->name) {
		out_safe(out, row->name, strlen(row->name));
		return;
	}
	mmt_diff_place(row, place);
	out_text(out, place);
}

static void put_side(struct out *out, const struct mmt_diff_row *row, int side)
{
	if (!row->has[side])
		out_char(out, '-');
	else if (row->width > 8)
		out_text(out, "(wide)");
	else
		value_raw(out, row->access[side].value, row->width);
}

static void write_line(struct diff_view *view, const struct mmt_diff_row *row)
{
	struct out *out = &view->out;

	unified_mark(out, row);
	put_register(out, row);
	out_pad(out, COLUMN_A);
	out_style(out, STYLE_PLAIN);
	put_side(out, row, 0);
	out_pad(out, COLUMN_B);
	put_side(out, row, 1);
	if (row->verdict == MMT_VALUE && row->width <= 8)
		unified_fields(view, row);
	out_wrap(out, COLUMN_A);
	out_end_line(out);
}

static void write_heading(struct diff_view *view)
{
	struct out *out = &view->out;

	summary_heading(view);
	out_style(out, STYLE_HEADING);
	out_text(out, "  last value of");
	out_pad(out, COLUMN_A);
	out_text(out, "in A");
	out_pad(out, COLUMN_B);
	out_text(out, "in B");
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
}

static void write_sums(struct out *out, uint64_t registers, const uint64_t *count)
{
	out_style(out, STYLE_HEADING);
	out_text(out, "Of ");
	out_grouped(out, registers);
	out_text(out, registers == 1 ? " register " : " registers ");
	out_grouped(out, count[MMT_SAME]);
	out_text(out, count[MMT_SAME] == 1 ? " ends the same" : " end the same");
	out_style(out, STYLE_PLAIN);
	out_text(out, "; ");
	out_grouped(out, count[MMT_VALUE]);
	out_text(out, count[MMT_VALUE] == 1 ? " differs, " : " differ, ");
	out_grouped(out, count[MMT_MISSING]);
	out_text(out, " only A uses, ");
	out_grouped(out, count[MMT_SURPLUS]);
	out_text(out, " only B uses");
	out_wrap(out, 2);
	out_end_line(out);
}

/**
 * final_write() - write the last value of each register on both sides
 * @view: what is written
 *
 * As JSON lines only those that differ.
 *
 * Return: how many differ.
 */
uint64_t final_write(struct diff_view *view)
{
	struct mmt_diff_summary sum = { .devices = mmt_diff_sum(view->diff)->devices };
	bool text = view->request->format == DIFF_TEXT;
	struct mmt_diff_row row;
	uint32_t i;

	if (text)
		write_heading(view);
	for (i = 0; !view->out.error && mmt_diff_final(view->diff, i, &row); i++) {
		sum.varying += row.excuse == MMT_VARIES;
		sum.excepted += row.excuse == MMT_EXCEPTED;
		if (row.excuse == MMT_NO_EXCUSE)
			sum.count[row.verdict]++;
		sum.all++;
		if (text)
			write_line(view, &row);
		else if (row.verdict != MMT_SAME && row.excuse == MMT_NO_EXCUSE)
			data_finding(view, &row, 1);
	}
	if (text)
		write_sums(&view->out, sum.all, sum.count);
	else
		data_summary(view, &sum);
	return sum.count[MMT_VALUE] + sum.count[MMT_MISSING] + sum.count[MMT_SURPLUS];
}
