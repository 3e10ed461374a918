// SPDX-License-Identifier: GPL-2.0
/*
 * Those who share #DB with mmiotrace: hardware breakpoints and other people's
 * single steps; and instructions that end in an exception of their own.
 */
#include <linux/hw_breakpoint.h>
#include <linux/kdebug.h>
#include <linux/perf_event.h>
#include <linux/ptrace.h>
#include <linux/vmalloc.h>
#include <asm/asm.h>
#include <asm/debugreg.h>

#include "contexts.h"

#define ROUNDS	20

static atomic_t hits;
static unsigned long hit_ip;	/* which hits count, 0 for all */

static void on_hit(struct perf_event *event, struct perf_sample_data *data,
		   struct pt_regs *regs)
{
	if (!hit_ip || regs->ip == hit_ip)
		atomic_inc(&hits);
}

static struct perf_event * __percpu *watch(void *addr, int type, int len)
{
	struct perf_event_attr attr;

	hw_breakpoint_init(&attr);
	attr.bp_addr = (unsigned long)addr;
	attr.bp_type = type;
	attr.bp_len = len;
	atomic_set(&hits, 0);
	return register_wide_hw_breakpoint(&attr, on_hit, NULL);
}

static int unwatch(struct perf_event * __percpu *event, const char *what,
		   int expected)
{
	unregister_wide_hw_breakpoint(event);
	pr_info("edu_contexts: %s: %d hits\n", what, atomic_read(&hits));
	return atomic_read(&hits) == expected ? 0 : -ENODATA;
}

/* Memory that an instruction performed in the page fault writes. */
static int watch_target(void)
{
	static u32 target;
	struct perf_event * __percpu *event;
	int i;

	hit_ip = 0;
	event = watch(&target, HW_BREAKPOINT_W, HW_BREAKPOINT_LEN_4);
	if (IS_ERR_VALUE((__force unsigned long)event))
		return (__force long)event;
	for (i = 0; i < ROUNDS; i++) {
		const void __iomem *from = edu_first.bar;
		u32 *to = &target;

		asm volatile("movsl" : "+S" (from), "+D" (to) : : "memory");
		edu_count(&edu_first, 1, target == EDU_ID_VALUE);
	}
	return unwatch(event, "performed", ROUNDS);
}

/*
 * A data breakpoint that an instruction hits while it is being single-stepped: the
 * processor reports both in one exception. QEMU's emulation does not get there
 * (docs/witness.md), so its part is played by a notifier that stands before
 * mmiotrace's, and the part of the breakpoint's owner by one that stands behind.
 */
static bool report_both;

static int add_condition(struct notifier_block *nb, unsigned long event,
			 void *data)
{
	struct die_args *args = data;
	unsigned long *dr6 = (unsigned long *)args->err;

	if (event == DIE_DEBUG && READ_ONCE(report_both) && (*dr6 & DR_STEP) &&
	    args->regs->ip == (unsigned long)edu_push_next)
		*dr6 |= DR_TRAP0;
	return NOTIFY_DONE;
}

static struct notifier_block first_notifier = {
	.notifier_call = add_condition,
	.priority = INT_MAX,
};

static int take_condition(struct notifier_block *nb, unsigned long event,
			  void *data)
{
	struct die_args *args = data;
	unsigned long *dr6 = (unsigned long *)args->err;

	if (event != DIE_DEBUG || !READ_ONCE(report_both) ||
	    !(*dr6 & DR_TRAP0) ||
	    args->regs->ip != (unsigned long)edu_push_next)
		return NOTIFY_DONE;
	/* The step has been taken by its owner. */
	if (!(*dr6 & DR_STEP))
		atomic_inc(&hits);
	*dr6 &= ~DR_TRAP0;
	return *dr6 ? NOTIFY_DONE : NOTIFY_STOP;
}

static struct notifier_block last_notifier = { .notifier_call = take_condition };

int contexts_debug_init(void)
{
	return register_die_notifier(&first_notifier);
}

void contexts_debug_exit(void)
{
	unregister_die_notifier(&first_notifier);
}

static int report_with_step(void)
{
	int err, i;

	atomic_set(&hits, 0);
	err = register_die_notifier(&last_notifier);
	if (err)
		return err;
	WRITE_ONCE(report_both, true);
	for (i = 0; i < ROUNDS; i++)
		edu_push_once(&edu_first);
	WRITE_ONCE(report_both, false);
	unregister_die_notifier(&last_notifier);
	pr_info("edu_contexts: with a step: %d hits\n", atomic_read(&hits));
	return atomic_read(&hits) == ROUNDS ? 0 : -ENODATA;
}

