/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_BUSLOCK_H
#define MMT_BUSLOCK_H

#include <linux/percpu.h>
#include <linux/types.h>
#include <asm/barrier.h>

#include "level.h"

/**
 * struct mmt_hit_busy - hits that are being handled on this CPU
 * @level: one is, at this level
 * @any: all of them
 *
 * Written by its own CPU; read by the one that wants the bus.
 */
struct mmt_hit_busy {
	union {
		bool level[MMT_LEVELS];
		u32 any;
	};
};

DECLARE_PER_CPU(struct mmt_hit_busy, mmt_hit_busy);

#define MMT_BUS_FREE	(-1)

/* The CPU that holds the bus, or MMT_BUS_FREE; changed with cmpxchg. */
extern int mmt_bus_owner;

/* Say it before mmt_bus_owner is looked at: the owner looks the other way round. */
static __always_inline void mmt_bus_set_busy(unsigned int level, bool busy)
{
	this_cpu_write(mmt_hit_busy.level[level], busy);
	smp_mb();	/* pairs with the cmpxchg in mmt_bus_lock() */
}

void mmt_bus_wait(unsigned int level, bool quiet);
bool mmt_bus_lock(unsigned int level, bool quiet);
void mmt_bus_unlock(void);

#endif
