// SPDX-License-Identifier: GPL-2.0
#include "turns.h"

#define STRETCH	32	/* nodes of one in a row: the others are no longer there */
#define CHANGES	8	/* from one to another, to be taking turns */
#define TURN	4	/* nodes of one turn, on the average at most */

static const struct node *first_of(const struct node *node)
{
	while (node->body)
		node = node->body;
	return node;
}

static struct turns_lane lane_of(const struct node *node)
{
	return (struct turns_lane){ .pid = node->pid, .cpu = node->pid ? 0 : node->cpu,
				    .device = node->device, .bar = node->bar };
}

static bool same_part(struct turns_lane a, struct turns_lane b)
{
	return a.device == b.device && a.bar == b.bar;
}

static bool same_lane(struct turns_lane a, struct turns_lane b)
{
	return a.pid == b.pid && a.cpu == b.cpu && same_part(a, b);
}

static bool of_one_lane(const struct node *node, struct turns_lane lane)
{
	const struct node *child;

	if (!node->body)
		return same_lane(lane_of(node), lane);
	for (child = node->body; child; child = child->next)
		if (!of_one_lane(child, lane))
			return false;
	return true;
}

/* Where an access, all of its run, and all of its repetitions lie. */
static struct turns_place place_of(const struct node *node)
{
	struct turns_place place = {
		.lane = lane_of(node),
		.config = mmt_is_config(node->kind), .same = node->same,
	};
	uint64_t last = node->reach + (uint64_t)node->step * (node->count - 1);
	uint64_t end[] = { node->offset, node->reach, last };
	size_t i;

	place.from = place.to = node->offset;
	for (i = 0; i < sizeof(end) / sizeof(end[0]); i++) {
		if (end[i] < place.from)
			place.from = end[i];
		if (end[i] > place.to)
			place.to = end[i];
	}
	place.to += node->width;
	return place;
}

/*
 * Remember where accesses lie. Return false when others accessed these places, with
 * values that were not known before, or when there are too many places.
 */
static bool learn_places(struct turns *turns, const struct node *node)
{
	struct turns_place place, *own = NULL;
	const struct node *child;
	size_t i;

	for (child = node->body; child; child = child->next)
		if (!learn_places(turns, child))
			return false;
	if (node->body)
		return true;
	place = place_of(node);
	for (i = 0; i < turns->places; i++) {
		struct turns_place *other = &turns->place[i];

		if (!same_part(other->lane, place.lane) || other->config != place.config ||
		    other->from >= place.to || place.from >= other->to)
			continue;
		if (!same_lane(other->lane, place.lane)) {
			if (!other->same || !place.same)
				return false;
		} else if (other->from == place.from && other->to == place.to) {
			own = other;
		}
	}
	if (own) {
		own->same &= place.same;
		return true;
	}
	if (turns->places == TURNS_PLACES)
		return false;
	turns->place[turns->places++] = place;
	return true;
}

static bool take_turns(const struct turns *turns)
{
	return turns->changes >= CHANGES && turns->changes * TURN >= turns->count;
}

/* Whether both are reads of one register, which the others' accesses have parted. */
static bool reads_on(const struct node *run, const struct node *node)
{
	return run && !run->body && !node->body && !node_writes(node) && !run->step &&
	       !node->step && run->class == node->class && run->offset == node->offset &&
	       node_same_register(run, node);
}

/* What one did, folded, from number @first on, which is the first of his. */
static void write_lane(struct turns *turns, size_t first)
{
	struct turns_lane lane = lane_of(first_of(turns->held[first]));
	struct node *run = NULL;
	size_t i;

	line_forget_worker(turns->steps->lines, first_of(turns->held[first]));
	for (i = first; i < turns->count; i++) {
		struct node *node = turns->held[i];

		if (!node || !same_lane(lane_of(first_of(node)), lane))
			continue;
		node->after |= turns->others[i];
		turns->held[i] = NULL;
		if (reads_on(run, node)) {
			node_append(run, node);
			node_free(turns->steps->pool, node);
			continue;
		}
		if (run)
			fold_push(&turns->fold, run);
		run = node;
	}
	fold_push(&turns->fold, run);
	fold_flush(&turns->fold);
	step_flush(turns->steps);
}

