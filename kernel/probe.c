// SPDX-License-Identifier: GPL-2.0
/* Probes: from registration to the moment when no handler runs any more. */
#include "probe.h"

#include <linux/err.h>
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/rculist.h>
#include <linux/sched/mm.h>
#include <linux/security.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include "alias.h"
#include "area.h"
#include "compat/symbols.h"
#include "level.h"
#include "page.h"
#include "sink.h"

/* After each change of the list; readers may use the old one a little longer. */
static void find_only(struct mmt_area *area)
{
	struct mmiotrace_probe *probe = hlist_entry_safe(area->probes.first,
							 struct mmiotrace_probe,
							 node);
	const struct mmt_sink *only = NULL;

	/* Long enough for any plain access, so that it can be compared at once. */
	if (probe && !probe->node.next && !probe->before && probe->len >= 8)
		only = probe->sink;
	/* What it points at is complete for who reads it. */
	smp_store_release(&area->only, only);
}

static void unlink(struct mmiotrace_probe *probe)
{
	struct mmt_area *area = probe->area;

	hlist_del_rcu(&probe->node);
	find_only(area);
	if (probe->before)
		WRITE_ONCE(area->befores, area->befores - 1);
	mmt_area_disarm(area, probe->addr, probe->len);
}

/*
 * Areas that nobody finds any more but page faults that were on their way when
 * they were unpublished, and how many fault pages they have; under mmt_probe_lock.
 */
static LIST_HEAD(dead);
static unsigned int nr_dead_pages;

/* More are not kept waiting: small mappings, or a few that are not. */
#define MAX_DEAD_PAGES	256

/* Wait for the page faults that may still look at the dead, once for all of them. */
static void bury(void)
{
	struct mmt_area *area, *next;

	mmt_wait_for_faults();
	list_for_each_entry_safe(area, next, &dead, list) {
		list_del(&area->list);
		mmt_area_free(area);
	}
	nr_dead_pages = 0;
}

static void bury_later(struct work_struct *unused)
{
	mmt_probe_settle();
}

static DECLARE_DELAYED_WORK(burial, bury_later);

/* The probes are out of all lists; areas that have no other are dead. */
static void leave_areas(struct list_head *probes)
{
	struct mmiotrace_probe *probe, *next;

	list_for_each_entry_safe(probe, next, probes, leaving) {
		struct mmt_area *area = probe->area;

		list_del(&probe->leaving);
		probe->area = NULL;
		if (--area->nr_probes)
			continue;
		nr_dead_pages += area->nr_pages;
		mmt_area_detach(area, &dead);
	}
}

/**
 * mmt_probe_unregister_all() - teardown of one probe or many
 * @probes: from mmt_probe_leave(); empty afterwards
 *
 * In this order:
 *
 * 1. Take the probes out of their areas' lists, and restore the entries that no
 *    other probe wants armed. From here on no new fault finds the probes.
 * 2. Wait for the faults that happened before: none holds a pointer to a probe any
 *    more, nor into an area that it found by a page that is now restored.
 * 3. Take the restored pages out of the table. Nobody looks for them now, but a
 *    fault on another page may be walking past them in its bucket, or may have
 *    found one that its other operand lies in:
 * 4. wait for these as in 2. Nobody walks the table with interrupts on.
 * 5. Free the areas that have no probe left.
 *
 * Context: process, may sleep, mmt_probe_lock held.
 */
void mmt_probe_unregister_all(struct list_head *probes)
{
	struct mmiotrace_probe *probe;

	lockdep_assert_held(&mmt_probe_lock);
	if (list_empty(probes))
		return;

	list_for_each_entry(probe, probes, leaving)
		unlink(probe);

	mmt_wait_for_faults();

	list_for_each_entry(probe, probes, leaving)
		mmt_area_unpublish(probe->area);
	leave_areas(probes);
	bury();
}

/* An area for @vm, with or without probes. */
static struct mmt_area *get_area(const struct vm_struct *vm)
{
	return mmt_area_find((unsigned long)vm->addr) ?: mmt_area_create(vm);
}

static int add(struct mmiotrace_probe *probe, const struct vm_struct *vm)
{
	struct mmt_area *area = get_area(vm);
	LIST_HEAD(one);
	int err;

	if (IS_ERR(area))
		return PTR_ERR(area);
	atomic_long_set(&probe->missed, 0);
	probe->area = area;
	probe->phys = area->phys + (probe->addr - area->base);
	if (probe->sink) {
		probe->sink->addr = probe->addr;
		probe->sink->len = probe->len;
		probe->sink->phys = probe->phys;
	}
	area->nr_probes++;
	if (probe->before)
		WRITE_ONCE(area->befores, area->befores + 1);
	/* First this, so that whoever faults on the armed page finds it. */
	hlist_add_head_rcu(&probe->node, &area->probes);
	find_only(area);
	err = mmt_area_arm(area, probe->addr, probe->len);
	if (!err)
		return 0;
	mmt_probe_leave(probe, &one);
	mmt_probe_unregister_all(&one);
	return err;
}

/**
 * mmt_probe_begin() - take mmt_probe_lock
 *
 * A disk's driver may need it for the write that frees memory: what is allocated
 * under it does not wait for disks.
 *
 * Context: process, may sleep.
 * Return: for mmt_probe_end().
 */
unsigned int mmt_probe_begin(void)
{
	unsigned int noio = memalloc_noio_save();

	mutex_lock(&mmt_probe_lock);
	return noio;
}

/** mmt_probe_end() - undo mmt_probe_begin() */
void mmt_probe_end(unsigned int noio)
{
	mutex_unlock(&mmt_probe_lock);
	memalloc_noio_restore(noio);
}

