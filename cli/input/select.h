/* SPDX-License-Identifier: GPL-2.0 */
/* Which records the user wants to see. */
#ifndef _CLI_SELECT_H
#define _CLI_SELECT_H

#include "caller.h"
#include "terminal/display.h"

#define SELECT_MOST	32	/* of each option */

/* What getopt_long() returns for these options, which report and stat share. */
enum select_option {
	SELECT_REG = DISPLAY_OPTION_END,
	SELECT_OFFSET,
	SELECT_VALUE,
	SELECT_READ,
	SELECT_WRITE,
	SELECT_TIME,
	SELECT_AROUND,
	SELECT_FROM,
	SELECT_TO,
	SELECT_CPU,
	SELECT_TASK,
	SELECT_FUNCTION,
	SELECT_DEVICE,
	SELECT_BAR,
	SELECT_END,
};

#define SELECT_OPTIONS \
	{ "reg", required_argument, NULL, SELECT_REG }, \
	{ "offset", required_argument, NULL, SELECT_OFFSET }, \
	{ "value", required_argument, NULL, SELECT_VALUE }, \
	{ "read", no_argument, NULL, SELECT_READ }, \
	{ "write", no_argument, NULL, SELECT_WRITE }, \
	{ "time", required_argument, NULL, SELECT_TIME }, \
	{ "around", required_argument, NULL, SELECT_AROUND }, \
	{ "count", required_argument, NULL, 'n' }, \
	{ "from", required_argument, NULL, SELECT_FROM }, \
	{ "to", required_argument, NULL, SELECT_TO }, \
	{ "cpu", required_argument, NULL, SELECT_CPU }, \
	{ "task", required_argument, NULL, SELECT_TASK }, \
	{ "function", required_argument, NULL, SELECT_FUNCTION }, \
	{ "device", required_argument, NULL, SELECT_DEVICE }, \
	{ "bar", required_argument, NULL, SELECT_BAR }

#define SELECT_HELP \
	"Which accesses (of options given twice one must fit, and all that are given):\n" \
	"      --device NAME       PCI address or driver's name, a pattern; of one BAR\n" \
	"                          of it only: 00:04.0/bar0\n" \
	"      --bar N             0 to 5, or rom\n" \
	"      --reg NAME          register; a pattern such as 'TD*', upper or lower\n" \
	"                          case\n" \
	"      --offset A[..B]     offsets in the BAR; A.. and ..B are fine\n" \
	"      --value V           a value, a range A..B, or V/MASK\n" \
	"      --read, --write     only these\n" \
	"      --time A..B         seconds of the trace's clock; A.. and ..B are fine;\n" \
	"                          with + since the mark of --from, or else since the\n" \
	"                          first access\n" \
	"      --around T[/S]      S seconds before T and after it, 0.01 when S is not\n" \
	"                          given\n" \
	"  -n, --count N           only the first N that fit\n" \
	"      --from MARK         begin at the mark whose text holds MARK; or at\n" \
	"                          gap:S[/N], the first (N-th) gap of S seconds without\n" \
	"                          an access; or at function:NAME, the first access by\n" \
	"                          such a function\n" \
	"      --to MARK           end there; after --from, if that is given\n" \
	"      --cpu N\n" \
	"      --task NAME         name of a task (a pattern), or its number\n" \
	"      --function NAME     calling function (a pattern)\n"

/**
 * struct select_names - what may be misspelt
 * @count: how many
 * @one: each, as the user gave it but for "/barN", which is @bar, or MMT_NO_BAR, and
 *	whether something has fitted it
 */
struct select_names {
	size_t count;
	struct {
		const char *text;
		int bar;
		bool found;
	} one[SELECT_MOST];
};

/**
 * struct select_time - from when to when
 * @from: nanoseconds
 * @to: likewise
 * @from_relative: @from counts from the mark of --from, or from the first access
 * @to_relative: likewise
 */
struct select_time {
	uint64_t from;
	uint64_t to;
	bool from_relative;
	bool to_relative;
};

