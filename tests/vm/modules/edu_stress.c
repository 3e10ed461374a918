// SPDX-License-Identifier: GPL-2.0
/*
 * Driver for QEMU's "edu" device for the stress test: all CPUs access it at
 * once, it interrupts them, and an NMI handler accesses it as well. Every value
 * written by threads and NMIs tells who wrote it and has a number that counts
 * up, so that no access can be taken for another one, and the accesses are
 * counted. Files in the device's sysfs directory:
 *
 *   spin    write 1: every CPU goes on, at a moderate rate, until 0 is written
 *   hammer  write N: every CPU does N rounds more; returns when all have
 *   mark    write N: every CPU writes MARK and N to the device, from an interrupt
 *
 * The module's parameter "counts" has the accesses, interrupts, NMIs and wrong
 * values since loading; exact once the driver is unbound.
 */
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <asm/nmi.h>

#define EDU_ID		0x00	/* read-only, 0x010000ed */
#define EDU_LIVENESS	0x04	/* reads back inverted */
#define EDU_CAUSE	0x24	/* of the interrupt */
#define EDU_RAISE	0x60
#define EDU_ACK		0x64
#define EDU_SOURCE	0x80	/* threads write it; 64 bits */
#define EDU_TARGET	0x88	/* NMIs write it; 64 bits */

#define EDU_ID_VALUE	0x010000ed
#define TAG		0x5aull		/* top byte of what we write */
#define MARK		0x4d41524bull	/* the witness looks for it: "MARK" */

enum who { SPINNER, HAMMER, NMI, NR_WHO };

/* Own CPU only; single instructions, so that interrupts and NMIs may count, too. */
struct counts {
	u64 accesses;
	u64 interrupts;
	u64 nmis;
	u64 errors;
	u32 number[NR_WHO];
};

static DEFINE_PER_CPU(struct counts, counts);

static int counts_get(char *buf, const struct kernel_param *param)
{
	struct counts sum = {};
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		const struct counts *c = per_cpu_ptr(&counts, cpu);

		sum.accesses += READ_ONCE(c->accesses);
		sum.interrupts += READ_ONCE(c->interrupts);
		sum.nmis += READ_ONCE(c->nmis);
		sum.errors += READ_ONCE(c->errors);
	}
	return sysfs_emit(buf, "%llu %llu %llu %llu\n", sum.accesses,
			  sum.interrupts, sum.nmis, sum.errors);
}

static const struct kernel_param_ops counts_ops = { .get = counts_get };
module_param_cb(counts, &counts_ops, NULL, 0400);
MODULE_PARM_DESC(counts, "accesses, interrupts, NMIs, wrong values");

/* One device. Set by probe before anything can use it, gone after all that is. */
static void __iomem *bar;
static struct task_struct *spinners[NR_CPUS];	/* one writer of "spin" at a time */

static unsigned char generation;
module_param(generation, byte, 0);
MODULE_PARM_DESC(generation, "part of what is written, to tell one loading from the next");

static void expect(bool right)
{
	if (!right)
		this_cpu_inc(counts.errors);
}

static u32 in(unsigned int reg)
{
	this_cpu_inc(counts.accesses);
	return readl(bar + reg);
}

static void out(u32 value, unsigned int reg)
{
	this_cpu_inc(counts.accesses);
	writel(value, bar + reg);
}

static u64 in64(unsigned int reg)
{
	this_cpu_inc(counts.accesses);
	return readq(bar + reg);
}

static void out64(u64 value, unsigned int reg)
{
	this_cpu_inc(counts.accesses);
	writeq(value, bar + reg);
}

/* Unique: tag, generation, CPU, who, and how often it was here. */
static u64 signature(enum who who)
{
	return TAG << 56 | (u64)generation << 48 |
	       (u64)raw_smp_processor_id() << 40 | (u64)who << 32 |
	       this_cpu_inc_return(counts.number[who]);
}

/* What another CPU may have written since is of the same kind. */
static bool tagged(u64 value)
{
	return value >> 56 == TAG || value >> 32 == MARK;
}

static void one_round(enum who who)
{
	u64 mine = signature(who);
	u32 words[2];

	expect(in(EDU_ID) == EDU_ID_VALUE);
	out64(mine, EDU_SOURCE);
	expect(tagged(in64(EDU_SOURCE)));
	out(TAG << 24 | (mine & 0xffffff), EDU_LIVENESS);
	expect(~in(EDU_LIVENESS) >> 24 == TAG);
	this_cpu_add(counts.accesses, 2);
	memcpy_fromio(words, bar, sizeof(words));
	expect(words[0] == EDU_ID_VALUE && ~words[1] >> 24 == TAG);
	if (!(mine & 7))
		out(1 + raw_smp_processor_id(), EDU_RAISE);
}

static irqreturn_t interrupt(int irq, void *data)
{
	u32 cause = in(EDU_CAUSE);

	if (!cause)
		return IRQ_NONE;
	this_cpu_inc(counts.interrupts);
	out(cause, EDU_ACK);
	return IRQ_HANDLED;
}

