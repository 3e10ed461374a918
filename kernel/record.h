/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_RECORD_H
#define MMT_RECORD_H

#include <linux/atomic.h>
#include <linux/percpu.h>
#include <linux/types.h>

struct mmiotrace_stats;
struct mmt_counters;
struct mmt_instance;
struct mmt_map_event;

/**
 * struct mmt_recording - where a session records to, and how much it has seen
 * @instance: what it writes to, or NULL: only the tracepoints are told
 * @counters: of its accesses
 * @failed: mappings that could not be traced
 *
 * @instance is fixed while the session runs, @counters from mmt_record_init() on.
 */
struct mmt_recording {
	struct mmt_instance *instance;
	struct mmt_counters __percpu *counters;
	atomic_t failed;
};

int mmt_record_init(struct mmt_recording *record);
void mmt_record_exit(struct mmt_recording *record);
void mmt_record_session(const struct mmt_recording *record);
void mmt_record_failed(struct mmt_recording *record);
void mmt_record_map(const struct mmt_recording *record,
		    const struct mmt_map_event *map, const void *caller,
		    u8 flags);
void mmt_record_unmap(const struct mmt_recording *record, u32 id);
void mmt_record_reset(struct mmt_recording *record);
void mmt_record_stats(const struct mmt_recording *record,
		      struct mmiotrace_stats *stats);

#endif
