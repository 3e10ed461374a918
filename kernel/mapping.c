// SPDX-License-Identifier: GPL-2.0
/* Sessions' mappings: from ioremap() or the start of a session to the end. */
#include "mapping.h"

#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "alias.h"
#include "compat/symbols.h"
#include "device.h"
#include "filter.h"
#include "inject.h"
#include "leaf.h"
#include "leaving.h"
#include "page.h"
#include "probe.h"
#include "record.h"
#include "session.h"
#include "sink.h"

DEFINE_MUTEX(mmt_mapping_lock);
LIST_HEAD(mmt_sessions);
static LIST_HEAD(mappings);	/* of all sessions, under mmt_mapping_lock */

/*
 * Those that were unmapped while their session ran, freed many at a time: a driver that
 * maps and unmaps all day shall not wait each time. Under mmt_mapping_lock.
 */
static LIST_HEAD(gone);
static unsigned int nr_gone;

#define MAX_GONE	256

/* Last id given out while any session runs; under mmt_mapping_lock. */
static u32 last_id;

static struct mmt_mapping *find(const struct mmt_session *session,
				unsigned long base)
{
	struct mmt_mapping *map;

	list_for_each_entry(map, &mappings, list)
		if (map->base == base && map->session == session)
			return map;
	return NULL;
}

/* What another session says of the same mapping. */
static const struct mmt_map_event *find_said(unsigned long base)
{
	struct mmt_mapping *map;

	list_for_each_entry(map, &mappings, list)
		if (map->base == base)
			return &map->said;
	return NULL;
}

/*
 * The parts of the whole pages of a mapping that the session wants, filled in if
 * there is a mapping to fill in. Returns how many.
 */
static unsigned int find_parts(const struct mmt_session *session,
			       const struct vm_struct *vm, phys_addr_t phys,
			       struct mmt_mapping *map)
{
	unsigned long base = (unsigned long)vm->addr;
	u64 first = phys & PAGE_MASK, last = first + get_vm_area_size(vm) - 1;
	u64 start = first, end = last;
	unsigned long told = 0;
	unsigned int n = 0;

	while (mmt_filter_next(&session->filter, &start, &end)) {
		if (map) {
			struct mmt_part *part = &map->parts[n];

			part->probe.addr = base + (start - first);
			part->probe.len = end - start + 1;
			part->probe.sink = &part->sink;
			part->sink.map = map->said.id;
			part->sink.told = told;
			part->sink.instance = session->record.instance;
			part->sink.counters = session->record.counters;
			told = part->probe.addr + part->probe.len - 1;
		}
		n++;
		if (end == last)
			break;
		start = end + 1;
		end = last;
	}
	return n;
}

/* Under mmt_probe_lock until they have left. */
static void leave(struct mmt_mapping *map, unsigned int n,
		  struct list_head *probes)
{
	while (n--)
		mmt_probe_leave(&map->parts[n].probe, probes);
}

static void unregister_parts(struct mmt_mapping *map, unsigned int n)
{
	unsigned int noio = mmt_probe_begin();
	LIST_HEAD(probes);

	leave(map, n, &probes);
	mmt_probe_unregister_all(&probes);
	mmt_probe_end(noio);
}

static int register_parts(struct mmt_mapping *map, const struct vm_struct *vm)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < map->nr_parts && !err; i++)
		err = mmt_probe_register(&map->parts[i].probe, vm);
	if (!err)
		return 0;
	unregister_parts(map, i - 1);
	return err;
}

/* After this nobody looks at the probes of those that are gone. */
static void free_gone(void)
{
	struct mmt_mapping *map, *next;

	mmt_probe_settle();
	list_for_each_entry_safe(map, next, &gone, list) {
		list_del(&map->list);
		kfree(map);
	}
	nr_gone = 0;
}

static void remove(struct mmt_mapping *map)
{
	list_move(&map->list, &gone);
	map->session->nr_mappings--;
	unregister_parts(map, map->nr_parts);
	if (++nr_gone > MAX_GONE)
		free_gone();
}

