// SPDX-License-Identifier: GPL-2.0
/*
 * A live patch of set_memory_wc(): the memory is uncached instead. To be switched off
 * in /sys/kernel/livepatch before it is unloaded.
 */
#include <linux/livepatch.h>
#include <linux/module.h>
#include <asm/set_memory.h>

static int uncached(unsigned long addr, int numpages)
{
	return set_memory_uc(addr, numpages);
}

static struct klp_func functions[] = {
	{ .old_name = "set_memory_wc", .new_func = uncached },
	{ }
};

/* Without a name: of the kernel itself. */
static struct klp_object objects[] = {
	{ .funcs = functions },
	{ }
};

static struct klp_patch patch = {
	.mod = THIS_MODULE,
	.objs = objects,
};

static int __init live_patch_init(void)
{
	return klp_enable_patch(&patch);
}

/* The core asks for one. */
static void __exit live_patch_exit(void)
{
}

module_init(live_patch_init);
module_exit(live_patch_exit);

MODULE_INFO(livepatch, "Y");
MODULE_DESCRIPTION("Live patch of a function that mmiotrace wraps");
MODULE_LICENSE("GPL");