/**
 * struct select_range - numbers; of these only the bits in @mask are compared
 */
struct select_range {
	uint64_t from;
	uint64_t to;
	uint64_t mask;
};

struct select_ranges {
	size_t count;
	struct select_range one[SELECT_MOST];
};

struct select_numbers {
	size_t count;
	int one[SELECT_MOST];
};

/**
 * struct select_edge - where what is chosen begins, or ends: at a mark, or at what follows
 * @text: as the user gave it, NULL when nothing was given
 * @gap: nanoseconds without an access; 0 for another edge
 * @nth: the how manyth of such gaps
 * @met: so many have come
 * @function: a pattern of the function that is called first, or NULL
 */
struct select_edge {
	const char *text;
	uint64_t gap;
	uint64_t nth;
	uint64_t met;
	const char *function;
};

/**
 * struct select - the choice; all zeros chooses everything
 * @device: names of --device, one of which must fit; likewise for the others
 * @bar: --bar
 * @cpu: --cpu
 * @task: --task
 * @function: --function
 * @reg: --reg
 * @offset: --offset
 * @value: --value
 * @reads: --read
 * @writes: --write
 * @by_access: one of the last five was given, which only accesses have
 * @timed: --time was given
 * @time: its value, or --around's
 * @since: when that begins which it may count from
 * @since_known: that has come
 * @count: --count, 0 for all
 * @taken: how many accesses were chosen
 * @over: nothing that comes can be chosen
 * @from: --from
 * @to: --to
 * @last: when the last access came, 0 before the first
 * @seen: a mark as of @to has come, perhaps too early
 * @begun: @from has come
 * @ended: @to has come
 * @asked: names were compared with something
 * @chosen: something was chosen, other than marks and losses
 * @verdict: what @reg says of each id of a name: 0 not asked yet, 1 no, 2 yes
 * @verdicts: how many of these there is room for
 */
struct select {
	struct select_names device;
	struct select_numbers bar;
	struct select_numbers cpu;
	struct select_names task;
	struct select_names function;
	struct select_names reg;
	struct select_ranges offset;
	struct select_ranges value;
	bool reads;
	bool writes;
	bool by_access;
	bool timed;
	struct select_time time;
	uint64_t since;
	bool since_known;
	uint64_t count;
	uint64_t taken;
	bool over;
	struct select_edge from;
	struct select_edge to;
	uint64_t last;
	bool seen;
	bool begun;
	bool ended;
	bool asked;
	bool chosen;
	unsigned char *verdict;
	size_t verdicts;
};

/* cli/input/select_options.c */
const char *select_take(struct select *select, int option, char *text);
const char *select_edge(struct select_edge *edge, const char *text);

/* cli/input/select.c */
bool select_wants(struct select *select, const struct mmt_record *record,
		  const struct caller *caller, const struct mmt_named *part,
		  unsigned int parts);
bool select_wants_device(const struct select *select, const struct mmt_record *record);
void select_missing(const struct select *select, void (*say)(const char *format, ...));
bool select_is_over(const struct select *select, const struct mmt_record *record, bool ordered);
void select_end(struct select *select);

/** select_is_access() - is a record an access, of whatever kind, known or not? */
static inline bool select_is_access(const struct mmt_record *record)
{
	return mmt_is_access(record) || mmt_is_config(record->kind) || record->kind == MMT_UNKNOWN;
}

/* Whether everything is chosen, so that nothing need be asked. */
static inline bool select_all(const struct select *select)
{
	return !select->by_access && !select->timed && !select->count && !select->from.text &&
	       !select->to.text && !select->task.count && !select->cpu.count &&
	       !select->function.count && !select->device.count && !select->bar.count;
}

/* Whether registers were asked for, by their names or each by its place. */
static inline bool select_registers(const struct select *select)
{
	size_t i;

	for (i = 0; i < select->offset.count; i++)
		if (select->offset.one[i].from != select->offset.one[i].to)
			return select->reg.count > 0;
	return select->reg.count || select->offset.count;
}

#endif
