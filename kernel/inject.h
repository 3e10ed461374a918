/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What may be refused for want of memory, in place of the functions without mmt_:
 * the same arguments and results, and a test can let any of them fail.
 */
#ifndef MMT_INJECT_H
#define MMT_INJECT_H

#include <linux/errno.h>
#include <linux/types.h>

bool mmt_inject_failure(void);

#define MMT_OR_NULL(call)	(mmt_inject_failure() ? NULL : (call))
#define MMT_OR_ENOMEM(call)	(mmt_inject_failure() ? -ENOMEM : (call))

#define mmt_kzalloc(...)	MMT_OR_NULL(kzalloc(__VA_ARGS__))
#define mmt_kvcalloc(...)	MMT_OR_NULL(kvcalloc(__VA_ARGS__))
#define mmt_alloc_page(...)	MMT_OR_NULL(alloc_page(__VA_ARGS__))
#define mmt_alloc_percpu(...)	MMT_OR_NULL(__alloc_percpu(__VA_ARGS__))
#define mmt_vmap(...)		MMT_OR_NULL(vmap(__VA_ARGS__))
#define mmt_get_vm_area(...) \
	MMT_OR_NULL(static_call(mmt_get_vm_area_caller)(__VA_ARGS__))

#define mmt_map_pages(...) \
	MMT_OR_ENOMEM(static_call(mmt_map_page_range)(__VA_ARGS__))
#define mmt_ftrace_set_filter_ip(...) \
	MMT_OR_ENOMEM(ftrace_set_filter_ip(__VA_ARGS__))
#define mmt_register_kprobe(...)	MMT_OR_ENOMEM(register_kprobe(__VA_ARGS__))
#define mmt_misc_register(...)	MMT_OR_ENOMEM(misc_register(__VA_ARGS__))

#endif
