// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gate.h"
#include "terminal/message.h"
#include "program.h"
#include "trace_cmd.h"
#include "temporaries.h"
#include "tracing.h"

#define TRACE_CMD "trace-cmd"
#define LOCK_FILE "/run/mmiotrace.lock"

#define COPIERS_PATIENCE	60000	/* milliseconds, for slow disks */
#define COPIERS_INTERVAL	5

/**
 * trace_cmd_check() - whether there is a trace-cmd to run
 *
 * Return: 0, or -1 after a line that says what to install.
 */
int trace_cmd_check(void)
{
	if (!program_find(TRACE_CMD))
		return 0;
	failure("trace-cmd is not installed: 'apt-get install trace-cmd' (package trace-cmd in most distributions)");
	return -1;
}

/**
 * trace_cmd_lock() - become the one recording
 * @trace_cmd: its @lock is set
 *
 * When trace-cmd has ended the kernel's tracing is reset, under whoever records
 * by then. A recording whose mmiotrace was killed is completed without it, so the
 * control device alone does not tell. The lock goes with the descriptor, which
 * trace-cmd inherits.
 *
 * Return: 0; 1 when an earlier recording is still being completed; -1 after a
 * line.
 */
int trace_cmd_lock(struct trace_cmd *trace_cmd)
{
	int fd = open(LOCK_FILE, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0) {
		failure("cannot open %s: %s", LOCK_FILE, strerror(errno));
		return -1;
	}
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		close(fd);
		return 1;
	}
	trace_cmd->lock = fd;
	return 0;
}

static void execute(const struct trace_cmd *trace_cmd, int control, int ready, int hold,
		    int buffer_kb)
{
	char self[4096];
	const char *clock = tracing_clock();
	char numbers[4][16];
	sigset_t none;
	ssize_t n;
	int null;

	/* At once: until trace-cmd runs it would keep the session if we were killed. */
	close(control);
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n < 0)
		_exit(127);
	self[n] = 0;
	snprintf(numbers[0], sizeof(numbers[0]), "%d", buffer_kb);
	snprintf(numbers[1], sizeof(numbers[1]), "%d", ready);
	snprintf(numbers[2], sizeof(numbers[2]), "%d", hold);
	snprintf(numbers[3], sizeof(numbers[3]), "%d", trace_cmd->before.buffer_kb);

	/* A Ctrl-C on the terminal must not reach its copiers before STOP. */
	setpgid(0, 0);
	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	null = open("/dev/null", O_RDONLY);
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 ||
	    dup2(trace_cmd->chatter, STDOUT_FILENO) < 0 ||
	    dup2(trace_cmd->chatter, STDERR_FILENO) < 0)
		_exit(127);
	/* The pipes were made close-on-exec for COMMAND's sake. */
	fcntl(ready, F_SETFD, 0);
	fcntl(hold, F_SETFD, 0);
	fcntl(trace_cmd->lock, F_SETFD, 0);
	/* -k: it leaves its settings, see tracing_restore(). */
	execlp(TRACE_CMD, TRACE_CMD, "record", "-q", "-k", "-C", clock, "-e", "mmiotrace",
	       "-b", numbers[0], "-o", trace_cmd->file, "--", self, GATE_ARGUMENT,
	       numbers[1], numbers[2], numbers[3], trace_cmd->before.on ? "1" : "0",
	       trace_cmd->before.clock, NULL);
	dprintf(STDERR_FILENO, "%s: %s\n", TRACE_CMD, strerror(errno));
	_exit(127);
}

/**
 * trace_cmd_start() - start trace-cmd
 * @trace_cmd: locked; the rest is filled in
 * @control: descriptor of the session, which trace-cmd must not have
 * @file: where to record to; must stay valid
 * @buffer_kb: size of the trace buffer for each CPU
 *
 * Its output goes to memory, not to a pipe: should this process be killed,
 * trace-cmd must still be able to print while it completes the file.
 *
 * Return: 0, or -1 after a line that says why.
 */
int trace_cmd_start(struct trace_cmd *trace_cmd, int control, const char *file, int buffer_kb)
{
	int ready[2] = { -1, -1 };
	int hold[2] = { -1, -1 };

	trace_cmd->file = file;
	tracing_save(&trace_cmd->before);
	trace_cmd->ready = trace_cmd->hold = -1;
	trace_cmd->chatter = memfd_create("trace-cmd", MFD_CLOEXEC);
	if (trace_cmd->chatter < 0 || pipe2(ready, O_CLOEXEC) || pipe2(hold, O_CLOEXEC)) {
		failure("cannot start trace-cmd: %s", strerror(errno));
		return -1;
	}
	trace_cmd->pid = fork();
	if (trace_cmd->pid < 0) {
		trace_cmd->pid = 0;
		failure("cannot start trace-cmd: %s", strerror(errno));
		return -1;
	}
	if (!trace_cmd->pid)
		execute(trace_cmd, control, ready[1], hold[0], buffer_kb);
	setpgid(trace_cmd->pid, trace_cmd->pid);
	close(ready[1]);
	close(hold[0]);
	trace_cmd->ready = ready[0];
	trace_cmd->hold = hold[1];
	return 0;
}

/**
 * trace_cmd_last_line() - the last line that trace-cmd has printed
 * @trace_cmd: the process
 * @line: where to put it; empty for none
 * @size: room there
 */
