/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_RECORD_H
#define MMT_RECORD_H

#include <linux/percpu.h>
#include <linux/types.h>

#include "events.h"
#include "filter.h"
#include "mapping.h"

struct mmiotrace_stats;
struct module;

/**
 * struct mmt_counters - what one CPU has seen since the session started
 *
 * Written by its own CPU with interrupts off, and by an NMI on it: increments
 * are single instructions, so none is lost. Read by anybody, zeroed while no
 * session runs.
 */
struct mmt_counters {
	u64 seen;
	u64 dropped;
	u64 unknown;
	u64 abandoned;
};

DECLARE_PER_CPU(struct mmt_counters, mmt_counters);

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
static __always_inline void mmt_record_access(const struct mmt_mapping *map,
					      unsigned long addr,
					      unsigned int width, u64 value,
					      bool write, unsigned long pc)
{
	u64 phys = map->base_phys + (addr - map->base);

	if (unlikely(!map->whole) &&
	    !mmt_filter_overlaps(phys, phys + width - 1))
		return;

	this_cpu_inc(mmt_counters.seen);
	if (write ? trace_mmio_write_enabled() : trace_mmio_read_enabled()) {
		if (write)
			trace_mmio_write(phys, value, pc, map->id, width);
		else
			trace_mmio_read(phys, value, pc, map->id, width);
	} else {
		this_cpu_inc(mmt_counters.dropped);
	}
}

void mmt_record_unknown(const struct mmt_mapping *map, unsigned long addr,
			const u8 *bytes, unsigned int len, unsigned long pc);
void mmt_record_site(unsigned long pc);
void mmt_record_drop(void);
void mmt_record_failed(void);
void mmt_record_map(const struct mmt_mapping *map, unsigned long caller,
		    bool existing, int err);
void mmt_record_unmap(u32 id);
void mmt_record_symbols(const struct module *mod);
void mmt_record_reset(void);
void mmt_record_stats(struct mmiotrace_stats *stats);

#endif
