// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "terminal/command.h"
#include "terminal/display.h"
#include "terminal/message.h"
#include "terminal/pager.h"
#include "input/source.h"
#include "ahead.h"
#include "order.h"
#include "statistic.h"

/**
 * struct stat_request - what the user asked for
 * @source: what is read
 * @order: of the rows
 * @by: what has a line
 * @top: how many lines, 0 for all
 * @expand: each register of an array has a line
 * @columns: --columns, or NULL
 * @format: how to write
 * @display: likewise
 */
struct stat_request {
	struct source source;
	enum order order;
	enum tally_by by;
	size_t top;
	bool expand;
	char *columns;
	enum statistic_format format;
	struct display display;
};

static void skip(struct ahead *ahead, struct tally *tally)
{
	ahead_end(ahead, tally);
	tally_skip(tally);
}

static void count(struct source *source, struct tally *tally)
{
	static struct ahead ahead;
	bool all = select_all(&source->select);
	struct mmt_named part[MMT_MAX_PARTS];
	struct mmt_record record;
	unsigned int parts = 0;

	while (source_next(source, &record)) {
		const struct caller *caller;

		if (!mmt_is_access(&record) && !mmt_is_config(record.kind)) {
			/* Marks begin and end what is counted. */
			if (!all)
				select_wants(&source->select, &record, NULL, NULL, 0);
			continue;
		}
		caller = caller_of(&source->callers, record.pc);
		parts = source_name(source, &record, part);
		if (all || select_wants(&source->select, &record, caller, part, parts))
			ahead_add(&ahead, tally, &record, caller, part, parts);
		else
			skip(&ahead, tally);
	}
	ahead_end(&ahead, tally);
}

static int write_counts(const struct stat_request *request, struct statistic *statistic,
			struct tally *tally)
{
	bool text = request->format == STATISTIC_TEXT;
	struct pager pager;
	int error;

	if (text && !request->expand && request->by == TALLY_REGISTER)
		crowd_fold_arrays(tally);
	if (tally->failed)
		return failure("out of memory");
	order_sort(tally, request->order);
	pager_begin(&pager, text && !request->display.no_pager);
	out_begin(&statistic->out, pager.fd);
	statistic->out.colour = text && colour_wanted(request->display.colour,
						      isatty(STDOUT_FILENO));
	statistic->out.width = columns_of(STDOUT_FILENO);
	statistic_write(statistic, tally);
	error = statistic->out.error;
	pager_end(&pager);
	return output_status(error);
}

static int count_and_write(struct stat_request *request, struct statistic *statistic)
{
	struct tally tally;
	int status;

	if (tally_begin(&tally))
		return failure("out of memory");
	tally.by = request->by;
	request->source.progress.wanted = isatty(STDERR_FILENO);
	count(&request->source, &tally);
	select_missing(&request->source.select, message);
	status = tally.failed ? failure("out of memory") :
				write_counts(request, statistic, &tally);
	tally_end(&tally);
	return status;
}

static void say_idle_options(const struct stat_request *request)
{
	static const char words[] = "%s is for the text: it does nothing with another --format";

	if (request->format == STATISTIC_TEXT)
		return;
	if (request->expand)
		message(words, "--expand");
	if (request->display.colour == COLOUR_ALWAYS)
		message(words, "--color");
}

static int stat_file(struct stat_request *request, const char *path)
{
	static struct statistic statistic;	/* large */
	const char *wrong;
	int status, problems;

	statistic.format = request->format;
	statistic.by = request->by;
	statistic.top = request->top;
	wrong = statistic_columns_parse(&statistic, request->columns);
	if (wrong)
		return usage(column_find(wrong) ?
			     "stat: no column '%s' with this --by; see 'mmiotrace stat --help'" :
			     "stat: no column '%s'; see 'mmiotrace stat --help'", wrong);
	/* Devices have their labels when they are written, at the end. */
	request->source.in_order = true;
	status = source_open(&request->source, path);
	say_idle_options(request);
	if (!status)
		status = count_and_write(request, &statistic);
	problems = source_close(&request->source);
	return status ? status : problems;
}

static const char *take_format(const char *value, enum statistic_format *format)
{
	static const char *const formats[] = { "text", "jsonl", "csv", NULL };
	int i = options_choice(value, formats);

	if (i < 0)
		return "no such format; there are text, jsonl and csv";
	*format = (enum statistic_format)i;
	return NULL;
}

