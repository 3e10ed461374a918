// SPDX-License-Identifier: GPL-2.0
/*
 * How a module uses include/mmiotrace/probe.h: watch a few registers of a device
 * that its driver has mapped already, and say when the module is unloaded how
 * often they were read and written, and what the last access was.
 *
 *	insmod probe_example.ko virt=0xffffc90000123000 len=16
 *	rmmod probe_example
 *
 * The virtual address of a mapping is what its driver got from ioremap(); root
 * finds it in /proc/vmallocinfo (with kernel.kptr_restrict=1, or it is hashed). A
 * driver that watches its own registers passes the pointer that it has.
 */
#include <linux/atomic.h>
#include <linux/module.h>
#include <linux/printk.h>

#include <mmiotrace/probe.h>

static unsigned long virt;
module_param(virt, ulong, 0400);
MODULE_PARM_DESC(virt, "first address to watch, inside a mapping made by ioremap()");

static unsigned long len = 4;
module_param(len, ulong, 0400);
MODULE_PARM_DESC(len, "how many bytes");

/**
 * struct watch - a probe and what its handlers have seen
 * @probe: ours to keep, and in its place, until it is unregistered
 * @reads: counted by the handlers, on any CPU at once: hence atomic
 * @writes: the same
 * @last: address of the last write, for which one word is enough
 * @value: what was written; may belong to another write than @last
 */
struct watch {
	struct mmiotrace_probe probe;
	atomic_long_t reads;
	atomic_long_t writes;
	unsigned long last;
	u64 value;
};

/*
 * Runs in the page fault of whoever made the access: interrupts are off, any
 * lock may be held, it may even be an NMI. So: count, note, return. What sleeps,
 * locks or prints is for later.
 */
static void after(struct mmiotrace_probe *probe,
		  const struct mmiotrace_access *access,
		  const struct pt_regs *regs)
{
	struct watch *watch = container_of(probe, struct watch, probe);

	if (!(access->flags & MMIOTRACE_WRITE)) {
		atomic_long_inc(&watch->reads);
		return;
	}
	atomic_long_inc(&watch->writes);
	WRITE_ONCE(watch->last, access->addr);
	WRITE_ONCE(watch->value, access->value);
}

static struct watch watch = {
	.probe.after = after,
};

static int __init probe_example_init(void)
{
	int err;

	watch.probe.addr = virt;
	watch.probe.len = len;
	/* From here on handlers run; after an error none does, nor ever will. */
	err = mmiotrace_register_probe(&watch.probe);
	if (err)
		pr_err("cannot watch %lu bytes at %#lx (error %d)\n", len,
		       virt, err);
	else
		pr_info("watching %lu bytes at %#lx, physical %pa\n", len,
			virt, &watch.probe.phys);
	return err;
}

static void __exit probe_example_exit(void)
{
	/* Also when the driver has unmapped its device since. */
	mmiotrace_unregister_probe(&watch.probe);
	/* No handler runs any more: what they counted is final. */
	pr_info("%ld reads, %ld writes, %ld not told of\n",
		atomic_long_read(&watch.reads),
		atomic_long_read(&watch.writes),
		atomic_long_read(&watch.probe.missed));
	if (watch.last)
		pr_info("last write: %#llx at offset %#lx\n", watch.value,
			watch.last - virt);
}

module_init(probe_example_init);
module_exit(probe_example_exit);

MODULE_DESCRIPTION("Watches device registers, as an example");
MODULE_LICENSE("GPL");
