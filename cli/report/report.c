// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "code/code.h"
#include "terminal/command.h"
#include "terminal/display.h"
#include "terminal/message.h"
#include "terminal/pager.h"
#include "input/source.h"
#include "explain.h"
#include "text.h"

#define FORMAT_TEXT (MMT_OUTPUT_CSV + 1)

/* Names of enum mmt_output; text is the tool's own. */
static const char *const formats[] = {
	[MMT_OUTPUT_CLASSIC] = "mmiotrace",
	[MMT_OUTPUT_JSONL] = "jsonl",
	[MMT_OUTPUT_CSV] = "csv",
	[FORMAT_TEXT] = "text",
	NULL,
};

/**
 * struct report_request - what the user asked for
 * @source: what is read
 * @format: index in formats[]
 * @text: how the text looks
 * @display: likewise
 * @writing: how the other formats look
 * @code: which lines of the source are shown
 * @explain: register whose name is explained, instead of a report; or NULL
 */
struct report_request {
	struct source source;
	int format;
	struct text_options text;
	struct display display;
	struct mmt_writer_options writing;
	struct code_options code;
	const char *explain;
};

/* The classic log has nothing but addresses. */
static int no_address(const struct mmt_record *record)
{
	const char *device = record->device->address;

	if (!record->device->is_pci)
		return failure("the trace does not say where memory of %s lies, and this format has only addresses: leave it out with --device, or use another --format",
			       device);
	if (record->bar == MMT_NO_BAR || record->bar == MMT_ROM)
		return failure("the trace does not say where memory of %s lies, and this format has only addresses: leave it out with --bar, or use another --format",
			       device);
	return failure("the trace does not say where BAR%d of %s lies, and this format has only addresses: give --map %s:region%d=%s/bar%d@ADDRESS, or use another --format",
		       record->bar, device, device, record->bar, device, record->bar);
}

static void flush_text(void *data)
{
	struct text_report *text = data;

	out_flush(&text->lines.out);
}

static void flush_writer(void *data)
{
	mmt_writer_flush(data);
}

static int write_text(struct report_request *request)
{
	static struct text_report text;	/* large */
	struct source *source = &request->source;
	struct mmt_record record;
	struct pager pager;
	int error;

	request->text.colour = colour_wanted(request->display.colour, isatty(STDOUT_FILENO));
	request->text.width = columns_of(STDOUT_FILENO);
	source->progress.wanted = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
	pager_begin(&pager, !request->display.no_pager && !source->follow);
	source->flush = flush_text;
	source->flush_data = &text;
	if (text_begin(&text, pager.fd, &request->text, source))
		return failure("out of memory");
	while (!text.lines.out.error && source_next(source, &record))
		text_record(&text, &record);
	error = text_end(&text);
	pager_end(&pager);
	if (!error)
		select_missing(&source->select, message);
	return output_status(error);
}

/* What is no access stays: without mappings and devices a log would be no log. */
static bool wants(struct source *source, const struct mmt_record *record,
		  const struct mmt_named *part, unsigned int parts)
{
	if (select_wants(&source->select, record, caller_of(&source->callers, record->pc),
			 part, parts))
		return true;
	if (record->kind == MMT_DEVICE || record->kind == MMT_MAP || record->kind == MMT_UNMAP)
		return select_wants_device(&source->select, record);
	return record->kind == MMT_NOTE;
}

static int write_records(struct report_request *request)
{
	struct source *source = &request->source;
	struct select *select = &source->select;
	struct mmt_named part[MMT_MAX_PARTS];
	struct mmt_writer *writer;
	struct mmt_record record = { .kind = MMT_NOTE };
	unsigned int parts;
	bool all;

	/* One BAR is the writer's: it leaves the mappings of others out, too. */
	if (select->bar.count == 1) {
		request->writing.has_bar = true;
		request->writing.bar = select->bar.one[0];
	}
	all = select_all(select);
	request->writing.names = source->names;
	writer = mmt_writer_new((enum mmt_output)request->format, STDOUT_FILENO,
				source->trace, &request->writing);
	if (!writer)
		return failure("out of memory");
	source->flush = flush_writer;
	source->flush_data = writer;
	source->progress.wanted = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
	while (source_next(source, &record)) {
		parts = source_name(source, &record, part);
		if (!all && !wants(source, &record, part, parts))
			continue;
		if (mmt_write_named(writer, &record, part, parts))
			break;
	}
	if (mmt_writer_close(writer))
		return errno == EADDRNOTAVAIL && record.device ? no_address(&record) : output_status(errno);
	select_missing(select, message);
	return EXIT_OK;
}

