// SPDX-License-Identifier: GPL-2.0
/*
 * Page table leaf entries: finding them, marking them not present and back.
 *
 * Entries are changed with cmpxchg only: whoever else changes one under us (a
 * debugger, set_memory_*()) wins, and we notice.
 */
#include "leaf.h"

#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/sched.h>

/**
 * mmt_leaf_find() - the present leaf entry of a kernel address
 * @addr: kernel address
 * @leaf: filled in when found
 *
 * Context: any; the caller keeps the mapping from going away.
 * Return: 0, or -ENOENT when nothing is present there.
 */
int mmt_leaf_find(unsigned long addr, struct mmt_leaf *leaf)
{
	pte_t *pte = lookup_address(addr, &leaf->level);

	if (!pte)
		return -ENOENT;
	leaf->entry = (pteval_t *)pte;
	leaf->value = READ_ONCE(*leaf->entry);
	return leaf->value & _PAGE_PRESENT ? 0 : -ENOENT;
}

/*
 * What an entry holds while its page is armed. A small one is cleared, because
 * vunmap warns about entries that are neither empty nor present. A large one
 * stays recognisable as large, or walkers would take it for an empty table;
 * the invalidated form also inverts the frame number (L1TF).
 */
static pteval_t armed_value(pteval_t value, unsigned int level)
{
	pud_t pud;

	switch (level) {
	case PG_LEVEL_2M:
		return pmd_val(pmd_mkinvalid(__pmd(value)));
	case PG_LEVEL_1G:
		pud = __pud(value);
		return pud_val(pfn_pud(pud_pfn(pud),
				       __pgprot(pud_flags(pud) &
						~(_PAGE_PRESENT | _PAGE_PROTNONE))));
	default:
		return 0;
	}
}

/**
 * mmt_leaf_arm() - make a page fault
 * @entry: the leaf entry
 * @value: what it holds now
 * @level: its level
 *
 * TLBs may still hold the old entry: the caller flushes.
 *
 * Context: any.
 * Return: false when the entry no longer held @value; nothing has changed then.
 */
bool mmt_leaf_arm(pteval_t *entry, pteval_t value, unsigned int level)
{
	return cmpxchg(entry, value, armed_value(value, level)) == value;
}

/**
 * mmt_leaf_restore() - make a page present again
 * @entry: the leaf entry
 * @value: what it held before it was armed
 * @level: its level
 *
 * Needs no flush: processors do not cache entries that are not present.
 *
 * Context: any, page fault included.
 * Return: false when the entry was neither armed nor restored already: somebody
 * else has changed it, and it stays as it is.
 */
bool mmt_leaf_restore(pteval_t *entry, pteval_t value, unsigned int level)
{
	pteval_t armed = armed_value(value, level);
	pteval_t old = cmpxchg(entry, armed, value);

	return old == armed || old == value;
}

/**
 * mmt_leaf_small() - a 4 KiB entry that maps the same bytes the same way
 * @leaf: present entry of any level
 * @addr: which address inside it
 *
 * Memory type (PAT, PCD, PWT) and protection stay exactly what they are; in
 * large entries the PAT bit stands elsewhere.
 */
pte_t mmt_leaf_small(const struct mmt_leaf *leaf, unsigned long addr)
{
	unsigned long pfn;
	pgprot_t prot;

	if (leaf->level == PG_LEVEL_4K)
		return __pte(leaf->value);

	if (leaf->level == PG_LEVEL_2M) {
		pmd_t pmd = __pmd(leaf->value);

		pfn = pmd_pfn(pmd) + ((addr & ~PMD_MASK) >> PAGE_SHIFT);
		prot = __pgprot(pmd_flags(pmd));
	} else {
		pud_t pud = __pud(leaf->value);

		pfn = pud_pfn(pud) + ((addr & ~PUD_MASK) >> PAGE_SHIFT);
		prot = __pgprot(pud_flags(pud));
	}
	prot = pgprot_large_2_4k(__pgprot(pgprot_val(prot) & ~_PAGE_PSE));
	return pfn_pte(pfn, prot);
}

/**
 * mmt_kernel_writable() - would a write to this kernel address fault?
 * @addr: kernel address
 *
 * Context: any, page fault included: walks without locks.
 */
bool mmt_kernel_writable(unsigned long addr)
{
	struct mmt_leaf leaf;

	return !mmt_leaf_find(addr, &leaf) && (leaf.value & _PAGE_RW);
}

/**
 * mmt_user_writable() - would a write to this user address of current fault?
 * @addr: user address
 *
 * Only small pages are looked at, a large one counts as not writable: the
 * answer no costs time, never correctness, see step_foreign_fault().
 *
 * Context: interrupts off, so that page tables are not freed under the walk.
 */
bool mmt_user_writable(unsigned long addr)
{
	struct mm_struct *mm = current->mm;
	pgd_t *pgd;
	p4d_t *p4d;
	pud_t *pud;
	pmd_t *pmd;
	pte_t pte;

	if (!mm)
		return false;
	pgd = pgd_offset(mm, addr);
	if (pgd_none(*pgd) || pgd_bad(*pgd))
		return false;
	p4d = p4d_offset(pgd, addr);
	if (p4d_none(*p4d) || p4d_bad(*p4d))
		return false;
	pud = pud_offset(p4d, addr);
	if (pud_none(*pud) || pud_bad(*pud))
		return false;
	pmd = pmd_offset(pud, addr);
	if (pmd_none(*pmd) || pmd_bad(*pmd))
		return false;
	pte = READ_ONCE(*((pte_t *)pmd_page_vaddr(*pmd) + pte_index(addr)));
	return pte_present(pte) && pte_write(pte);
}

/**
 * mmt_leaf_hole() - where the next mapping may begin
 * @addr: an address for which lookup_address() found nothing
 * @level: the level it reported
 */
unsigned long mmt_leaf_hole(unsigned long addr, unsigned int level)
{
	/* A missing top-level entry is reported as level 0. */
	if (level < PG_LEVEL_4K || level > PG_LEVEL_512G)
		level = PG_LEVEL_512G;
	return (addr & page_level_mask(level)) + page_level_size(level);
}
