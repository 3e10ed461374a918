/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Control interface of the mmiotrace module: ioctl()s on /dev/mmiotrace.
 *
 * One session per open file; closing the file, however that happens, ends it.
 * Any number of them may run, each with filters and counters of its own. What is
 * traced comes out as trace events of the group "mmiotrace", not here: in the
 * tracefs instance that MMIOTRACE_IOC_START names, and once for all sessions
 * wherever else these events are switched on.
 *
 * Every structure begins with its own size, checked; unknown flags and
 * non-zero padding are refused with EINVAL, so that both can mean something
 * later. All numbers are in the machine's byte order.
 */
#ifndef _UAPI_MMIOTRACE_H
#define _UAPI_MMIOTRACE_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define MMIOTRACE_DEVICE	"/dev/mmiotrace"
#define MMIOTRACE_ABI_MAJOR	2	/* changes when old programs must not run */
#define MMIOTRACE_ABI_MINOR	0	/* grows when something is added */

/**
 * struct mmiotrace_version - answer of MMIOTRACE_IOC_VERSION
 * @size: sizeof(struct mmiotrace_version), set by the caller
 * @major: MMIOTRACE_ABI_MAJOR of the module
 * @minor: MMIOTRACE_ABI_MINOR of the module
 * @pad: zero
 */
struct mmiotrace_version {
	__u32 size;
	__u32 major;
	__u32 minor;
	__u32 pad;
};

/**
 * struct mmiotrace_filter - a physical range to trace
 * @size: sizeof(struct mmiotrace_filter)
 * @flags: zero
 * @start: first physical address
 * @end: last physical address, inclusive
 *
 * A session without any traces every mapping made while it runs, but for the
 * HPET and the boot's framebuffer. With one or
 * more, it traces what lies inside them, also in mappings made before it
 * started. Errors: EBUSY (it runs), ERANGE (backwards), EOPNOTSUPP (ISA range,
 * RAM: cannot be traced), ENOSPC (more than MMIOTRACE_MAX_FILTERS).
 */
struct mmiotrace_filter {
	__u32 size;
	__u32 flags;
	__u64 start;
	__u64 end;
};

#define MMIOTRACE_MAX_FILTERS	64

/* Bytes for the name of a tracefs instance, with a NUL at its end. */
#define MMIOTRACE_INSTANCE_SIZE	256

/**
 * struct mmiotrace_start - where a session records into
 * @size: sizeof(struct mmiotrace_start)
 * @flags: zero
 * @instance: name of a tracefs instance, zeros behind it; empty for none
 *
 * The instance has to be there, and no other session in it; so has its buffer: a new
 * one has a page or two for each CPU until its buffer_size_kb is written. From START
 * to STOP it cannot be removed (EBUSY), and of this group it holds exactly the events
 * of the session, whether they are switched on in it or not, and all marks; its
 * filters, triggers and options are obeyed. What has task names kept, the event
 * mmio_session, is switched on in it meanwhile.
 *
 * Without an instance the events come out only where they are switched on. One
 * such session can run at a time.
 */
struct mmiotrace_start {
	__u32 size;
	__u32 flags;
	char instance[MMIOTRACE_INSTANCE_SIZE];
};

/**
 * struct mmiotrace_stats - a session, and its counters since it was started last
 * @size: sizeof(struct mmiotrace_stats)
 * @index: in, MMIOTRACE_IOC_SESSION: which of the sessions that run, from 0, in the
 *	order of their starts; else zero
 * @state: MMIOTRACE_STATE_*
 * @owner: process that started it, 0 when it never was
 * @mappings: live mappings that it traces
 * @armed: fault pages armed at this moment, by all sessions and by other modules
 * @seen: accesses caught
 * @recorded: of these, written to the instance; or, without one, handed to the
 *	trace events
 * @dropped: of these, not so (tracing off, nested too deep; no room in the trace
 *	buffer, where that can be seen: in an instance, but for accesses of more than
 *	8 bytes)
 * @unknown: instructions not decoded: executed, recorded as "unknown" events
 *	(not counted in @seen)
 * @failed: mappings and pages that could not be armed, or not be kept armed
 * @instance: as it was started with
 */
struct mmiotrace_stats {
	__u32 size;
	__u32 index;
	__u32 state;
	__u32 owner;
	__u32 mappings;
	__u32 armed;
	__u64 seen;
	__u64 recorded;
	__u64 dropped;
	__u64 unknown;
	__u64 failed;
	char instance[MMIOTRACE_INSTANCE_SIZE];
};

enum {
	MMIOTRACE_STATE_IDLE,
	MMIOTRACE_STATE_RUNNING,
};

/**
 * struct mmiotrace_selftest - one check of the self-test
 * @size: sizeof(struct mmiotrace_selftest)
 * @index: in: which check, from 0
 * @result: 0 passed, or a negative errno
 * @pad: zero
 * @name: what was checked, for people
 *
 * The call with index 0 runs all of them, beside whatever sessions run; index past the
 * last gives ENOENT.
 */
struct mmiotrace_selftest {
	__u32 size;
	__u32 index;
	__s32 result;
	__u32 pad;
	char name[112];
};

#define MMIOTRACE_IOC_VERSION	_IOWR('M', 0x40, struct mmiotrace_version)
/* Of this file's session, in every state. */
#define MMIOTRACE_IOC_STATS	_IOWR('M', 0x41, struct mmiotrace_stats)
#define MMIOTRACE_IOC_FILTER	_IOW('M', 0x43, struct mmiotrace_filter)
/*
 * Start and stop tracing. START: ENAMETOOLONG (no NUL), ENOENT (no such instance),
 * EEXIST (another session records into it, or has none either), EBUSY (running
 * already, or the kernel's own mmiotrace tracer is in use), EPERM (lockdown).
 * STOP returns when nothing is armed for this session any more; it is no error when
 * stopped. The counters stay until the next START.
 */
#define MMIOTRACE_IOC_START	_IOW('M', 0x44, struct mmiotrace_start)
#define MMIOTRACE_IOC_STOP	_IO('M', 0x45)
#define MMIOTRACE_IOC_SELFTEST	_IOWR('M', 0x46, struct mmiotrace_selftest)
/* Of any session that runs; ENOENT past the last. */
#define MMIOTRACE_IOC_SESSION	_IOWR('M', 0x47, struct mmiotrace_stats)

/* What programs of interface 1 call first after MMIOTRACE_IOC_VERSION: ENOTTY. */
#define MMIOTRACE_IOC_CLAIM_1	_IO('M', 0x42)

#endif
