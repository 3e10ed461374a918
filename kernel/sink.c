// SPDX-License-Identifier: GPL-2.0
/* An access becomes a trace event, and is counted. */
#define CREATE_TRACE_POINTS
#include "sink.h"

#include <linux/string.h>

#include "uapi/mmiotrace.h"

DEFINE_PER_CPU(struct mmt_counters, mmt_counters);

/* struct mmt_event is what events.h makes of mmio_access. */
#define SAME_PLACE(field)						       \
	static_assert(offsetof(struct mmt_event, field) ==		       \
		      offsetof(struct trace_event_raw_mmio_access, field) &&   \
		      sizeof_field(struct mmt_event, field) ==		       \
		      sizeof_field(struct trace_event_raw_mmio_access, field))
SAME_PLACE(ent);
SAME_PLACE(phys);
SAME_PLACE(value);
SAME_PLACE(pc);
SAME_PLACE(map);
SAME_PLACE(width);
static_assert(offsetof(struct trace_event_raw_mmio_access, __data) ==
	      offsetofend(struct mmt_event, width));
static_assert(sizeof(struct mmt_event) ==
	      sizeof(struct trace_event_raw_mmio_access));

const struct mmt_event_kind mmt_event_read = {
	.call = &event_mmio_read,
	.probe = trace_event_raw_event_mmio_access,
};

const struct mmt_event_kind mmt_event_write = {
	.call = &event_mmio_write,
	.probe = trace_event_raw_event_mmio_access,
};

/**
 * mmt_sink_by_tracepoint() - mmt_sink_put(), as any other event is recorded
 *
 * A CPU on its way down still moves interrupts elsewhere, which may touch
 * devices, when it no longer counts as online. The tracepoint does nothing there;
 * the short way may be taken as long as faults come, since RCU waits for the CPU
 * until it is dead.
 *
 * Context: page fault or #DB, interrupts off.
 */
void mmt_sink_by_tracepoint(const struct mmt_sink *sink, u64 phys,
			    unsigned int width, u64 value, u8 flags,
			    unsigned long pc)
{
	bool write = flags & MMIOTRACE_WRITE;

	if (!(write ? trace_mmio_write_enabled() : trace_mmio_read_enabled()) ||
	    !cpu_online(raw_smp_processor_id()))
		this_cpu_inc(mmt_counters.dropped);
	else if (write)
		trace_mmio_write(phys, value, pc, sink->map, width);
	else
		trace_mmio_read(phys, value, pc, sink->map, width);
}

/**
 * mmt_sink_take() - record an access of up to 8 bytes, once
 *
 * As mmt_sink_put(), but that the range before may have recorded it.
 */
void mmt_sink_take(const struct mmt_sink *sink, unsigned long addr,
		   unsigned int width, u64 value, u8 flags, unsigned long pc)
{
	if (unlikely(addr <= sink->told))
		return;
	if (flags & MMIOTRACE_WRITE)
		mmt_sink_put(sink, addr, width, value, MMIOTRACE_WRITE, pc);
	else
		mmt_sink_put(sink, addr, width, value, 0, pc);
}

static void take_opaque(const struct mmt_sink *sink,
			const struct mmiotrace_access *access)
{
	this_cpu_inc(mmt_counters.unknown);
	trace_mmio_unknown(mmt_sink_phys(sink, access->addr), access->ip,
			   sink->map, access->bytes, access->width);
}

static void take_wide(const struct mmt_sink *sink,
		      const struct mmiotrace_access *access)
{
	u64 phys = mmt_sink_phys(sink, access->addr);
	bool write = access->flags & MMIOTRACE_WRITE;

	if (access->addr <= sink->told)
		return;
	this_cpu_inc(mmt_counters.seen);
	if (!(write ? trace_mmio_write_wide_enabled() :
		      trace_mmio_read_wide_enabled()))
		this_cpu_inc(mmt_counters.dropped);
	else if (write)
		trace_mmio_write_wide(phys, access->ip, sink->map,
				      access->bytes, access->width);
	else
		trace_mmio_read_wide(phys, access->ip, sink->map,
				     access->bytes, access->width);
}

/**
 * mmt_sink_take_any() - record an access of any kind
 * @sink: what it lies in
 * @access: what has happened
 *
 * Context: page fault or #DB, interrupts off.
 */
void mmt_sink_take_any(const struct mmt_sink *sink,
		       const struct mmiotrace_access *access)
{
	if (access->flags & MMIOTRACE_OPAQUE)
		take_opaque(sink, access);
	else if (access->width > 8)
		take_wide(sink, access);
	else
		mmt_sink_take(sink, access->addr, access->width, access->value,
			      access->flags, access->ip);
}

/**
 * mmt_sink_drop() - an access was performed but must not be recorded here
 * @sink: what it lies in
 *
 * Context: page fault, interrupts off.
 */
void mmt_sink_drop(const struct mmt_sink *sink)
{
	this_cpu_inc(mmt_counters.seen);
	this_cpu_inc(mmt_counters.dropped);
}

/**
 * mmt_sink_give_up() - a page is traced no longer, see mmt_step_give_up()
 *
 * Context: page fault or #DB, interrupts off.
 */
void mmt_sink_give_up(void)
{
	this_cpu_inc(mmt_counters.given_up);
}

/** mmt_sink_reset() - all counters to zero; process context, no session runs */
void mmt_sink_reset(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		memset(per_cpu_ptr(&mmt_counters, cpu), 0,
		       sizeof(struct mmt_counters));
}

/**
 * mmt_sink_stats() - add up the counters
 * @stats: what they count is filled in
 *
 * Context: process; exact when no session runs.
 */
void mmt_sink_stats(struct mmiotrace_stats *stats)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct mmt_counters *c = per_cpu_ptr(&mmt_counters, cpu);

		stats->seen += READ_ONCE(c->seen);
		stats->dropped += READ_ONCE(c->dropped);
		stats->unknown += READ_ONCE(c->unknown);
		stats->failed += READ_ONCE(c->given_up);
	}
	stats->recorded = stats->seen - stats->dropped;
}
