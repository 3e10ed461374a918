// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "phases.h"
#include "summary.h"
#include "unified.h"

#define NAMED	20	/* registers that are named, at most */
#define MORE	18	/* columns for how many more there are */

static const struct {
	enum mmt_verdict verdict;
	const char *title;
	const char *job;
} jobs[] = {
	{ MMT_VALUE, "wrong value", "a formula to find" },
	{ MMT_MISSING, "missing", "code to write" },
	{ MMT_SURPLUS, "surplus", "a gate to add" },
	{ MMT_MOVED, "moved", "another order" },
};

#define JOBS (sizeof(jobs) / sizeof(jobs[0]))

static int more(struct diff_tallies *tallies, size_t wanted)
{
	size_t n = tallies->n ? 2 * tallies->n : 1024;
	struct diff_tally *at;

	while (n <= wanted)
		n *= 2;
	at = realloc(tallies->at, n * sizeof(*at));
	if (!at)
		return -1;
	memset(at + tallies->n, 0, (n - tallies->n) * sizeof(*at));
	for (size_t i = tallies->n; i < n; i++)
		at[i].row.key = UINT32_MAX;
	tallies->at = at;
	tallies->n = n;
	return 0;
}

/* Count by register. */
static struct diff_tallies count_all(struct diff_view *view)
{
	struct diff_tallies tallies = {
		.accesses = calloc(mmt_diff_sum(view->diff)->devices + 1UL, sizeof(*tallies.accesses)),
	};
	struct mmt_diff_cursor cursor = { .device = 0 };
	struct mmt_diff_row row;

	if (!tallies.accesses)
		view->out.error = ENOMEM;
	while (!view->out.error && mmt_diff_next(view->diff, &cursor, &row)) {
		for (int side = 0; side < 2; side++)
			tallies.accesses[row.device][side] += row.has[side];
		if (row.verdict != MMT_SAME && !is_told(&row))
			continue;
		if (row.key >= tallies.n && more(&tallies, row.key)) {
			view->out.error = ENOMEM;
			break;
		}
		if (tallies.at[row.key].row.key == UINT32_MAX)
			tallies.at[row.key].row = row;
		tallies.at[row.key].count[row.verdict]++;
	}
	return tallies;
}

static void put_count(struct out *out, uint64_t count, const char *one, const char *several)
{
	out_grouped(out, count);
	out_char(out, ' ');
	out_text(out, count == 1 ? one : several);
}

static void put_device(struct out *out, const struct mmt_device *device)
{
	out_text(out, device ? device->label : "no device");
}

static void heading_apart(struct out *out, const struct mmt_diff_device *device,
			  enum mmt_apart apart)
{
	static const char *const parts[] = { "", "Tasks", "BARs" };

	if (apart == MMT_APART_NOTHING)
		return;
	out_text(out, parts[apart]);
	out_text(out, " of ");
	put_device(out, device->device[0]);
	out_text(out, " are aligned each by itself: as one sequence far more would differ");
	out_wrap(out, 2);
	out_end_line(out);
}

static void heading_devices(struct diff_view *view)
{
	static const char *const only[] = { "Only in B: ", "Only in A: " };
	struct mmt_diff_device device;
	struct out *out = &view->out;

	for (unsigned int i = 0; mmt_diff_device(view->diff, i, &device); i++) {
		const struct mmt_device *const *both = device.device;

		heading_apart(out, &device, mmt_diff_apart(view->diff, i));
		if (device.compared && (!both[0] || !strcmp(both[0]->label, both[1]->label)))
			continue;
		if (!device.compared) {
			out_text(out, only[both[0] != NULL]);
			put_device(out, both[0] ? both[0] : both[1]);
			out_text(out, ", not compared");
		} else {
			put_device(out, both[0]);
			out_text(out, " is compared with ");
			put_device(out, both[1]);
		}
		out_end_line(out);
	}
}

/**
 * struct summary_entry - a register, or an array of registers, with one verdict
 * @tally: the first of them
 * @hash: of its name, without what stands in brackets
 * @count: accesses
 * @several: it is an array
 */
struct summary_entry {
	const struct diff_tally *tally;
	uint64_t hash;
	uint64_t count;
	bool several;
};

