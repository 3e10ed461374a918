// SPDX-License-Identifier: GPL-2.0
/* Areas: device memory with probes, its fault pages and its private mapping. */
#include "area.h"

#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mmap_lock.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "alias.h"
#include "compat/symbols.h"
#include "inject.h"
#include "leaf.h"
#include "level.h"
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

/**
 * mmt_area_around() - the area that an address lies in, if it has probes
 * @addr: any kernel address
 *
 * Context: process, mmt_probe_lock held.
 */
struct mmt_area *mmt_area_around(unsigned long addr)
{
	struct mmt_area *area;

	lockdep_assert_held(&mmt_probe_lock);
	list_for_each_entry(area, &areas, list)
		if (addr - area->base < area->size)
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
		if (area->pages)
			mmt_page_init(&area->pages[n], area, addr, &leaf);
		else if (!n)
			area->phys = PFN_PHYS(pte_pfn(__pte(
				mmt_leaf_part(&leaf, addr, PG_LEVEL_4K))));
		n++;
		cond_resched();
	}
	area->nr_pages = n;
	return n ? 0 : -ENOENT;
}

/* The first of @n fault pages side by side that reaches beyond @addr. */
static struct mmt_page *first_page(struct mmt_page *pages, unsigned int n,
				   unsigned long addr)
{
	unsigned int low = 0, high = n - 1;

	while (low < high) {
		unsigned int middle = high - (high - low) / 2;

		if (mmt_page_start(&pages[middle]) <= addr)
			low = middle;
		else
			high = middle - 1;
	}
	return &pages[low];
}

/* The smallest fault page that an address of the area lies in. */
static struct mmt_page *page_at(const struct mmt_area *area, unsigned long addr)
{
	struct mmt_page *page = first_page(area->pages, area->nr_pages, addr);

	while (page->split)
		page = first_page(page->split->pages, MMT_NR_ENTRIES, addr);
	return page;
}

/**
 * struct tour - of some of an area's fault pages
 * @start: first address
 * @end: behind the last one
 * @visit: called for each page, and then for those that it was split into
 */
struct tour {
	unsigned long start;
	unsigned long end;
	int (*visit)(struct mmt_page *page, const struct tour *tour);
};

/* Visits all of them, and returns the last that was not 0. */
static int visit_pages(struct mmt_page *pages, unsigned int n,
		       const struct tour *tour)
{
	struct mmt_page *page = first_page(pages, n, tour->start);
	int ret = 0;

	for (; page < pages + n && mmt_page_start(page) < tour->end; page++) {
		ret = tour->visit(page, tour) ?: ret;
		if (page->split)
			ret = visit_pages(page->split->pages, MMT_NR_ENTRIES,
					  tour) ?: ret;
		cond_resched();
	}
	return ret;
}

static int visit(struct mmt_area *area, unsigned long addr, unsigned long len,
		 int (*visit)(struct mmt_page *page, const struct tour *tour))
{
	const struct tour tour = {
		.start = addr,
		.end = addr + len,
		.visit = visit,
	};

	return visit_pages(area->pages, area->nr_pages, &tour);
}

static int part_page(struct mmt_page *page, const struct tour *tour)
{
	mmt_page_part(page);
	return 0;
}

static void part_from_alias(struct mmt_area *area)
{
	unsigned long start = area->base + area->delta;

	/* A fault that has found a page before it was hidden may go through it. */
	mmt_wait_for_faults();
	visit(area, area->base, area->size, part_page);
	/* Now, not when the kernel gets to it: the page tables live on. */
	static_call(mmt_flush_tlb_kernel_range)(start, start + area->size);
}

/*
 * Page tables are walked by processors until the flush, by page faults and by
 * mmt_mapping_find_existing() with interrupts off, hence until mmt_area_free(), and
 * by ptdump, which has init_mm's lock.
 */
static void merge_pages(struct mmt_area *area)
{
	bool any = false;
	unsigned int i;

	mmap_write_lock(mmt_symbols.init_mm);
	for (i = 0; i < area->nr_pages; i++)
		any |= mmt_page_merge(&area->pages[i]);
	mmap_write_unlock(mmt_symbols.init_mm);
	if (any)
		static_call(mmt_flush_tlb_kernel_range)(area->base,
							area->base + area->size);
}

/**
 * mmt_area_free() - free an area
 * @area: not in any list that matters, and no page fault knows it any more
 *
 * Context: process, may sleep.
 */
void mmt_area_free(struct mmt_area *area)
{
	unsigned int i;

	if (area->pages)
		for (i = 0; i < area->nr_pages; i++)
			mmt_page_free(&area->pages[i]);
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
		mmt_area_free(area);
		return ERR_PTR(err);
	}
	list_add(&area->list, &areas);
	return area;
}

