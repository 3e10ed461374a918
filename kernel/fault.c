// SPDX-License-Identifier: GPL-2.0
/*
 * The page fault: find out what the instruction wanted, do it through the
 * private mapping, record it, step over it. The page stays armed throughout.
 *
 * Everything here runs with interrupts off, possibly in an NMI, possibly on a
 * small exception stack: no locks, no allocation, no printk, no clocks.
 */
#include "fault.h"

#include <linux/kprobes.h>
#include <linux/percpu.h>
#include <linux/ptrace.h>
#include <linux/uaccess.h>
#include <asm/cpufeature.h>
#include <asm/io.h>

#include "insn/insn.h"
#include "leaf.h"
#include "mapping.h"
#include "page.h"
#include "record.h"
#include "step.h"

/*
 * How many elements of a REP string are done at one go: bounds the time with
 * interrupts off to some ten microseconds. The rest faults again.
 */
#define REP_CHUNK	64

/*
 * A fault is being handled, in NMI context or not. Set and cleared by its own
 * CPU only. A second fault in the same context comes from the tracing code
 * itself (a trace clock that reads a traced timer) and must not record.
 */
static DEFINE_PER_CPU(bool[2], busy);

/* The last fault that was retried, see retry_once(). Own CPU only. */
struct retry {
	unsigned long ip;
	unsigned long addr;
};

static DEFINE_PER_CPU(struct retry, last_retry);

/* One instruction on its way through mmio_insn_exec(). */
struct bus {
	const struct mmt_mapping *map;
	unsigned long pc;
	bool smap_off;
	bool quiet;
};

static __always_inline bool inside(const struct mmt_mapping *map,
				   unsigned long addr, unsigned int width)
{
	return addr - map->base <= map->size - width;
}

/* The traced mapping that @addr lies in: the faulting one, or another. */
static __always_inline const struct mmt_mapping *
mapping_of(const struct bus *bus, unsigned long addr)
{
	const struct mmt_page *page;

	if (likely(addr - bus->map->base < bus->map->size))
		return bus->map;
	page = mmt_page_find(addr);
	return page ? page->map : NULL;
}

static void record(const struct bus *bus, const struct mmt_mapping *map,
		   unsigned long addr, unsigned int width, u64 value,
		   bool write)
{
	if (likely(!bus->quiet))
		mmt_record_access(map, addr, width, value, write, bus->pc);
	else
		mmt_record_drop();
}

static int memory_read(const struct bus *bus, unsigned long addr,
		       unsigned int width, u64 *value)
{
	*value = 0;
	if ((long)addr >= 0) {
		/* Not allowed now: the instruction itself must fault. */
		if (!bus->smap_off)
			return -EFAULT;
		return copy_from_user_nofault(value,
				(const void __user *)addr, width);
	}
	/* One access of this width: it may be a device that is not traced. */
	switch (width) {
	case 1:
		__get_kernel_nofault(value, (void *)addr, u8, fault);
		return 0;
	case 2:
		__get_kernel_nofault(value, (void *)addr, u16, fault);
		return 0;
	case 4:
		__get_kernel_nofault(value, (void *)addr, u32, fault);
		return 0;
	case 8:
		__get_kernel_nofault(value, (void *)addr, u64, fault);
		return 0;
	}
fault:
	return -EFAULT;
}

static int memory_write(const struct bus *bus, unsigned long addr,
			unsigned int width, u64 value)
{
	if ((long)addr >= 0) {
		if (!bus->smap_off)
			return -EFAULT;
		return copy_to_user_nofault((void __user *)addr, &value, width);
	}
	switch (width) {
	case 1:
		__put_kernel_nofault((void *)addr, &value, u8, fault);
		return 0;
	case 2:
		__put_kernel_nofault((void *)addr, &value, u16, fault);
		return 0;
	case 4:
		__put_kernel_nofault((void *)addr, &value, u32, fault);
		return 0;
	case 8:
		__put_kernel_nofault((void *)addr, &value, u64, fault);
		return 0;
	}
fault:
	return -EFAULT;
}

/* Documented in insn/insn.h, as are the other two. */
int mmio_bus_read(void *ctx, unsigned long addr, unsigned int width, u64 *value)
{
	const struct bus *bus = ctx;
	const struct mmt_mapping *map = mapping_of(bus, addr);
	const void __iomem *io;

	if (unlikely(!map))
		return memory_read(bus, addr, width, value);
	if (unlikely(!inside(map, addr, width)))
		return -EFAULT;

	io = (const void __iomem *)(addr + map->delta);
	if (likely(width == 4))
		*value = __raw_readl(io);
	else if (width == 8)
		*value = __raw_readq(io);
	else if (width == 2)
		*value = __raw_readw(io);
	else
		*value = __raw_readb(io);
	record(bus, map, addr, width, *value, false);
	return 0;
}