void trace_cmd_last_line(const struct trace_cmd *trace_cmd, char *line, size_t size)
{
	char text[4096];
	char *start;
	off_t end = lseek(trace_cmd->chatter, 0, SEEK_END);
	ssize_t n;

	line[0] = 0;
	if (end <= 0)
		return;
	n = pread(trace_cmd->chatter, text, sizeof(text) - 1,
		  end > (off_t)sizeof(text) - 1 ? end - (off_t)sizeof(text) + 1 : 0);
	while (n > 0 && strchr(" \n", text[n - 1]))
		n--;
	if (n <= 0)
		return;
	text[n] = 0;
	start = strrchr(text, '\n');
	start = start ? start + 1 : text;
	start += strspn(start, " ");
	snprintf(line, size, "%s", start);
}

/*
 * Collect trace-cmd. What is left of its process group goes first, while
 * trace-cmd still holds the number: copying children would wait for data
 * forever.
 */
static bool reap(struct trace_cmd *trace_cmd, int options)
{
	siginfo_t info = { .si_pid = 0 };

	while (waitid(P_PID, (id_t)trace_cmd->pid, &info, WEXITED | WNOWAIT | options))
		if (errno != EINTR)
			break;
	if (!info.si_pid)
		return false;
	kill(-trace_cmd->pid, SIGKILL);
	waitpid(trace_cmd->pid, &trace_cmd->status, 0);
	trace_cmd->pid = 0;
	return true;
}

/**
 * trace_cmd_ended() - whether trace-cmd has ended by itself
 * @trace_cmd: the process
 *
 * Return: true when it has; then nothing records any more.
 */
bool trace_cmd_ended(struct trace_cmd *trace_cmd)
{
	return !trace_cmd->pid || reap(trace_cmd, WNOHANG);
}

/**
 * trace_cmd_wait_ready() - wait until tracing is on
 * @trace_cmd: the process
 * @signals: signalfd; a signal other than SIGCHLD ends the waiting
 *
 * Return: 0; -1 after a line that says why trace-cmd does not record; 1 when
 * interrupted (the signal is still to be read).
 */
int trace_cmd_wait_ready(struct trace_cmd *trace_cmd, int signals)
{
	struct pollfd wait[2] = {
		{ .fd = trace_cmd->ready, .events = POLLIN },
		{ .fd = signals, .events = POLLIN },
	};
	char line[512];
	ssize_t n;

	if (poll(wait, 2, -1) < 0 || (!wait[0].revents && wait[1].revents))
		if (!trace_cmd_ended(trace_cmd))
			return 1;
	n = trace_cmd->pid ? read(trace_cmd->ready, &trace_cmd->gate, sizeof(trace_cmd->gate)) : 0;
	if (n == (ssize_t)sizeof(trace_cmd->gate)) {
		close(trace_cmd->ready);
		trace_cmd->ready = -1;
		return 0;
	}
	trace_cmd_last_line(trace_cmd, line, sizeof(line));
	failure("trace-cmd cannot record%s%s", *line ? ": " : "", line);
	return -1;
}

static bool is_zombie(int pid)
{
	char path[64];
	char state = 'Z';
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return true;
	if (fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
		state = '?';
	fclose(file);
	return state == 'Z';
}

/*
 * Let the processes that copy trace buffers, the children of trace-cmd but the
 * gate, write what they still have, and wait for their end. trace-cmd would do
 * the same later; then it would be too late to look at the disk in between.
 * Returns false when they take too long.
 */
static bool finish_copiers(const struct trace_cmd *trace_cmd, int signal)
{
	unsigned int waited;
	char path[64];
	bool busy;
	FILE *file;
	int pid;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", trace_cmd->pid, trace_cmd->pid);
	for (waited = 0; waited < COPIERS_PATIENCE; waited += COPIERS_INTERVAL) {
		busy = false;
		file = fopen(path, "re");
		if (!file)
			return false;
		while (fscanf(file, "%d", &pid) == 1) {
			if (pid == trace_cmd->gate || is_zombie(pid))
				continue;
			busy = true;
			if (!waited)
				kill(pid, signal);
		}
		fclose(file);
		if (!busy)
			return true;
		usleep(COPIERS_INTERVAL * 1000);
	}
	return false;
}

/**
 * trace_cmd_finish() - let trace-cmd complete the file, and wait for it
 * @trace_cmd: the process
 *
 * What trace-cmd has changed is as before then.
 *
 * Return: 0, or -1 when trace-cmd failed; nothing is said.
 */
int trace_cmd_finish(struct trace_cmd *trace_cmd)
{
	char orderly = 1;
	int status = -1;

	if (trace_cmd->pid && trace_cmd->gate) {
		if (!finish_copiers(trace_cmd, SIGUSR1))
			finish_copiers(trace_cmd, SIGKILL);
		trace_cmd->disk_full = temporaries_make_room(trace_cmd->file);
		/* The gate tells this end from a sudden one. */
		if (write(trace_cmd->hold, &orderly, 1) != 1)
			message("trace-cmd's command has gone before its time");
	}
	if (trace_cmd->hold >= 0)
		close(trace_cmd->hold);
	if (trace_cmd->ready >= 0)
		close(trace_cmd->ready);
	trace_cmd->hold = trace_cmd->ready = -1;
	if (trace_cmd->pid)
		reap(trace_cmd, 0);
	if (WIFEXITED(trace_cmd->status) && !WEXITSTATUS(trace_cmd->status))
		status = 0;
	tracing_restore(&trace_cmd->before);
	temporaries_remove(trace_cmd->file);
	return status;
}
