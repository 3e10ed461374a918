// SPDX-License-Identifier: GPL-2.0
/*
 * Page table leaf entries: finding them, marking them not present and back.
 *
 * Entries are changed with cmpxchg only: whoever else changes one under us (a
 * debugger) wins, and we notice.
 */
#include "leaf.h"

#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/sched.h>

#include "compat/symbols.h"

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

/** mmt_leaf_is_table() - does an entry of this level point to a page table? */
bool mmt_leaf_is_table(pteval_t value, unsigned int level)
{
	return level != PG_LEVEL_4K &&
	       (value & (_PAGE_PRESENT | _PAGE_PSE)) == _PAGE_PRESENT;
}

/**
 * mmt_leaf_slot() - where the entry of a level stands, whatever it holds
 * @addr: kernel address
 * @level: PG_LEVEL_2M or PG_LEVEL_1G
 *
 * Context: any; the caller keeps the mapping from going away.
 * Return: the entry, or NULL when the page tables do not reach that far down.
 */
pteval_t *mmt_leaf_slot(unsigned long addr, unsigned int level)
{
	pgd_t *pgd = pgd_offset(mmt_symbols.init_mm, addr);
	p4d_t *p4d;
	pud_t *pud;

	if (pgd_none(*pgd))
		return NULL;
	p4d = p4d_offset(pgd, addr);
	if (p4d_none(*p4d))
		return NULL;
	pud = pud_offset(p4d, addr);
	if (level == PG_LEVEL_1G)
		return (pteval_t *)pud;
	if (!mmt_leaf_is_table(pud_val(*pud), PG_LEVEL_1G))
		return NULL;
	return (pteval_t *)pmd_offset(pud, addr);
}

/**
 * mmt_leaf_part() - a smaller entry that maps the same bytes the same way
 * @leaf: present entry of any level
 * @addr: which address inside it
 * @level: of the smaller entry, at most that of @leaf
 *
 * Memory type (PAT, PCD, PWT) and protection stay exactly what they are; in
 * large entries the PAT bit stands elsewhere.
 */
pteval_t mmt_leaf_part(const struct mmt_leaf *leaf, unsigned long addr,
		       unsigned int level)
{
	unsigned long pfn = (addr & ~page_level_mask(leaf->level) &
			     page_level_mask(level)) >> PAGE_SHIFT;
	pgprot_t prot;

	if (leaf->level == level)
		return leaf->value;

	if (leaf->level == PG_LEVEL_2M) {
		pmd_t pmd = __pmd(leaf->value);

		pfn += pmd_pfn(pmd);
		prot = __pgprot(pmd_flags(pmd));
	} else {
		pud_t pud = __pud(leaf->value);

		pfn += pud_pfn(pud);
		prot = __pgprot(pud_flags(pud));
	}
	if (level == PG_LEVEL_2M)
		return pmd_val(pfn_pmd(pfn, prot));
	prot = pgprot_large_2_4k(__pgprot(pgprot_val(prot) & ~_PAGE_PSE));
	return pte_val(pfn_pte(pfn, prot));
}

/**
 * mmt_leaf_split() - put a page table of smaller entries in a large one's place
 * @leaf: the large entry, present
 * @table: a page, filled in
 *
 * The same frames, the same type, the same rights: whether a processor still has
 * the old entry in its TLB makes no difference, until one of the new ones changes.
 * The caller flushes before that.
 *
 * Context: process.
 * Return: false when the entry no longer held @leaf's value; nothing has changed
 * then.
 */
bool mmt_leaf_split(const struct mmt_leaf *leaf, pteval_t *table)
{
	unsigned int level = leaf->level - 1, i;

	for (i = 0; i < MMT_NR_ENTRIES; i++)
		table[i] = mmt_leaf_part(leaf, i * page_level_size(level),
					 level);
	return cmpxchg(leaf->entry, leaf->value,
		       __pa(table) | _KERNPG_TABLE) == leaf->value;
}

/* The large entry of which this is the first part. */
static pteval_t whole_of(pteval_t part, unsigned int level)
{
	pte_t pte = __pte(part);
	pmd_t pmd = __pmd(part);

	if (level == PG_LEVEL_1G)
		return pud_val(pfn_pud(pmd_pfn(pmd), __pgprot(pmd_flags(pmd))));
	return pmd_val(pfn_pmd(pte_pfn(pte),
			       __pgprot(pgprot_val(pgprot_4k_2_large(pte_pgprot(pte))) |
					_PAGE_PSE)));
}

/**
 * mmt_leaf_merge() - undo mmt_leaf_split()
 * @entry: points to @table
 * @level: its level
 * @table: the smaller entries
 *
 * The large entry has the attributes that all of the smaller ones have, which
 * need not be those that it had. The caller flushes, and frees @table when nobody
 * walks it any more.
 *
 * Context: process; none of the entries is armed, nor changed meanwhile.
 * Return: false when they are not what one large entry could be: they stay.
 */
