// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "terminal/command.h"
#include "machine/control.h"
#include "terminal/message.h"
#include "terminal/options.h"
#include "machine/module.h"

/* A run that has lost its checks must not look like success. */
#define LEAST_CHECKS 8

static int run_checks(int fd)
{
	struct mmiotrace_stats stats;
	unsigned int passed = 0;
	unsigned int failed = 0;
	unsigned int i;
	char owner[64];

	for (i = 0;; i++) {
		struct mmiotrace_selftest check = { .size = sizeof(check), .index = i };

		if (ioctl(fd, MMIOTRACE_IOC_SELFTEST, &check)) {
			if (errno == ENOENT)
				break;
			if (errno == EBUSY && !control_stats(fd, &stats) && stats.owner) {
				process_name(stats.owner, owner, sizeof(owner));
				return failure("a session is using the engine: process %u (%s); test again when it has ended",
					       stats.owner, owner);
			}
			if (errno == EBUSY)
				return failure("the kernel's own mmiotrace tracer is in use; 'echo nop > /sys/kernel/tracing/current_tracer' ends it");
			if (errno == EPERM && lockdown_active())
				return failure("kernel lockdown forbids tracing of MMIO (/sys/kernel/security/lockdown); boot without Secure Boot or lockdown=");
			return failure("the self-test does not run: %s (see dmesg)",
				       strerror(errno));
		}
		check.name[sizeof(check.name) - 1] = 0;
		if (!check.result) {
			passed++;
			printf("ok %s\n", check.name);
		} else {
			failed++;
			printf("FAIL %s: %s\n", check.name, strerror(-check.result));
		}
	}
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
	"Prints one line a check, 'ok NAME' or 'FAIL NAME: reason', then\n"
	"'N passed, N failed'. Exit status 0 only when all passed.\n",
	.run = run,
};
