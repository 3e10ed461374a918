// SPDX-License-Identifier: GPL-2.0
/*
 * Driver for QEMU's "edu" device (docs/specs/edu in QEMU) that does nothing but
 * access its registers, from all CPUs at once. Files in the device's sysfs
 * directory:
 *
 *   hammer  write N: every CPU performs at least N accesses; returns when all
 *           have. read: accesses performed since loading, and wrong values seen
 *   spin    write N: every CPU hammers until 0 is written, with pauses of N half
 *           milliseconds
 *   read, write, copy, wide, memory
 *           write N: performs N accesses of this kind. read: time stamp counts
 *           that they took (instructions, when QEMU runs with -icount). memory:
 *           reads of the other device, see below
 *   readers write N: from now on as many threads perform N accesses each of such
 *           a kind at once, each on a CPU of its own if there are enough; and
 *           nanoseconds are told, from their start to the end of the last
 *
 * Parameter:
 *
 *   also    1: map the memory of QEMU's "ivshmem" device, too: for its many pages,
 *           and because QEMU performs an access to it like one to RAM
 */
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <asm/fpu/api.h>
#include <asm/msr.h>

#define EDU_ID		0x00	/* read-only, 0x010000ed */
#define EDU_LIVENESS	0x04	/* reads back inverted */
#define EDU_STATUS	0x20
#define EDU_DMA_SOURCE	0x80	/* 32 or 64 bits wide */
#define EDU_DMA_TARGET	0x88

#define EDU_ID_VALUE	0x010000ed
#define MARK		0x5a000000	/* in every value that we write */
#define MARK_MASK	0xff000000

#define MAX_THREADS	8u

static bool also;
module_param(also, bool, 0400);

struct hammer {
	void __iomem *bar;
	void __iomem *memory;	/* of the other device, or NULL */
	atomic64_t accesses;
	atomic64_t errors;
	struct task_struct **threads;	/* that spin, or NULL; under lock */
	unsigned int pause;	/* between bursts; READ_ONCE/WRITE_ONCE */
	bool resume;		/* they were there before suspend; under lock */
	struct mutex lock;
	unsigned int readers;	/* threads that measure, 0: the writer itself */
	u64 took;		/* the last measurement */
};

static void expect(struct hammer *h, bool right)
{
	if (!right)
		atomic64_inc(&h->errors);
}

/* Returns how many accesses it has performed. */
static unsigned int strike(struct hammer *h, u32 tag)
{
	void __iomem *bar = h->bar;
	u32 value = MARK | (tag & 0xffffff);
	u32 words[4];

	expect(h, readl(bar + EDU_ID) == EDU_ID_VALUE);
	writel(value, bar + EDU_LIVENESS);
	/* The other CPU may have written since, but only the like. */
	expect(h, (~readl(bar + EDU_LIVENESS) & MARK_MASK) == MARK);
	expect(h, !(readl(bar + EDU_STATUS) & 1));
	writeq((u64)value << 32 | value, bar + EDU_DMA_SOURCE);
	expect(h, (readq(bar + EDU_DMA_SOURCE) & MARK_MASK) == MARK);
	memcpy_fromio(words, bar, 8);
	expect(h, words[0] == EDU_ID_VALUE);
	return 8;
}

struct race {
	struct hammer *hammer;
	void (*kind)(struct hammer *h, unsigned long n);
	unsigned long n;
	atomic_t absent;	/* threads that have not come to the start */
	atomic_t running;
	bool go;		/* smp_store_release(), smp_load_acquire() */
	u64 start;		/* by the last to come, before "go" */
	u64 end;		/* by the last to end, before "done" */
	struct completion done;
};

static int race_thread(void *data)
{
	struct race *race = data;

	if (atomic_dec_and_test(&race->absent)) {
		race->start = ktime_get_ns();
		smp_store_release(&race->go, true);
	}
	/* The others may have to use this CPU. */
	while (!smp_load_acquire(&race->go))
		cond_resched();
	race->kind(race->hammer, race->n);
	if (atomic_dec_and_test(&race->running)) {
		race->end = ktime_get_ns();
		complete(&race->done);
	}
	return 0;
}

/*
 * As many threads at once, 0 for one on each CPU, each on a CPU of its own if there
 * are enough. Returns nanoseconds, or an error.
 */
