/* SPDX-License-Identifier: GPL-2.0 */
/* <linux/ftrace.h>: names of the redirecting helpers, flags that came later. */
#ifndef MMT_COMPAT_FTRACE_H
#define MMT_COMPAT_FTRACE_H

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

#endif
