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
#include <linux/mmiotrace.h>
#include <linux/range.h>
#include <linux/static_call.h>
#include <linux/io.h>
#include <linux/version.h>
#include <linux/vmalloc.h>
#include <asm/memtype.h>
#include <asm/set_memory.h>

struct kprobe;
struct kprobe_ctlblk;
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

/* What a driver may make of a mapping: set_memory_uc() and so on. */
enum mmt_memtype {
	MMT_MEMTYPE_UC,
	MMT_MEMTYPE_WC,
	MMT_MEMTYPE_WB,
	MMT_NR_MEMTYPES
};

/**
 * struct mmt_symbols - addresses found by name
 * @kmmio_count: while not zero, every page fault calls kmmio_handler()
 *	(arch/x86/mm/kmmio.c); ours to raise between start and stop
 * @init_mm: the kernel's own address space (mm/init-mm.c)
 * @tracer_enabled: the kernel's own mmiotrace tracer is in use
 *	(arch/x86/mm/mmio-mod.c)
 * @tracer_mutex: held while that tracer is switched on or off; the same file
 * @ftrace_enabled: ftrace is not switched off (kernel/trace/ftrace.c)
 * @current_kprobe: the kprobe that this CPU is at (kernel/kprobes.c)
 * @kprobe_ctlblk: how far it is with it (arch/x86/kernel/kprobes/core.c)
 * @hpet_address: physical address of the HPET (arch/x86/kernel/hpet.c), or
 *	NULL on a kernel built without
 * @screen_info: the boot's framebuffer (arch/x86/kernel/setup.c), or NULL
 * @kmmio_handler: the functions that hook.c redirects
 * @ioremap: mmiotrace_ioremap(), arch/x86/mm/mmio-mod.c
 * @iounmap: mmiotrace_iounmap(), the same
 * @set_memory: set_memory_uc() and the others of enum mmt_memtype,
 *	arch/x86/mm/pat/set_memory.c
 *
 * Written once by mmt_symbols_find(), read-only afterwards.
 */
struct mmt_symbols {
	unsigned int *kmmio_count;
	struct mm_struct *init_mm;
	atomic_t *tracer_enabled;
	struct mutex *tracer_mutex;
	int *ftrace_enabled;
	struct kprobe * __percpu *current_kprobe;
	struct kprobe_ctlblk __percpu *kprobe_ctlblk;
	unsigned long *hpet_address;
	struct screen_info *screen_info;
	unsigned long kmmio_handler;
	unsigned long ioremap;
	unsigned long iounmap;
	unsigned long set_memory[MMT_NR_MEMTYPES];
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
