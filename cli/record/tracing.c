// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tracefs.h>

#include "terminal/message.h"
#include "tracing.h"

#define DEFAULT_BUFFER	16384	/* KB for each CPU */
#define LEAST_BUFFER	512
#define RAM_SHARE	8	/* all buffers together take at most 1/8 of it */

/**
 * tracing_check() - whether the trace buffer is free for a recording
 *
 * trace-cmd resets whatever tracer is active: somebody else's work would be
 * gone without a word.
 *
 * Return: 0, or -1 after a line that says why not.
 */
int tracing_check(void)
{
	char *tracer;
	int size;

	tep_set_loglevel(TEP_LOG_NONE);
	tracefs_set_loglevel(TEP_LOG_NONE);
	if (!tracefs_tracing_dir()) {
		failure("no tracefs: mount it with 'mount -t tracefs nodev /sys/kernel/tracing'");
		return -1;
	}
	tracer = tracefs_instance_file_read(NULL, "current_tracer", &size);
	if (!tracer) {
		failure("cannot read %s/current_tracer: %s", tracefs_tracing_dir(),
			strerror(errno));
		return -1;
	}
	tracer[strcspn(tracer, "\n")] = 0;
	if (strcmp(tracer, "nop")) {
		failure("the tracer '%s' is using the kernel's trace buffer; 'echo nop > %s/current_tracer' ends it",
			tracer, tracefs_tracing_dir());
		free(tracer);
		return -1;
	}
	free(tracer);
	return 0;
}

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

/**
 * tracing_buffer_size() - the present size of the trace buffer
 *
 * A buffer that was never used shows "7 (expanded: 1408)": the second is what
 * it has as soon as it is used.
 *
 * Return: KB for each CPU, 0 when unknown or different from CPU to CPU.
 */
int tracing_buffer_size(void)
{
	static const char expanded[] = "expanded: ";
	int kilobytes = 0;
	char *text;
	char *number;
	int size;

	text = tracefs_instance_file_read(NULL, "buffer_size_kb", &size);
	if (!text)
		return 0;
	number = strstr(text, expanded);
	kilobytes = atoi(number ? number + strlen(expanded) : text);
	free(text);
	return kilobytes;
}

/**
 * tracing_save() - what a recording is going to change
 * @before: filled in
 */
void tracing_save(struct tracing *before)
{
	char *clock = tracefs_get_clock(NULL);

	before->buffer_kb = tracing_buffer_size();
	before->on = tracefs_trace_is_on(NULL) != 0;
	snprintf(before->clock, sizeof(before->clock), "%s", clock ? clock : "");
	free(clock);
}

/**
 * tracing_restore() - undo what a recording has changed
 * @before: from tracing_save()
 *
 * trace-cmd would do so at its end, by way of every filter and trigger of
 * every event there is: two seconds. It is told not to.
 */
void tracing_restore(const struct tracing *before)
{
	char text[16];

	tracefs_event_disable(NULL, "mmiotrace", NULL);
	if (before->clock[0])
		tracefs_instance_file_write(NULL, "trace_clock", before->clock);
	if (before->buffer_kb > 0) {
		snprintf(text, sizeof(text), "%d", before->buffer_kb);
		tracefs_instance_file_write(NULL, "buffer_size_kb", text);
	}
	if (before->on)
		tracefs_trace_on(NULL);
}
