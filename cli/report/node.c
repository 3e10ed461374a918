// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "node.h"

#define GOLDEN	0x9e3779b97f4a7c15ULL

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * GOLDEN;
	return hash ^ (hash >> 29);
}

/**
 * node_new() - get an empty node
 * @nodes: where from
 *
 * Return: the node; NULL when out of memory.
 */
struct node *node_new(struct nodes *nodes)
{
	struct node *node = nodes->free;

	if (!node) {
		node = aligned_alloc(_Alignof(struct node), sizeof(*node));
		if (node)
			memset(node, 0, sizeof(*node));
		return node;
	}
	nodes->free = node->next;
	node->next = NULL;
	node->body = NULL;
	node->stride = 0;
	return node;
}

/**
 * node_free() - put a node back, with its body
 * @nodes: where to
 * @node: the node
 */
void node_free(struct nodes *nodes, struct node *node)
{
	struct node *child, *next;

	for (child = node->body; child; child = next) {
		next = child->next;
		node_free(nodes, child);
	}
	node->next = nodes->free;
	nodes->free = node;
}

/**
 * nodes_release() - give the memory of unused nodes back
 * @nodes: empty afterwards
 */
void nodes_release(struct nodes *nodes)
{
	struct node *node;

	while ((node = nodes->free)) {
		nodes->free = node->next;
		free(node);
	}
}

/* What a wide access has beyond its first eight bytes. */
static uint64_t rest_of(const struct mmt_record *record)
{
	uint64_t hash = 0;
	unsigned int i;

	if (record->width <= 8 || !record->bytes)
		return 0;
	for (i = 8; i < record->width && i < MMT_WIDEST; i++)
		hash = mix(hash, record->bytes[i]);
	return hash;
}

static uint64_t shape_of(const struct mmt_record *record)
{
	uint64_t hash = mix(record->kind, record->pc);

	/* Without a device an offset says nothing: then addresses are compared. */
	if (!record->device)
		hash = mix(hash, record->map);
	return mix(hash, (uint64_t)(record->device ? record->device->index + 1 : 0) << 32 |
			 (uint64_t)(unsigned int)(record->bar + 1) << 16 | record->width);
}

static void keep_task(struct nodes *nodes, const char *task)
{
	memset(nodes->task, 0, sizeof(nodes->task));
	memcpy(nodes->task, task, strnlen(task, sizeof(nodes->task) - 1));
}

/**
 * node_from() - make an access of a record
 * @nodes: where the node comes from
 * @record: an access
 *
 * Return: a node with everything but the name, the caller and the old value; NULL when out of
 * memory.
 */
struct node *node_from(struct nodes *nodes, const struct mmt_record *record)
{
	uint64_t name[NODE_TASK / sizeof(uint64_t)];
	const char *task = record->task ? record->task : "";
	struct node *node = node_new(nodes);

	if (!node)
		return NULL;
	if (strncmp(nodes->task, task, sizeof(nodes->task) - 1))
		keep_task(nodes, task);
	node->body = NULL;
	node->shape = shape_of(record);
	node->offset = record->device ? record->offset : record->phys;
	node->reach = node->offset;
	node->stride = 0;
	node->nodes = 1;
	node->accesses = node->count = node->least = node->most = 1;
	node->since = node->until = record->time;
	node->kind = record->kind;
	node->cpu = record->cpu;
	node->pid = record->pid;
	memcpy(node->task, nodes->task, sizeof(node->task));
	/* A task may change its name, and is another one to who reads of it. */
	memcpy(name, nodes->task, sizeof(name));
	node->class = mix(mix(node->shape, (uint64_t)(unsigned int)record->cpu << 32 |
					   (unsigned int)record->pid),
			  name[0] ^ (name[1] << 1 | name[1] >> 63));
	node->device = record->device;
	node->bar = record->bar;
	node->width = record->width;
	node->map = record->map;
	node->step = 0;
	node->caller = NULL;
	node->pc = record->pc;
	node->same = node->late = node->after = node->apart = false;
	node->unsure = node->waited = false;
	node->name = NULL;
	node->parts = 0;
	node->index = 0;
	node->known = node->old = 0;
	node->first = node->before = node->last = record->value;
	node->first_rest = node->rest = rest_of(record);
	node->content = mix(mix(node->rest, record->value), node->offset);
	node->changes = 0;
	node->rose = record->value;
	node->fell = ~record->value & node_bits(record->width);
	return node;
}

