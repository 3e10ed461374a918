// SPDX-License-Identifier: GPL-2.0
/* One engine, which one session at a time may claim, start and stop. */
#include "engine.h"

#include <linux/errno.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/security.h>
#include <linux/vmalloc.h>

#include "compat/symbols.h"
#include "device.h"
#include "filter.h"
#include "hook.h"
#include "leaving.h"
#include "mapping.h"
#include "memtype.h"
#include "names.h"
#include "page.h"
#include "probe.h"
#include "record.h"
#include "selftest.h"
#include "site.h"
#include "step.h"
#include "uapi/mmiotrace.h"

/* Serialises sessions; taken before mmt_mapping_lock. May be slept on. */
static DEFINE_MUTEX(engine_lock);

/* Who has claimed the engine, and its process; under engine_lock. */
static const void *owner_now;
static pid_t owner_pid;

/*
 * A session runs. Changed under engine_lock and mmt_mapping_lock; read under
 * either, and as a hint under none.
 */
static bool running;

static int claim(const void *owner)
{
	if (owner_now && owner_now != owner)
		return -EBUSY;
	owner_now = owner;
	owner_pid = task_tgid_nr(current);
	return 0;
}

/**
 * mmt_engine_claim() - become the one session
 * @owner: any pointer that tells sessions apart
 *
 * Return: 0, also when it is already ours, or -EBUSY.
 */
int mmt_engine_claim(const void *owner)
{
	int err;

	mutex_lock(&engine_lock);
	err = claim(owner);
	mutex_unlock(&engine_lock);
	return err;
}

/**
 * mmt_engine_filter() - trace only this range, and those added before
 * @owner: the claimant
 * @start: first physical address
 * @end: last one
 *
 * Return: 0, -EBUSY when not claimed or running, else see mmt_filter_add().
 */
int mmt_engine_filter(const void *owner, u64 start, u64 end)
{
	int err = -EBUSY;

	mutex_lock(&engine_lock);
	if (owner_now == owner && !running)
		err = mmt_filter_add(start, end);
	mutex_unlock(&engine_lock);
	return err;
}

/* What a session and the self-test begin with; mmt_hook_put() undoes it. */
static int prepare(const void *owner)
{
	int err = security_locked_down(LOCKDOWN_MMIOTRACE);

	if (err)
		return err;
	if (owner_now != owner || running)
		return -EBUSY;
	/* In this order: a site that is decoded anew is noted anew. */
	mmt_record_reset();
	mmt_site_reset();
	return mmt_hook_get();
}

/**
 * mmt_engine_start() - trace
 * @owner: the claimant
 *
 * Context: process, sleeps.
 * Return: 0, -EPERM (lockdown) or -EBUSY.
 */
int mmt_engine_start(const void *owner)
{
	unsigned int noio;
	int err;

	mutex_lock(&engine_lock);
	err = prepare(owner);
	if (err)
		goto out;

	mmt_record_session();
	mmt_device_describe_all();
	noio = memalloc_noio_save();
	mutex_lock(&mmt_mapping_lock);
	/*
	 * Visible before we look at the page tables. Who maps writes to them and
	 * then asks whether a session runs, with the lock of mmt_leaving_forget()
	 * in between: one of the two sees the other.
	 */
	smp_store_mb(running, true);
	/* Without a filter the session is about new mappings only. */
	if (mmt_filter_count())
		mmt_mapping_find_existing();
	mutex_unlock(&mmt_mapping_lock);
	memalloc_noio_restore(noio);
out:
	mutex_unlock(&engine_lock);
	return err;
}

static void stop(void)
{
	if (!running)
		return;
	mutex_lock(&mmt_mapping_lock);
	WRITE_ONCE(running, false);
	mmt_mapping_remove_all();
	mutex_unlock(&mmt_mapping_lock);
	mmt_hook_put();
	mmt_names_record(NULL);
}

