// SPDX-License-Identifier: GPL-2.0
/* Traced mappings: from ioremap() or the start of a session to the end. */
#include "mapping.h"

#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/vmalloc.h>

#include "alias.h"
#include "compat/symbols.h"
#include "device.h"
#include "filter.h"
#include "leaf.h"
#include "leaving.h"
#include "page.h"
#include "record.h"

DEFINE_MUTEX(mmt_mapping_lock);
LIST_HEAD(mmt_mappings);
unsigned int mmt_nr_mappings;

/* Last id given out in this session; under mmt_mapping_lock. */
static u32 last_id;

static struct mmt_mapping *find(unsigned long base)
{
	struct mmt_mapping *map;

	list_for_each_entry(map, &mmt_mappings, list)
		if (map->base == base)
			return map;
	return NULL;
}

static bool wanted(const struct mmt_mapping *map,
		   unsigned long addr, unsigned long next)
{
	phys_addr_t phys = map->base_phys + (addr - map->base);

	return map->whole || mmt_filter_overlaps(phys, phys + (next - addr) - 1);
}

/* First address behind the leaf entry that maps @addr. */
static unsigned long leaf_end(const struct mmt_leaf *leaf, unsigned long addr)
{
	return (addr & page_level_mask(leaf->level)) +
	       page_level_size(leaf->level);
}

/*
 * Walk the leaf entries of a mapping and fill in a fault page for each that is
 * wanted, or, with no array yet, count them. A large entry may reach beyond
 * the mapping (never seen: ioremap() uses one only inside); it is not traced
 * then, it is not ours to arm.
 */
static int collect_pages(struct mmt_mapping *map)
{
	unsigned long end = map->base + map->size;
	unsigned long addr, next;
	struct mmt_leaf leaf;
	unsigned int n = 0;
	int err;

	map->writable = true;
	for (addr = map->base; addr < end; addr = next) {
		err = mmt_leaf_find(addr, &leaf);
		if (err)
			return err;
		next = leaf_end(&leaf, addr);
		if (next > end || (addr & ~page_level_mask(leaf.level)))
			return -EINVAL;
		if (!(leaf.value & _PAGE_RW))
			map->writable = false;
		if (!wanted(map, addr, next))
			continue;
		if (map->pages) {
			struct mmt_page *page = &map->pages[n];

			page->key = addr | leaf.level;
			page->entry = leaf.entry;
			page->value = leaf.value;
			page->map = map;
		}
		n++;
	}
	map->nr_pages = n;
	return n ? 0 : -ENOENT;
}

static void free_mapping(struct mmt_mapping *map)
{
	if (map->alias)
		mmt_alias_destroy(map->alias);
	kvfree(map->pages);
	kfree(map);
}

static void nothing(void *unused)
{
}

/*
 * Teardown of one mapping or many, in this order:
 *
 * 1. Restore the entries. From here on no access faults any more.
 * 2. Wait for the faults that happened before: a processor takes a page fault
 *    with interrupts off and keeps them off until our handler, and the step of
 *    an instruction, is over; so once it has answered an interrupt it holds no
 *    pointer into the mapping and has finished with the private one. (RCU alone
 *    would not do: between the exception and irqentry_enter() an idle CPU is
 *    not watched.)
 * 3. Take the pages out of the table. Nobody looks for them now, but a fault
 *    on another page may be walking past them in its bucket:
 * 4. wait for a grace period.
 * 5. Free.
 */
static void remove_mappings(struct list_head *maps)
{
	struct mmt_mapping *map, *next;
	unsigned int i;

	lockdep_assert_held(&mmt_mapping_lock);
	if (list_empty(maps))
		return;

	list_for_each_entry(map, maps, list)
		for (i = 0; i < map->nr_pages; i++)
			mmt_page_disarm(&map->pages[i]);

	on_each_cpu(nothing, NULL, 1);

	list_for_each_entry(map, maps, list)
		for (i = 0; i < map->nr_pages; i++)
			mmt_page_unpublish(&map->pages[i]);

	synchronize_rcu_expedited();

	list_for_each_entry_safe(map, next, maps, list) {
		list_del(&map->list);
		mmt_nr_mappings--;
		free_mapping(map);
	}
}

static void remove_mapping(struct mmt_mapping *map)
{
	LIST_HEAD(one);

	list_move(&map->list, &one);
	remove_mappings(&one);
}

static struct mmt_mapping *new_mapping(unsigned long virt, phys_addr_t phys,
				       unsigned long len)
{
	struct mmt_mapping *map = kzalloc(sizeof(*map), GFP_KERNEL);

	if (!map)
		return NULL;
	map->virt = virt;
	map->phys = phys;
	map->len = len;
	map->base = virt & PAGE_MASK;
	map->base_phys = phys & PAGE_MASK;
	map->size = PAGE_ALIGN(virt + len) - map->base;
	map->whole = mmt_filter_covers(map->base_phys,
				       map->base_phys + map->size - 1);
	mmt_device_place(phys, &map->place);
	return map;
}

/* Everything that can fail, before anything is visible to anybody. */
static int prepare_mapping(struct mmt_mapping *map)
{
	int err = collect_pages(map);

	if (err)
		return err;
	map->pages = kvcalloc(map->nr_pages, sizeof(*map->pages), GFP_KERNEL);
	if (!map->pages)
		return -ENOMEM;
	err = collect_pages(map);
	if (err)
		return err;
	map->alias = mmt_alias_create(map->base, map->size);
	if (!map->alias)
		return -ENOMEM;
	map->delta = (unsigned long)map->alias->addr - map->base;
	return 0;
}

