// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "format.h"
#include "message.h"

#define OUTPUT_BUFFER (256 * 1024)

static const struct format *const formats[] = {
	&text_format,
	&classic_format,
	&jsonl_format,
	&csv_format,
};

struct writing {
	struct report report;
	const struct format *format;
};

/* trace_iterate() ended because nothing more can be written. */
#define OUTPUT_FAILED 1

static int write_record(const struct record *record, void *data)
{
	struct writing *writing = data;

	writing->format->record(&writing->report, record);
	return ferror(writing->report.out) ? OUTPUT_FAILED : 0;
}

static int report(const char *path, const struct format *format, bool real_pc)
{
	struct inventory inventory;
	struct writing writing = {
		.report = { .out = stdout, .inventory = &inventory, .real_pc = real_pc },
		.format = format,
	};
	struct trace *trace = trace_open(path);
	int status;

	if (!trace)
		return EXIT_FAILED;
	setvbuf(stdout, NULL, _IOFBF, OUTPUT_BUFFER);
	status = inventory_collect(&inventory, trace);
	if (!status) {
		format->begin(&writing.report);
		status = trace_iterate(trace, format->kinds, write_record, &writing);
	}
	/* errno of a failed write must survive the clean-up. */
	if (status == OUTPUT_FAILED)
		return close_output();
	inventory_free(&inventory);
	trace_close(trace);
	if (status)
		return EXIT_FAILED;
	return close_output();
}

static const struct format *find_format(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!strcmp(formats[i]->name, name))
			return formats[i];
	return NULL;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, 'f' },
		{ "pc", no_argument, NULL, 'p' },
		{ NULL, 0, NULL, 0 },
	};
	const struct format *format = &text_format;
	bool real_pc = false;
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, ":f:p", options, NULL)) != -1) {
		switch (option) {
		case 'f':
			format = find_format(optarg);
			if (!format)
				return usage("report: no format '%s'; there are text, mmiotrace, jsonl and csv",
					     optarg);
			break;
		case 'p':
			real_pc = true;
			break;
		case ':':
			return usage("report: %s needs a value; see 'mmiotrace report --help'",
				     argv[optind - 1]);
		default:
			return usage("report: no option '%s'; see 'mmiotrace report --help'",
				     argv[optind - 1]);
		}
	}
	if (argc - optind > 1)
		return usage("report: one FILE at a time; see 'mmiotrace report --help'");
	return report(optind < argc ? argv[optind] : "mmiotrace.dat", format, real_pc);
}

const struct command report_command = {
	.name = "report",
	.summary = "print a trace: for people, for other tools, for scripts",
	.help =
	"Usage: mmiotrace report [--format FORMAT] [--pc] [FILE]\n"
	"Prints the trace in FILE, default mmiotrace.dat, in time order.\n\n"
	"  -f, --format text       columns for people (default)\n"
	"               mmiotrace  the kernel's classic log, version 20070824\n"
	"               jsonl      one JSON object a line\n"
	"               csv        comma-separated values with a header line\n"
	"  -p, --pc                classic log: real code addresses and threads\n"
	"                          instead of zeros\n",
	.run = run,
};
