/* SPDX-License-Identifier: GPL-2.0 */
/* A hit: an access to armed memory, and the probes that are told of it. */
#ifndef MMT_HIT_H
#define MMT_HIT_H

#include <linux/percpu.h>
#include <linux/ptrace.h>
#include <linux/rculist.h>

#include "area.h"
#include "buslock.h"
#include "mmiotrace/probe.h"
#include "sink.h"

/**
 * struct mmt_hit - where an access comes from
 * @area: the area that it faulted on
 * @regs: the interrupted context, before the instruction
 * @quiet: it comes from inside a handler, or from the tracing code: the access
 *	is performed, nobody is told, and that is counted
 * @level: of the interrupted context, see mmt_level()
 */
struct mmt_hit {
	const struct mmt_area *area;
	const struct pt_regs *regs;
	bool quiet;
	u8 level;
};

/**
 * mmt_hit_begin() - the handler of a page fault starts to work
 * @level: see mmt_level()
 * @area: where the access is
 *
 * A second hit at the same level comes from the handlers themselves (a trace
 * clock that reads a traced timer, say). Pass the answer to mmt_hit_end().
 *
 * Context: page fault or #DB, interrupts off, as all in this file.
 * Return: whether it is such a one.
 */
static __always_inline bool mmt_hit_begin(unsigned int level,
					  const struct mmt_area *area)
{
	bool quiet = this_cpu_read(mmt_hit_busy.level[level]);

	mmt_bus_set_busy(level, true);
	/* Whoever has the bus may be waiting for the one who reads the clock. */
	if (unlikely(READ_ONCE(mmt_bus_owner) != MMT_BUS_FREE))
		mmt_bus_wait(level, quiet || area->clock);
	return quiet;
}

/** mmt_hit_end() - undo mmt_hit_begin() */
static __always_inline void mmt_hit_end(unsigned int level, bool quiet)
{
	barrier();
	this_cpu_write(mmt_hit_busy.level[level], quiet);
}

/* Is any of it in the range of the probe? */
static __always_inline bool mmt_hit_touches(const struct mmiotrace_probe *probe,
					    unsigned long addr,
					    unsigned int width)
{
	return addr - probe->addr < probe->len ||
	       probe->addr - addr < width;
}

void mmt_hit_tell_before(const struct mmt_hit *hit, const struct mmt_area *area,
			 const struct mmiotrace_access *access);
void mmt_hit_announce(const struct mmt_hit *hit, const struct mmt_area *area,
		      unsigned long addr, unsigned int width, u64 value,
		      u8 flags);
void mmt_hit_tell_after(const struct mmt_hit *hit, const struct mmt_area *area,
			const struct mmiotrace_access *access);
void mmt_hit_report(const struct pt_regs *regs, const struct mmt_area *area,
		    unsigned long addr, unsigned int width, u64 value,
		    u8 flags);
struct mmiotrace_access mmt_hit_describe(const struct pt_regs *regs,
					  unsigned long addr,
					  unsigned int width, u64 value,
					  u8 flags);
void mmt_hit_miss(const struct mmt_area *area, unsigned long addr,
		  unsigned int width);
void mmt_hit_give_up(const struct mmt_page *page);
void mmt_hit_opaque(const struct mmt_hit *hit, unsigned long addr,
		    const u8 *code, unsigned int len);

/**
 * mmt_hit_before() - tell the probes what is about to happen
 * @hit: the hit
 * @area: the area that is accessed, not always @hit->area
 * @addr: first address
 * @width: 1, 2, 4 or 8 bytes
 * @value: of a write
 * @flags: MMIOTRACE_WRITE or 0
 */
static __always_inline void mmt_hit_before(const struct mmt_hit *hit,
					   const struct mmt_area *area,
					   unsigned long addr,
					   unsigned int width, u64 value,
					   u8 flags)
{
	if (unlikely(READ_ONCE(area->befores)))
		mmt_hit_announce(hit, area, addr, width, value, flags);
}

/** mmt_hit_after() - tell the probes what has happened, as mmt_hit_before() */
static __always_inline void mmt_hit_after(const struct mmt_hit *hit,
					  const struct mmt_area *area,
					  unsigned long addr,
					  unsigned int width, u64 value,
					  u8 flags)
{
	const struct mmt_sink *only = READ_ONCE(area->only);

	if (unlikely(hit->quiet)) {
		mmt_hit_miss(area, addr, width);
	} else if (unlikely(!only)) {
		mmt_hit_report(hit->regs, area, addr, width, value, flags);
	} else if (likely(addr - only->addr < only->len ||
			  only->addr - addr < width)) {
		/* Most often: no list. */
		mmt_sink_take(only, addr, width, value, flags, hit->regs->ip);
	}
}

#endif
