// SPDX-License-Identifier: GPL-2.0
/*
 * An access becomes a trace event, and is counted. Of each there are two sides: the
 * session's own, its instance and its counters; and whoever else listens to the
 * tracepoints, who is told once, however many sessions have the access. A session
 * without an instance has only the other side.
 */
#include "sink.h"

#include <linux/string.h>

#include "uapi/mmiotrace.h"

/*
 * A CPU on its way down still moves interrupts elsewhere, which may touch
 * devices, when it no longer counts as online. The tracepoint does nothing there;
 * an instance may be written to as long as faults come, since RCU waits for the CPU
 * until it is dead.
 */
static bool can_tell(void)
{
	return cpu_online(raw_smp_processor_id());
}

/**
 * mmt_sink_tell() - tell whoever listens of an access of up to 8 bytes
 * @sink: as mmt_sink_put(), likewise the others
 * @addr: as there
 * @width: as there
 * @value: as there
 * @flags: as there
 * @pc: as there
 *
 * A session without an instance has it recorded only so.
 *
 * Context: page fault or #DB, interrupts off, as all that follow.
 */
void mmt_sink_tell(const struct mmt_sink *sink, unsigned long addr,
		   unsigned int width, u64 value, u8 flags, unsigned long pc)
{
	u64 phys = mmt_sink_phys(sink, addr);

	if (!sink->instance && (!mmt_sink_is_heard(flags) || !can_tell()))
		this_cpu_inc(sink->counters->dropped);
	else if (flags & MMIOTRACE_WRITE)
		trace_mmio_write(phys, value, pc, sink->map, width);
	else
		trace_mmio_read(phys, value, pc, sink->map, width);
}

/* Into an instance by the kernel's own functions, which look at everything. */
static bool write_to(struct trace_event_file *file, const struct mmt_sink *sink,
		     unsigned long addr, unsigned int width, u64 value,
		     unsigned long pc)
{
	struct trace_event_buffer buffer;
	struct mmt_event *entry;

	if (trace_trigger_soft_disabled(file))
		return false;
	entry = trace_event_buffer_reserve(&buffer, file, sizeof(*entry));
	if (!entry)
		return false;
	entry->phys = mmt_sink_phys(sink, addr);
	entry->value = value;
	entry->pc = pc;
	entry->map = sink->map;
	entry->width = width;
	trace_event_buffer_commit(&buffer);
	return true;
}

static noinline void keep_elsewise(const struct mmt_sink *sink,
				   unsigned long addr, unsigned int width,
				   u64 value, u8 flags, unsigned long pc)
{
	struct trace_event_file *file = mmt_sink_file(sink->instance, flags);
	bool kept;

	this_cpu_inc(sink->counters->seen);
	MMT_AS_TRACEPOINT(MMT_AS_FUNCTION(
		kept = write_to(file, sink, addr, width, value, pc)));
	if (!kept)
		this_cpu_inc(sink->counters->dropped);
}

/* Count it and write it into the session's instance. */
static __always_inline void keep(const struct mmt_sink *sink,
				 unsigned long addr, unsigned int width,
				 u64 value, u8 flags, unsigned long pc)
{
	struct trace_buffer *buffer =
		mmt_ringbuffer_of(mmt_sink_file(sink->instance, flags));

	if (likely(buffer))
		mmt_sink_write(buffer, sink, addr, width, value, flags, pc);
	else
		keep_elsewise(sink, addr, width, value, flags, pc);
}

/**
 * mmt_sink_keep_plain() - mmt_sink_keep(), of an access of up to 8 bytes
 * @sink: as mmt_sink_put(), likewise the others
 * @addr: as there
 * @width: as there
 * @value: as there
 * @flags: as there
 * @pc: as there
 *
 * Return: as mmt_sink_keep().
 */
bool mmt_sink_keep_plain(const struct mmt_sink *sink, unsigned long addr,
			 unsigned int width, u64 value, u8 flags,
			 unsigned long pc)
{
	if (unlikely(addr <= sink->told))
		return false;
	if (unlikely(!sink->instance))
		this_cpu_inc(sink->counters->seen);
	else if (flags & MMIOTRACE_WRITE)
		keep(sink, addr, width, value, MMIOTRACE_WRITE, pc);
	else
		keep(sink, addr, width, value, 0, pc);
	return true;
}

/*
 * Without an instance: into the buffer of the only one who listens, where a loss is
 * seen; the tracepoint says nothing of one. Inside of MMT_WITH_FUNCTIONS().
 */
static bool tell_one(const struct mmt_sink *sink, unsigned long addr,
		     unsigned int width, u64 value, u8 flags, unsigned long pc)
{
	struct trace_event_file *file;
	struct trace_buffer *buffer;

	/* Others listen in a session's instance, too, but are not meant. */
	if (mmt_instance_any())
		return false;
	file = flags & MMIOTRACE_WRITE ?
		       mmt_ringbuffer_listener(&__tracepoint_mmio_write,
					       mmt_event_write.probe) :
		       mmt_ringbuffer_listener(&__tracepoint_mmio_read,
					       mmt_event_read.probe);
	buffer = file ? mmt_ringbuffer_of(file) : NULL;
	if (unlikely(!buffer))
		return false;
	mmt_sink_write(buffer, sink, addr, width, value, flags, pc);
	return true;
}

