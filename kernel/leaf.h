/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_LEAF_H
#define MMT_LEAF_H

#include <linux/types.h>
#include <asm/pgtable_types.h>

/* Entries in a page table. */
#define MMT_NR_ENTRIES	512

/**
 * struct mmt_leaf - the page table entry that maps a kernel address
 * @entry: where it stands; a PMD or PUD for large pages
 * @value: its present value
 * @level: PG_LEVEL_4K, PG_LEVEL_2M or PG_LEVEL_1G
 */
struct mmt_leaf {
	pteval_t *entry;
	pteval_t value;
	unsigned int level;
};

int mmt_leaf_find(unsigned long addr, struct mmt_leaf *leaf);
bool mmt_leaf_is_table(pteval_t value, unsigned int level);
pteval_t *mmt_leaf_slot(unsigned long addr, unsigned int level);
pteval_t mmt_leaf_part(const struct mmt_leaf *leaf, unsigned long addr,
		       unsigned int level);
pteval_t mmt_leaf_absent(pteval_t value, unsigned int level);
bool mmt_leaf_split(const struct mmt_leaf *leaf, pteval_t *table);
bool mmt_leaf_merge(pteval_t *entry, unsigned int level, const pteval_t *table);
bool mmt_leaf_arm(pteval_t *entry, pteval_t value, pteval_t absent);
bool mmt_leaf_restore(pteval_t *entry, pteval_t absent, pteval_t value);
bool mmt_kernel_writable(unsigned long addr);
bool mmt_user_writable(unsigned long addr);
unsigned long mmt_leaf_hole(unsigned long addr);

#endif
