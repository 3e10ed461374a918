/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_FILTER_H
#define MMT_FILTER_H

#include <linux/range.h>
#include <linux/types.h>

#include "uapi/mmiotrace.h"

/**
 * struct mmt_filter - the physical addresses that a session wants
 * @ranges: these; with none, all that it maps and that need not be named
 * @nr: how many
 *
 * Changed under the engine's lock while the session does not run; read while it does.
 */
struct mmt_filter {
	struct range ranges[MMIOTRACE_MAX_FILTERS];
	unsigned int nr;
};

int mmt_filter_add(struct mmt_filter *filter, u64 start, u64 end);
bool mmt_filter_next(const struct mmt_filter *filter, u64 *start, u64 *end);

#endif
