// SPDX-License-Identifier: GPL-2.0
/*
 * The three functions that the kernel's own mmiotrace tracer left in every
 * kernel, redirected to ours while a session runs:
 *
 *   kmmio_handler()      called by the page fault while kmmio_count is not zero
 *   mmiotrace_ioremap()  called by ioremap() before it returns
 *   mmiotrace_iounmap()  called by iounmap() before it unmaps
 *
 * An ftrace callback may not sleep, ours must: so the callback only changes
 * where the function call arrives (as live patching does).
 */
#include "hook.h"

#include <linux/atomic.h>
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/smp.h>
#include <linux/vmalloc.h>

#include "compat/ftrace.h"
#include "compat/symbols.h"
#include "engine.h"
#include "fault.h"
#include "step.h"

/* Tasks inside ioremap_hook() and iounmap_hook(), which may sleep. */
static atomic_t in_flight = ATOMIC_INIT(0);

static void ioremap_hook(resource_size_t phys, unsigned long size,
			 void __iomem *addr)
{
	atomic_inc(&in_flight);
	mmt_engine_mapped((unsigned long)addr, phys, size);
	atomic_dec(&in_flight);
}

static void iounmap_hook(volatile void __iomem *addr)
{
	atomic_inc(&in_flight);
	mmt_engine_unmapped((unsigned long)addr);
	atomic_dec(&in_flight);
}

/* The address ftrace reports may lie behind an ENDBR. */
static __always_inline bool at(unsigned long ip, unsigned long function)
{
	return ip - function < 16;
}

static void notrace redirect(unsigned long ip, unsigned long parent_ip,
			     struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	if (likely(at(ip, mmt_symbols.kmmio_handler)))
		mmt_ftrace_redirect(fregs, (unsigned long)mmt_page_fault);
	else if (at(ip, mmt_symbols.ioremap))
		mmt_ftrace_redirect(fregs, (unsigned long)ioremap_hook);
	else if (at(ip, mmt_symbols.iounmap))
		mmt_ftrace_redirect(fregs, (unsigned long)iounmap_hook);
}

/*
 * RECURSION: nothing here recurses, and ftrace's own protection would skip the
 * hook in a page fault inside a page fault, which must not happen.
 * PERMANENT: nobody switches it off with the ftrace_enabled sysctl.
 */
static struct ftrace_ops ops = {
	.func = redirect,
	.flags = FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_PERMANENT |
		 FTRACE_OPS_FL_RECURSION,
};

static void nothing(void *unused)
{
}

/*
 * kmmio_count belongs to the kernel's tracer, which changes it under a lock of
 * its own; we only ever move it between 0 and 1 while that tracer is off.
 */
static int raise_count(void)
{
	return cmpxchg(mmt_symbols.kmmio_count, 0, 1) ? -EBUSY : 0;
}

static void lower_count(void)
{
	/* Raised by somebody else since: leave their share. */
	while (true) {
		unsigned int old = READ_ONCE(*mmt_symbols.kmmio_count);

		if (!old ||
		    cmpxchg(mmt_symbols.kmmio_count, old, old - 1) == old)
			return;
	}
}

/** mmt_hook_foreign_tracer() - is the kernel's own mmiotrace tracer in use? */
bool mmt_hook_foreign_tracer(void)
{
	return READ_ONCE(*mmt_symbols.kmmio_count) ||
	       atomic_read(mmt_symbols.tracer_enabled);
}

/**
 * mmt_hook_wait_tasks() - until no task is past an unhooked function's entry
 *
 * Context: process, sleeps, up to a second.
 */
void mmt_hook_wait_tasks(void)
{
	synchronize_rcu_tasks();
}

static int hook_functions(void)
{
	const unsigned long functions[] = {
		mmt_symbols.kmmio_handler,
		mmt_symbols.ioremap,
		mmt_symbols.iounmap,
	};
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(functions); i++) {
		err = ftrace_set_filter_ip(&ops, functions[i], 0, 0);
		if (err)
			goto fail;
	}
	err = register_ftrace_function(&ops);
	if (!err)
		return 0;
fail:
	ftrace_set_filter(&ops, NULL, 0, 1);
	return err;
}

/**
 * mmt_hook_install() - see page faults and mappings from now on
 *
 * Context: process, sleeps.
 * Return: 0; -EBUSY when somebody else has changed one of the functions or
 * uses the kernel's tracer, or what ftrace says.
 */
int mmt_hook_install(void)
{
	int err;

	err = mmt_step_init();
	if (err)
		return err;
	err = hook_functions();
	if (err)
		goto fail_step;
	err = raise_count();
	if (err)
		goto fail_hook;
	return 0;

fail_hook:
	unregister_ftrace_function(&ops);
	ftrace_set_filter(&ops, NULL, 0, 1);
fail_step:
	mmt_step_exit();
	return err;
}

/**
 * mmt_hook_remove() - undo mmt_hook_install()
 *
 * Nothing is armed any more. In this order:
 *
 * 1. Lower the count: page faults stop calling kmmio_handler().
 * 2. A fault that has read the count before has interrupts off until it is
 *    over; when every CPU has answered an interrupt, none is left. Only now may
 *    the hook go: the original kmmio_handler() walks lists that nobody has
 *    initialised.
 * 3. Unhook. ftrace waits until no task is on its trampoline.
 * 4. Tasks that were redirected may sleep in our functions: wait until they
 *    have left, and with another pass of tasks RCU until they are past the
 *    return instruction; then the module may be unloaded.
 *
 * Context: process, sleeps, up to seconds.
 */
void mmt_hook_remove(void)
{
	lower_count();
	on_each_cpu(nothing, NULL, 1);
	synchronize_rcu();

	unregister_ftrace_function(&ops);
	ftrace_set_filter(&ops, NULL, 0, 1);

	while (atomic_read(&in_flight))
		msleep(20);
	synchronize_rcu_tasks();
	mmt_step_exit();
}
