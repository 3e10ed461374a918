// SPDX-License-Identifier: GPL-2.0
/*
 * Driver for two of QEMU's "edu" devices (docs/specs/edu in QEMU) that accesses
 * them from every context that the kernel has. Write the name of a test to
 * /sys/module/edu_contexts/parameters/run: it has ended when the write returns.
 * What was done stands in "result" beside it: accesses and wrong values of each.
 */
#include <linux/module.h>
#include <linux/objtool.h>
#include <linux/pci.h>
#include <linux/string.h>

#include "contexts.h"

struct edu edu_first, edu_second;

/* PUSH is no instruction that mmiotrace performs: it is single-stepped. */
noinline u64 edu_push(const void __iomem *from)
{
	u64 value;

	asm volatile(".globl edu_push_insn, edu_push_next\n"
		     ANNOTATE_NOENDBR "\n"
		     "edu_push_insn: pushq (%[from])\n"
		     ANNOTATE_NOENDBR "\n"
		     "edu_push_next: popq %[value]"
		     : [value] "=r" (value) : [from] "r" (from) : "memory");
	return value;
}

noinline u32 edu_load(const void __iomem *from)
{
	u32 value;

	asm volatile(".globl edu_load_insn, edu_load_next\n"
		     ANNOTATE_NOENDBR "\n"
		     "edu_load_insn: movl (%[from]), %[value]\n"
		     ANNOTATE_NOENDBR "\n"
		     "edu_load_next: testl %[value], %[value]\n"
		     "nopl 0(%%rax)"
		     : [value] "=&r" (value) : [from] "r" (from)
		     : "memory", "cc");
	return value;
}

void edu_load_once(struct edu *edu)
{
	edu_count(edu, 1, edu_load(edu->bar + EDU_ID) == EDU_ID_VALUE);
}

void edu_push_once(struct edu *edu)
{
	edu_count(edu, 1, edu_push(edu->bar + EDU_DMA_TARGET) == EDU_MARK);
}

/* Single-stepped like PUSH, and writes; no registers of the FPU are touched. */
noinline void edu_store_mxcsr(void __iomem *to)
{
	asm volatile(".globl edu_store_insn, edu_store_next\n"
		     ANNOTATE_NOENDBR "\n"
		     "edu_store_insn: stmxcsr (%[to])\n"
		     ANNOTATE_NOENDBR "\n"
		     "edu_store_next: nop"
		     : : [to] "r" (to) : "memory");
}

static void locked_or(void __iomem *to)
{
	asm volatile("lock orl $0, (%[to])" : : [to] "r" (to) : "memory", "cc");
}

/**
 * edu_strike() - accesses of each kind: performed, single-stepped, locked
 * @edu: which
 *
 * Whoever else does the same at the same time writes the same values.
 *
 * Context: any.
 */
void edu_strike(struct edu *edu)
{
	void __iomem *bar = edu->bar;
	u32 words[2];
	bool right;

	right = readl(bar + EDU_ID) == EDU_ID_VALUE;
	writel(~EDU_ID_VALUE, bar + EDU_LIVENESS);
	right &= readl(bar + EDU_LIVENESS) == EDU_ID_VALUE;
	right &= edu_push(bar + EDU_DMA_TARGET) == EDU_MARK;
	edu_store_mxcsr(bar + EDU_DMA_SOURCE);
	/* Some task's, on some CPU: all are the same but for what it has computed. */
	right &= (readl(bar + EDU_DMA_SOURCE) | MXCSR_FLAGS) == MXCSR_ALL_MASKED;
	locked_or(bar + EDU_DMA_SOURCE);
	memcpy_fromio(words, bar, 8);
	right &= words[0] == EDU_ID_VALUE && words[1] == EDU_ID_VALUE;
	edu_count(edu, 10, right);
}

static const struct {
	const char *name;
	int (*run)(void);
} tests[] = {
	{ "interrupts", contexts_interrupts },
	{ "atomic", contexts_atomic },
	{ "nmi", contexts_nmi },
	{ "nmi-wait", contexts_nmi_wait },
	{ "kprobes", contexts_kprobes },
	{ "ftrace", contexts_ftrace },
	{ "calls", contexts_calls },
	{ "kill-ftrace", contexts_kill_ftrace },
	{ "breakpoints", contexts_breakpoints },
	{ "steps", contexts_steps },
	{ "traps", contexts_traps },
};

static int run_set(const char *value, const struct kernel_param *param)
{
	unsigned int i;

	if (!edu_second.bar)
		return -ENODEV;
	for (i = 0; i < ARRAY_SIZE(tests); i++)
		if (sysfs_streq(value, tests[i].name))
			return tests[i].run();
	return -EINVAL;
}

static const struct kernel_param_ops run_ops = { .set = run_set };
module_param_cb(run, &run_ops, NULL, 0200);

static int result_get(char *buf, const struct kernel_param *param)
{
	return sysfs_emit(buf, "%lld accesses, %lld errors; %lld accesses, %lld errors\n",
			  atomic64_read(&edu_first.accesses),
			  atomic64_read(&edu_first.errors),
			  atomic64_read(&edu_second.accesses),
			  atomic64_read(&edu_second.errors));
}

static const struct kernel_param_ops result_ops = { .get = result_get };
module_param_cb(result, &result_ops, NULL, 0400);

static int contexts_probe(struct pci_dev *dev, const struct pci_device_id *id)
{
	struct edu *edu = edu_first.bar ? &edu_second : &edu_first;
	int err;

	err = pcim_enable_device(dev);
	if (err)
		return err;
	pci_set_master(dev);
	err = pci_alloc_irq_vectors(dev, 1, 1, PCI_IRQ_ALL_TYPES);
	if (err < 0)
		return err;
	edu->irq = pci_irq_vector(dev, 0);
	edu->bar = pcim_iomap(dev, 0, 0);
	if (!edu->bar) {
		pci_free_irq_vectors(dev);
		return -ENOMEM;
	}
	pci_set_drvdata(dev, edu);
	writeq(EDU_MARK, edu->bar + EDU_DMA_TARGET);
	return 0;
}

static void contexts_remove(struct pci_dev *dev)
{
	pci_free_irq_vectors(dev);
}

static const struct pci_device_id contexts_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{ }
};

static struct pci_driver contexts_driver = {
	.name = "edu_contexts",
	.id_table = contexts_ids,
	.probe = contexts_probe,
	.remove = contexts_remove,
};

static int __init contexts_init(void)
{
	int err = contexts_debug_init();

	if (err)
		return err;
	err = pci_register_driver(&contexts_driver);
	if (err)
		contexts_debug_exit();
	return err;
}
module_init(contexts_init);

static void __exit contexts_exit(void)
{
	pci_unregister_driver(&contexts_driver);
	contexts_debug_exit();
}
module_exit(contexts_exit);

MODULE_DESCRIPTION("Accesses QEMU's edu devices from every context");
MODULE_LICENSE("GPL");
