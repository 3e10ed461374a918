// SPDX-License-Identifier: GPL-2.0
/* Names of the code that touches devices, for the trace. */
#include "names.h"

#include <linux/hash.h>
#include <linux/irqflags.h>
#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/string.h>

#include "events.h"

/*
 * Code addresses that have touched a device, of all sessions that run, so that
 * their names can go into the trace before a driver is unloaded and takes its names
 * with it. Open addressing; an entry is claimed once with cmpxchg, from zero, by any
 * CPU in any context, and cleared only while no session runs. Code for which there is
 * none left goes without a name.
 */
#define CODE_BITS	12
#define CODE_TRIES	8
static unsigned long code[1 << CODE_BITS];

/* Too long for a stack that page faults may have. Used with interrupts off, not in an NMI. */
static DEFINE_PER_CPU(char [KSYM_SYMBOL_LEN], name_room);

/* Returns false when the code was there before, or finds no room. */
static bool claim(unsigned long pc)
{
	u32 first = hash_long(pc, CODE_BITS);
	int i;

	for (i = 0; i < CODE_TRIES; i++) {
		unsigned long *place = &code[(first + i) % ARRAY_SIZE(code)];
		unsigned long old = READ_ONCE(*place);

		if (!old)
			old = cmpxchg(place, 0, pc);
		if (!old)
			return true;
		if (old == pc)
			return false;
	}
	return false;
}

/*
 * NULL for code that is gone; its name was given in time. The kernel takes no lock for
 * that, for its own stack traces in an NMI.
 */
static const char *name_of(unsigned long pc)
{
	char *name = *this_cpu_ptr(&name_room);

	sprint_symbol(name, pc);
	return strncmp(name, "0x", 2) ? name : NULL;
}

/**
 * mmt_names_note() - remember that this code touches devices
 * @pc: its address
 * @quiet: that is all; else its name goes into the trace when it is seen first, so
 *	that it is there whatever happens to the machine in the access
 *
 * Context: any; unless @quiet not an NMI, and not inside the tracing code.
 */
void mmt_names_note(unsigned long pc, bool quiet)
{
	unsigned long flags;
	const char *name;

	if (!claim(pc) || quiet || !mmt_event_symbol_wanted())
		return;
	local_irq_save(flags);
	name = name_of(pc);
	if (name)
		mmt_event_new_symbol(pc, name);
	local_irq_restore(flags);
}

static void record_symbol(const struct mmt_instance *instance, unsigned long pc)
{
	unsigned long flags;
	const char *name;

	local_irq_save(flags);
	name = name_of(pc);
	if (name)
		mmt_event_symbol(instance, pc, name);
	local_irq_restore(flags);
}

/**
 * mmt_names_record() - put the names of code seen so far into the trace
 * @instance: of a session, or NULL
 * @mod: only code of this module, which is about to go; NULL for all
 *
 * Context: process, may sleep.
 */
void mmt_names_record(const struct mmt_instance *instance,
		      const struct module *mod)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(code); i++) {
		unsigned long pc = READ_ONCE(code[i]);

		if (!pc || (mod && !within_module(pc, mod)))
			continue;
		record_symbol(instance, pc);
	}
}

/** mmt_names_reset() - forget all; process context, no session runs */
void mmt_names_reset(void)
{
	memset(code, 0, sizeof(code));
}
