/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The report for people, its parts. An access goes this way: cli/report/text.c takes it,
 * cli/report/fold.c finds what is repeated, cli/report/echo.c finds bodies that come again later,
 * cli/report/step.c what one function does, and cli/report/line.c and cli/report/loop.c write the lines.
 */
#ifndef _CLI_TEXTUAL_H
#define _CLI_TEXTUAL_H

#include "area.h"
#include "change.h"
#include "fold.h"
#include "terminal/out.h"
#include "input/source.h"

#define STEP_NODES	256	/* of one step, before it is written in parts */
#define STEP_VALUES	32	/* of a step that is remembered */
#define STEPS_KNOWN	64
#define ECHOES_KNOWN	16
#define LONG_GAP	100000000ULL	/* worth a line, so nothing is folded across it */

/**
 * struct text_options - how the report is to look
 * @expand: every access on a line of its own
 * @delta: times count from the line before
 * @colour: a terminal shows it
 * @width: columns
 */
struct text_options {
	bool expand;
	bool delta;
	bool colour;
	unsigned int width;
};

/**
 * struct place_of_work - whose accesses a line is about
 * @device: which device; NULL when nobody knows
 * @bar: which part of it
 * @cpu: who
 * @pid: likewise
 */
struct place_of_work {
	const struct mmt_device *device;
	int bar;
	int cpu;
	int pid;
};

/**
 * struct known_step - a step that was written in full
 * @hash: of the shapes of its nodes
 * @time: when it began
 * @nodes: how many
 * @value: first values of these
 */
struct known_step {
	uint64_t hash;
	uint64_t time;
	size_t nodes;
	uint64_t value[STEP_VALUES];
};

/**
 * struct known_body - a body of several functions that was written in full
 * @time: when its repetition began
 * @nodes: how many
 * @shape: their shapes
 * @offset: their offsets
 */
struct known_body {
	uint64_t time;
	size_t nodes;
	uint64_t shape[FOLD_PERIOD];
	uint64_t offset[FOLD_PERIOD];
};

#define HIDDEN_DEVICES 256	/* those beyond share a place with others */

/**
 * struct text - a report being written
 * @out: where to
 * @options: how
 * @source: of what
 * @trace: its trace
 * @names: its register names, or NULL
 * @areas: the mappings
 * @changes: last known values
 * @nodes: for @fold
 * @fold: what is repeated; not used with @options.expand
 * @failed: memory has run out
 * @hidden: accesses that are not shown came since the latest that is, by device
 * @taken_time: of the latest access, which may be held back
 * @last_time: of the latest access that was written
 * @any: there was one
 * @functions: the trace has functions, so there is a column for them
 * @work: what the latest lines are about
 * @work_known: that has been written
 * @work_task: name of its task
 * @work_due: that is to be written on the line that is begun
 * @step: nodes of a step, which may be longer
 * @steps: how many
 * @known_step: the latest, in a ring
 * @next_step: the next one to be replaced
 * @echo: nodes that may be a known body
 * @echoes: how many
 * @known_body: the latest, in a ring
 * @next_body: the next one to be replaced
 */
struct text {
	struct out out;
	struct text_options options;
	struct source *source;
	struct mmt_trace *trace;
	struct mmt_names *names;
	struct areas areas;
	struct changes changes;
	struct nodes nodes;
	struct fold fold;
	bool failed;
	bool hidden[HIDDEN_DEVICES];
	uint64_t taken_time;
	uint64_t last_time;
	bool any;
	bool functions;
	struct place_of_work work;
	bool work_known;
	bool work_due;
	char work_task[NODE_TASK];
	struct node *step[STEP_NODES];
	size_t steps;
	struct known_step known_step[STEPS_KNOWN];
	size_t next_step;
	struct node *echo[FOLD_PERIOD];
	size_t echoes;
	struct known_body known_body[ECHOES_KNOWN];
	size_t next_body;
};

/* cli/report/expand.c */
void expand_heading(struct text *text);
void expand_access(struct text *text, const struct mmt_record *record,
		   const struct mmt_named *part, unsigned int parts, bool known,
		   uint64_t old);
void expand_begin(struct text *text, const struct mmt_record *record);

/* cli/report/echo.c: the sink of folding, which takes the node over */
void echo_node(void *data, struct node *node);
void echo_flush(struct text *text);

/* cli/report/step.c */
void step_node(struct text *text, struct node *node);
void step_echo(struct text *text, struct node **node, size_t nodes,
	       const struct known_body *known);
void step_flush(struct text *text);

/* cli/report/line.c */
void line_when(struct text *text, uint64_t time, bool exact);
void line_begin(struct text *text, const struct node *node, const struct caller *caller);
void line_next(struct text *text, size_t column);
void line_end(struct text *text, uint64_t until);
size_t line_column(const struct text *text);
size_t line_indent(const struct text *text);
void line_gap(struct text *text, uint64_t time);
void line_place(struct text *text, const struct node *node, bool last);
void line_access(struct text *text, const struct node *node, const struct caller *caller);
bool line_add(struct text *text, const struct node *node);
void line_sweep(struct text *text, struct node *const *node, size_t count,
		const struct caller *caller);

/* cli/report/loop.c */
void loop_lines(struct text *text, const struct node *node, const struct caller *caller);
void loop_functions(struct text *text, struct node *const *node, size_t nodes);

#endif