/* Elements of an array have one hash. */
static uint64_t entry_hash(const struct mmt_diff_row *row)
{
	uint64_t hash = (uint64_t)row->kind << 8 | row->width;
	unsigned int depth = 0;

	if (!row->name || !strchr(row->name, '['))
		return UINT64_C(1) << 63 | row->key;
	for (const char *c = row->name; *c; c++) {
		depth -= *c == ']' && depth;
		if (!depth)
			hash = (hash ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
		depth += *c == '[';
	}
	return hash & ~(UINT64_C(1) << 63);
}

static int by_hash(const void *x, const void *y)
{
	const struct summary_entry *a = x, *b = y;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return a->tally->row.key < b->tally->row.key ? -1 : a->tally->row.key > b->tally->row.key;
}

static int by_count(const void *x, const void *y)
{
	const struct summary_entry *a = x, *b = y;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return a->tally->row.key < b->tally->row.key ? -1 : a->tally->row.key > b->tally->row.key;
}

/* Registers with a verdict, the most first; must be freed. NULL when out of memory. */
static struct summary_entry *list_entries(const struct diff_tallies *tallies,
					  enum mmt_verdict verdict, size_t *n)
{
	struct summary_entry *list = malloc((tallies->n + 1) * sizeof(*list));
	size_t all = 0;

	*n = 0;
	if (!list)
		return NULL;
	for (size_t i = 0; i < tallies->n; i++)
		if (tallies->at[i].count[verdict])
			list[all++] = (struct summary_entry){ &tallies->at[i],
				entry_hash(&tallies->at[i].row), tallies->at[i].count[verdict], false };
	qsort(list, all, sizeof(*list), by_hash);
	for (size_t i = 0; i < all; i++) {
		if (*n && list[*n - 1].hash == list[i].hash) {
			list[*n - 1].count += list[i].count;
			list[*n - 1].several = true;
		} else {
			list[(*n)++] = list[i];
		}
	}
	qsort(list, *n, sizeof(*list), by_count);
	return list;
}

/* As unified_register(), of an array as "RA[].LOW". */
static void put_entry(struct out *out, const struct summary_entry *entry)
{
	const struct mmt_diff_row *row = &entry->tally->row;
	char name[64];
	size_t length = 0;
	unsigned int depth = 0;

	if (!entry->several || strlen(row->name) >= sizeof(name)) {
		unified_register(out, row);
	} else {
		for (const char *c = row->name; *c; c++) {
			depth -= *c == ']' && depth;
			if (!depth)
				name[length++] = *c;
			depth += *c == '[';
		}
		out_char(out, mmt_is_write(row->kind) ? 'W' : 'R');
		out_decimal(out, row->width);
		out_char(out, ' ');
		out_safe(out, name, length);
	}
	if (entry->count > 1) {
		out_text(out, " x ");
		out_grouped(out, entry->count);
	}
}

/* As many as there is room for in a line, then how many more there are. */
static void put_entries(struct out *out, const struct summary_entry *entry, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct out_mark mark = out_mark(out);

		out_text(out, i ? ", " : " ");
		put_entry(out, &entry[i]);
		if (i && i + 1 < n && out_column(out) + MORE > out->width && out_back(out, mark)) {
			out_text(out, ", and ");
			out_grouped(out, n - i);
			out_text(out, " more");
			return;
		}
	}
}

static void write_job(struct diff_view *view, const struct diff_tallies *tallies, size_t job)
{
	enum mmt_verdict verdict = jobs[job].verdict;
	struct summary_entry *list;
	struct out *out = &view->out;
	size_t n;

	if (!mmt_diff_sum(view->diff)->count[verdict])
		return;
	list = list_entries(tallies, verdict, &n);
	if (!list) {
		out->error = ENOMEM;
		return;
	}
	out_text(out, "  ");
	out_style(out, STYLE_HEADING);
	out_text(out, jobs[job].title);
	out_style(out, STYLE_PLAIN);
	out_pad(out, 15);
	out_grouped(out, mmt_diff_sum(view->diff)->count[verdict]);
	out_text(out, ", ");
	out_text(out, jobs[job].job);
	out_char(out, ':');
	put_entries(out, list, n);
	out_wrap(out, 15);
	out_end_line(out);
	free(list);
}

/**
 * summary_heading() - write what was compared
 * @view: what is written
 */
void summary_heading(struct diff_view *view)
{
	const struct mmt_diff_summary *sum = mmt_diff_sum(view->diff);
	struct out *out = &view->out;

	for (int side = 0; side < 2; side++) {
		const char *path = view->request->path[side];

		out_text(out, side ? "B: " : "A: ");
		out_safe(out, path, strlen(path));
		out_text(out, ", ");
		put_count(out, sum->accesses[side], "access", "accesses");
		out_text(out, " (a poll is one)");
		out_end_line(out);
	}
	heading_devices(view);
}

/* What is to be done, in three jobs and one more. */
static void write_jobs(struct diff_view *view, const struct diff_tallies *tallies)
{
	const struct mmt_diff_summary *sum = mmt_diff_sum(view->diff);
	struct out *out = &view->out;

	if (!sum->findings)
		return;
	out_style(out, STYLE_HEADING);
	put_count(out, sum->findings, "finding", "findings");
	out_style(out, STYLE_PLAIN);
	out_text(out, ", with what follows from them:");
	out_end_line(out);
	for (size_t i = 0; i < JOBS; i++)
		write_job(view, tallies, i);
}

static void write_left_out(struct out *out, uint64_t count, const char *title, const char *why)
{
	if (!count)
		return;
	out_text(out, "  ");
	out_text(out, title);
	out_pad(out, 15);
	out_grouped(out, count);
	out_text(out, ", ");
	out_text(out, why);
	out_wrap(out, 15);
	out_end_line(out);
}

