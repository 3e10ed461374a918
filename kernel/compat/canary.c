// SPDX-License-Identifier: GPL-2.0
/*
 * No code: only the question whether everything that symbols.c finds by name still
 * has the type that we think it has. A kernel that changed one of them stops the build
 * here. (Of what is wrapped MMT_DECLARED() asks, where it is wrapped.)
 */
#undef MODULE	/* some of the prototypes are hidden from modules */

#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/screen_info.h>
#include <linux/sysfb.h>
#include <linux/version.h>
#include <asm/hpet.h>
#include <asm/tlbflush.h>

#include "symbols.h"

#define SAME(a, b) static_assert(__same_type(a, b), #a " has changed its type")

SAME(flush_tlb_kernel_range, mmt_flush_tlb_prototype);
SAME(init_mm, *((struct mmt_symbols *)0)->init_mm);
SAME(ftrace_enabled, *((struct mmt_symbols *)0)->ftrace_enabled);
/* 7.0 put it at the beginning of another structure. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(7, 0, 0)
SAME(sysfb_primary_display.screen, *((struct mmt_symbols *)0)->screen_info);
static_assert(!offsetof(struct sysfb_display_info, screen));
#else
SAME(screen_info, *((struct mmt_symbols *)0)->screen_info);
#endif
SAME(current_kprobe, *((struct mmt_symbols *)0)->current_kprobe);
SAME(kprobe_ctlblk, *((struct mmt_symbols *)0)->kprobe_ctlblk);
SAME(hpet_address, *((struct mmt_symbols *)0)->hpet_address);

int mmt_like_set_memory(unsigned long addr, int numpages);

SAME(_set_memory_uc, mmt_like_set_memory);
SAME(_set_memory_wc, mmt_like_set_memory);
SAME(_set_memory_wb, mmt_like_set_memory);
