// SPDX-License-Identifier: GPL-2.0
/*
 * An instance is named after the process that records and the moment when that
 * started: "mmiotrace-PID-STARTED". Its files are open as long as anybody records from
 * it, even when that process has died, and the kernel removes no instance whose
 * files are open. So what a killed recording has left is found by its name, and that
 * it can be removed.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tracefs.h>

#include "instance.h"
#include "size.h"
#include "terminal/message.h"
#include "text.h"
#include "tracing.h"

#define PREFIX		"mmiotrace-"
#define PATIENCE	600	/* tenths of a second, for others that make one */
#define SAME_NAMES	10
/* Wake the reader when this many percent of the buffer are full. */
#define WAKE_PERCENT	"25"

/* When a process started, in ticks since boot; 0 when there is none. */
static unsigned long long started(long pid)
{
	unsigned long long ticks = 0;
	char path[64];
	char *text, *rest;

	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	text = text_read(AT_FDCWD, path, NULL);
	rest = text ? strrchr(text, ')') : NULL;
	/* The name may hold anything; the 22nd field, of which two are before this. */
	if (rest && sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu", &ticks) != 1)
		ticks = 0;
	free(text);
	return ticks;
}

/* Whether an instance was a recording's whose process has gone. */
static bool left_behind(const char *name)
{
	unsigned long long since;
	char rest[2];
	unsigned int again;
	long pid;
	int n;

	n = sscanf(name, PREFIX "%ld-%llu-%u%1s", &pid, &since, &again, rest);
	if (n == 2)
		n = sscanf(name, PREFIX "%ld-%llu%1s", &pid, &since, rest) == 2 ? 3 : 0;
	return n == 3 && pid > 0 && started(pid) != since;
}

static void sweep(const struct instance *instance)
{
	int fd = openat(instance->all, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	while (directory && (entry = readdir(directory)))
		if (left_behind(entry->d_name))
			unlinkat(instance->all, entry->d_name, AT_REMOVEDIR);
	if (directory)
		closedir(directory);
}

/* Nobody removes an instance between its making and the opening of its files. */
static int lock(const struct instance *instance)
{
	int tenths;

	for (tenths = 0; flock(instance->all, LOCK_EX | LOCK_NB); tenths++) {
		if (errno != EWOULDBLOCK || tenths > PATIENCE) {
			failure("cannot lock %s/instances: %s", tracefs_tracing_dir(),
				strerror(errno));
			return -1;
		}
		usleep(100000);
	}
	return 0;
}

static const char *why_none(int error)
{
	switch (error) {
	case EROFS:
		return "it is mounted read-only; 'mount -o remount,rw' changes that";
	case ENOMEM:
		return "the kernel has no memory for it";
	default:
		return strerror(error);
	}
}

static int make(struct instance *instance)
{
	unsigned long long since = started(getpid());
	unsigned int i;

	for (i = 0; i < SAME_NAMES; i++) {
		int n = snprintf(instance->name, sizeof(instance->name), PREFIX "%ld-%llu",
				 (long)getpid(), since);

		if (i)
			snprintf(instance->name + n, sizeof(instance->name) - (size_t)n, "-%u", i);
		if (!mkdirat(instance->all, instance->name, 0700))
			return 0;
		if (errno != EEXIST)
			break;
	}
	failure("cannot make a trace buffer of its own in %s/instances: %s",
		tracefs_tracing_dir(), why_none(errno));
	return -1;
}

/* The options that the user has set for the whole system are not for a recording. */
static int set_options(const struct instance *instance)
{
	static const char *const setting[][2] = {
		{ "options/overwrite", "1" },
		{ "options/markers", "1" },
		{ "options/stacktrace", "0" },
		{ "options/userstacktrace", "0" },
		{ "options/pause-on-trace", "0" },
		{ "options/record-tgid", "0" },
		{ "buffer_percent", WAKE_PERCENT },
	};
	size_t i;

	/* Some kernels lack some of them. */
	for (i = 0; i < sizeof(setting) / sizeof(setting[0]); i++)
		if (text_write(instance->dir, setting[i][0], setting[i][1]) && errno != ENOENT)
			return -1;
	return text_write(instance->dir, "trace_clock", instance->clock);
}

static bool set_buffer(const struct instance *instance, int kilobytes)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", kilobytes);
	return !text_write(instance->dir, "buffer_size_kb", text);
}

/* A default that is too large shrinks; what the user asked for does not. */
static int size_buffer(struct instance *instance, int wanted)
{
	int kilobytes = wanted ? wanted : tracing_default_buffer();
	char size[SIZE_ROOM], had[SIZE_ROOM];

	instance->buffer_kb = kilobytes;
	while (!set_buffer(instance, instance->buffer_kb)) {
		if (errno != ENOMEM || wanted || instance->buffer_kb <= LEAST_BUFFER) {
			failure("the kernel has no memory for trace buffers of %s for each CPU (%s); choose less with --buffer",
				size_text(size, instance->buffer_kb), strerror(errno));
			return -1;
		}
		instance->buffer_kb /= 2;
	}
	if (instance->buffer_kb != kilobytes)
		message("memory is low: trace buffers of %s for each CPU instead of %s",
			size_text(size, instance->buffer_kb), size_text(had, kilobytes));
	return 0;
}

static int open_tracefs(struct instance *instance)
{
	const char *tracing;

	tep_set_loglevel(TEP_LOG_NONE);
	tracefs_set_loglevel(TEP_LOG_NONE);
	tracing = tracefs_tracing_dir();
	if (!tracing) {
		failure("no tracefs: mount it with 'mount -t tracefs nodev /sys/kernel/tracing'");
		return -1;
	}
	instance->tracing = open(tracing, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (instance->tracing < 0) {
		failure("cannot open %s: %s", tracing, strerror(errno));
		return -1;
	}
	instance->all = openat(instance->tracing, "instances",
			       O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (instance->all < 0) {
		failure("cannot open %s/instances: %s", tracing, strerror(errno));
		return -1;
	}
	return 0;
}

/**
 * instance_create() - make an instance for a recording
 * @instance: filled in
 * @buffer_kb: size of its buffer for each CPU, 0 for the default
 *
 * What recordings that were killed have left is removed first. Until
 * instance_settle() all others wait; the instance is safe from them when a file in it is
 * open.
 *
 * Return: 0, or -1 after a line; instance_remove() is due in any case.
 */
int instance_create(struct instance *instance, int buffer_kb)
{
	*instance = (struct instance){ .tracing = -1, .all = -1, .dir = -1 };
	if (open_tracefs(instance) || lock(instance))
		return -1;
	sweep(instance);
	if (make(instance))
		return -1;
	instance->dir = openat(instance->all, instance->name,
			       O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	instance->clock = tracing_clock();
	if (instance->dir < 0 || set_options(instance)) {
		failure("cannot set up %s/instances/%s: %s", tracefs_tracing_dir(),
			instance->name, strerror(errno));
		return -1;
	}
	return size_buffer(instance, buffer_kb);
}

/**
 * instance_settle() - it is made, a file of it is open: others may make theirs
 * @instance: the instance
 */
void instance_settle(struct instance *instance)
{
	flock(instance->all, LOCK_UN);
}

/**
 * instance_open_pages() - open the pages of a CPU
 * @instance: the instance
 * @cpu: number of the CPU
 *
 * Return: descriptor, or -1 with errno.
 */
int instance_open_pages(const struct instance *instance, unsigned int cpu)
{
	char path[64];

	snprintf(path, sizeof(path), "per_cpu/cpu%u/trace_pipe_raw", cpu);
	return openat(instance->dir, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

static int compare(const void *a, const void *b)
{
	unsigned int x = *(const unsigned int *)a, y = *(const unsigned int *)b;

	return x < y ? -1 : x > y;
}

/**
 * instance_cpus() - the CPUs that may have events, also those that are off
 * @instance: the instance
 * @cpu: gets their numbers, in order
 * @room: how many fit there
 *
 * Return: how many.
 */
unsigned int instance_cpus(const struct instance *instance, unsigned int *cpu, unsigned int room)
{
	int fd = openat(instance->dir, "per_cpu", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	unsigned int count = 0;

	while (directory && count < room && (entry = readdir(directory)))
		if (sscanf(entry->d_name, "cpu%u", &cpu[count]) == 1)
			count++;
	if (directory)
		closedir(directory);
	qsort(cpu, count, sizeof(*cpu), compare);
	return count;
}

/**
 * instance_remove() - remove it
 * @instance: from instance_create(), whatever that returned; none of its files is open
 */
void instance_remove(struct instance *instance)
{
	if (instance->dir >= 0) {
		close(instance->dir);
		unlinkat(instance->all, instance->name, AT_REMOVEDIR);
	}
	if (instance->all >= 0)
		close(instance->all);
	if (instance->tracing >= 0)
		close(instance->tracing);
	instance->tracing = instance->all = instance->dir = -1;
}
