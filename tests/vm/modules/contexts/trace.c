// SPDX-License-Identifier: GPL-2.0
/* Accesses by the handlers of kprobes and of ftrace, and kprobes on accesses. */
#include <linux/delay.h>
#include <linux/ftrace.h>
#include <linux/kprobes.h>

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
	return err;
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
