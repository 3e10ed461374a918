/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_MAPPING_H
#define MMT_MAPPING_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "mmiotrace/probe.h"

struct vm_struct;

/**
 * struct mmt_place - where in the PCI world a physical address lies
 * @domain: PCI domain
 * @bus: bus number
 * @devfn: device and function
 * @bar: 0 to 5, 6 for the ROM, -1 when it is no PCI memory at all
 */
struct mmt_place {
	u32 domain;
	u8 bus;
	u8 devfn;
	s8 bar;
};

/**
 * struct mmt_part - a part of a mapping that the session wants
 * @probe: its probe
 * @map: number of the mapping in the trace
 * @told: last address of the part before, 0 for none: an access that reaches
 *	into both belongs to the first
 */
struct mmt_part {
	struct mmiotrace_probe probe;
	u32 map;
	unsigned long told;
};

/**
 * struct mmt_mapping - one traced ioremap()
 * @list: in the list of all, under mmt_mapping_lock
 * @id: number in the trace, from 1, never used twice in a session
 * @virt: what ioremap() returned
 * @phys: bus address of @virt
 * @len: bytes that it was asked for
 * @base: first address of the VM area
 * @place: which device and BAR
 * @nr_parts: how many @parts
 * @parts: what is traced; their probes are registered
 *
 * All but @list is fixed once it is in the list.
 */
struct mmt_mapping {
	struct list_head list;
	u32 id;
	unsigned long virt;
	phys_addr_t phys;
	unsigned long len;
	unsigned long base;
	struct mmt_place place;
	unsigned int nr_parts;
	struct mmt_part parts[];
};

/* Serialises the session's mappings; before mmt_probe_lock. May be slept on. */
extern struct mutex mmt_mapping_lock;
/* How many there are, under mmt_mapping_lock. */
extern unsigned int mmt_nr_mappings;

int mmt_mapping_trace(const struct vm_struct *vm, unsigned long virt,
		      phys_addr_t phys, unsigned long len, bool existing);
void mmt_mapping_gone(unsigned long base);
void mmt_mapping_remove_all(void);
void mmt_mapping_find_existing(void);

#endif
