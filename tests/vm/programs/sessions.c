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
 *   sessions refused START END       what the interface refuses, and what not
 *   sessions hold START END [NAME]   until SIGTERM, which prints the counters; into
 *                                    this tracefs instance
 *   sessions once START END          one start, whatever becomes of it; prints
 *                                    that and the counters
 *   sessions leak COUNT START END NAME
 *                                    the same COUNT times for each allocation in
 *                                    a session into this instance, which fails
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
#include <sys/mman.h>
#include <sys/stat.h>
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

/* Returns whether there is one. */
static bool running(int fd, unsigned int index, struct mmiotrace_stats *stats)
{
	*stats = (struct mmiotrace_stats){ .size = sizeof(*stats), .index = index };
	if (!ioctl(fd, MMIOTRACE_IOC_SESSION, stats))
		return true;
	if (errno != ENOENT)
		fail("no list of sessions");
	return false;
}

static void prepare(int fd)
{
	if (ioctl(fd, MMIOTRACE_IOC_FILTER, &filter))
		fail("cannot filter");
}

static struct mmiotrace_start into(const char *instance)
{
	struct mmiotrace_start start = { .size = sizeof(start) };

	snprintf(start.instance, sizeof(start.instance), "%s", instance);
	return start;
}

static void start_into(int fd, const char *instance)
{
	struct mmiotrace_start start = into(instance);

	if (ioctl(fd, MMIOTRACE_IOC_START, &start))
		fail("cannot start");
}

static void start(int fd)
{
	start_into(fd, "");
}

static void stop(int fd)
{
	if (ioctl(fd, MMIOTRACE_IOC_STOP))
		fail("cannot stop");
}

static void expect_idle(int fd)
{
	struct mmiotrace_stats s = stats(fd), other;

	if (s.state == MMIOTRACE_STATE_RUNNING || s.armed || s.mappings || running(fd, 0, &other))
		fail("state %u, %u pages armed, %u mappings after the end",
		     s.state, s.armed, s.mappings);
}

#define expect_error(error, fd, request, arg) do {			\
	if (!ioctl(fd, request, arg) || errno != (error))		\
		fail("not %s", #error);					\
} while (0)

