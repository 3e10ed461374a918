// SPDX-License-Identifier: GPL-2.0
#include "symbols.h"

#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/printk.h>

DEFINE_STATIC_CALL_NULL(mmt_find_vm_area, find_vm_area);
DEFINE_STATIC_CALL_NULL(mmt_get_vm_area_caller, get_vm_area_caller);
DEFINE_STATIC_CALL_NULL(mmt_flush_tlb_kernel_range, mmt_flush_tlb_prototype);

DEFINE_STATIC_CALL_NULL(mmt_kallsyms_lookup_name, kallsyms_lookup_name);

struct mmt_symbols mmt_symbols;

/*
 * kprobes resolve any name; on kernels with IBT they answer with the address
 * behind ENDBR, which a direct call may enter as well.
 */
static int find_kallsyms(void)
{
	struct kprobe kp = { .symbol_name = "kallsyms_lookup_name" };
	int err = register_kprobe(&kp);

	if (err)
		return err;
	unregister_kprobe(&kp);
	static_call_update(mmt_kallsyms_lookup_name, (void *)kp.addr);
	return 0;
}

static unsigned long find(const char *name)
{
	unsigned long addr = static_call(mmt_kallsyms_lookup_name)(name);

	if (!addr)
		pr_err("this kernel has no symbol %s: cannot trace\n", name);
	return addr;
}

#define FIND_CALL(name) ({					\
	unsigned long addr = find(#name);			\
	if (addr)						\
		static_call_update(mmt_##name, (void *)addr);	\
	addr;							\
})

/**
 * mmt_symbols_find() - look up everything that is found by name
 *
 * Context: process context, may sleep.
 * Return: 0, or -ENOENT after a line in the log that names what is missing.
 */
int mmt_symbols_find(void)
{
	struct mmt_symbols *s = &mmt_symbols;
	int err;

	err = find_kallsyms();
	if (err) {
		pr_err("cannot find kernel symbols (kprobes: error %d)\n", err);
		return err;
	}

	if (!FIND_CALL(find_vm_area) ||
	    !FIND_CALL(get_vm_area_caller) ||
	    !FIND_CALL(flush_tlb_kernel_range))
		return -ENOENT;

	s->kmmio_count = (void *)find("kmmio_count");
	s->init_mm = (void *)find("init_mm");
	s->tracer_enabled = (void *)find("mmiotrace_enabled");
	s->hpet_address = (void *)
		static_call(mmt_kallsyms_lookup_name)("hpet_address");
	s->kmmio_handler = find("kmmio_handler");
	s->ioremap = find("mmiotrace_ioremap");
	s->iounmap = find("mmiotrace_iounmap");
	if (!s->kmmio_count || !s->init_mm || !s->tracer_enabled ||
	    !s->kmmio_handler || !s->ioremap || !s->iounmap)
		return -ENOENT;
	return 0;
}