/**
 * node_known() - say what was known of the value of an access
 * @node: the access
 * @known: bits of @old that mean something
 * @old: last known value
 */
void node_known(struct node *node, uint64_t known, uint64_t old)
{
	node->known = known;
	node->old = old;
	node->same = node->width <= 8 && known == node_bits(node->width) && old == node->first;
}

/**
 * node_name() - give an access its name
 * @node: the access
 * @part: from mmt_name()
 * @parts: how many, at least one
 */
void node_name(struct node *node, const struct mmt_named *part, unsigned int parts)
{
	node->name = part[0].name;
	node->last_name = part[parts - 1].name;
	node->parts = (unsigned char)parts;
	node->id = part[0].id;
	node->reg = part[0].reg;
	node->content = mix(node->content, (uint64_t)part[0].id << 32 | part[parts - 1].id);
}

/*
 * A body may poll several registers by turns: one that only the last repetition found changed
 * was waited for, as in a run.
 */
static void settle_wait(struct node *node)
{
	if (node->body || node->most > 1 || node->stride || node_writes(node) || node->width > 8 ||
	    node->changes != 1 || !node->late)
		return;
	node->waited = true;
	node->rose = node->last & ~node->before;
	node->fell = node->before & ~node->last;
}

/**
 * node_repeat() - make a node of a body that is repeated
 * @node: empty node
 * @body: its body, linked; @stride of its nodes is set
 * @count: how often
 */
void node_repeat(struct node *node, struct node *body, uint64_t count)
{
	uint64_t class = GOLDEN, shape = GOLDEN, content = mix(GOLDEN, count);
	struct node *child;
	bool moves = false;

	node->body = body;
	node->name = NULL;
	node->offset = node->reach = body->offset;
	node->nodes = 1;
	node->accesses = 0;
	node->step = 0;
	node->stride = 0;
	node->count = node->least = node->most = count;
	node->index = body->index;
	node->after = body->after;
	node->unsure = body->unsure;
	node->apart = false;
	node->since = body->since;
	node->until = body->until;
	for (child = body; child; child = child->next) {
		uint64_t place = mix(child->offset - body->offset, (uint64_t)child->stride);

		class = mix(class, child->class + place);
		shape = mix(shape, child->shape + place);
		content = mix(content, child->content);
		node->nodes += child->nodes;
		node->accesses += child->accesses;
		node->apart |= child->apart || (child != body && child->after);
		if (child->until > node->until)
			node->until = child->until;
		moves |= child->stride != 0;
		settle_wait(child);
	}
	/* What goes over a table ends at another place when it does so another time. */
	if (moves) {
		class = mix(class, count);
		shape = mix(shape, count);
	}
	node->class = class;
	node->shape = shape;
	node->content = content;
}

static void follow_value(struct node *node, const struct node *again)
{
	bool other = node->last != again->first || node->rest != again->first_rest;

	if (again->changes) {
		node->before = again->before;
		node->late = again->late;
	} else if (other) {
		node->before = node->last;
		node->late = again->count == 1;
	} else {
		node->late = false;
	}
	node->changes += again->changes + other;
	node->same &= again->same;
	node->last = again->last;
	node->rest = again->rest;
	node->until = again->until;
	node->accesses += again->accesses;
	node->apart |= again->apart || again->after;
	if (node->name && again->name && again->id != node->id)
		node->last_name = again->last_name;
}