static s64 run_race(struct hammer *h, unsigned int threads, unsigned long n,
		    void (*kind)(struct hammer *h, unsigned long n))
{
	struct race race = { .hammer = h, .kind = kind, .n = n };
	struct task_struct *tasks[MAX_THREADS];
	unsigned int i, cpu;

	cpus_read_lock();
	threads = min(threads ?: num_online_cpus(), MAX_THREADS);
	atomic_set(&race.absent, threads);
	atomic_set(&race.running, threads);
	init_completion(&race.done);
	cpu = cpumask_first(cpu_online_mask);
	for (i = 0; i < threads; i++) {
		tasks[i] = kthread_create_on_cpu(race_thread, &race, cpu,
						 "race/%u");
		if (IS_ERR(tasks[i])) {
			int err = PTR_ERR(tasks[i]);

			while (i--)
				kthread_stop(tasks[i]);
			cpus_read_unlock();
			return err;
		}
		cpu = cpumask_next(cpu, cpu_online_mask);
		if (cpu >= nr_cpu_ids)
			cpu = cpumask_first(cpu_online_mask);
	}
	for (i = 0; i < threads; i++)
		wake_up_process(tasks[i]);
	wait_for_completion(&race.done);
	cpus_read_unlock();
	return race.end - race.start;
}

static void hammer(struct hammer *h, unsigned long accesses)
{
	u32 tag = raw_smp_processor_id() << 20;
	unsigned long n = 0;

	while (n < accesses)
		n += strike(h, tag | (n & 0xfffff));
	atomic64_add(n, &h->accesses);
}

static ssize_t hammer_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t len)
{
	unsigned long accesses;
	s64 err;

	err = kstrtoul(buf, 0, &accesses);
	if (!err)
		err = run_race(dev_get_drvdata(dev), 0, accesses, hammer);
	return err < 0 ? err : len;
}

static ssize_t hammer_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	struct hammer *h = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%lld accesses, %lld errors\n",
			  atomic64_read(&h->accesses),
			  atomic64_read(&h->errors));
}
static DEVICE_ATTR_RW(hammer);

static int spin_thread(void *data)
{
	struct hammer *h = data;
	unsigned int i;
	u32 n = 0;

	/*
	 * At a rate that a recorder on the same CPU can follow, and giving way
	 * to whoever wants the CPU. It does not sleep: see "What QEMU does
	 * wrong" in docs/witness.md.
	 */
	set_user_nice(current, MAX_NICE);
	while (!kthread_should_stop()) {
		atomic64_add(strike(h, n++), &h->accesses);
		for (i = n % 16 ? 0 : READ_ONCE(h->pause); i; i--) {
			udelay(500);
			cond_resched();
		}
		cond_resched();
	}
	return 0;
}

static void spin_stop(struct hammer *h)
{
	unsigned int cpu;

	if (!h->threads)
		return;
	for_each_possible_cpu(cpu)
		if (h->threads[cpu])
			kthread_stop(h->threads[cpu]);
	kfree(h->threads);
	h->threads = NULL;
}

static int spin_start(struct hammer *h)
{
	unsigned int cpu;

	if (h->threads)
		return 0;
	h->threads = kcalloc(nr_cpu_ids, sizeof(*h->threads), GFP_KERNEL);
	if (!h->threads)
		return -ENOMEM;
	for_each_online_cpu(cpu) {
		struct task_struct *task;

		task = kthread_create_on_cpu(spin_thread, h, cpu, "spin/%u");
		if (IS_ERR(task)) {
			spin_stop(h);
			return PTR_ERR(task);
		}
		h->threads[cpu] = task;
		wake_up_process(task);
	}
	return 0;
}

static ssize_t spin_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t len)
{
	struct hammer *h = dev_get_drvdata(dev);
	unsigned int pause;
	int err;

	err = kstrtouint(buf, 0, &pause);
	if (err)
		return err;
	mutex_lock(&h->lock);
	WRITE_ONCE(h->pause, pause);
	if (pause)
		err = spin_start(h);
	else
		spin_stop(h);
	mutex_unlock(&h->lock);
	return err ? err : len;
}
static DEVICE_ATTR_WO(spin);

static ssize_t took_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	struct hammer *h = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%llu\n", h->took);
}

static void measure_read(struct hammer *h, unsigned long n)
{
	while (n--)
		readl(h->bar + EDU_ID);
}

static void measure_write(struct hammer *h, unsigned long n)
{
	while (n--)
		writel(MARK, h->bar + EDU_LIVENESS);
}

/* Four bytes an access, as the device has no smaller ones. */
static void measure_copy(struct hammer *h, unsigned long n)
{
	static u32 words[256];

	for (; n >= ARRAY_SIZE(words); n -= ARRAY_SIZE(words)) {
		unsigned long count = ARRAY_SIZE(words);
		const void __iomem *from = h->bar;
		u32 *to = words;

		asm volatile("rep movsl"
			     : "+S" (from), "+D" (to), "+c" (count)
			     : : "memory");
	}
}

/* 16 bytes an access, which is what no general register holds. */
static void measure_wide(struct hammer *h, unsigned long n)
{
	void __iomem *source = h->bar + EDU_DMA_SOURCE;

	kernel_fpu_begin();
	while (n--)
		asm volatile("movups (%0), %%xmm0" : : "r" (source) : "memory");
	kernel_fpu_end();
}