static void write_lanes(struct turns *turns)
{
	struct lines *lines = turns->steps->lines;
	uint64_t last = lines->last_time;
	size_t i;

	step_flush(turns->steps);
	for (i = 0; i < turns->count; i++) {
		if (!turns->held[i])
			continue;
		write_lane(turns, i);
		if (lines->last_time > last)
			last = lines->last_time;
	}
	lines->last_time = last;
}

/**
 * turns_flush() - write what is held back
 * @turns: the state
 */
void turns_flush(struct turns *turns)
{
	size_t i;

	if (!turns->count)
		return;
	turns->taking = take_turns(turns);
	if (turns->taking)
		write_lanes(turns);
	else
		for (i = 0; i < turns->count; i++)
			step_node(turns->steps, turns->held[i]);
	turns->count = turns->changes = turns->since = turns->places = 0;
}

static const struct node *last_of(const struct node *node)
{
	while (node->body)
		for (node = node->body; node->next; node = node->next)
			;
	return node;
}

static bool is_at(const struct node *node, const struct mmt_device *device)
{
	const struct node *child;

	if (!node->body)
		return node->device == device;
	for (child = node->body; child; child = child->next)
		if (is_at(child, device))
			return true;
	return false;
}

/* Whether others accessed the device of @node, or the one before, since he did anything. */
static bool others_before(const struct turns *turns, const struct node *node,
			  struct turns_lane lane)
{
	const struct mmt_device *device = first_of(node)->device, *before;
	size_t own = turns->count, i;

	while (own && !same_lane(lane_of(first_of(turns->held[own - 1])), lane))
		own--;
	if (!own)
		return false;
	before = last_of(turns->held[own - 1])->device;
	for (i = own; i < turns->count; i++)
		if (is_at(turns->held[i], device) || is_at(turns->held[i], before))
			return true;
	return false;
}

static void hold(struct turns *turns, struct node *node, struct turns_lane lane)
{
	if (!same_lane(lane, turns->lane)) {
		turns->since = turns->count;
		turns->changes++;
	}
	turns->others[turns->count] = others_before(turns, node, lane);
	turns->held[turns->count++] = node;
	turns->lane = lane;
	turns->any = true;
}

static bool is_full(const struct turns *turns, const struct node *node)
{
	return turns->count == TURNS_NODES || turns->count - turns->since >= STRETCH ||
	       node->until >= turns->held[0]->since + TURNS_TIME ||
	       node->since < turns->held[0]->since;
}

/* Put a node that nobody takes turns with behind all that is held back. */
static void pass_on(struct turns *turns, struct node *node)
{
	turns_flush(turns);
	turns->any = turns->taking = false;
	step_node(turns->steps, node);
}

/**
 * turns_node() - the next node
 * @turns: the state
 * @node: what; now theirs
 */
void turns_node(struct turns *turns, struct node *node)
{
	struct turns_lane lane = lane_of(first_of(node));

	if (node->body && !of_one_lane(node, lane)) {
		/* They do it in step. */
		pass_on(turns, node);
		return;
	}
	if (turns->count && (is_full(turns, node) || !line_has_time(node->since)))
		turns_flush(turns);
	/* Without times nobody could tell how what is put together was mixed. */
	if (!turns->count && (!line_has_time(node->since) ||
			      (!turns->taking && (!turns->any || same_lane(lane, turns->lane))))) {
		turns->any = true;
		turns->lane = lane;
		step_node(turns->steps, node);
		return;
	}
	if (!learn_places(turns, node)) {
		turns_flush(turns);
		if (!learn_places(turns, node)) {
			/* It has too many for itself. */
			turns->places = 0;
			pass_on(turns, node);
			return;
		}
	}
	hold(turns, node, lane);
}

static void to_step(void *data, struct node *node)
{
	step_node(data, node);
}

/**
 * turns_begin() - get ready
 * @turns: all zeros; release with turns_end()
 * @steps: where nodes go, in the order in which they are to be written
 *
 * Return: 0, or -1 when out of memory; then there is nothing to release.
 */
int turns_begin(struct turns *turns, struct steps *steps)
{
	turns->steps = steps;
	return fold_begin(&turns->fold, steps->pool, to_step, steps);
}

/**
 * turns_end() - release the state; what is held back must have been written
 * @turns: from turns_begin()
 */
void turns_end(struct turns *turns)
{
	fold_end(&turns->fold);
}
