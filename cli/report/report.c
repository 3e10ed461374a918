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
#include "text.h"

/* Names of mmt_output; text is the tool's own. */
static const char *const formats[] = {
	[MMT_OUTPUT_CLASSIC] = "mmiotrace",
	[MMT_OUTPUT_JSONL] = "jsonl",
	[MMT_OUTPUT_CSV] = "csv",
	"text",
};

#define N_FORMATS	(sizeof(formats) / sizeof(formats[0]))
#define FORMAT_TEXT	(N_FORMATS - 1)

/**
 * struct report - what the user asked for
 * @source: what is read
 * @format: index in formats[]
 * @text: how the text looks
 * @colour: likewise
 * @pager: the user did not say no to one
 * @writing: how the other formats look
 */
struct report {
	struct source source;
	size_t format;
	struct text_options text;
	enum colour colour;
	bool pager;
	struct mmt_writer_options writing;
};

static int output_failed(int error)
{
	/* A reader that has gone (report | head) is no error: it has what it wanted. */
	if (error == EPIPE)
		return EXIT_OK;
	return failure("cannot write the output: %s", strerror(error));
}

/* The classic log has nothing but addresses. */
static int no_address(const struct mmt_record *record)
{
	const char *device = record->device->address;

	if (record->bar == MMT_NO_BAR || record->bar == MMT_ROM)
		return failure("the trace does not say where memory of %s lies, and this format has only addresses: leave it out with --bar, or use another --format",
			       device);
	return failure("the trace does not say where BAR%d of %s lies, and this format has only addresses: give --map %s:region%d=%s/bar%d@ADDRESS, or use another --format",
		       record->bar, device, device, record->bar, device, record->bar);
}

static int write_text(struct report *report)
{
	static struct text text;	/* large */
	struct source *source = &report->source;
	struct mmt_record record;
	struct pager pager;
	int error;

	report->text.colour = colour_wanted(report->colour, isatty(STDOUT_FILENO));
	report->text.width = columns_of(STDOUT_FILENO);
	pager_begin(&pager, report->pager);
	if (text_begin(&text, pager.fd, &report->text, source))
		return failure("out of memory");
	while (!text.out.error && mmt_next(source->trace, &record) > 0)
		text_record(&text, &record);
	error = text_end(&text);
	pager_end(&pager);
	if (!error)
		select_missing(&source->select, message);
	return error ? output_failed(error) : EXIT_OK;
}

/* What is no access stays: without mappings and devices a log would be no log. */
static bool wants(struct source *source, const struct mmt_record *record)
{
	struct mmt_named part[MMT_MAX_PARTS];
	unsigned int parts = source_name(source, record, part);

	if (select_wants(&source->select, record, caller_of(&source->callers, record->pc),
			 part, parts))
		return true;
	return record->kind == MMT_DEVICE || record->kind == MMT_MAP ||
	       record->kind == MMT_UNMAP || record->kind == MMT_NOTE;
}

static int write_records(struct report *report)
{
	struct source *source = &report->source;
	struct select *select = &source->select;
	struct mmt_writer *writer;
	struct mmt_record record;
	bool all;

	/* One device and one BAR are the writer's: it leaves their mappings out, too. */
	if (select->devices == 1)
		report->writing.device = select->device[0].text;
	if (select->bars == 1) {
		report->writing.has_bar = true;
		report->writing.bar = select->bar[0];
	}
	all = select_all(select);
	writer = mmt_writer_new((enum mmt_output)report->format, STDOUT_FILENO,
				source->trace, &report->writing);
	if (!writer)
		return failure("out of memory");
	while (mmt_next(source->trace, &record) > 0) {
		if (!all && !wants(source, &record))
			continue;
		if (mmt_write(writer, &record))
			break;
	}
	if (mmt_writer_close(writer))
		return errno == EADDRNOTAVAIL ? no_address(&record) : output_failed(errno);
	select_missing(select, message);
	return EXIT_OK;
}

