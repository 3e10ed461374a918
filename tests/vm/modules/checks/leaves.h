/* SPDX-License-Identifier: GPL-2.0 */
/* Page table entries, as checks see them. */
#ifndef LEAVES_H
#define LEAVES_H

#include <linux/mm.h>

/* A page table entry, as it stands. */
struct leaf {
	u64 value;
	unsigned int level;
};

static inline struct leaf leaf_of(const void *addr)
{
	struct leaf leaf = {};
	pte_t *pte = lookup_address((unsigned long)addr, &leaf.level);

	if (pte)
		leaf.value = pte_val(*pte);
	return leaf;
}

static inline bool same_leaf(struct leaf a, struct leaf b)
{
	return a.value == b.value && a.level == b.level;
}

/* Index into the PAT, whatever the size of the page. */
static inline unsigned int memory_type(struct leaf leaf)
{
	u64 pat = leaf.level == PG_LEVEL_4K ? _PAGE_PAT : _PAGE_PAT_LARGE;

	return (leaf.value & _PAGE_PWT ? 1 : 0) +
	       (leaf.value & _PAGE_PCD ? 2 : 0) + (leaf.value & pat ? 4 : 0);
}

#endif
