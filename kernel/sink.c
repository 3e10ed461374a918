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
 * mmt_record_by_tracepoint() - record an access as any other event is
 *
 * A CPU on its way down still moves interrupts elsewhere, which may touch
 * devices, when it no longer counts as online. The tracepoint does nothing there;
 * the short way may be taken as long as faults come, since RCU waits for the CPU
 * until it is dead.
 *
 * Context: page fault or #DB, interrupts off.
 */
void mmt_record_by_tracepoint(u64 phys, u64 value, unsigned long pc, u32 map,
			      unsigned int width, u8 flags)
{
	bool write = flags & MMIOTRACE_WRITE;

	if (!(write ? trace_mmio_write_enabled() : trace_mmio_read_enabled()) ||
	    !cpu_online(raw_smp_processor_id()))
		this_cpu_inc(mmt_counters.dropped);
	else if (write)
		trace_mmio_write(phys, value, pc, map, width);
	else
		trace_mmio_read(phys, value, pc, map, width);
}

/**
 * mmt_record_event() - mmt_record_inline(), out of line
 *
 * Context: page fault or #DB, interrupts off.
 */
void mmt_record_event(const struct mmt_part *part, unsigned long addr,
		      unsigned int width, u64 value, u8 flags, unsigned long pc)
{
	if (flags & MMIOTRACE_WRITE)
		mmt_record_inline(part, addr, width, value, MMIOTRACE_WRITE, pc);
	else
		mmt_record_inline(part, addr, width, value, 0, pc);
}

static void record_wide(const struct mmt_part *part, u64 phys,
			const struct mmiotrace_access *access)
{
	if (access->addr <= part->told)
		return;

	this_cpu_inc(mmt_counters.seen);
	if (access->flags & MMIOTRACE_WRITE ? trace_mmio_write_wide_enabled() :
					      trace_mmio_read_wide_enabled()) {
		if (access->flags & MMIOTRACE_WRITE)
			trace_mmio_write_wide(phys, access->ip, part->map,
					      access->bytes, access->width);
		else
			trace_mmio_read_wide(phys, access->ip, part->map,
					     access->bytes, access->width);
	} else {
		this_cpu_inc(mmt_counters.dropped);
	}
}

/**
 * mmt_record_access() - the session's handler: record an access
 * @probe: member of a struct mmt_part
 * @access: what has happened
 * @regs: not needed
 *
 * Context: page fault or #DB, interrupts off.
 */
void mmt_record_access(struct mmiotrace_probe *probe,
		       const struct mmiotrace_access *access,
		       const struct pt_regs *regs)
{
	const struct mmt_part *part =
		container_of(probe, struct mmt_part, probe);
	u64 phys = probe->phys + (access->addr - probe->addr);

	if (access->flags & MMIOTRACE_OPAQUE) {
		this_cpu_inc(mmt_counters.unknown);
		trace_mmio_unknown(phys, access->ip, part->map, access->bytes,
				   access->width);
	} else if (access->width <= 8) {
		mmt_record_plain(probe, access->addr, access->width,
				 access->value, access->flags, access->ip);
	} else {
		record_wide(part, phys, access);
	}
}

/**
 * mmt_record_give_up() - a page is traced no longer, see mmt_step_give_up()
 *
 * Context: page fault or #DB, interrupts off.
 */
void mmt_record_give_up(void)
{
	this_cpu_inc(mmt_counters.given_up);
}

/**
 * mmt_record_drop() - an access was performed but must not be recorded here
 *
 * Context: page fault, interrupts off.
 */
void mmt_record_drop(void)
{
	this_cpu_inc(mmt_counters.seen);
	this_cpu_inc(mmt_counters.dropped);
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
