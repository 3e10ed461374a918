/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Finding what is repeated in a stream of accesses. Nothing changes places: what
 * comes out, written out in full, is what went in.
 */
#ifndef _CLI_FOLD_H
#define _CLI_FOLD_H

#include "node.h"

#define FOLD_LEVELS	3	/* a body may hold bodies, and these too */
#define FOLD_PERIOD	64	/* nodes of the longest body */
#define FOLD_TIMES	3	/* as often at least a body must come */
#define FOLD_NODES	256	/* nodes of the largest body, with those inside */
#define FOLD_PENDING	(FOLD_PERIOD * (FOLD_TIMES + 2))

typedef void (*fold_sink)(void *data, struct node *node);

struct fold_level;

/**
 * struct fold - the state of folding
 * @nodes: where nodes come from and go to
 * @level: what the levels hold back
 * @sink: gets the nodes, with their ownership, in order
 * @data: for it
 * @failed: memory ran out, accesses are missing
 */
struct fold {
	struct nodes *nodes;
	struct fold_level *level[FOLD_LEVELS];
	fold_sink sink;
	void *data;
	bool failed;
};

int fold_begin(struct fold *fold, struct nodes *nodes, fold_sink sink, void *data);
void fold_push(struct fold *fold, struct node *node);
void fold_flush(struct fold *fold);
void fold_end(struct fold *fold);

#endif
