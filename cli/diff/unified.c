// SPDX-License-Identifier: GPL-2.0
#include "unified.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "report/value.h"
#include "fields.h"
#include "origin.h"
#include "phases.h"
#include "sides.h"
#include "summary.h"

#define COLUMN_PLACE	5
#define COLUMN_VALUE	24
#define COLUMN_SIDE_VALUE	20	/* in each of two columns */

/**
 * struct diff_writer - what is known while lines are written
 * @view: what is written
 * @ring: the latest rows that were not written
 * @first: of these
 * @held: how many
 * @skipped: rows that were dropped before these
 * @after: so many rows are still written behind a difference
 * @run: differences of one register in a row, or of memory, that are one line
 * @runs: how many; 0 when there are none
 * @last: the last of them
 * @loop: accesses of a loop that have been said to be missing, and are not written
 * @body: of these so many are
 * @function: of the step that is written, of both sides
 * @step: it was begun
 * @device: number of the device that is written, and one
 * @phase: number of the phase that is written, and one
 * @origins: the latest reads
 * @left: by device, the accesses of each side that are still to come
 * @ended: number of the device of which it was said that one side ends, and one
 * @noise: by struct mmt_diff_row.key, whether it was said that it never is the same
 * @noises: of how many
 */
struct diff_writer {
	struct diff_view *view;
	struct mmt_diff_row *ring;
	unsigned int first;
	unsigned int held;
	uint64_t skipped;
	unsigned int after;
	struct mmt_diff_row run;
	uint64_t runs;
	struct mmt_diff_row last;
	uint32_t loop;
	uint32_t body;
	const char *function[2];
	bool step;
	unsigned int device;
	uint32_t phase;
	struct origins origins;
	uint64_t (*left)[2];
	unsigned int ended;
	bool *noise;
	size_t noises;
};

static const char marks[] = { ' ', '!', '-', '+', '>' };
static const enum style styles[] = {
	STYLE_PLAIN, STYLE_CHANGE, STYLE_WARNING, STYLE_READ, STYLE_NAME,
};
_Static_assert(sizeof(marks) == MMT_N_VERDICTS, "one for each verdict");

/* The side whose access a row is shown with: A, unless only B has it. */
static const struct mmt_diff_access *shown(const struct mmt_diff_row *row)
{
	return &row->access[!row->has[0]];
}

/**
 * unified_register() - write which register, and what is done to it: "W4 CTRL"
 * @out: where to
 * @row: an access of it
 */
void unified_register(struct out *out, const struct mmt_diff_row *row)
{
	char place[48];

	out_char(out, mmt_is_write(row->kind) ? 'W' : 'R');
	out_decimal(out, row->width);
	out_char(out, ' ');
	if (row->name) {
		out_safe(out, row->name, strlen(row->name));
		return;
	}
	mmt_diff_place(row, place);
	out_text(out, place);
}

static void put_when(struct out *out, const struct mmt_diff_access *access)
{
	if (access->time) {
		out_time(out, access->time, 6, 0);
	} else {
		out_char(out, '#');
		out_decimal(out, access->index);
	}
}

static bool same_text(const char *a, const char *b)
{
	return b && !strcmp(a, b);
}

/* What one function does, and since when, beside what the other side's does. */
static void begin_step_sides(struct out *out, const struct mmt_diff_row *row)
{
	struct sides sides;

	for (int side = 0; side < 2; side++) {
		struct sides_mark mark = sides_begin(out);
		const char *function = row->has[side] ? row->access[side].function : NULL;

		if (function) {
			out_safe(out, function, strlen(function));
			out_text(out, "  ");
		}
		if (row->has[side])
			put_when(out, &row->access[side]);
		sides_take(&sides, side, out, mark);
	}
	sides_write(&sides, out, STYLE_HEADING, ' ');
}

