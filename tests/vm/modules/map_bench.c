// SPDX-License-Identifier: GPL-2.0
/*
 * What it costs to map a device, whose registers are RAM: QEMU's ivshmem. Parameters:
 *
 *   map    write MIB: maps so much, reads 4 bytes in the middle, 4,096 times, unmaps
 *   loop   write N: maps and unmaps 4 KiB so often
 *   said   read: after "map" nanoseconds in ioremap(), for one read, in iounmap(), and
 *          KiB of memory that the mapping took; after "loop" nanoseconds for one
 */
#include <linux/io.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/sched.h>
#include <linux/vmstat.h>

#define READS	4096

static struct pci_dev *device;

static char said[80];
module_param_string(said, said, sizeof(said), 0444);

static u64 time_reads(const void __iomem *addr)
{
	u64 start;
	unsigned int i;

	/* What happens only once is not what is asked. */
	readl(addr);
	start = ktime_get_ns();
	for (i = 0; i < READS; i++)
		readl(addr);
	return div_u64(ktime_get_ns() - start, READS);
}

static int set_map(const char *text, const struct kernel_param *param)
{
	u64 start, mapped, read, unmapped;
	unsigned long len;
	long pages;
	void __iomem *addr;
	int err = kstrtoul(text, 0, &len);

	len <<= 20;
	if (err || !len || len > pci_resource_len(device, 2))
		return -EINVAL;
	pages = global_zone_page_state(NR_FREE_PAGES);
	start = ktime_get_ns();
	addr = ioremap(pci_resource_start(device, 2), len);
	mapped = ktime_get_ns() - start;
	if (!addr)
		return -ENOMEM;
	pages -= global_zone_page_state(NR_FREE_PAGES);
	read = time_reads(addr + len / 2);
	start = ktime_get_ns();
	iounmap(addr);
	unmapped = ktime_get_ns() - start;
	snprintf(said, sizeof(said), "%llu %llu %llu %ld", mapped, read, unmapped,
		 pages * (long)(PAGE_SIZE / 1024));
	return 0;
}

static int set_loop(const char *text, const struct kernel_param *param)
{
	unsigned int i, n;
	u64 start;
	int err = kstrtouint(text, 0, &n);

	if (err || !n)
		return -EINVAL;
	start = ktime_get_ns();
	for (i = 0; i < n; i++) {
		void __iomem *addr = ioremap(pci_resource_start(device, 2),
					     PAGE_SIZE);

		if (!addr)
			return -ENOMEM;
		iounmap(addr);
		cond_resched();
	}
	snprintf(said, sizeof(said), "%llu", div_u64(ktime_get_ns() - start, n));
	return 0;
}

static const struct kernel_param_ops map_ops = { .set = set_map };
static const struct kernel_param_ops loop_ops = { .set = set_loop };
module_param_cb(map, &map_ops, NULL, 0200);
module_param_cb(loop, &loop_ops, NULL, 0200);

static int __init bench_init(void)
{
	int err;

	device = pci_get_device(0x1af4, 0x1110, NULL);
	if (!device)
		return -ENODEV;
	err = pci_enable_device(device);
	if (err)
		pci_dev_put(device);
	return err;
}

static void __exit bench_exit(void)
{
	pci_disable_device(device);
	pci_dev_put(device);
}

module_init(bench_init);
module_exit(bench_exit);

MODULE_DESCRIPTION("What it costs to map a device");
MODULE_LICENSE("GPL");
