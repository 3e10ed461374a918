/* SPDX-License-Identifier: GPL-2.0 */
/* How every line of the report begins and ends, and what it calls things. */
#ifndef _CLI_LINE_H
#define _CLI_LINE_H

#include "area.h"
#include "code/code.h"
#include "input/caller.h"
#include "node.h"
#include "terminal/out.h"

#define SHORT_GAP	1000000ULL	/* without an access: worth a word */
#define LONG_GAP	100000000ULL	/* worth a line, so nothing is folded across it */

/* Where lists go on, and names are, behind the functions and the CPUs. */
#define COLUMN_NAME	16
#define COLUMN_FUNCTIONS 28
#define COLUMN_WHAT	13
#define CPUS		3	/* columns of the CPU, in front of that */

#define NARROW		100	/* fewer columns have no room for functions beside the rest */

#define WORKERS 64	/* CPUs beyond share a place with others */

/**
 * struct worker - whose accesses the latest lines of one CPU are about
 * @known: they are about somebody's
 * @device: which device; NULL when nobody knows
 * @bar: which part of it
 * @cpu: who
 * @pid: likewise
 * @task: likewise
 */
struct worker {
	bool known;
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
 * @code: its lines of source, or NULL
 * @areas: its mappings
 * @delta: times count from the line before
 * @narrow: functions stand on lines of their own
 * @each: registers were asked for by name: of each access all is said
 * @whole: lines are not broken, whatever their length
 * @functions: the trace has functions, so there is a column for them, or a line
 * @cpus: it has CPUs, so there is a column for them
 * @worker: who did what comes, by CPU
 * @any: an access was written
 * @last_time: time of the last of them
 * @latest: latest time of all of them, which is another one when time went backwards
 */
struct lines {
	struct out out;
	struct mmt_trace *trace;
	struct mmt_names *names;
	struct code_lines *code;
	struct areas areas;
	bool delta;
	bool narrow;
	bool each;
	bool whole;
	bool functions;
	bool cpus;
	struct worker worker[WORKERS];
	bool any;
	uint64_t last_time;
	uint64_t latest;
};

/*
 * A time of 0 is none: a log of QEMU may have none, and the kernel has none for what
 * it has lost.
 */
static inline bool line_has_time(uint64_t time)
{
	return time != 0;
}

/** line_column() - where a column is: behind the functions and the CPU, if there are any */
static inline size_t line_column(const struct lines *lines, size_t column)
{
	if (lines->cpus && column >= COLUMN_WHAT)
		column += CPUS;
	return column + (lines->functions && !lines->narrow ? COLUMN_FUNCTIONS : 0);
}

const struct caller *line_function(const struct lines *lines, const struct node *node);
void line_when(struct lines *lines, uint64_t time, uint64_t index, bool exact);
void line_begin(struct lines *lines, const struct node *node, const struct caller *caller);
void line_begin_several(struct lines *lines, const struct node *node);
void line_who(struct lines *lines, const struct node *node);
void line_forget_worker(struct lines *lines, const struct node *node);
void line_worker(struct lines *lines, const struct node *node);
void line_next(struct lines *lines, size_t column);
void line_end(struct lines *lines, uint64_t until);
void line_no_time(struct lines *lines);
void line_long_gap(struct lines *lines, const struct node *node);
void line_short_gap(struct lines *lines, uint64_t time);
void line_duration(struct lines *lines, const struct node *node);
void line_direction(struct lines *lines, const struct node *node, bool width);
void line_register(struct lines *lines, const char *name);
void line_place(struct lines *lines, const struct node *node, bool last);
void line_source(struct lines *lines, uint64_t pc, bool after);
void line_source_text(struct lines *lines, uint64_t pc);
void line_name(struct lines *lines, const struct node *node, bool last);

#endif