/* A line for what one function does: its name, and when on both sides. */
static void begin_step(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	struct out *out = &writer->view->out;
	const char *a = row->has[0] ? row->access[0].function : NULL;
	const char *b = row->has[1] ? row->access[1].function : NULL;
	const char *name = a ? a : b;

	/* Who is not there, or not known, does not change the step. */
	if (writer->step && (!a || same_text(a, writer->function[0])) &&
	    (!b || same_text(b, writer->function[1])))
		return;
	writer->step = true;
	writer->function[0] = a ? a : b;
	writer->function[1] = b ? b : a;
	if (writer->view->sides) {
		begin_step_sides(out, row);
		return;
	}
	out_style(out, STYLE_HEADING);
	if (name)
		out_safe(out, name, strlen(name));
	if (a && b && strcmp(a, b)) {
		out_text(out, " | ");
		out_safe(out, b, strlen(b));
	}
	out_style(out, STYLE_DIM);
	for (int side = 0; side < 2; side++)
		if (row->has[side]) {
			out_text(out, out_column(out) ? "  " : "");
			out_text(out, side ? "B " : "A ");
			put_when(out, &row->access[side]);
		}
	out_style(out, STYLE_PLAIN);
	out_wrap(out, 4);
	out_end_line(out);
}

static void begin_device(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	struct out *out = &writer->view->out;
	struct mmt_diff_device device;

	if (writer->device == row->device + 1)
		return;
	writer->device = row->device + 1;
	writer->step = false;
	if (mmt_diff_sum(writer->view->diff)->devices < 2 ||
	    !mmt_diff_device(writer->view->diff, row->device, &device))
		return;
	out_style(out, STYLE_DIM);
	out_text(out, "  -- ");
	out_text(out, device.device[0] ? device.device[0]->label : "no device");
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
}

static void put_value(struct diff_view *view, const struct mmt_diff_row *row, uint64_t value)
{
	const struct mmt_named named = { .reg = row->reg };

	if (row->width > 8)
		out_text(&view->out, "(wide)");
	else if (row->verdict == MMT_SAME || row->verdict == MMT_MOVED)
		value_raw(&view->out, value, row->width);
	else
		value_short(&view->out, view->names, row->reg ? &named : NULL, value, row->width);
}

static void put_fields(struct diff_view *view, const struct field_pairs *pairs)
{
	struct out *out = &view->out;
	bool any = false;

	for (size_t i = 0; i < pairs->n; i++) {
		const struct field_pair *pair = &pairs->at[i];

		out_text(out, any ? ", " : ": ");
		any = true;
		out_text(out, pair->name);
		if (pair->guessed)
			out_char(out, '?');
		out_char(out, ' ');
		out_text(out, pair->text[0]);
		out_text(out, " != ");
		out_text(out, pair->text[1]);
	}
	if (pairs->rest[0] == pairs->rest[1])
		return;
	out_text(out, any ? ", " : ": ");
	out_text(out, "other bits ");
	out_hex(out, pairs->rest[0]);
	out_text(out, " != ");
	out_hex(out, pairs->rest[1]);
}

/**
 * unified_fields() - write which fields differ: ": RST 1 != 0"; nothing when there are none
 * @view: what is written
 * @row: an access that both sides have
 */
void unified_fields(struct diff_view *view, const struct mmt_diff_row *row)
{
	const uint64_t value[2] = { row->access[0].value, row->access[1].value };
	struct field_pairs pairs;

	if (fields_compare(view->names, row->reg, value, &pairs))
		put_fields(view, &pairs);
}

/* The fields that differ, as one side has them. */
static void put_side_fields(struct diff_view *view, const struct mmt_diff_row *row, int side)
{
	const uint64_t value[2] = { row->access[0].value, row->access[1].value };
	struct out *out = &view->out;
	struct field_pairs pairs;

	if (value[0] == value[1])
		out_text(out, side ? " in the end, but not before" : "");
	if (!fields_compare(view->names, row->reg, value, &pairs))
		return;
	for (size_t i = 0; i < pairs.n; i++) {
		out_text(out, i ? ", " : ": ");
		out_text(out, pairs.at[i].name);
		out_text(out, pairs.at[i].guessed ? "? " : " ");
		out_text(out, pairs.at[i].text[side]);
	}
	if (pairs.rest[0] == pairs.rest[1])
		return;
	out_text(out, pairs.n ? ", other bits " : ": other bits ");
	out_hex(out, pairs.rest[side]);
}

