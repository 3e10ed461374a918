// SPDX-License-Identifier: GPL-2.0
/* What has been seen becomes trace events and counters. */
#define CREATE_TRACE_POINTS
#include "record.h"

#include <linux/hash.h>
#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/string.h>

#include "device.h"
#include "uapi/mmiotrace.h"

DEFINE_PER_CPU(struct mmt_counters, mmt_counters);

/* Mappings that could not be traced; under mmt_mapping_lock. */
static u64 failed;

/*
 * Code addresses that have touched a device, so that their names can go into
 * the trace before a driver is unloaded and takes its names with it. Open
 * addressing; a slot is claimed once with cmpxchg, from zero, by any CPU in any
 * context, and cleared only while no session runs. A site that finds no slot
 * goes without a name.
 */
#define SITE_BITS	12
#define SITE_TRIES	8
static unsigned long sites[1 << SITE_BITS];

/**
 * mmt_record_site() - remember that this code touches devices
 * @pc: its address
 *
 * Context: any.
 */
void mmt_record_site(unsigned long pc)
{
	u32 slot = hash_long(pc, SITE_BITS);
	int i;

	for (i = 0; i < SITE_TRIES; i++) {
		unsigned long *site = &sites[(slot + i) % ARRAY_SIZE(sites)];
		unsigned long old = READ_ONCE(*site);

		if (!old)
			old = cmpxchg(site, 0, pc);
		if (!old || old == pc)
			return;
	}
}

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
	mmt_record_site((unsigned long)caller);
	trace_mmio_map(map, (unsigned long)caller, flags);
}

/** mmt_record_unmap() - a mapping is gone; process context, may sleep */
void mmt_record_unmap(u32 id)
{
	trace_mmio_unmap(id);
}

static void record_symbol(unsigned long pc)
{
	char name[KSYM_SYMBOL_LEN];

	sprint_symbol(name, pc);
	/* Code that is gone has no name any more; it was given in time. */
	if (strncmp(name, "0x", 2))
		trace_mmio_symbol(pc, name);
}

/**
 * mmt_record_symbols() - put the names of code seen so far into the trace
 * @mod: only code of this module, which is about to go; NULL for all
 *
 * Context: process, may sleep.
 */
void mmt_record_symbols(const struct module *mod)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sites); i++) {
		unsigned long pc = READ_ONCE(sites[i]);

		if (!pc || (mod && !within_module(pc, mod)))
			continue;
		record_symbol(pc);
	}
}

/**
 * mmt_record_reset() - everything to zero for a new session
 *
 * Context: process, no session runs.
 */
void mmt_record_reset(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		memset(per_cpu_ptr(&mmt_counters, cpu), 0,
		       sizeof(struct mmt_counters));
	memset(sites, 0, sizeof(sites));
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
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct mmt_counters *c = per_cpu_ptr(&mmt_counters, cpu);

		stats->seen += READ_ONCE(c->seen);
		stats->dropped += READ_ONCE(c->dropped);
		stats->unknown += READ_ONCE(c->unknown);
		stats->failed += READ_ONCE(c->given_up);
	}
	stats->recorded = stats->seen - stats->dropped;
	stats->failed += READ_ONCE(failed);
}
