// SPDX-License-Identifier: GPL-2.0
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "terminal/command.h"
#include "terminal/display.h"
#include "terminal/message.h"
#include "terminal/pager.h"
#include "data.h"
#include "final.h"
#include "request.h"
#include "summary.h"
#include "unified.h"

/* As diff(1): here 1 is no failure. */
enum diff_status {
	DIFF_SAME = 0,
	DIFF_DIFFERENT = 1,
	DIFF_TROUBLE = 2,
};

/**
 * struct diff_session - a comparison and all that it needs open
 * @request: what the user asked for
 * @diff: the comparison
 * @source: the traces, A and B first
 * @sources: how many
 * @failed: something that was asked for could not be read
 */
struct diff_session {
	struct diff_request *request;
	struct mmt_diff *diff;
	struct source *source[2 + 2 * REQUEST_MOST];
	size_t sources;
	bool failed;
};

/* Whether the trace goes on where its file ends: what is there cannot be read. */
static bool is_cut(const struct source *source, unsigned long problems)
{
	return source->cut || (source->ended && (mmt_problems(source->trace) != problems ||
						 mmt_about(source->trace, MMT_ABOUT_END)));
}

static const char *missing_in;	/* the trace that say_missing() speaks of */

static void say_missing(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void say_missing(const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	message("%s: %s", missing_in, text);
}

/* What the options choose must be there, or it is said. */
static int end_selection(struct source *source, const char *path)
{
	missing_in = path;
	select_missing(&source->select, say_missing);
	return source->any && !source->select.chosen && !select_all(&source->select) ?
		EXIT_FAILED : EXIT_OK;
}

static int read_records(struct diff_session *session, struct source *source, const char *path)
{
	bool all = select_all(&source->select);
	struct mmt_named part[MMT_MAX_PARTS];
	unsigned long problems = 0;
	struct mmt_record record;

	while (source_next(source, &record)) {
		const struct caller *caller = all ? NULL : caller_of(&source->callers, record.pc);
		unsigned int parts = source_name(source, &record, part);

		problems = mmt_problems(source->trace);
		if (!all && !select_wants(&source->select, &record, caller, part, parts))
			mmt_diff_skip(session->diff, &record);
		else if (mmt_diff_add(session->diff, &record, part, parts))
			return failure("out of memory");
	}
	mmt_diff_end(session->diff, is_cut(source, problems));
	return end_selection(source, path);
}

/* What is chosen may begin and end with something else in B. */
static void other_edges(struct source *source, const struct diff_request *request)
{
	if (request->from_b.text)
		source->select.from = request->from_b;
	if (request->to_b.text)
		source->select.to = request->to_b;
}

static int read_run(struct diff_session *session, enum mmt_run run, const char *path)
{
	struct source *source = malloc(sizeof(*source));
	int status;

	if (!source)
		return failure("out of memory");
	*source = session->request->options;
	if (run == MMT_RUN_B || run == MMT_RUN_SAME_B)
		other_edges(source, session->request);
	session->source[session->sources++] = source;
	status = source_open(source, path);
	if (status)
		return status;
	source->progress.wanted = isatty(STDERR_FILENO);
	if (mmt_diff_begin(session->diff, run, source->trace, source->names))
		return failure("out of memory");
	return read_records(session, source, path);
}

static int read_all(struct diff_session *session)
{
	const struct diff_request *request = session->request;
	int status = read_run(session, MMT_RUN_A, request->path[0]);

	if (!status)
		status = read_run(session, MMT_RUN_B, request->path[1]);
	for (int side = 0; side < 2; side++)
		for (size_t i = 0; i < request->sames[side] && !status; i++)
			status = read_run(session, side ? MMT_RUN_SAME_B : MMT_RUN_SAME_A,
					  request->same[side][i]);
	return status;
}

static int read_exceptions(struct diff_session *session)
{
	const struct mmt_messages messages = { .complain = complaint };

	for (size_t i = 0; i < session->request->excepts; i++)
		if (mmt_diff_except(session->diff, session->request->except[i], &messages))
			return EXIT_FAILED;
	return EXIT_OK;
}

/* Whether the device of --device-a, or --device-b, is one that is used. */
static bool is_used(const struct diff_session *session, int side)
{
	const char *wanted = session->request->device[side];
	struct mmt_diff_device device;

	for (unsigned int i = 0; wanted && mmt_diff_device(session->diff, i, &device); i++)
		if (device.device[side] && mmt_device_is(device.device[side], wanted))
			return true;
	return !wanted;
}

/* Whether there is something on both sides that can be compared. */
static int comparable(const struct diff_session *session)
{
	const struct mmt_diff_summary *sum = mmt_diff_sum(session->diff);
	const struct diff_request *request = session->request;

	for (int side = 0; side < 2; side++) {
		if (sum->accesses[side])
			continue;
		/* Of a trace that is empty that is said when it is closed. */
		return session->source[side]->any ?
			failure("%s: no access of it can be compared", request->path[side]) :
			EXIT_FAILED;
	}
	for (int side = 0; side < 2; side++)
		if (!is_used(session, side))
			return failure("%s: there is no access to a device '%s'; 'mmiotrace info' lists the devices",
				       request->path[side], request->device[side]);
	if (!sum->devices)
		return failure("%s and %s have no device in common: 'mmiotrace info' lists them; --device-a and --device-b say which are to be compared",
			       request->path[0], request->path[1]);
	return EXIT_OK;
}

/* @differ gets how many findings there are. */
static int write_view(struct diff_session *session, uint64_t *differ)
{
	static struct diff_view view;	/* large */
	const struct diff_request *request = session->request;
	bool text = request->format == DIFF_TEXT;
	struct pager pager;
	int error;

	view.request = request;
	view.diff = session->diff;
	view.names = session->source[0]->names;
	pager_begin(&pager, text && !request->display.no_pager);
	out_begin(&view.out, pager.fd);
	view.out.colour = text && colour_wanted(request->display.colour, isatty(STDOUT_FILENO));
	view.out.width = columns_of(STDOUT_FILENO);
	*differ = mmt_diff_sum(session->diff)->findings;
	if (request->final)
		*differ = final_write(&view);
	else if (!text)
		data_write(&view);
	else if (request->stat)
		summary_table(&view);
	else
		unified_write(&view);
	out_flush(&view.out);
	error = view.out.error;
	pager_end(&pager);
	return output_status(error);
}

static int compare(struct diff_session *session)
{
	const struct mmt_messages messages = { .complain = complaint };
	int status = read_exceptions(session);
	uint64_t differ;

	if (session->request->gap)
		mmt_diff_phases(session->diff, session->request->gap);
	if (!status)
		status = read_all(session);
	if (status)
		return DIFF_TROUBLE;
	mmt_diff_devices(session->diff, session->request->device[0], session->request->device[1]);
	if (mmt_diff_compare(session->diff) ||
	    (session->request->final && mmt_diff_finals(session->diff))) {
		failure("out of memory");
		return DIFF_TROUBLE;
	}
	if (comparable(session) || write_view(session, &differ))
		return DIFF_TROUBLE;
	mmt_diff_idle(session->diff, &messages);
	return differ ? DIFF_DIFFERENT : DIFF_SAME;
}

/* Names that cannot be read are trouble; a trace that ends too early was compared. */
static bool close_sources(struct diff_session *session)
{
	bool failed = false;

	for (size_t i = 0; i < session->sources; i++) {
		struct source *source = session->source[i];

		failed |= source->failed || (source->regs && mmt_regs_problems(source->regs));
		source_close(source);
		free(source);
	}
	return failed;
}

static int diff_files(struct diff_request *request)
{
	struct diff_session session = { .request = request, .diff = mmt_diff_new() };
	int status = DIFF_TROUBLE;

	if (session.diff)
		status = compare(&session);
	else
		failure("out of memory");
	mmt_diff_free(session.diff);
	return close_sources(&session) ? DIFF_TROUBLE : status;
}

enum diff_option {
	OPTION_SAME_A = SOURCE_OPTION_END,
	OPTION_SAME_B,
	OPTION_EXCEPT,
	OPTION_DEVICE_A,
	OPTION_DEVICE_B,
	OPTION_FROM_B,
	OPTION_TO_B,
	OPTION_STAT,
	OPTION_FINAL,
	OPTION_CONTEXT,
	OPTION_VARYING,
	OPTION_PHASES,
	OPTION_SIDES,
};

static const char *take_same(struct diff_request *request, int side, const char *value)
{
	if (request->sames[side] == REQUEST_MOST)
		return "too many further runs";
	request->same[side][request->sames[side]++] = value;
	return NULL;
}

static const char *take_except(struct diff_request *request, const char *value)
{
	if (request->excepts == SOURCE_FILES)
		return "too many --except; one file can hold more";
	request->except[request->excepts++] = value;
	return NULL;
}

static const char *take_format(struct diff_request *request, const char *value)
{
	static const char *const formats[] = { "text", "jsonl", NULL };
	int format = options_choice(value, formats);

	if (format < 0)
		return "no such format; there are text and jsonl";
	request->format = (enum diff_format)format;
	return NULL;
}

static const char *take_context(struct diff_request *request, const char *value)
{
	char *end;
	unsigned long context = strtoul(value, &end, 10);

	if (*end || *value < '0' || *value > '9' || context > 10000)
		return "--context is a number of accesses, up to 10000";
	request->context = (unsigned int)context;
	return NULL;
}

static const char *take_phases(struct diff_request *request, const char *value)
{
	char *end;
	double seconds = value ? strtod(value, &end) : 1;

	if (value && (*end || *value < '0' || *value > '9' || !(seconds >= 1e-9 && seconds < 1e6)))
		return "--phases is given the seconds of a long gap, such as --phases=0.5";
	request->gap = (uint64_t)(seconds * 1e9);
	return NULL;
}

static const char *take(void *data, int option, char *value)
{
	struct diff_request *request = data;

	switch (option) {
	case 'f':
		return take_format(request, value);
	case OPTION_SAME_A:
	case OPTION_SAME_B:
		return take_same(request, option == OPTION_SAME_B, value);
	case OPTION_EXCEPT:
		return take_except(request, value);
	case OPTION_DEVICE_A:
	case OPTION_DEVICE_B:
		request->device[option == OPTION_DEVICE_B] = value;
		return NULL;
	case OPTION_FROM_B:
		return select_edge(&request->from_b, value);
	case OPTION_TO_B:
		return select_edge(&request->to_b, value);
	case OPTION_STAT:
		request->stat = true;
		return NULL;
	case OPTION_FINAL:
		request->final = true;
		return NULL;
	case OPTION_CONTEXT:
		return take_context(request, value);
	case OPTION_VARYING:
		request->varying = true;
		return NULL;
	case OPTION_SIDES:
		request->side_by_side = true;
		return NULL;
	case OPTION_PHASES:
		return take_phases(request, value);
	case DISPLAY_COLOUR:
	case DISPLAY_NO_PAGER:
		return display_take(&request->display, option, value);
	default:
		return source_take(&request->options, option, value);
	}
}

/* Words of the command line that do not go together. */
static int check(struct diff_request *request, char *const *words)
{
	if (!words[0] || !words[1] || words[2])
		return usage("diff: two traces are compared: A and B; see 'mmiotrace diff --help'");
	request->path[0] = words[0];
	request->path[1] = words[1];
	if (!request->device[0] != !request->device[1])
		return usage("diff: --device-a and --device-b go together");
	if (request->stat && request->final)
		return usage("diff: --stat and --final are two views: give one of them");
	if (request->side_by_side && (request->stat || request->final || request->format != DIFF_TEXT))
		return usage("diff: --side-by-side is a view of the accesses as text: give it without --stat, --final and --format jsonl");
	if (request->gap && request->final)
		return usage("diff: --final has no phases: the last values are those of the end");
	if (request->varying && !request->sames[0] && !request->sames[1])
		return usage("diff: --show-varying needs further runs: --same-a or --same-b");
	if (request->from_b.text && !request->options.select.from.text)
		return usage("diff: --from-b is what --from is in B: give both");
	if (request->to_b.text && !request->options.select.to.text)
		return usage("diff: --to-b is what --to is in B: give both");
	return EXIT_OK;
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		{ "format", required_argument, NULL, 'f' },
		{ "same-a", required_argument, NULL, OPTION_SAME_A },
		{ "same-b", required_argument, NULL, OPTION_SAME_B },
		{ "except", required_argument, NULL, OPTION_EXCEPT },
		{ "device-a", required_argument, NULL, OPTION_DEVICE_A },
		{ "device-b", required_argument, NULL, OPTION_DEVICE_B },
		{ "from-b", required_argument, NULL, OPTION_FROM_B },
		{ "to-b", required_argument, NULL, OPTION_TO_B },
		{ "stat", no_argument, NULL, OPTION_STAT },
		{ "final", no_argument, NULL, OPTION_FINAL },
		{ "context", required_argument, NULL, OPTION_CONTEXT },
		{ "side-by-side", no_argument, NULL, OPTION_SIDES },
		{ "phases", optional_argument, NULL, OPTION_PHASES },
		{ "show-varying", no_argument, NULL, OPTION_VARYING },
		DISPLAY_OPTIONS,
		SOURCE_OPTIONS,
		{ NULL, 0, NULL, 0 },
	};
	static const struct options options = { .table = table, .take = take };
	static struct diff_request request = { .context = 3 };
	char **words = options_read(&options, argc, argv, &request);

	if (!words || check(&request, words))
		return EXIT_USAGE;
	return diff_files(&request);
}

