// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "terminal/colour.h"
#include "terminal/command.h"
#include "terminal/message.h"
#include "terminal/pager.h"
#include "input/source.h"
#include "statistic.h"

/**
 * struct asked - what the user asked for
 * @source: what is read
 * @order: of the rows
 * @columns: --columns, or NULL
 * @format: how to write
 * @colour: likewise
 * @pager: the user did not say no to one
 */
struct asked {
	struct source source;
	enum tally_order order;
	char *columns;
	enum statistic_format format;
	enum colour colour;
	bool pager;
};

static void count(struct source *source, struct tally *tally)
{
	bool all = select_all(&source->select);
	struct mmt_named part[MMT_MAX_PARTS];
	struct mmt_record record;
	unsigned int parts = 0;

	while (mmt_next(source->trace, &record) > 0) {
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

static int write_counts(const struct asked *asked, struct statistic *statistic,
			struct tally *tally)
{
	bool text = asked->format == STATISTIC_TEXT;
	struct pager pager;
	int error;

	tally_sort(tally, asked->order);
	pager_begin(&pager, asked->pager && text);
	out_begin(&statistic->out, pager.fd);
	statistic->out.colour = text && colour_wanted(asked->colour, isatty(STDOUT_FILENO));
	statistic_write(statistic, tally);
	error = statistic->out.error;
	pager_end(&pager);
	if (!error || error == EPIPE)
		return EXIT_OK;
	return failure("cannot write the output: %s", strerror(error));
}

static int count_and_write(struct asked *asked, struct statistic *statistic)
{
	struct tally tally;
	int status;

	if (tally_begin(&tally))
		return failure("out of memory");
	count(&asked->source, &tally);
	select_missing(&asked->source.select, message);
	status = tally.failed ? failure("out of memory") :
				write_counts(asked, statistic, &tally);
	tally_end(&tally);
	return status;
}

static int stat_file(struct asked *asked, const char *path)
{
	static struct statistic statistic;	/* large */
	const char *wrong = statistic_columns_parse(&statistic, asked->columns);
	int status, problems;

	if (wrong)
		return usage("stat: no column '%s'; see 'mmiotrace stat --help'", wrong);
	statistic.format = asked->format;
	status = source_open(&asked->source, path);
	if (!status)
		status = count_and_write(asked, &statistic);
	problems = source_close(&asked->source);
	return status ? status : problems;
}

static const char *take_format(const char *text, enum statistic_format *format)
{
	static const char *const formats[] = { "text", "jsonl", "csv" };
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (!strcmp(text, formats[i])) {
			*format = (enum statistic_format)i;
			return NULL;
		}
	}
	return "no such format; there are text, jsonl and csv";
}

enum stat_option {
	OPTION_COLOUR = SOURCE_OPTION_END,
	OPTION_NO_PAGER,
	OPTION_COLUMNS,
};

/* Return NULL, or what is wrong. */
static const char *take(struct asked *asked, int option, char *text)
{
	switch (option) {
	case 'f':
		return take_format(text, &asked->format);
	case 's':
		return tally_order_parse(text, &asked->order) ?
			"no such order; see 'mmiotrace stat --help'" : NULL;
	case OPTION_COLUMNS:
		asked->columns = text;
		return NULL;
	case OPTION_NO_PAGER:
		asked->pager = false;
		return NULL;
	case OPTION_COLOUR:
		return colour_parse(text ? text : "always", &asked->colour) ?
			"--color is auto, always or never" : NULL;
	default:
		return source_take(&asked->source, option, text);
	}
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, 'f' },
		{ "sort", required_argument, NULL, 's' },
		{ "columns", required_argument, NULL, OPTION_COLUMNS },
		{ "color", optional_argument, NULL, OPTION_COLOUR },
		{ "no-pager", no_argument, NULL, OPTION_NO_PAGER },
		SOURCE_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	static struct asked asked = { .pager = true };
	const char *wrong;
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, ":f:s:", options, NULL)) != -1) {
		if (option == ':')
			return usage("stat: %s needs a value; see 'mmiotrace stat --help'",
				     argv[optind - 1]);
		if (option == '?')
			return usage("stat: no option '%s'; see 'mmiotrace stat --help'",
				     argv[optind - 1]);
		wrong = take(&asked, option, optarg);
		if (wrong)
			return usage("stat: %s%s%s%s", wrong, optarg ? " ('" : "",
				     optarg ? optarg : "", optarg ? "')" : "");
	}
	if (argc - optind > 1)
		return usage("stat: one FILE at a time; see 'mmiotrace stat --help'");
	return stat_file(&asked, optind < argc ? argv[optind] : "mmiotrace.dat");
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
	"      --columns A,B,...   device, register, reads, writes, first, last, values,\n"
	"                          min_ns, avg_ns, max_ns, polling_ns, widths, callers\n"
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