/**
 * mmt_sink_elsewise() - mmt_sink_put(), when there is more to do than to write
 * @sink: as there, likewise the others
 * @addr: as there
 * @width: as there
 * @value: as there
 * @flags: as there
 * @pc: as there
 */
void mmt_sink_elsewise(const struct mmt_sink *sink, unsigned long addr,
		       unsigned int width, u64 value, u8 flags,
		       unsigned long pc)
{
	bool told;

	if (sink->instance) {
		keep_elsewise(sink, addr, width, value, flags, pc);
	} else {
		MMT_WITH_FUNCTIONS(
			told = tell_one(sink, addr, width, value, flags, pc));
		if (likely(told))
			return;
		this_cpu_inc(sink->counters->seen);
	}
	mmt_sink_tell(sink, addr, width, value, flags, pc);
}

/**
 * mmt_sink_take() - record an access of up to 8 bytes, once
 *
 * As mmt_sink_put(), but that the range before may have recorded it.
 */
void mmt_sink_take(const struct mmt_sink *sink, unsigned long addr,
		   unsigned int width, u64 value, u8 flags, unsigned long pc)
{
	if (unlikely(addr <= sink->told))
		return;
	if (flags & MMIOTRACE_WRITE)
		mmt_sink_put(sink, addr, width, value, MMIOTRACE_WRITE, pc);
	else
		mmt_sink_put(sink, addr, width, value, 0, pc);
}

/**
 * mmt_sink_keep() - record an access of any kind on the session's side only
 * @sink: what it lies in, for the most part
 * @access: what has happened
 *
 * Return: false when the range before has it.
 */
bool mmt_sink_keep(const struct mmt_sink *sink,
		   const struct mmiotrace_access *access)
{
	const struct mmt_instance *instance = sink->instance;
	u64 phys = mmt_sink_phys(sink, access->addr);

	if (access->flags & MMIOTRACE_OPAQUE) {
		this_cpu_inc(sink->counters->unknown);
		mmt_event_unknown(instance, phys, access, sink->map);
		return true;
	}
	if (access->width <= 8)
		return mmt_sink_keep_plain(sink, access->addr, access->width,
					   access->value, access->flags,
					   access->ip);
	if (access->addr <= sink->told)
		return false;
	this_cpu_inc(sink->counters->seen);
	mmt_event_wide(instance, phys, access, sink->map);
	return true;
}

static void publish_wide(const struct mmt_sink *sink, u64 phys,
			 const struct mmiotrace_access *access)
{
	bool write = access->flags & MMIOTRACE_WRITE;

	if (!sink->instance && !(write ? trace_mmio_write_wide_enabled() :
					 trace_mmio_read_wide_enabled()))
		this_cpu_inc(sink->counters->dropped);
	else if (write)
		trace_mmio_write_wide(phys, access->ip, sink->map,
				      access->bytes, access->width);
	else
		trace_mmio_read_wide(phys, access->ip, sink->map,
				     access->bytes, access->width);
}

/**
 * mmt_sink_publish() - tell whoever listens of an access of any kind
 * @sink: one that has kept it; that of a session without an instance, if any has
 * @access: what has happened
 */
void mmt_sink_publish(const struct mmt_sink *sink,
		      const struct mmiotrace_access *access)
{
	u64 phys = mmt_sink_phys(sink, access->addr);

	if (access->flags & MMIOTRACE_OPAQUE)
		trace_mmio_unknown(phys, access->ip, sink->map, access->bytes,
				   access->width);
	else if (access->width > 8)
		publish_wide(sink, phys, access);
	else
		mmt_sink_tell(sink, access->addr, access->width, access->value,
			      access->flags, access->ip);
}

/**
 * mmt_sink_drop() - an access was performed but must not be recorded here
 * @sink: what it lies in, for the most part
 * @addr: virtual address
 */
void mmt_sink_drop(const struct mmt_sink *sink, unsigned long addr)
{
	if (addr <= sink->told)
		return;
	this_cpu_inc(sink->counters->seen);
	this_cpu_inc(sink->counters->dropped);
}

/**
 * mmt_sink_give_up() - a page is traced no longer, see mmt_step_give_up()
 * @sink: one whose range it was in
 */
void mmt_sink_give_up(const struct mmt_sink *sink)
{
	this_cpu_inc(sink->counters->given_up);
}

/** mmt_sink_reset() - all to zero; process context, no sink counts there */
void mmt_sink_reset(struct mmt_counters __percpu *counters)
{
	int cpu;

	for_each_possible_cpu(cpu)
		memset(per_cpu_ptr(counters, cpu), 0,
		       sizeof(struct mmt_counters));
}

/**
 * mmt_sink_stats() - add up the counters
 * @counters: of a session
 * @stats: what they count is filled in
 *
 * Context: process; exact when the session does not run.
 */
void mmt_sink_stats(const struct mmt_counters __percpu *counters,
		    struct mmiotrace_stats *stats)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct mmt_counters *c = per_cpu_ptr(counters, cpu);

		stats->seen += READ_ONCE(c->seen);
		stats->dropped += READ_ONCE(c->dropped);
		stats->unknown += READ_ONCE(c->unknown);
		stats->failed += READ_ONCE(c->given_up);
	}
	stats->recorded = stats->seen - stats->dropped;
}
