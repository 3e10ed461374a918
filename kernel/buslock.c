// SPDX-License-Identifier: GPL-2.0
/*
 * LOCK on device memory. We perform such an instruction as a read and a write,
 * so that both values are known; in between no other CPU may access any armed
 * page. All such accesses come through our handler, and each CPU says when it is
 * in it; so whoever wants the bus takes it and waits until nobody else is in.
 * The others pay nothing for it but the look at one shared word.
 *
 * Nobody waits in here for a CPU that may be waiting itself: before it waits, a
 * CPU says that it is not in a hit. An NMI that has interrupted a hit cannot say
 * so; it does not wait, and does without the lock: its instruction is then not
 * atomic, as far as the device is concerned.
 *
 * What single-steps (kernel/step.c) is outside: those instructions are no
 * partners of a locked one.
 */
#include "buslock.h"

#include <linux/cpumask.h>
#include <linux/smp.h>

DEFINE_PER_CPU(struct mmt_hit_busy, mmt_hit_busy);
int mmt_bus_owner = MMT_BUS_FREE;

static bool interrupts_hit(bool nmi, bool quiet)
{
	return quiet || (nmi && this_cpu_read(mmt_hit_busy.normal));
}

/**
 * mmt_bus_wait() - somebody has the bus: wait until it is free
 * @nmi: in_nmi()
 * @quiet: what mmt_hit_begin() found
 *
 * Context: page fault, interrupts off, this CPU said that it is busy.
 */
void mmt_bus_wait(bool nmi, bool quiet)
{
	/* Not for what this CPU holds itself, below an NMI. */
	if (interrupts_hit(nmi, quiet) ||
	    READ_ONCE(mmt_bus_owner) == smp_processor_id())
		return;
	do {
		mmt_bus_set_busy(nmi, false);
		while (READ_ONCE(mmt_bus_owner) != MMT_BUS_FREE)
			cpu_relax();
		mmt_bus_set_busy(nmi, true);
	} while (READ_ONCE(mmt_bus_owner) != MMT_BUS_FREE);
}

static bool others_busy(int cpu)
{
	const struct mmt_hit_busy *busy = per_cpu_ptr(&mmt_hit_busy, cpu);

	return READ_ONCE(busy->normal) || READ_ONCE(busy->nmi);
}

/**
 * mmt_bus_lock() - have the armed pages to this CPU alone
 * @nmi: in_nmi()
 * @quiet: what mmt_hit_begin() found
 *
 * Context: page fault, interrupts off, in a hit; nothing is held yet.
 * Return: whether it is held; then mmt_bus_unlock() gives it back.
 */
bool mmt_bus_lock(bool nmi, bool quiet)
{
	int me = smp_processor_id(), cpu;

	if (interrupts_hit(nmi, quiet) || READ_ONCE(mmt_bus_owner) == me)
		return false;
	mmt_bus_set_busy(nmi, false);
	while (cmpxchg(&mmt_bus_owner, MMT_BUS_FREE, me) != MMT_BUS_FREE)
		cpu_relax();
	mmt_bus_set_busy(nmi, true);
	/*
	 * Possible ones: on its way down a CPU moves interrupts elsewhere, which
	 * may touch devices, when it no longer counts as online.
	 */
	for_each_possible_cpu(cpu)
		while (cpu != me && others_busy(cpu))
			cpu_relax();
	return true;
}

/** mmt_bus_unlock() - undo mmt_bus_lock() */
void mmt_bus_unlock(void)
{
	/* After the accesses; pairs with mmt_bus_set_busy(). */
	smp_store_release(&mmt_bus_owner, MMT_BUS_FREE);
}
