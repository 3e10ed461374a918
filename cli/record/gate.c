// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "terminal/command.h"
#include "gate.h"
#include "tracing.h"

/*
 * The recording process was killed: nobody else is left to undo the settings
 * when trace-cmd has completed its file.
 */
static void clean_up_behind(pid_t trace_cmd, const struct tracing *before)
{
	struct pollfd end = { .events = POLLIN };

	end.fd = (int)syscall(SYS_pidfd_open, trace_cmd, 0);
	if (fork())
		return;
	setsid();
	if (end.fd >= 0)
		poll(&end, 1, -1);
	tracing_restore(before);
	_exit(EXIT_OK);
}

/**
 * gate_wait() - tell that tracing is on, then wait for the end of the session
 * @argument: numbers of two descriptors: of the pipe that takes this process's
 *	number when tracing is on, and of the one that closes with the session,
 *	after one byte when that is an orderly end; then the fields of the
 *	struct tracing to return to after any other end
 *
 * trace-cmd turns tracing on before it executes its command, so that being
 * here is the proof.
 *
 * Return: exit status for trace-cmd, which ignores it.
 */
int gate_wait(char *argument[])
{
	pid_t trace_cmd = getppid();
	int ready = atoi(argument[0]);
	int hold = atoi(argument[1]);
	struct tracing before = {
		.buffer_kb = atoi(argument[2]),
		.on = atoi(argument[3]) != 0,
	};
	pid_t self = getpid();
	bool orderly = false;
	char byte;
	ssize_t n;

	snprintf(before.clock, sizeof(before.clock), "%s", argument[4]);
	/* 'killall -9 mmiotrace' is to leave it, which then cleans up. */
	prctl(PR_SET_NAME, "gate");
	/* Only the end of the session opens the gate. */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);

	if (write(ready, &self, sizeof(self)) != (ssize_t)sizeof(self))
		return EXIT_FAILED;
	close(ready);
	while ((n = read(hold, &byte, 1)) > 0 || (n < 0 && errno == EINTR))
		orderly |= n > 0;
	if (!orderly)
		clean_up_behind(trace_cmd, &before);
	return EXIT_OK;
}