/* The ratio with four digits, never 1 where something differs. */
static void put_ratio(struct out *out, uint64_t same, uint64_t all)
{
	uint64_t ratio = all ? (uint64_t)((double)same * 10000 / (double)all) : 10000;
	char digits[5] = { '.' };

	if (ratio >= 10000) {
		out_text(out, same == all ? "1.0000" : "0.9999");
		return;
	}
	for (int i = 4; i; i--, ratio /= 10)
		digits[i] = (char)('0' + ratio % 10);
	out_char(out, '0');
	out_bytes(out, digits, sizeof(digits));
}

/* Registers that never were the same may do that by themselves. */
static void write_hint(struct diff_view *view, const struct diff_tallies *tallies)
{
	struct out *out = &view->out;
	size_t shown = 0;

	if (view->request->sames[0] || view->request->sames[1])
		return;
	for (size_t i = 0; i < tallies->n; i++) {
		const struct diff_tally *tally = &tallies->at[i];

		if (!tally->count[MMT_VALUE] || !tally->row.never_same)
			continue;
		if (shown++ == NAMED)
			break;
		out_text(out, shown > 1 ? ", " : "Never the same on both sides: ");
		unified_register(out, &tally->row);
	}
	if (!shown)
		return;
	out_text(out, ". That may be noise, such as counters. --same-a with another run of A says whether it is.");
	out_wrap(out, 2);
	out_end_line(out);
}

static void write_sums(struct diff_view *view, const struct diff_tallies *tallies)
{
	const struct mmt_diff_summary *sum = mmt_diff_sum(view->diff);
	struct out *out = &view->out;

	out_style(out, STYLE_HEADING);
	out_text(out, "Of ");
	put_count(out, sum->all, "access", "accesses");
	out_text(out, " of both sides ");
	out_grouped(out, sum->count[MMT_SAME]);
	out_text(out, sum->count[MMT_SAME] == 1 ? " is" : " are");
	out_text(out, " the same (");
	put_ratio(out, sum->count[MMT_SAME], sum->all);
	out_char(out, ')');
	out_style(out, STYLE_PLAIN);
	out_end_line(out);
	write_left_out(out, sum->varying, "varying", "no finding: it varies among runs of one driver");
	write_left_out(out, sum->addresses, "addresses", "no finding: memory lies elsewhere in each run");
	write_left_out(out, sum->excepted, "excepted", "no finding: --except says why");
	write_left_out(out, sum->unknowable, "unknown", "not compared: records of the other side are missing there");
	write_hint(view, tallies);
}

/**
 * summary_begin() - write what was compared and what came of it, by jobs
 * @view: what is written
 *
 * Return: counts by register for summary_end().
 */
struct diff_tallies summary_begin(struct diff_view *view)
{
	struct diff_tallies tallies = count_all(view);

	summary_heading(view);
	write_jobs(view, &tallies);
	phases_table(view);
	return tallies;
}

/**
 * summary_end() - write the sums
 * @view: what is written
 * @tallies: from summary_begin(); freed
 */
void summary_end(struct diff_view *view, struct diff_tallies *tallies)
{
	write_sums(view, tallies);
	free(tallies->at);
	free(tallies->accesses);
}

static bool differs(const struct diff_tally *tally)
{
	return tally->count[MMT_VALUE] || tally->count[MMT_MISSING] ||
	       tally->count[MMT_SURPLUS] || tally->count[MMT_MOVED];
}

static void write_rows(struct out *out, const struct diff_tallies *tallies, size_t column)
{
	for (size_t i = 0; i < tallies->n; i++) {
		const struct diff_tally *tally = &tallies->at[i];

		if (!differs(tally))
			continue;
		unified_register(out, &tally->row);
		out_pad(out, column);
		out_count(out, tally->count[MMT_SAME], 9);
		for (size_t job = 0; job < JOBS; job++) {
			out_text(out, "  ");
			out_count(out, tally->count[jobs[job].verdict], 11);
		}
		out_end_line(out);
	}
}

static size_t widest(const struct diff_tallies *tallies)
{
	size_t most = 12;

	for (size_t i = 0; i < tallies->n; i++) {
		const struct diff_tally *tally = &tallies->at[i];

		if (differs(tally) && tally->row.name && strlen(tally->row.name) > most)
			most = strlen(tally->row.name);
	}
	return most < 40 ? most : 40;
}

/**
 * summary_table() - write the counts, with a line for each register that differs
 * @view: what is written
 */
void summary_table(struct diff_view *view)
{
	struct diff_tallies tallies = summary_begin(view);
	size_t column = widest(&tallies) + 5, start;
	struct out *out = &view->out;

	if (mmt_diff_sum(view->diff)->findings) {
		out_style(out, STYLE_HEADING);
		out_text(out, "register");
		out_pad(out, column);
		start = out_column(out);
		out_text(out, "same");
		out_right(out, start, start + 9);
		for (size_t job = 0; job < JOBS; job++) {
			out_text(out, "  ");
			start = out_column(out);
			out_text(out, jobs[job].title);
			out_right(out, start, start + 11);
		}
		out_style(out, STYLE_PLAIN);
		out_end_line(out);
		write_rows(out, &tallies, column);
	}
	summary_end(view, &tallies);
}
