// SPDX-License-Identifier: GPL-2.0
#include "inject.h"

#include <linux/atomic.h>
#include <linux/moduleparam.h>
#include <linux/sysfs.h>

/* Counts down; the allocation at which it becomes zero fails. */
static atomic_t countdown = ATOMIC_INIT(0);

static int set_countdown(const char *text, const struct kernel_param *param)
{
	int value, err = kstrtoint(text, 0, &value);

	if (!err)
		atomic_set(&countdown, value);
	return err;
}

static int get_countdown(char *text, const struct kernel_param *param)
{
	return sysfs_emit(text, "%d\n", atomic_read(&countdown));
}

static const struct kernel_param_ops countdown_ops = {
	.set = set_countdown,
	.get = get_countdown,
};

module_param_cb(fail_allocation, &countdown_ops, NULL, 0600);
MODULE_PARM_DESC(fail_allocation, "for tests: fail the Nth allocation from now");

/**
 * mmt_inject_failure() - is this the allocation that a test wants to fail?
 *
 * Context: any.
 */
bool mmt_inject_failure(void)
{
	return atomic_read(&countdown) > 0 && atomic_dec_and_test(&countdown);
}