static void say_idle(const char *option, const char *of, const char *format)
{
	message("%s is for %s: it does nothing with --format %s", option, of, format);
}

/* What an option does not apply to. */
static void say_idle_options(const struct report_request *request)
{
	const char *format = formats[request->format];

	if (request->format != FORMAT_TEXT && request->text.expand)
		say_idle("--expand", "the text", format);
	if (request->format != FORMAT_TEXT && request->text.delta)
		say_idle("--delta", "the text", format);
	if (request->format != FORMAT_TEXT && request->display.colour == COLOUR_ALWAYS)
		say_idle("--color", "the text", format);
	if (request->format != MMT_OUTPUT_CLASSIC && request->writing.real_pc)
		say_idle("--pc", "--format mmiotrace", format);
	if (request->format == FORMAT_TEXT && request->writing.renumber)
		say_idle("--renumber", "the other formats", format);
	if (request->format == MMT_OUTPUT_CLASSIC && request->source.files &&
	    !request->source.select.reg.count)
		say_idle("--regs", "the other formats and for --reg", format);
	if (request->format == MMT_OUTPUT_CLASSIC && request->code.wanted)
		say_idle("--lines", "the other formats", format);
	if (request->format != FORMAT_TEXT && request->code.sources)
		say_idle("--source", "the text", format);
	if (request->format != MMT_OUTPUT_CSV && request->writing.columns)
		say_idle("--columns", "--format csv", format);
}

static const struct mmt_line *find_line(void *data, const struct mmt_record *record)
{
	bool after = record->kind == MMT_MAP || record->kind == MMT_UNMAP;
	const struct code_place *place = code_at(data, record->pc, after);

	return place ? place->line : NULL;
}

static int write_with_lines(struct report_request *request)
{
	struct code_lines *code = NULL;
	int status;

	if (request->code.wanted) {
		code = code_begin(request->source.trace, &request->code);
		if (!code)
			return failure("out of memory");
		request->text.code = code;
		request->writing.find_line = find_line;
		request->writing.find_line_data = code;
	}
	status = request->format == FORMAT_TEXT ? write_text(request) : write_records(request);
	if (code && !status)
		code_tell(code);
	code_end(code);
	return status;
}

static int write_report(struct report_request *request, const char *path)
{
	int status = source_open(&request->source, path);
	int problems;

	say_idle_options(request);
	if (!status)
		status = request->explain ? explain(&request->source, request->explain) :
					    write_with_lines(request);
	problems = source_close(&request->source);
	return status ? status : problems;
}

enum report_option {
	OPTION_RENUMBER = SOURCE_OPTION_END,
	OPTION_DELTA,
	OPTION_COLUMNS,
	OPTION_FOLLOW,
	OPTION_LINES,
	OPTION_DEBUGINFO,
	OPTION_SOURCE,
	OPTION_EXPLAIN,
};

/* A place where lines, or their text, come from. */
static const char *take_place(struct code_options *code, const char *path, const char **list,
			      size_t *count)
{
	code->wanted = true;
	if (*count == CODE_PATHS)
		return "too many of them; a directory can hold more";
	if (access(path, R_OK))
		return strerror(errno);
	list[(*count)++] = path;
	return NULL;
}

