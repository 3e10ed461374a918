// SPDX-License-Identifier: GPL-2.0
#include <unistd.h>

#include "terminal/command.h"
#include "terminal/display.h"
#include "terminal/message.h"
#include "terminal/pager.h"
#include "input/source.h"
#include "order.h"
#include "statistic.h"

/**
 * struct stat_request - what the user asked for
 * @source: what is read
 * @order: of the rows
 * @columns: --columns, or NULL
 * @format: how to write
 * @display: likewise
 */
struct stat_request {
	struct source source;
	enum order order;
	char *columns;
	enum statistic_format format;
	struct display display;
};

static void count(struct source *source, struct tally *tally)
{
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
			tally_add(tally, &record, caller, part, parts);
		else
			tally_skip(tally);
	}
}

static int write_counts(const struct stat_request *request, struct statistic *statistic,
			struct tally *tally)
{
	bool text = request->format == STATISTIC_TEXT;
	struct pager pager;
	int error;

	order_sort(tally, request->order);
	pager_begin(&pager, text && !request->display.no_pager);
	out_begin(&statistic->out, pager.fd);
	statistic->out.colour = text && colour_wanted(request->display.colour,
						      isatty(STDOUT_FILENO));
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
	count(&request->source, &tally);
	select_missing(&request->source.select, message);
	status = tally.failed ? failure("out of memory") :
				write_counts(request, statistic, &tally);
	tally_end(&tally);
	return status;
}

static int stat_file(struct stat_request *request, const char *path)
{
	static struct statistic statistic;	/* large */
	const char *wrong;
	int status, problems;

	statistic.format = request->format;
	wrong = statistic_columns_parse(&statistic, request->columns);
	if (wrong)
		return usage("stat: no column '%s'; see 'mmiotrace stat --help'", wrong);
	status = source_open(&request->source, path);
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

enum stat_option {
	OPTION_COLUMNS = SOURCE_OPTION_END,
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
	"Counts, for each register in FILE, default mmiotrace.dat: reads, writes, first and\n"
	"last value, different values, time between accesses, time spent polling, widths\n"
	"and callers. FILE may be a recording, a classic log or a QEMU log, compressed or\n"
	"not; - reads a pipe.\n\n"
	"  -f, --format text       a table for people (default)\n"
	"               jsonl      one JSON object a line\n"
	"               csv        comma-separated values with a header line\n"
	"  -s, --sort KEY          accesses (default), reads, writes, values, polling: the\n"
	"                          most first; offset, name; first: as they came\n"
	"      --columns A,B,...   bdf, register, reads, writes, first, last, values, min_ns,\n"
	"                          avg_ns, max_ns, polling_ns, widths, callers; and those\n"
	"                          that jsonl and csv have besides\n"
	"      --color[=WHEN]      always, never, or auto (default; NO_COLOR counts)\n"
	"      --no-pager          do not start a pager on a terminal\n"
	"\n"
	"Different values are counted exactly up to 4,096 of a register; beyond that, or\n"
	"when 16 MB are full, '>=' stands before what is known. Polling are three and more\n"
	"reads of one register in a row. Of more than 99,000 registers the later ones are\n"
	"counted together, as 'others' of their BAR.\n"
	"\n"
	SOURCE_HELP,
	.run = run,
};
