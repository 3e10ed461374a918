// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "message.h"
#include "text.h"

#define OUTPUT_BUFFER (256 * 1024)

/* Names of mmt_output; text is the tool's own. */
static const char *const formats[] = {
	[MMT_OUTPUT_CLASSIC] = "mmiotrace",
	[MMT_OUTPUT_JSONL] = "jsonl",
	[MMT_OUTPUT_CSV] = "csv",
	"text",
};

#define N_FORMATS	(sizeof(formats) / sizeof(formats[0]))
#define FORMAT_TEXT	(N_FORMATS - 1)

/* What is read after the last record that could be read is not lost. */
static int write_text(struct mmt_trace *trace)
{
	struct report report = { .out = stdout, .trace = trace };
	struct mmt_record record;

	setvbuf(stdout, NULL, _IOFBF, OUTPUT_BUFFER);
	text_begin(&report);
	while (!ferror(stdout) && mmt_next(trace, &record) > 0)
		text_record(&report, &record);
	return close_output();
}

static int write_records(struct mmt_trace *trace, size_t format,
			 const struct mmt_writer_options *options)
{
	struct mmt_writer *writer = mmt_writer_new((enum mmt_output)format, STDOUT_FILENO,
						   trace, options);
	struct mmt_record record;

	if (!writer)
		return failure("out of memory");
	while (mmt_next(trace, &record) > 0)
		if (mmt_write(writer, &record))
			break;
	/* A reader that has gone (report | head) is no error: it has what it wanted. */
	if (!mmt_writer_close(writer) || errno == EPIPE)
		return EXIT_OK;
	return failure("cannot write the output: %s", strerror(errno));
}

static int report(const char *path, size_t format, const struct mmt_writer_options *options)
{
	const struct mmt_options how = { .messages = { .complain = complaint } };
	struct mmt_trace *trace = mmt_open(path, &how);
	unsigned long problems;
	int status;

	if (!trace)
		return EXIT_FAILED;
	if (format == FORMAT_TEXT)
		status = write_text(trace);
	else
		status = write_records(trace, format, options);
	problems = mmt_problems(trace);
	mmt_close(trace);
	return problems ? EXIT_FAILED : status;
}

static size_t find_format(const char *name)
{
	size_t i;

	for (i = 0; i < N_FORMATS; i++)
		if (!strcmp(formats[i], name))
			break;
	return i;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, 'f' },
		{ "pc", no_argument, NULL, 'p' },
		{ NULL, 0, NULL, 0 },
	};
	struct mmt_writer_options writing = { 0 };
	size_t format = FORMAT_TEXT;
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, ":f:p", options, NULL)) != -1) {
		switch (option) {
		case 'f':
			format = find_format(optarg);
			if (format == N_FORMATS)
				return usage("report: no format '%s'; there are text, mmiotrace, jsonl and csv",
					     optarg);
			break;
		case 'p':
			writing.real_pc = true;
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
	return report(optind < argc ? argv[optind] : "mmiotrace.dat", format, &writing);
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