bool mmt_leaf_merge(pteval_t *entry, unsigned int level, const pteval_t *table)
{
	pteval_t value = __pa(table) | _KERNPG_TABLE;
	struct mmt_leaf leaf = { .level = level };
	unsigned int i;

	if (!(table[0] & _PAGE_PRESENT) || mmt_leaf_is_table(table[0], level - 1))
		return false;
	leaf.value = whole_of(table[0], level);
	for (i = 0; i < MMT_NR_ENTRIES; i++)
		if (table[i] != mmt_leaf_part(&leaf,
					      i * page_level_size(level - 1),
					      level - 1))
			return false;
	return cmpxchg(entry, value, leaf.value) == value;
}

/**
 * mmt_leaf_absent() - what an entry holds while its page is armed
 * @value: what it holds else
 * @level: its level
 *
 * A small one is cleared, because vunmap warns about entries that are neither
 * empty nor present. A large one keeps its bits but the present one, as the
 * kernel itself invalidates it, with the frame number inverted (L1TF).
 */
pteval_t mmt_leaf_absent(pteval_t value, unsigned int level)
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
 * @absent: what it is to hold, from mmt_leaf_absent()
 *
 * TLBs may still hold the old entry: the caller flushes.
 *
 * Context: any.
 * Return: false when the entry no longer held @value; nothing has changed then.
 */
bool mmt_leaf_arm(pteval_t *entry, pteval_t value, pteval_t absent)
{
	return cmpxchg(entry, value, absent) == value;
}

/**
 * mmt_leaf_restore() - make a page present again
 * @entry: the leaf entry
 * @absent: what it holds while it is armed
 * @value: what it is to hold
 *
 * Needs no flush: processors do not cache entries that are not present.
 *
 * Context: any, page fault included.
 * Return: false when the entry was neither armed nor restored already: somebody
 * else has changed it, and it stays as it is.
 */
bool mmt_leaf_restore(pteval_t *entry, pteval_t absent, pteval_t value)
{
	pteval_t old = cmpxchg(entry, absent, value);

	return old == absent || old == value;
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

static bool present_and_writable(unsigned long entry)
{
	return (entry & (_PAGE_PRESENT | _PAGE_RW)) ==
	       (_PAGE_PRESENT | _PAGE_RW);
}

/**
 * mmt_user_writable() - would a write to this user address of current fault?
 * @addr: user address
 *
 * A guess: protection keys are not looked at, and another CPU may change the
 * entry in the next moment. A wrong yes makes the instruction read the device
 * twice, after a wrong no the kernel is asked, see leave_to_kernel(). Each entry
 * is read once: what is followed is what was looked at.
 *
 * Context: interrupts off, so that page tables are not freed under the walk.
 */
bool mmt_user_writable(unsigned long addr)
{
	struct mm_struct *mm = current->mm;
	pgd_t pgd;
	p4d_t p4d;
	pud_t pud;
	pmd_t pmd;

	if (!mm)
		return false;
	pgd = READ_ONCE(*pgd_offset(mm, addr));
	if (pgd_none(pgd))
		return false;
	p4d = READ_ONCE(*p4d_offset(&pgd, addr));
	if (p4d_none(p4d))
		return false;
	pud = READ_ONCE(*pud_offset(&p4d, addr));
	if (!mmt_leaf_is_table(pud_val(pud), PG_LEVEL_1G))
		return present_and_writable(pud_val(pud));
	pmd = READ_ONCE(*pmd_offset(&pud, addr));
	if (!mmt_leaf_is_table(pmd_val(pmd), PG_LEVEL_2M))
		return present_and_writable(pmd_val(pmd));
	return present_and_writable(READ_ONCE(*((unsigned long *)
				pmd_page_vaddr(pmd) + pte_index(addr))));
}

/**
 * mmt_leaf_hole() - where the next mapping may begin
 * @addr: a kernel address for which lookup_address() found nothing
 *
 * Walks itself: 6.1 reports the level of a missing entry one too high.
 */
unsigned long mmt_leaf_hole(unsigned long addr)
{
	pgd_t *pgd = pgd_offset(mmt_symbols.init_mm, addr);
	p4d_t *p4d;
	pud_t *pud;

	if (pgd_none(*pgd))
		return (addr & PGDIR_MASK) + PGDIR_SIZE;
	p4d = p4d_offset(pgd, addr);
	if (p4d_none(*p4d))
		return (addr & P4D_MASK) + P4D_SIZE;
	pud = pud_offset(p4d, addr);
	if (pud_none(*pud))
		return (addr & PUD_MASK) + PUD_SIZE;
	return (addr & PMD_MASK) + PMD_SIZE;
}
