// SPDX-License-Identifier: GPL-2.0
#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "terminal/command.h"
#include "terminal/message.h"
#include "source.h"

/**
 * source_take() - take an option of the command line
 * @source: what is to be read
 * @option: one of SOURCE_OPTIONS
 * @text: its value; changed, and must live as long as the source
 *
 * Return: NULL, or what is wrong with it.
 */
const char *source_take(struct source *source, int option, char *text)
{
	switch (option) {
	case SOURCE_REGS:
		if (source->files == SOURCE_FILES)
			return "too many --regs; a directory can hold more";
		source->file[source->files++] = text;
		return NULL;
	case SOURCE_MAP:
		if (source->placements == SOURCE_FILES)
			return "too many --map";
		return mmt_placement_parse(text, &source->placement[source->placements++]);
	default:
		return select_take(&source->select, option, text);
	}
}

static int load_names(struct source *source)
{
	const struct mmt_messages messages = { .complain = complaint };
	size_t i;

	source->regs = mmt_regs_new(&messages);
	if (!source->regs)
		return failure("out of memory");
	for (i = 0; i < source->files; i++)
		if (mmt_regs_load(source->regs, source->file[i]))
			source->failed = true;
	source->names = mmt_names_new(source->regs, source->trace);
	return source->names ? 0 : failure("out of memory");
}

static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
	(void)number;
	interrupted = 1;
}

/* Ctrl-C ends a log that is followed as if it ended there. */
static void take_interrupt(void)
{
	struct sigaction action = { .sa_handler = interrupt };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

static bool wait_for_more(void *data)
{
	const struct timespec moment = { .tv_nsec = 100000000 };
	struct source *source = data;

	if (source->flush)
		source->flush(source->flush_data);
	if (!interrupted)
		nanosleep(&moment, NULL);
	return !interrupted;
}

/*
 * What lies behind the end of --time is not read. When that counts from a mark nobody knows
 * where it is.
 */
static void set_until(const struct source *source, struct mmt_options *options)
{
	const struct select *select = &source->select;
	const struct select_time *time = &select->time;

	if (source->in_order && !source->files && !select->device.count)
		options->until = 1;
	if (!select->timed || time->to == UINT64_MAX || (time->to_relative && select->from.text))
		return;
	options->until = time->to ? time->to : 1;
	options->until_since = time->to_relative;
}

/**
 * source_open() - open the trace and what names its registers
 * @source: the options have been taken; end with source_close(), whatever this returns
 * @path: the trace
 *
 * A register file that cannot be read is complained about, and the trace is read.
 *
 * Return: EXIT_OK, or another status after a line that says why.
 */
int source_open(struct source *source, const char *path)
{
	struct mmt_options options = {
		.messages = { .complain = complaint },
		.placements = source->placement,
		.n_placements = source->placements,
		.wait = source->follow ? wait_for_more : NULL,
		.wait_data = source,
	};

	if (source->select.reg.count && !source->files)
		return usage("--reg needs names: give --regs FILE, or use --offset");
	set_until(source, &options);
	source->path = path;
	source->trace = mmt_open(path, &options);
	if (!source->trace)
		return EXIT_FAILED;
	if (source->follow)
		take_interrupt();
	source->ordered = mmt_format_of(source->trace) == MMT_FORMAT_NATIVE;
	if (callers_begin(&source->callers, source->trace))
		return failure("out of memory");
	return load_names(source);
}

/** source_count() - count a record of a trace that is followed, for what is said at its end */
void source_count(struct source *source, const struct mmt_record *record)
{
	source->accesses += select_is_access(record);
	if (record->kind != MMT_LOST)
		return;
	source->lost_some = true;
	if (record->lost == MMT_LOST_UNCOUNTED)
		source->lost_unknown = true;
	else
		source->lost += (uint64_t)record->lost;
}

/* Of a recording that was followed: why it ends here, and what was in it. */
static void tell_followed(const struct source *source)
{
	bool goes_on = mmt_about(source->trace, MMT_ABOUT_END) != NULL;
	char lost[64] = "none lost";

	if (source->lost_some)
		snprintf(lost, sizeof(lost), "%s%llu lost", source->lost_unknown ? "at least " : "",
			 (unsigned long long)source->lost);
	message("%s: the recording %s: %llu access%s%s, %s", source->path,
		goes_on ? "goes on" : "has ended", (unsigned long long)source->accesses,
		source->accesses == 1 ? "" : "es", goes_on ? " until here" : "", lost);
}

/**
 * source_close() - end reading
 * @source: from source_open()
 *
 * Return: EXIT_OK, or EXIT_FAILED when something was complained about.
 */
int source_close(struct source *source)
{
	bool failed = source->failed;

	if (source->follow && source->trace && source->ended && !source->cut &&
	    mmt_format_of(source->trace) == MMT_FORMAT_NATIVE)
		tell_followed(source);
	if (source->trace)
		failed |= mmt_problems(source->trace) != 0;
	if (source->regs)
		failed |= mmt_regs_problems(source->regs) != 0;
	if (source->ended && !source->any && !failed)
		message("%s: there is no access in this trace: was the device used, and its driver loaded, while it ran?",
			source->path);
	if (source->asked && !source->named && !failed)
		message("--regs names no register of this trace: is it for these devices ('mmiotrace stat')? for a QEMU log, --map says where they are");
	if (source->trace)
		callers_end(&source->callers);
	if (source->names)
		mmt_names_free(source->names);
	if (source->regs)
		mmt_regs_free(source->regs);
	select_end(&source->select);
	mmt_close(source->trace);
	return failed ? EXIT_FAILED : EXIT_OK;
}