/* Wherever the CPU is: inside the tracing of another access, too. */
static int nmi(unsigned int type, struct pt_regs *regs)
{
	u64 mine = signature(NMI);

	this_cpu_inc(counts.nmis);
	out64(mine, EDU_TARGET);
	expect(tagged(in64(EDU_TARGET)));
	return NMI_HANDLED;
}

struct job {
	unsigned long rounds;
	struct completion done;
};

/* Gives way to the recorder, which has the same CPUs. */
static int hammer_thread(void *data)
{
	struct job *job = data;

	while (job->rounds--) {
		one_round(HAMMER);
		if (job->rounds % 16 == 0)
			cond_resched();
	}
	complete(&job->done);
	return 0;
}

static ssize_t hammer_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t len)
{
	static struct job jobs[NR_CPUS];	/* one writer at a time */
	unsigned long rounds;
	unsigned int cpu;
	int err = kstrtoul(buf, 0, &rounds);

	if (err)
		return err;
	cpus_read_lock();
	for_each_online_cpu(cpu) {
		struct task_struct *task;

		jobs[cpu].rounds = rounds;
		init_completion(&jobs[cpu].done);
		task = kthread_create_on_cpu(hammer_thread, &jobs[cpu], cpu,
					     "hammer/%u");
		if (IS_ERR(task)) {
			err = PTR_ERR(task);
			complete(&jobs[cpu].done);
			continue;
		}
		wake_up_process(task);
	}
	for_each_online_cpu(cpu)
		wait_for_completion(&jobs[cpu].done);
	cpus_read_unlock();
	return err ? err : len;
}
static DEVICE_ATTR_WO(hammer);

/* It does not sleep: see "What QEMU does wrong" in docs/witness.md. */
static int spin_thread(void *data)
{
	set_user_nice(current, MAX_NICE);
	while (!kthread_should_stop()) {
		one_round(SPINNER);
		udelay(500);
		cond_resched();
	}
	return 0;
}

static void spin_stop(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		if (spinners[cpu])
			kthread_stop(spinners[cpu]);
		spinners[cpu] = NULL;
	}
}

static int spin_start(void)
{
	unsigned int cpu;

	for_each_online_cpu(cpu) {
		struct task_struct *task;

		task = kthread_create_on_cpu(spin_thread, NULL, cpu, "spin/%u");
		if (IS_ERR(task)) {
			spin_stop();
			return PTR_ERR(task);
		}
		spinners[cpu] = task;
		wake_up_process(task);
	}
	return 0;
}

static ssize_t spin_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t len)
{
	bool on;
	int err = kstrtobool(buf, &on);

	if (err)
		return err;
	spin_stop();
	if (on)
		err = spin_start();
	return err ? err : len;
}
static DEVICE_ATTR_WO(spin);

static void mark_here(void *number)
{
	out64(MARK << 32 | *(u32 *)number, EDU_SOURCE);
}

static ssize_t mark_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t len)
{
	u32 number;
	int err = kstrtou32(buf, 0, &number);

	if (err)
		return err;
	on_each_cpu(mark_here, &number, 1);
	return len;
}
static DEVICE_ATTR_WO(mark);

static struct attribute *stress_attrs[] = {
	&dev_attr_hammer.attr,
	&dev_attr_spin.attr,
	&dev_attr_mark.attr,
	NULL
};
ATTRIBUTE_GROUPS(stress);

static int stress_probe(struct pci_dev *dev, const struct pci_device_id *id)
{
	int err;

	if (bar)
		return -EBUSY;
	err = pci_enable_device(dev);
	if (err)
		return err;
	pci_set_master(dev);
	err = pci_alloc_irq_vectors(dev, 1, 1, PCI_IRQ_MSI);
	if (err < 0)
		goto disable;
	bar = pci_iomap(dev, 0, 0);
	err = -ENOMEM;
	if (!bar)
		goto vectors;
	/* What is read back has to have been written by us. */
	out64(signature(SPINNER), EDU_SOURCE);
	out(TAG << 24, EDU_LIVENESS);
	err = request_irq(pci_irq_vector(dev, 0), interrupt, 0, "edu_stress",
			  dev);
	if (err)
		goto unmap;
	err = register_nmi_handler(NMI_UNKNOWN, nmi, 0, "edu_stress");
	if (!err)
		return 0;

	free_irq(pci_irq_vector(dev, 0), dev);
unmap:
	iounmap(bar);
	bar = NULL;
vectors:
	pci_free_irq_vectors(dev);
disable:
	pci_disable_device(dev);
	return err;
}

static void stress_remove(struct pci_dev *dev)
{
	spin_stop();
	unregister_nmi_handler(NMI_UNKNOWN, "edu_stress");
	free_irq(pci_irq_vector(dev, 0), dev);
	iounmap(bar);
	bar = NULL;
	pci_free_irq_vectors(dev);
	pci_disable_device(dev);
}

static const struct pci_device_id stress_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, stress_ids);

static struct pci_driver stress_driver = {
	.name = "edu_stress",
	.id_table = stress_ids,
	.probe = stress_probe,
	.remove = stress_remove,
	.dev_groups = stress_groups,
};
module_pci_driver(stress_driver);

MODULE_DESCRIPTION("Accesses QEMU's edu device from everywhere at once");
MODULE_LICENSE("GPL");
