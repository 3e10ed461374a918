// SPDX-License-Identifier: GPL-2.0
#include "level.h"

#include <linux/smp.h>

static void answer(void *unused)
{
}

/**
 * mmt_wait_for_faults() - until every page fault that has begun is over
 *
 * A processor takes a page fault with interrupts off and keeps them off until our
 * handler, and the step of an instruction, is over; so it answers an interrupt only
 * then. An NMI that had faulted on it is over, too: it cannot be interrupted. (RCU alone
 * would not do: between the exception and irqentry_enter() an idle CPU is not watched.)
 *
 * Context: process, interrupts on.
 */
void mmt_wait_for_faults(void)
{
	on_each_cpu(answer, NULL, 1);
}
