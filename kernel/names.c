// SPDX-License-Identifier: GPL-2.0
/* Names of the code that touches devices, for the trace. */
#include "names.h"

#include <linux/hash.h>
#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/string.h>

#include "events.h"

/*
 * Code addresses that have touched a device, so that their names can go into
 * the trace before a driver is unloaded and takes its names with it. Open
 * addressing; a slot is claimed once with cmpxchg, from zero, by any CPU in any
 * context, and cleared only while no session runs. A site that finds no slot
 * goes without a name.
 */
#define SITE_BITS	12
#define SITE_TRIES	8
static unsigned long sites[1 << SITE_BITS];

/**
 * mmt_names_note() - remember that this code touches devices
 * @pc: its address
 *
 * Context: any.
 */
void mmt_names_note(unsigned long pc)
{
	u32 slot = hash_long(pc, SITE_BITS);
	int i;

	for (i = 0; i < SITE_TRIES; i++) {
		unsigned long *site = &sites[(slot + i) % ARRAY_SIZE(sites)];
		unsigned long old = READ_ONCE(*site);

		if (!old)
			old = cmpxchg(site, 0, pc);
		if (!old || old == pc)
			return;
	}
}

static void record_symbol(unsigned long pc)
{
	char name[KSYM_SYMBOL_LEN];

	sprint_symbol(name, pc);
	/* Code that is gone has no name any more; it was given in time. */
	if (strncmp(name, "0x", 2))
		trace_mmio_symbol(pc, name);
}

/**
 * mmt_names_record() - put the names of code seen so far into the trace
 * @mod: only code of this module, which is about to go; NULL for all
 *
 * Context: process, may sleep.
 */
void mmt_names_record(const struct module *mod)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sites); i++) {
		unsigned long pc = READ_ONCE(sites[i]);

		if (!pc || (mod && !within_module(pc, mod)))
			continue;
		record_symbol(pc);
	}
}

/** mmt_names_reset() - forget all; process context, no session runs */
void mmt_names_reset(void)
{
	memset(sites, 0, sizeof(sites));
}
