/* SPDX-License-Identifier: GPL-2.0 */
/* <linux/ftrace.h>: names of the redirecting helpers, and of direct calls. */
#ifndef MMT_COMPAT_FTRACE_H
#define MMT_COMPAT_FTRACE_H

#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/version.h>

/* 6.2 renamed it. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
#define mmt_ftrace_redirect(fregs, ip) \
	ftrace_regs_set_instruction_pointer(fregs, ip)
#else
#define mmt_ftrace_redirect(fregs, ip) \
	ftrace_instruction_pointer_set(fregs, ip)
#endif

/*
 * The functions in the filter of @ops call @addr, with no trampoline in between.
 * 6.4 dropped the "multi" and made the release of the filter an argument.
 */
static inline int mmt_ftrace_register_direct(struct ftrace_ops *ops,
					     unsigned long addr)
{
#if !IS_ENABLED(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS)
	return -EOPNOTSUPP;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	return register_ftrace_direct(ops, addr);
#else
	return register_ftrace_direct_multi(ops, addr);
#endif
}

static inline int mmt_ftrace_unregister_direct(struct ftrace_ops *ops,
					       unsigned long addr)
{
#if !IS_ENABLED(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS)
	return 0;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
	return unregister_ftrace_direct(ops, addr, false);
#else
	return unregister_ftrace_direct_multi(ops, addr);
#endif
}

#endif