/* Instructions: the one that accesses the device, and the one after it. */
static int watch_code(void *addr, void (*use)(struct edu *edu), const char *what)
{
	struct perf_event * __percpu *event;
	unsigned long flags;
	int i;

	hit_ip = (unsigned long)addr;
	event = watch(addr, HW_BREAKPOINT_X, sizeof(long));
	if (IS_ERR_VALUE((__force unsigned long)event))
		return (__force long)event;
	/* QEMU loses the hit where an interrupt comes first: docs/witness.md. */
	for (i = 0; i < ROUNDS; i++) {
		local_irq_save(flags);
		use(&edu_first);
		local_irq_restore(flags);
	}
	return unwatch(event, what, ROUNDS);
}

int contexts_breakpoints(void)
{
	return watch_target() ?:
	       report_with_step() ?:
	       watch_code(edu_load_insn, edu_load_once, "on a load") ?:
	       watch_code(edu_load_next, edu_load_once, "after a load") ?:
	       watch_code(edu_push_insn, edu_push_once, "on a push") ?:
	       watch_code(edu_push_next, edu_push_once, "after a push");
}

/* Debug exceptions of our own single step, by the instruction that they follow. */
static int after_load, after_push, after_all;
static bool stepping;

static int on_debug(struct notifier_block *nb, unsigned long event, void *data)
{
	struct die_args *args = data;
	unsigned long *dr6 = (unsigned long *)args->err;

	if (event != DIE_DEBUG || user_mode(args->regs) || !stepping ||
	    !(*dr6 & DR_STEP))
		return NOTIFY_DONE;
	after_all++;
	if (args->regs->ip == (unsigned long)edu_load_next)
		after_load++;
	if (args->regs->ip == (unsigned long)edu_push_next)
		after_push++;
	*dr6 &= ~DR_STEP;
	return *dr6 ? NOTIFY_DONE : NOTIFY_STOP;
}

static struct notifier_block debug_notifier = { .notifier_call = on_debug };

static void trap_flag(bool on)
{
	if (on)
		asm volatile("pushfq; orl %0, (%%rsp); popfq"
			     : : "i" (X86_EFLAGS_TF) : "memory", "cc");
	else
		asm volatile("pushfq; andl %0, (%%rsp); popfq"
			     : : "i" (~X86_EFLAGS_TF) : "memory", "cc");
}

/* Somebody else single-steps code that accesses the device. */
int contexts_steps(void)
{
	unsigned long flags;
	int err, i;

	after_load = 0;
	after_push = 0;
	err = register_die_notifier(&debug_notifier);
	if (err)
		return err;
	for (i = 0; i < ROUNDS; i++) {
		local_irq_save(flags);
		stepping = true;
		trap_flag(true);
		edu_load_once(&edu_first);
		edu_push_once(&edu_first);
		trap_flag(false);
		stepping = false;
		local_irq_restore(flags);
	}
	unregister_die_notifier(&debug_notifier);
	pr_info("edu_contexts: %d steps, %d after a load, %d after a push\n",
		after_all, after_load, after_push);
	return after_load == ROUNDS && after_push == ROUNDS ? 0 : -ENODATA;
}

/* The device says 0: the processor raises #DE, in the middle of a step. */
static int divide_by_device(struct edu *edu)
{
	unsigned long quotient = 1, remainder = 0;
	void __iomem *zero = edu->bar + EDU_IRQ_STATUS, *before = zero;
	int err = 0;

	asm volatile("1: divl (%[zero])\n"
		     "jmp 3f\n"
		     /* With the register that a step borrows. */
		     "2: movq %[zero], %[before]\n"
		     "movl $1, %[err]\n"
		     "3:\n"
		     _ASM_EXTABLE(1b, 2b)
		     : [err] "+&r" (err), [before] "+&r" (before),
		       [zero] "+&r" (zero), "+a" (quotient), "+d" (remainder)
		     : : "memory", "cc");
	edu_count(edu, 1, err == 1 && before == zero &&
		  zero == edu->bar + EDU_IRQ_STATUS);
	return err == 1 && before == zero ? 0 : -EIO;
}

/* A fault that is nobody's: has to be one each time. */
static int write_read_only(void)
{
	int *page = vmalloc(PAGE_SIZE), err = 0, i, faults = 0;
	struct page *pages[1];
	int *read_only;

	if (!page)
		return -ENOMEM;
	pages[0] = vmalloc_to_page(page);
	read_only = vmap(pages, 1, VM_MAP, PAGE_KERNEL_RO);
	for (i = 0; i < 4 && read_only; i++) {
		err = 0;
		asm volatile("1: movl $1, (%[to])\n"
			     "jmp 3f\n"
			     "2: movl $1, %[err]\n"
			     "3:\n"
			     _ASM_EXTABLE(1b, 2b)
			     : [err] "+r" (err) : [to] "r" (read_only) : "memory");
		faults += err;
	}
	vunmap(read_only);
	vfree(page);
	return faults == 4 ? 0 : -EIO;
}

int contexts_traps(void)
{
	int err = 0, i;

	for (i = 0; i < ROUNDS && !err; i++) {
		err = divide_by_device(&edu_first);
		edu_push_once(&edu_first);
	}
	return err ?: write_read_only();
}