/* As another session has it, if one does; else as asked for. */
static void describe(struct mmt_map_event *said, const struct vm_struct *vm,
		     unsigned long virt, phys_addr_t phys, unsigned long len)
{
	const struct mmt_map_event *other = find_said((unsigned long)vm->addr);

	if (other) {
		*said = *other;
		return;
	}
	said->id = ++last_id;
	said->virt = virt;
	said->phys = phys;
	said->len = len;
	mmt_device_place(phys, &said->place);
}

static struct mmt_mapping *new_mapping(struct mmt_session *session,
				       const struct vm_struct *vm,
				       unsigned long virt, phys_addr_t phys,
				       unsigned long len, unsigned int nr_parts)
{
	struct mmt_mapping *map;

	map = mmt_kzalloc(struct_size(map, parts, nr_parts), GFP_KERNEL);
	if (!map)
		return NULL;
	map->session = session;
	describe(&map->said, vm, virt, phys, len);
	map->base = (unsigned long)vm->addr;
	map->nr_parts = find_parts(session, vm, phys, map);
	return map;
}

static void record_untraced(struct mmt_mapping *map,
			    const struct vm_struct *vm, u8 flags)
{
	struct mmt_recording *record = &map->session->record;

	map->said.id = ++last_id;
	mmt_record_map(record, &map->said, vm->caller,
		       MMT_MAP_UNTRACED | flags);
	mmt_record_failed(record);
}

/*
 * Trace a mapping, if the session wants it; @vm is completely mapped, @virt is what
 * ioremap() returned or will return, @phys and @len are what it was asked for.
 *
 * When it cannot be traced, for want of memory say, it works untraced; this is
 * counted and said in the trace.
 */
static void trace_mapping(struct mmt_session *session,
			  const struct vm_struct *vm, unsigned long virt,
			  phys_addr_t phys, unsigned long len, bool existing)
{
	unsigned int nr_parts = len ? find_parts(session, vm, phys, NULL) : 0;
	u8 flags = existing ? MMT_MAP_EXISTING : 0;
	struct mmt_mapping *map;
	int err;

	if (!nr_parts)
		return;
	map = new_mapping(session, vm, virt, phys, len, nr_parts);
	if (!map) {
		mmt_record_failed(&session->record);
		return;
	}
	/* In the trace before its first access. */
	mmt_record_map(&session->record, &map->said, vm->caller, flags);
	err = register_parts(map, vm);
	if (err) {
		mmt_record_unmap(&session->record, map->said.id);
		/* Met half-made by the search: its ioremap() will tell us. */
		if (err != -ENOENT || !existing)
			record_untraced(map, vm, flags);
		kfree(map);
		return;
	}
	list_add(&map->list, &mappings);
	session->nr_mappings++;
}

/**
 * mmt_mapping_new() - a mapping was made: trace it for each session that wants it
 * @vm: its VM area, completely mapped
 * @virt: what ioremap() will return
 * @phys: the physical address it was asked for
 * @len: the length it was asked for
 *
 * Context: process, may sleep, mmt_mapping_lock held.
 */
void mmt_mapping_new(const struct vm_struct *vm, unsigned long virt,
		     phys_addr_t phys, unsigned long len)
{
	struct mmt_session *session;

	lockdep_assert_held(&mmt_mapping_lock);
	/*
	 * The search for existing mappings may have met this one while it was
	 * being made, half of its entries not yet written.
	 */
	mmt_mapping_gone((unsigned long)vm->addr);
	list_for_each_entry(session, &mmt_sessions, list)
		trace_mapping(session, vm, virt, phys, len, false);
}

/**
 * mmt_mapping_gone() - a mapping is about to be unmapped
 * @base: first address of its VM area
 *
 * Context: process, may sleep, mmt_mapping_lock held.
 */
void mmt_mapping_gone(unsigned long base)
{
	struct mmt_mapping *map, *next;

	lockdep_assert_held(&mmt_mapping_lock);
	list_for_each_entry_safe(map, next, &mappings, list) {
		const struct mmt_recording *record = &map->session->record;
		u32 id = map->said.id;

		if (map->base != base)
			continue;
		remove(map);
		mmt_record_unmap(record, id);
	}
}

