/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_SITE_H
#define MMT_SITE_H

#include <linux/percpu.h>

#include "insn/insn.h"
#include "level.h"

/**
 * struct mmt_site - an instruction that touches devices, decoded once
 * @code: its bytes and what follows; decoding depends on nothing else, so
 *	code that has been patched or unloaded is simply another instruction
 * @insn: the same, decoded; @insn.len is 0 in an empty entry
 * @plain: enum mmt_site_plain
 */
struct mmt_site {
	u64 code[2];
	struct mmio_insn insn;
	u8 plain;
} __aligned(64);

/* What may be performed at once, without a look at the rest of the flags. */
enum mmt_site_plain {
	MMT_SITE_OTHER,
	MMT_SITE_LOAD,
	MMT_SITE_STORE,
};

#define MMT_SITE_BITS	7

/*
 * One table a CPU, for its own use with interrupts off. Behind the table stand
 * MMT_SITE_SPARES entries for the faults that may come while the table's is
 * being filled in or in use: in an NMI, and inside the tracing code.
 */
extern struct mmt_site __percpu *mmt_sites;

#define MMT_SITE_SPARES	(2 * MMT_LEVELS - 1)

/**
 * mmt_site_find() - where an instruction may have been decoded before
 * @ip: its address
 * @nested: 0, or which of the spare entries to use, from 1
 *
 * Context: page fault, interrupts off.
 * Return: the entry; the caller compares the code, and fills the entry in when
 * it is another instruction's.
 */
static __always_inline struct mmt_site *mmt_site_find(unsigned long ip,
						      unsigned int nested)
{
	unsigned int slot = ip & ((1 << MMT_SITE_BITS) - 1);

	if (unlikely(nested))
		slot = (1 << MMT_SITE_BITS) - 1 + nested;
	return this_cpu_ptr(mmt_sites) + slot;
}

int mmt_site_init(void);
void mmt_site_reset(void);
void mmt_site_exit(void);

#endif
