/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_SESSION_H
#define MMT_SESSION_H

#include <linux/list.h>
#include <linux/types.h>

#include "filter.h"
#include "record.h"
#include "uapi/mmiotrace.h"

/**
 * struct mmt_session - an open file of /dev/mmiotrace
 * @list: in mmt_sessions while it runs
 * @running: it does; under the engine's lock
 * @owner: process that started it, 0 when it never was; as @running
 * @filter: what it wants
 * @record: where it records to
 * @nr_mappings: of these it traces; under mmt_mapping_lock
 * @instance: name of what it records into, as it was told; as @running
 */
struct mmt_session {
	struct list_head list;
	bool running;
	pid_t owner;
	struct mmt_filter filter;
	struct mmt_recording record;
	unsigned int nr_mappings;
	char instance[MMIOTRACE_INSTANCE_SIZE];
};

/*
 * Those that run, in the order of their starts. Changed under the engine's lock and
 * mmt_mapping_lock, read under either.
 */
extern struct list_head mmt_sessions;

#endif
