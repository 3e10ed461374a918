/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_RECORD_H
#define MMT_RECORD_H

#include <linux/percpu.h>
#include <linux/types.h>

#include "events.h"
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
	u64 given_up;
};

DECLARE_PER_CPU(struct mmt_counters, mmt_counters);

void mmt_record_event(const struct mmt_part *part, unsigned long addr,
		      unsigned int width, u64 value, u8 flags,
		      unsigned long pc);

/**
 * mmt_record_plain() - record an access of up to 8 bytes, once
 * @probe: member of a struct mmt_part
 * @addr: virtual address
 * @width: 1, 2, 4 or 8 bytes
 * @value: read or written, zero-extended
 * @flags: MMIOTRACE_WRITE or 0
 * @pc: the instruction
 *
 * Context: page fault or #DB, interrupts off.
 */
static inline void mmt_record_plain(const struct mmiotrace_probe *probe,
				    unsigned long addr, unsigned int width,
				    u64 value, u8 flags, unsigned long pc)
{
	const struct mmt_part *part =
		container_of(probe, struct mmt_part, probe);

	if (likely(addr > part->told))
		mmt_record_event(part, addr, width, value, flags, pc);
}

void mmt_record_access(struct mmiotrace_probe *probe,
		       const struct mmiotrace_access *access,
		       const struct pt_regs *regs);
void mmt_record_site(unsigned long pc);
void mmt_record_drop(void);
void mmt_record_failed(void);
void mmt_record_give_up(void);
void mmt_record_map(const struct mmt_mapping *map, const void *caller,
		    u8 flags);
void mmt_record_unmap(u32 id);
void mmt_record_symbols(const struct module *mod);
void mmt_record_reset(void);
void mmt_record_stats(struct mmiotrace_stats *stats);

#endif
