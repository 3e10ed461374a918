// SPDX-License-Identifier: GPL-2.0
/* Memory for the decoded instructions. */
#include "site.h"

#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/smp.h>
#include <linux/string.h>

#define SITES_SIZE	(((1 << MMT_SITE_BITS) + MMT_SITE_SPARES) *	\
			 sizeof(struct mmt_site))

struct mmt_site __percpu *mmt_sites;

/** mmt_site_init() - process context, sleeps; 0 or -ENOMEM */
int mmt_site_init(void)
{
	mmt_sites = __alloc_percpu(SITES_SIZE, __alignof__(struct mmt_site));
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
 * Context: process, interrupts on.
 */
void mmt_site_reset(void)
{
	on_each_cpu(reset_own, NULL, 1);
}

/** mmt_site_exit() - no page fault comes our way any more */
void mmt_site_exit(void)
{
	free_percpu(mmt_sites);
}
