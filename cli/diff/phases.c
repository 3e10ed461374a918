// SPDX-License-Identifier: GPL-2.0
#include "phases.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "summary.h"

#define COLUMN_COUNTS	32
#define WIDTH_COUNT	9
#define NAME_MOST	28

/**
 * struct phases_sum - accesses of a phase
 * @count: by enum mmt_verdict; of differences those that are findings or their effects
 */
struct phases_sum {
	uint64_t count[MMT_N_VERDICTS];
};

/**
 * phases_name() - write what a phase is called
 * @out: where to
 * @phase: the phase
 */
void phases_name(struct out *out, const struct mmt_diff_phase *phase)
{
	if (phase->mark) {
		size_t length = strlen(phase->mark);

		out_safe(out, phase->mark, length < NAME_MOST ? length : NAME_MOST);
	} else if (phase->gap[0]) {
		out_text(out, "after ");
		out_duration(out, phase->gap[0]);
	} else {
		out_text(out, "begin");
	}
}

/* The sums of all phases; must be freed. NULL when none are wanted, or out of memory. */
static struct phases_sum *sum_up(struct diff_view *view, uint32_t *n)
{
	struct mmt_diff_cursor cursor = { .device = 0 };
	struct mmt_diff_phase phase;
	struct phases_sum *sum;
	struct mmt_diff_row row;

	if (!view->request->gap)
		return NULL;
	for (*n = 0; mmt_diff_phase(view->diff, *n, &phase); ++*n)
		;
	sum = calloc(*n + 1UL, sizeof(*sum));
	if (!sum)
		view->out.error = ENOMEM;
	while (sum && mmt_diff_next(view->diff, &cursor, &row))
		if (row.verdict == MMT_SAME || row.excuse == MMT_INTERLEAVED)
			sum[mmt_diff_phase_of(view->diff, &row)].count[MMT_SAME]++;
		else if (is_told(&row))
			sum[mmt_diff_phase_of(view->diff, &row)].count[row.verdict]++;
	return sum;
}

static void put_title(struct out *out, const char *title)
{
	size_t start = out_column(out);

	out_text(out, title);
	out_right(out, start, start + WIDTH_COUNT);
}

/**
 * phases_table() - write a line for each phase, when there are any
 * @view: what is written
 */
void phases_table(struct diff_view *view)
{
	struct out *out = &view->out;
	struct mmt_diff_phase phase;
	uint32_t n;
	struct phases_sum *sum = sum_up(view, &n);

	if (!sum)
		return;
	out_style(out, STYLE_HEADING);
	out_text(out, "phase");
	out_pad(out, COLUMN_COUNTS);
	for (enum mmt_verdict verdict = 0; verdict < MMT_N_VERDICTS; verdict++)
		put_title(out, mmt_verdict_name(verdict));
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
	for (uint32_t i = 0; i < n && mmt_diff_phase(view->diff, i, &phase); i++) {
		out_decimal(out, i + 1);
		out_char(out, ' ');
		phases_name(out, &phase);
		out_pad(out, COLUMN_COUNTS);
		for (enum mmt_verdict verdict = 0; verdict < MMT_N_VERDICTS; verdict++)
			out_count(out, sum[i].count[verdict], WIDTH_COUNT);
		out_end_line(out);
	}
	free(sum);
}

/**
 * phases_data() - write a line of JSON for each phase, when there are any
 * @view: what is written
 */
void phases_data(struct diff_view *view)
{
	struct out *out = &view->out;
	struct mmt_diff_phase phase;
	uint32_t n;
	struct phases_sum *sum = sum_up(view, &n);

	if (!sum)
		return;
	for (uint32_t i = 0; i < n && mmt_diff_phase(view->diff, i, &phase); i++) {
		out_text(out, "{\"finding\":\"phase\",\"phase\":");
		out_decimal(out, i + 1);
		out_text(out, ",\"mark\":");
		if (phase.mark)
			out_json(out, phase.mark, strlen(phase.mark));
		else
			out_text(out, "null");
		for (enum mmt_verdict verdict = 0; verdict < MMT_N_VERDICTS; verdict++) {
			out_text(out, ",\"");
			out_text(out, mmt_verdict_name(verdict));
			out_text(out, "\":");
			out_decimal(out, sum[i].count[verdict]);
		}
		out_char(out, '}');
		out_end_line(out);
	}
	free(sum);
}
