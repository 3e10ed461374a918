/* SPDX-License-Identifier: GPL-2.0 */
/* What a trace has how often: devices, tasks, functions, marks. */
#ifndef _CLI_CENSUS_H
#define _CLI_CENSUS_H

#include <stdbool.h>

#include "input/caller.h"

#define CENSUS_MARKS	5	/* that are kept */
#define MARK_TEXT	48	/* bytes of these */

/* Accesses of a device: of its BARs, its ROM, and what is in none. */
struct device_count {
	uint64_t bar[MMT_BARS + 1];
	uint64_t config;
};

/* Accesses of somebody; the name follows. */
struct task_count {
	uint64_t accesses;
	char name[];
};

struct mark {
	uint64_t time;
	size_t length;
	char text[MARK_TEXT];
};

/**
 * struct census - what has been counted; all zeros but for @trace at first
 * @trace: of which trace
 * @device: by struct mmt_device.index
 * @devices: how many of these there is room for
 * @nowhere: accesses of no device
 * @task: struct task_count by name, a tree of search.h
 * @tasks: how many
 * @function: accesses by struct caller.id
 * @functions: how many of these there is room for
 * @callers: the functions
 * @first: time of the first record that has one
 * @last: of the last
 * @kinds: records by enum mmt_kind
 * @earlier: mappings made before tracing began
 * @untraced: mappings that could not be traced
 * @lost: records that are missing
 * @uncounted: places where nobody knows how many are
 * @mark: the first marks
 */
struct census {
	struct mmt_trace *trace;
	struct device_count *device;
	size_t devices;
	uint64_t nowhere;
	void *task;
	size_t tasks;
	uint64_t *function;
	size_t functions;
	struct callers callers;
	uint64_t first;
	uint64_t last;
	uint64_t kinds[MMT_N_KINDS];
	uint64_t earlier;
	uint64_t untraced;
	uint64_t lost;
	uint64_t uncounted;
	struct mark mark[CENSUS_MARKS];
};

int census_take(struct census *census);
void census_free(struct census *census);

#endif
