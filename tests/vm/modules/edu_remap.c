// SPDX-License-Identifier: GPL-2.0
/*
 * Maps and unmaps the registers of QEMU's "edu" device on all CPUs, at odds with
 * a driver that has them mapped as well. Parameters:
 *
 *   run      1: a thread on each CPU maps, reads and unmaps until 0 is written
 *   rounds   read: how often they have
 *   errors   read: wrong values, and mappings that could not be made
 */
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/sched.h>

#define EDU_ID_VALUE	0x010000ed

static struct pci_dev *edu;
static atomic_long_t rounds, errors;
static struct task_struct *threads[NR_CPUS];	/* under the parameters' lock */
static bool running;				/* likewise */

static int remap_thread(void *unused)
{
	unsigned int n = 0;

	while (!kthread_should_stop()) {
		void __iomem *a = pci_iomap(edu, 0, 0);
		void __iomem *b = pci_iomap(edu, 0, 64);

		if (!a || !b || readl(a) != EDU_ID_VALUE ||
		    readl(b) != EDU_ID_VALUE)
			atomic_long_inc(&errors);
		if (a)
			pci_iounmap(edu, a);
		if (b)
			pci_iounmap(edu, b);
		atomic_long_inc(&rounds);
		/* Whoever waits for all tasks to have slept must get on. */
		if (++n % 4 == 0)
			usleep_range(100, 1000);
		cond_resched();
	}
	return 0;
}

static void stop(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		if (threads[cpu])
			kthread_stop(threads[cpu]);
		threads[cpu] = NULL;
	}
	running = false;
}

static int start(void)
{
	unsigned int cpu;

	running = true;
	for_each_online_cpu(cpu) {
		struct task_struct *task =
			kthread_create_on_cpu(remap_thread, NULL, cpu, "remap/%u");

		if (IS_ERR(task)) {
			stop();
			return PTR_ERR(task);
		}
		threads[cpu] = task;
		wake_up_process(task);
	}
	return 0;
}

static int set_run(const char *text, const struct kernel_param *param)
{
	bool on;
	int err = kstrtobool(text, &on);

	if (err || on == running || !edu)
		return err;
	if (on)
		return start();
	stop();
	return 0;
}

static int get_run(char *text, const struct kernel_param *param)
{
	return sysfs_emit(text, "%d\n", running);
}

static const struct kernel_param_ops run_ops = {
	.set = set_run,
	.get = get_run,
};
module_param_cb(run, &run_ops, NULL, 0600);

static int get_count(char *text, const struct kernel_param *param)
{
	return sysfs_emit(text, "%ld\n", atomic_long_read(param->arg));
}

static const struct kernel_param_ops count_ops = {
	.get = get_count,
};
module_param_cb(rounds, &count_ops, &rounds, 0400);
module_param_cb(errors, &count_ops, &errors, 0400);

static int __init remap_init(void)
{
	edu = pci_get_device(0x1234, 0x11e8, NULL);
	return edu ? 0 : -ENODEV;
}

static void __exit remap_exit(void)
{
	kernel_param_lock(THIS_MODULE);
	stop();
	kernel_param_unlock(THIS_MODULE);
	pci_dev_put(edu);
}

module_init(remap_init);
module_exit(remap_exit);

MODULE_DESCRIPTION("Maps and unmaps the registers of QEMU's edu device");
MODULE_LICENSE("GPL");
