/* SPDX-License-Identifier: GPL-2.0 */
/* What a line of the report stands for: one access, a run of them, a repetition. */
#ifndef _CLI_NODE_H
#define _CLI_NODE_H

#include <string.h>

#include "libmmiotrace.h"

struct caller;

#define NODE_TASK	16

/**
 * struct node - an access or a run of them, or a body of nodes that is repeated
 * @next: in the same body, or on the free list
 * @body: what is repeated; NULL for an access
 * @class: equal for nodes that may be repetitions of one another: everything but
 *	offset, value, time and count
 * @shape: likewise, but for any CPU and thread
 * @reach: offset of the latest repetition
 * @stride: what is added to @offset from one repetition of the body it is in to
 *	the next
 * @nodes: nodes in it, itself included
 * @accesses: accesses that it stands for
 * @index: number of the first of them in the trace, from 0
 * @content: of all of them in their order, a hash of places, registers and values; with
 *	@shape it tells whether two nodes are the same
 * @count: repetitions, or accesses of a run
 * @least: smallest @count of all repetitions of the body it is in
 * @most: largest
 * @since: time of the first access
 * @until: time of the last one
 * @kind: the rest is of an access; see struct mmt_record
 * @cpu: likewise
 * @pid: likewise
 * @task: likewise
 * @device: likewise
 * @bar: likewise
 * @width: likewise
 * @offset: likewise, of the first one
 * @phys: likewise
 * @map: likewise
 * @step: what is added to @offset from one access of a run to the next
 * @caller: function that did it, or NULL
 * @pc: where in it
 * @known: bits of @old that mean something
 * @same: each access found what was known, all of it
 * @late: the value changed with the last access of a run
 * @old: last known value before the first access
 * @first: value of the first access
 * @first_rest: a hash of what it has beyond eight bytes
 * @rest: likewise, of the last access
 * @before: value before the latest change
 * @last: value of the last access
 * @changes: how often the value was not that of the access before
 * @after: accesses of its device that are not shown lie before it, since the one before
 * @unsure: such of any device, or accesses that are lost, do
 * @apart: such accesses lie between those that it stands for
 * @waited: a run of reads ended with the only change; in a body, one of them did
 * @rose: bits that rose with that change; of a single read those that are set, so that
 *	it did not wait for them; none of other runs. In a body, those of all repetitions
 * @fell: likewise
 * @parts: registers in it, from mmt_name()
 * @id: from mmt_name(), of the first of these
 * @reg: likewise
 * @name: likewise; NULL when it has none, and then the three before mean nothing, nor the next
 * @last_name: the name of the latest repetition, or of the last part
 */
struct node {
	struct node *body;
	uint64_t class;
	uint64_t offset;
	uint64_t count;
	int64_t stride;
	const struct caller *caller;
	const struct mmt_device *device;
	int cpu;
	int pid;

	char task[NODE_TASK];
	int bar;
	enum mmt_kind kind;
	unsigned int width;
	unsigned int nodes;
	struct node *next;
	uint64_t shape;
	uint64_t reach;
	uint64_t accesses;

	uint64_t index;
	uint64_t content;
	uint64_t least;
	uint64_t most;
	uint64_t since;
	uint64_t until;
	int64_t step;
	uint64_t pc;
	uint64_t known;
	uint64_t old;
	uint64_t first;
	uint64_t first_rest;
	uint64_t rest;
	uint64_t before;
	uint64_t last;
	uint64_t changes;
	uint64_t rose;
	uint64_t fell;
	bool same;
	bool late;
	bool after;
	bool unsure;
	bool apart;
	bool waited;
	unsigned char parts;
	uint32_t map;
	uint32_t id;
	const struct mmt_register *reg;
	const char *name;
	const char *last_name;
} __attribute__((aligned(64)));	/* what is asked first shares a line of the cache */

/**
 * struct nodes - nodes that are not in use; all zeros is a good start
 * @free: list of them
 * @task: of the access before, which mostly is that of the next
 */
struct nodes {
	struct node *free;
	char task[NODE_TASK];
};

struct node *node_new(struct nodes *nodes);
void node_free(struct nodes *nodes, struct node *node);
void nodes_release(struct nodes *nodes);
struct node *node_from(struct nodes *nodes, const struct mmt_record *record);
void node_name(struct node *node, const struct mmt_named *part, unsigned int parts);
void node_known(struct node *node, uint64_t known, uint64_t old);
void node_repeat(struct node *node, struct node *body, uint64_t count);
void node_append(struct node *run, const struct node *node);
void node_stretch(struct node *run, int64_t step);
void node_merge(struct node *node, const struct node *again);
bool node_same(const struct node *a, const struct node *b);
bool node_same_register(const struct node *a, const struct node *b);
const struct mmt_named *node_register(const struct node *node, struct mmt_named *named);

static inline bool node_writes(const struct node *node)
{
	return mmt_is_write(node->kind);
}

/* Whether two accesses are by one task on one CPU, on one part of one device. */
static inline bool node_same_worker(const struct node *a, const struct node *b)
{
	return a->device == b->device && a->bar == b->bar && a->cpu == b->cpu &&
	       a->pid == b->pid && !memcmp(a->task, b->task, sizeof(a->task));
}

/* Bits of a value of so many bytes. */
static inline uint64_t node_bits(unsigned int width)
{
	return width && width < 8 ? (UINT64_C(1) << 8 * width) - 1 : UINT64_MAX;
}

#endif