/* GOLDEN to the power of @times: what a run's content is of, whatever it was put together of. */
static uint64_t power(uint64_t times)
{
	uint64_t result = 1, factor = GOLDEN;

	for (; times; times >>= 1) {
		if (times & 1)
			result *= factor;
		factor *= factor;
	}
	return result;
}

/**
 * node_append() - lengthen a run by accesses that follow at once
 * @run: an access or a run
 * @node: what follows
 */
void node_append(struct node *run, const struct node *node)
{
	follow_value(run, node);
	run->content = run->content * power(node->count) + node->content;
	run->count += node->count;
	run->least = run->most = run->count;
	run->waited = run->changes == 1 && run->late && !node_writes(run) && run->width <= 8;
	run->rose = run->waited ? run->last & ~run->before : 0;
	run->fell = run->waited ? run->before & ~run->last : 0;
}

/**
 * node_stretch() - make a run one over a table
 * @run: the run
 * @step: from one access to the next
 */
void node_stretch(struct node *run, int64_t step)
{
	uint64_t table = mix((uint64_t)step, run->count);

	run->step = step;
	run->class = mix(run->class, table);
	run->shape = mix(run->shape, table);
}

/**
 * node_merge() - add a repetition to what stands for all of them
 * @node: the first ones
 * @again: the next, for which node_same() is true
 */
void node_merge(struct node *node, const struct node *again)
{
	const struct node *other;
	struct node *child;

	/* What one repetition waited for, all must have waited for, or found. */
	if (!node->body) {
		node->waited |= again->waited;
		node->rose &= again->rose;
		node->fell &= again->fell;
	}
	node->content = mix(node->content, again->content);
	if (again->least < node->least)
		node->least = again->least;
	if (again->most > node->most)
		node->most = again->most;
	node->reach = again->reach;
	if (!node->body) {
		follow_value(node, again);
		return;
	}
	node->accesses += again->accesses;
	node->until = again->until;
	node->apart |= again->apart || again->after;
	other = again->body;
	for (child = node->body; child; child = child->next, other = other->next)
		node_merge(child, other);
}

/* Whether reads of one register, each of them a run maybe, may have waited for the same. */
static bool same_wait(const struct node *a, const struct node *b)
{
	return (!a->waited && !b->waited) || (a->rose & b->rose) || (a->fell & b->fell);
}

/**
 * node_same_register() - whether two accesses are of one register, or at two places
 * @a: the one
 * @b: the other
 *
 * One place may be several registers, one after the other: behind a window, say.
 */
bool node_same_register(const struct node *a, const struct node *b)
{
	return a->offset != b->offset ||
	       (!a->name == !b->name &&
		(!a->name || (a->id == b->id && a->parts == b->parts)));
}

/**
 * node_same() - whether a node may be a repetition of another
 * @a: the one
 * @b: the other
 *
 * Offsets are not compared, except inside bodies, relative to the start of these. What
 * was polled must have come to the same end: a loop would hide that it did not.
 */
bool node_same(const struct node *a, const struct node *b)
{
	const struct node *child, *other;

	if (a->class != b->class || a->nodes != b->nodes || !a->body != !b->body)
		return false;
	if (!a->body)
		return same_wait(a, b) && node_same_register(a, b);
	other = b->body;
	for (child = a->body; child && other; child = child->next, other = other->next)
		if (!node_same(child, other))
			return false;
	return !child && !other;
}

/**
 * node_register() - the register of a node, for what asks for its fields
 * @node: an access or a run
 * @named: filled in
 *
 * Return: @named; NULL when there is no register, or more than one, so that fields
 * have no meaning.
 */
const struct mmt_named *node_register(const struct node *node, struct mmt_named *named)
{
	if (!node->name || node->parts != 1 || !node->reg)
		return NULL;
	*named = (struct mmt_named){ .name = node->name, .reg = node->reg, .id = node->id };
	return named;
}
