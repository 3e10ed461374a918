/* SPDX-License-Identifier: GPL-2.0 */
/* <linux/tracepoint.h>: __assign_str() lost its second argument in 6.10. */
#ifndef MMT_COMPAT_TRACEPOINT_H
#define MMT_COMPAT_TRACEPOINT_H

#include <linux/tracepoint.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
#define mmt_assign_str(dst, src)	__assign_str(dst)
#else
#define mmt_assign_str(dst, src)	__assign_str(dst, src)
#endif

#endif
