// SPDX-License-Identifier: GPL-2.0
/* The engine, which any number of sessions may use at a time. */
#include "engine.h"

#include <linux/err.h>
#include <linux/errno.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/security.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "compat/symbols.h"
#include "hook.h"
#include "inject.h"
#include "instance.h"
#include "leaving.h"
#include "mapping.h"
#include "memtype.h"
#include "names.h"
#include "page.h"
#include "probe.h"
#include "record.h"
#include "selftest.h"
#include "session.h"
#include "site.h"
#include "step.h"
#include "uapi/mmiotrace.h"

/* Serialises sessions; taken before mmt_mapping_lock. May be slept on. */
static DEFINE_MUTEX(engine_lock);

/**
 * mmt_engine_open() - a new session, which does not run
 *
 * Context: process, may sleep, as all that follow.
 * Return: it, for mmt_engine_close(); NULL when there is no memory.
 */
struct mmt_session *mmt_engine_open(void)
{
	struct mmt_session *session = mmt_kzalloc(sizeof(*session), GFP_KERNEL);

	if (session && mmt_record_init(&session->record)) {
		kfree(session);
		return NULL;
	}
	return session;
}

/**
 * mmt_engine_filter() - trace only this range, and those added before
 * @session: the session
 * @start: first physical address
 * @end: last one
 *
 * Return: 0, -EBUSY when it runs, else see mmt_filter_add().
 */
int mmt_engine_filter(struct mmt_session *session, u64 start, u64 end)
{
	int err = -EBUSY;

	mutex_lock(&engine_lock);
	if (!session->running)
		err = mmt_filter_add(&session->filter, start, end);
	mutex_unlock(&engine_lock);
	return err;
}

/* What the first of several begins with, that run at the same time. */
static void forget(void)
{
	/* In this order: a site that is decoded anew is noted anew. */
	mmt_names_reset();
	mmt_site_reset();
	mutex_lock(&mmt_mapping_lock);
	mmt_mapping_reset();
	mutex_unlock(&mmt_mapping_lock);
}

/* What a session and the self-test begin with. */
static int prepare(struct mmt_recording *record)
{
	int err = security_locked_down(LOCKDOWN_MMIOTRACE);

	if (err)
		return err;
	if (list_empty(&mmt_sessions))
		forget();
	mmt_record_reset(record);
	return 0;
}

/*
 * The kernel's own mmiotrace tracer. What it has armed we cannot trace, and do not even
 * find, and it has switched all CPUs off but one: nobody wants a session then. Switched on
 * later it arms each new mapping before we are told of it; such a mapping is untraced
 * and counted as that, what we have is left alone by it. So each page fault is of a page
 * that only one of the two has armed; that tracer looks first, and passes on ours.
 */
static bool kernel_traces(void)
{
	return mmt_symbols.tracer_enabled &&
	       atomic_read(mmt_symbols.tracer_enabled);
}

/*
 * Two that have none could not be told apart by those who listen to the tracepoints.
 */
static int without_instance(void)
{
	struct mmt_session *other;

	list_for_each_entry(other, &mmt_sessions, list)
		if (!other->record.instance)
			return -EEXIST;
	return 0;
}

static int get_instance(struct mmt_session *session, const char *name)
{
	struct mmt_instance *instance;

	if (!*name)
		return without_instance();
	instance = mmt_instance_get(name);
	if (IS_ERR(instance))
		return PTR_ERR(instance);
	session->record.instance = instance;
	return 0;
}

static void put_instance(struct mmt_session *session)
{
	mmt_instance_put(session->record.instance);
	session->record.instance = NULL;
}

static void run(struct mmt_session *session)
{
	unsigned int noio = memalloc_noio_save();

	mutex_lock(&mmt_mapping_lock);
	session->running = true;
	list_add_tail(&session->list, &mmt_sessions);
	/*
	 * Visible before we look at the page tables. Who maps writes to them and
	 * then asks whether a session runs, with the lock of mmt_leaving_forget()
	 * in between: one of the two sees the other. When others run already he
	 * waits for mmt_mapping_lock, and finds this one in the list, or we find
	 * what he has written.
	 */
	smp_mb();
	/* Without a filter the session is about new mappings only. */
	if (session->filter.nr)
		mmt_mapping_find_existing(session);
	mutex_unlock(&mmt_mapping_lock);
	memalloc_noio_restore(noio);
}

