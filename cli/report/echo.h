/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bodies that were repeated before and now come once more, alone: reading one more
 * word of an EEPROM after all of it was read, say. They need not be written again.
 */
#ifndef _CLI_ECHO_H
#define _CLI_ECHO_H

#include "fold.h"
#include "step.h"

#define ECHOES_KNOWN	16

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

/**
 * struct echoes - what may be a known body, and those
 * @steps: what takes the nodes
 * @node: nodes that are held back
 * @nodes: how many
 * @known: the latest bodies, in a ring
 * @next: the next one to be replaced
 */
struct echoes {
	struct steps *steps;
	struct node *node[FOLD_PERIOD];
	size_t nodes;
	struct known_body known[ECHOES_KNOWN];
	size_t next;
};

void echo_node(void *data, struct node *node);
void echo_flush(struct echoes *echoes);

#endif
