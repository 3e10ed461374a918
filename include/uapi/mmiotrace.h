/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Control interface of the mmiotrace module: ioctl()s on /dev/mmiotrace.
 *
 * One session per open file; closing the file, however that happens, ends it.
 * A session that has claimed the engine has it alone until it ends. What is
 * traced comes out as trace events of the group "mmiotrace", not here.
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
#define MMIOTRACE_ABI_MAJOR	1	/* changes when old programs must not run */
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
 * started. Errors: EBUSY (another session has the engine, or this one runs),
 * ERANGE (backwards), EOPNOTSUPP (ISA range, RAM: cannot be traced), ENOSPC
 * (more than MMIOTRACE_MAX_FILTERS).
 */
struct mmiotrace_filter {
	__u32 size;
	__u32 flags;
	__u64 start;
	__u64 end;
};

#define MMIOTRACE_MAX_FILTERS	64

/**
 * struct mmiotrace_stats - counters since the module's last session start
 * @size: sizeof(struct mmiotrace_stats)
 * @state: MMIOTRACE_STATE_*
 * @owner: process that claimed the engine, 0 for none
 * @mappings: live mappings known to the session
 * @armed: fault pages armed at this moment; 0 whenever no session runs
 * @pad: zero
 * @seen: accesses caught
 * @recorded: of these, handed to the trace events
 * @dropped: of these, not handed over (tracing off, nested too deep; no room in
 *	the trace buffer, where that can be seen)
 * @unknown: instructions not decoded: executed, recorded as "unknown" events
 *	(not counted in @seen)
 * @failed: mappings and pages that could not be armed, or not be kept armed
 */
struct mmiotrace_stats {
	__u32 size;
	__u32 state;
	__u32 owner;
	__u32 mappings;
	__u32 armed;
	__u32 pad;
	__u64 seen;
	__u64 recorded;
	__u64 dropped;
	__u64 unknown;
	__u64 failed;
};

enum {
	MMIOTRACE_STATE_IDLE,		/* nobody has claimed the engine */
	MMIOTRACE_STATE_CLAIMED,	/* claimed, not running */
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
 * The call with index 0 runs all of them (it claims the engine while it does:
 * EBUSY); index past the last gives ENOENT.
 */
struct mmiotrace_selftest {
	__u32 size;
	__u32 index;
	__s32 result;
	__u32 pad;
	char name[112];
};

/* Answers in every state, to every opener. */
#define MMIOTRACE_IOC_VERSION	_IOWR('M', 0x40, struct mmiotrace_version)
#define MMIOTRACE_IOC_STATS	_IOWR('M', 0x41, struct mmiotrace_stats)
/* Become the one session; EBUSY when there is another. */
#define MMIOTRACE_IOC_CLAIM	_IO('M', 0x42)
#define MMIOTRACE_IOC_FILTER	_IOW('M', 0x43, struct mmiotrace_filter)
/*
 * Start and stop tracing. START: EPERM (lockdown), EBUSY (not claimed, running
 * already, or the kernel's own mmiotrace tracer is in use).
 * STOP returns when nothing is armed any more; it is no error when stopped.
 */
#define MMIOTRACE_IOC_START	_IO('M', 0x44)
#define MMIOTRACE_IOC_STOP	_IO('M', 0x45)
#define MMIOTRACE_IOC_SELFTEST	_IOWR('M', 0x46, struct mmiotrace_selftest)

#endif
