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
 * @set_memory: set_memory_uc() or its like was called: does it, by
 *	mmt_hook_set_memory() or another way
 *
 * Context: process, may sleep, with any lock of the caller's held: they may not wait
 * for a driver.
 *
 * Page faults are not here: an access would pay for the pointer. They go to fault.c.
 */
struct mmt_hook_calls {
	void (*mapped)(unsigned long virt, phys_addr_t phys, unsigned long len);
	void (*unmapped)(unsigned long virt);
	int (*set_memory)(enum mmt_memtype type, unsigned long addr,
			  int numpages);
};

int mmt_hook_init(const struct mmt_hook_calls *calls);
void mmt_hook_exit(void);
int mmt_hook_set_memory(enum mmt_memtype type, unsigned long addr,
			int numpages);

#endif
