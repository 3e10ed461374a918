// SPDX-License-Identifier: GPL-2.0
/* Loading and unloading: the order of things. */
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/security.h>
#include <linux/tracepoint.h>
#include <asm/cpufeature.h>

#include "compat/ringbuffer.h"
#include "compat/symbols.h"
#include "control.h"
#include "engine.h"
#include "marks.h"
#include "selftest.h"
#include "site.h"
#include "uapi/mmiotrace.h"

static int __init prove(void)
{
	int err = mmt_engine_selftest();

	if (!err)
		return 0;
	if (err < 0)
		pr_err("not loaded: self-test could not run (error %d)\n", err);
	else
		mmt_selftest_complain(err);
	return err < 0 ? err : -EIO;
}

static int __init mmt_init(void)
{
	int err;

	/* There an entry's frame number is not the one that pte_pfn() gives. */
	if (cpu_feature_enabled(X86_FEATURE_XENPV)) {
		pr_err("not loaded: the kernel is a PV guest of Xen (a dom0 is one), whose page tables Xen keeps; trace without Xen, or in a PVH or HVM guest\n");
		return -ENODEV;
	}
	err = security_locked_down(LOCKDOWN_MMIOTRACE);
	if (err) {
		pr_err("not loaded: the kernel is locked down\n");
		return err;
	}
	err = mmt_symbols_find();
	if (err)
		return err;
	mmt_ringbuffer_find();
	err = mmt_site_init();
	if (err) {
		pr_err("not loaded: no memory\n");
		return err;
	}
	err = mmt_engine_init();
	if (err)
		goto fail_site;
	err = prove();
	if (err)
		goto fail_engine;
	err = mmt_marks_init();
	if (err) {
		pr_err("not loaded: no memory\n");
		goto fail_engine;
	}
	err = mmt_control_init();
	if (err) {
		pr_err("not loaded: no device " MMIOTRACE_DEVICE " (error %d)\n",
		       err);
		goto fail_marks;
	}
	pr_info("version %s loaded, self-test passed\n", MMT_VERSION);
	return 0;

fail_marks:
	mmt_marks_exit();
fail_engine:
	mmt_engine_exit();
fail_site:
	mmt_site_exit();
	return err;
}

/*
 * No file of ours is open, so no session exists and nothing is armed.
 * mmt_engine_exit() unhooks and waits for every task. What
 * is left are probes that somebody attached to our trace events.
 */
static void __exit mmt_exit(void)
{
	mmt_control_exit();
	mmt_marks_exit();
	mmt_engine_exit();
	mmt_site_exit();
	tracepoint_synchronize_unregister();
}

module_init(mmt_init);
module_exit(mmt_exit);

MODULE_DESCRIPTION("Trace of all memory-mapped I/O");
MODULE_AUTHOR("The mmiotrace developers");
MODULE_LICENSE("GPL");
MODULE_VERSION(MMT_VERSION);
