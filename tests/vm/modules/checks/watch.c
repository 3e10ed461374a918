// SPDX-License-Identifier: GPL-2.0
/* What the checks are made of: mappings, probes that remember, the engine's state. */
#include <linux/kdebug.h>
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/notifier.h>
#include <linux/string.h>
#include <asm/trapnr.h>

#include "area.h"
#include "checks.h"

/* Under run_lock in main.c, as all that a check makes. */
static LIST_HEAD(watches);
static void *mappings[64];

/**
 * map_as() - map a part of the device's memory
 * @offset: first byte
 * @len: bytes
 * @how: ioremap() or one of its family
 *
 * Return: the address, or NULL; undo_all() unmaps it.
 */
void *map_as(u64 offset, unsigned long len,
	     void __iomem *(*how)(resource_size_t phys, unsigned long len))
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mappings); i++) {
		if (mappings[i])
			continue;
		mappings[i] = (__force void *)how(device_phys + offset, len);
		return mappings[i];
	}
	return NULL;
}

/** map() - map_as() with ioremap() */
void *map(u64 offset, unsigned long len)
{
	return map_as(offset, len, ioremap);
}

/** unmap() - undo map() */
void unmap(void *addr)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mappings); i++)
		if (mappings[i] == addr)
			mappings[i] = NULL;
	iounmap((void __iomem *)addr);
}

static void remember(struct mmiotrace_probe *probe,
		     const struct mmiotrace_access *access,
		     const struct pt_regs *regs, bool after)
{
	struct watch *watch = container_of(probe, struct watch, probe);
	int n = atomic_inc_return(&watch->count) - 1;
	struct sight none = {}, *sight = n < MAX_SIGHTS ? &watch->sights[n] : &none;

	sight->access = *access;
	sight->after = after;
	sight->regs_ip = regs->ip;
	if (access->bytes)
		memcpy(sight->bytes, access->bytes, access->width);
	if (watch->plain)
		sight->memory = *(const volatile u64 *)watch->plain;
	if (watch->hook)
		watch->hook(watch, sight);
}

static void before_handler(struct mmiotrace_probe *probe,
			   const struct mmiotrace_access *access,
			   const struct pt_regs *regs)
{
	remember(probe, access, regs, false);
}

static void after_handler(struct mmiotrace_probe *probe,
			  const struct mmiotrace_access *access,
			  const struct pt_regs *regs)
{
	remember(probe, access, regs, true);
}

/**
 * watch() - register a probe
 * @watch: zeroed, or unwatch()ed before
 * @addr: first byte
 * @len: bytes
 * @handlers: BEFORE, AFTER or both
 *
 * Return: what mmiotrace_register_probe() says; undo_all() unregisters it.
 */
int watch(struct watch *watch, const void *addr, unsigned long len,
	  unsigned int handlers)
{
	int err;

	watch->probe = (struct mmiotrace_probe) {
		.addr = (unsigned long)addr,
		.len = len,
		.before = handlers & BEFORE ? before_handler : NULL,
		.after = handlers & AFTER ? after_handler : NULL,
	};
	forget(watch);
	err = mmiotrace_register_probe(&watch->probe);
	if (!err)
		list_add(&watch->list, &watches);
	return err;
}

/** unwatch() - undo watch() */
void unwatch(struct watch *watch)
{
	list_del(&watch->list);
	mmiotrace_unregister_probe(&watch->probe);
}

/** forget() - as if nothing had been seen yet */
void forget(struct watch *watch)
{
	atomic_set(&watch->count, 0);
	memset(watch->sights, 0, sizeof(watch->sights));
}

/** undo_all() - unwatch and unmap what is left */
void undo_all(void)
{
	unsigned int i;

	while (!list_empty(&watches))
		unwatch(list_first_entry(&watches, struct watch, list));
	for (i = 0; i < ARRAY_SIZE(mappings); i++)
		if (mappings[i])
			unmap(mappings[i]);
}

/* The engine's own state, which it exports to nobody. */
static struct {
	atomic_t *armed;
	atomic_t *countdown;
	struct list_head *areas;
	int *bus_owner;
	void (*fault)(struct pt_regs *regs, unsigned long error,
		      unsigned long addr);
	int (*exception)(struct notifier_block *nb, unsigned long event,
			 void *data);
} engine;

/*
 * Data cannot be probed; but before kprobes say so they have looked the name up,
 * which nothing else does for a module any more.
 */
static void *symbol(const char *name)
{
	struct kprobe kp = { .symbol_name = name };

	if (!register_kprobe(&kp)) {
		unregister_kprobe(&kp);
		return NULL;
	}
	if (!kp.addr)
		pr_err("there is no %s\n", name);
	return kp.addr;
}

