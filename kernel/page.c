// SPDX-License-Identifier: GPL-2.0
/* Fault pages: the table that the page fault looks in. */
#include "page.h"

#include "leaf.h"
#include "mapping.h"

struct hlist_head mmt_page_hash[1 << MMT_PAGE_HASH_BITS];
unsigned int mmt_large_pages;
unsigned int mmt_armed_pages;

/**
 * mmt_page_publish() - let page faults find a fault page
 * @page: filled in, not yet armed
 *
 * Context: process, mmt_mapping_lock held.
 */
void mmt_page_publish(struct mmt_page *page)
{
	unsigned long bucket = hash_long(page->key >> PAGE_SHIFT,
					 MMT_PAGE_HASH_BITS);

	lockdep_assert_held(&mmt_mapping_lock);
	if (mmt_page_level(page) != PG_LEVEL_4K)
		WRITE_ONCE(mmt_large_pages, mmt_large_pages + 1);
	hlist_add_head_rcu(&page->node, &mmt_page_hash[bucket]);
}

/**
 * mmt_page_unpublish() - hide a fault page
 * @page: disarmed, and no fault that found it armed is still on its way
 *
 * The memory may be freed a grace period later.
 *
 * Context: process, mmt_mapping_lock held.
 */
void mmt_page_unpublish(struct mmt_page *page)
{
	lockdep_assert_held(&mmt_mapping_lock);
	hlist_del_rcu(&page->node);
	if (mmt_page_level(page) != PG_LEVEL_4K)
		WRITE_ONCE(mmt_large_pages, mmt_large_pages - 1);
}

/**
 * mmt_page_arm() - arm a published page; the caller flushes the TLBs
 * @page: fault page
 *
 * Context: process, mmt_mapping_lock held.
 * Return: false when the entry has changed since @page was made.
 */
bool mmt_page_arm(struct mmt_page *page)
{
	lockdep_assert_held(&mmt_mapping_lock);
	if (!mmt_leaf_arm(page->entry, page->value, mmt_page_level(page)))
		return false;
	page->armed = true;
	mmt_armed_pages++;
	return true;
}

/**
 * mmt_page_disarm() - undo mmt_page_arm()
 * @page: fault page, armed or not
 *
 * Context: process, mmt_mapping_lock held.
 */
void mmt_page_disarm(struct mmt_page *page)
{
	lockdep_assert_held(&mmt_mapping_lock);
	if (!page->armed)
		return;
	/*
	 * An entry that is no longer ours was given a new meaning by somebody
	 * else: leaving it alone is the only safe answer.
	 */
	WARN_ON_ONCE(!mmt_leaf_restore(page->entry, page->value,
				       mmt_page_level(page)));
	page->armed = false;
	mmt_armed_pages--;
}