static void put_values(struct diff_view *view, const struct mmt_diff_row *row)
{
	struct out *out = &view->out;

	if (row->access[0].value == row->access[1].value || row->width > 8) {
		put_value(view, row, row->access[0].value);
		out_text(out, row->width > 8 ? " differ" : " in the end, but not before");
		return;
	}
	out_hex(out, row->access[0].value);
	out_text(out, " != ");
	out_hex(out, row->access[1].value);
	unified_fields(view, row);
}

static void put_reads(struct out *out, const struct mmt_diff_row *row)
{
	bool both = row->has[0] && row->has[1] && row->access[0].reads != row->access[1].reads;

	if (shown(row)->reads < 2 && !both)
		return;
	out_text(out, ", ");
	out_grouped(out, shown(row)->reads);
	out_text(out, shown(row)->reads == 1 ? " read" : " reads");
	if (both) {
		out_text(out, " in A, ");
		out_grouped(out, row->access[1].reads);
		out_text(out, " in B");
	}
}

static void put_remarks(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	struct out *out = &writer->view->out;

	if (row->verdict == MMT_MOVED) {
		out_text(out, ", in B at ");
		put_when(out, &row->access[1]);
	}
	origins_write(&writer->origins, out, row);
	if (row->followers) {
		out_text(out, "; ");
		out_grouped(out, row->followers);
		out_text(out, row->followers == 1 ? " more follows from it" : " more follow from it");
	}
	if (row->excuse == MMT_EFFECT)
		out_text(out, ", follows from before");
	if (row->excuse == MMT_ADDRESS)
		out_text(out, ", an address of memory");
	if (row->verdict == MMT_VALUE && row->never_same && row->excuse == MMT_NO_EXCUSE)
		out_text(out, " (never the same; not shown again)");
}

static char mark_of(const struct mmt_diff_row *row)
{
	if (row->excuse == MMT_NO_EXCUSE)
		return marks[row->verdict];
	return row->excuse == MMT_VARIES || row->excuse == MMT_ADDRESS ? '~' : ' ';
}

static enum style style_of(const struct mmt_diff_row *row)
{
	return row->excuse == MMT_NO_EXCUSE ? styles[row->verdict] : STYLE_DIM;
}

/**
 * unified_mark() - begin a line with the mark of what is said of it; its style goes on
 * @out: where to
 * @row: what it is about
 */
void unified_mark(struct out *out, const struct mmt_diff_row *row)
{
	out_style(out, style_of(row));
	out_char(out, mark_of(row));
	out_char(out, ' ');
}

static void begin_phase(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	uint32_t number = mmt_diff_phase_of(writer->view->diff, row);
	struct out *out = &writer->view->out;
	struct mmt_diff_phase phase;

	if (writer->phase == number + 1 || !mmt_diff_phase(writer->view->diff, number, &phase))
		return;
	writer->phase = number + 1;
	writer->step = false;
	out_style(out, STYLE_HEADING);
	out_text(out, "== ");
	out_decimal(out, number + 1ULL);
	out_char(out, ' ');
	phases_name(out, &phase);
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
}

static void begin_row(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	begin_phase(writer, row);
	begin_device(writer, row);
	begin_step(writer, row);
}

/* Which register, or up to which memory, that is written. */
static void put_place(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	struct out *out = &writer->view->out;

	unified_register(out, row);
	if (row != &writer->run || writer->last.offset == row->offset)
		return;
	out_text(out, " .. ");
	out_hex(out, writer->last.offset);
}

/* How often it is written, and what at last. */
static void put_run(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	struct out *out = &writer->view->out;

	if (row != &writer->run || writer->runs < 2)
		return;
	if (shown(row)->value != shown(&writer->last)->value) {
		out_text(out, "...");
		put_value(writer->view, row, shown(&writer->last)->value);
	}
	out_text(out, " x ");
	out_grouped(out, writer->runs);
}

