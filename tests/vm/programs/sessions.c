// SPDX-License-Identifier: GPL-2.0
/*
 * Sessions without the tool, faster and stranger than it would make them. Prints a
 * line for each kind; exit status 1 after a line that says what was wrong.
 *
 *   sessions loop COUNT START END    start, stop, again, every other time ended
 *                                    by closing the file
 *   sessions kill COUNT START END    the same in a process that is killed at a
 *                                    random moment
 *   sessions owners START END        two files, duplicates, children, threads
 *   sessions hold START END          until SIGTERM, which prints the counters
 *   sessions once START END          one start, whatever becomes of it; prints
 *                                    that and the counters
 *   sessions leak COUNT START END    the same COUNT times for each allocation in
 *                                    a session, which fails
 *
 * START and END are the physical range that is traced.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mmiotrace.h"

static struct mmiotrace_filter filter = { .size = sizeof(filter) };

#define fail(...) do {							\
	fprintf(stderr, "sessions: line %d: ", __LINE__);		\
	fprintf(stderr, __VA_ARGS__);					\
	fprintf(stderr, " (%s)\n", strerror(errno));			\
	_exit(1);							\
} while (0)

static int open_device(void)
{
	int fd = open(MMIOTRACE_DEVICE, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		fail("cannot open %s", MMIOTRACE_DEVICE);
	return fd;
}

static struct mmiotrace_stats stats(int fd)
{
	struct mmiotrace_stats stats = { .size = sizeof(stats) };

	if (ioctl(fd, MMIOTRACE_IOC_STATS, &stats))
		fail("no counters");
	return stats;
}

static void prepare(int fd)
{
	if (ioctl(fd, MMIOTRACE_IOC_CLAIM))
		fail("cannot claim");
	if (ioctl(fd, MMIOTRACE_IOC_FILTER, &filter))
		fail("cannot filter");
}

static void start(int fd)
{
	if (ioctl(fd, MMIOTRACE_IOC_START))
		fail("cannot start");
}

static void stop(int fd)
{
	if (ioctl(fd, MMIOTRACE_IOC_STOP))
		fail("cannot stop");
}

static void expect_idle(const struct mmiotrace_stats *s)
{
	if (s->state == MMIOTRACE_STATE_RUNNING || s->armed || s->mappings)
		fail("state %u, %u pages armed, %u mappings after the end",
		     s->state, s->armed, s->mappings);
}

static void expect_busy(int fd, unsigned long request, void *arg)
{
	if (!ioctl(fd, request, arg) || errno != EBUSY)
		fail("not busy");
}

/* Returns how many accesses were seen. */
static unsigned long long cycle(int watch, int number)
{
	struct mmiotrace_stats s;
	int fd = open_device();

	prepare(fd);
	start(fd);
	s = stats(watch);
	if (s.state != MMIOTRACE_STATE_RUNNING || !s.armed || !s.mappings)
		fail("state %u, %u pages armed, %u mappings while it runs",
		     s.state, s.armed, s.mappings);
	if (number % 2) {
		usleep(2000);
		stop(fd);
		s = stats(fd);
		expect_idle(&s);
	}
	close(fd);
	s = stats(watch);
	expect_idle(&s);
	if (s.state != MMIOTRACE_STATE_IDLE)
		fail("somebody has the engine");
	if (s.failed)
		fail("%llu could not be armed", (unsigned long long)s.failed);
	return s.seen;
}

static void loop(int count)
{
	unsigned long long seen = 0;
	int watch = open_device();

	for (int i = 0; i < count; i++)
		seen += cycle(watch, i);
	if (!seen)
		fail("nothing was seen");
	printf("%d sessions, %llu accesses\n", count, seen);
}

static void kill_at_random(int count)
{
	unsigned long long seen = 0;
	int watch = open_device();

	for (int i = 0; i < count; i++) {
		struct mmiotrace_stats s;
		pid_t child = fork();

		if (child < 0)
			fail("cannot fork");
		if (!child)
			for (;;)
				cycle(watch, rand());
		usleep(rand() % 20000);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		s = stats(watch);
		expect_idle(&s);
		seen += s.seen;
	}
	printf("%d killed, %llu accesses\n", count, seen);
}

static void *start_and_stop(void *arg)
{
	int fd = *(int *)arg;

	/* The file may be closed by now, and its number somebody else's. */
	for (int i = 0; i < 50; i++) {
		ioctl(fd, MMIOTRACE_IOC_START);
		ioctl(fd, MMIOTRACE_IOC_STOP);
	}
	ioctl(fd, MMIOTRACE_IOC_START);
	return NULL;
}

