/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The report for people. An access goes this way: text.c takes it, fold.c finds what
 * is repeated, turns.c puts together what each of several did that take turns, step.c
 * what one function does, and whether it did the same before, and access.c and loop.c
 * write the lines. What was asked for by name is not folded.
 */
#ifndef _CLI_TEXT_H
#define _CLI_TEXT_H

#include "change.h"
#include "fold.h"
#include "turns.h"
#include "input/source.h"
#include "step.h"

/**
 * struct text_options - how the report is to look
 * @expand: every access on a line of its own
 * @delta: times count from the line before
 * @colour: a terminal shows it
 * @width: columns
 * @code: lines of the source are shown, from there; or NULL
 */
struct text_options {
	bool expand;
	bool delta;
	bool colour;
	unsigned int width;
	struct code_lines *code;
};

#define HIDDEN_DEVICES 256	/* those beyond share a place with others */

/**
 * struct text_report - a report being written
 * @source: of what
 * @expand: every access on a line of its own; then @fold and @steps are not used
 * @plain: registers were asked for, each access of which is to be seen: @fold is not used
 * @all: everything was chosen
 * @failed: memory has run out
 * @hidden: accesses that are not shown came since the latest that is, by device
 * @unsure: such came, of any device, or some are lost
 * @accesses: how many there were so far, shown or not
 * @run: with @plain: what is held back, because the next may be the same
 * @taken_time: of the latest access, which may be held back
 * @changes: last known values
 * @nodes: for @fold
 * @fold: what is repeated
 * @turns: who takes turns
 * @steps: what one function does
 * @lines: what is written
 */
struct text_report {
	struct source *source;
	bool expand;
	bool all;
	bool failed;
	bool plain;
	bool hidden[HIDDEN_DEVICES];
	bool unsure;
	uint64_t accesses;
	struct node *run;
	uint64_t taken_time;
	struct changes changes;
	struct nodes nodes;
	struct fold fold;
	struct turns turns;
	struct steps steps;
	struct lines lines;
};

int text_begin(struct text_report *report, int fd, const struct text_options *options,
	       struct source *source);
void text_record(struct text_report *report, const struct mmt_record *record);
int text_end(struct text_report *report);

#endif
