// SPDX-License-Identifier: GPL-2.0
#include "symbols.h"

#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/printk.h>
#include <linux/screen_info.h>
#include <linux/stringify.h>
#include <linux/utsname.h>

#include "../inject.h"

DEFINE_STATIC_CALL_NULL(mmt_find_vm_area, find_vm_area);
DEFINE_STATIC_CALL_NULL(mmt_get_vm_area_caller, get_vm_area_caller);
DEFINE_STATIC_CALL_NULL(mmt_flush_tlb_kernel_range, mmt_flush_tlb_prototype);
DEFINE_STATIC_CALL_NULL(mmt_memtype_reserve, memtype_reserve);
DEFINE_STATIC_CALL_NULL(mmt_memtype_free, memtype_free);
DEFINE_STATIC_CALL_NULL(mmt__set_memory_uc, _set_memory_uc);
DEFINE_STATIC_CALL_NULL(mmt__set_memory_wc, _set_memory_wc);
DEFINE_STATIC_CALL_NULL(mmt__set_memory_wb, _set_memory_wb);
DEFINE_STATIC_CALL_NULL(mmt_map_page_range, mmt_map_page_range_name);

DEFINE_STATIC_CALL_NULL(mmt_kallsyms_lookup_name, kallsyms_lookup_name);
DEFINE_STATIC_CALL_NULL(mmt_kallsyms_size, kallsyms_lookup_size_offset);

struct mmt_symbols mmt_symbols;

/*
 * kprobes resolve any name; on kernels with IBT they answer with the address
 * behind ENDBR, which a direct call may enter as well.
 */
static int find_kallsyms(void)
{
	struct kprobe kp = { .symbol_name = "kallsyms_lookup_name" };
	int err = mmt_register_kprobe(&kp);

	if (err)
		return err;
	unregister_kprobe(&kp);
	static_call_update(mmt_kallsyms_lookup_name, (void *)kp.addr);
	return 0;
}

/**
 * mmt_symbol() - address of a function or variable of the kernel, 0 for none
 * @name: its name
 *
 * Context: process, after mmt_symbols_find().
 */
unsigned long mmt_symbol(const char *name)
{
	return static_call(mmt_kallsyms_lookup_name)(name);
}

static unsigned long find(const char *name)
{
	unsigned long addr = mmt_symbol(name);

	if (!addr)
		pr_err("not loaded: kernel %s has no symbol %s" MMT_REPORT "\n",
		       init_utsname()->release, name);
	return addr;
}

/* KMMIO_PAGE_TABLE_SIZE in the kernel's arch/x86/mm/kmmio.c */
#define KMMIO_TABLE_SIZE	16ul

/*
 * The original kmmio_handler() walks this table while kmmio_count is not zero,
 * and the kernel sets its heads up only when its own tracer is first used. Ours
 * stands before it; but should it ever be called, it must not find NULL.
 */
static int init_kmmio_table(void)
{
	unsigned long addr = find("kmmio_page_table"), size, offset;
	struct list_head *head = (void *)addr;
	unsigned int i;

	if (!addr || !static_call(mmt_kallsyms_size)(addr, &size, &offset))
		return -ENOENT;
	/* The size is the distance to the next symbol: padding is in it. */
	for (i = 0; i < min(KMMIO_TABLE_SIZE, size / sizeof(*head)); i++)
		if (!head[i].next)
			INIT_LIST_HEAD(&head[i]);
	return 0;
}

/**
 * mmt_hpet_range() - physical addresses of the HPET, zeros for none
 *
 * Context: any.
 */
struct range mmt_hpet_range(void)
{
	struct range range = {};

	if (mmt_symbols.hpet_address && *mmt_symbols.hpet_address) {
		range.start = *mmt_symbols.hpet_address;
		range.end = range.start + PAGE_SIZE - 1;
	}
	return range;
}

/**
 * mmt_framebuffer_range() - physical addresses of the boot's framebuffer, zeros
 * for none
 *
 * Context: any.
 */
