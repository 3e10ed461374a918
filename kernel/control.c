// SPDX-License-Identifier: GPL-2.0
/* /dev/mmiotrace: the interface of include/uapi/mmiotrace.h. */
#include "control.h"

#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "engine.h"
#include "inject.h"
#include "selftest.h"
#include "uapi/mmiotrace.h"

/* The first word of every structure is its size; @arg may be unaligned. */
static int get(void *dst, const void __user *arg, size_t size)
{
	u32 said;

	if (copy_from_user(dst, arg, size))
		return -EFAULT;
	memcpy(&said, dst, sizeof(said));
	return said == size ? 0 : -EINVAL;
}

static int put(void __user *arg, const void *src, size_t size)
{
	return copy_to_user(arg, src, size) ? -EFAULT : 0;
}

static int ioctl_version(void __user *arg)
{
	struct mmiotrace_version v;
	int err = get(&v, arg, sizeof(v));

	if (err)
		return err;
	if (v.pad)
		return -EINVAL;
	v.major = MMIOTRACE_ABI_MAJOR;
	v.minor = MMIOTRACE_ABI_MINOR;
	return put(arg, &v, sizeof(v));
}

static int ioctl_stats(const struct mmt_session *session, void __user *arg)
{
	struct mmiotrace_stats stats;
	int err = get(&stats, arg, sizeof(stats));

	if (err)
		return err;
	if (stats.index)
		return -EINVAL;
	memset(&stats, 0, sizeof(stats));
	stats.size = sizeof(stats);
	mmt_engine_stats(session, &stats);
	return put(arg, &stats, sizeof(stats));
}

static int ioctl_session(void __user *arg)
{
	struct mmiotrace_stats stats;
	int err = get(&stats, arg, sizeof(stats));
	u32 index;

	if (err)
		return err;
	index = stats.index;
	memset(&stats, 0, sizeof(stats));
	stats.size = sizeof(stats);
	stats.index = index;
	err = mmt_engine_session(index, &stats);
	return err ? err : put(arg, &stats, sizeof(stats));
}

static int ioctl_filter(struct mmt_session *session, void __user *arg)
{
	struct mmiotrace_filter filter;
	int err = get(&filter, arg, sizeof(filter));

	if (err)
		return err;
	if (filter.flags)
		return -EINVAL;
	return mmt_engine_filter(session, filter.start, filter.end);
}

static int ioctl_start(struct mmt_session *session, void __user *arg)
{
	struct mmiotrace_start start;
	int err = get(&start, arg, sizeof(start));
	size_t len;

	if (err)
		return err;
	len = strnlen(start.instance, sizeof(start.instance));
	if (len == sizeof(start.instance))
		return -ENAMETOOLONG;
	if (start.flags ||
	    memchr_inv(start.instance + len, 0, sizeof(start.instance) - len))
		return -EINVAL;
	return mmt_engine_start(session, start.instance);
}

static int refuse_old(void)
{
	pr_warn_ratelimited("%s speaks version 1 of the control interface, this module version %u: use the mmiotrace command that belongs to it\n",
			    current->comm, MMIOTRACE_ABI_MAJOR);
	return -ENOTTY;
}

static int ioctl_selftest(void __user *arg)
{
	struct mmiotrace_selftest test;
	int err = get(&test, arg, sizeof(test));

	if (err)
		return err;
	if (test.pad)
		return -EINVAL;
	if (!test.index) {
		err = mmt_engine_selftest();
		if (err < 0)
			return err;
	}
	err = mmt_selftest_result(&test);
	return err ? err : put(arg, &test, sizeof(test));
}

static long control_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct mmt_session *session = file->private_data;
	void __user *user = (void __user *)arg;

	/* The file may have been passed to somebody with fewer rights. */
	if (!capable(CAP_SYS_ADMIN) || !capable(CAP_SYS_RAWIO))
		return -EPERM;

	switch (cmd) {
	case MMIOTRACE_IOC_VERSION:
		return ioctl_version(user);
	case MMIOTRACE_IOC_STATS:
		return ioctl_stats(session, user);
	case MMIOTRACE_IOC_SESSION:
		return ioctl_session(user);
	case MMIOTRACE_IOC_FILTER:
		return ioctl_filter(session, user);
	case MMIOTRACE_IOC_START:
		return ioctl_start(session, user);
	case MMIOTRACE_IOC_STOP:
		mmt_engine_stop(session);
		return 0;
	case MMIOTRACE_IOC_SELFTEST:
		return ioctl_selftest(user);
	case MMIOTRACE_IOC_CLAIM_1:
		return refuse_old();
	default:
		return -ENOTTY;
	}
}

static int control_open(struct inode *inode, struct file *file)
{
	if (!capable(CAP_SYS_ADMIN) || !capable(CAP_SYS_RAWIO))
		return -EPERM;
	file->private_data = mmt_engine_open();
	return file->private_data ? 0 : -ENOMEM;
}

static int control_release(struct inode *inode, struct file *file)
{
	mmt_engine_close(file->private_data);
	return 0;
}

static const struct file_operations control_fops = {
	.owner = THIS_MODULE,
	.open = control_open,
	.release = control_release,
	.unlocked_ioctl = control_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice control_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "mmiotrace",
	.fops = &control_fops,
	.mode = 0600,
};

/** mmt_control_init() - from here on sessions may begin */
int mmt_control_init(void)
{
	return mmt_misc_register(&control_device);
}

/** mmt_control_exit() - no file is open: they hold the module */
void mmt_control_exit(void)
{
	misc_deregister(&control_device);
}
