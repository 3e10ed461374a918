/* SPDX-License-Identifier: GPL-2.0 */
/*
 * <linux/tracepoint.h>: __assign_str() lost its second argument in 6.10; and what a
 * tracepoint does around a call of the functions that are attached to it, for who calls
 * one of them himself or looks at what they are. In 7.0 that became SRCU, and to disable
 * preemption, whose count is recorded less one, the task of the functions. Before, who
 * has interrupts off may look.
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

#if LINUX_VERSION_CODE >= KERNEL_VERSION(7, 0, 0)
#define MMT_WITH_FUNCTIONS(call) do {				\
	guard(srcu_fast_notrace)(&tracepoint_srcu);		\
	call;							\
} while (0)
#define MMT_AS_TRACEPOINT(call)	MMT_WITH_FUNCTIONS(call)
#define MMT_AS_FUNCTION(call) do {				\
	guard(preempt_notrace)();				\
	call;							\
} while (0)
#else
#define MMT_WITH_FUNCTIONS(call)	(call)
#define MMT_AS_TRACEPOINT(call) do {				\
	preempt_disable_notrace();				\
	call;							\
	preempt_enable_notrace();				\
} while (0)
#define MMT_AS_FUNCTION(call)	(call)
#endif

#endif