/**
 * mmt_engine_stop() - stop tracing; when it returns nothing is armed
 * @owner: the claimant
 *
 * Return: 0, also when nothing ran, or -EBUSY when it is not ours.
 */
int mmt_engine_stop(const void *owner)
{
	int err = -EBUSY;

	mutex_lock(&engine_lock);
	if (owner_now == owner) {
		stop();
		err = 0;
	}
	mutex_unlock(&engine_lock);
	return err;
}

/**
 * mmt_engine_release() - the session is over, however it ended
 * @owner: whoever; nothing happens unless it has claimed the engine
 */
void mmt_engine_release(const void *owner)
{
	mutex_lock(&engine_lock);
	if (owner_now == owner) {
		stop();
		mmt_filter_clear();
		owner_now = NULL;
		owner_pid = 0;
	}
	mutex_unlock(&engine_lock);
}

/**
 * mmt_engine_stats() - state and counters
 * @stats: zeroed by the caller, all fields but @size are filled in
 */
void mmt_engine_stats(struct mmiotrace_stats *stats)
{
	mutex_lock(&engine_lock);
	if (running)
		stats->state = MMIOTRACE_STATE_RUNNING;
	else if (owner_now)
		stats->state = MMIOTRACE_STATE_CLAIMED;
	else
		stats->state = MMIOTRACE_STATE_IDLE;
	stats->owner = owner_pid;
	mutex_lock(&mmt_mapping_lock);
	stats->mappings = mmt_nr_mappings;
	mutex_unlock(&mmt_mapping_lock);
	stats->armed = atomic_read(&mmt_armed_pages);
	mmt_record_stats(stats);
	mutex_unlock(&engine_lock);
}

/**
 * mmt_engine_selftest() - run the self-test on an engine that nobody uses
 *
 * Context: process, sleeps.
 * Return: how many checks failed, or -EBUSY, -EPERM, -ENOMEM.
 */
int mmt_engine_selftest(void)
{
	int err;

	mutex_lock(&engine_lock);
	err = prepare(NULL);
	if (err)
		goto out;
	err = mmt_selftest_run();
	mmt_hook_put();
	mmt_record_reset();
out:
	mutex_unlock(&engine_lock);
	return err;
}

static void mapped(unsigned long virt, phys_addr_t phys, unsigned long len)
{
	struct vm_struct *area;
	unsigned int noio;

	mmt_leaving_forget(virt);
	if (!READ_ONCE(running))
		return;
	area = static_call(mmt_find_vm_area)((void *)virt);
	if (!area)
		return;
	/* A disk's driver may need the lock for the write that frees memory. */
	noio = memalloc_noio_save();
	mutex_lock(&mmt_mapping_lock);
	if (running)
		mmt_mapping_trace(area, virt, phys, len, false);
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
	if (READ_ONCE(running)) {
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
	.unseen = mmt_leaving_forget_all,
};

/*
 * The names of a driver's code go with it: those of its init functions when it
 * is up, the others when it is unloaded.
 */
static int module_event(struct notifier_block *nb, unsigned long event,
			void *data)
{
	struct module *mod = data;

	if (READ_ONCE(running) &&
	    (event == MODULE_STATE_GOING || event == MODULE_STATE_LIVE))
		mmt_names_record(mod);
	return NOTIFY_DONE;
}

static struct notifier_block module_notifier = {
	.notifier_call = module_event,
};

/** mmt_engine_init() - process context, sleeps */
int mmt_engine_init(void)
{
	int err = mmt_step_init();

	if (err)
		return err;
	err = mmt_hook_init(&hook_calls);
	if (err)
		goto fail_step;
	err = register_module_notifier(&module_notifier);
	if (err)
		goto fail_hook;
	return 0;

fail_hook:
	mmt_hook_exit();
fail_step:
	mmt_step_exit();
	return err;
}

/** mmt_engine_exit() - no session exists any more */
void mmt_engine_exit(void)
{
	unregister_module_notifier(&module_notifier);
	mmt_hook_exit();
	mmt_probe_exit();
	mmt_step_exit();
}
