// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tracefs.h>

#include "terminal/command.h"
#include "machine/control.h"
#include "terminal/message.h"
#include "terminal/options.h"

#define MARK_MOST	1000	/* bytes; the kernel cuts what is longer off */

/* Write it where a session records. Returns 0, or -1 with errno. */
static int mark(const char *tracing, const struct mmiotrace_stats *session, const char *text)
{
	size_t size = strlen(text);
	char *path;
	int fd, error = 0;

	if (asprintf(&path, "%s/%s%s/trace_marker", tracing,
		     *session->instance ? "instances/" : "", session->instance) < 0)
		return -1;
	fd = open(path, O_WRONLY | O_CLOEXEC);
	free(path);
	if (fd < 0)
		return -1;
	if (write(fd, text, size) != (ssize_t)size)
		error = errno;
	close(fd);
	errno = error;
	return error ? -1 : 0;
}

static int mark_all(int control, const char *text)
{
	const char *tracing = tracefs_tracing_dir();
	struct mmiotrace_stats session;
	unsigned int i, marked = 0;
	int error = 0;

	if (!tracing)
		return failure("no tracefs: mount it with 'mount -t tracefs nodev /sys/kernel/tracing'");
	for (i = 0; !control_session(control, i, &session); i++) {
		if (!mark(tracing, &session, text))
			marked++;
		else
			error = errno;
	}
	if (error)
		return failure("cannot mark a recording: %s", strerror(error));
	if (!marked)
		return failure("no recording runs: begin one with 'mmiotrace record'");
	return EXIT_OK;
}

static int run(int argc, char **argv)
{
	static const struct option none[] = { { NULL, 0, NULL, 0 } };
	static const struct options options = { .table = none };
	char **words = options_read(&options, argc, argv, NULL);
	int control, status;

	if (!words)
		return EXIT_USAGE;
	if (!words[0] || words[1] || !*words[0])
		return usage("mark: one TEXT is needed; quote what has blanks");
	if (strlen(words[0]) > MARK_MOST)
		return usage("mark: TEXT is longer than %d bytes", MARK_MOST);
	if (geteuid())
		return failure("mark needs root");
	control = control_open(false);
	if (control < 0)
		return access(MMIOTRACE_DEVICE, F_OK) ?
			failure("no recording runs: begin one with 'mmiotrace record'") :
			EXIT_FAILED;
	status = mark_all(control, words[0]);
	close(control);
	return status;
}

const struct command mark_command = {
	.name = "mark",
	.summary = "write a mark into the recordings that run",
	.help =
	"Usage: mmiotrace mark TEXT\n"
	"Writes TEXT into each recording that runs, where 'report' shows it, and from\n"
	"where its options --from and --to count.\n Exit status: 0 when every recording\n"
	"has it, otherwise 1.\n Examples:\n"
	"  mmiotrace mark 'interface up'\n"
	"  mmiotrace mark before; modprobe -r e1000; mmiotrace mark after\n",
	.run = run,
};
