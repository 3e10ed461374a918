// SPDX-License-Identifier: GPL-2.0
/* Fault pages: the table that the page fault looks in. */
#include "page.h"

#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "area.h"
#include "compat/symbols.h"
#include "inject.h"
#include "leaf.h"

struct hlist_head mmt_page_hash[1 << MMT_PAGE_HASH_BITS];
unsigned int mmt_large_pages;
atomic_t mmt_armed_pages = ATOMIC_INIT(0);

static unsigned int shift_of(unsigned int level)
{
	return level == PG_LEVEL_4K ? PAGE_SHIFT :
	       level == PG_LEVEL_2M ? PMD_SHIFT : PUD_SHIFT;
}

/**
 * mmt_page_init() - describe a fault page, not armed
 * @page: zeroed
 * @area: whose
 * @addr: its first address
 * @leaf: its entry
 */
void mmt_page_init(struct mmt_page *page, struct mmt_area *area,
		   unsigned long addr, const struct mmt_leaf *leaf)
{
	page->key = addr | leaf->level;
	page->entry = leaf->entry;
	page->value = leaf->value;
	page->absent = mmt_leaf_absent(leaf->value, leaf->level);
	page->area = area;
}

/* Everything that can fail, before the page tables change. */
static struct mmt_split *new_split(void)
{
	struct mmt_split *split = mmt_kvcalloc(1, sizeof(*split), GFP_KERNEL);
	struct page *table;

	if (!split)
		return NULL;
	table = mmt_alloc_page(GFP_KERNEL);
	if (table) {
		split->table = page_address(table);
		return split;
	}
	kvfree(split);
	return NULL;
}

static void free_split(struct mmt_split *split)
{
	free_page((unsigned long)split->table);
	kvfree(split);
}

/**
 * mmt_page_split() - make smaller pages of a large one, where that is possible
 * @page: fault page
 *
 * Nothing changes for those who access it. When there is no memory, or somebody
 * wants all of it armed, it stays as it is.
 *
 * Context: process, may sleep, mmt_probe_lock held.
 */
void mmt_page_split(struct mmt_page *page)
{
	struct mmt_leaf leaf = {
		.entry = page->entry,
		.value = page->value,
		.level = mmt_page_level(page),
	};
	unsigned long start = mmt_page_start(page);
	struct mmt_split *split;
	unsigned int i;

	lockdep_assert_held(&mmt_probe_lock);
	if (leaf.level == PG_LEVEL_4K || page->split || page->users ||
	    mmt_leaf_is_table(leaf.value, leaf.level))
		return;
	split = new_split();
	if (!split)
		return;
	if (!mmt_leaf_split(&leaf, split->table)) {
		free_split(split);
		return;
	}
	leaf.level--;
	for (i = 0; i < MMT_NR_ENTRIES; i++) {
		leaf.entry = &split->table[i];
		leaf.value = *leaf.entry;
		mmt_page_init(&split->pages[i], page->area,
			      start + i * page_level_size(leaf.level), &leaf);
	}
	page->split = split;
	static_call(mmt_flush_tlb_kernel_range)(start, mmt_page_end(page));
}

/**
 * mmt_page_merge() - undo mmt_page_split()
 * @page: fault page; it is not armed, and neither are those that it was split into
 *
 * Only as far as it can be: where somebody has given some of it other attributes,
 * the page tables are as they would be if nobody had watched, and stay the
 * kernel's. The others are freed by mmt_page_free(): the caller flushes, and waits
 * until nobody walks them.
 *
 * Context: process, mmt_probe_lock held.
 * Return: whether anything has changed.
 */
bool mmt_page_merge(struct mmt_page *page)
{
	struct mmt_split *split = page->split;
	bool any = false;
	unsigned int i;

	if (!split)
		return false;
	for (i = 0; i < MMT_NR_ENTRIES; i++)
		any |= mmt_page_merge(&split->pages[i]);
	split->merged = mmt_leaf_merge(page->entry, mmt_page_level(page),
				       split->table);
	return any | split->merged;
}

/** mmt_page_free() - free what mmt_page_split() has made; process context */
void mmt_page_free(struct mmt_page *page)
{
	struct mmt_split *split = page->split;
	unsigned int i;

	if (!split)
		return;
	for (i = 0; i < MMT_NR_ENTRIES; i++)
		mmt_page_free(&split->pages[i]);
	if (!split->merged)
		split->table = NULL;
	free_split(split);
}

static void publish(struct mmt_page *page)
{
	unsigned int shift = shift_of(mmt_page_level(page));

	if (mmt_page_level(page) != PG_LEVEL_4K)
		WRITE_ONCE(mmt_large_pages, mmt_large_pages + 1);
	hlist_add_head_rcu(&page->node, mmt_page_bucket(page->key, shift));
}