/** find_engine() - 0, or -ENOENT when mmiotrace is not what we think */
int find_engine(void)
{
	engine.armed = symbol("mmiotrace:mmt_armed_pages");
	engine.countdown = symbol("mmiotrace:countdown");
	engine.areas = symbol("mmiotrace:areas");
	engine.bus_owner = symbol("mmiotrace:mmt_bus_owner");
	engine.fault = symbol("mmiotrace:mmt_wrapper_page_fault");
	engine.exception = symbol("mmiotrace:exception");
	return engine.armed && engine.countdown && engine.areas &&
	       engine.bus_owner && engine.fault && engine.exception ? 0 : -ENOENT;
}

/** traces_now() - what the engine has armed and allocated */
struct traces traces_now(void)
{
	struct traces t = {
		.armed = atomic_read(engine.armed),
	};
	struct list_head *area;

	/* Nobody else registers anything while a check runs. */
	list_for_each(area, engine.areas)
		t.areas++;
	return t;
}

/** same_traces() - nothing more and nothing less */
bool same_traces(struct traces a, struct traces b)
{
	return a.armed == b.armed && a.areas == b.areas;
}

/** area_of() - the engine's area of a watched mapping, or NULL */
struct mmt_area *area_of(const void *addr)
{
	struct mmt_area *area;

	list_for_each_entry(area, engine.areas, list)
		if ((unsigned long)addr - area->base < area->size)
			return area;
	return NULL;
}

/** is_present() - is the page of this address present, hence not armed? */
bool is_present(const void *addr)
{
	unsigned int level;
	pte_t *pte = lookup_address((unsigned long)addr, &level);

	return pte && (pte_val(*pte) & _PAGE_PRESENT);
}

/** fail_allocation() - fail the engine's @n-th allocation from now, 0: none */
void fail_allocation(int n)
{
	atomic_set(engine.countdown, n);
}

/** give_bus_to() - let a CPU own the bus, which knows nothing of it; -1: nobody */
void give_bus_to(int cpu)
{
	WRITE_ONCE(*engine.bus_owner, cpu);
}

/** engine_fault() - what the kernel does for a page fault; interrupts off */
void engine_fault(struct pt_regs *regs, unsigned long addr)
{
	engine.fault(regs, 0, addr);
}

/** engine_exception() - tell it of an exception in what it steps; interrupts off */
void engine_exception(struct pt_regs *regs)
{
	struct die_args args = { .regs = regs, .trapnr = X86_TRAP_UD };

	engine.exception(NULL, DIE_TRAP, &args);
}

/** peek() - read from the device */
u64 peek(const void *addr, unsigned int width, unsigned long *ip)
{
	u64 value = 0;

	switch (width) {
	case 1:
		asm volatile("lea 1f(%%rip), %[ip]\n1: movb (%[p]), %b[v]"
			     : [ip] "=&r" (*ip), [v] "+q" (value)
			     : [p] "r" (addr) : "memory");
		break;
	case 2:
		asm volatile("lea 1f(%%rip), %[ip]\n1: movw (%[p]), %w[v]"
			     : [ip] "=&r" (*ip), [v] "+r" (value)
			     : [p] "r" (addr) : "memory");
		break;
	case 4:
		asm volatile("lea 1f(%%rip), %[ip]\n1: movl (%[p]), %k[v]"
			     : [ip] "=&r" (*ip), [v] "+r" (value)
			     : [p] "r" (addr) : "memory");
		break;
	case 8:
		asm volatile("lea 1f(%%rip), %[ip]\n1: movq (%[p]), %q[v]"
			     : [ip] "=&r" (*ip), [v] "+r" (value)
			     : [p] "r" (addr) : "memory");
		break;
	}
	return value;
}

/** poke() - write to the device */
void poke(void *addr, unsigned int width, u64 value, unsigned long *ip)
{
	switch (width) {
	case 1:
		asm volatile("lea 1f(%%rip), %[ip]\n1: movb %b[v], (%[p])"
			     : [ip] "=&r" (*ip)
			     : [p] "r" (addr), [v] "q" (value) : "memory");
		break;
	case 2:
		asm volatile("lea 1f(%%rip), %[ip]\n1: movw %w[v], (%[p])"
			     : [ip] "=&r" (*ip)
			     : [p] "r" (addr), [v] "r" (value) : "memory");
		break;
	case 4:
		asm volatile("lea 1f(%%rip), %[ip]\n1: movl %k[v], (%[p])"
			     : [ip] "=&r" (*ip)
			     : [p] "r" (addr), [v] "r" (value) : "memory");
		break;
	case 8:
		asm volatile("lea 1f(%%rip), %[ip]\n1: movq %q[v], (%[p])"
			     : [ip] "=&r" (*ip)
			     : [p] "r" (addr), [v] "r" (value) : "memory");
		break;
	}
}
