// SPDX-License-Identifier: GPL-2.0
/* Memory for the decoded instructions. */
#include "site.h"

#include <linux/cpumask.h>
#include <linux/errno.h>
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

/**
 * mmt_site_reset() - forget all; a new session notes each site anew
 *
 * Context: process, no page fault comes our way.
 */
void mmt_site_reset(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		memset(per_cpu_ptr(mmt_sites, cpu), 0, SITES_SIZE);
}

/** mmt_site_exit() - no page fault comes our way any more */
void mmt_site_exit(void)
{
	free_percpu(mmt_sites);
}
