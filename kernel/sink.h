/* SPDX-License-Identifier: GPL-2.0 */
/* An access becomes a trace event, and is counted. */
#ifndef MMT_SINK_H
#define MMT_SINK_H

#include <linux/percpu.h>
#include <linux/types.h>

#include "compat/ringbuffer.h"
#include "events.h"
#include "mmiotrace/probe.h"

struct mmiotrace_stats;

/**
 * struct mmt_sink - where accesses to a range are recorded, without a handler
 * @addr: its first virtual address
 * @len: bytes
 * @phys: physical address of @addr
 * @map: number of the mapping in the trace
 * @told: last address of the range before it in the mapping, 0 for none: an access
 *	that reaches into both belongs to the first
 *
 * Whoever registers a probe may give it one, which takes what its handler @after
 * would be told. @map and @told are the giver's, the rest is set by
 * mmt_probe_register(); all of it stays until the probe is unregistered.
 */
struct mmt_sink {
	unsigned long addr;
	unsigned long len;
	phys_addr_t phys;
	u32 map;
	unsigned long told;
};

static __always_inline u64 mmt_sink_phys(const struct mmt_sink *sink,
					 unsigned long addr)
{
	return sink->phys + (addr - sink->addr);
}

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

/**
 * struct mmt_event - an access of up to 8 bytes in the ring buffer
 *
 * The members are those of mmio_access in events.h.
 */
struct mmt_event {
	struct trace_entry ent;
	u64 phys;
	u64 value;
	u64 pc;
	u32 map;
	u8 width;
};

/**
 * struct mmt_event_kind - mmio_read or mmio_write
 * @call: what tracefs knows it as
 * @probe: what tracefs attaches to the tracepoint
 */
struct mmt_event_kind {
	const struct trace_event_call *call;
	void *probe;
};

extern const struct mmt_event_kind mmt_event_read;
extern const struct mmt_event_kind mmt_event_write;

void mmt_sink_by_tracepoint(const struct mmt_sink *sink, u64 phys,
			    unsigned int width, u64 value, u8 flags,
			    unsigned long pc);

/**
 * mmt_sink_put() - record an access of up to 8 bytes
 * @sink: what it lies in, for the most part
 * @addr: virtual address
 * @width: 1, 2, 4 or 8 bytes
 * @value: read or written, zero-extended
 * @flags: MMIOTRACE_WRITE or 0: a constant, so that one half of this goes away
 * @pc: the instruction
 *
 * Context: page fault or #DB, interrupts off.
 */
static __always_inline void
mmt_sink_put(const struct mmt_sink *sink, unsigned long addr,
	     unsigned int width, u64 value, u8 flags, unsigned long pc)
{
	const struct mmt_event_kind *kind =
		flags & MMIOTRACE_WRITE ? &mmt_event_write : &mmt_event_read;
	struct trace_buffer *buffer =
		mmt_ringbuffer_of(flags & MMIOTRACE_WRITE ?
					&__tracepoint_mmio_write :
					&__tracepoint_mmio_read, kind->probe);
	u64 phys = mmt_sink_phys(sink, addr);
	struct ring_buffer_event *event;
	struct mmt_event *entry;
	unsigned int context;

	this_cpu_inc(mmt_counters.seen);
	if (unlikely(!buffer)) {
		mmt_sink_by_tracepoint(sink, phys, width, value, flags, pc);
		return;
	}
	context = mmt_ringbuffer_context();
	event = ring_buffer_lock_reserve(buffer, sizeof(*entry));
	/* There is no room, or tracing is off. */
	if (unlikely(!event)) {
		this_cpu_inc(mmt_counters.dropped);
		return;
	}
	entry = mmt_ringbuffer_data(event);
	tracing_generic_entry_update(&entry->ent, kind->call->event.type,
				     context);
	entry->phys = phys;
	entry->value = value;
	entry->pc = pc;
	entry->map = sink->map;
	entry->width = width;
	mmt_ringbuffer_commit(buffer, event);
}

void mmt_sink_take(const struct mmt_sink *sink, unsigned long addr,
		   unsigned int width, u64 value, u8 flags, unsigned long pc);
void mmt_sink_take_any(const struct mmt_sink *sink,
		       const struct mmiotrace_access *access);
void mmt_sink_drop(const struct mmt_sink *sink);
void mmt_sink_give_up(void);
void mmt_sink_reset(void);
void mmt_sink_stats(struct mmiotrace_stats *stats);

#endif
