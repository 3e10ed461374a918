// SPDX-License-Identifier: GPL-2.0
/*
 * Tracefs instances that sessions record into. A session writes its events there
 * itself, whether tracefs shows them as enabled or not; so the instance holds what
 * its session's filters let through, each event once, and nothing of other sessions.
 * Whoever else listens to the tracepoints is told by them; the functions that tracefs
 * attaches to them pass over the instances of sessions, see events.c.
 */
#include "instance.h"

#include <linux/err.h>
#include <linux/mutex.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/trace_events.h>

#include "inject.h"

static const char system[] = "mmiotrace";

static const char *const names[MMT_NR_EVENTS] = {
	[MMT_EVENT_READ] = "mmio_read",
	[MMT_EVENT_WRITE] = "mmio_write",
	[MMT_EVENT_READ_WIDE] = "mmio_read_wide",
	[MMT_EVENT_WRITE_WIDE] = "mmio_write_wide",
	[MMT_EVENT_UNKNOWN] = "mmio_unknown",
	[MMT_EVENT_MAP] = "mmio_map",
	[MMT_EVENT_UNMAP] = "mmio_unmap",
	[MMT_EVENT_DEVICE] = "mmio_device",
	[MMT_EVENT_SESSION] = "mmio_session",
	[MMT_EVENT_SYMBOL] = "mmio_symbol",
	[MMT_EVENT_MARK] = "mmio_mark",
};

static DEFINE_MUTEX(lock);
static LIST_HEAD(instances);	/* changed under lock, read under RCU */

/**
 * mmt_instance_any() - does any session have an instance?
 *
 * Context: any.
 */
bool mmt_instance_any(void)
{
	return !list_empty(&instances);
}

/**
 * mmt_instance_next() - for what concerns all sessions
 * @instance: one, or NULL for the first
 *
 * Context: any; preemption stays off until the answer is no longer used.
 * Return: the next one, or NULL.
 */
struct mmt_instance *mmt_instance_next(const struct mmt_instance *instance)
{
	const struct list_head *at = instance ? &instance->list : &instances;

	at = READ_ONCE(at->next);
	return at == &instances ? NULL :
				  list_entry(at, struct mmt_instance, list);
}

/**
 * mmt_instance_has() - does a session record into the instance of this file?
 * @file: of any event, in any instance
 *
 * Context: any, also NMI.
 */
bool mmt_instance_has(const struct trace_event_file *file)
{
	const struct mmt_instance *instance;
	bool found = false;

	preempt_disable_notrace();
	/* Nothing is asked of lockdep where a page fault may be. */
	list_for_each_entry_lockless(instance, &instances, list)
		found |= instance->array == file->tr;
	preempt_enable_notrace();
	return found;
}

static void put_files(struct mmt_instance *instance)
{
	unsigned int i;

	for (i = 0; i < MMT_NR_EVENTS && instance->file[i]; i++)
		trace_put_event_file(instance->file[i]);
}

/*
 * The first of them holds the instance, so the others are of the same one, also if
 * somebody removes it and makes another of that name meanwhile.
 */
static int get_files(struct mmt_instance *instance, const char *name)
{
	struct trace_event_file *file;
	unsigned int i;

	for (i = 0; i < MMT_NR_EVENTS; i++) {
		file = trace_get_event_file(name, system, names[i]);
		if (IS_ERR(file)) {
			put_files(instance);
			/* One that the kernel made without our events. */
			return PTR_ERR(file) == -EINVAL ? -ENOENT :
							  PTR_ERR(file);
		}
		instance->file[i] = file;
	}
	return 0;
}

static int add(struct mmt_instance *instance)
{
	int err = -EEXIST;

	mutex_lock(&lock);
	if (!mmt_instance_has(instance->file[0])) {
		list_add_rcu(&instance->list, &instances);
		err = 0;
	}
	mutex_unlock(&lock);
	return err;
}

/*
 * The kernel keeps the names of tasks only while some event is enabled. This one is
 * seldom told of, so that it costs nothing.
 */
static int enable_session(struct mmt_instance *instance, bool enable)
{
	return trace_array_set_clr_event(instance->array, system,
					 names[MMT_EVENT_SESSION], enable);
}

static bool is_enabled(const struct trace_event_file *file)
{
	return READ_ONCE(file->flags) & EVENT_FILE_FL_ENABLED;
}

/**
 * mmt_instance_get() - have an instance, which nobody can remove then
 * @name: its name in tracefs
 *
 * Context: process, sleeps.
 * Return: it, for mmt_instance_put(); -ENOENT when there is none, or it has no
 * events of ours; -EEXIST when another session has it; -ENOMEM.
 */
struct mmt_instance *mmt_instance_get(const char *name)
{
	struct mmt_instance *instance;
	int err;

	instance = mmt_kzalloc(sizeof(*instance), GFP_KERNEL);
	if (!instance)
		return ERR_PTR(-ENOMEM);
	err = get_files(instance, name);
	if (err)
		goto fail;
	instance->array = instance->file[0]->tr;
	err = add(instance);
	if (err)
		goto fail_files;
	if (!is_enabled(instance->file[MMT_EVENT_SESSION]))
		instance->switched_on = !enable_session(instance, true);
	return instance;

fail_files:
	put_files(instance);
fail:
	kfree(instance);
	return ERR_PTR(err);
}

/**
 * mmt_instance_put() - the session that had it is over
 * @instance: which no page fault writes accesses to any more; NULL does nothing
 *
 * Out of the list it is one of many. Who has found it there just now, on another CPU,
 * passes over it once more, or writes a mark or a name to it, which is no more than if
 * he had come a moment earlier; he is waited for before its files are given back.
 *
 * Context: process, sleeps.
 */
void mmt_instance_put(struct mmt_instance *instance)
{
	if (!instance)
		return;
	if (instance->switched_on)
		enable_session(instance, false);
	mutex_lock(&lock);
	list_del_rcu(&instance->list);
	mutex_unlock(&lock);
	/* Somebody waits for the end of his session. */
	synchronize_rcu_expedited();
	put_files(instance);
	kfree(instance);
}
