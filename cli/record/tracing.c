// SPDX-License-Identifier: GPL-2.0
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tracefs.h>

#include "tracing.h"

#define DEFAULT_BUFFER	16384	/* KB for each CPU */
#define RAM_SHARE	8	/* all buffers together take at most 1/8 of it */

/**
 * tracing_default_buffer() - a buffer that rides out bursts and spares small machines
 *
 * Return: KB for each CPU.
 */
int tracing_default_buffer(void)
{
	long pages = sysconf(_SC_PHYS_PAGES);
	long page_kb = sysconf(_SC_PAGESIZE) / 1024;
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	long share;

	if (pages <= 0 || cpus <= 0)
		return DEFAULT_BUFFER;
	share = pages * page_kb / RAM_SHARE / cpus;
	if (share < LEAST_BUFFER)
		return LEAST_BUFFER;
	return share < DEFAULT_BUFFER ? (int)share : DEFAULT_BUFFER;
}

/**
 * tracing_clock() - the trace clock to record with
 *
 * Of the clocks, only those two keep away from the timers that may be traced
 * themselves. The kernel selects "global" at boot where the CPUs' time stamp
 * counters differ; "local" would show their accesses in the wrong order there.
 *
 * Return: its name.
 */
const char *tracing_clock(void)
{
	char *clock = tracefs_get_clock(NULL);
	bool global = clock && !strcmp(clock, "global");

	free(clock);
	return global ? "global" : "local";
}
