/* SPDX-License-Identifier: GPL-2.0 */
/* An access becomes a trace event, and is counted. */
#ifndef MMT_SINK_H
#define MMT_SINK_H

#include <linux/percpu.h>
#include <linux/types.h>

#include "compat/ringbuffer.h"
#include "events.h"
#include "mapping.h"

struct mmiotrace_stats;

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

void mmt_record_by_tracepoint(u64 phys, u64 value, unsigned long pc, u32 map,
			      unsigned int width, u8 flags);

/**
 * mmt_record_inline() - record an access of up to 8 bytes
 * @part: what it lies in
 * @flags: a constant, so that one half of this goes away
 *
 * The others are those of mmt_record_plain().
 *
 * Context: page fault or #DB, interrupts off.
 */
static __always_inline void
mmt_record_inline(const struct mmt_part *part, unsigned long addr,
		  unsigned int width, u64 value, u8 flags, unsigned long pc)
{
	const struct mmt_event_kind *kind =
		flags & MMIOTRACE_WRITE ? &mmt_event_write : &mmt_event_read;
	struct trace_buffer *buffer =
		mmt_ringbuffer_of(flags & MMIOTRACE_WRITE ?
					&__tracepoint_mmio_write :
					&__tracepoint_mmio_read, kind->probe);
	u64 phys = part->probe.phys + (addr - part->probe.addr);
	struct ring_buffer_event *event;
	struct mmt_event *entry;
	unsigned int context;

	this_cpu_inc(mmt_counters.seen);
	if (unlikely(!buffer)) {
		mmt_record_by_tracepoint(phys, value, pc, part->map, width,
					 flags);
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
	entry->map = part->map;
	entry->width = width;
	mmt_ringbuffer_commit(buffer, event);
}

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
void mmt_record_drop(void);
void mmt_record_give_up(void);
void mmt_sink_reset(void);
void mmt_sink_stats(struct mmiotrace_stats *stats);

#endif
