/* SPDX-License-Identifier: GPL-2.0 */
/* A tracefs instance that a session records into. */
#ifndef MMT_INSTANCE_H
#define MMT_INSTANCE_H

#include <linux/list.h>
#include <linux/types.h>

struct trace_array;
struct trace_event_file;

/* The events of events.h, in the order of mmt_instance_get(). */
enum mmt_event_id {
	MMT_EVENT_READ,
	MMT_EVENT_WRITE,
	MMT_EVENT_READ_WIDE,
	MMT_EVENT_WRITE_WIDE,
	MMT_EVENT_UNKNOWN,
	MMT_EVENT_MAP,
	MMT_EVENT_UNMAP,
	MMT_EVENT_DEVICE,
	MMT_EVENT_SESSION,
	MMT_EVENT_SYMBOL,
	MMT_EVENT_MARK,
	MMT_NR_EVENTS
};

/**
 * struct mmt_instance - an instance that a session has
 * @list: of all; changed under a mutex of instance.c, read under RCU
 * @array: what the kernel calls it
 * @file: what the kernel has of each event in it. They hold references to the
 *	instance, so that nobody removes it, and to this module
 * @switched_on: mmio_session was switched on in it by us
 *
 * All but @list is fixed between mmt_instance_get() and mmt_instance_put().
 */
struct mmt_instance {
	struct list_head list;
	struct trace_array *array;
	struct trace_event_file *file[MMT_NR_EVENTS];
	bool switched_on;
};

struct mmt_instance *mmt_instance_get(const char *name);
void mmt_instance_put(struct mmt_instance *instance);
bool mmt_instance_any(void);
struct mmt_instance *mmt_instance_next(const struct mmt_instance *instance);
bool mmt_instance_has(const struct trace_event_file *file);

#endif
