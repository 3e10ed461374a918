// SPDX-License-Identifier: GPL-2.0
/* Interrupts that arrive during a hit, what they start, and code that may not fault. */
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/irq_work.h>
#include <linux/jiffies.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "contexts.h"

#define ROUNDS	150

static atomic_t softirqs, timers, works, calls, interrupts;

static void in_tasklet(struct tasklet_struct *unused)
{
	edu_strike(&edu_first);
	atomic_inc(&softirqs);
}
static DECLARE_TASKLET(tasklet, in_tasklet);

static void in_timer(struct timer_list *unused)
{
	edu_strike(&edu_first);
	atomic_inc(&timers);
}
static DEFINE_TIMER(timer, in_timer);

static void in_irq_work(struct irq_work *unused)
{
	edu_strike(&edu_first);
	atomic_inc(&works);
}

/* In an interrupt with PREEMPT_RT, too, where the device's handler and all others have threads. */
static struct irq_work work = IRQ_WORK_INIT_HARD(in_irq_work);

static void in_call(void *unused)
{
	edu_strike(&edu_first);
	atomic_inc(&calls);
}

static irqreturn_t by_device(int irq, void *data)
{
	struct edu *edu = data;
	u32 status = readl(edu->bar + EDU_IRQ_STATUS);

	edu_count(edu, 1, true);
	if (!status)
		return IRQ_NONE;
	writel(status, edu->bar + EDU_IRQ_ACK);
	edu_count(edu, 1, true);
	edu_strike(edu);
	tasklet_schedule(&tasklet);
	irq_work_queue(&work);
	atomic_inc(&interrupts);
	return IRQ_HANDLED;
}

/* The device raises it while the write is being performed; once, single-stepped. */
static void raise(struct edu *edu)
{
	void __iomem *to = edu->bar + EDU_IRQ_RAISE;

	writel(1, to);
	edu_count(edu, 1, true);
	edu_strike(edu);
	asm volatile("stmxcsr (%[to])" : : [to] "r" (to) : "memory");
	edu_count(edu, 1, true);
}

/*
 * An interrupt that is pending when the fault comes, and lets the processor do no more
 * than this instruction: it must not come before the step of it, nor in it.
 */
static void push_before_interrupt(struct edu *edu)
{
	u64 value;

	raw_local_irq_disable();
	irq_work_queue(&work);
	asm volatile("sti; pushq (%[from]); popq %[value]"
		     : [value] "=r" (value)
		     : [from] "r" (edu->bar + EDU_DMA_TARGET) : "memory");
	edu_count(edu, 1, value == EDU_MARK);
}

int contexts_interrupts(void)
{
	int err, i;

	err = request_irq(edu_first.irq, by_device, IRQF_SHARED,
			  "edu_contexts", &edu_first);
	if (err)
		return err;
	for (i = 0; i < ROUNDS; i++) {
		if (!timer_pending(&timer))
			mod_timer(&timer, jiffies + 1);
		/* The other CPU is in here as often as not. */
		smp_call_function(in_call, NULL, false);
		raise(&edu_first);
		push_before_interrupt(&edu_first);
		on_each_cpu(in_call, NULL, true);
	}
	while (timer_pending(&timer))
		msleep(10);
	free_irq(edu_first.irq, &edu_first);
	tasklet_kill(&tasklet);
	irq_work_sync(&work);
	timer_delete_sync(&timer);
	on_each_cpu(in_call, NULL, true);
	pr_info("edu_contexts: %d interrupts, %d tasklets, %d timers, %d irq works, %d calls\n",
		atomic_read(&interrupts), atomic_read(&softirqs),
		atomic_read(&timers), atomic_read(&works), atomic_read(&calls));
	return atomic_read(&interrupts) && atomic_read(&softirqs) &&
	       atomic_read(&timers) && atomic_read(&works) &&
	       atomic_read(&calls) >= 3 * ROUNDS ? 0 : -ENODATA;
}

/* Read with a function that must not fault, as perf and /proc/kcore do. */
static void read_nofault(struct edu *edu)
{
	u32 id = 0;
	u64 mark = 0;
	int err;

	err = copy_from_kernel_nofault(&id, (void __force *)edu->bar, 4);
	edu_count(edu, 1, !err && id == EDU_ID_VALUE);
	err = copy_from_kernel_nofault(&mark, (void __force *)edu->bar +
				       EDU_DMA_TARGET, 8);
	edu_count(edu, 1, !err && mark == EDU_MARK);
}

int contexts_atomic(void)
{
	static DEFINE_RAW_SPINLOCK(raw);
	static DEFINE_SPINLOCK(lock);
	unsigned long flags;
	int i;

	for (i = 0; i < 50; i++) {
		read_nofault(&edu_first);

		pagefault_disable();
		edu_strike(&edu_first);
		read_nofault(&edu_first);
		pagefault_enable();

		preempt_disable();
		edu_strike(&edu_first);
		preempt_enable();

		spin_lock(&lock);
		edu_strike(&edu_first);
		spin_unlock(&lock);

		spin_lock_bh(&lock);
		edu_strike(&edu_first);
		spin_unlock_bh(&lock);

		raw_spin_lock_irqsave(&raw, flags);
		edu_strike(&edu_first);
		raw_spin_unlock_irqrestore(&raw, flags);
		if (irqs_disabled() || in_atomic())
			return -EBUSY;
	}
	return 0;
}
