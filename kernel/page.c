// SPDX-License-Identifier: GPL-2.0
/* Fault pages: the table that the page fault looks in. */
#include "page.h"

#include "area.h"
#include "leaf.h"

struct hlist_head mmt_page_hash[1 << MMT_PAGE_HASH_BITS];
unsigned int mmt_large_pages;
atomic_t mmt_armed_pages = ATOMIC_INIT(0);

static unsigned int shift_of(unsigned int level)
{
	return level == PG_LEVEL_4K ? PAGE_SHIFT :
	       level == PG_LEVEL_2M ? PMD_SHIFT : PUD_SHIFT;
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
	WARN_ON_ONCE(!mmt_leaf_restore(page->entry, page->value,
				       mmt_page_level(page)));
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
	if (mmt_leaf_arm(page->entry, page->value, mmt_page_level(page)))
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
 * @page: fault page; no fault that found it armed is still on its way
 *
 * It may be used again, or its memory freed, a grace period later.
 *
 * Context: process, mmt_probe_lock held.
 * Return: whether it was in the table.
 */
bool mmt_page_unpublish(struct mmt_page *page)
{
	lockdep_assert_held(&mmt_probe_lock);
	if (page->users || hlist_unhashed(&page->node))
		return false;
	hlist_del_init_rcu(&page->node);
	if (mmt_page_level(page) != PG_LEVEL_4K)
		WRITE_ONCE(mmt_large_pages, mmt_large_pages - 1);
	return true;
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
	mmt_leaf_restore(page->entry, page->value, mmt_page_level(page));
}
