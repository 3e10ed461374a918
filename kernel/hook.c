// SPDX-License-Identifier: GPL-2.0
/*
 * The three functions that the kernel's own mmiotrace tracer left in every
 * kernel, redirected to ours:
 *
 *   kmmio_handler()      called by the page fault while kmmio_count is not zero
 *   mmiotrace_ioremap()  called by ioremap() before it returns
 *   mmiotrace_iounmap()  called by iounmap() before it unmaps
 *
 * and set_memory_uc(), set_memory_wc() and set_memory_wb(), which are called by
 * drivers, and by us.
 *
 * An ftrace callback may not sleep, ours must: so the callback only changes
 * where the function call arrives (as live patching does). For page faults even
 * that is spared, where ftrace can have a function call ours at once.
 *
 * The hooks stay while the module is loaded. Taking one out means waiting for
 * every task of the system to be seen asleep, and a session must be able to end
 * while a driver spins. Without a session page faults do not come this way,
 * and while the kernel's own tracer is in use nothing is redirected; switched on
 * during a session it sees no mapping, so it arms nothing, until the session ends.
 */
#include "hook.h"

#include <linux/atomic.h>
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/vmalloc.h>
#include <asm/ibt.h>
#include <asm/linkage.h>

#include "compat/ftrace.h"
#include "compat/symbols.h"
#include "fault.h"
#include "inject.h"
#include "level.h"

/* Fixed from mmt_hook_init() on. */
static const struct mmt_hook_calls *calls;

/* Tasks inside those of the hooks that may sleep. */
static atomic_t in_flight = ATOMIC_INIT(0);

/* Innermost of our locks. */
static DEFINE_MUTEX(hook_lock);
/* Sessions and areas that need page faults; under hook_lock. */
static unsigned int users;
/*
 * Page faults are ours, not the kernel's tracer's. Changed under hook_lock; set
 * while that tracer is off and cannot be switched on, cleared when kmmio_count
 * is down again; read anywhere.
 */
static bool faults_wanted __used;
/* The log says that the kernel's tracer came in between; atomic. */
static int foreign_said;

/**
 * mmt_hook_foreign_tracer() - is the kernel's own mmiotrace tracer in use?
 *
 * Context: any.
 */
bool mmt_hook_foreign_tracer(void)
{
	return atomic_read(mmt_symbols.tracer_enabled);
}

/* No harm is done, but its user should know why it shows nothing. */
static void look_for_foreign_tracer(void)
{
	if (mmt_hook_foreign_tracer() && !xchg(&foreign_said, 1))
		pr_warn("the kernel's own mmiotrace tracer was switched on during a session: it sees no mapping before the session has ended\n");
}

/*
 * What kmmio_handler() calls first: returns to it, or makes mmt_page_fault() the
 * place to return to. That one returns to the caller of kmmio_handler(), which
 * has set the arguments. Aligned: since 6.19 an odd address tells ftrace to jump and
 * not to call.
 */
extern void mmt_hook_fault(void);
asm(".pushsection .text\n\t"
	".balign 16\n\t"
	".type mmt_hook_fault, @function\n"
	"mmt_hook_fault:\n\t"
	ASM_ENDBR
	"cmpb $0, faults_wanted(%rip)\n\t"
	"je 1f\n\t"
	"movq $mmt_page_fault, (%rsp)\n"
	"1:\t" ASM_RET
	".size mmt_hook_fault, . - mmt_hook_fault\n\t"
	".popsection");

static void ioremap_hook(resource_size_t phys, unsigned long size,
			 void __iomem *addr)
{
	atomic_inc(&in_flight);
	calls->mapped((unsigned long)addr, phys, size);
	if (READ_ONCE(faults_wanted))
		look_for_foreign_tracer();
	atomic_dec(&in_flight);
}

static void iounmap_hook(volatile void __iomem *addr)
{
	atomic_inc(&in_flight);
	calls->unmapped((unsigned long)addr);
	atomic_dec(&in_flight);
}

static int set_memory(enum mmt_memtype type, unsigned long addr, int numpages)
{
	int err;

	atomic_inc(&in_flight);
	err = calls->set_memory(type, addr, numpages);
	atomic_dec(&in_flight);
	return err;
}

