// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "control.h"
#include "terminal/message.h"
#include "module.h"

static int check_version(int fd)
{
	struct mmiotrace_version version = { .size = sizeof(version) };

	if (ioctl(fd, MMIOTRACE_IOC_VERSION, &version)) {
		failure("the mmiotrace module does not tell its version (%s): rebuild and reload it",
			strerror(errno));
		return -1;
	}
	if (version.major != MMIOTRACE_ABI_MAJOR) {
		failure("the loaded mmiotrace module has interface %u.%u, this tool needs %u.%u: reload the module that belongs to it",
			version.major, version.minor, MMIOTRACE_ABI_MAJOR,
			MMIOTRACE_ABI_MINOR);
		return -1;
	}
	return 0;
}

/**
 * control_open() - open the control device
 * @load: load the module when it is not there
 *
 * The descriptor is the session: it must never reach another program, so it
 * closes on exec.
 *
 * Return: descriptor, or -1 after a line that says why. Without @load a
 * missing device is -1 without a line.
 */
int control_open(bool load)
{
	int fd;

	fd = open(MMIOTRACE_DEVICE, O_RDWR | O_CLOEXEC);
	if (fd < 0 && (errno == ENOENT || errno == ENXIO || errno == ENODEV)) {
		if (!load)
			return -1;
		if (module_load())
			return -1;
		fd = open(MMIOTRACE_DEVICE, O_RDWR | O_CLOEXEC);
	}
	if (fd < 0) {
		failure("cannot open %s: %s%s", MMIOTRACE_DEVICE, strerror(errno),
			errno == EACCES || errno == EPERM ? " (run as root)" : "");
		return -1;
	}
	if (check_version(fd)) {
		close(fd);
		return -1;
	}
	return fd;
}

/**
 * process_name() - the name of a process, "?" when it has gone
 * @pid: process
 * @name: where to put it
 * @size: room there
 */
void process_name(unsigned int pid, char *name, unsigned int size)
{
	char path[64];
	FILE *file;

	snprintf(name, size, "?");
	snprintf(path, sizeof(path), "/proc/%u/comm", pid);
	file = fopen(path, "re");
	if (!file)
		return;
	if (fgets(name, size, file))
		name[strcspn(name, "\n")] = 0;
	fclose(file);
}

/**
 * control_stats() - read the counters
 * @fd: control descriptor
 * @stats: filled in
 *
 * Return: 0, or -1 with errno set; nothing is said.
 */
int control_stats(int fd, struct mmiotrace_stats *stats)
{
	memset(stats, 0, sizeof(*stats));
	stats->size = sizeof(*stats);
	return ioctl(fd, MMIOTRACE_IOC_STATS, stats) ? -1 : 0;
}

/**
 * control_session() - read the counters of any session that runs
 * @fd: control descriptor
 * @index: which, from 0
 * @stats: filled in
 *
 * Return: 0, or -1 with errno set, ENOENT past the last; nothing is said.
 */
int control_session(int fd, unsigned int index, struct mmiotrace_stats *stats)
{
	memset(stats, 0, sizeof(*stats));
	stats->size = sizeof(*stats);
	stats->index = index;
	return ioctl(fd, MMIOTRACE_IOC_SESSION, stats) ? -1 : 0;
}

/**
 * control_filter() - trace this physical range
 * @fd: control descriptor
 * @start: first address
 * @end: last address
 *
 * Return: 0, or -1 after a line that says why.
 */
int control_filter(int fd, uint64_t start, uint64_t end)
{
	struct mmiotrace_filter filter = {
		.size = sizeof(filter),
		.start = start,
		.end = end,
	};
	const char *why;

	if (!ioctl(fd, MMIOTRACE_IOC_FILTER, &filter))
		return 0;
	switch (errno) {
	case EOPNOTSUPP:
		why = "it holds RAM or the ISA range, which cannot be traced";
		break;
	case ENOSPC:
		why = "too many ranges in one session; name fewer devices";
		break;
	default:
		why = strerror(errno);
	}
	failure("cannot trace 0x%llx-0x%llx: %s", (unsigned long long)start,
		(unsigned long long)end, why);
	return -1;
}

/* Say why the kernel lets nobody trace. Returns false when it is none of the reasons. */
static bool refused(int error)
{
	if (error == EPERM && lockdown_active())
		failure("kernel lockdown forbids tracing of MMIO (/sys/kernel/security/lockdown): " LOCKDOWN_HINT);
	else if (error == EBUSY)
		failure("the kernel's own mmiotrace tracer is in use; 'echo nop > /sys/kernel/tracing/current_tracer' ends it");
	else
		return false;
	return true;
}

/* The same of an instance. */
static bool instance_refused(int error, const char *instance)
{
	if (error == ENOENT && *instance)
		failure("there is no tracefs instance '%s' to record into, or it has been removed", instance);
	else if (error == EEXIST && *instance)
		failure("another session records into the tracefs instance '%s'; end it first, or use another", instance);
	else if (error == EEXIST)
		failure("another session records into the kernel's trace buffer; try again when it has ended");
	else
		return false;
	return true;
}

/**
 * control_start() - start tracing
 * @fd: control descriptor
 * @instance: name of the tracefs instance to record into; "" for the events of the
 *	kernel's own trace buffer and of whoever else listens
 *
 * Return: 0, or -1 after a line that says why.
 */
int control_start(int fd, const char *instance)
{
	struct mmiotrace_start start = { .size = sizeof(start) };
	char quote[256];
	int error;
	int log;

	if (strlen(instance) >= sizeof(start.instance)) {
		failure("the name of the tracefs instance '%s' is too long", instance);
		return -1;
	}
	snprintf(start.instance, sizeof(start.instance), "%s", instance);
	log = module_listen();
	error = ioctl(fd, MMIOTRACE_IOC_START, &start) ? errno : 0;
	module_last_words(log, quote, sizeof(quote));
	if (!error)
		return 0;
	if (!refused(error) && !instance_refused(error, instance))
		failure("the module cannot start tracing: %s%s%s", strerror(error),
			*quote ? "; it says: " : " (see dmesg)", quote);
	return -1;
}

/**
 * control_selftest() - run one check of the module's self-test
 * @fd: control descriptor
 * @index: which, from 0
 * @check: gets its name and result
 *
 * Return: 1; 0 when there is no such check; -1 after a line that says why none runs.
 */
int control_selftest(int fd, unsigned int index, struct mmiotrace_selftest *check)
{
	int error;

	*check = (struct mmiotrace_selftest){ .size = sizeof(*check), .index = index };
	error = ioctl(fd, MMIOTRACE_IOC_SELFTEST, check) ? errno : 0;
	check->name[sizeof(check->name) - 1] = 0;
	if (!error)
		return 1;
	if (error == ENOENT)
		return 0;
	if (!refused(error))
		failure("the self-test does not run: %s (see dmesg)", strerror(error));
	return -1;
}

/**
 * control_stop() - stop tracing; nothing is armed when it returns
 * @fd: control descriptor
 *
 * Return: 0, or -1 after a line that says why.
 */
int control_stop(int fd)
{
	if (!ioctl(fd, MMIOTRACE_IOC_STOP))
		return 0;
	failure("the module cannot stop tracing: %s (see dmesg)", strerror(errno));
	return -1;
}
