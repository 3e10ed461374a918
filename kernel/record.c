// SPDX-License-Identifier: GPL-2.0
/* What a session says of its mappings in the trace, and how much it has seen. */
#include "record.h"

#include <linux/errno.h>

#include "compat/ringbuffer.h"
#include "device.h"
#include "events.h"
#include "inject.h"
#include "names.h"
#include "sink.h"
#include "uapi/mmiotrace.h"

/**
 * mmt_record_init() - of a session that has not run yet
 * @record: zeroed
 *
 * Context: process, may sleep, as all in this file but mmt_record_failed().
 * Return: 0 or -ENOMEM; undone by mmt_record_exit().
 */
int mmt_record_init(struct mmt_recording *record)
{
	record->counters = mmt_alloc_percpu(sizeof(struct mmt_counters),
					    __alignof__(struct mmt_counters));
	return record->counters ? 0 : -ENOMEM;
}

/** mmt_record_exit() - nothing of the session is traced any more */
void mmt_record_exit(struct mmt_recording *record)
{
	free_percpu(record->counters);
}

/**
 * mmt_record_failed() - a mapping could not be traced
 *
 * Context: any.
 */
void mmt_record_failed(struct mmt_recording *record)
{
	atomic_inc(&record->failed);
}

/** mmt_record_session() - a session begins: by whom it is recorded, and how */
void mmt_record_session(const struct mmt_recording *record)
{
	mmt_event_session(record->instance, MMT_VERSION,
			  mmt_ringbuffer_is_short());
	mmt_device_describe_all(record->instance);
}

/**
 * mmt_record_map() - a mapping is about to be traced
 * @record: of the session
 * @map: the mapping
 * @caller: who called ioremap()
 * @flags: MMT_MAP_*
 */
void mmt_record_map(const struct mmt_recording *record,
		    const struct mmt_map_event *map, const void *caller,
		    u8 flags)
{
	/* Its driver is known by now, unlike when the session started. */
	mmt_device_describe(record->instance, &map->place);
	mmt_names_note((unsigned long)caller, false);
	mmt_event_map(record->instance, map, (unsigned long)caller, flags);
}

/** mmt_record_unmap() - a mapping is gone */
void mmt_record_unmap(const struct mmt_recording *record, u32 id)
{
	mmt_event_unmap(record->instance, id);
}

/** mmt_record_reset() - everything to zero; the session does not run */
void mmt_record_reset(struct mmt_recording *record)
{
	mmt_sink_reset(record->counters);
	atomic_set(&record->failed, 0);
}

/**
 * mmt_record_stats() - add up the counters
 * @record: of the session
 * @stats: the counter fields are filled in
 *
 * Exact when the session does not run.
 */
void mmt_record_stats(const struct mmt_recording *record,
		      struct mmiotrace_stats *stats)
{
	mmt_sink_stats(record->counters, stats);
	stats->failed += atomic_read(&record->failed);
}
