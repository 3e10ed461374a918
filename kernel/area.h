/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_AREA_H
#define MMT_AREA_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>

struct mmt_page;
struct mmt_sink;
struct vm_struct;

/**
 * struct mmt_area - a VM area with device memory that has probes
 * @list: in the list of all, or of those that are dead; under mmt_probe_lock
 * @probes: struct mmiotrace_probe.node; changed under mmt_probe_lock, read under
 *	RCU with interrupts off
 * @nr_probes: how many; under mmt_probe_lock
 * @befores: how many @probes want to know before an access; under
 *	mmt_probe_lock, read anywhere
 * @only: the sink of the only one of @probes, else NULL; as @probes
 * @base: first address
 * @size: bytes, whole pages
 * @phys: physical address of @base
 * @delta: added to an address of the area, gives that of the private mapping
 *	of the same byte
 * @alias: the private mapping
 * @changed: attributes of @alias were changed; under mmt_probe_lock
 * @split: some of @pages are; the same
 * @writable: no page of it is read-only
 * @clock: the system's clock may be read here, see clock_level()
 * @nr_pages: how many @pages
 * @pages: its fault pages, by address; armed those that probes want, or parts
 *	of them
 *
 * What names no protection is fixed before the first page is published.
 */
struct mmt_area {
	struct list_head list;
	struct hlist_head probes;
	unsigned int nr_probes;
	unsigned int befores;
	const struct mmt_sink *only;
	unsigned long base;
	unsigned long size;
	phys_addr_t phys;
	unsigned long delta;
	struct vm_struct *alias;
	bool changed;
	bool split;
	bool writable;
	bool clock;
	unsigned int nr_pages;
	struct mmt_page *pages;
};

/* Serialises everything that arms, disarms, adds or removes. May be slept on. */
extern struct mutex mmt_probe_lock;

struct mmt_area *mmt_area_find(unsigned long base);
struct mmt_area *mmt_area_around(unsigned long addr);
struct mmt_area *mmt_area_create(const struct vm_struct *vm);
void mmt_area_detach(struct mmt_area *area, struct list_head *dead);
void mmt_area_free(struct mmt_area *area);
int mmt_area_arm(struct mmt_area *area, unsigned long addr, unsigned long len);
void mmt_area_disarm(struct mmt_area *area, unsigned long addr,
		     unsigned long len);
void mmt_area_unpublish(struct mmt_area *area);
int mmt_area_change(struct mmt_area *area, unsigned long addr,
		    unsigned long len,
		    int (*change)(unsigned long addr, int numpages));

#endif