/* What one side does, for its column. */
static void put_side(struct diff_writer *writer, const struct mmt_diff_row *row, int side)
{
	struct out *out = &writer->view->out;

	if (!row->has[side])
		return;
	put_place(writer, row);
	out_pad(out, COLUMN_SIDE_VALUE);
	if (row->verdict == MMT_VALUE && row->width <= 8) {
		out_hex(out, row->access[side].value);
		put_side_fields(writer->view, row, side);
	} else {
		put_value(writer->view, row, row->access[side].value);
	}
	put_run(writer, row);
	if (row->access[side].reads > 1) {
		out_text(out, ", ");
		out_grouped(out, row->access[side].reads);
		out_text(out, " reads");
	}
	if (side || !row->has[1])
		put_remarks(writer, row);
}

static void write_sides(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	struct out *out = &writer->view->out;
	struct sides sides;

	for (int side = 0; side < 2; side++) {
		struct sides_mark mark = sides_begin(out);

		put_side(writer, row, side);
		sides_take(&sides, side, out, mark);
	}
	sides_write(&sides, out, style_of(row), mark_of(row));
}

static void write_row(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	struct out *out = &writer->view->out;

	begin_row(writer, row);
	if (writer->view->sides) {
		write_sides(writer, row);
		return;
	}
	unified_mark(out, row);
	put_place(writer, row);
	out_pad(out, COLUMN_VALUE);
	out_style(out, STYLE_PLAIN);
	if (row->verdict == MMT_VALUE)
		put_values(writer->view, row);
	else
		put_value(writer->view, row, shown(row)->value);
	put_run(writer, row);
	put_reads(out, row);
	put_remarks(writer, row);
	out_wrap(out, COLUMN_VALUE);
	out_end_line(out);
}

static void write_gap(struct diff_writer *writer)
{
	struct out *out = &writer->view->out;

	if (!writer->skipped)
		return;
	out_style(out, STYLE_DIM);
	out_text(out, "  ... ");
	out_grouped(out, writer->skipped);
	out_text(out, writer->skipped == 1 ? " access" : " accesses");
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
	writer->skipped = 0;
	writer->step = false;
}

static void flush_run(struct diff_writer *writer)
{
	if (writer->runs)
		write_row(writer, &writer->run);
	writer->runs = 0;
}

static void flush_ring(struct diff_writer *writer)
{
	unsigned int size = writer->view->request->context, i;

	write_gap(writer);
	for (i = 0; i < writer->held; i++)
		write_row(writer, &writer->ring[(writer->first + i) % size]);
	writer->held = 0;
}

static void hold(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	unsigned int size = writer->view->request->context;

	if (!size) {
		writer->skipped++;
		return;
	}
	if (writer->held == size) {
		writer->first = (writer->first + 1) % size;
		writer->held--;
		writer->skipped++;
	}
	writer->ring[(writer->first + writer->held++) % size] = *row;
}

/* The next of a run: the same register, or the next place of memory. */
static bool goes_on(const struct diff_writer *writer, const struct mmt_diff_row *row)
{
	const struct mmt_diff_row *last = &writer->last;

	if (!writer->runs || row->verdict != last->verdict || row->excuse != last->excuse ||
	    row->verdict == MMT_VALUE || row->kind != last->kind || row->rounds[0] ||
	    row->rounds[1] || row->device != last->device ||
	    shown(row)->function != shown(last)->function)
		return false;
	if (row->key == last->key)
		return writer->run.offset == row->offset;
	return !row->name && !last->name && row->bar == last->bar && row->width == last->width &&
	       row->offset == last->offset + row->width &&
	       (writer->runs == 1 || writer->run.offset != last->offset);
}

static void write_loop(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	struct out *out = &writer->view->out;

	begin_row(writer, row);
	unified_mark(out, row);
	out_text(out, "a loop has ");
	out_grouped(out, row->rounds[1]);
	out_text(out, row->rounds[1] == 1 ? " round" : " rounds");
	out_text(out, " instead of ");
	out_grouped(out, row->rounds[0]);
	out_text(out, ", each:");
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
	writer->loop = row->loop;
	writer->body = row->body;
}

