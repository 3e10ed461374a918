/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_MAPPING_H
#define MMT_MAPPING_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "mmiotrace/probe.h"
#include "sink.h"

struct mmt_session;
struct vm_struct;

/**
 * struct mmt_part - a part of a mapping that a session wants
 * @probe: its probe
 * @sink: where that one's accesses go
 */
struct mmt_part {
	struct mmiotrace_probe probe;
	struct mmt_sink sink;
};

/**
 * struct mmt_mapping - one ioremap(), traced for one session
 * @list: in the list of all, or of those that are gone; under mmt_mapping_lock
 * @session: whose; not looked at in the list of those that are gone
 * @said: what the trace says of it
 * @base: first address of the VM area
 * @nr_parts: how many @parts
 * @parts: what is traced; their probes are registered
 *
 * All but @list is fixed once it is in the list.
 */
struct mmt_mapping {
	struct list_head list;
	struct mmt_session *session;
	struct mmt_map_event said;
	unsigned long base;
	unsigned int nr_parts;
	struct mmt_part parts[];
};

/* Serialises all sessions' mappings; before mmt_probe_lock. May be slept on. */
extern struct mutex mmt_mapping_lock;

void mmt_mapping_new(const struct vm_struct *vm, unsigned long virt,
		     phys_addr_t phys, unsigned long len);
void mmt_mapping_gone(unsigned long base);
void mmt_mapping_remove_all(struct mmt_session *session);
void mmt_mapping_find_existing(struct mmt_session *session);
void mmt_mapping_reset(void);

#endif
