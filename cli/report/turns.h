/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tasks, or CPUs, that take turns, or one of them at parts of devices: what each of them did
 * at one part within a short time is put together, and folded by itself. Where they take
 * turns at one register, whose values would be read in another order, everything stays in
 * its own.
 */
#ifndef _CLI_TURNS_H
#define _CLI_TURNS_H

#include "fold.h"
#include "step.h"

#define TURNS_NODES	512		/* held back at most */
#define TURNS_PLACES	32		/* different ones, about as many lines */
#define TURNS_TIME	1000000ULL	/* ns from the first to the last */

/**
 * struct turns_lane - whose an access is, and of which part of which device
 * @pid: the task; 0 when nobody knows, or it is an idle CPU's
 * @cpu: the CPU, of what has no @pid
 * @device: as struct node has it
 * @bar: likewise
 */
struct turns_lane {
	int pid;
	int cpu;
	const struct mmt_device *device;
	int bar;
};

/**
 * struct turns_place - what is accessed by those that are held back
 * @lane: by whom, and in which part of which device
 * @config: likewise
 * @from: first offset
 * @to: the one behind the last
 * @same: each access found what was known
 */
struct turns_place {
	struct turns_lane lane;
	bool config;
	uint64_t from;
	uint64_t to;
	bool same;
};

/**
 * struct turns - what is held back while several take turns
 * @steps: where it goes
 * @fold: what one of them repeats
 * @lane: whose the latest node is
 * @any: there was one
 * @taking: the nodes held back before these were of several that took turns
 * @held: nodes since one went on after another
 * @others: others accessed its device since he did, or first in @held
 * @count: how many
 * @since: number of the first in @held after the latest change of the lane
 * @changes: how often it changed among them
 * @place: places in them
 * @places: how many
 */
struct turns {
	struct steps *steps;
	struct fold fold;
	struct turns_lane lane;
	bool any;
	bool taking;
	struct node *held[TURNS_NODES];
	bool others[TURNS_NODES];
	size_t count;
	size_t since;
	size_t changes;
	struct turns_place place[TURNS_PLACES];
	size_t places;
};

int turns_begin(struct turns *turns, struct steps *steps);
void turns_node(struct turns *turns, struct node *node);
void turns_flush(struct turns *turns);
void turns_end(struct turns *turns);

#endif