/**
 * mmt_area_detach() - make the mapping what it was before
 * @area: has no probes, nothing is armed, and nobody finds a page of it any more
 * @dead: where to put it, for mmt_area_free() when no page fault knows it
 *
 * Context: process, may sleep, mmt_probe_lock held.
 */
void mmt_area_detach(struct mmt_area *area, struct list_head *dead)
{
	lockdep_assert_held(&mmt_probe_lock);
	if (area->changed)
		part_from_alias(area);
	if (area->split)
		merge_pages(area);
	list_move(&area->list, dead);
}

/* Only what is asked for, if it can be had: the rest stays as fast as it is. */
static int arm_page(struct mmt_page *page, const struct tour *tour)
{
	if (tour->start > mmt_page_start(page) || tour->end < mmt_page_end(page))
		mmt_page_split(page);
	if (!page->split)
		return mmt_page_get(page);
	page->area->split = true;
	return 0;
}

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
	int err = visit(area, addr, len, arm_page);

	/*
	 * A mapping that nobody has used yet should be in no TLB, but
	 * speculation makes no promises, and neither is the private mapping's
	 * address space new to the processors.
	 */
	static_call(mmt_flush_tlb_kernel_range)(addr & PAGE_MASK,
						PAGE_ALIGN(addr + len));
	return err;
}

static int disarm_page(struct mmt_page *page, const struct tour *tour)
{
	if (!page->split)
		mmt_page_put(page);
	return 0;
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
	visit(area, addr, len, disarm_page);
}

static int unpublish_page(struct mmt_page *page, const struct tour *tour)
{
	mmt_page_unpublish(page);
	return 0;
}

/**
 * mmt_area_unpublish() - hide the pages that nobody wants any more
 * @area: the area
 *
 * The caller waits for those who may be looking at them.
 *
 * Context: process, mmt_probe_lock held.
 */
void mmt_area_unpublish(struct mmt_area *area)
{
	visit(area, area->base, area->size, unpublish_page);
}

/*
 * From *@addr on, up to the first page that is armed when this one is not, or the
 * other way round. Moves *@addr there; not when it is to be done again.
 */
static int change_run(struct mmt_area *area, unsigned long *addr,
		      unsigned long end,
		      int (*change)(unsigned long addr, int numpages))
{
	bool armed = READ_ONCE(page_at(area, *addr)->armed), lost = false;
	unsigned long at, stop = *addr;
	struct mmt_page *page;
	int numpages, err = 0;

	for (; stop < end; stop = mmt_page_end(page)) {
		page = page_at(area, stop);
		if (READ_ONCE(page->armed) != armed)
			break;
		cond_resched();
	}
	stop = min(stop, end);
	numpages = (stop - *addr) >> PAGE_SHIFT;

	area->changed = true;
	if (!armed) {
		/* The page fault that has just given it up is over, then. */
		mmt_wait_for_faults();
		err = change(*addr, numpages);
	}
	if (!err)
		err = change(*addr + area->delta, numpages);
	/* After an error, too: some may have been changed. */
	for (at = *addr; at < stop; at = mmt_page_end(page)) {
		page = page_at(area, at);
		lost |= !mmt_page_adopt(page) && armed;
		cond_resched();
	}
	/* Given up meanwhile, perhaps as it was before: an ordinary page now. */
	if (lost)
		return 0;
	*addr = stop;
	return err;
}

/**
 * mmt_area_change() - give pages other attributes, as set_memory_*() would
 * @area: the area
 * @addr: first address, inside it, page aligned
 * @len: bytes, whole pages; what lies beyond the area is changed alike
 * @change: makes the kernel do it
 *
 * The kernel cannot change an entry that is armed: it is not present. What it is
 * given instead is the private mapping: the same frames at addresses that are
 * aligned alike, present, and what accesses are made through. It keeps, splits
 * and flushes there what it would have in the original, and fails where it would
 * have. Entries of the original follow when they are restored; until then nobody
 * can tell, since no processor sees them. So no page is present for a moment.
 *
 * Pages that are not armed are changed in the original as well.
 *
 * Context: process, may sleep, mmt_probe_lock held: nothing is armed or
 * restored meanwhile, but given up by a page fault.
 * Return: what @change says.
 */
int mmt_area_change(struct mmt_area *area, unsigned long addr,
		    unsigned long len,
		    int (*change)(unsigned long addr, int numpages))
{
	unsigned long end = addr + len, limit = area->base + area->size;
	int err;

	lockdep_assert_held(&mmt_probe_lock);
	while (addr < min(end, limit)) {
		err = change_run(area, &addr, min(end, limit), change);
		if (err)
			return err;
	}
	return addr < end ? change(addr, (end - addr) >> PAGE_SHIFT) : 0;
}