static void measure_memory(struct hammer *h, unsigned long n)
{
	while (h->memory && n--)
		readl(h->memory);
}

static ssize_t measure(struct device *dev, const char *buf, size_t len,
		       void (*kind)(struct hammer *h, unsigned long n))
{
	struct hammer *h = dev_get_drvdata(dev);
	unsigned long n;
	u64 start;
	int err;

	err = kstrtoul(buf, 0, &n);
	if (err)
		return err;
	if (h->readers) {
		s64 took = run_race(h, h->readers, n, kind);

		if (took < 0)
			return took;
		h->took = took;
		return len;
	}
	start = rdtsc_ordered();
	kind(h, n);
	h->took = rdtsc_ordered() - start;
	return len;
}

#define MEASURE(name)							\
static ssize_t name##_store(struct device *dev,			\
			    struct device_attribute *attr,		\
			    const char *buf, size_t len)		\
{									\
	return measure(dev, buf, len, measure_##name);			\
}									\
static DEVICE_ATTR(name, 0600, took_show, name##_store)

MEASURE(read);
MEASURE(write);
MEASURE(copy);
MEASURE(wide);
MEASURE(memory);

static ssize_t readers_store(struct device *dev, struct device_attribute *attr,
			     const char *buf, size_t len)
{
	struct hammer *h = dev_get_drvdata(dev);
	unsigned int readers;
	int err;

	err = kstrtouint(buf, 0, &readers);
	if (err)
		return err;
	if (readers > MAX_THREADS)
		return -EINVAL;
	h->readers = readers;
	return len;
}
static DEVICE_ATTR_WO(readers);

static struct attribute *hammer_attrs[] = {
	&dev_attr_hammer.attr,
	&dev_attr_spin.attr,
	&dev_attr_read.attr,
	&dev_attr_write.attr,
	&dev_attr_copy.attr,
	&dev_attr_wide.attr,
	&dev_attr_memory.attr,
	&dev_attr_readers.attr,
	NULL
};
ATTRIBUTE_GROUPS(hammer);

static int map_also(struct hammer *h)
{
	struct pci_dev *other = pci_get_device(0x1af4, 0x1110, NULL);

	if (other)
		h->memory = pci_iomap(other, 2, 0);
	pci_dev_put(other);
	return h->memory ? 0 : -ENODEV;
}

static int hammer_probe(struct pci_dev *dev, const struct pci_device_id *id)
{
	struct hammer *h;
	int err;

	h = devm_kzalloc(&dev->dev, sizeof(*h), GFP_KERNEL);
	if (!h)
		return -ENOMEM;
	mutex_init(&h->lock);
	err = pcim_enable_device(dev);
	if (err)
		return err;
	h->bar = pcim_iomap(dev, 0, 0);
	if (!h->bar)
		return -ENOMEM;
	pci_set_drvdata(dev, h);
	if (readl(h->bar + EDU_ID) != EDU_ID_VALUE)
		return -ENODEV;
	return also ? map_also(h) : 0;
}

static void hammer_remove(struct pci_dev *dev)
{
	struct hammer *h = pci_get_drvdata(dev);

	mutex_lock(&h->lock);
	spin_stop(h);
	mutex_unlock(&h->lock);
	if (h->memory)
		iounmap(h->memory);
}

/* Threads of the kernel's are not frozen; the device will not answer. */
static int hammer_suspend(struct device *dev)
{
	struct hammer *h = dev_get_drvdata(dev);

	mutex_lock(&h->lock);
	h->resume = h->threads;
	spin_stop(h);
	mutex_unlock(&h->lock);
	atomic64_add(strike(h, 0), &h->accesses);
	return 0;
}

static int hammer_resume(struct device *dev)
{
	struct hammer *h = dev_get_drvdata(dev);
	int err = 0;

	atomic64_add(strike(h, 0), &h->accesses);
	mutex_lock(&h->lock);
	if (h->resume)
		err = spin_start(h);
	mutex_unlock(&h->lock);
	return err;
}
static DEFINE_SIMPLE_DEV_PM_OPS(hammer_pm, hammer_suspend, hammer_resume);

static const struct pci_device_id hammer_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};
MODULE_DEVICE_TABLE(pci, hammer_ids);

static struct pci_driver hammer_driver = {
	.name = "edu_hammer",
	.id_table = hammer_ids,
	.probe = hammer_probe,
	.remove = hammer_remove,
	.dev_groups = hammer_groups,
	.driver.pm = pm_sleep_ptr(&hammer_pm),
};
module_pci_driver(hammer_driver);

MODULE_DESCRIPTION("Hammers the registers of QEMU's edu device");
MODULE_LICENSE("GPL");
