// SPDX-License-Identifier: GPL-2.0
#include "data.h"

#include <stdio.h>
#include <string.h>

#include "fields.h"
#include "phases.h"
#include "summary.h"

static void put_text(struct out *out, const char *text)
{
	if (text)
		out_json(out, text, strlen(text));
	else
		out_text(out, "null");
}

static void member(struct out *out, const char *name)
{
	out_text(out, ",\"");
	out_text(out, name);
	out_text(out, "\":");
}

static void put_number(struct out *out, const char *name, uint64_t number)
{
	member(out, name);
	out_decimal(out, number);
}

static void put_access(struct out *out, const struct mmt_diff_row *row, int side)
{
	const struct mmt_diff_access *access = &row->access[side];

	member(out, side ? "b" : "a");
	if (!row->has[side]) {
		out_text(out, "null");
		return;
	}
	out_text(out, "{\"index\":");
	out_decimal(out, access->index);
	member(out, "timestamp_ns");
	if (access->time)
		out_decimal(out, access->time);
	else
		out_text(out, "null");
	member(out, "value");
	if (row->width > 8) {
		out_text(out, "null,\"value_hex\":null");
	} else {
		out_decimal(out, access->value);
		member(out, "value_hex");
		out_char(out, '"');
		out_hex(out, access->value);
		out_char(out, '"');
	}
	member(out, "function");
	put_text(out, access->function);
	put_number(out, "reads", access->reads);
	out_char(out, '}');
}

static void put_fields(struct diff_view *view, const struct mmt_diff_row *row)
{
	const uint64_t value[2] = { row->access[0].value, row->access[1].value };
	struct out *out = &view->out;
	struct field_pairs pairs;

	if (row->verdict != MMT_VALUE || row->width > 8 ||
	    !fields_compare(view->names, row->reg, value, &pairs))
		return;
	member(out, "fields");
	out_char(out, '[');
	for (size_t i = 0; i < pairs.n; i++) {
		out_text(out, i ? ",{\"name\":" : "{\"name\":");
		put_text(out, pairs.at[i].name);
		put_number(out, "a", pairs.at[i].value[0]);
		put_number(out, "b", pairs.at[i].value[1]);
		out_char(out, '}');
	}
	out_char(out, ']');
}

static void put_rounds(struct out *out, const struct mmt_diff_row *row)
{
	if (!row->loop)
		return;
	out_text(out, ",\"rounds\":{\"a\":");
	out_decimal(out, row->rounds[0]);
	put_number(out, "b", row->rounds[1]);
	put_number(out, "accesses", row->body);
	out_char(out, '}');
}

static const char *operation(const struct mmt_diff_row *row)
{
	if (mmt_is_config(row->kind))
		return mmt_is_write(row->kind) ? "config_write" : "config_read";
	return mmt_is_write(row->kind) ? "write" : "read";
}

/**
 * data_finding() - write a finding
 * @view: what is written
 * @row: the first access of it
 * @count: how many there are
 */
void data_finding(struct diff_view *view, const struct mmt_diff_row *row, uint64_t count)
{
	struct mmt_diff_device device;
	const struct mmt_device *of = NULL;
	struct out *out = &view->out;

	if (mmt_diff_device(view->diff, row->device, &device))
		of = device.device[0] ? device.device[0] : device.device[1];
	out_text(out, "{\"finding\":\"");
	out_text(out, mmt_verdict_name(row->verdict));
	out_char(out, '"');
	member(out, "bdf");
	put_text(out, of ? of->address : NULL);
	member(out, "bar_index");
	if (row->bar >= 0 && !mmt_is_config(row->kind))
		out_decimal(out, (uint64_t)row->bar);
	else
		out_text(out, "null");
	put_number(out, "offset", row->offset);
	member(out, "register");
	put_text(out, row->name);
	member(out, "operation");
	put_text(out, operation(row));
	put_number(out, "width", row->width);
	put_number(out, "count", count);
	put_access(out, row, 0);
	put_access(out, row, 1);
	put_fields(view, row);
	put_rounds(out, row);
	if (view->request->gap)
		put_number(out, "phase", mmt_diff_phase_of(view->diff, row) + 1ULL);
	out_char(out, '}');
	out_end_line(out);
}

/**
 * struct data_run - findings that are one
 * @row: the first
 * @count: accesses
 * @phase: of the first
 * @left: rows of a loop that are still to come
 */
struct data_run {
	struct mmt_diff_row row;
	uint64_t count;
	uint32_t phase;
	uint64_t left;
};

static bool goes_on(const struct data_run *run, const struct mmt_diff_row *row, uint32_t phase)
{
	if (!run->count || run->phase != phase || row->verdict != run->row.verdict)
		return false;
	return run->left || (row->verdict != MMT_VALUE && row->key == run->row.key && !row->loop &&
			     !run->row.loop);
}

static void end_run(struct diff_view *view, struct data_run *run)
{
	if (run->count)
		data_finding(view, &run->row, run->count);
	run->count = run->left = 0;
}

static void take_row(struct diff_view *view, struct data_run *run, const struct mmt_diff_row *row)
{
	uint32_t phase = mmt_diff_phase_of(view->diff, row);

	if (row->verdict == MMT_SAME || row->excuse != MMT_NO_EXCUSE) {
		if (row->verdict == MMT_SAME || row->excuse != MMT_EFFECT)
			end_run(view, run);
		return;
	}
	if (goes_on(run, row, phase)) {
		run->count++;
		run->left -= run->left != 0;
		return;
	}
	end_run(view, run);
	run->row = *row;
	run->phase = phase;
	run->count = 1 + row->followers;
	run->left = row->loop ? row->loop - 1 : 0;
}

/**
 * data_summary() - write the counts
 * @view: what is written
 * @sum: the counts
 */
void data_summary(struct diff_view *view, const struct mmt_diff_summary *sum)
{
	struct out *out = &view->out;
	char ratio[32];

	out_text(out, "{\"finding\":\"summary\"");
	put_number(out, "same", sum->count[MMT_SAME]);
	for (enum mmt_verdict verdict = MMT_VALUE; verdict < MMT_N_VERDICTS; verdict++)
		put_number(out, mmt_verdict_name(verdict), sum->count[verdict]);
	put_number(out, "union", sum->all);
	member(out, "ratio");
	snprintf(ratio, sizeof(ratio), "%.6f", (double)sum->count[MMT_SAME] / (double)sum->all);
	out_text(out, ratio);
	put_number(out, "excepted", sum->excepted);
	put_number(out, "varying", sum->varying);
	put_number(out, "addresses", sum->addresses);
	put_number(out, "unknown", sum->unknowable);
	out_char(out, '}');
	out_end_line(out);
}

/**
 * data_write() - write what differs as JSON lines, then all counts
 * @view: what is written
 */
void data_write(struct diff_view *view)
{
	struct mmt_diff_cursor cursor = { .device = 0 };
	struct data_run run = { .count = 0 };
	struct mmt_diff_row row;

	while (!view->out.error && mmt_diff_next(view->diff, &cursor, &row))
		take_row(view, &run, &row);
	end_run(view, &run);
	phases_data(view);
	data_summary(view, mmt_diff_sum(view->diff));
}
