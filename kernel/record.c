// SPDX-License-Identifier: GPL-2.0
/* What the session says of its mappings in the trace, and how much it has seen. */
#include "record.h"

#include "device.h"
#include "names.h"
#include "sink.h"
#include "uapi/mmiotrace.h"

/* Mappings that could not be traced; under mmt_mapping_lock. */
static u64 failed;

/**
 * mmt_record_failed() - a mapping, or a page of one, could not be traced
 *
 * Context: process, mmt_mapping_lock held.
 */
void mmt_record_failed(void)
{
	lockdep_assert_held(&mmt_mapping_lock);
	failed++;
}

/**
 * mmt_record_map() - a mapping is about to be traced
 * @map: the mapping
 * @caller: who called ioremap()
 * @flags: MMT_MAP_*
 *
 * Context: process, may sleep.
 */
void mmt_record_map(const struct mmt_mapping *map, const void *caller,
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
	failed = 0;
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
	stats->failed += READ_ONCE(failed);
}