/**
 * mmt_engine_start() - trace
 * @session: the session
 * @instance: name of the tracefs instance that it records into, or ""
 *
 * Return: 0; -EBUSY when it runs, or the kernel's own tracer does; -EEXIST when
 * another session records there, or has no instance either; -EPERM (lockdown), or
 * see mmt_instance_get().
 */
int mmt_engine_start(struct mmt_session *session, const char *instance)
{
	int err = -EBUSY;

	mutex_lock(&engine_lock);
	if (session->running || kernel_traces())
		goto out;
	err = get_instance(session, instance);
	if (err)
		goto out;
	err = prepare(&session->record);
	if (err) {
		put_instance(session);
		goto out;
	}
	session->owner = task_tgid_nr(current);
	strscpy(session->instance, instance, sizeof(session->instance));
	mmt_record_session(&session->record);
	/* Of code that others have seen, and that is not new any more. */
	mmt_names_record(session->record.instance, NULL);
	run(session);
out:
	mutex_unlock(&engine_lock);
	return err;
}

/*
 * In this order:
 *
 * 1. Out of the list of sessions, under mmt_mapping_lock: no mapping is added to it.
 * 2. Its probes end, and everybody is waited for who may be telling one of them: see
 *    mmt_mapping_remove_all(). From here on no page fault writes accesses to its
 *    instance or counts for it. Pages that only it wanted are restored; those that others want,
 *    too, stay armed, and their sinks where they are.
 * 3. The names of the code that was seen, the last that is written.
 * 4. The instance, which may be removed from now on. A module that comes or goes asks
 *    for it only under mmt_mapping_lock, of a session in the list.
 */
static void stop(struct mmt_session *session)
{
	if (!session->running)
		return;
	mutex_lock(&mmt_mapping_lock);
	session->running = false;
	list_del(&session->list);
	mmt_mapping_remove_all(session);
	mutex_unlock(&mmt_mapping_lock);
	mmt_names_record(session->record.instance, NULL);
	put_instance(session);
}

/**
 * mmt_engine_stop() - stop tracing; when it returns nothing is armed for the session
 * @session: the session; it need not run
 */
void mmt_engine_stop(struct mmt_session *session)
{
	mutex_lock(&engine_lock);
	stop(session);
	mutex_unlock(&engine_lock);
}

/**
 * mmt_engine_close() - the session is over, however it ended
 * @session: the session; it is gone afterwards
 */
void mmt_engine_close(struct mmt_session *session)
{
	mmt_engine_stop(session);
	mmt_record_exit(&session->record);
	kfree(session);
}

static void get_stats(const struct mmt_session *session,
		      struct mmiotrace_stats *stats)
{
	stats->state = session->running ? MMIOTRACE_STATE_RUNNING :
					  MMIOTRACE_STATE_IDLE;
	stats->owner = session->owner;
	strscpy(stats->instance, session->instance, sizeof(stats->instance));
	mutex_lock(&mmt_mapping_lock);
	stats->mappings = session->nr_mappings;
	mutex_unlock(&mmt_mapping_lock);
	stats->armed = atomic_read(&mmt_armed_pages);
	mmt_record_stats(&session->record, stats);
}

/**
 * mmt_engine_stats() - state and counters
 * @session: the session
 * @stats: zeroed by the caller, all fields but @size and @index are filled in
 */
void mmt_engine_stats(const struct mmt_session *session,
		      struct mmiotrace_stats *stats)
{
	mutex_lock(&engine_lock);
	get_stats(session, stats);
	mutex_unlock(&engine_lock);
}

/**
 * mmt_engine_session() - mmt_engine_stats(), of a session that runs
 * @index: which, from 0, in the order of their starts
 * @stats: as there
 *
 * Return: 0, or -ENOENT past the last.
 */
