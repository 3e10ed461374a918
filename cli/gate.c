// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "command.h"
#include "gate.h"
#include "tracing.h"

/*
 * The recording process was killed: nobody else is left to shrink the trace
 * buffer when trace-cmd has completed its file.
 */
static void clean_up_behind(pid_t trace_cmd, int buffer_kb)
{
	struct pollfd end = { .events = POLLIN };

	end.fd = (int)syscall(SYS_pidfd_open, trace_cmd, 0);
	if (end.fd < 0 || fork())
		return;
	setsid();
	poll(&end, 1, -1);
	tracing_restore_buffer(buffer_kb);
	_exit(EXIT_OK);
}

/**
 * gate_wait() - tell that tracing is on, then wait for the end of the session
 * @ready: descriptor, as a number, of the pipe that takes this process's
 *	number when tracing is on
 * @hold: descriptor of the pipe that closes with the session, after one byte
 *	when that is an orderly end
 * @buffer_kb: size of the trace buffer to return to after any other end
 *
 * trace-cmd turns tracing on before it executes its command, so that being
 * here is the proof.
 *
 * Return: exit status for trace-cmd, which ignores it.
 */
int gate_wait(const char *ready, const char *hold, const char *buffer_kb)
{
	pid_t trace_cmd = getppid();
	int ready_fd = atoi(ready);
	int hold_fd = atoi(hold);
	pid_t self = getpid();
	bool orderly = false;
	char byte;
	ssize_t n;

	/* Only the end of the session opens the gate. */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);

	if (write(ready_fd, &self, sizeof(self)) != (ssize_t)sizeof(self))
		return EXIT_FAILED;
	close(ready_fd);
	while ((n = read(hold_fd, &byte, 1)) > 0 || (n < 0 && errno == EINTR))
		orderly |= n > 0;
	if (!orderly)
		clean_up_behind(trace_cmd, atoi(buffer_kb));
	return EXIT_OK;
}
