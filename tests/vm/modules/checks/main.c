// SPDX-License-Identifier: GPL-2.0
/*
 * Checks of the engine from inside the kernel. Parameters:
 *
 *   run      write the name of a group, or of one check: runs them
 *   passed   how many have passed since the module was loaded
 *   failed   the others; the kernel log has their names, and why
 */
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "checks.h"

phys_addr_t device_phys;
resource_size_t device_size;
u8 *plain;

static const struct check_group *const groups[] = {
	&probe_checks,
	&race_checks,
	&page_checks,
	&insn_checks,
	&memtype_checks,
	&driver_checks,
};

static DEFINE_MUTEX(run_lock);

static unsigned int passed;
module_param(passed, uint, 0400);
static unsigned int failed;
module_param(failed, uint, 0400);

static void run_one(const struct check *check)
{
	struct traces before = traces_now();
	int err = check->run();
	bool clean;

	undo_all();
	fail_allocation(0);
	clean = same_traces(before, traces_now());
	if (!err && clean) {
		passed++;
		return;
	}
	failed++;
	pr_err("FAIL %s: error %d%s\n", check->name, err,
	       clean ? "" : ", and something was left behind");
}

static unsigned int run_matching(const char *name)
{
	unsigned int i, k, n = 0;

	for (i = 0; i < ARRAY_SIZE(groups); i++) {
		const struct check_group *group = groups[i];

		for (k = 0; k < group->n; k++) {
			if (strcmp(name, group->name) &&
			    strcmp(name, group->checks[k].name))
				continue;
			run_one(&group->checks[k]);
			n++;
		}
	}
	return n;
}

static int set_run(const char *text, const struct kernel_param *param)
{
	char name[32];
	unsigned int n;

	strscpy(name, text, sizeof(name));
	mutex_lock(&run_lock);
	n = run_matching(strim(name));
	mutex_unlock(&run_lock);
	return n ? 0 : -ENOENT;
}

static const struct kernel_param_ops run_ops = {
	.set = set_run,
};
module_param_cb(run, &run_ops, NULL, 0200);

static struct pci_dev *device;

static int __init checks_init(void)
{
	int err = find_engine();

	if (err)
		return err;
	device = pci_get_device(0x1af4, 0x1110, NULL);
	if (!device)
		return -ENODEV;
	err = pci_enable_device(device);
	if (err)
		goto fail;
	device_phys = pci_resource_start(device, 2);
	device_size = pci_resource_len(device, 2);
	plain = (__force u8 *)ioremap(device_phys, PLAIN_SIZE);
	if (plain)
		return 0;
	err = -ENOMEM;
	pci_disable_device(device);
fail:
	pci_dev_put(device);
	return err;
}

static void __exit checks_exit(void)
{
	iounmap((void __iomem *)plain);
	pci_disable_device(device);
	pci_dev_put(device);
}

module_init(checks_init);
module_exit(checks_exit);

MODULE_DESCRIPTION("Checks of mmiotrace from inside the kernel");
MODULE_LICENSE("GPL");
