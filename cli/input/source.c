// SPDX-License-Identifier: GPL-2.0
#include <signal.h>
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
	const struct mmt_options options = {
		.messages = { .complain = complaint },
		.placements = source->placement,
		.n_placements = source->placements,
		.wait = source->follow ? wait_for_more : NULL,
		.wait_data = source,
	};

	if (source->select.reg.count && !source->files)
		return usage("--reg needs names: give --regs FILE, or use --offset");
	source->path = path;
	source->trace = mmt_open(path, &options);
	if (!source->trace)
		return EXIT_FAILED;
	if (source->follow && mmt_format_of(source->trace) == MMT_FORMAT_NATIVE)
		return failure("%s: a recording is complete when 'mmiotrace record' ends: --follow is for logs that grow",
			       path);
	if (source->follow)
		take_interrupt();
	source->ordered = mmt_format_of(source->trace) == MMT_FORMAT_NATIVE;
	if (callers_begin(&source->callers, source->trace))
		return failure("out of memory");
	return load_names(source);
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
