// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <time.h>

#include "progress.h"

#define SECOND	1000000000ULL

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

/**
 * progress_show() - show how far it is, when it takes more than a second
 * @progress: what is shown
 * @trace: the trace
 *
 * What is said on standard error meanwhile stands over it: the cursor waits at the
 * beginning of the line.
 */
void progress_show(struct progress *progress, const struct mmt_trace *trace)
{
	uint64_t time = now();
	int parts;

	progress->records = 0;
	if (!progress->next)
		progress->next = time + SECOND;
	if (time < progress->next)
		return;
	progress->next = time + SECOND / 5;
	parts = mmt_progress(trace);
	if (parts < 0)
		return;
	fprintf(stderr, "%d %% of the trace read\033[K\r", parts / 10);
	progress->shown = true;
}

/** progress_end() - take away what is shown */
void progress_end(struct progress *progress)
{
	if (progress->shown)
		fputs("\033[K", stderr);
	progress->shown = progress->wanted = false;
}
