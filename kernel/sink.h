/* SPDX-License-Identifier: GPL-2.0 */
/* An access becomes a trace event, and is counted. */
#ifndef MMT_SINK_H
#define MMT_SINK_H

#include <linux/percpu.h>
#include <linux/trace_events.h>
#include <linux/types.h>

#include "compat/ringbuffer.h"
#include "events.h"
#include "instance.h"
#include "mmiotrace/probe.h"

struct mmiotrace_stats;

/**
 * struct mmt_counters - what one CPU has seen of a session since it started
 *
 * Written by its own CPU with interrupts off, and by an NMI on it: increments
 * are single instructions, so none is lost. Read by anybody, zeroed while the
 * session does not run.
 */
struct mmt_counters {
	u64 seen;
	u64 dropped;
	u64 unknown;
	u64 given_up;
};

/**
 * struct mmt_sink - where accesses to a range are recorded, without a handler
 * @addr: its first virtual address
 * @len: bytes
 * @phys: physical address of @addr
 * @map: number of the mapping in the trace
 * @told: last address of the range before it in the mapping, 0 for none: an access
 *	that reaches into both belongs to the first
 * @instance: where they are written to; NULL when only the tracepoints are told
 * @counters: of whose they are
 *
 * Whoever registers a probe may give it one, which takes what its handler @after
 * would be told. The first three are set by mmt_probe_register(), the rest is the
 * giver's; all of it stays until the probe is unregistered, and while a handler
 * may run.
 */
struct mmt_sink {
	unsigned long addr;
	unsigned long len;
	phys_addr_t phys;
	u32 map;
	unsigned long told;
	const struct mmt_instance *instance;
	struct mmt_counters __percpu *counters;
};

static __always_inline u64 mmt_sink_phys(const struct mmt_sink *sink,
					 unsigned long addr)
{
	return sink->phys + (addr - sink->addr);
}

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
 * @probe: what tracefs attaches to the tracepoint, see events.c
 */
struct mmt_event_kind {
	const struct trace_event_call *call;
	void *probe;
};

extern const struct mmt_event_kind mmt_event_read;
extern const struct mmt_event_kind mmt_event_write;

void mmt_sink_elsewise(const struct mmt_sink *sink, unsigned long addr,
		       unsigned int width, u64 value, u8 flags,
		       unsigned long pc);

/* Does anybody listen to the tracepoint? */
static __always_inline bool mmt_sink_is_heard(u8 flags)
{
	return flags & MMIOTRACE_WRITE ? trace_mmio_write_enabled() :
					 trace_mmio_read_enabled();
}

/* What an instance has of mmio_read or mmio_write. */
static __always_inline struct trace_event_file *
mmt_sink_file(const struct mmt_instance *instance, u8 flags)
{
	return instance->file[flags & MMIOTRACE_WRITE ? MMT_EVENT_WRITE :
							MMT_EVENT_READ];
}

/**
 * mmt_sink_write() - count an access, and write it into a ring buffer
 * @buffer: from mmt_ringbuffer_of()
 * @sink: as mmt_sink_put(), likewise the others
 * @addr: as there
 * @width: as there
 * @value: as there
 * @flags: as there
 * @pc: as there
 */
static __always_inline void
mmt_sink_write(struct trace_buffer *buffer, const struct mmt_sink *sink,
	       unsigned long addr, unsigned int width, u64 value, u8 flags,
	       unsigned long pc)
{
	const struct mmt_event_kind *kind =
		flags & MMIOTRACE_WRITE ? &mmt_event_write : &mmt_event_read;
	unsigned int context = mmt_ringbuffer_context();
	struct ring_buffer_event *event;
	struct mmt_event *entry;

	this_cpu_inc(sink->counters->seen);
	event = ring_buffer_lock_reserve(buffer, sizeof(*entry));
	/* There is no room, or tracing is off. */
	if (unlikely(!event)) {
		this_cpu_inc(sink->counters->dropped);
		return;
	}
	entry = mmt_ringbuffer_data(event);
	tracing_generic_entry_update(&entry->ent, kind->call->event.type,
				     context);
	entry->phys = mmt_sink_phys(sink, addr);
	entry->value = value;
	entry->pc = pc;
	entry->map = sink->map;
	entry->width = width;
	mmt_ringbuffer_commit(buffer, event);
}

/**
 * mmt_sink_put() - record an access of up to 8 bytes that nobody else has
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
	const struct mmt_instance *instance = sink->instance;
	struct trace_buffer *buffer;

	if (likely(instance) && !mmt_sink_is_heard(flags)) {
		buffer = mmt_ringbuffer_of(mmt_sink_file(instance, flags));
		if (likely(buffer)) {
			mmt_sink_write(buffer, sink, addr, width, value, flags,
				       pc);
			return;
		}
	}
	mmt_sink_elsewise(sink, addr, width, value, flags, pc);
}

void mmt_sink_take(const struct mmt_sink *sink, unsigned long addr,
		   unsigned int width, u64 value, u8 flags, unsigned long pc);
bool mmt_sink_keep_plain(const struct mmt_sink *sink, unsigned long addr,
			 unsigned int width, u64 value, u8 flags,
			 unsigned long pc);
void mmt_sink_tell(const struct mmt_sink *sink, unsigned long addr,
		   unsigned int width, u64 value, u8 flags, unsigned long pc);
bool mmt_sink_keep(const struct mmt_sink *sink,
		   const struct mmiotrace_access *access);
void mmt_sink_publish(const struct mmt_sink *sink,
		      const struct mmiotrace_access *access);
void mmt_sink_drop(const struct mmt_sink *sink, unsigned long addr);
void mmt_sink_give_up(const struct mmt_sink *sink);
void mmt_sink_reset(struct mmt_counters __percpu *counters);
void mmt_sink_stats(const struct mmt_counters __percpu *counters,
		    struct mmiotrace_stats *stats);

#endif
