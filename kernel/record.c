// SPDX-License-Identifier: GPL-2.0
/* What the session says of its mappings in the trace, and how much it has seen. */
#include "record.h"

#include <linux/atomic.h>

#include "compat/ringbuffer.h"
#include "device.h"
#include "events.h"
#include "names.h"
#include "sink.h"
#include "uapi/mmiotrace.h"

/* Mappings that could not be traced. */
static atomic_t failed = ATOMIC_INIT(0);

/**
 * mmt_record_failed() - a mapping could not be traced
 *
 * Context: any.
 */
void mmt_record_failed(void)
{
	atomic_inc(&failed);
}

/** mmt_record_session() - a session begins: by whom it is recorded, and how */
void mmt_record_session(void)
{
	trace_mmio_session(MMT_VERSION, mmt_ringbuffer_is_short());
}

/**
 * mmt_record_map() - a mapping is about to be traced
 * @map: the mapping
 * @caller: who called ioremap()
 * @flags: MMT_MAP_*
 *
 * Context: process, may sleep.
 */
void mmt_record_map(const struct mmt_map_event *map, const void *caller,
		    u8 flags)
{
	/* Its driver is known by now, unlike when the session started. */
	mmt_device_describe(&map->place);
	mmt_names_note((unsigned long)caller);
	trace_mmio_map(map, (unsigned long)caller, flags);
}

/** mmt_record_unmap() - a mapping is gone; process context, may sleep */
void mmt_record_unmap(u32 id)
{
	trace_mmio_unmap(id);
}

/**
 * mmt_record_reset() - everything to zero for a new session
 *
 * Context: process, no session runs.
 */
void mmt_record_reset(void)
{
	mmt_sink_reset();
	mmt_names_reset();
	atomic_set(&failed, 0);
}

/**
 * mmt_record_stats() - add up the counters
 * @stats: the counter fields are filled in
 *
 * Context: process; exact when no session runs.
 */
void mmt_record_stats(struct mmiotrace_stats *stats)
{
	mmt_sink_stats(stats);
	stats->failed += atomic_read(&failed);
}
