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
#include <linux/static_call.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/cpufeature.h>
#include <asm/io.h>
#include <asm/trap_pf.h>

#include "area.h"
#include "buslock.h"
#include "compat/symbols.h"
#include "compat/wrap.h"
#include "hit.h"
#include "insn/plain.h"
#include "leaf.h"
#include "names.h"
#include "page.h"
#include "site.h"
#include "sink.h"
#include "step.h"
#include "wide.h"

/*
 * How many elements of a REP string are done at one go: bounds the time with
 * interrupts off to some ten microseconds. The rest faults again.
 */
#define REP_CHUNK	64

/*
 * The last fault of user memory that was left to the kernel, see leave_to_kernel(). Own CPU
 * only; a task that has moved since, or an NMI that changes it, makes for one more.
 */
struct user_fault {
	unsigned long ip;
	unsigned long addr;
};

static DEFINE_PER_CPU(struct user_fault, last_user_fault);

/* One instruction on its way through mmio_insn_exec(). */
struct bus {
	struct mmt_hit hit;
	u8 busy;		/* level of the hit */
	bool locked;
	bool lacks_user;	/* user memory is not accessible: */
	bool lacks_write;	/* for a write */
	unsigned long lacking;	/* its address */
	unsigned long ready;	/* page last found writable, see mmio_bus_ready() */
};

static __always_inline bool inside(const struct mmt_area *area,
				   unsigned long addr, unsigned int width)
{
	return addr - area->base <= area->size - width;
}

/* The area with probes that @addr lies in: the faulting one, or another. */
static const struct mmt_area *area_of(const struct bus *bus,
				      unsigned long addr)
{
	const struct mmt_page *page;

	if (addr - bus->hit.area->base < bus->hit.area->size)
		return bus->hit.area;
	page = mmt_page_find(addr);
	return page ? page->area : NULL;
}

/* May the instruction touch user memory? If not it must fault, by itself. */
static bool user_allowed(const struct bus *bus)
{
	return !cpu_feature_enabled(X86_FEATURE_SMAP) ||
	       (bus->hit.regs->flags & X86_EFLAGS_AC);
}

static int lacks_user(struct bus *bus, unsigned long addr, bool write)
{
	bus->lacks_user = true;
	bus->lacks_write = write;
	bus->lacking = addr;
	return -EFAULT;
}

/*
 * The first byte of user memory that cannot be read, of those that an element reads: they
 * are in two pages at most.
 */
static int user_read(struct bus *bus, unsigned long addr, unsigned int width,
		     u64 *value)
{
	const void __user *from = (const void __user *)addr;
	u8 byte;

	if (!user_allowed(bus))
		return lacks_user(bus, addr, false);
	if (!copy_from_user_nofault(value, from, width))
		return 0;
	if (!copy_from_user_nofault(&byte, from, 1))
		addr += width - 1;
	return lacks_user(bus, addr, false);
}