/* Returns how many accesses were seen. */
static unsigned long long cycle(int watch, int number)
{
	unsigned long long seen;
	struct mmiotrace_stats s;
	int fd = open_device();

	prepare(fd);
	start(fd);
	if (!running(watch, 0, &s) || s.owner != (unsigned int)getpid() ||
	    s.state != MMIOTRACE_STATE_RUNNING || !s.armed || !s.mappings)
		fail("state %u, owner %u, %u pages armed, %u mappings while it runs",
		     s.state, s.owner, s.armed, s.mappings);
	seen = s.seen;
	if (number % 2) {
		usleep(2000);
		stop(fd);
		s = stats(fd);
		if (s.failed)
			fail("%llu could not be armed", (unsigned long long)s.failed);
		seen = s.seen;
		expect_idle(fd);
	}
	close(fd);
	expect_idle(watch);
	return seen;
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
	unsigned long long *seen = mmap(NULL, sizeof(*seen), PROT_READ | PROT_WRITE,
					MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int watch = open_device();

	if (seen == MAP_FAILED)
		fail("no memory");
	for (int i = 0; i < count; i++) {
		pid_t child = fork();

		if (child < 0)
			fail("cannot fork");
		if (!child)
			for (;;)
				*seen += cycle(watch, rand());
		usleep(rand() % 20000);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		expect_idle(watch);
	}
	printf("%d killed, %llu accesses\n", count, *seen);
}

static void *start_and_stop(void *arg)
{
	const struct mmiotrace_start start = into("");
	int fd = *(int *)arg;

	/* The file may be closed by now, and its number somebody else's. */
	for (int i = 0; i < 50; i++) {
		ioctl(fd, MMIOTRACE_IOC_START, &start);
		ioctl(fd, MMIOTRACE_IOC_STOP);
	}
	ioctl(fd, MMIOTRACE_IOC_START, &start);
	return NULL;
}

/* The file ends when the last call that uses it has returned. */
static void close_under_call(int watch)
{
	for (int i = 0; i < 20; i++) {
		int fd = open_device();
		pthread_t thread;

		prepare(fd);
		if (pthread_create(&thread, NULL, start_and_stop, &fd))
			fail("no thread");
		usleep(rand() % 3000);
		close(fd);
		pthread_join(thread, NULL);
		expect_idle(watch);
	}
}

static void owners(void)
{
	int watch = open_device(), first = open_device(), second = open_device();
	struct mmiotrace_start none = into("");
	struct mmiotrace_stats s;
	int copy;
	pid_t child;

	prepare(first);
	start(first);
	expect_error(EBUSY, first, MMIOTRACE_IOC_START, &none);
	expect_error(EBUSY, first, MMIOTRACE_IOC_FILTER, &filter);
	/* It has its own filters, and ends nobody's session but its own. */
	prepare(second);
	stop(second);
	expect_error(EEXIST, second, MMIOTRACE_IOC_START, &none);

	/* Ends with its last descriptor, whoever has it. */
	copy = dup(first);
	close(first);
	child = fork();
	if (!child) {
		pause();
		_exit(0);
	}
	close(copy);
	if (!running(watch, 0, &s) || !s.armed)
		fail("the session ended before its last descriptor");
	expect_error(EEXIST, second, MMIOTRACE_IOC_START, &none);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	expect_idle(watch);

	start(second);
	close(second);
	close_under_call(watch);
	puts("owners: right");
}

#define INSTANCES "/sys/kernel/tracing/instances/"

static void refused_start(int fd)
{
	struct mmiotrace_start start = into("");

	start.size--;
	expect_error(EINVAL, fd, MMIOTRACE_IOC_START, &start);
	start = into("");
	start.flags = 1;
	expect_error(EINVAL, fd, MMIOTRACE_IOC_START, &start);
	start = into("");
	start.instance[sizeof(start.instance) - 1] = 'x';
	expect_error(EINVAL, fd, MMIOTRACE_IOC_START, &start);
	start = into("one");
	start.instance[4] = 'x';
	expect_error(EINVAL, fd, MMIOTRACE_IOC_START, &start);
	memset(start.instance, 'x', sizeof(start.instance));
	expect_error(ENAMETOOLONG, fd, MMIOTRACE_IOC_START, &start);
	start.instance[sizeof(start.instance) - 1] = 0;
	expect_error(ENOENT, fd, MMIOTRACE_IOC_START, &start);
	for (const char *const *name = (const char *[]){ "none", "..", ".", "one/", "One", NULL };
	     *name; name++) {
		start = into(*name);
		expect_error(ENOENT, fd, MMIOTRACE_IOC_START, &start);
	}
	expect_error(EFAULT, fd, MMIOTRACE_IOC_START, NULL);
}

/* Of one instance, and of two at once. */
static void instances(int first, int second)
{
	struct mmiotrace_start one = into("one");
	struct mmiotrace_stats s;

	start_into(first, "one");
	expect_error(EBUSY, first, MMIOTRACE_IOC_START, &one);
	expect_error(EEXIST, second, MMIOTRACE_IOC_START, &one);
	if (!rmdir(INSTANCES "one") || errno != EBUSY)
		fail("a session's instance can be removed");
	start_into(second, "two");
	if (!running(first, 0, &s) || strcmp(s.instance, "one") ||
	    !running(first, 1, &s) || strcmp(s.instance, "two") || running(first, 2, &s))
		fail("other sessions than one and two");
	stop(first);
	if (!running(first, 0, &s) || strcmp(s.instance, "two") || !s.armed)
		fail("two did not go on");
	/* Free again, for anybody, and to be removed. */
	start_into(first, "one");
	close(first);
	if (rmdir(INSTANCES "one"))
		fail("an instance stays busy");
	close(second);
	if (rmdir(INSTANCES "two"))
		fail("an instance stays busy");
}

static void refused(void)
{
	struct mmiotrace_version version = { .size = sizeof(version) };
	int first = open_device(), second = open_device(), watch = open_device();
	struct mmiotrace_stats s = { .size = sizeof(s), .index = 1 };

	if (ioctl(first, MMIOTRACE_IOC_VERSION, &version) || version.major != 2)
		fail("another version");
	/* What programs of version 1 call. */
	expect_error(ENOTTY, first, MMIOTRACE_IOC_CLAIM_1, NULL);
	expect_error(ENOTTY, first, _IO('M', 0x44), NULL);
	expect_error(EINVAL, first, MMIOTRACE_IOC_STATS, &s);
	expect_error(ENOENT, first, MMIOTRACE_IOC_SESSION, &s);
	if (mkdir(INSTANCES "one", 0755) || mkdir(INSTANCES "two", 0755))
		fail("cannot make an instance");
	prepare(first);
	prepare(second);
	refused_start(first);
	instances(first, second);
	expect_idle(watch);
	puts("refused: right");
}

static void hold(const char *instance)
{
	struct mmiotrace_stats s;
	int fd = open_device();
	sigset_t set;
	int signal;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	prepare(fd);
	start_into(fd, instance);
	puts("holding");
	fflush(stdout);
	sigwait(&set, &signal);
	stop(fd);
	s = stats(fd);
	printf("%llu seen, %llu recorded, %llu dropped, %u armed\n", (unsigned long long)s.seen,
	       (unsigned long long)s.recorded, (unsigned long long)s.dropped, s.armed);
}

static void once(const char *instance, bool say)
{
	struct mmiotrace_start start = into(instance);
	int fd = open(MMIOTRACE_DEVICE, O_RDWR | O_CLOEXEC);
	struct mmiotrace_stats s = {};
	int err = fd < 0 ? errno : 0;

	if (!err) {
		prepare(fd);
		err = ioctl(fd, MMIOTRACE_IOC_START, &start) ? errno : 0;
		s = stats(fd);
		close(fd);
	}
	if (say)
		printf("start %s, %u mappings, %u armed, %llu failed\n",
		       err ? strerror(err) : "ok", s.mappings, s.armed,
		       (unsigned long long)s.failed);
	if (fd < 0 && err != ENOMEM)
		fail("cannot open %s", MMIOTRACE_DEVICE);
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

static void leak(int count, const char *instance)
{
	int number = 0, left = 0, watch = open_device();

	while (!left) {
		number++;
		for (int i = 0; i < count; i++) {
			fail_allocation(number);
			once(instance, !i);
			left = fail_allocation(0);
			expect_idle(watch);
		}
	}
	printf("%d allocations\n", number - 1);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	int counted = !strcmp(what, "loop") || !strcmp(what, "kill") ||
		      !strcmp(what, "leak");
	bool named = !strcmp(what, "leak") || (!strcmp(what, "hold") && argc > 4);
	int count = 0;

	if (argc != 4 + counted + named)
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
	else if (!strcmp(what, "refused"))
		refused();
	else if (!strcmp(what, "hold"))
		hold(argc > 4 ? argv[4] : "");
	else if (!strcmp(what, "once"))
		once("", true);
	else if (!strcmp(what, "leak"))
		leak(count, argv[5]);
	else
		fail("usage: see the source");
	return 0;
}
