/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel functions and variables that are not exported, found by name when the
 * module is loaded.
 *
 * Functions are called through static calls, never through pointers: on
 * kernels with IBT the unexported ones lose their ENDBR at boot, and an
 * indirect call to one is a fatal #CP. Each static call takes its type from
 * the kernel's own prototype, so a changed signature breaks the build.
 */
#ifndef MMT_COMPAT_SYMBOLS_H
#define MMT_COMPAT_SYMBOLS_H

#include <linux/mm_types.h>
#include <linux/range.h>
#include <linux/static_call.h>
#include <linux/io.h>
#include <linux/version.h>
#include <linux/vmalloc.h>
#include <asm/memtype.h>
#include <asm/set_memory.h>

struct kprobe;
struct kprobe_ctlblk;
struct pt_regs;
struct screen_info;

DECLARE_STATIC_CALL(mmt_find_vm_area, find_vm_area);
DECLARE_STATIC_CALL(mmt_get_vm_area_caller, get_vm_area_caller);
DECLARE_STATIC_CALL(mmt_memtype_reserve, memtype_reserve);
DECLARE_STATIC_CALL(mmt_memtype_free, memtype_free);
DECLARE_STATIC_CALL(mmt__set_memory_uc, _set_memory_uc);
DECLARE_STATIC_CALL(mmt__set_memory_wc, _set_memory_wc);
DECLARE_STATIC_CALL(mmt__set_memory_wb, _set_memory_wb);

/* 6.9 made the other one insist on a whole VM area. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
#define mmt_map_page_range_name	vmap_page_range
#else
#define mmt_map_page_range_name	ioremap_page_range
#endif
DECLARE_STATIC_CALL(mmt_map_page_range, mmt_map_page_range_name);

/* <asm/tlbflush.h> hides it from modules; canary.c compares the two. */
void mmt_flush_tlb_prototype(unsigned long start, unsigned long end);
DECLARE_STATIC_CALL(mmt_flush_tlb_kernel_range, mmt_flush_tlb_prototype);

/* Static in arch/x86/mm/fault.c, and its like; NULL where the compiler has inlined it. */
void mmt_page_fault_prototype(struct pt_regs *regs, unsigned long error,
			      unsigned long addr);
DECLARE_STATIC_CALL(mmt_user_fault, mmt_page_fault_prototype);

/* What a driver may make of a mapping: set_memory_uc() and so on. */
enum mmt_memtype {
	MMT_MEMTYPE_UC,
	MMT_MEMTYPE_WC,
	MMT_MEMTYPE_WB,
	MMT_NR_MEMTYPES
};

/**
 * struct mmt_symbols - addresses found by name
 * @init_mm: the kernel's own address space (mm/init-mm.c)
 * @ftrace_enabled: ftrace is not switched off (kernel/trace/ftrace.c)
 * @tracer_enabled: the kernel's own mmiotrace tracer is in use
 *	(arch/x86/mm/mmio-mod.c), or NULL on a kernel built without
 * @current_kprobe: the kprobe that this CPU is at (kernel/kprobes.c)
 * @kprobe_ctlblk: how far it is with it (arch/x86/kernel/kprobes/core.c)
 * @hpet_address: physical address of the HPET (arch/x86/kernel/hpet.c), or
 *	NULL on a kernel built without
 * @screen_info: the boot's framebuffer (arch/x86/kernel/setup.c), or NULL
 *
 * Written once by mmt_symbols_find(), read-only afterwards.
 */
struct mmt_symbols {
	struct mm_struct *init_mm;
	int *ftrace_enabled;
	atomic_t *tracer_enabled;
	struct kprobe * __percpu *current_kprobe;
	struct kprobe_ctlblk __percpu *kprobe_ctlblk;
	unsigned long *hpet_address;
	struct screen_info *screen_info;
};

extern struct mmt_symbols mmt_symbols;

/* Ends a line about a kernel that nobody has tried; the line has its release. */
#define MMT_REPORT	"; please report this line, and what lscpu prints"

int mmt_symbols_find(void);
unsigned long mmt_symbol(const char *name);

/* Points static call mmt_NAME at the function that @find finds; 0 for none. */
#define MMT_FIND_CALL(find, name) ({				\
	unsigned long addr = find(#name);			\
	if (addr)						\
		static_call_update(mmt_##name, (void *)addr);	\
	addr;							\
})

struct range mmt_hpet_range(void);
struct range mmt_framebuffer_range(void);

#endif
