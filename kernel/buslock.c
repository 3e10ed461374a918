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

/*
 * How often to look whether another CPU is done: seconds. It takes microseconds,
 * unless that CPU was stopped for good, by a panic or a debugger, and whoever is
 * left must be able to write to the console.
 */
#define LOOKS	(1u << 26)

/*
 * CPUs that were waited for in vain: nobody waits for them again, until they are
 * seen to go on. Changed with atomic operations.
 */
static struct cpumask stopped;

/* It has not done yet what is waited for. Look again? */
static bool look_again(int cpu, unsigned int *looks)
{
	cpu_relax();
	if (cpumask_test_cpu(cpu, &stopped))
		return false;
	if (*looks && --*looks)
		return true;
	cpumask_set_cpu(cpu, &stopped);
	return false;
}

static void goes_on(int cpu)
{
	if (unlikely(cpumask_test_cpu(cpu, &stopped)))
		cpumask_clear_cpu(cpu, &stopped);
}

static bool interrupts_hit(unsigned int level, bool quiet)
{
	return quiet || this_cpu_read(mmt_hit_busy.any) & ~(0xffu << 8 * level);
}

/**
 * mmt_bus_wait() - somebody has the bus: wait until it is free
 * @level: where this CPU said that it is busy
 * @quiet: what mmt_hit_begin() found
 *
 * Context: page fault or #DB, interrupts off.
 */
void mmt_bus_wait(unsigned int level, bool quiet)
{
	unsigned int looks = LOOKS;
	int owner;

	/* Not for what this CPU holds itself, below an NMI. */
	if (interrupts_hit(level, quiet) ||
	    READ_ONCE(mmt_bus_owner) == smp_processor_id())
		return;
	do {
		mmt_bus_set_busy(level, false);
		do {
			owner = READ_ONCE(mmt_bus_owner);
		} while (owner != MMT_BUS_FREE && look_again(owner, &looks));
		mmt_bus_set_busy(level, true);
		/* Free, but somebody else has been faster? */
	} while (owner == MMT_BUS_FREE &&
		 READ_ONCE(mmt_bus_owner) != MMT_BUS_FREE);
}

static bool take(int me)
{
	unsigned int looks = LOOKS;
	int owner;

	do {
		owner = cmpxchg(&mmt_bus_owner, MMT_BUS_FREE, me);
	} while (owner != MMT_BUS_FREE && look_again(owner, &looks));
	return owner == MMT_BUS_FREE;
}

static void wait_for_others(int me)
{
	unsigned int looks = LOOKS;
	int cpu;

	/*
	 * Possible ones: on its way down a CPU moves interrupts elsewhere, which
	 * may touch devices, when it no longer counts as online.
	 */
	for_each_possible_cpu(cpu) {
		bool busy;

		if (cpu == me)
			continue;
		do {
			busy = READ_ONCE(per_cpu_ptr(&mmt_hit_busy, cpu)->any);
		} while (busy && look_again(cpu, &looks));
		if (!busy)
			goes_on(cpu);
	}
}

/**
 * mmt_bus_lock() - have the armed pages to this CPU alone
 * @level: where mmt_hit_begin() said that this CPU is busy
 * @quiet: what it found
 *
 * Context: page fault, interrupts off, in a hit; nothing is held yet.
 * Return: whether it is held; then mmt_bus_unlock() gives it back.
 */
bool mmt_bus_lock(unsigned int level, bool quiet)
{
	int me = smp_processor_id();
	bool taken;

	if (interrupts_hit(level, quiet) || READ_ONCE(mmt_bus_owner) == me)
		return false;
	mmt_bus_set_busy(level, false);
	taken = take(me);
	mmt_bus_set_busy(level, true);
	if (taken)
		wait_for_others(me);
	return taken;
}

/** mmt_bus_unlock() - undo mmt_bus_lock() */
void mmt_bus_unlock(void)
{
	/* After the accesses; pairs with mmt_bus_set_busy(). */
	smp_store_release(&mmt_bus_owner, MMT_BUS_FREE);
	goes_on(smp_processor_id());
}