static void arm_mapping(struct mmt_mapping *map)
{
	unsigned int i;

	list_add(&map->list, &mmt_mappings);
	mmt_nr_mappings++;
	for (i = 0; i < map->nr_pages; i++)
		mmt_page_publish(&map->pages[i]);
	for (i = 0; i < map->nr_pages; i++)
		if (!mmt_page_arm(&map->pages[i]))
			mmt_record_failed();
	/*
	 * A mapping that nobody has used yet should be in no TLB, but
	 * speculation makes no promises, and neither is the private mapping's
	 * address space new to the processors.
	 */
	static_call(mmt_flush_tlb_kernel_range)(map->base,
						map->base + map->size);
}

/**
 * mmt_mapping_trace() - trace a mapping
 * @virt: what ioremap() returned or will return
 * @phys: the physical address it was asked for
 * @len: the length it was asked for
 * @caller: who called it
 * @existing: it was made before the session started
 *
 * When it cannot be traced, for want of memory say, it works untraced; this is
 * counted and said in the trace.
 *
 * Context: process, may sleep, mmt_mapping_lock held.
 * Return: 0 or a negative errno.
 */
int mmt_mapping_trace(unsigned long virt, phys_addr_t phys, unsigned long len,
		      unsigned long caller, bool existing)
{
	struct mmt_mapping *map;
	int err;

	lockdep_assert_held(&mmt_mapping_lock);
	/*
	 * The search for existing mappings may have met this one while it was
	 * being made, half of its entries not yet written.
	 */
	map = find(virt & PAGE_MASK);
	if (map)
		remove_mapping(map);

	map = new_mapping(virt, phys, len);
	if (!map) {
		mmt_record_failed();
		return -ENOMEM;
	}
	err = prepare_mapping(map);
	map->id = ++last_id;
	mmt_record_map(map, caller, existing, err);
	if (err) {
		free_mapping(map);
		mmt_record_failed();
		return err;
	}
	arm_mapping(map);
	return 0;
}

/**
 * mmt_mapping_add() - trace a mapping if the session wants it
 * @virt: what ioremap() returned or will return
 * @phys: the physical address it was asked for
 * @len: the length it was asked for
 * @caller: who called it
 * @existing: it was made before the session started
 *
 * Context: process, may sleep, mmt_mapping_lock held.
 */
void mmt_mapping_add(unsigned long virt, phys_addr_t phys, unsigned long len,
		     unsigned long caller, bool existing)
{
	if (len && !mmt_filter_refuses(phys, phys + len - 1) &&
	    mmt_filter_overlaps(phys, phys + len - 1))
		mmt_mapping_trace(virt, phys, len, caller, existing);
}

/**
 * mmt_mapping_gone() - a mapping is about to be unmapped
 * @virt: an address in its first page
 *
 * Context: process, may sleep, mmt_mapping_lock held.
 */
void mmt_mapping_gone(unsigned long virt)
{
	struct mmt_mapping *map;
	u32 id;

	lockdep_assert_held(&mmt_mapping_lock);
	map = find(virt & PAGE_MASK);
	if (!map)
		return;
	id = map->id;
	remove_mapping(map);
	mmt_record_unmap(id);
}

/**
 * mmt_mapping_remove_all() - restore every page; the session is over
 *
 * Context: process, may sleep, mmt_mapping_lock held.
 */
void mmt_mapping_remove_all(void)
{
	remove_mappings(&mmt_mappings);
	last_id = 0;
}

/* What the search needs of a VM area. */
struct area {
	unsigned long start;
	unsigned long end;	/* without the guard page */
	phys_addr_t phys;
	unsigned long caller;
	bool device;
};

/*
 * Most areas are memory, and vfree() on another CPU may free the description of
 * one while we look: what was copied counts only if the area is still the same
 * afterwards and makes sense. The areas that we arm do not go unnoticed.
 */
static bool find_area(unsigned long addr, struct area *area)
{
	struct vm_struct *vm = static_call(mmt_find_vm_area)((void *)addr);

	if (!vm)
		return false;
	area->start = (unsigned long)READ_ONCE(vm->addr);
	area->end = area->start + get_vm_area_size(vm);
	area->phys = vm->phys_addr;
	area->caller = (unsigned long)vm->caller;
	area->device = (vm->flags & VM_IOREMAP) && vm->phys_addr &&
		       !mmt_alias_is(vm);
	return static_call(mmt_find_vm_area)((void *)addr) == vm &&
	       PAGE_ALIGNED(area->start) && PAGE_ALIGNED(area->end) &&
	       area->start <= addr && addr < area->end;
}

/**
 * mmt_mapping_find_existing() - trace the mappings that are there already
 *
 * Only kernels before 6.9 have one list of all VM areas; what all have is page
 * tables, which lookup_address() walks. An area found here, and not on its way
 * out already, stays until the hook on iounmap() tells us that it goes.
 *
 * Context: process, may sleep, mmt_mapping_lock held.
 */
void mmt_mapping_find_existing(void)
{
	unsigned long addr = VMALLOC_START;
	struct mmt_leaf leaf;
	struct area area;

	lockdep_assert_held(&mmt_mapping_lock);
	while (addr < VMALLOC_END) {
		cond_resched();
		if (!lookup_address(addr, &leaf.level)) {
			addr = mmt_leaf_hole(addr);
			continue;
		}
		if (mmt_leaf_find(addr, &leaf) || !find_area(addr, &area)) {
			addr += PAGE_SIZE;
			continue;
		}
		if (area.device && !find(area.start) &&
		    !mmt_leaving_is(area.start))
			mmt_mapping_add(area.start, area.phys,
					area.end - area.start, area.caller,
					true);
		addr = area.end;
	}
}
