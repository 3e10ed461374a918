// SPDX-License-Identifier: GPL-2.0
/* Accesses by the handlers of kprobes and of ftrace, and kprobes on accesses. */
#include <linux/delay.h>
#include <linux/ftrace.h>
#include <linux/irq_work.h>
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/stacktrace.h>
#include <linux/vmalloc.h>

#include "contexts.h"

static atomic_t calls;

static int strike_before(struct kprobe *probe, struct pt_regs *regs)
{
	atomic_inc(&calls);
	edu_strike(&edu_first);
	return 0;
}

static void strike_after(struct kprobe *probe, struct pt_regs *regs,
			 unsigned long flags)
{
	edu_strike(&edu_first);
}

static int only_count(struct kprobe *probe, struct pt_regs *regs)
{
	atomic_inc(&calls);
	return 0;
}

static void use_both(void)
{
	edu_load_once(&edu_first);
	edu_push_once(&edu_first);
	edu_strike(&edu_first);
}

/*
 * A kprobe on this instruction. With a handler behind it the kernel must step
 * through a copy; without, it jumps back from the copy, and after some time the
 * breakpoint becomes a jump.
 */
static int probe_at(void *addr, bool strikes, bool after)
{
	struct kprobe probe = {
		.addr = addr,
		.pre_handler = strikes ? strike_before : only_count,
		.post_handler = after ? strike_after : NULL,
	};
	int before = atomic_read(&calls);
	int err, i;

	err = register_kprobe(&probe);
	if (err)
		return err;
	for (i = 0; i < 4; i++) {
		use_both();
		msleep(40);
	}
	unregister_kprobe(&probe);
	if (probe.nmissed)
		pr_info("edu_contexts: %lu missed\n", probe.nmissed);
	return atomic_read(&calls) - before + probe.nmissed >= 4 ? 0 : -ENODATA;
}

/*
 * A kprobe that is armed when mmiotrace has fetched the instruction, and before it
 * is run: by a kprobe on the function that prepares its single step. An interrupt is
 * pending then, and must not come before all of it is over.
 */
static u8 *store_byte;	/* the first of edu_store_insn, in a mapping to write */
static bool interrupted_behind;

static void look_where(struct irq_work *unused)
{
	unsigned long stack[16];
	unsigned int i, n = stack_trace_save(stack, ARRAY_SIZE(stack), 0);

	for (i = 0; i < n; i++)
		if (stack[i] == (unsigned long)edu_store_next)
			interrupted_behind = true;
}

/* With PREEMPT_RT any other is done by a thread. */
static struct irq_work pending = IRQ_WORK_INIT_HARD(look_where);

static int arm_now(struct kprobe *probe, struct pt_regs *regs)
{
	irq_work_queue(&pending);
	WRITE_ONCE(*store_byte, 0xcc);
	return 0;
}

static int store_late(void)
{
	void __iomem *to = edu_first.bar + EDU_DMA_SOURCE;
	struct kprobe on_step = {
		.symbol_name = "mmt_step_begin",
		.pre_handler = arm_now,
	};
	int before = atomic_read(&calls);
	u8 was = *store_byte;
	u32 value;
	int err;

	err = register_kprobe(&on_step);
	if (err)
		return err;
	writel(0, to);
	interrupted_behind = false;
	edu_store_mxcsr(to);
	WRITE_ONCE(*store_byte, was);
	unregister_kprobe(&on_step);
	irq_work_sync(&pending);
	value = readl(to);
	edu_count(&edu_first, 3, (value | MXCSR_FLAGS) == MXCSR_ALL_MASKED);
	pr_info("edu_contexts: armed late: %d hits, %#x stored, interrupted %s\n",
		atomic_read(&calls) - before, value,
		interrupted_behind ? "behind it" : "elsewhere");
	return atomic_read(&calls) == before + 1 && interrupted_behind ?
	       0 : -ENODATA;
}

static int armed_late(void)
{
	struct page *page = vmalloc_to_page(edu_store_insn);
	struct kprobe on_store = {
		.addr = (void *)edu_store_insn,
		.pre_handler = only_count,
		.flags = KPROBE_FLAG_DISABLED,
	};
	int err = register_kprobe(&on_store);
	void *mapping;

	if (err)
		return err;
	mapping = vmap(&page, 1, VM_MAP, PAGE_KERNEL);
	store_byte = mapping + offset_in_page(edu_store_insn);
	err = mapping ? store_late() : -ENOMEM;
	vunmap(mapping);
	unregister_kprobe(&on_store);
	return err;
}

int contexts_kprobes(void)
{
	void *where[] = {
		edu_load, edu_load_insn, edu_load_next, edu_push_insn,
		edu_push_next,
	};
	unsigned int i;
	int err = 0;

	for (i = 0; i < ARRAY_SIZE(where) && !err; i++) {
		err = probe_at(where[i], false, false) ?:
		      probe_at(where[i], false, true) ?:
		      probe_at(where[i], true, false) ?:
		      probe_at(where[i], true, true);
		if (err)
			pr_info("edu_contexts: kprobe on %pS: %d\n", where[i], err);
	}
	return err ?: armed_late();
}

static noinline void traced_function(void)
{
	edu_load_once(&edu_first);
	edu_push_once(&edu_first);
	/* Not a tail call: the function has to stand in the stack. */
	barrier();
}

static void in_ftrace(unsigned long ip, unsigned long parent_ip,
		      struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	atomic_inc(&calls);
	edu_strike(&edu_first);
}

static struct ftrace_ops strike_ops = {
	.func = in_ftrace,
	.flags = FTRACE_OPS_FL_RECURSION,
};

int contexts_ftrace(void)
{
	int before = atomic_read(&calls), err, i;

	err = ftrace_set_filter_ip(&strike_ops, (unsigned long)traced_function,
				   0, 0);
	if (err)
		return err;
	err = register_ftrace_function(&strike_ops);
	if (err)
		return err;
	for (i = 0; i < 50; i++)
		traced_function();
	unregister_ftrace_function(&strike_ops);
	ftrace_set_filter(&strike_ops, NULL, 0, 1);
	return atomic_read(&calls) - before >= 50 ? 0 : -ENODATA;
}

/* For whoever looks at the stack, or traces the functions, from outside. */
int contexts_calls(void)
{
	int i;

	for (i = 0; i < 50; i++)
		traced_function();
	return 0;
}

/*
 * What ftrace does when it finds its own state broken: it does not change the
 * kernel's text any more, until the machine is started anew.
 */
int contexts_kill_ftrace(void)
{
	struct kprobe probe = { .symbol_name = "ftrace_kill" };
	void (*kill)(void);
	int err = register_kprobe(&probe);

	if (err)
		return err;
	kill = (void *)probe.addr;
	unregister_kprobe(&probe);
	kill();
	return 0;
}