static int set_memory_uc_hook(unsigned long addr, int numpages)
{
	return set_memory(MMT_MEMTYPE_UC, addr, numpages);
}

static int set_memory_wc_hook(unsigned long addr, int numpages)
{
	return set_memory(MMT_MEMTYPE_WC, addr, numpages);
}

static int set_memory_wb_hook(unsigned long addr, int numpages)
{
	return set_memory(MMT_MEMTYPE_WB, addr, numpages);
}

static int (*const set_memory_hooks[])(unsigned long addr, int numpages) = {
	[MMT_MEMTYPE_UC] = set_memory_uc_hook,
	[MMT_MEMTYPE_WC] = set_memory_wc_hook,
	[MMT_MEMTYPE_WB] = set_memory_wb_hook,
};

/* The address ftrace reports may lie behind an ENDBR. */
static __always_inline bool at(unsigned long ip, unsigned long function)
{
	return ip - function < 16;
}

static __always_inline void redirect_set_memory(unsigned long ip,
						struct ftrace_regs *fregs)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(set_memory_hooks); i++)
		if (at(ip, mmt_symbols.set_memory[i]))
			mmt_ftrace_redirect(fregs, (unsigned long)set_memory_hooks[i]);
}

static void notrace redirect(unsigned long ip, unsigned long parent_ip,
			     struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	if (at(ip, mmt_symbols.kmmio_handler)) {
		if (READ_ONCE(faults_wanted))
			mmt_ftrace_redirect(fregs, (unsigned long)mmt_page_fault);
	} else if (!at(ip, mmt_symbols.ioremap) && !at(ip, mmt_symbols.iounmap)) {
		/* When it is we who call, it is the kernel's that is meant. */
		if (!within_module_core(parent_ip, THIS_MODULE))
			redirect_set_memory(ip, fregs);
	} else if (mmt_hook_foreign_tracer() && !READ_ONCE(faults_wanted)) {
		/* Maybe where one was that has left. */
		if (at(ip, mmt_symbols.ioremap))
			calls->unseen();
	} else if (at(ip, mmt_symbols.ioremap)) {
		mmt_ftrace_redirect(fregs, (unsigned long)ioremap_hook);
	} else if (at(ip, mmt_symbols.iounmap)) {
		mmt_ftrace_redirect(fregs, (unsigned long)iounmap_hook);
	}
}

/*
 * PERMANENT: nobody switches it off with the ftrace_enabled sysctl.
 *
 * Not FTRACE_OPS_FL_RECURSION, which since 5.11 asks ftrace to protect us from
 * recursion: it does so by skipping the hook in a page fault inside a page
 * fault, and that one must not be missed. Nothing here recurses.
 */
static struct ftrace_ops ops = {
	.func = redirect,
	.flags = FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_PERMANENT,
};

/* It cannot be marked PERMANENT; that the one above is suffices. */
static struct ftrace_ops direct_ops;
static bool direct;

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

/*
 * ftrace cannot say that nobody calls our functions any more: it has found its own
 * state broken, and has stopped to change the kernel's text. They call it without
 * effect, for ever; so there have to be functions to call, and whoever loads or
 * unloads the module goes no further. Asleep and idle: nobody else waits for it.
 */
static void __noreturn stay(int err)
{
	pr_err("ftrace is broken (error %d) and may call this module for ever: it stays in memory, and modprobe or rmmod does not end; restart the machine when you can\n",
	       err);
	while (true)
		schedule_timeout_idle(MAX_SCHEDULE_TIMEOUT);
}

static int hook_directly(void)
{
	int err = ftrace_set_filter_ip(&direct_ops, mmt_symbols.kmmio_handler,
				       0, 0);

	if (!err)
		err = mmt_ftrace_register_direct(&direct_ops,
						 (unsigned long)mmt_hook_fault);
	if (err)
		ftrace_set_filter(&direct_ops, NULL, 0, 1);
	return err;
}

/* Returns only when none of our functions is called any more. */
static void unhook_functions(void)
{
	int err = 0;

	if (direct)
		err = mmt_ftrace_unregister_direct(&direct_ops,
						   (unsigned long)mmt_hook_fault);
	err = unregister_ftrace_function(&ops) ?: err;
	if (err)
		stay(err);
	if (direct)
		ftrace_set_filter(&direct_ops, NULL, 0, 1);
	ftrace_set_filter(&ops, NULL, 0, 1);
}