static const char *take_by(const char *value, enum tally_by *by)
{
	static const char *const things[] = { "register", "function", "task", "device", NULL };
	int i = options_choice(value, things);

	if (i < 0)
		return "--by is register, function, task or device";
	*by = (enum tally_by)i;
	return NULL;
}

static const char *take_top(const char *value, size_t *top)
{
	char *end;

	errno = 0;
	*top = strtoul(value, &end, 10);
	return errno || *end || *value < '1' || *value > '9' ?
		"--top is a number of lines" : NULL;
}

enum stat_option {
	OPTION_COLUMNS = SOURCE_OPTION_END,
	OPTION_BY,
	OPTION_TOP,
};

static const char *take(void *data, int option, char *value)
{
	struct stat_request *request = data;

	switch (option) {
	case 'f':
		return take_format(value, &request->format);
	case 's':
		return order_parse(value, &request->order) ?
			"no such order; see 'mmiotrace stat --help'" : NULL;
	case OPTION_COLUMNS:
		request->columns = value;
		return NULL;
	case OPTION_BY:
		return take_by(value, &request->by);
	case OPTION_TOP:
		return take_top(value, &request->top);
	case 'e':
		request->expand = true;
		return NULL;
	case DISPLAY_COLOUR:
	case DISPLAY_NO_PAGER:
		return display_take(&request->display, option, value);
	default:
		return source_take(&request->source, option, value);
	}
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		{ "format", required_argument, NULL, 'f' },
		{ "sort", required_argument, NULL, 's' },
		{ "columns", required_argument, NULL, OPTION_COLUMNS },
		{ "by", required_argument, NULL, OPTION_BY },
		{ "top", required_argument, NULL, OPTION_TOP },
		{ "expand", no_argument, NULL, 'e' },
		DISPLAY_OPTIONS,
		SOURCE_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	static const struct options options = { .table = table, .take = take };
	static struct stat_request request;
	const char *file = options_file(&options, argc, argv, &request);

	return file ? stat_file(&request, file) : EXIT_USAGE;
}

const struct command stat_command = {
	.name = "stat",
	.summary = "count what was done to each register of a trace",
	.help =
	"Usage: mmiotrace stat [OPTIONS] [FILE]\n"
	"Counts, for each register in FILE, default mmiotrace.dat: reads, writes, first\n"
	"and last value, different values, time between accesses, time spent polling,\n"
	"widths and callers. FILE may be a recording, a classic log or a QEMU log,\n"
	"compressed or not; - reads a pipe.\n\n"
	"  -f, --format text       a table for people (default)\n"
	"               jsonl      one JSON object a line\n"
	"               csv        comma-separated values with a header line\n"
	"  -s, --sort KEY          accesses (default), reads, writes, values, polling:\n"
	"                          the most first; offset, name; first: as they came\n"
	"      --by WHAT           a line for each register (default), function, task,\n"
	"                          device\n"
	"      --top N             only the first N lines\n"
	"  -e, --expand            text: each register of an array on a line of its own\n"
	"      --columns A,B,...   bdf, register, reads, writes, first, last, values,\n"
	"                          min_ns, avg_ns, max_ns, polling_ns, widths, callers,\n"
	"                          and those that jsonl and csv have besides. The text\n"
	"                          has those that find room in a line unless they are\n"
	"                          chosen here\n"
	"      --color[=WHEN]      always, never, or auto (default; NO_COLOR counts)\n"
	"      --no-pager          do not start a pager on a terminal\n"
	"\n"
	"Different values are counted exactly up to 4,096 of a register; beyond that, or\n"
	"when 16 MB are full, '>=' stands before what is known. Polling are three and\n"
	"more reads of one register in a row. When there are more than 99,000 registers,\n"
	"memory of the device is counted in blocks, and what still finds no room as\n"
	"'others' of its BAR.\n"
	"\n"
	SOURCE_HELP
	"\n"
	"Examples: where a driver waits; which functions touch the device; which\n"
	"registers the interrupt handler uses:\n"
	"  mmiotrace stat --sort polling --top 10 trace.dat\n"
	"  mmiotrace stat --by function trace.dat\n"
	"  mmiotrace stat --function '*_intr' --regs e1000_hw.h trace.dat\n",
	.run = run,
};
