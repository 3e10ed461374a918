// SPDX-License-Identifier: GPL-2.0
/* Which physical addresses the session wants, and which nobody may have. */
#include "filter.h"

#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/range.h>
#include <asm/e820/types.h>

#include "compat/symbols.h"
#include "uapi/mmiotrace.h"

/*
 * Changed only by the owner of the engine while it does not run (control.c
 * holds its lock); read without a lock while it does.
 */
static struct range filters[MMIOTRACE_MAX_FILTERS];
static unsigned int nr_filters;

void mmt_filter_clear(void)
{
	nr_filters = 0;
}

unsigned int mmt_filter_count(void)
{
	return nr_filters;
}

/**
 * mmt_filter_refuses() - is this a range that must not be traced?
 * @start: first physical address
 * @end: last one
 *
 * The ISA range is what early code and firmware share. The HPET may be the
 * clock that the trace itself reads. What is backed by RAM is no device.
 *
 * Context: process, may sleep.
 */
bool mmt_filter_refuses(u64 start, u64 end)
{
	unsigned long hpet = mmt_symbols.hpet_address ?
			     *mmt_symbols.hpet_address : 0;

	if (start < ISA_END_ADDRESS)
		return true;
	if (hpet && start < hpet + PAGE_SIZE && end >= hpet)
		return true;
	return region_intersects(start, end - start + 1,
				 IORESOURCE_SYSTEM_RAM,
				 IORES_DESC_NONE) != REGION_DISJOINT;
}

/**
 * mmt_filter_add() - trace this range too
 * @start: first physical address
 * @end: last one
 *
 * Return: 0, -ERANGE, -EOPNOTSUPP (see mmt_filter_refuses()), or -ENOSPC.
 */
int mmt_filter_add(u64 start, u64 end)
{
	if (end < start)
		return -ERANGE;
	if (mmt_filter_refuses(start, end))
		return -EOPNOTSUPP;
	if (nr_filters == ARRAY_SIZE(filters))
		return -ENOSPC;
	filters[nr_filters].start = start;
	filters[nr_filters].end = end;
	nr_filters++;
	return 0;
}

/**
 * mmt_filter_overlaps() - is any byte of a range wanted?
 * @start: first physical address
 * @end: last one
 *
 * Context: any, page fault included.
 */
bool mmt_filter_overlaps(u64 start, u64 end)
{
	unsigned int i;

	for (i = 0; i < nr_filters; i++)
		if (start <= filters[i].end && end >= filters[i].start)
			return true;
	return !nr_filters;
}

/** mmt_filter_covers() - is every byte wanted, by one filter? */
bool mmt_filter_covers(u64 start, u64 end)
{
	unsigned int i;

	for (i = 0; i < nr_filters; i++)
		if (start >= filters[i].start && end <= filters[i].end)
			return true;
	return !nr_filters;
}