/**
 * mmt_mapping_remove_all() - trace no mapping for this session any more; it is over
 * @session: it is out of mmt_sessions, so that no mapping is added
 *
 * Other sessions' probes on the same pages stay, and keep them armed. When it
 * returns, no CPU looks at a sink of the session: not at one of a mapping that was
 * unmapped before either, since free_gone() waits for all.
 *
 * Context: process, may sleep, mmt_mapping_lock held.
 */
void mmt_mapping_remove_all(struct mmt_session *session)
{
	struct mmt_mapping *map, *next;
	LIST_HEAD(probes);
	unsigned int noio;

	lockdep_assert_held(&mmt_mapping_lock);
	noio = mmt_probe_begin();
	list_for_each_entry_safe(map, next, &mappings, list) {
		if (map->session != session)
			continue;
		leave(map, map->nr_parts, &probes);
		list_move(&map->list, &gone);
	}
	mmt_probe_unregister_all(&probes);
	mmt_probe_end(noio);
	free_gone();
	session->nr_mappings = 0;
}

/** mmt_mapping_reset() - count ids from 1 again; as above, and no session runs */
void mmt_mapping_reset(void)
{
	last_id = 0;
}

/*
 * Most areas are memory, and vfree() on another CPU may free the description of
 * one while we look: what was copied counts only if the area is still the same
 * afterwards and makes sense. The areas that we arm do not go unnoticed.
 */
static bool copy_area(unsigned long addr, struct vm_struct *copy)
{
	struct vm_struct *vm = static_call(mmt_find_vm_area)((void *)addr);
	unsigned long start, size;

	/* Freed memory may not even be readable: KFENCE, debug_pagealloc. */
	if (!vm || copy_from_kernel_nofault(copy, vm, sizeof(*copy)))
		return false;
	start = (unsigned long)copy->addr;
	size = get_vm_area_size(copy);
	return static_call(mmt_find_vm_area)((void *)addr) == vm &&
	       PAGE_ALIGNED(start) && PAGE_ALIGNED(size) &&
	       start <= addr && addr - start < size;
}

/*
 * Is something mapped here? What is armed for another module's probe is a hole to
 * lookup_address(). With interrupts off, as in a page fault: what is walked may go
 * with that module's probes, see mmt_probe_unregister_all() and merge_pages().
 */
static bool is_mapped(unsigned long addr, unsigned long *next)
{
	struct mmt_leaf leaf;
	bool mapped = false;

	local_irq_disable();
	if (!lookup_address(addr, &leaf.level))
		*next = mmt_leaf_hole(addr);
	else if (mmt_leaf_find(addr, &leaf) && !mmt_page_find(addr))
		*next = addr + PAGE_SIZE;
	else
		mapped = true;
	local_irq_enable();
	return mapped;
}

static bool is_device(const struct vm_struct *vm)
{
	return (vm->flags & VM_IOREMAP) && vm->phys_addr && !mmt_alias_is(vm);
}

/**
 * mmt_mapping_find_existing() - trace the mappings that are there already
 * @session: in mmt_sessions
 *
 * Only kernels before 6.9 have one list of all VM areas; what all have is page
 * tables, which lookup_address() walks. An area found here, and not on its way
 * out already, stays until the hook on iounmap() tells us that it goes.
 *
 * Context: process, may sleep, mmt_mapping_lock held.
 */
void mmt_mapping_find_existing(struct mmt_session *session)
{
	unsigned long addr = VMALLOC_START, start, size;
	struct vm_struct vm;

	lockdep_assert_held(&mmt_mapping_lock);
	while (addr < VMALLOC_END) {
		cond_resched();
		if (!is_mapped(addr, &addr))
			continue;
		if (!copy_area(addr, &vm)) {
			addr += PAGE_SIZE;
			continue;
		}
		start = (unsigned long)vm.addr;
		size = get_vm_area_size(&vm);
		if (is_device(&vm) && !find(session, start) &&
		    !mmt_leaving_is(start))
			trace_mapping(session, &vm, start, vm.phys_addr, size,
				      true);
		addr = start + size;
	}
}