const struct command diff_command = {
	.name = "diff",
	.summary = "compare two traces: what does B do that A doesn't",
	.help =
	"Usage: mmiotrace diff [OPTIONS] A B\n"
	"Aligns the accesses of two traces and prints what differs: wrong values (!),\n"
	"what B does not do (-), what only B does (+), and what it does elsewhere in the\n"
	"order (>). Times, addresses of BARs, numbers of mappings, and how often a\n"
	"register is polled are no differences. A and B may be of different formats.\n\n"
	"  -f, --format text       for people (default)\n"
	"               jsonl      one JSON object a finding, then one with all counts\n"
	"      --stat              only the summary, with a line for each register that\n"
	"                          differs\n"
	"      --final             only the last value of each register on both sides\n"
	"      --context N         text: N accesses around each difference (3)\n"
	"      --side-by-side      text: A at the left, B at the right, where the\n"
	"                          terminal has 100 columns or more\n"
	"      --same-a FILE       a further run of A's driver: what varies between the\n"
	"                          two is no finding. May be given more than once\n"
	"      --same-b FILE       likewise of B's\n"
	"      --show-varying      text: show what was left out for that, with ~\n"
	"      --except FILE       lines of REGISTER-PATTERN FINDING REASON: such\n"
	"                          findings are left out; FINDING is value, missing,\n"
	"                          surplus, moved or *\n"
	"      --device-a NAME     compare this device of A ...\n"
	"      --device-b NAME     ... with this one of B. Without, devices are paired\n"
	"                          by address, then by vendor and device number\n"
	"      --from-b MARK       where B begins, if not where --from says: another\n"
	"                          mark, or a gap\n"
	"      --to-b MARK         likewise --to\n"
	"      --phases[=SECONDS]  divide both traces at marks that both have, and at\n"
	"                          gaps of so long (1) at the same place; each phase is\n"
	"                          summed up by itself\n"
	"      --color[=WHEN]      text: always, never, or auto (default; NO_COLOR\n"
	"                          counts)\n"
	"      --no-pager          text: do not start a pager on a terminal\n"
	"\n"
	SOURCE_HELP
	"\n"
	"Exit status: 0 no finding, 1 findings, 2 trouble.\n"
	"\n"
	"Examples: a driver against another, by names; what varies by itself left out;\n"
	"what happened between two marks:\n"
	"  mmiotrace diff --regs e1000_hw.h windows.log linux.dat\n"
	"  mmiotrace diff --same-a good2.dat --same-a good3.dat good1.dat broken.dat\n"
	"  mmiotrace diff --from 'cable in' --to 'link up' yesterday.dat today.dat\n",
	.run = run,
};
