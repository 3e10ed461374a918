/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_PAGE_H
#define MMT_PAGE_H

#include <linux/atomic.h>
#include <linux/hash.h>
#include <linux/pgtable.h>
#include <linux/rculist.h>

#include "leaf.h"

struct mmt_area;

/**
 * struct mmt_page - a fault page: one leaf entry that is or can be armed
 * @node: in its hash bucket; changed under mmt_probe_lock, read with
 *	interrupts off
 * @key: first address | level; fixed
 * @entry: where it stands in the page tables; fixed
 * @value: what it holds while it is not armed; changed under mmt_probe_lock,
 *	read by a page fault that gives the page up
 * @absent: what it holds while it is armed; fixed
 * @area: whose page it is; fixed
 * @split: smaller ones that have taken its place, or NULL; under mmt_probe_lock
 * @users: probes that want it armed; under mmt_probe_lock
 * @armed: the entry is in its armed form; set under mmt_probe_lock, cleared
 *	with xchg under it or by a page fault that gives the page up
 */
struct mmt_page {
	struct hlist_node node;
	unsigned long key;
	pteval_t *entry;
	pteval_t value;
	pteval_t absent;
	struct mmt_area *area;
	struct mmt_split *split;
	unsigned int users;
	int armed;
};

/**
 * struct mmt_split - what a large page was split into
 * @table: the page table that stands in its place
 * @merged: no longer
 * @pages: its entries
 *
 * Under mmt_probe_lock.
 */
struct mmt_split {
	pteval_t *table;
	bool merged;
	struct mmt_page pages[MMT_NR_ENTRIES];
};

#define MMT_PAGE_HASH_BITS	15

/* Buckets: changed under mmt_probe_lock, read with interrupts off. */
extern struct hlist_head mmt_page_hash[1 << MMT_PAGE_HASH_BITS];
/* How many 2 MiB and 1 GiB pages are in it: under mmt_probe_lock. */
extern unsigned int mmt_large_pages;
/* How many entries are armed. */
extern atomic_t mmt_armed_pages;

/* Where an address of a size of pages is; neighbours never share a bucket. */
static __always_inline struct hlist_head *mmt_page_bucket(unsigned long addr,
							  unsigned int shift)
{
	return &mmt_page_hash[addr >> shift & ((1 << MMT_PAGE_HASH_BITS) - 1)];
}

static __always_inline struct mmt_page *
mmt_page_of(unsigned long addr, unsigned int level, unsigned int shift)
{
	unsigned long key = (addr & ~0ul << shift) | level;
	struct mmt_page *page;

	hlist_for_each_entry_rcu_notrace(page, mmt_page_bucket(addr, shift),
					 node)
		if (page->key == key)
			return page;
	return NULL;
}

/**
 * mmt_page_find() - the fault page of an address
 * @addr: kernel address
 *
 * Context: interrupts off; usable in a page fault and in NMI.
 */
static __always_inline struct mmt_page *mmt_page_find(unsigned long addr)
{
	struct mmt_page *page;

	page = mmt_page_of(addr, PG_LEVEL_4K, PAGE_SHIFT);
	if (likely(page) || likely(!READ_ONCE(mmt_large_pages)))
		return page;
	page = mmt_page_of(addr, PG_LEVEL_2M, PMD_SHIFT);
	if (page)
		return page;
	return mmt_page_of(addr, PG_LEVEL_1G, PUD_SHIFT);
}

static inline unsigned int mmt_page_level(const struct mmt_page *page)
{
	return page->key & ~PAGE_MASK;
}

static inline unsigned long mmt_page_start(const struct mmt_page *page)
{
	return page->key & PAGE_MASK;
}

static inline unsigned long mmt_page_end(const struct mmt_page *page)
{
	return mmt_page_start(page) + page_level_size(mmt_page_level(page));
}

void mmt_page_init(struct mmt_page *page, struct mmt_area *area,
		   unsigned long addr, const struct mmt_leaf *leaf);
void mmt_page_split(struct mmt_page *page);
bool mmt_page_merge(struct mmt_page *page);
void mmt_page_free(struct mmt_page *page);
int mmt_page_get(struct mmt_page *page);
void mmt_page_put(struct mmt_page *page);
void mmt_page_unpublish(struct mmt_page *page);
void mmt_page_give_up(struct mmt_page *page);
bool mmt_page_adopt(struct mmt_page *page);
void mmt_page_part(const struct mmt_page *page);

#endif
