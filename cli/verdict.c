// SPDX-License-Identifier: GPL-2.0
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "message.h"
#include "trace.h"
#include "verdict.h"

static int count(const struct record *record, void *data)
{
	(void)record;
	++*(uint64_t *)data;
	return 0;
}

/*
 * The accesses in the file, whatever module and trace-cmd believe to have
 * recorded. Returns -1 with a line in @why when the file cannot be read.
 */
static int count_accesses(const char *file, uint64_t *accesses, char *why, size_t size)
{
	struct trace *trace;
	int status = -1;

	*accesses = 0;
	message_keep(why, size);
	trace = trace_open(file);
	if (trace)
		status = trace_iterate(trace, KIND(RECORD_READ) | KIND(RECORD_WRITE), count,
				       accesses);
	trace_close(trace);
	message_keep(NULL, 0);
	return status;
}

static void file_size(const char *file, char *text, size_t size)
{
	static const char *const units[] = { "bytes", "kB", "MB", "GB", "TB" };
	struct stat status;
	unsigned int i = 0;
	double n;

	n = stat(file, &status) ? 0 : (double)status.st_size;
	for (; n >= 1000 && i < 4; i++)
		n /= 1000;
	snprintf(text, size, "%.*f %s", i ? 1 : 0, n, units[i]);
}

/**
 * verdict() - count, say what was caught, and judge
 * @session: a session that has run
 *
 * Return: the exit status of record.
 */
int verdict(const struct session *session)
{
	const struct mmiotrace_stats *stats = &session->stats;
	const char *file = session->plan->file;
	uint64_t recorded, lost;
	char untraced[64] = "";
	char full[64] = "";
	char size[32];
	char why[2048];

	if (count_accesses(file, &recorded, why, sizeof(why))) {
		if (!session->recorder.disk_full)
			return failure("the recording is unusable: %s", why);
		unlink(file);
		if (!stats->seen)
			return failure("cannot record to %s: the disk is full", file);
		message("disk full: all %llu accesses were lost, %s could not be completed",
			(unsigned long long)stats->seen, file);
		return EXIT_LOST;
	}
	lost = stats->seen > recorded ? stats->seen - recorded : 0;
	if (stats->failed)
		snprintf(untraced, sizeof(untraced), "; %llu mapping%s could not be traced",
			 (unsigned long long)stats->failed, stats->failed == 1 ? "" : "s");
	if (session->recorder.disk_full && lost)
		snprintf(full, sizeof(full), "disk full: %llu accesses were lost; ",
			 (unsigned long long)lost);
	file_size(file, size, sizeof(size));
	message("%s%llu accesses seen, %llu recorded, %llu lost, %llu not decoded%s; %s (%s)",
		full, (unsigned long long)stats->seen, (unsigned long long)recorded,
		(unsigned long long)lost, (unsigned long long)stats->unknown, untraced,
		file, size);
	return lost ? EXIT_LOST : session->status;
}
