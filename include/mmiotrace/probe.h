/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Probes on device memory, for other modules: be told of every access to a range
 * of a mapping, on every CPU, before and after it happens. mmiotrace's own sessions
 * stand on the same. Example: examples/probe/.
 */
#ifndef MMIOTRACE_PROBE_H
#define MMIOTRACE_PROBE_H

#include <linux/atomic.h>
#include <linux/types.h>

struct mmt_area;
struct mmt_sink;
struct pt_regs;

/* struct mmiotrace_access.flags */
#define MMIOTRACE_WRITE		1	/* a write, else a read */
#define MMIOTRACE_OPAQUE	2	/* run by the processor, value not visible */

/**
 * struct mmiotrace_access - one access to device memory
 * @addr: virtual address that the code used
 * @ip: address of the instruction
 * @value: value read or written, zero-extended, when @width is 8 or less;
 *	nothing useful before a read
 * @bytes: @width bytes in the order of memory when @width is more than 8; the
 *	bytes of the instruction when MMIOTRACE_OPAQUE is set; else NULL
 * @width: bytes accessed, 1 to 64; length of the instruction when
 *	MMIOTRACE_OPAQUE is set
 * @flags: MMIOTRACE_*
 *
 * Good only while the handler runs.
 */
struct mmiotrace_access {
	unsigned long addr;
	unsigned long ip;
	u64 value;
	const u8 *bytes;
	u8 width;
	u8 flags;
};

struct mmiotrace_probe;

/**
 * typedef mmiotrace_handler - is told of an access
 * @probe: the probe that it hit
 * @access: the access
 * @regs: the interrupted context; before the instruction in both handlers
 *
 * Context: page fault or debug exception: interrupts off, any lock of the
 * interrupted code held, NMI possible. May not sleep, fault on purpose, or
 * take a lock that is also taken elsewhere; may not (un)register probes.
 */
typedef void (*mmiotrace_handler)(struct mmiotrace_probe *probe,
				  const struct mmiotrace_access *access,
				  const struct pt_regs *regs);

/**
 * struct mmiotrace_probe - a probe
 * @addr: first address, inside a mapping made by ioremap() or its family
 * @len: how many bytes; up to the end of that mapping
 * @before: called before the access, or NULL. For a read-modify-write
 *	instruction there are two accesses
 * @after: called after the access, or NULL
 * @phys: physical address of @addr; set by mmiotrace_register_probe()
 * @missed: accesses that the handlers were not told of, because they came from
 *	inside a handler or from the tracing code itself
 *
 * An access belongs to a probe when any byte of it does. The caller sets the
 * first four members and leaves the rest zero.
 */
struct mmiotrace_probe {
	unsigned long addr;
	unsigned long len;
	mmiotrace_handler before;
	mmiotrace_handler after;
	phys_addr_t phys;
	atomic_long_t missed;
	/* private: */
	struct hlist_node node;		/* of the area; see kernel/area.h */
	struct list_head leaving;	/* while it is being unregistered */
	struct mmt_area *area;		/* NULL once the mapping is gone */
	struct mmt_sink *sink;		/* of the session's; see kernel/sink.h */
};

int mmiotrace_register_probe(struct mmiotrace_probe *probe);
void mmiotrace_unregister_probe(struct mmiotrace_probe *probe);

#endif