static int write_report(struct report *report, const char *path)
{
	int status = source_open(&report->source, path);
	int problems;

	if (!status)
		status = report->format == FORMAT_TEXT ? write_text(report) :
							 write_records(report);
	problems = source_close(&report->source);
	return status ? status : problems;
}

static size_t find_format(const char *name)
{
	size_t i;

	for (i = 0; i < N_FORMATS; i++)
		if (!strcmp(formats[i], name))
			break;
	return i;
}

enum report_option {
	OPTION_COLOUR = SOURCE_OPTION_END,
	OPTION_NO_PAGER,
	OPTION_RENUMBER,
	OPTION_DELTA,
};

/* Return NULL, or what is wrong. */
static const char *take(struct report *report, int option, char *text)
{
	switch (option) {
	case 'f':
		report->format = find_format(text);
		return report->format == N_FORMATS ?
			"no such format; there are text, mmiotrace, jsonl and csv" : NULL;
	case 'p':
		report->writing.real_pc = true;
		return NULL;
	case 'e':
		report->text.expand = true;
		return NULL;
	case OPTION_DELTA:
		report->text.delta = true;
		return NULL;
	case OPTION_RENUMBER:
		report->writing.renumber = true;
		return NULL;
	case OPTION_NO_PAGER:
		report->pager = false;
		return NULL;
	case OPTION_COLOUR:
		return colour_parse(text ? text : "always", &report->colour) ?
			"--color is auto, always or never" : NULL;
	default:
		return source_take(&report->source, option, text);
	}
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, 'f' },
		{ "pc", no_argument, NULL, 'p' },
		{ "expand", no_argument, NULL, 'e' },
		{ "delta", no_argument, NULL, OPTION_DELTA },
		{ "renumber", no_argument, NULL, OPTION_RENUMBER },
		{ "color", optional_argument, NULL, OPTION_COLOUR },
		{ "no-pager", no_argument, NULL, OPTION_NO_PAGER },
		SOURCE_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	static struct report report = { .format = FORMAT_TEXT, .pager = true };
	const char *wrong;
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, ":f:pe", options, NULL)) != -1) {
		if (option == ':')
			return usage("report: %s needs a value; see 'mmiotrace report --help'",
				     argv[optind - 1]);
		if (option == '?')
			return usage("report: no option '%s'; see 'mmiotrace report --help'",
				     argv[optind - 1]);
		wrong = take(&report, option, optarg);
		if (wrong)
			return usage("report: %s%s%s%s", wrong, optarg ? " ('" : "",
				     optarg ? optarg : "", optarg ? "')" : "");
	}
	if (argc - optind > 1)
		return usage("report: one FILE at a time; see 'mmiotrace report --help'");
	return write_report(&report, optind < argc ? argv[optind] : "mmiotrace.dat");
}

const struct command report_command = {
	.name = "report",
	.summary = "print a trace: for people, for other tools, for scripts",
	.help =
	"Usage: mmiotrace report [OPTIONS] [FILE]\n"
	"Prints the trace in FILE, default mmiotrace.dat, in its order. FILE may be a\n"
	"recording, a classic log or a QEMU log, compressed or not; - reads a pipe.\n\n"
	"  -f, --format text       for people (default): steps, with what is repeated folded\n"
	"               mmiotrace  the kernel's classic log, version 20070824\n"
	"               jsonl      one JSON object a line\n"
	"               csv        comma-separated values with a header line\n"
	"  -e, --expand            text: every access on a line of its own\n"
	"      --delta             text: times since the line before\n"
	"      --color[=WHEN]      text: always, never, or auto (default; NO_COLOR counts)\n"
	"      --no-pager          text: do not start a pager on a terminal\n"
	"  -p, --pc                classic log: real code addresses and threads\n"
	"                          instead of zeros\n"
	"      --renumber          mappings get the numbers 1, 2, 3 ...\n"
	"\n"
	SOURCE_HELP,
	.run = run,
};