static int memory_read(struct bus *bus, unsigned long addr, unsigned int width,
		       u64 *value)
{
	*value = 0;
	if ((long)addr >= 0)
		return user_read(bus, addr, width, value);
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

static int memory_write(struct bus *bus, unsigned long addr, unsigned int width,
			u64 value)
{
	if ((long)addr >= 0) {
		if (!copy_to_user_nofault((void __user *)addr, &value, width))
			return 0;
		/* Found writable before, see mmio_bus_ready(). */
		return lacks_user(bus, addr, true);
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

static __always_inline u64 device_load(const struct mmt_area *area,
				       unsigned long addr, unsigned int width)
{
	const void __iomem *io = (const void __iomem *)(addr + area->delta);

	if (likely(width == 4))
		return __raw_readl(io);
	if (width == 8)
		return __raw_readq(io);
	if (width == 2)
		return __raw_readw(io);
	return __raw_readb(io);
}

static __always_inline void device_store(const struct mmt_area *area,
					 unsigned long addr, unsigned int width,
					 u64 value)
{
	void __iomem *io = (void __iomem *)(addr + area->delta);

	if (likely(width == 4))
		__raw_writel(value, io);
	else if (width == 8)
		__raw_writeq(value, io);
	else if (width == 2)
		__raw_writew(value, io);
	else
		__raw_writeb(value, io);
}

static void device_read(const struct bus *bus, const struct mmt_area *area,
			unsigned long addr, unsigned int width, u64 *value)
{
	mmt_hit_before(&bus->hit, area, addr, width, 0, 0);
	*value = device_load(area, addr, width);
	mmt_hit_after(&bus->hit, area, addr, width, *value, 0);
}

static void device_write(const struct bus *bus, const struct mmt_area *area,
			 unsigned long addr, unsigned int width, u64 value)
{
	mmt_hit_before(&bus->hit, area, addr, width, value, MMIOTRACE_WRITE);
	device_store(area, addr, width, value);
	mmt_hit_after(&bus->hit, area, addr, width, value, MMIOTRACE_WRITE);
}

static int read_elsewhere(struct bus *bus, unsigned long addr,
			  unsigned int width, u64 *value)
{
	const struct mmt_area *area = area_of(bus, addr);

	if (!area)
		return memory_read(bus, addr, width, value);
	if (!inside(area, addr, width))
		return -EFAULT;
	device_read(bus, area, addr, width, value);
	return 0;
}

static int write_elsewhere(struct bus *bus, unsigned long addr,
			   unsigned int width, u64 value)
{
	const struct mmt_area *area = area_of(bus, addr);

	if (!area)
		return memory_write(bus, addr, width, value);
	if (!inside(area, addr, width) || !area->writable)
		return -EFAULT;
	device_write(bus, area, addr, width, value);
	return 0;
}

/* Documented in insn/insn.h, as are the others. */
int mmio_bus_read(void *ctx, unsigned long addr, unsigned int width, u64 *value)
{
	struct bus *bus = ctx;
	const struct mmt_area *area = bus->hit.area;

	if (unlikely(!inside(area, addr, width)))
		return read_elsewhere(bus, addr, width, value);
	device_read(bus, area, addr, width, value);
	return 0;
}

int mmio_bus_write(void *ctx, unsigned long addr, unsigned int width, u64 value)
{
	struct bus *bus = ctx;
	const struct mmt_area *area = bus->hit.area;

	if (unlikely(!inside(area, addr, width) || !area->writable))
		return write_elsewhere(bus, addr, width, value);
	device_write(bus, area, addr, width, value);
	return 0;
}

int mmio_bus_read16(void *ctx, unsigned long addr, u64 value[2])
{
	const struct bus *bus = ctx;
	const struct mmt_area *area = bus->hit.area;

	if (!inside(area, addr, 16))
		return -EFAULT;
	mmt_wide_read(&bus->hit, area, addr, 16, value);
	return 0;
}

int mmio_bus_write16(void *ctx, unsigned long addr, const u64 value[2])
{
	const struct bus *bus = ctx;
	const struct mmt_area *area = bus->hit.area;

	if (!inside(area, addr, 16) || !area->writable)
		return -EFAULT;
	mmt_wide_write(&bus->hit, area, addr, 16, value);
	return 0;
}

void mmio_bus_lock(void *ctx)
{
	struct bus *bus = ctx;

	bus->locked = mmt_bus_lock(bus->busy, bus->hit.quiet);
}

void mmio_bus_unlock(void *ctx)
{
	struct bus *bus = ctx;

	if (bus->locked)
		mmt_bus_unlock();
}

/*
 * mmt_user_writable() is a guess. If the kernel has made the page writable a moment ago,
 * for this very access, it must be, whatever it looks like.
 */
static bool user_writable(const struct bus *bus, unsigned long addr)
{
	const struct user_fault *last = this_cpu_ptr(&last_user_fault);

	return user_allowed(bus) &&
	       (mmt_user_writable(addr) ||
		(last->ip == bus->hit.regs->ip && last->addr == addr));
}

static bool writable(struct bus *bus, unsigned long addr)
{
	if ((long)addr < 0)
		return mmt_kernel_writable(addr);
	return user_writable(bus, addr) || !lacks_user(bus, addr, true);
}

int mmio_bus_readable(void *ctx, unsigned long addr, unsigned int width)
{
	struct bus *bus = ctx;
	unsigned long last = addr + width - 1;
	const struct mmt_area *area = area_of(bus, addr);
	struct mmt_leaf leaf;
	u64 byte;

	if (area)
		return inside(area, addr, width) ? 0 : -EFAULT;
	/* In the kernel it may be a device that is not traced: not touched. */
	if ((long)addr < 0)
		return mmt_leaf_find(addr, &leaf) ?: mmt_leaf_find(last, &leaf);
	return memory_read(bus, addr, 1, &byte) ?:
	       memory_read(bus, last, 1, &byte);
}

int mmio_bus_ready(void *ctx, unsigned long addr, unsigned int width)
{
	struct bus *bus = ctx;
	unsigned long last = addr + width - 1;
	const struct mmt_area *area;

	/* The next element of a string, most often on the same page. */
	if (likely((addr & PAGE_MASK) == bus->ready &&
		   (last & PAGE_MASK) == bus->ready))
		return 0;

	area = area_of(bus, addr);
	if (area)
		return inside(area, addr, width) && area->writable ? 0 : -EFAULT;
	if (!writable(bus, addr) ||
	    ((addr ^ last) & PAGE_MASK && !writable(bus, last)))
		return -EFAULT;
	bus->ready = last & PAGE_MASK;
	return 0;
}

/*
 * The bytes of the instruction near the end of a page. It has been fetched a
 * moment ago, so they are readable, but what follows it need not be.
 */
static noinline unsigned int fetch_bytewise(unsigned long ip, u8 *code)
{
	unsigned int n = 0;

	memset(code, 0, 16);
	for (; n < MMIO_INSN_MAX; n++)
		__get_kernel_nofault(code + n, (void *)(ip + n), u8, fault);
fault:
	return n;
}

/* Returns how many bytes could be read. */
static __always_inline unsigned int fetch(unsigned long ip, u64 code[2])
{
	if (unlikely(offset_in_page(ip) > PAGE_SIZE - 16))
		return fetch_bytewise(ip, (u8 *)code);
	__get_kernel_nofault(code, (void *)ip, u64, fault);
	__get_kernel_nofault(code + 1, (void *)(ip + 8), u64, fault);
	return 16;
fault:
	return 0;
}

static enum mmt_site_plain plain(const struct mmio_insn *insn)
{
	if (!mmio_plain_operand(insn))
		return MMT_SITE_OTHER;
	if (mmio_plain_load(insn))
		return MMT_SITE_LOAD;
	return mmio_plain_store(insn) ? MMT_SITE_STORE : MMT_SITE_OTHER;
}

static noinline const struct mmio_insn *decode(struct mmt_site *site,
					       const u64 code[2],
					       unsigned int n, unsigned long ip,
					       bool quiet)
{
	mmt_names_note(ip, quiet);
	site->plain = MMT_SITE_OTHER;
	site->code[0] = code[0];
	site->code[1] = code[1];
	if (mmio_insn_decode(&site->insn, (const u8 *)code, n)) {
		site->insn.len = 0;
		return NULL;
	}
	site->plain = plain(&site->insn);
	return &site->insn;
}

/*
 * Nothing was present at an address that is not armed (any more). If it was while the CPU
 * took the fault, the entry is present now and trying again is the answer; teardown
 * waits for such faults, so this is a second line of defence.
 */
static noinline int present_by_now(unsigned long addr)
{
	struct mmt_leaf leaf;

	return addr >= VMALLOC_START && addr < VMALLOC_END &&
	       !mmt_leaf_find(addr, &leaf);
}

static __always_inline const struct mmio_insn *
decoded(unsigned long ip, const u64 code[2], unsigned int n,
	unsigned int nested)
{
	struct mmt_site *site = mmt_site_find(ip, nested);

	if (likely(site->code[0] == code[0] && site->code[1] == code[1] &&
		   site->insn.len))
		return &site->insn;
	return decode(site, code, n, ip, nested);
}

/* One operand in user memory, which may go in the middle of a step. */
static bool needs_user(const struct mmio_insn *insn, const struct pt_regs *regs)
{
	return (insn->kind == MMIO_INSN_MOVS || insn->kind == MMIO_INSN_CMPS) &&
	       ((long)regs->si >= 0 || (long)regs->di >= 0);
}

static int perform_on(struct bus *bus, struct pt_regs *regs, unsigned long addr,
		      struct mmt_page *page)
{
	bool trapping = regs->flags & X86_EFLAGS_TF;
	const struct mmio_insn *insn;
	unsigned long count = regs->cx;
	unsigned int n;
	u64 code[2];
	int err;

	n = fetch(regs->ip, code);
	/* Another CPU is placing a breakpoint here: take that first. */
	if (unlikely((u8)code[0] == 0xcc && n))
		return 1;
	insn = decoded(regs->ip, code, n, bus->busy + MMT_LEVELS * bus->hit.quiet);
	if (unlikely(!insn)) {
		if (!n)
			return 0;
		/* The processor knows it, we do not. */
		mmt_hit_opaque(&bus->hit, addr, (const u8 *)code, min(n, 15u));
		return mmt_step_give_up(page);
	}

	/* Somebody else's single step must see this instruction end. */
	if (unlikely(trapping && needs_user(insn, regs))) {
		mmt_hit_opaque(&bus->hit, addr, (const u8 *)code, insn->len);
		return mmt_step_give_up(page);
	}
	if (insn->kind == MMIO_INSN_OTHER || trapping)
		return mmt_step_begin(&bus->hit, regs, insn, (const u8 *)code,
				      addr);
	err = mmio_insn_exec(insn, (unsigned long *)regs, bus, REP_CHUNK);
	/* Some elements are done: fault again for the one that is not. */
	if (!err || regs->cx != count)
		bus->lacks_user = false;
	else if (!bus->lacks_user)
		return mmt_step_into_fault(&bus->hit, regs, insn,
					   (const u8 *)code, addr);
	return 1;
}

/*
 * The instruction needs user memory that is not there, or must not be used: the kernel does
 * what it would have done if the instruction had faulted on that. No step, as for memory
 * of the kernel: such a fault would not come our way, and the kernel may sleep in it.
 * The instruction starts over then, or goes on at its fixup. (A task that dies in
 * there is counted for ever, and with it the module stays in memory.)
 */
static int leave_to_kernel(const struct bus *bus, struct pt_regs *regs,
			   struct mmt_page *page)
{
	if (!static_call_query(mmt_user_fault))
		return mmt_step_give_up(page);
	this_cpu_write(last_user_fault.ip, regs->ip);
	this_cpu_write(last_user_fault.addr, bus->lacking);
	mmt_wrap_enter();
	static_call(mmt_user_fault)(regs, bus->lacks_write ? X86_PF_WRITE : 0,
				    bus->lacking);
	mmt_wrap_leave();
	return 1;
}

/* @quiet is what mmt_hit_begin(@busy) has said; the hit ends here. */
static noinline int perform(struct pt_regs *regs, unsigned long addr,
			    struct mmt_page *page, unsigned int level,
			    unsigned int busy, bool quiet)
{
	struct bus bus = {
		.hit = {
			.area = page->area,
			.regs = regs,
			.quiet = quiet,
			.level = level,
		},
		.busy = busy,
		.ready = ~0ul,
	};
	int ret = perform_on(&bus, regs, addr, page);

	mmt_hit_end(busy, quiet);
	if (unlikely(busy != level))
		__preempt_count_sub(NMI_OFFSET);
	return likely(!bus.lacks_user) ? ret : leave_to_kernel(&bus, regs, page);
}

static __always_inline void report(const struct pt_regs *regs,
				   const struct mmt_area *area,
				   const struct mmt_sink *only,
				   unsigned long addr, unsigned int width,
				   u64 value, u8 flags)
{
	if (only)
		mmt_sink_put(only, addr, width, value, flags, regs->ip);
	else
		mmt_hit_report(regs, area, addr, width, value, flags);
}

/*
 * perform() for nine accesses out of ten: a plain load or store, decoded before,
 * in no special context, not stepped, that nobody wants to know of beforehand. @only is
 * the sink of the only one who is told, or NULL. Returns false when it is anything else;
 * then nothing has been done.
 */
static __always_inline bool perform_plain(struct pt_regs *regs,
					  const struct mmt_area *area,
					  const struct mmt_sink *only)
{
	const struct mmt_site *site = mmt_site_find(regs->ip, 0);
	const struct mmio_insn *insn = &site->insn;
	unsigned long *words = (unsigned long *)regs;
	unsigned int width = insn->width;
	unsigned long addr;
	u64 start, rest, value;

	if (unlikely(offset_in_page(regs->ip) > PAGE_SIZE - 16))
		return false;
	__get_kernel_nofault(&start, (void *)regs->ip, u64, other);
	__get_kernel_nofault(&rest, (void *)(regs->ip + 8), u64, other);
	if (unlikely(site->code[0] != start || site->code[1] != rest))
		return false;
	addr = mmio_plain_address(insn, words);
	/* All of it in the range, hence in the area. */
	if (only ? unlikely(addr - only->addr > only->len - width) :
		   !inside(area, addr, width))
		return false;

	if (site->plain == MMT_SITE_LOAD) {
		value = device_load(area, addr, width);
		report(regs, area, only, addr, width, value, 0);
		mmio_put_reg(insn, words, value);
	} else if (site->plain == MMT_SITE_STORE && likely(area->writable)) {
		value = mmio_source(insn, words);
		device_store(area, addr, width, value);
		report(regs, area, only, addr, width, value, MMIOTRACE_WRITE);
	} else {
		return false;
	}
	mmio_finish(insn, words);
	return true;
other:
	return false;
}

static noinline bool perform_for_many(struct pt_regs *regs,
				      const struct mmt_area *area)
{
	return !READ_ONCE(area->befores) && perform_plain(regs, area, NULL);
}

/* Most often a single session is told. */
static __always_inline bool perform_at_once(struct pt_regs *regs,
					    const struct mmt_area *area)
{
	const struct mmt_sink *only = READ_ONCE(area->only);

	return likely(only) ? perform_plain(regs, area, only) :
			      perform_for_many(regs, area);
}

/*
 * The code that reads the clock may hold the lock that read_hpet() waits for, and
 * who is told of the access may want to know what time it is. In an NMI it would
 * be no different, so the kernel has an answer: there the clock is read without
 * the lock. Let it be an NMI, then. Not when nobody will be told.
 */
static noinline unsigned int clock_level(unsigned int level)
{
	if (this_cpu_read(mmt_hit_busy.level[level]))
		return level;
	__preempt_count_add(NMI_OFFSET);
	return mmt_level();
}

static noinline int fault_at(struct pt_regs *regs, unsigned long addr,
			     struct mmt_page *page, unsigned int level)
{
	unsigned int busy = page->area->clock ? clock_level(level) : level;

	return perform(regs, addr, page, level, busy,
		       mmt_hit_begin(busy, page->area));
}

/* In an NMI or a debug exception, of an instruction that is stepped, or no access of ours. */
static noinline int fault_specially(struct pt_regs *regs, unsigned long error,
				    unsigned long addr)
{
	unsigned int level = mmt_level();
	struct mmt_page *page;

	if ((regs->flags & X86_EFLAGS_TF) && mmt_step_active(regs, level))
		return mmt_step_fault(regs, addr);
	/*
	 * What is armed is not present. User space has no business there, and to execute
	 * device memory is the oops that it is.
	 */
	if (error & ~X86_PF_WRITE)
		return 0;
	page = mmt_page_find(addr);
	return page ? fault_at(regs, addr, page, level) : present_by_now(addr);
}

static __always_inline int page_fault(struct pt_regs *regs, unsigned long error,
				      unsigned long addr)
{
	const struct mmt_area *area;
	struct mmt_page *page;
	bool quiet;

	if (unlikely((regs->flags & X86_EFLAGS_TF) | mmt_level() |
		     (error & ~X86_PF_WRITE)))
		return fault_specially(regs, error, addr);
	page = mmt_page_find(addr);
	if (unlikely(!page))
		return present_by_now(addr);

	area = page->area;
	if (unlikely(area->clock))
		return fault_at(regs, addr, page, 0);
	quiet = mmt_hit_begin(0, area);
	if (likely(!quiet) && perform_at_once(regs, area)) {
		mmt_hit_end(0, false);
		return 1;
	}
	return perform(regs, addr, page, 0, 0, quiet);
}

/*
 * Nothing is ever mapped in the last page of the address space: what errors are as
 * pointers points there.
 */
#define NOWHERE	(-PAGE_SIZE)

/* A fault there has come here; under mmt_page_fault_arrives(). */
static bool arrived;

MMT_WRAPPER(page_fault, void, struct pt_regs *, unsigned long, unsigned long);

/*
 * Called for each page fault of the kernel, or of user space, at an address of the kernel
 * that the kernel has no other answer to, with the error code of the processor. It never
 * sleeps, and so is not counted; what the original does for who is not alive afterwards
 * may.
 *
 * Context: page fault, interrupts off, RCU watching; any nesting.
 */
static void mmt_wrapper_page_fault(struct pt_regs *regs, unsigned long error,
				   unsigned long addr)
{
	if (likely(page_fault(regs, error, addr)))
		return;
	if (addr == NOWHERE)
		WRITE_ONCE(arrived, true);
	mmt_original(page_fault)(regs, error, addr);
}
NOKPROBE_SYMBOL(mmt_wrapper_page_fault);

/* Of one of several functions, see hook.c. */
struct mmt_wrap mmt_page_fault_wrap = MMT_WRAP(page_fault, NULL);

/**
 * mmt_page_fault_arrives() - do page faults pass where the wrapper is?
 *
 * Context: process, when the module is loaded. It cannot oops: the access has an
 * exception table entry.
 */
bool mmt_page_fault_arrives(void)
{
	u8 byte;

	WRITE_ONCE(arrived, false);
	if (!copy_from_kernel_nofault(&byte, (void *)NOWHERE, 1))
		return false;
	return READ_ONCE(arrived);
}
