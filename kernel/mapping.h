/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_MAPPING_H
#define MMT_MAPPING_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>

struct mmt_page;
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
 * struct mmt_mapping - one traced ioremap()
 * @list: in mmt_mappings, under mmt_mapping_lock
 * @id: number in the trace, from 1, never used twice in a session
 * @virt: what ioremap() returned
 * @phys: bus address of @virt
 * @len: bytes that it was asked for
 * @base: @virt rounded down to a page
 * @base_phys: bus address of @base
 * @size: bytes from @base to the end of the last page
 * @delta: added to an address of the mapping, gives that of the private
 *	mapping of the same bytes
 * @alias: the private mapping
 * @whole: every access is wanted, no need to ask the session's filters
 * @writable: no page of it is read-only
 * @place: which device and BAR
 * @nr_pages: how many @pages
 * @pages: its fault pages
 *
 * All but @list is fixed before the first page is published.
 */
struct mmt_mapping {
	struct list_head list;
	u32 id;
	unsigned long virt;
	phys_addr_t phys;
	unsigned long len;
	unsigned long base;
	phys_addr_t base_phys;
	unsigned long size;
	unsigned long delta;
	struct vm_struct *alias;
	bool whole;
	bool writable;
	struct mmt_place place;
	unsigned int nr_pages;
	struct mmt_page *pages;
};

/* Serialises everything that arms, disarms, adds or removes. May be slept on. */
extern struct mutex mmt_mapping_lock;
/* Live mappings and their number, under mmt_mapping_lock. */
extern struct list_head mmt_mappings;
extern unsigned int mmt_nr_mappings;

int mmt_mapping_trace(unsigned long virt, phys_addr_t phys, unsigned long len,
		      unsigned long caller, bool existing);
void mmt_mapping_add(unsigned long virt, phys_addr_t phys, unsigned long len,
		     unsigned long caller, bool existing);
void mmt_mapping_gone(unsigned long virt);
void mmt_mapping_remove_all(void);
void mmt_mapping_find_existing(void);

#endif