static void disarm(struct mmt_page *page)
{
	if (!xchg(&page->armed, 0))
		return;
	atomic_dec(&mmt_armed_pages);
	/*
	 * An entry that is no longer ours was given a new meaning by somebody
	 * else: leaving it alone is the only safe answer.
	 */
	WARN_ON_ONCE(!mmt_leaf_restore(page->entry, page->absent, page->value));
}

/**
 * mmt_page_get() - one more probe wants a page: the first one arms it
 * @page: fault page
 *
 * So does one that comes after the page was given up, or that one would never be
 * told of anything. The caller flushes the TLBs.
 *
 * Context: process, mmt_probe_lock held.
 * Return: 0, or -EBUSY when the entry has changed since @page was made, or is being
 * given up right now.
 */
int mmt_page_get(struct mmt_page *page)
{
	lockdep_assert_held(&mmt_probe_lock);
	if (!page->users++)
		publish(page);
	else if (READ_ONCE(page->armed))
		return 0;
	/* Before the entry: a page fault may give the page up at once. */
	page->armed = 1;
	atomic_inc(&mmt_armed_pages);
	if (mmt_leaf_arm(page->entry, page->value, page->absent))
		return 0;
	if (xchg(&page->armed, 0))
		atomic_dec(&mmt_armed_pages);
	return -EBUSY;
}

/**
 * mmt_page_put() - one probe less: the last one restores the page
 * @page: fault page
 *
 * It stays in the table until mmt_page_unpublish().
 *
 * Context: process, mmt_probe_lock held.
 */
void mmt_page_put(struct mmt_page *page)
{
	lockdep_assert_held(&mmt_probe_lock);
	if (!--page->users)
		disarm(page);
}

/**
 * mmt_page_unpublish() - take a page that nobody wants out of the table
 * @page: fault page
 *
 * It may be used again, or its memory freed, when no processor has its interrupts
 * off any more, as it had then.
 *
 * Context: process, mmt_probe_lock held.
 */
void mmt_page_unpublish(struct mmt_page *page)
{
	lockdep_assert_held(&mmt_probe_lock);
	if (page->users || hlist_unhashed(&page->node))
		return;
	hlist_del_init_rcu(&page->node);
	if (mmt_page_level(page) != PG_LEVEL_4K)
		WRITE_ONCE(mmt_large_pages, mmt_large_pages - 1);
}

/**
 * mmt_page_give_up() - restore a page at once, whoever still wants it armed
 * @page: fault page
 *
 * It stays in the table until its probes go.
 *
 * Context: any, page fault included.
 */
void mmt_page_give_up(struct mmt_page *page)
{
	if (!xchg(&page->armed, 0))
		return;
	atomic_dec(&mmt_armed_pages);
	mmt_leaf_restore(page->entry, page->absent, READ_ONCE(page->value));
}

/**
 * mmt_page_adopt() - after a change of attributes: what the entry is to hold
 * @page: fault page
 *
 * While it is armed, what happens to the private mapping happens to it when it is
 * restored. Where an entry of that was split, the new page table belongs to both
 * from then on: until mmt_page_part().
 *
 * Context: process, mmt_probe_lock held.
 * Return: false when a page fault has given the page up meanwhile, and may have
 * made it what it was before.
 */
bool mmt_page_adopt(struct mmt_page *page)
{
	unsigned int level = mmt_page_level(page);
	unsigned long alias = mmt_page_start(page) + page->area->delta;
	struct mmt_leaf leaf;

	lockdep_assert_held(&mmt_probe_lock);
	if (!READ_ONCE(page->armed)) {
		WRITE_ONCE(page->value, READ_ONCE(*page->entry));
		return false;
	}
	if (WARN_ON_ONCE(mmt_leaf_find(alias, &leaf)))
		return true;
	if (leaf.level < level)
		leaf.value = READ_ONCE(*mmt_leaf_slot(alias, level));
	else
		leaf.value = mmt_leaf_part(&leaf, alias, level);
	/* Before the question: mmt_page_give_up() asks in the other order. */
	smp_store_mb(page->value, leaf.value);
	return READ_ONCE(page->armed);
}

/**
 * mmt_page_part() - the private mapping goes: a page table of both is the page's
 * @page: fault page, restored for good
 *
 * The caller flushes the TLBs of the private mapping.
 *
 * Context: process, mmt_probe_lock held.
 */
void mmt_page_part(const struct mmt_page *page)
{
	unsigned int level = mmt_page_level(page);
	pteval_t value = READ_ONCE(*page->entry), *slot;

	if (!mmt_leaf_is_table(value, level))
		return;
	slot = mmt_leaf_slot(mmt_page_start(page) + page->area->delta, level);
	if (slot && *slot == value)
		WRITE_ONCE(*slot, 0);
}
