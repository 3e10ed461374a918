/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A way for an event into the ring buffer that spares what the kernel's own way does
 * for cases other than the common one.
 */
#ifndef MMT_COMPAT_RINGBUFFER_H
#define MMT_COMPAT_RINGBUFFER_H

#include <linux/jump_label.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/ring_buffer.h>
#include <linux/sched.h>
#include <linux/static_call.h>
#include <linux/trace_events.h>
#include <linux/tracepoint.h>
#include <linux/version.h>

DECLARE_STATIC_CALL(mmt_tracing_gen_ctx_irq_test, tracing_gen_ctx_irq_test);

/**
 * struct mmt_ringbuffer - where kernel/trace/ keeps what we look at
 * @buffer: offset in struct trace_array of the pointer to the ring buffer
 * @options: offset in struct trace_array of its options
 * @stacks: the options that want a stack trace with each event: of 64 bits, as
 *	they are read. Where there are 32 the upper ones belong to somebody else
 * @used: what tells the switch to another task that its name must be noted
 * @printk: events go to the kernel log, too
 * @exports: events go to other modules, too
 *
 * Written once by mmt_ringbuffer_find(), read-only afterwards.
 */
struct mmt_ringbuffer {
	unsigned int buffer;
	unsigned int options;
	u64 stacks;
	bool __percpu *used;
	const struct static_key *printk;
	const struct static_key *exports;
};

extern struct mmt_ringbuffer mmt_ringbuffer;
/* The above was found on this kernel. */
DECLARE_STATIC_KEY_FALSE(mmt_ringbuffer_known);

/* What a trace_event_file may be, and its events just be written. */
#define MMT_PLAIN_FILE	(EVENT_FILE_FL_ENABLED | EVENT_FILE_FL_RECORDED_CMD | \
			 EVENT_FILE_FL_RECORDED_TGID |			      \
			 EVENT_FILE_FL_NO_SET_FILTER |			      \
			 EVENT_FILE_FL_WAS_ENABLED)

/**
 * mmt_ringbuffer_listener() - who alone listens to a tracepoint
 * @tracepoint: which
 * @probe: function that tracefs attaches to it
 *
 * Context: as mmt_ringbuffer_of(), inside of MMT_WITH_FUNCTIONS().
 * Return: what tracefs has of it in the instance, or in the top buffer, that listens;
 * NULL when nobody does, or others as well (instances, perf, BPF).
 */
static __always_inline struct trace_event_file *
mmt_ringbuffer_listener(const struct tracepoint *tracepoint, void *probe)
{
	const struct tracepoint_func *function =
		rcu_dereference_raw(tracepoint->funcs);

	if (unlikely(!function || function[0].func != probe ||
		     function[1].func))
		return NULL;
	return function->data;
}

/**
 * mmt_ringbuffer_of() - the ring buffer that is all that an event goes to
 * @file: of the event, in some instance
 *
 * What is asked here is asked by the tracepoint's own way, too, for each event
 * and at the same moment; so whoever changes any of it sees no difference. The
 * file of a listener, the instance that it belongs to, and the buffer live until a
 * grace period after it was removed; those of a session while it has them.
 *
 * Context: interrupts off, RCU watching.
 * Return: the buffer; NULL when there is anything to do that only the kernel
 * knows: a filter, a trigger, a PID filter, a stack trace, a copy to the kernel log.
 */
static __always_inline struct trace_buffer *
mmt_ringbuffer_of(const struct trace_event_file *file)
{
	const struct mmt_ringbuffer *where = &mmt_ringbuffer;
	const void *array = file->tr;

	if (!static_branch_likely(&mmt_ringbuffer_known))
		return NULL;
	if (unlikely(READ_ONCE(file->flags) & ~MMT_PLAIN_FILE) ||
	    unlikely(READ_ONCE(*(u64 *)(array + where->options)) &
		     where->stacks) ||
	    unlikely(atomic_read(&where->printk->enabled) |
		     atomic_read(&where->exports->enabled)))
		return NULL;
	return READ_ONCE(*(struct trace_buffer **)(array + where->buffer));
}

/* A task that is about to be switched, or must not move. */
static __always_inline bool mmt_ringbuffer_task_is_special(void)
{
	unsigned long flags = _TIF_NEED_RESCHED;

#ifdef TIF_NEED_RESCHED_LAZY	/* since 6.13 */
	flags |= _TIF_NEED_RESCHED_LAZY;
#endif
#ifdef CONFIG_SMP
	if (unlikely(current->migration_disabled))
		return true;
#endif
	return READ_ONCE(current_thread_info()->flags) & flags;
}

/**
 * mmt_ringbuffer_context() - tracing_gen_ctx(), with interrupts off
 *
 * Before the event is reserved, which disables preemption. What is rare is left
 * to the kernel: interrupts and NMIs, whose bits in the count are high, and a
 * task that is about to be switched, as its flag says. (With interrupts off the
 * count's own bit for that is set only when the flag is.)
 */
static __always_inline unsigned int mmt_ringbuffer_context(void)
{
	unsigned int count = preempt_count();

	if (unlikely(count > 0xf) ||
	    unlikely(mmt_ringbuffer_task_is_special()))
		return static_call(mmt_tracing_gen_ctx_irq_test)(TRACE_FLAG_IRQS_OFF);
	return TRACE_FLAG_IRQS_OFF << 16 | count;
}

/** mmt_ringbuffer_data() - ring_buffer_event_data(), mostly without the call */
static __always_inline void *
mmt_ringbuffer_data(struct ring_buffer_event *event)
{
	if (likely(event->type_len &&
		   event->type_len <= RINGBUF_TYPE_DATA_TYPE_LEN_MAX))
		return event->array;
	return ring_buffer_event_data(event);
}

/** mmt_ringbuffer_commit() - end what ring_buffer_lock_reserve() began */
static __always_inline void
mmt_ringbuffer_commit(struct trace_buffer *buffer,
		      struct ring_buffer_event *event)
{
	this_cpu_write(*mmt_ringbuffer.used, true);
	/* 6.3 dropped an argument that it did not use. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	ring_buffer_unlock_commit(buffer);
#else
	ring_buffer_unlock_commit(buffer, event);
#endif
}

/** mmt_ringbuffer_is_short() - do events take the short way, where they may? */
static inline bool mmt_ringbuffer_is_short(void)
{
	return static_branch_likely(&mmt_ringbuffer_known);
}

void mmt_ringbuffer_find(void);

#endif
