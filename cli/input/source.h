/* SPDX-License-Identifier: GPL-2.0 */
/* What report and stat read: a trace, names for its registers, and a choice. */
#ifndef _CLI_SOURCE_H
#define _CLI_SOURCE_H

#include "caller.h"
#include "progress.h"
#include "select.h"

#define SOURCE_FILES	32	/* register files, and placements */

enum source_option {
	SOURCE_REGS = SELECT_END,
	SOURCE_MAP,
	SOURCE_OPTION_END,
};

#define SOURCE_OPTIONS \
	{ "regs", required_argument, NULL, SOURCE_REGS }, \
	{ "map", required_argument, NULL, SOURCE_MAP }, \
	SELECT_OPTIONS

#define SOURCE_HELP \
	"Names and places:\n" \
	"      --regs FILE         register descriptions: rnndb XML, CMSIS-SVD, a\n" \
	"                          driver's C header, a rules file; or a directory to\n" \
	"                          look in. May be given more than once\n" \
	"      --map NAME=PCIADDR/barN@PHYS\n" \
	"                          where a region of a QEMU log lies\n" \
	"\n" \
	SELECT_HELP

/**
 * struct source - a trace being read
 * @trace: the trace
 * @regs: register descriptions, maybe none
 * @names: these for this trace
 * @select: what the user wants to see
 * @callers: functions
 * @progress: shown while it is read
 * @cut: the rest of the trace could not be read
 * @follow: wait at the end of a trace that grows
 * @in_order: devices may be described where the trace does it, not all at first
 * @flush: called before waiting, to write what is held back
 * @flush_data: for @flush
 *
 * The rest is private. All zeros before the options are taken.
 */
struct source {
	struct mmt_trace *trace;
	struct mmt_regs *regs;
	struct mmt_names *names;
	struct select select;
	struct callers callers;
	struct progress progress;
	bool cut;
	bool follow;
	bool in_order;
	void (*flush)(void *data);
	void *flush_data;
	const char *file[SOURCE_FILES];
	size_t files;
	struct mmt_placement placement[SOURCE_FILES];
	size_t placements;
	bool failed;
	bool asked;
	bool named;
	const char *path;
	bool any;
	bool ended;
	bool over;
	bool ordered;
	uint64_t accesses;
	uint64_t lost;
	bool lost_some;
	bool lost_unknown;
};

const char *source_take(struct source *source, int option, char *text);
int source_open(struct source *source, const char *path);
int source_close(struct source *source);

void source_count(struct source *source, const struct mmt_record *record);

static inline bool source_ended(struct source *source)
{
	progress_end(&source->progress);
	return false;
}

/**
 * source_next() - the next record, as mmt_next()
 * @source: from source_open()
 * @record: filled in
 *
 * Return: true; false at the end, and where the rest cannot be read.
 */
static inline bool source_next(struct source *source, struct mmt_record *record)
{
	int status;

	if (source->over || source->select.over)
		return source_ended(source);
	status = mmt_next(source->trace, record);
	if (status <= 0) {
		source->ended = true;
		source->cut = status < 0;
		return source_ended(source);
	}
	progress_step(&source->progress, source->trace);
	/* What lies behind the time that was asked for need not be read. */
	source->over = select_is_over(&source->select, record, source->ordered);
	source->any = source->any || select_is_access(record);
	if (source->follow)
		source_count(source, record);
	return true;
}

/**
 * source_name() - the registers of an access
 * @source: must be given every access, as mmt_name()
 * @record: any record
 * @part: filled in
 *
 * Return: how many parts; 0 without --regs, but for configuration space.
 */
static inline unsigned int source_name(struct source *source, const struct mmt_record *record,
				       struct mmt_named part[MMT_MAX_PARTS])
{
	unsigned int parts;

	/* The names of configuration space need no description. */
	if (mmt_is_config(record->kind))
		return mmt_name(source->names, record, part);
	if (!source->files || !mmt_is_access(record))
		return 0;
	parts = mmt_name(source->names, record, part);
	source->asked = true;
	source->named |= parts != 0;
	return parts;
}

#endif