/* The file ends when the last call that uses it has returned. */
static void close_under_call(int watch)
{
	for (int i = 0; i < 20; i++) {
		struct mmiotrace_stats s;
		int fd = open_device();
		pthread_t thread;

		prepare(fd);
		if (pthread_create(&thread, NULL, start_and_stop, &fd))
			fail("no thread");
		usleep(rand() % 3000);
		close(fd);
		pthread_join(thread, NULL);
		s = stats(watch);
		expect_idle(&s);
		if (s.state != MMIOTRACE_STATE_IDLE)
			fail("a closed file has the engine");
	}
}

static void owners(void)
{
	int watch = open_device(), first = open_device(), second = open_device();
	struct mmiotrace_stats s;
	int copy;
	pid_t child;

	prepare(first);
	expect_busy(second, MMIOTRACE_IOC_CLAIM, NULL);
	expect_busy(second, MMIOTRACE_IOC_FILTER, &filter);
	expect_busy(second, MMIOTRACE_IOC_START, NULL);
	expect_busy(second, MMIOTRACE_IOC_STOP, NULL);
	start(first);
	expect_busy(first, MMIOTRACE_IOC_START, NULL);
	expect_busy(first, MMIOTRACE_IOC_FILTER, &filter);
	expect_busy(second, MMIOTRACE_IOC_STOP, NULL);

	/* Ends with its last descriptor, whoever has it. */
	copy = dup(first);
	close(first);
	child = fork();
	if (!child) {
		pause();
		_exit(0);
	}
	close(copy);
	s = stats(watch);
	if (s.state != MMIOTRACE_STATE_RUNNING || !s.armed)
		fail("the session ended before its last descriptor");
	expect_busy(second, MMIOTRACE_IOC_CLAIM, NULL);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	s = stats(watch);
	expect_idle(&s);

	prepare(second);
	start(second);
	close(second);
	close_under_call(watch);
	puts("owners: right");
}

static void hold(void)
{
	struct mmiotrace_stats s;
	int fd = open_device();
	sigset_t set;
	int signal;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	prepare(fd);
	start(fd);
	puts("holding");
	fflush(stdout);
	sigwait(&set, &signal);
	s = stats(fd);
	printf("%llu seen, %u armed\n", (unsigned long long)s.seen, s.armed);
}

static void once(bool say)
{
	struct mmiotrace_stats s;
	int fd = open_device();
	int err;

	prepare(fd);
	err = ioctl(fd, MMIOTRACE_IOC_START) ? errno : 0;
	s = stats(fd);
	if (say)
		printf("start %s, %u mappings, %u armed, %llu failed\n",
		       err ? strerror(err) : "ok", s.mappings, s.armed,
		       (unsigned long long)s.failed);
	close(fd);
	fd = open_device();
	s = stats(fd);
	expect_idle(&s);
	close(fd);
}

/* Returns what is left of the countdown. */
static int fail_allocation(int number)
{
	FILE *file = fopen("/sys/module/mmiotrace/parameters/fail_allocation", "r+");
	int left = 0;

	if (!file || fscanf(file, "%d", &left) != 1)
		fail("no fail_allocation");
	rewind(file);
	fprintf(file, "%d\n", number);
	fclose(file);
	return left;
}

static void leak(int count)
{
	int number = 0, left = 0;

	while (!left) {
		number++;
		for (int i = 0; i < count; i++) {
			fail_allocation(number);
			once(!i);
			left = fail_allocation(0);
		}
	}
	printf("%d allocations\n", number - 1);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	int counted = !strcmp(what, "loop") || !strcmp(what, "kill") ||
		      !strcmp(what, "leak");
	int count = 0;

	if (argc != 4 + counted)
		fail("usage: see the source");
	if (counted)
		count = atoi(argv[2]);
	filter.start = strtoull(argv[2 + counted], NULL, 0);
	filter.end = strtoull(argv[3 + counted], NULL, 0);
	if (!strcmp(what, "loop"))
		loop(count);
	else if (!strcmp(what, "kill"))
		kill_at_random(count);
	else if (!strcmp(what, "owners"))
		owners();
	else if (!strcmp(what, "hold"))
		hold();
	else if (!strcmp(what, "once"))
		once(true);
	else if (!strcmp(what, "leak"))
		leak(count);
	else
		fail("usage: see the source");
	return 0;
}
