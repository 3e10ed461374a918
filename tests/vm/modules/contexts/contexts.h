/* SPDX-License-Identifier: GPL-2.0 */
/* Accesses to QEMU's edu device from every context: what the parts share. */
#ifndef CONTEXTS_H
#define CONTEXTS_H

#include <linux/atomic.h>
#include <linux/io.h>
#include <linux/types.h>

struct pt_regs;

#define EDU_ID		0x00	/* read-only, 0x010000ed */
#define EDU_LIVENESS	0x04	/* reads back inverted */
#define EDU_IRQ_STATUS	0x24
#define EDU_IRQ_RAISE	0x60
#define EDU_IRQ_ACK	0x64
#define EDU_DMA_SOURCE	0x80	/* 32 or 64 bits wide */
#define EDU_DMA_TARGET	0x88

#define EDU_ID_VALUE	0x010000ed
#define EDU_MARK	0x5a5a12345678a5a5ull	/* always in EDU_DMA_TARGET */

/**
 * struct edu - one device
 * @bar: its registers
 * @irq: its interrupt
 * @accesses: made so far, in every context
 * @errors: wrong values seen
 */
struct edu {
	void __iomem *bar;
	int irq;
	atomic64_t accesses;
	atomic64_t errors;
};

/*
 * The second one belongs to the NMI: its accesses stand between an access to the
 * first and that one's event, and the witness wants one order for each device.
 */
extern struct edu edu_first, edu_second;

/** edu_count() - so many accesses have been made, and were they right? */
static inline void edu_count(struct edu *edu, unsigned int n, bool right)
{
	atomic64_add(n, &edu->accesses);
	if (!right)
		atomic64_inc(&edu->errors);
}

void edu_strike(struct edu *edu);
void edu_load_once(struct edu *edu);
void edu_push_once(struct edu *edu);
u64 edu_push(const void __iomem *from);
u32 edu_load(const void __iomem *from);
void edu_store_mxcsr(void __iomem *to);

/* The instructions of these three, and those after them. */
extern char edu_push_insn[], edu_push_next[], edu_load_insn[], edu_load_next[];
extern char edu_store_insn[], edu_store_next[];

/* What is in MXCSR when nobody looks at its flags, those set. */
#define MXCSR_FLAGS		0x3f
#define MXCSR_ALL_MASKED	(0x1f80 | MXCSR_FLAGS)

/* Each runs its test: 0 or a negative errno. */
int contexts_interrupts(void);
int contexts_atomic(void);
int contexts_nmi(void);
int contexts_nmi_wait(void);
int contexts_kprobes(void);
int contexts_ftrace(void);
int contexts_calls(void);
int contexts_kill_ftrace(void);
int contexts_breakpoints(void);
int contexts_steps(void);
int contexts_traps(void);

int contexts_debug_init(void);
void contexts_debug_exit(void);

#endif
