// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "terminal/command.h"
#include "libmmiotrace.h"
#include "terminal/message.h"
#include "size.h"
#include "verdict.h"

/* The last complaint about the file, for the verdict's own line. */
struct reason {
	char text[1024];
};

static void keep(void *data, const struct mmt_complaint *complaint)
{
	struct reason *reason = data;

	snprintf(reason->text, sizeof(reason->text), "%s", complaint->text);
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
	/* On a full disk it keeps its holes. */
	if (n > 0 && (double)status.st_blocks * 512 < n)
		n = (double)status.st_blocks * 512;
	for (; n >= 1000 && i < 4; i++)
		n /= 1000;
	snprintf(text, size, "%.*f %s", i ? 1 : 0, n, units[i]);
}

/* Causes in words, the most certain first. */
static void name_causes(FILE *out, const struct session *session)
{
	static const char *const words[N_CAUSES] = {
		[CAUSE_READER] = "somebody else read from the trace buffer",
		[CAUSE_WIPED] = "somebody emptied the trace buffer",
		[CAUSE_OFF] = "tracing was switched off",
		[CAUSE_RESIZED] = "somebody changed the size of the trace buffer",
		[CAUSE_CLOCK] = "somebody changed the trace clock",
		[CAUSE_CPUS] = "CPUs were taken out of tracing_cpumask",
		[CAUSE_FILTER] = "somebody gave the events a filter, a trigger or PIDs",
		[CAUSE_KILLED] = "the process that records was killed",
	};
	const struct recorder_losses *losses = &session->losses;
	unsigned int i;
	const char *between = "";
	char size[SIZE_ROOM];

	if (losses->error && losses->error != ENOSPC) {
		fprintf(out, "writing failed: %s", strerror(losses->error));
		between = "; ";
	}
	if (losses->overwritten) {
		fprintf(out, "%sthe trace buffer ran over", between);
		between = "; ";
		/* What was asked for was enough, had nobody made it smaller. */
		if (!(losses->causes & 1u << CAUSE_RESIZED))
			fprintf(out, ", --buffer %s would have been enough",
				size_text(size, losses->enough_kb));
	}
	for (i = 0; i < N_CAUSES; i++) {
		if (!(losses->causes & 1u << i))
			continue;
		fprintf(out, "%s%s", between, words[i]);
		between = "; ";
	}
	if (*between)
		return;
	/* The module counts what the buffer did not take; the rest was in it. */
	fputs(session->stats.dropped ? "tracing was off for a while" : "somebody emptied the trace buffer, took a snapshot of it, or filtered the events for a while", out);
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
	struct reason reason;
	char *text = NULL;
	char size[32];
	size_t length;
	FILE *out;

	if (count_accesses(file, &recorded, &reason))
		return failure("the recording is unusable: %s: %s", file, reason.text);
	lost = stats->seen > recorded ? stats->seen - recorded : 0;
	file_size(file, size, sizeof(size));
	out = open_memstream(&text, &length);
	if (!out)
		return failure("out of memory");
	if (lost && session->losses.error == ENOSPC)
		fprintf(out, "disk full: %llu access%s lost; ", (unsigned long long)lost,
			lost == 1 ? " was" : "es were");
	fprintf(out, "%llu access%s seen, %llu recorded, %llu lost",
		(unsigned long long)stats->seen, stats->seen == 1 ? "" : "es",
		(unsigned long long)recorded, (unsigned long long)lost);
	if (lost && session->losses.error != ENOSPC) {
		fputs(" (", out);
		name_causes(out, session);
		fputc(')', out);
	}
	if (!lost && session->losses.error)
		fprintf(out, " (writing failed: %s; not all of it may be on the disk)",
			strerror(session->losses.error));
	fprintf(out, ", %llu not decoded", (unsigned long long)stats->unknown);
	if (stats->failed)
		fprintf(out, "; %llu mapping%s could not be traced",
			(unsigned long long)stats->failed, stats->failed == 1 ? "" : "s");
	fprintf(out, "; %s (%s)", file, size);
	if (fclose(out)) {
		free(text);
		return failure("out of memory");
	}
	message("%s", text);
	free(text);
	return lost || session->losses.error ? EXIT_LOST : session->status;
}
