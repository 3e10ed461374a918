/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_HOOK_H
#define MMT_HOOK_H

#include <linux/types.h>

#include "compat/symbols.h"

/**
 * struct mmt_hook_calls - what the hooked functions call instead
 * @mapped: ioremap() has made a mapping and is about to return it; arguments: what
 *	it returns, and the physical address and the length that it was asked for
 * @unmapped: iounmap() is about to remove the mapping that this address lies in
 * @set_memory: set_memory_uc() or its like was called, not by us: does it
 * @unseen: a mapping was made which nobody is told of but the kernel's own tracer
 *
 * Context: process, may sleep, with any lock of the caller's held: they may not wait
 * for a driver. @unseen is called by ftrace: no locks.
 *
 * Page faults are not here: an access would pay for the pointer. They go to
 * mmt_page_fault().
 */
struct mmt_hook_calls {
	void (*mapped)(unsigned long virt, phys_addr_t phys, unsigned long len);
	void (*unmapped)(unsigned long virt);
	int (*set_memory)(enum mmt_memtype type, unsigned long addr,
			  int numpages);
	void (*unseen)(void);
};

int mmt_hook_init(const struct mmt_hook_calls *calls);
void mmt_hook_exit(void);
int mmt_hook_get(void);
void mmt_hook_put(void);
bool mmt_hook_foreign_tracer(void);

#endif
