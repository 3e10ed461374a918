// SPDX-License-Identifier: GPL-2.0
/* What has been seen becomes trace events and counters. */
#define CREATE_TRACE_POINTS
#include "record.h"

#include <linux/hash.h>
#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/string.h>

#include "compat/ringbuffer.h"
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

/* What is assigned below is all that there is: see mmio_access in events.h. */
static_assert(offsetof(struct trace_event_raw_mmio_access, __data) ==
	      offsetofend(struct trace_event_raw_mmio_access, width));
static_assert(offsetof(struct trace_event_raw_mmio_access, width) ==
	      sizeof(struct trace_entry) + 3 * sizeof(u64) + sizeof(u32));

/* The short way. Returns false when there was no room, or tracing is off. */
static __always_inline bool
write_event(struct trace_buffer *buffer, const struct trace_event_call *call,
	    u64 phys, u64 value, unsigned long pc, u32 map, unsigned int width)
{
	unsigned int context = mmt_ringbuffer_context();
	struct trace_event_raw_mmio_access *entry;
	struct ring_buffer_event *event;

	event = ring_buffer_lock_reserve(buffer, sizeof(*entry));
	if (unlikely(!event))
		return false;
	entry = mmt_ringbuffer_data(event);
	tracing_generic_entry_update(&entry->ent, call->event.type, context);
	entry->phys = phys;
	entry->value = value;
	entry->pc = pc;
	entry->map = map;
	entry->width = width;
	mmt_ringbuffer_commit(buffer, event);
	return true;
}

/*
 * A CPU on its way down still moves interrupts elsewhere, which may touch
 * devices, when it no longer counts as online. The tracepoint does nothing there;
 * the short way may be taken as long as faults come, since RCU waits for the CPU
 * until it is dead.
 */
#define RECORD(event, phys, value, pc, map, width) ({			\
	struct trace_buffer *buffer =					\
		mmt_ringbuffer_of(&__tracepoint_##event,		\
				  trace_event_raw_event_mmio_access);	\
	bool done = true;						\
									\
	if (likely(buffer))						\
		done = write_event(buffer, &event_##event, phys, value,	\
				   pc, map, width);			\
	else if (trace_##event##_enabled() &&				\
		 cpu_online(raw_smp_processor_id()))			\
		trace_##event(phys, value, pc, map, width);		\
	else								\
		done = false;						\
	done;								\
})

/**
 * mmt_record_event() - record an access of up to 8 bytes
 * @part: what it lies in
 *
 * The others, and the context, are those of mmt_record_plain().
 */
void mmt_record_event(const struct mmt_part *part, unsigned long addr,
		      unsigned int width, u64 value, u8 flags, unsigned long pc)
{
	u64 phys = part->probe.phys + (addr - part->probe.addr);
	bool done;

	this_cpu_inc(mmt_counters.seen);
	if (flags & MMIOTRACE_WRITE)
		done = RECORD(mmio_write, phys, value, pc, part->map, width);
	else
		done = RECORD(mmio_read, phys, value, pc, part->map, width);
	if (unlikely(!done))
		this_cpu_inc(mmt_counters.dropped);
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
