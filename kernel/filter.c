// SPDX-License-Identifier: GPL-2.0
/* Which physical addresses a session wants, and which nobody may have. */
#include "filter.h"

#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/range.h>
#include <asm/e820/types.h>

#include "compat/symbols.h"

/* The ISA range is what early code and firmware share. RAM is no device. */
static bool forbidden(u64 start, u64 end)
{
	return start < ISA_END_ADDRESS ||
	       region_intersects(start, end - start + 1, IORESOURCE_SYSTEM_RAM,
				 IORES_DESC_NONE) != REGION_DISJOINT;
}

/*
 * What a session must name to have it: the HPET may be the clock that the trace
 * itself reads, and each character on the boot's framebuffer is thousands of
 * accesses.
 */
static bool only_on_request(u64 start, u64 end)
{
	struct range special[] = {
		mmt_hpet_range(),
		mmt_framebuffer_range(),
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(special); i++)
		if (special[i].end && start <= special[i].end &&
		    end >= special[i].start)
			return true;
	return false;
}

/**
 * mmt_filter_add() - trace this range too
 * @filter: whose
 * @start: first physical address
 * @end: last one
 *
 * Return: 0, -ERANGE, -EOPNOTSUPP (ISA range or RAM), or -ENOSPC.
 */
int mmt_filter_add(struct mmt_filter *filter, u64 start, u64 end)
{
	if (end < start)
		return -ERANGE;
	if (forbidden(start, end))
		return -EOPNOTSUPP;
	if (filter->nr == ARRAY_SIZE(filter->ranges))
		return -ENOSPC;
	filter->ranges[filter->nr].start = start;
	filter->ranges[filter->nr].end = end;
	filter->nr++;
	return 0;
}

/* The last address up to which everything from @start on is wanted, as it is. */
static u64 wanted_until(const struct mmt_filter *filter, u64 start)
{
	u64 last = start;
	unsigned int i;
	bool grew;

	do {
		grew = false;
		for (i = 0; i < filter->nr; i++) {
			const struct range *range = &filter->ranges[i];

			if (range->end <= last ||
			    (range->start > last && range->start - 1 != last))
				continue;
			last = range->end;
			grew = true;	/* another may begin behind it */
		}
	} while (grew);
	return last;
}

/**
 * mmt_filter_next() - the next part of a range that a session wants
 * @filter: of the session
 * @start: first physical address of the range; on success, of the part
 * @end: last one; likewise
 *
 * Ranges of it that overlap or touch one another count as one.
 *
 * Return: false when nothing of the range is wanted.
 */
bool mmt_filter_next(const struct mmt_filter *filter, u64 *start, u64 *end)
{
	u64 first = U64_MAX;
	unsigned int i;

	if (forbidden(*start, *end))
		return false;
	if (!filter->nr)
		return !only_on_request(*start, *end);
	for (i = 0; i < filter->nr; i++)
		if (filter->ranges[i].end >= *start)
			first = min(first, max(filter->ranges[i].start, *start));
	if (first > *end)
		return false;
	*start = first;
	*end = min(*end, wanted_until(filter, first));
	return true;
}