struct range mmt_framebuffer_range(void)
{
	const struct screen_info *screen = mmt_symbols.screen_info;
	struct range range = {};
	u64 size;

	if (!screen || (screen->orig_video_isVGA != VIDEO_TYPE_VLFB &&
			screen->orig_video_isVGA != VIDEO_TYPE_EFI))
		return range;
	size = screen->lfb_size;
	if (screen->orig_video_isVGA == VIDEO_TYPE_VLFB)
		size <<= 16;	/* in units of 64 KiB then */
	range.start = screen->lfb_base | (u64)screen->ext_lfb_base << 32;
	if (size)
		range.end = range.start + size - 1;
	return range;
}

/**
 * mmt_symbols_find() - look up everything that is found by name
 *
 * Context: process context, may sleep.
 * Return: 0, or -ENOENT after a line in the log that names what is missing.
 */
int mmt_symbols_find(void)
{
	struct mmt_symbols *s = &mmt_symbols;
	unsigned long addr;
	int err;

	err = find_kallsyms();
	if (err) {
		pr_err("not loaded: kernel %s does not let us find symbols (kprobes: error %d)" MMT_REPORT "\n",
		       init_utsname()->release, err);
		return err;
	}

	addr = find("kallsyms_lookup_size_offset");
	if (!addr)
		return -ENOENT;
	static_call_update(mmt_kallsyms_size, (void *)addr);
	if (!MMT_FIND_CALL(find, find_vm_area) ||
	    !MMT_FIND_CALL(find, get_vm_area_caller) ||
	    !MMT_FIND_CALL(find, flush_tlb_kernel_range) ||
	    !MMT_FIND_CALL(find, memtype_reserve) ||
	    !MMT_FIND_CALL(find, memtype_free) ||
	    !MMT_FIND_CALL(find, _set_memory_uc) ||
	    !MMT_FIND_CALL(find, _set_memory_wc) ||
	    !MMT_FIND_CALL(find, _set_memory_wb))
		return -ENOENT;
	addr = find(__stringify(mmt_map_page_range_name));
	if (!addr)
		return -ENOENT;
	static_call_update(mmt_map_page_range, (void *)addr);

	s->kmmio_count = (void *)find("kmmio_count");
	s->init_mm = (void *)find("init_mm");
	s->tracer_enabled = (void *)find("mmiotrace_enabled");
	s->tracer_mutex = (void *)find("mmiotrace_mutex");
	s->ftrace_enabled = (void *)find("ftrace_enabled");
	s->current_kprobe = (void __percpu *)find("current_kprobe");
	s->kprobe_ctlblk = (void __percpu *)find("kprobe_ctlblk");
	s->hpet_address = (void *)mmt_symbol("hpet_address");
	/* The second since 7.0, see canary.c. */
	s->screen_info = (void *)(mmt_symbol("screen_info") ?:
				  mmt_symbol("sysfb_primary_display"));
	s->kmmio_handler = find("kmmio_handler");
	s->ioremap = find("mmiotrace_ioremap");
	s->iounmap = find("mmiotrace_iounmap");
	s->set_memory[MMT_MEMTYPE_UC] = find("set_memory_uc");
	s->set_memory[MMT_MEMTYPE_WC] = find("set_memory_wc");
	s->set_memory[MMT_MEMTYPE_WB] = find("set_memory_wb");
	if (!s->kmmio_count || !s->init_mm || !s->tracer_enabled ||
	    !s->ftrace_enabled || !s->tracer_mutex || !s->current_kprobe || !s->kprobe_ctlblk ||
	    !s->kmmio_handler || !s->ioremap || !s->iounmap ||
	    !s->set_memory[MMT_MEMTYPE_UC] || !s->set_memory[MMT_MEMTYPE_WC] ||
	    !s->set_memory[MMT_MEMTYPE_WB])
		return -ENOENT;
	return init_kmmio_table();
}
