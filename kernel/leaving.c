// SPDX-License-Identifier: GPL-2.0
/*
 * Mappings that are on their way out: iounmap() has told us, but the VM area is
 * still there for a moment. A session that starts in this moment must not arm
 * them: nobody would tell it when they go, and restoring the page later would
 * write into page tables that belong to somebody else by then.
 *
 * Our hook notes the address first and then asks whether a session runs; the
 * start of a session says that it runs first and then looks here. So one of the
 * two always sees the other.
 */
#include "leaving.h"

#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/spinlock.h>

/* Far more than iounmap() calls can be between our hook and the removal. */
static unsigned long leaving[256];	/* under lock */
static unsigned int next;		/* under lock */
static DEFINE_SPINLOCK(lock);		/* never taken in interrupts or faults */

/** mmt_leaving_note() - iounmap() of @virt has begun; process context */
void mmt_leaving_note(unsigned long virt)
{
	spin_lock(&lock);
	leaving[next++ % ARRAY_SIZE(leaving)] = virt & PAGE_MASK;
	spin_unlock(&lock);
}

/** mmt_leaving_forget() - @virt is a new mapping; process context */
void mmt_leaving_forget(unsigned long virt)
{
	unsigned int i;

	spin_lock(&lock);
	for (i = 0; i < ARRAY_SIZE(leaving); i++)
		if (leaving[i] == (virt & PAGE_MASK))
			leaving[i] = 0;
	spin_unlock(&lock);
}

/** mmt_leaving_is() - may the mapping at @virt be gone soon? process context */
bool mmt_leaving_is(unsigned long virt)
{
	bool found = false;
	unsigned int i;

	spin_lock(&lock);
	for (i = 0; i < ARRAY_SIZE(leaving); i++)
		found |= leaving[i] == (virt & PAGE_MASK);
	spin_unlock(&lock);
	return found;
}