int mmt_engine_session(unsigned int index, struct mmiotrace_stats *stats)
{
	struct mmt_session *session;
	int err = -ENOENT;

	mutex_lock(&engine_lock);
	list_for_each_entry(session, &mmt_sessions, list) {
		if (index--)
			continue;
		get_stats(session, stats);
		err = 0;
		break;
	}
	mutex_unlock(&engine_lock);
	return err;
}

/**
 * mmt_engine_selftest() - run the self-test, beside whatever sessions run
 *
 * Context: process, sleeps.
 * Return: how many checks failed, or -EPERM, -ENOMEM.
 */
int mmt_engine_selftest(void)
{
	struct mmt_recording record = {};
	int err = mmt_record_init(&record);

	if (err)
		return err;
	mutex_lock(&engine_lock);
	err = prepare(&record);
	if (!err)
		err = mmt_selftest_run(&record);
	mutex_unlock(&engine_lock);
	mmt_record_exit(&record);
	return err;
}

static bool any_runs(void)
{
	return !list_empty(&mmt_sessions);
}

static void mapped(unsigned long virt, phys_addr_t phys, unsigned long len)
{
	struct vm_struct *area;
	unsigned int noio;

	mmt_leaving_forget(virt);
	if (!any_runs())
		return;
	area = static_call(mmt_find_vm_area)((void *)virt);
	if (!area)
		return;
	/* A disk's driver may need the lock for the write that frees memory. */
	noio = memalloc_noio_save();
	mutex_lock(&mmt_mapping_lock);
	mmt_mapping_new(area, virt, phys, len);
	mutex_unlock(&mmt_mapping_lock);
	memalloc_noio_restore(noio);
}

static void unmapped(unsigned long virt)
{
	/* iounmap() takes any address inside the area; it is the caller's. */
	struct vm_struct *area = static_call(mmt_find_vm_area)((void *)virt);
	unsigned int noio;

	if (!area)
		return;
	virt = (unsigned long)area->addr;
	/* First this, then the question: see leaving.c. */
	mmt_leaving_note(virt);
	/* Everybody's probes; what a session that starts now adds goes below. */
	mmt_probe_gone(virt);
	if (any_runs()) {
		noio = memalloc_noio_save();
		mutex_lock(&mmt_mapping_lock);
		mmt_mapping_gone(virt);
		mutex_unlock(&mmt_mapping_lock);
		memalloc_noio_restore(noio);
	}
}

static const struct mmt_hook_calls hook_calls = {
	.mapped = mapped,
	.unmapped = unmapped,
	.set_memory = mmt_memtype_set,
};

/*
 * The names of a driver's code go with it: those of its init functions when it
 * is up, the others when it is unloaded.
 */
static int module_event(struct notifier_block *nb, unsigned long event,
			void *data)
{
	struct mmt_session *session;

	if (!any_runs() ||
	    (event != MODULE_STATE_GOING && event != MODULE_STATE_LIVE))
		return NOTIFY_DONE;
	mutex_lock(&mmt_mapping_lock);
	list_for_each_entry(session, &mmt_sessions, list)
		mmt_names_record(session->record.instance, data);
	mutex_unlock(&mmt_mapping_lock);
	return NOTIFY_DONE;
}

static struct notifier_block module_notifier = {
	.notifier_call = module_event,
};

/**
 * mmt_engine_init() - hook the kernel
 *
 * Context: process, sleeps.
 * Return: 0, or an error after a line in the log that says why.
 */
int mmt_engine_init(void)
{
	int err = mmt_step_init();

	if (!err)
		err = mmt_hook_init(&hook_calls);
	if (err) {
		mmt_step_exit();
		return err;
	}
	/* Fails only for what is registered already. */
	return register_module_notifier(&module_notifier);
}

/** mmt_engine_exit() - no session exists any more */
void mmt_engine_exit(void)
{
	unregister_module_notifier(&module_notifier);
	mmt_hook_exit();
	mmt_probe_exit();
	mmt_step_exit();
}
