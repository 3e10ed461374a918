// SPDX-License-Identifier: GPL-2.0
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "terminal/command.h"
#include "libmmiotrace.h"
#include "terminal/message.h"
#include "verdict.h"

/* The last complaint about the file, for the verdict's own line. */
struct reason {
	char text[1024];
};

static void keep(void *data, const char *file, unsigned long line, const char *text)
{
	struct reason *reason = data;

	(void)file;
	(void)line;
	snprintf(reason->text, sizeof(reason->text), "%s", text);
}

/*
 * The accesses in the file, whatever module and trace-cmd believe to have
 * recorded. Returns -1 with a reason when the file cannot be read.
 */
static int count_accesses(const char *file, uint64_t *accesses, struct reason *reason)
{
	const struct mmt_options options = { .messages = { keep, reason } };
	struct mmt_trace *trace = mmt_open(file, &options);
	struct mmt_record record;
	int status = -1;

	*accesses = 0;
	if (trace)
		while ((status = mmt_next(trace, &record)) > 0)
			*accesses += mmt_is_access(&record);
	mmt_close(trace);
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
	struct reason reason;

	if (count_accesses(file, &recorded, &reason)) {
		if (!session->trace_cmd.disk_full)
			return failure("the recording is unusable: %s: %s", file, reason.text);
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
	if (session->trace_cmd.disk_full && lost)
		snprintf(full, sizeof(full), "disk full: %llu accesses were lost; ",
			 (unsigned long long)lost);
	file_size(file, size, sizeof(size));
	message("%s%llu accesses seen, %llu recorded, %llu lost, %llu not decoded%s; %s (%s)",
		full, (unsigned long long)stats->seen, (unsigned long long)recorded,
		(unsigned long long)lost, (unsigned long long)stats->unknown, untraced,
		file, size);
	return lost ? EXIT_LOST : session->status;
}