/* The other side has nothing any more, for all that comes. */
static void write_end(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	const uint64_t *left = writer->left[row->device];
	struct out *out = &writer->view->out;
	bool is_b = row->has[0];

	flush_run(writer);
	flush_ring(writer);
	begin_phase(writer, row);
	begin_device(writer, row);
	out_style(out, STYLE_HEADING);
	out_text(out, is_b ? "B" : "A");
	out_text(out, " ends here, ");
	out_text(out, is_b ? "A" : "B");
	out_text(out, " has ");
	out_grouped(out, left[!is_b]);
	out_text(out, left[!is_b] == 1 ? " access more" : " accesses more");
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
	writer->step = false;
	writer->ended = row->device + 1;
}

static void write_difference(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	if (goes_on(writer, row)) {
		writer->runs++;
		writer->last = *row;
		return;
	}
	flush_run(writer);
	flush_ring(writer);
	if (row->rounds[0] || row->rounds[1])
		write_loop(writer, row);
	writer->run = writer->last = *row;
	writer->runs = 1;
}

/* Of what never is the same one is enough. */
static bool is_noise(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	bool told;

	if (row->verdict != MMT_VALUE || !row->never_same)
		return false;
	if (row->key >= writer->noises) {
		size_t n = 2 * (row->key + 512UL);
		bool *more = realloc(writer->noise, n * sizeof(*more));

		if (!more)
			return false;
		memset(more + writer->noises, 0, (n - writer->noises) * sizeof(*more));
		writer->noise = more;
		writer->noises = n;
	}
	told = writer->noise[row->key];
	writer->noise[row->key] = true;
	return told;
}

static bool is_difference(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	if (row->verdict == MMT_SAME)
		return false;
	if (row->excuse == MMT_VARIES)
		return writer->view->request->varying;
	return row->excuse == MMT_NO_EXCUSE && !is_noise(writer, row);
}

/* What only one side has, while the other one has none left. */
static bool is_end(const struct diff_writer *writer, const struct mmt_diff_row *row)
{
	return row->has[0] != row->has[1] && !writer->left[row->device][row->has[0]] &&
	       writer->ended != row->device + 1;
}

static void take_row(struct diff_writer *writer, const struct mmt_diff_row *row)
{
	if (row->verdict != MMT_SAME && row->excuse == MMT_POLLED)
		return;
	/* Of a loop one round is enough. */
	if (writer->loop) {
		writer->loop--;
		if (!writer->body || !--writer->body)
			return;
	}
	origins_note(&writer->origins, row);
	if (is_difference(writer, row)) {
		if (is_end(writer, row))
			write_end(writer, row);
		write_difference(writer, row);
		writer->after = writer->view->request->context;
		return;
	}
	flush_run(writer);
	if (!writer->after) {
		hold(writer, row);
		return;
	}
	writer->after--;
	write_row(writer, row);
}

/**
 * unified_write() - write what differs, for people
 * @view: what is written
 */
void unified_write(struct diff_view *view)
{
	struct mmt_diff_row *ring = calloc(view->request->context + 1UL, sizeof(*ring));
	struct diff_writer writer = { .view = view, .ring = ring };
	struct mmt_diff_cursor cursor = { .device = 0 };
	struct diff_tallies tallies;
	struct mmt_diff_row row;

	view->sides = view->request->side_by_side && view->out.width >= SIDES_LEAST;
	tallies = summary_begin(view);
	writer.left = tallies.accesses;
	if (!ring)
		view->out.error = ENOMEM;
	else
		while (!view->out.error && mmt_diff_next(view->diff, &cursor, &row)) {
			take_row(&writer, &row);
			for (int side = 0; side < 2; side++)
				writer.left[row.device][side] -= row.has[side];
		}
	flush_run(&writer);
	free(ring);
	free(writer.noise);
	summary_end(view, &tallies);
}
