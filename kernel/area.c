// SPDX-License-Identifier: GPL-2.0
/* Areas: device memory with probes, its fault pages and its private mapping. */
#include "area.h"

#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "alias.h"
#include "compat/symbols.h"
#include "inject.h"
#include "leaf.h"
#include "page.h"

DEFINE_MUTEX(mmt_probe_lock);
static LIST_HEAD(areas);	/* under mmt_probe_lock */

/**
 * mmt_area_find() - the area that begins here, if it has probes
 * @base: first address of a VM area
 *
 * Context: process, mmt_probe_lock held.
 */
struct mmt_area *mmt_area_find(unsigned long base)
{
	struct mmt_area *area;

	lockdep_assert_held(&mmt_probe_lock);
	list_for_each_entry(area, &areas, list)
		if (area->base == base)
			return area;
	return NULL;
}

/*
 * Walk the leaf entries of an area and fill in a fault page for each, or, with
 * no array yet, count them. A large entry may reach beyond the area (never seen:
 * ioremap() uses one only inside); it is not ours to arm then.
 */
static int collect_pages(struct mmt_area *area)
{
	unsigned long end = area->base + area->size;
	unsigned long addr, next;
	struct mmt_leaf leaf;
	unsigned int n = 0;
	int err;

	area->writable = true;
	for (addr = area->base; addr < end; addr = next) {
		err = mmt_leaf_find(addr, &leaf);
		if (err)
			return err;
		next = addr + page_level_size(leaf.level);
		if (next > end || (addr & ~page_level_mask(leaf.level)))
			return -EINVAL;
		if (!(leaf.value & _PAGE_RW))
			area->writable = false;
		if (area->pages) {
			struct mmt_page *page = &area->pages[n];

			page->key = addr | leaf.level;
			page->entry = leaf.entry;
			page->value = leaf.value;
			page->area = area;
		} else if (!n) {
			area->phys = PFN_PHYS(pte_pfn(mmt_leaf_small(&leaf, addr)));
		}
		n++;
		cond_resched();
	}
	area->nr_pages = n;
	return n ? 0 : -ENOENT;
}

static void free_area(struct mmt_area *area)
{
	if (area->alias)
		mmt_alias_destroy(area->alias);
	kvfree(area->pages);
	kfree(area);
}

static bool is_clock(const struct mmt_area *area)
{
	struct range hpet = mmt_hpet_range();

	return hpet.end && area->phys <= hpet.end &&
	       area->phys + area->size > hpet.start;
}

/* Everything that can fail, before anything is visible to anybody. */
static int prepare(struct mmt_area *area)
{
	int err = collect_pages(area);

	if (err)
		return err;
	area->pages = mmt_kvcalloc(area->nr_pages, sizeof(*area->pages),
				   GFP_KERNEL);
	if (!area->pages)
		return -ENOMEM;
	err = collect_pages(area);
	if (err)
		return err;
	area->alias = mmt_alias_create(area->base, area->size);
	if (!area->alias)
		return -ENOMEM;
	area->delta = (unsigned long)area->alias->addr - area->base;
	area->clock = is_clock(area);
	return 0;
}

/**
 * mmt_area_create() - make an area that can be armed; nothing is yet
 * @vm: the VM area, completely mapped, with no mmt_area of its own
 *
 * Context: process, may sleep, mmt_probe_lock held.
 * Return: the area or an ERR_PTR().
 */
struct mmt_area *mmt_area_create(const struct vm_struct *vm)
{
	struct mmt_area *area;
	int err;

	lockdep_assert_held(&mmt_probe_lock);
	area = mmt_kzalloc(sizeof(*area), GFP_KERNEL);
	if (!area)
		return ERR_PTR(-ENOMEM);
	area->base = (unsigned long)vm->addr;
	area->size = get_vm_area_size(vm);
	err = prepare(area);
	if (err) {
		free_area(area);
		return ERR_PTR(err);
	}
	list_add(&area->list, &areas);
	return area;
}

/**
 * mmt_area_destroy() - free an area
 * @area: has no probes, and nobody can find a page of it any more
 *
 * Context: process, may sleep, mmt_probe_lock held.
 */
void mmt_area_destroy(struct mmt_area *area)
{
	lockdep_assert_held(&mmt_probe_lock);
	list_del(&area->list);
	free_area(area);
}

/* The first fault page that reaches beyond @addr. */
static struct mmt_page *first_page(struct mmt_area *area, unsigned long addr)
{
	unsigned int low = 0, high = area->nr_pages - 1;

	while (low < high) {
		unsigned int middle = high - (high - low) / 2;

		if (mmt_page_start(&area->pages[middle]) <= addr)
			low = middle;
		else
			high = middle - 1;
	}
	return &area->pages[low];
}

#define for_each_page(page, area, addr, len)				\
	for (page = first_page(area, addr);				\
	     page < (area)->pages + (area)->nr_pages &&			\
	     mmt_page_start(page) < (addr) + (len);			\
	     page++)

/**
 * mmt_area_arm() - one more probe wants these pages armed
 * @area: the area
 * @addr: first address, inside it
 * @len: bytes
 *
 * Context: process, interrupts on, mmt_probe_lock held.
 * Return: 0, or -EBUSY when an entry has changed since the area was made; the
 * caller undoes it all with mmt_area_disarm().
 */
int mmt_area_arm(struct mmt_area *area, unsigned long addr, unsigned long len)
{
	struct mmt_page *page;
	int err = 0;

	for_each_page(page, area, addr, len) {
		err = mmt_page_get(page) ?: err;
		cond_resched();
	}
	/*
	 * A mapping that nobody has used yet should be in no TLB, but
	 * speculation makes no promises, and neither is the private mapping's
	 * address space new to the processors.
	 */
	static_call(mmt_flush_tlb_kernel_range)(addr & PAGE_MASK,
						PAGE_ALIGN(addr + len));
	return err;
}

/**
 * mmt_area_disarm() - undo mmt_area_arm()
 * @area: the area
 * @addr: as there
 * @len: as there
 *
 * Pages that nobody wants any more are restored, but stay in the table until
 * mmt_area_unpublish().
 *
 * Context: process, mmt_probe_lock held.
 */
void mmt_area_disarm(struct mmt_area *area, unsigned long addr,
		     unsigned long len)
{
	struct mmt_page *page;

	for_each_page(page, area, addr, len) {
		mmt_page_put(page);
		cond_resched();
	}
}

/**
 * mmt_area_unpublish() - hide the pages that nobody wants any more
 * @area: the area; no fault that found such a page armed is still on its way
 *
 * Context: process, mmt_probe_lock held.
 * Return: whether any was hidden; the caller waits for a grace period then.
 */
bool mmt_area_unpublish(struct mmt_area *area)
{
	bool any = false;
	unsigned int i;

	for (i = 0; i < area->nr_pages; i++) {
		any |= mmt_page_unpublish(&area->pages[i]);
		cond_resched();
	}
	return any;
}