int mmio_bus_write(void *ctx, unsigned long addr, unsigned int width, u64 value)
{
	const struct bus *bus = ctx;
	const struct mmt_mapping *map = mapping_of(bus, addr);
	void __iomem *io;

	if (unlikely(!map))
		return memory_write(bus, addr, width, value);
	if (unlikely(!inside(map, addr, width) || !map->writable))
		return -EFAULT;

	io = (void __iomem *)(addr + map->delta);
	if (likely(width == 4))
		__raw_writel(value, io);
	else if (width == 8)
		__raw_writeq(value, io);
	else if (width == 2)
		__raw_writew(value, io);
	else
		__raw_writeb(value, io);
	record(bus, map, addr, width, value, true);
	return 0;
}

int mmio_bus_ready(void *ctx, unsigned long addr, unsigned int width)
{
	const struct bus *bus = ctx;
	const struct mmt_mapping *map = mapping_of(bus, addr);
	unsigned long last = addr + width - 1;

	if (map)
		return inside(map, addr, width) && map->writable ? 0 : -EFAULT;
	if ((long)addr < 0)
		return mmt_kernel_writable(addr) && mmt_kernel_writable(last) ?
		       0 : -EFAULT;
	return bus->smap_off && mmt_user_writable(addr) &&
	       mmt_user_writable(last) ? 0 : -EFAULT;
}

/*
 * The bytes of the instruction; it has been fetched a moment ago, so they are
 * readable, but what follows it need not be.
 */
static unsigned int fetch(unsigned long ip, u8 *code)
{
	unsigned int n = 0;

	if (likely(offset_in_page(ip) <= PAGE_SIZE - 16)) {
		__get_kernel_nofault(code, (void *)ip, u64, fault);
		__get_kernel_nofault(code + 8, (void *)(ip + 8), u64, fault);
		return MMIO_INSN_MAX;
	}
	for (; n < MMIO_INSN_MAX; n++)
		__get_kernel_nofault(code + n, (void *)(ip + n), u8, fault);
fault:
	return n;
}

/*
 * An address that is not armed (any more). If it was while the CPU took the
 * fault, the entry is present now and trying again is the answer; teardown
 * waits for such faults, so this is a second line of defence. Once only for
 * the same access: a genuine protection fault looks the same from here.
 */
static int retry_once(struct pt_regs *regs, unsigned long addr)
{
	struct retry *last = this_cpu_ptr(&last_retry);
	struct mmt_leaf leaf;

	if (addr < VMALLOC_START || addr >= VMALLOC_END)
		return 0;
	if (last->ip == regs->ip && last->addr == addr) {
		last->ip = 0;
		return 0;
	}
	if (mmt_leaf_find(addr, &leaf))
		return 0;
	last->ip = regs->ip;
	last->addr = addr;
	return 1;
}

static int perform(struct pt_regs *regs, unsigned long addr,
		   const struct mmt_mapping *map, bool quiet)
{
	struct bus bus = {
		.map = map,
		.pc = regs->ip,
		.smap_off = !cpu_feature_enabled(X86_FEATURE_SMAP) ||
			    (regs->flags & X86_EFLAGS_AC),
		.quiet = quiet,
	};
	unsigned long count = regs->cx;
	struct mmio_insn insn;
	u8 code[16];
	unsigned int n;
	int err;

	n = fetch(regs->ip, code);
	/* Another CPU is placing a breakpoint here: take that first. */
	if (unlikely(n && code[0] == 0xcc))
		return 1;

	err = mmio_insn_decode(&insn, code, n);
	if (unlikely(err))
		return 0;

	/* Somebody else's single step must see this instruction end. */
	if (unlikely(insn.kind == MMIO_INSN_OTHER ||
		     (regs->flags & X86_EFLAGS_TF))) {
		mmt_record_unknown(map, addr, code, insn.len, regs->ip);
		return mmt_step_begin(regs, map, &insn, addr);
	}

	err = mmio_insn_exec(&insn, (unsigned long *)regs, &bus, REP_CHUNK);
	if (likely(!err))
		return 1;
	/* Some elements are done: fault again for the one that is not. */
	if (regs->cx != count)
		return 1;
	return mmt_step_into_fault(regs, map, &insn, addr);
}

/**
 * mmt_page_fault() - what kmmio_handler() does, our way
 * @regs: the interrupted context, updated when handled
 * @addr: the address that faulted (CR2)
 *
 * Called for every page fault of the machine while a session runs.
 *
 * Context: page fault, interrupts off, RCU watching; any nesting.
 * Return: 1 when handled, 0 when it is not ours.
 */
int mmt_page_fault(struct pt_regs *regs, unsigned long addr)
{
	const struct mmt_page *page;
	bool *mine, quiet;
	int ret;

	if (user_mode(regs))
		return 0;
	if (unlikely(mmt_step_active(regs)))
		return mmt_step_fault(regs, addr);
	if ((long)addr >= 0)
		return 0;

	page = mmt_page_find(addr);
	if (unlikely(!page))
		return retry_once(regs, addr);
	/* Execution of device memory: let it be the oops that it is. */
	if (unlikely((regs->ip & PAGE_MASK) == (addr & PAGE_MASK)))
		return 0;

	mine = &(*this_cpu_ptr(&busy))[!!in_nmi()];
	quiet = *mine;
	*mine = true;
	barrier();
	ret = perform(regs, addr, page->map, quiet);
	barrier();
	*mine = quiet;
	return ret;
}
NOKPROBE_SYMBOL(mmt_page_fault);
