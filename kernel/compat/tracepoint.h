/* SPDX-License-Identifier: GPL-2.0 */
/*
 * <linux/tracepoint.h>: __assign_str() lost its second argument in 6.10; and what a
 * tracepoint does around a call of its functions, for who calls one of them himself.
 */
#ifndef MMT_COMPAT_TRACEPOINT_H
#define MMT_COMPAT_TRACEPOINT_H

#include <linux/preempt.h>
#include <linux/tracepoint.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
#define mmt_assign_str(dst, src)	__assign_str(dst)
#else
#define mmt_assign_str(dst, src)	__assign_str(dst, src)
#endif

/* Those functions take it off again from the count that they record. */
static __always_inline void mmt_tracepoint_enter(void)
{
	preempt_disable_notrace();
}

static __always_inline void mmt_tracepoint_leave(void)
{
	preempt_enable_notrace();
}

#endif
