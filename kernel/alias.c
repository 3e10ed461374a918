// SPDX-License-Identifier: GPL-2.0
/*
 * The private mapping: a second set of page table entries for the same device
 * pages, with the very same memory type, through which the page fault performs
 * the accesses. It is an own VM area, so that it needs no reservation of a
 * memory type and does not come back through the hook on ioremap.
 */
#include "alias.h"

#include <linux/align.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/sched.h>
#include <linux/vmalloc.h>

#include "compat/symbols.h"
#include "inject.h"
#include "leaf.h"

/**
 * struct run - pages side by side that are mapped alike
 * @to: where the first is to be in the private mapping
 * @size: bytes
 * @phys: physical address of the first
 * @prot: how, in the form of a small page
 */
struct run {
	unsigned long to;
	unsigned long size;
	phys_addr_t phys;
	pgprot_t prot;
};

/*
 * Never a gigabyte with PREEMPT_RT: where set_memory_uc() has split an earlier one
 * at that address the kernel frees the lock of a table that has none, and dies
 * (pud_free_pmd_page(), seen on 6.1; split_large_page() has made the table).
 */
#define LARGEST_PIECE	(IS_ENABLED(CONFIG_PREEMPT_RT) ? PUD_SIZE / 2 : PUD_SIZE)

/*
 * By the function that made the original, so with entries as large, where the
 * frame number and the address allow it: both areas begin at addresses that are
 * aligned alike. Piece by piece: small entries for more are seconds.
 */
static int map_run(const struct run *run)
{
	unsigned long done, piece;
	int err = 0;

	for (done = 0; done < run->size && !err; done += piece) {
		unsigned long to = run->to + done;

		piece = min(run->size - done,
			    ALIGN_DOWN(to, LARGEST_PIECE) + LARGEST_PIECE - to);
		err = mmt_map_pages(to, to + piece,
				    run->phys + done, run->prot);
		cond_resched();
	}
	return err;
}

static int copy_entries(unsigned long from, unsigned long to,
			unsigned long size)
{
	unsigned long end = from + size, delta = to - from, next;
	struct run run = { .to = to };
	struct mmt_leaf leaf;
	int err;

	for (; from < end; from = next) {
		pte_t pte;

		err = mmt_leaf_find(from, &leaf);
		if (err)
			return err;
		next = (from & page_level_mask(leaf.level)) +
		       page_level_size(leaf.level);
		pte = __pte(mmt_leaf_part(&leaf, from, PG_LEVEL_4K));
		if (PFN_PHYS(pte_pfn(pte)) != run.phys + run.size ||
		    pgprot_val(pte_pgprot(pte)) != pgprot_val(run.prot)) {
			err = map_run(&run);
			if (err)
				return err;
			run.to = from + delta;
			run.size = 0;
			run.phys = PFN_PHYS(pte_pfn(pte));
			run.prot = pte_pgprot(pte);
		}
		run.size += min(next, end) - from;
		cond_resched();
	}
	return map_run(&run);
}

/**
 * mmt_alias_create() - map the device pages behind a mapping a second time
 * @base: first address of the mapping, page aligned, not armed
 * @size: its length in bytes, whole pages
 *
 * The area is marked VM_IOREMAP so that /proc/kcore does not read devices.
 *
 * Context: process, may sleep.
 * Return: the area, or NULL when there is no memory or a page is not mapped.
 */
struct vm_struct *mmt_alias_create(unsigned long base, unsigned long size)
{
	struct vm_struct *alias;

	alias = mmt_get_vm_area(size, VM_IOREMAP, mmt_alias_create);
	if (!alias)
		return NULL;

	if (copy_entries(base, (unsigned long)alias->addr, size)) {
		free_vm_area(alias);
		return NULL;
	}
	return alias;
}

/**
 * mmt_alias_destroy() - undo mmt_alias_create()
 * @alias: the area; no CPU uses it any more
 *
 * Context: process, may sleep.
 */
void mmt_alias_destroy(struct vm_struct *alias)
{
	free_vm_area(alias);
}

/** mmt_alias_is() - is this VM area one of ours? */
bool mmt_alias_is(const struct vm_struct *area)
{
	return area->caller == mmt_alias_create;
}