static const char *take(void *data, int option, char *value)
{
	struct report_request *request = data;

	switch (option) {
	case 'f':
		request->format = options_choice(value, formats);
		return request->format < 0 ?
			"no such format; there are text, mmiotrace, jsonl and csv" : NULL;
	case 'p':
		request->writing.real_pc = true;
		return NULL;
	case 'e':
		request->text.expand = true;
		return NULL;
	case OPTION_DELTA:
		request->text.delta = true;
		return NULL;
	case OPTION_COLUMNS:
		request->writing.columns = value;
		return mmt_csv_columns(value) ? NULL : "there is no such column; docs/data.md has them";
	case OPTION_FOLLOW:
		request->source.follow = true;
		return NULL;
	case OPTION_LINES:
		request->code.wanted = true;
		return NULL;
	case OPTION_DEBUGINFO:
		return take_place(&request->code, value, request->code.debuginfo,
				  &request->code.debuginfos);
	case OPTION_SOURCE:
		return take_place(&request->code, value, request->code.source,
				  &request->code.sources);
	case OPTION_EXPLAIN:
		request->explain = value;
		return NULL;
	case OPTION_RENUMBER:
		request->writing.renumber = true;
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
		{ "pc", no_argument, NULL, 'p' },
		{ "expand", no_argument, NULL, 'e' },
		{ "delta", no_argument, NULL, OPTION_DELTA },
		{ "renumber", no_argument, NULL, OPTION_RENUMBER },
		{ "columns", required_argument, NULL, OPTION_COLUMNS },
		{ "follow", no_argument, NULL, OPTION_FOLLOW },
		{ "lines", no_argument, NULL, OPTION_LINES },
		{ "debuginfo", required_argument, NULL, OPTION_DEBUGINFO },
		{ "source", required_argument, NULL, OPTION_SOURCE },
		{ "explain", required_argument, NULL, OPTION_EXPLAIN },
		DISPLAY_OPTIONS,
		SOURCE_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	static const struct options options = { .table = table, .take = take };
	static struct report_request request = { .format = FORMAT_TEXT };
	const char *file = options_file(&options, argc, argv, &request);

	return file ? write_report(&request, file) : EXIT_USAGE;
}

const struct command report_command = {
	.name = "report",
	.summary = "print a trace: for people, for other tools, for scripts",
	.help =
	"Usage: mmiotrace report [OPTIONS] [FILE]\n"
	"Prints the trace in FILE, default mmiotrace.dat, in its order. FILE may be a\n"
	"recording, a classic log or a QEMU log, compressed or not; - reads a pipe.\n\n"
	"  -f, --format text       for people (default): steps, with what is repeated\n"
	"                          folded\n"
	"               mmiotrace  the kernel's classic log, version 20070824\n"
	"               jsonl      one JSON object a line\n"
	"               csv        comma-separated values with a header line\n"
	"  -e, --expand            text: every access on a line of its own\n"
	"      --delta             text: times since the line before\n"
	"      --color[=WHEN]      text: always, never, or auto (default; NO_COLOR\n"
	"                          counts)\n"
	"      --no-pager          text: do not start a pager on a terminal\n"
	"  -p, --pc                classic log: real code addresses and threads\n"
	"                          instead of zeros\n"
	"      --renumber          other formats: mappings get the numbers 1, 2, 3 ...\n"
	"      --columns A,B,...   csv: only these, in this order\n"
	"      --follow            go on with a recording or log that grows, until it\n"
	"                          has ended or Ctrl-C; text shows a step when it is\n"
	"                          over, with --expand each access at once\n"
	"      --explain REGISTER  instead of all that: where REGISTER, or what is at an\n"
	"                          offset such as 0x28, has its name from, and why no\n"
	"                          other\n"
	"\n"
	"Lines of the source:\n"
	"      --lines             file and line of each access, from the debug\n"
	"                          information of kernel and modules, wherever that is\n"
	"                          installed; text, jsonl and csv\n"
	"      --debuginfo DIR     look for it in DIR, too, at any depth; or a file.\n"
	"                          With --lines\n"
	"      --source DIR        text: what stands in these lines; DIR has the source\n"
	"\n"
	SOURCE_HELP
	"\n"
	"Examples: since a mark, with the names of registers; what the interrupt handler\n"
	"did in the first half of a second; all reads for a spreadsheet; with the lines\n"
	"of the driver:\n"
	"  mmiotrace report --regs e1000_hw.h --from 'cable out' trace.dat\n"
	"  mmiotrace report --function '*_intr' --time ..+0.5 trace.dat\n"
	"  mmiotrace report -f csv --read --columns timestamp_ns,offset,value trace.dat\n"
	"  mmiotrace report --lines --source linux/drivers/net/ethernet/intel trace.dat\n",
	.run = run,
};
