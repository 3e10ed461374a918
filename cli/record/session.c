// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "machine/control.h"
#include "terminal/message.h"
#include "program.h"
#include "session.h"

#define PROGRESS_INTERVAL 1000	/* milliseconds */

/**
 * session_take_signals() - read signals from now on, so that nothing dies half-way
 *
 * Return: signalfd, or -1 after a line that says why not.
 */
int session_take_signals(void)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGQUIT);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		failure("cannot take signals: %s", strerror(errno));
	return fd;
}

static void show_progress(const struct session *session)
{
	struct mmiotrace_stats stats;

	if (!isatty(STDERR_FILENO) || control_stats(session->control, &stats))
		return;
	fprintf(stderr, "\rmmiotrace: %llu access%s seen, %llu recorded, %llu dropped\033[K",
		(unsigned long long)stats.seen, stats.seen == 1 ? "" : "es",
		(unsigned long long)stats.recorded,
		(unsigned long long)stats.dropped);
	fflush(stderr);
}

static void clear_progress(void)
{
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}

static int shell_status(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/*
 * A signal during the session. The terminal sends its Ctrl-C to COMMAND too;
 * signals from elsewhere are passed on. COMMAND gets the time to end in order,
 * its accesses then belong to the trace; the second signal does not wait.
 */
static bool signal_ends(const struct signalfd_siginfo *info, pid_t command,
			unsigned int count)
{
	if (command <= 0 || count > 1)
		return true;
	if (info->ssi_code <= 0)
		kill(command, (int)info->ssi_signo);
	return false;
}

/* Wait for the end of COMMAND, of the recorder, or of the user's patience. */
static void wait_for_end(struct session *session, pid_t command)
{
	struct pollfd wait = { .fd = session->signals, .events = POLLIN };
	struct signalfd_siginfo info;
	unsigned int count = 0;
	bool end = false;
	int status;

	while (!end) {
		if (poll(&wait, 1, PROGRESS_INTERVAL) <= 0) {
			show_progress(session);
			continue;
		}
		while (read(session->signals, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
			if (info.ssi_signo == SIGCHLD)
				continue;
			session->status = 128 + (int)info.ssi_signo;
			if (signal_ends(&info, command, ++count))
				end = true;
		}
		if (command > 0 && waitpid(command, &status, WNOHANG) == command) {
			session->status = shell_status(status);
			end = true;
		}
		if (recorder_ended(&session->recorder))
			end = true;
	}
	/* Without COMMAND a signal is the intended end. */
	if (command <= 0)
		session->status = 0;
	clear_progress();
}

/* Everything between START and STOP. Returns 0, or -1 after a line. */
static int trace(struct session *session)
{
	pid_t command = 0;
	int failed;

	if (control_start(session->control, session->recorder.instance.name))
		return -1;
	failed = recorder_begin(&session->recorder, session->plan->sync);
	if (!failed && session->plan->command)
		command = program_start(session->plan->command, session->control);
	if (failed || command < 0) {
		control_stop(session->control);
		return -1;
	}
	wait_for_end(session, command);
	failed = control_stop(session->control);
	if (control_stats(session->control, &session->stats)) {
		failure("cannot read the module's counters: %s", strerror(errno));
		failed = -1;
	}
	return failed;
}

static bool interrupted(const struct session *session)
{
	struct signalfd_siginfo info;
	bool found = false;

	while (read(session->signals, &info, sizeof(info)) == (ssize_t)sizeof(info))
		if (info.ssi_signo != SIGCHLD)
			found = true;
	return found;
}

/* What takes time before tracing can begin. Returns 0, or -1 after a line. */
static int prepare(struct session *session)
{
	const struct plan *plan = session->plan;

	if (recorder_open(&session->recorder, plan->file, session->control) ||
	    recorder_prepare(&session->recorder, plan->buffer_kb, plan->flush_ms))
		return -1;
	if (!interrupted(session))
		return 0;
	failure("interrupted before tracing began; nothing was recorded");
	return -1;
}

/**
 * session_run() - run a session from the first file to the last
 * @session: with @plan, @signals, and @control, with its filters
 *
 * The order is: the trace buffer is there, the module starts, the recorder copies,
 * COMMAND runs, the module stops, the recorder completes the file. Should this process
 * die in between, the control descriptor closes with it, which ends the session, and the
 * recorder completes the file without it.
 *
 * Return: 0 when there is a file; -1 after a line that says why there is none.
 */
int session_run(struct session *session)
{
	int status = prepare(session);

	if (!status)
		status = trace(session);
	/* Closing ends the session, also one that could not be stopped. */
	close(session->control);
	session->control = -1;
	if (status)
		recorder_abandon(&session->recorder);
	else
		recorder_finish(&session->recorder, &session->losses);
	return status;
}
