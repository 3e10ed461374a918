/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_PAGE_H
#define MMT_PAGE_H

#include <linux/hash.h>
#include <linux/rculist.h>
#include <asm/pgtable_types.h>

struct mmt_mapping;

/**
 * struct mmt_page - a fault page: one leaf entry that is or will be armed
 * @node: in its hash bucket; changed under mmt_mapping_lock, read under RCU
 * @key: first address | level; fixed
 * @entry: the leaf entry; fixed
 * @value: its present value; fixed
 * @map: whose page it is; fixed
 * @armed: the entry is in its armed form; changed under mmt_mapping_lock
 */
struct mmt_page {
	struct hlist_node node;
	unsigned long key;
	pteval_t *entry;
	pteval_t value;
	struct mmt_mapping *map;
	bool armed;
};

#define MMT_PAGE_HASH_BITS	14

/* Buckets: changed under mmt_mapping_lock, read under RCU. */
extern struct hlist_head mmt_page_hash[1 << MMT_PAGE_HASH_BITS];
/* How many 2 MiB and 1 GiB pages are in it: under mmt_mapping_lock. */
extern unsigned int mmt_large_pages;
/* How many entries are armed: changed under mmt_mapping_lock. */
extern unsigned int mmt_armed_pages;

static __always_inline struct mmt_page *mmt_page_bucket(unsigned long key)
{
	struct mmt_page *page;

	hlist_for_each_entry_rcu_notrace(page,
			&mmt_page_hash[hash_long(key >> PAGE_SHIFT, MMT_PAGE_HASH_BITS)],
			node)
		if (page->key == key)
			return page;
	return NULL;
}

/**
 * mmt_page_find() - the fault page of an address
 * @addr: kernel address
 *
 * Context: interrupts off (RCU); usable in a page fault and in NMI.
 */
static __always_inline struct mmt_page *mmt_page_find(unsigned long addr)
{
	struct mmt_page *page;

	page = mmt_page_bucket((addr & PAGE_MASK) | PG_LEVEL_4K);
	if (likely(page) || likely(!READ_ONCE(mmt_large_pages)))
		return page;
	page = mmt_page_bucket((addr & PMD_MASK) | PG_LEVEL_2M);
	if (page)
		return page;
	return mmt_page_bucket((addr & PUD_MASK) | PG_LEVEL_1G);
}

static inline unsigned int mmt_page_level(const struct mmt_page *page)
{
	return page->key & ~PAGE_MASK;
}

void mmt_page_publish(struct mmt_page *page);
void mmt_page_unpublish(struct mmt_page *page);
bool mmt_page_arm(struct mmt_page *page);
void mmt_page_disarm(struct mmt_page *page);

#endif
