// SPDX-License-Identifier: GPL-2.0
/* Memory for the decoded instructions. */
#include "site.h"

#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/smp.h>
#include <linux/string.h>

#include "inject.h"

#define SITES_SIZE	(((1 << MMT_SITE_BITS) + MMT_SITE_SPARES) *	\
			 sizeof(struct mmt_site))

struct mmt_site __percpu *mmt_sites;

/** mmt_site_init() - process context, sleeps; 0 or -ENOMEM */
int mmt_site_init(void)
{
	mmt_sites = mmt_alloc_percpu(SITES_SIZE, __alignof__(struct mmt_site));
	return mmt_sites ? 0 : -ENOMEM;
}

/*
 * On its own CPU, with interrupts off: no hit is being handled here but in an
 * NMI, which uses the spare entries, from begin to end, between two
 * instructions of ours. An entry cleared by half is no match, or empty.
 */
static void reset_own(void *unused)
{
	memset(this_cpu_ptr(mmt_sites), 0, SITES_SIZE);
}

/**
 * mmt_site_reset() - forget all; a new session notes each site anew
 *
 * Those of CPUs that are offline, too: they may come back during the session.
 *
 * Context: process, may sleep.
 */
void mmt_site_reset(void)
{
	int cpu;

	cpus_read_lock();
	on_each_cpu(reset_own, NULL, 1);
	for_each_possible_cpu(cpu)
		if (!cpu_online(cpu))
			memset(per_cpu_ptr(mmt_sites, cpu), 0, SITES_SIZE);
	cpus_read_unlock();
}

/** mmt_site_exit() - no page fault comes our way any more */
void mmt_site_exit(void)
{
	free_percpu(mmt_sites);
}
