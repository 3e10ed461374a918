// SPDX-License-Identifier: GPL-2.0
/*
 * The private mapping: a second set of page table entries for the same device
 * pages, with the very same memory type, through which the page fault performs
 * the accesses. It is an own VM area, so that it needs no reservation of a
 * memory type and does not come back through the hook on ioremap.
 */
#include "alias.h"

#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/vmalloc.h>

#include "compat/symbols.h"
#include "inject.h"
#include "leaf.h"

struct copy {
	unsigned long from;
	unsigned long to;
};

static int copy_entry(pte_t *pte, unsigned long addr, void *data)
{
	struct copy *copy = data;
	struct mmt_leaf leaf;
	unsigned long source = copy->from + (addr - copy->to);
	int err = mmt_leaf_find(source, &leaf);

	if (err)
		return err;
	set_pte(pte, mmt_leaf_small(&leaf, source));
	return 0;
}

/* Piece by piece: a mapping may be gigabytes, and that is seconds. */
static int copy_entries(struct copy *copy, unsigned long size)
{
	unsigned long done, piece;
	int err = 0;

	for (done = 0; done < size && !err; done += piece) {
		piece = min(size - done, PMD_SIZE);
		err = mmt_apply_to_page_range(mmt_symbols.init_mm,
					      copy->to + done, piece,
					      copy_entry, copy);
		cond_resched();
	}
	return err;
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
	struct copy copy = { .from = base };
	struct vm_struct *alias;

	alias = mmt_get_vm_area(size, VM_IOREMAP, mmt_alias_create);
	if (!alias)
		return NULL;

	copy.to = (unsigned long)alias->addr;
	if (copy_entries(&copy, size)) {
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
