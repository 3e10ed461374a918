/* SPDX-License-Identifier: GPL-2.0 */
/* What interrupts what, on one CPU with interrupts off. */
#ifndef MMT_LEVEL_H
#define MMT_LEVEL_H

#include <linux/build_bug.h>
#include <linux/preempt.h>

/* A power of 2. Deeper ones share these: noticed as recursion, and counted. */
#define MMT_LEVELS	4

/* One bit for all of them would not tell an NMI from a #DB inside it. */
static_assert(NMI_MASK >> NMI_SHIFT >= MMT_LEVELS - 1,
	      "preempt_count() does not count NMIs");

/**
 * mmt_level() - how many NMIs, debug exceptions and breakpoints deep this is
 *
 * All others run at level 0: with interrupts off, they cannot interrupt each
 * other. So a level can be interrupted by higher ones only, which are over when
 * it goes on, and what each level of a CPU has for itself needs no lock. Only
 * code that is called from a hit finds its own level busy.
 *
 * Context: page fault or #DB.
 */
static __always_inline unsigned int mmt_level(void)
{
	return (preempt_count() >> NMI_SHIFT) & (MMT_LEVELS - 1);
}

void mmt_wait_for_faults(void);

#endif
