// SPDX-License-Identifier: GPL-2.0
/*
 * NMIs that land inside mmiotrace's handler, and between an instruction that it
 * single-steps and the debug exception. The CPUs send them to one another while
 * both hammer the first device; the NMI's handler hammers the second.
 */
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/ptrace.h>
#include <asm/apic.h>
#include <asm/nmi.h>

#include "contexts.h"

#define ROUNDS		300
#define MORE_ROUNDS	6000	/* when none has landed yet where it should */

/* Where mmiotrace's code lies; from /proc/modules, by whoever runs the test. */
static unsigned long handler_start, handler_size;
module_param(handler_start, ulong, 0600);
module_param(handler_size, ulong, 0600);

/* NMIs; inside the handler; with a single step under way. Any CPU, any time. */
static atomic_t nmis, in_handler, in_step;

static int in_nmi_handler(unsigned int type, struct pt_regs *regs)
{
	atomic_inc(&nmis);
	if (!user_mode(regs)) {
		if (regs->ip - handler_start < handler_size)
			atomic_inc(&in_handler);
		if (regs->flags & X86_EFLAGS_TF)
			atomic_inc(&in_step);
	}
	edu_strike(&edu_second);
	return NMI_HANDLED;
}

static void send_nmi_to_others(void)
{
	unsigned long flags;

	local_irq_save(flags);
	while (native_apic_mem_read(APIC_ICR) & APIC_ICR_BUSY)
		cpu_relax();
	native_apic_mem_write(APIC_ICR, APIC_DEST_ALLBUT | APIC_DM_NMI);
	local_irq_restore(flags);
}

static bool landed(void)
{
	return atomic_read(&in_handler) > 10 && atomic_read(&in_step) > 0;
}

static int storm(void *done)
{
	int i, k;

	for (i = 0; i < ROUNDS || (i < MORE_ROUNDS && !landed()); i++) {
		send_nmi_to_others();
		edu_strike(&edu_first);
		for (k = 0; k < 8; k++)
			edu_push_once(&edu_first);
		cond_resched();
	}
	complete(done);
	return 0;
}

static int storm_on_all_cpus(void)
{
	DECLARE_COMPLETION_ONSTACK(done);
	unsigned int cpu, started = 0;

	cpus_read_lock();
	for_each_online_cpu(cpu) {
		struct task_struct *task =
			kthread_create_on_cpu(storm, &done, cpu, "storm/%u");

		if (IS_ERR(task))
			continue;
		wake_up_process(task);
		started++;
	}
	cpus_read_unlock();
	while (started--)
		wait_for_completion(&done);
	return 0;
}

static int with_handler(int (*run)(void))
{
	int err;

	err = register_nmi_handler(NMI_LOCAL, in_nmi_handler, 0, "edu_contexts");
	if (err)
		return err;
	err = run();
	unregister_nmi_handler(NMI_LOCAL, "edu_contexts");
	pr_info("edu_contexts: %d NMIs, %d inside the handler, %d during a step\n",
		atomic_read(&nmis), atomic_read(&in_handler),
		atomic_read(&in_step));
	return err;
}

int contexts_nmi(void)
{
	return with_handler(storm_on_all_cpus) ?: landed() ? 0 : -ENODATA;
}

/* Until ten more have come from outside, from QEMU's monitor. */
static int hammer_until_ten(void)
{
	int start = atomic_read(&nmis), i;

	for (i = 0; atomic_read(&nmis) < start + 10; i++) {
		if (i == 50000)
			return -ETIME;
		edu_strike(&edu_first);
		cond_resched();
		usleep_range(100, 200);
	}
	return 0;
}

int contexts_nmi_wait(void)
{
	return with_handler(hammer_until_ten);
}
