// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "terminal/command.h"
#include "machine/control.h"
#include "terminal/message.h"
#include "terminal/options.h"

/* A run that has lost its checks must not look like success. */
#define LEAST_CHECKS 8

/* No check: both ways are right, and one costs more. */
static void say_way_of_events(void)
{
	FILE *file = fopen("/sys/module/mmiotrace/parameters/short_way", "re");
	int answer = file ? fgetc(file) : EOF;

	if (file)
		fclose(file);
	if (answer == 'Y')
		printf("events: written straight into the trace buffer\n");
	else if (answer == 'N')
		printf("events: written by their tracepoints, which costs more\n");
}

static int run_checks(int fd)
{
	struct mmiotrace_selftest check;
	unsigned int passed = 0;
	unsigned int failed = 0;
	unsigned int i;
	int more;

	for (i = 0; (more = control_selftest(fd, i, &check)) > 0; i++) {
		if (!check.result) {
			passed++;
			printf("ok %s\n", check.name);
		} else {
			failed++;
			printf("FAIL %s: %s\n", check.name, strerror(-check.result));
		}
	}
	if (more < 0)
		return EXIT_FAILED;
	say_way_of_events();
	printf("%u passed, %u failed\n", passed, failed);
	if (close_output())
		return EXIT_FAILED;
	if (failed)
		return failure("interception does not work on this machine: do not trace with it");
	if (passed < LEAST_CHECKS)
		return failure("only %u checks ran, expected %u or more", passed, LEAST_CHECKS);
	return EXIT_OK;
}

static int run(int argc, char **argv)
{
	int status;
	int fd;

	if (options_none(argc, argv))
		return EXIT_USAGE;
	fd = control_open(true);
	if (fd < 0)
		return EXIT_FAILED;
	status = run_checks(fd);
	close(fd);
	return status;
}

const struct command selftest_command = {
	.name = "selftest",
	.summary = "prove that interception works here, without touching a device",
	.help =
	"Usage: mmiotrace selftest\n"
	"Proves on this machine, in seconds and without touching a device, that\n"
	"interception works. Loads the module when it is not loaded.\n\n"
	"Prints one line a check, 'ok NAME' or 'FAIL NAME: reason', then how events\n"
	"are written, and 'N passed, N failed'. Exit status 0 only when all passed.\n\n"
	"Examples:\n"
	"  sudo mmiotrace selftest\n"
	"  sudo mmiotrace selftest | grep FAIL\n",
	.run = run,
};
