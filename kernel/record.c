// SPDX-License-Identifier: GPL-2.0
/* What has been seen becomes trace events and counters. */
#include "record.h"

#include <linux/hash.h>
#include <linux/kallsyms.h>
#include <linux/module.h>

#include "device.h"
#include "filter.h"
#include "mapping.h"
#include "uapi/mmiotrace.h"

#define CREATE_TRACE_POINTS
#include "events.h"

DEFINE_PER_CPU(struct mmt_counters, mmt_counters);

/* Mappings that could not be traced; under mmt_mapping_lock. */
static u64 failed;

/*
 * Code addresses that have touched a device, so that their names can go into
 * the trace before a driver is unloaded and takes its names with it. Open
 * addressing; a slot is claimed once with cmpxchg, from zero, by any CPU in any
 * context, and cleared in process context only. A site that finds no slot goes
 * without a name.
 */
#define SITE_BITS	12
#define SITE_TRIES	8
static unsigned long sites[1 << SITE_BITS];

static noinline void add_site(unsigned long pc, u32 slot)
{
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

static __always_inline void note_site(unsigned long pc)
{
	u32 slot = hash_long(pc, SITE_BITS);

	if (unlikely(READ_ONCE(sites[slot]) != pc))
		add_site(pc, slot);
}

/**
 * mmt_record_access() - one access has been performed
 * @map: the mapping
 * @addr: virtual address
 * @width: 1, 2, 4 or 8 bytes
 * @value: read or written, zero-extended
 * @write: which
 * @pc: the instruction
 *
 * Context: page fault, interrupts off.
 */
void mmt_record_access(const struct mmt_mapping *map, unsigned long addr,
		       unsigned int width, u64 value, bool write,
		       unsigned long pc)
{
	u64 phys = map->base_phys + (addr - map->base);

	if (unlikely(!map->whole) &&
	    !mmt_filter_overlaps(phys, phys + width - 1))
		return;

	this_cpu_inc(mmt_counters.seen);
	note_site(pc);
	if (write) {
		if (unlikely(!trace_mmio_write_enabled()))
			goto dropped;
		trace_mmio_write(phys, value, pc, map->id, width);
	} else {
		if (unlikely(!trace_mmio_read_enabled()))
			goto dropped;
		trace_mmio_read(phys, value, pc, map->id, width);
	}
	this_cpu_inc(mmt_counters.recorded);
	return;
dropped:
	this_cpu_inc(mmt_counters.dropped);
}

/**
 * mmt_record_unknown() - an instruction that we do not perform ourselves
 * @map: the mapping
 * @addr: virtual address of the fault
 * @bytes: the instruction, readable up to 15 bytes
 * @len: its length
 * @pc: its address
 *
 * Context: page fault, interrupts off.
 */
void mmt_record_unknown(const struct mmt_mapping *map, unsigned long addr,
			const u8 *bytes, unsigned int len, unsigned long pc)
{
	u64 phys = map->base_phys + (addr - map->base);

	this_cpu_inc(mmt_counters.unknown);
	note_site(pc);
	trace_mmio_unknown(phys, pc, map->id, bytes, len);
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
 * @existing: it is older than the session
 * @err: why it cannot be traced, or 0
 *
 * Context: process, may sleep.
 */
void mmt_record_map(const struct mmt_mapping *map, unsigned long caller,
		    bool existing, int err)
{
	/* Its driver is known by now, unlike when the session started. */
	mmt_device_describe(&map->place);
	note_site(caller);
	trace_mmio_map(map, caller, (existing ? MMT_MAP_EXISTING : 0) |
				    (err ? MMT_MAP_UNTRACED : 0));
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
		WRITE_ONCE(sites[i], 0);
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
		stats->recorded += READ_ONCE(c->recorded);
		stats->dropped += READ_ONCE(c->dropped);
		stats->unknown += READ_ONCE(c->unknown);
		stats->failed += READ_ONCE(c->abandoned);
	}
	stats->failed += READ_ONCE(failed);
}
