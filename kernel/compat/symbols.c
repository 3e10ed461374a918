// SPDX-License-Identifier: GPL-2.0
#include "symbols.h"

#include <linux/kallsyms.h>
#include <linux/kprobes.h>
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
DEFINE_STATIC_CALL_NULL(mmt_user_fault, mmt_page_fault_prototype);

DEFINE_STATIC_CALL_NULL(mmt_kallsyms_lookup_name, kallsyms_lookup_name);

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

	addr = mmt_symbol("do_user_addr_fault");
	if (addr)
		static_call_update(mmt_user_fault, (void *)addr);

	s->init_mm = (void *)find("init_mm");
	s->ftrace_enabled = (void *)find("ftrace_enabled");
	s->current_kprobe = (void __percpu *)find("current_kprobe");
	s->kprobe_ctlblk = (void __percpu *)find("kprobe_ctlblk");
	s->tracer_enabled = (void *)mmt_symbol("mmiotrace_enabled");
	s->hpet_address = (void *)mmt_symbol("hpet_address");
	/* The second since 7.0, see canary.c. */
	s->screen_info = (void *)(mmt_symbol("screen_info") ?:
				  mmt_symbol("sysfb_primary_display"));
	return s->init_mm && s->ftrace_enabled && s->current_kprobe &&
	       s->kprobe_ctlblk ? 0 : -ENOENT;
}
