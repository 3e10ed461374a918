/* SPDX-License-Identifier: GPL-2.0 */
/* How far the reading of a long trace is, on a terminal. */
#ifndef _CLI_PROGRESS_H
#define _CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "libmmiotrace.h"

#define PROGRESS_EVERY	65536	/* records between looks at the clock */

/**
 * struct progress - what is shown
 * @wanted: somebody sees it: set by who reads
 * @shown: something is
 * @records: read since the clock was looked at
 * @next: time when there is something new to be shown, nanoseconds; 0 at first
 */
struct progress {
	bool wanted;
	bool shown;
	uint32_t records;
	uint64_t next;
};

void progress_show(struct progress *progress, const struct mmt_trace *trace);
void progress_end(struct progress *progress);

/** progress_step() - a record was read */
static inline void progress_step(struct progress *progress, const struct mmt_trace *trace)
{
	if (progress->wanted && ++progress->records >= PROGRESS_EVERY)
		progress_show(progress, trace);
}

#endif
