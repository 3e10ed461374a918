// SPDX-License-Identifier: GPL-2.0
/*
 * The trace events: what events.h makes of them, and how one gets into the instance of
 * a session and to whoever else listens.
 */
#include <linux/trace_events.h>

#include "instance.h"

static int init_event(struct trace_event_call *call);

/*
 * Called when an event is registered, before anybody can enable it: the moment to put
 * functions of our own in the place of those that the tracepoints would call.
 */
#define trace_event_raw_init	init_event
#define CREATE_TRACE_POINTS
#include "sink.h"
#undef CREATE_TRACE_POINTS
#undef trace_event_raw_init

/* struct mmt_event is what events.h makes of mmio_access. */
#define SAME_PLACE(field)						       \
	static_assert(offsetof(struct mmt_event, field) ==		       \
		      offsetof(struct trace_event_raw_mmio_access, field) &&   \
		      sizeof_field(struct mmt_event, field) ==		       \
		      sizeof_field(struct trace_event_raw_mmio_access, field))
SAME_PLACE(ent);
SAME_PLACE(phys);
SAME_PLACE(value);
SAME_PLACE(pc);
SAME_PLACE(map);
SAME_PLACE(width);
static_assert(offsetof(struct trace_event_raw_mmio_access, __data) ==
	      offsetofend(struct mmt_event, width));
static_assert(sizeof(struct mmt_event) ==
	      sizeof(struct trace_event_raw_mmio_access));

/*
 * They differ in one thing: the instance of a session is passed over. Its session
 * writes into it, see mmt_event_*() and sink.h.
 */
#undef DECLARE_EVENT_CLASS
#define DECLARE_EVENT_CLASS(class, proto, args, tstruct, assign, print)		\
static notrace void listener_##class(void *file, proto)				\
{										\
	if (!mmt_instance_has(file))						\
		trace_event_raw_event_##class(file, args);			\
}
#undef DEFINE_EVENT
#define DEFINE_EVENT(template, name, proto, args)
#undef TRACE_EVENT
#define TRACE_EVENT(name, proto, args, tstruct, assign, print)			\
	DECLARE_EVENT_CLASS(name, PARAMS(proto), PARAMS(args),			\
			    PARAMS(tstruct), PARAMS(assign), PARAMS(print))
#define TRACE_HEADER_MULTI_READ
#include "events.h"
#undef TRACE_HEADER_MULTI_READ

#define LISTENER(class)	{ &event_class_##class, listener_##class }

static const struct {
	struct trace_event_class *class;
	void *probe;
} listeners[] = {
	LISTENER(mmio_access),
	LISTENER(mmio_wide),
	LISTENER(mmio_unknown),
	LISTENER(mmio_map),
	LISTENER(mmio_unmap),
	LISTENER(mmio_device),
	LISTENER(mmio_session),
	LISTENER(mmio_symbol),
	LISTENER(mmio_mark),
};

static int init_event(struct trace_event_call *call)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(listeners); i++)
		if (call->class == listeners[i].class)
			call->class->probe = listeners[i].probe;
	return trace_event_raw_init(call);
}

const struct mmt_event_kind mmt_event_read = {
	.call = &event_mmio_read,
	.probe = listener_mmio_access,
};

const struct mmt_event_kind mmt_event_write = {
	.call = &event_mmio_write,
	.probe = listener_mmio_access,
};

/* As the tracepoint would call its function for this instance alone, if there is one. */
#define INTO(instance, event, class, ...) do {					\
	if (instance)								\
		MMT_AS_TRACEPOINT(trace_event_raw_event_##class(		\
			(instance)->file[event], __VA_ARGS__));			\
} while (0)

/**
 * mmt_event_wide() - an access of more than 8 bytes, into an instance only
 * @instance: which
 * @phys: physical address
 * @access: the access
 * @map: number of the mapping
 *
 * Context: page fault or #DB, interrupts off.
 */
void mmt_event_wide(const struct mmt_instance *instance, u64 phys,
		    const struct mmiotrace_access *access, u32 map)
{
	INTO(instance,
	     access->flags & MMIOTRACE_WRITE ? MMT_EVENT_WRITE_WIDE :
					       MMT_EVENT_READ_WIDE,
	     mmio_wide, phys, access->ip, map, access->bytes, access->width);
}

/** mmt_event_unknown() - an instruction not decoded; as mmt_event_wide() */
void mmt_event_unknown(const struct mmt_instance *instance, u64 phys,
		       const struct mmiotrace_access *access, u32 map)
{
	INTO(instance, MMT_EVENT_UNKNOWN, mmio_unknown, phys, access->ip, map,
	     access->bytes, access->width);
}

/**
 * mmt_event_map() - a mapping begins, for a session and who else listens
 * @instance: of the session, or NULL
 * @map: the mapping
 * @pc: who called ioremap()
 * @flags: MMT_MAP_*
 *
 * Context: process, as the following.
 */
void mmt_event_map(const struct mmt_instance *instance,
		   const struct mmt_map_event *map, unsigned long pc, u8 flags)
{
	INTO(instance, MMT_EVENT_MAP, mmio_map, map, pc, flags);
	trace_mmio_map(map, pc, flags);
}

/** mmt_event_unmap() - a mapping ends */
void mmt_event_unmap(const struct mmt_instance *instance, u32 map)
{
	INTO(instance, MMT_EVENT_UNMAP, mmio_unmap, map);
	trace_mmio_unmap(map);
}

/** mmt_event_device() - what a PCI device is */
void mmt_event_device(const struct mmt_instance *instance,
		      const struct mmt_device_event *ev, const char *driver)
{
	INTO(instance, MMT_EVENT_DEVICE, mmio_device, ev, driver);
	trace_mmio_device(ev, driver);
}

/** mmt_event_session() - a session begins */
void mmt_event_session(const struct mmt_instance *instance, const char *version,
		       bool short_way)
{
	INTO(instance, MMT_EVENT_SESSION, mmio_session, version, short_way);
	trace_mmio_session(version, short_way);
}

/** mmt_event_symbol() - the name of code */
void mmt_event_symbol(const struct mmt_instance *instance, unsigned long pc,
		      const char *name)
{
	INTO(instance, MMT_EVENT_SYMBOL, mmio_symbol, pc, name);
	trace_mmio_symbol(pc, name);
}

#define INTO_ALL(event, class, ...) do {						\
	const struct mmt_instance *each = NULL;					\
										\
	while ((each = mmt_instance_next(each)))				\
		INTO(each, event, class, __VA_ARGS__);				\
} while (0)

/**
 * mmt_event_new_symbol() - the name of code that was not seen before, for all sessions
 * @pc: its address
 * @name: its name
 *
 * Context: process or page fault, interrupts off.
 */
void mmt_event_new_symbol(unsigned long pc, const char *name)
{
	INTO_ALL(MMT_EVENT_SYMBOL, mmio_symbol, pc, name);
	trace_mmio_symbol(pc, name);
}

/** mmt_event_symbol_wanted() - does anybody want names? any context */
bool mmt_event_symbol_wanted(void)
{
	return trace_mmio_symbol_enabled() || mmt_instance_any();
}

/**
 * mmt_event_mark() - a mark, which is for all sessions
 * @text: the mark
 *
 * Context: process, preemption off.
 */
void mmt_event_mark(const char *text)
{
	INTO_ALL(MMT_EVENT_MARK, mmio_mark, text);
	trace_mmio_mark(text);
}

/** mmt_event_mark_wanted() - does anybody want marks? any context */
bool mmt_event_mark_wanted(void)
{
	return trace_mmio_mark_enabled() || mmt_instance_any();
}
