/* SPDX-License-Identifier: GPL-2.0 */
/* How every line of the report begins and ends, and what it calls things. */
#ifndef _CLI_LINE_H
#define _CLI_LINE_H

#include "area.h"
#include "input/caller.h"
#include "node.h"
#include "terminal/out.h"

#define SHORT_GAP	1000000ULL	/* without an access: worth a word */
#define LONG_GAP	100000000ULL	/* worth a line, so nothing is folded across it */

/* Where lists go on, and names are, behind the functions. */
#define COLUMN_NAME	16

/**
 * struct worker - whose accesses the latest lines are about
 * @known: they are about somebody's
 * @due: who that is has to be written with the line that is begun
 * @device: which device; NULL when nobody knows
 * @bar: which part of it
 * @cpu: who
 * @pid: likewise
 * @task: likewise
 */
struct worker {
	bool known;
	bool due;
	const struct mmt_device *device;
	int bar;
	int cpu;
	int pid;
	char task[NODE_TASK];
};

/**
 * struct lines - the lines of a report
 * @out: where to
 * @trace: of what
 * @names: its register names, or NULL
 * @areas: its mappings
 * @delta: times count from the line before
 * @functions: the trace has functions, so there is a column for them
 * @worker: who did what comes
 * @any: an access was written
 * @last_time: time of the latest of them
 */
struct lines {
	struct out out;
	struct mmt_trace *trace;
	struct mmt_names *names;
	struct areas areas;
	bool delta;
	bool functions;
	struct worker worker;
	bool any;
	uint64_t last_time;
};

/* The kernel has no time for what it has lost, and writes a 0. */
static inline bool line_has_time(const struct mmt_record *record)
{
	return record->time || record->kind != MMT_LOST;
}

void line_when(struct lines *lines, uint64_t time, bool exact);
void line_begin(struct lines *lines, const struct node *node, const struct caller *caller);
void line_next(struct lines *lines, size_t column);
void line_end(struct lines *lines, uint64_t until);
void line_no_time(struct lines *lines);
void line_end_untimed(struct lines *lines);
void line_long_gap(struct lines *lines, uint64_t time);
void line_short_gap(struct lines *lines, uint64_t time);
size_t line_column(const struct lines *lines, size_t column);
void line_direction(struct lines *lines, const struct node *node, bool width);
void line_place(struct lines *lines, const struct node *node, bool last);
void line_name(struct lines *lines, const struct node *node, bool last);

#endif
