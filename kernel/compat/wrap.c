// SPDX-License-Identifier: GPL-2.0
#include "wrap.h"

#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/version.h>

#include "../inject.h"
#include "btf.h"
#include "symbols.h"

DEFINE_STATIC_CALL_NULL(mmt_ftrace_location, ftrace_location);

atomic_t mmt_wrap_in_flight = ATOMIC_INIT(0);

/* 6.4 dropped the "multi" and made the release of the filter an argument. */
static int register_direct(struct ftrace_ops *ops, unsigned long addr)
{
#if !IS_ENABLED(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS)
	return -EOPNOTSUPP;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	return register_ftrace_direct(ops, addr);
#else
	return register_ftrace_direct_multi(ops, addr);
#endif
}

static int unregister_direct(struct ftrace_ops *ops, unsigned long addr)
{
#if !IS_ENABLED(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS)
	return 0;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	return unregister_ftrace_direct(ops, addr, false);
#else
	return unregister_ftrace_direct_multi(ops, addr);
#endif
}

/*
 * ftrace cannot say that nobody calls our functions any more: it has found its own
 * state broken, and has stopped to change the kernel's text. They may be called for
 * ever; so there have to be functions to call, and whoever loads or unloads the module
 * goes no further. Asleep and idle: nobody else waits for it.
 */
static void __noreturn stay(int err)
{
	pr_err("ftrace is broken (error %d) and may call this module for ever: it stays in memory, and modprobe or rmmod does not end; restart the machine when you can\n",
	       err);
	while (true)
		schedule_timeout_idle(MAX_SCHEDULE_TIMEOUT);
}

/* Where its call of ftrace is, or 0: behind an ENDBR, if there is one. */
static unsigned long entry_of(const struct mmt_wrap *wrap)
{
	unsigned long addr = mmt_symbol(wrap->name);

	if (!addr || !MMT_FIND_CALL(mmt_symbol, ftrace_location))
		return 0;
	return static_call(mmt_ftrace_location)(addr);
}

/* Now it is as if nothing had ever been done with it. */
static void forget(struct mmt_wrap *wrap)
{
	ftrace_set_filter(&wrap->ops, NULL, 0, 1);
	wrap->ops = (struct ftrace_ops){};
}

/*
 * While ftrace is switched off Debian's 6.1 would register a direct call, and miscount.
 * Afterwards nobody switches it off: PERMANENT cannot be asked for, because the
 * registration sets the flags itself; nobody else changes them from then on.
 */
static int register_at(struct mmt_wrap *wrap, unsigned long entry)
{
	int err;

	if (!*mmt_symbols.ftrace_enabled)
		return -EBUSY;
	err = mmt_ftrace_set_filter_ip(&wrap->ops, entry, 0, 0);
	if (err)
		return err;
	err = MMT_OR_ENOMEM(register_direct(&wrap->ops,
					    (unsigned long)wrap->enter));
	/* Broken half way through: else to set the filter was refused already. */
	if (err == -ENODEV)
		stay(err);
	if (!err)
		wrap->ops.flags |= FTRACE_OPS_FL_PERMANENT;
	return err;
}

/**
 * mmt_wrap() - wrap a function
 * @wrap: the function
 *
 * Context: process, may sleep, after mmt_symbols_find().
 * Return: 0; -ENOENT when there is no such function, or none that can be traced;
 * -EPROTO when it has other arguments than we think, as far as the kernel's BTF says;
 * -EBUSY when somebody else has it (a live patch, a BPF program), or ftrace is switched
 * off; or what else ftrace says.
 */
int mmt_wrap(struct mmt_wrap *wrap)
{
	unsigned long entry = entry_of(wrap);
	int err;

	if (!entry)
		return -ENOENT;
	if (!mmt_btf_prototype(wrap->name, wrap->prototype, wrap->nr))
		return -EPROTO;
	wrap->set_original((void *)(entry + MCOUNT_INSN_SIZE));
	err = register_at(wrap, entry);
	if (err)
		forget(wrap);
	wrap->wrapped = !err;
	return err;
}

/**
 * mmt_unwrap() - undo mmt_wrap(), if it was done
 * @wrap: the function; tasks may still be in the wrapper, see mmt_wrap_settle()
 *
 * Context: process, sleeps, for as long as some task spins in the kernel.
 */
void mmt_unwrap(struct mmt_wrap *wrap)
{
	int err;

	if (!wrap->wrapped)
		return;
	err = unregister_direct(&wrap->ops, (unsigned long)wrap->enter);
	if (err)
		stay(err);
	forget(wrap);
	wrap->wrapped = false;
}

/**
 * mmt_wrap_settle() - no task is in a wrapper of what was unwrapped before
 *
 * In this order:
 *
 * 1. mmt_unwrap(): ftrace has waited, as it does for a module, until each task that was
 *    on its way to a stub has been seen asleep or in user space: it has been in the
 *    wrapper since, and is counted if that is one that may sleep.
 * 2. Those that sleep in there are waited for, by their number.
 * 3. Another pass of tasks RCU, for those between the count and the return, and those in
 *    a wrapper that does not sleep by itself: they may have been preempted there, and
 *    are waited for until they have been asleep elsewhere, or are dead.
 *
 * Context: process, sleeps, for as long as some task spins in the kernel.
 */
void mmt_wrap_settle(void)
{
	while (atomic_read(&mmt_wrap_in_flight))
		msleep(20);
	synchronize_rcu_tasks();
}