/*
 * The permanent ones come first: they are refused while ftrace is switched off,
 * and keep it switched on for the direct call, which Debian's 6.1 would register
 * even then, and miscount.
 */
static int hook_functions(void)
{
	const unsigned long functions[] = {
		mmt_symbols.ioremap,
		mmt_symbols.iounmap,
		mmt_symbols.set_memory[MMT_MEMTYPE_UC],
		mmt_symbols.set_memory[MMT_MEMTYPE_WC],
		mmt_symbols.set_memory[MMT_MEMTYPE_WB],
	};
	unsigned int i;
	int err;

	for (i = 0; i < ARRAY_SIZE(functions); i++) {
		err = mmt_ftrace_set_filter_ip(&ops, functions[i], 0, 0);
		if (err)
			goto free_filter;
	}
	err = mmt_register_ftrace_function(&ops);
	/* Broken half way through: else to set the filter was refused already. */
	if (err == -ENODEV)
		stay(err);
	if (err)
		goto free_filter;

	direct = !hook_directly();
	if (direct)
		return 0;
	err = mmt_ftrace_set_filter_ip(&ops, mmt_symbols.kmmio_handler, 0, 0);
	if (err)
		unhook_functions();
	return err;

free_filter:
	ftrace_set_filter(&ops, NULL, 0, 1);
	return err;
}

/*
 * Under the mutex of the kernel's tracer, so that it is off until everything is
 * ours: a mapping that it has armed must not find its page faults redirected.
 * Only tried, since who holds that mutex waits for CPUs to go offline, hence for
 * anybody. Then the tracer is being switched on, or off.
 */
static int enable(void)
{
	int err;

	if (!mutex_trylock(mmt_symbols.tracer_mutex))
		return -EBUSY;
	err = mmt_hook_foreign_tracer() ? -EBUSY : raise_count();
	if (!err) {
		WRITE_ONCE(faults_wanted, true);
		foreign_said = 0;
	}
	mutex_unlock(mmt_symbols.tracer_mutex);
	return err;
}

/*
 * The redirection of a fault that has read the count before it went down may go only
 * when it is over.
 */
static void disable(void)
{
	look_for_foreign_tracer();
	lower_count();
	mmt_wait_for_faults();
	WRITE_ONCE(faults_wanted, false);
}

/**
 * mmt_hook_get() - have page faults from now on, until mmt_hook_put()
 *
 * Context: process, may sleep.
 * Return: 0, or -EBUSY when somebody uses the kernel's kmmio, or is about to.
 */
int mmt_hook_get(void)
{
	int err = 0;

	mutex_lock(&hook_lock);
	if (!users)
		err = enable();
	if (!err)
		users++;
	mutex_unlock(&hook_lock);
	return err;
}

/**
 * mmt_hook_put() - undo one mmt_hook_get(); what it was for is armed no more
 *
 * Context: process, may sleep.
 */
void mmt_hook_put(void)
{
	mutex_lock(&hook_lock);
	if (!--users)
		disable();
	mutex_unlock(&hook_lock);
}

/**
 * mmt_hook_init() - hook the functions; page faults are not ours yet
 * @user: what they call from now on, until mmt_hook_exit() returns
 *
 * Context: process, sleeps.
 * Return: 0; -EBUSY when somebody else (a live patch) has changed one of them
 * or ftrace is switched off, or what else ftrace says.
 */
int mmt_hook_init(const struct mmt_hook_calls *user)
{
	calls = user;
	return hook_functions();
}

/**
 * mmt_hook_exit() - undo mmt_hook_init(); no session exists
 *
 * ftrace waits until no task is on its trampoline. Tasks that were redirected
 * may sleep in our functions: wait until they have left, and with another pass
 * of tasks RCU until they are past the return instruction. Page faults, which
 * never sleep, are long over: mmt_hook_put().
 *
 * Context: process, sleeps, for as long as some task spins in the kernel.
 */
void mmt_hook_exit(void)
{
	unhook_functions();
	while (atomic_read(&in_flight))
		msleep(20);
	synchronize_rcu_tasks();
}
