/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Steps: what one function does without another in between. A step like one that was
 * written before, access by access, takes one line, with the few values that differ.
 */
#ifndef _CLI_STEP_H
#define _CLI_STEP_H

#include "line.h"

#define STEP_NODES	256	/* of one step, before it is written in parts */
#define STEP_VALUES	32	/* of a step that is remembered */
#define STEPS_KNOWN	64

/**
 * struct known_step - a step that was written in full
 * @time: when it began
 * @index: with which access
 * @nodes: how many
 * @runs: which of them are runs, a bit each
 * @content: of each
 */
struct known_step {
	uint64_t time;
	uint64_t index;
	size_t nodes;
	uint32_t runs;
	uint64_t content[STEP_VALUES];
};

/**
 * struct steps - the step that is held back, and those before
 * @lines: where they are written
 * @pool: where nodes go that were written
 * @plain: every access is to be seen, whatever was before
 * @node: nodes of the step, which may be longer
 * @nodes: how many
 * @hash: of shapes and places of the latest steps
 * @known: the latest steps, in a ring
 * @next: the next one to be replaced
 */
struct steps {
	struct lines *lines;
	struct nodes *pool;
	bool plain;
	struct node *node[STEP_NODES];
	size_t nodes;
	uint64_t hash[STEPS_KNOWN];
	struct known_step known[STEPS_KNOWN];
	size_t next;
};

void step_node(struct steps *steps, struct node *node);
void step_flush(struct steps *steps);

#endif
