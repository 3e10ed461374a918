/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Checks that run in the kernel, on the memory of QEMU's ivshmem device: a device
 * whose registers are RAM, so that a second mapping shows what an access did.
 */
#ifndef CHECKS_H
#define CHECKS_H

#include <linux/io.h>
#include <linux/list.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/types.h>

#include "mmiotrace/probe.h"

struct mmt_area;
struct pt_regs;

/**
 * struct check - one check
 * @name: short; also what one writes to the parameter "run"
 * @run: 0 or a negative errno; what it has mapped and watched is undone by the
 *	caller, whatever it returns
 */
struct check {
	const char *name;
	int (*run)(void);
};

struct check_group {
	const char *name;
	const struct check *checks;
	unsigned int n;
};

extern const struct check_group probe_checks, race_checks, page_checks,
				insn_checks, memtype_checks, driver_checks;

#define REQUIRE(condition) do {						\
	if (!(condition)) {						\
		pr_err("%s:%d: not so: %s\n", __func__, __LINE__,	\
		       #condition);					\
		return -EIO;						\
	}								\
} while (0)

/* In functions that return an error of their own. */
#define TRY_TO(call) do {						\
	int try_err = (call);						\
									\
	if (try_err) {							\
		pr_err("%s:%d: error %d: %s\n", __func__, __LINE__,	\
		       try_err, #call);					\
		return try_err;						\
	}								\
} while (0)

/* insn.c: reads 8 bytes with an instruction that makes the engine give the page up. */
u64 make_it_give_up(const u8 *at);

/* The device's memory. */
extern phys_addr_t device_phys;
extern resource_size_t device_size;

/* watch.c: mappings and probes that a check makes */

/**
 * struct sight - what a handler was told
 * @access: what it was given; @access.bytes is not good any more
 * @bytes: a copy of what it pointed at
 * @after: by which handler
 * @regs_ip: instruction pointer in the registers that it was given
 * @memory: 8 bytes of device memory at that moment, see struct watch.plain
 */
struct sight {
	struct mmiotrace_access access;
	u8 bytes[64];
	bool after;
	unsigned long regs_ip;
	u64 memory;
};

#define MAX_SIGHTS	128

/**
 * struct watch - a probe that remembers what it was told
 * @probe: the probe
 * @list: in the list of those that are registered
 * @plain: where to look at the memory during handlers, or NULL
 * @hook: called by both handlers, or NULL
 * @count: how often the handlers ran
 * @sights: what they were told, the first MAX_SIGHTS times
 */
struct watch {
	struct mmiotrace_probe probe;
	struct list_head list;
	const void *plain;
	void (*hook)(struct watch *watch, const struct sight *sight);
	atomic_t count;
	struct sight sights[MAX_SIGHTS];
};

/* Which handlers a probe has. */
#define BEFORE	1
#define AFTER	2

void *map(u64 offset, unsigned long len);
void *map_as(u64 offset, unsigned long len,
	     void __iomem *(*how)(resource_size_t phys, unsigned long len));
void unmap(void *addr);
int watch(struct watch *watch, const void *addr, unsigned long len,
	  unsigned int handlers);
void unwatch(struct watch *watch);
void forget(struct watch *watch);
void undo_all(void);

/* What is left behind when nothing is: compared before and after a check. */
struct traces {
	int armed;
	unsigned int areas;
};

int find_engine(void);
struct traces traces_now(void);
bool same_traces(struct traces a, struct traces b);
bool is_present(const void *addr);
struct mmt_area *area_of(const void *addr);
void fail_allocation(int n);
void give_bus_to(int cpu);
void engine_fault(struct pt_regs *regs, unsigned long addr);
void engine_exception(struct pt_regs *regs);

/* Another mapping of the same memory, never watched. */
#define PLAIN_SIZE	SZ_64M
extern u8 *plain;

/* Exactly one instruction; its address in @ip. */
u64 peek(const void *addr, unsigned int width, unsigned long *ip);
void poke(void *addr, unsigned int width, u64 value, unsigned long *ip);

#endif