/**
 * mmt_probe_register() - mmiotrace_register_probe() when the VM area is known
 * @probe: the probe; it may have a sink, and needs no handlers then
 * @vm: where it lies; any area, completely mapped
 *
 * Context: process, may sleep, in the middle of somebody's ioremap(): waits for
 * no driver.
 * Return: as mmiotrace_register_probe().
 */
int mmt_probe_register(struct mmiotrace_probe *probe,
		       const struct vm_struct *vm)
{
	unsigned long base = (unsigned long)vm->addr;
	unsigned long size = get_vm_area_size(vm);
	unsigned int noio;
	int err;

	if (!probe->len || probe->addr < base || probe->addr - base >= size ||
	    probe->len > size - (probe->addr - base))
		return -EINVAL;

	noio = mmt_probe_begin();
	/* A second time would make a knot of the lists that it is in. */
	err = probe->area ? -EEXIST : add(probe, vm);
	mmt_probe_end(noio);
	return err;
}

/**
 * mmt_probe_leave() - put a probe among those that leave
 * @probe: registered, or gone with its mapping, see mmt_probe_gone()
 * @probes: for mmt_probe_unregister_all(), before the lock is given back
 *
 * Context: process, mmt_probe_lock held: iounmap() on another CPU may be ending
 * the same probe.
 */
void mmt_probe_leave(struct mmiotrace_probe *probe, struct list_head *probes)
{
	lockdep_assert_held(&mmt_probe_lock);
	if (probe->area)
		list_add(&probe->leaving, probes);
}

/**
 * mmt_probe_gone() - a VM area is about to be unmapped: probes end with it
 * @base: its first address
 *
 * The probes stay their owners' to unregister. A handler may still run.
 *
 * Waits for nobody, since a driver may map and unmap all day. Two things must be so
 * before the kernel goes on: the entries are restored, and the pages are out of
 * the table, because the addresses may be given to somebody else at once. The rest
 * is memory, which is freed when no page fault looks at it. None does unless the
 * driver has a bug: a fault that is on its way is an access that is being made
 * while the mapping is taken away. It either finds its page, and goes through the
 * private mapping, or not, and is what it would be if nobody traced.
 *
 * Context: process, may sleep.
 */
void mmt_probe_gone(unsigned long base)
{
	unsigned int noio = mmt_probe_begin();
	struct mmt_area *area = mmt_area_find(base);
	struct mmiotrace_probe *probe;
	LIST_HEAD(probes);

	if (!area)
		goto out;
	hlist_for_each_entry(probe, &area->probes, node)
		mmt_probe_leave(probe, &probes);
	list_for_each_entry(probe, &probes, leaving)
		unlink(probe);
	mmt_area_unpublish(area);
	leave_areas(&probes);
	if (nr_dead_pages > MAX_DEAD_PAGES)
		bury();
	else
		schedule_delayed_work(&burial, HZ / 10);
out:
	mmt_probe_end(noio);
}

/**
 * mmt_probe_settle() - when it returns, no handler of a probe runs that has ended
 *
 * Context: process, may sleep.
 */
void mmt_probe_settle(void)
{
	unsigned int noio = mmt_probe_begin();

	bury();
	mmt_probe_end(noio);
}

/**
 * mmt_probe_exit() - nothing is registered any more, nor unmapped
 *
 * Context: process, sleeps.
 */
void mmt_probe_exit(void)
{
	cancel_delayed_work_sync(&burial);
	mmt_probe_settle();
}

/**
 * mmiotrace_register_probe() - be told of accesses to device memory
 * @probe: what and by whom; stays the caller's, must not move or be freed until
 *	mmiotrace_unregister_probe() has returned
 *
 * Any number of probes may share a page, or a byte; each is told. The caller
 * sees to it that the mapping is not unmapped during the call; if it is later,
 * the probe ends with it.
 *
 * Context: process, may sleep.
 * Return: 0; -EINVAL when the range is empty or not inside one mapping made by
 * the ioremap() family; -ENOENT when not all of that is mapped: the kernel's own
 * mmiotrace tracer may have it; -EPERM under lockdown; -ENOMEM; -EEXIST when @probe is
 * registered already. After an error nothing is left of it.
 */
int mmiotrace_register_probe(struct mmiotrace_probe *probe)
{
	struct vm_struct *vm;
	int err = security_locked_down(LOCKDOWN_MMIOTRACE);

	if (err)
		return err;
	if (!is_vmalloc_addr((void *)probe->addr))
		return -EINVAL;
	vm = static_call(mmt_find_vm_area)((void *)probe->addr);
	if (!vm || !(vm->flags & VM_IOREMAP) || mmt_alias_is(vm))
		return -EINVAL;
	return mmt_probe_register(probe, vm);
}
EXPORT_SYMBOL_GPL(mmiotrace_register_probe);

/**
 * mmiotrace_unregister_probe() - be told no more
 * @probe: registered, whether its mapping still exists or not
 *
 * When it returns, no handler of @probe runs on any CPU, nor will one again.
 *
 * Context: process, may sleep, interrupts on; not from a handler.
 */
void mmiotrace_unregister_probe(struct mmiotrace_probe *probe)
{
	unsigned int noio = mmt_probe_begin();
	LIST_HEAD(one);

	/* It has ended with its mapping, and its handler may run to this moment. */
	if (!probe->area && !list_empty(&dead))
		bury();
	mmt_probe_leave(probe, &one);
	mmt_probe_unregister_all(&one);
	mmt_probe_end(noio);
}
EXPORT_SYMBOL_GPL(mmiotrace_unregister_probe);
