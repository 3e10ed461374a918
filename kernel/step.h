/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_STEP_H
#define MMT_STEP_H

#include <linux/percpu.h>
#include <linux/ptrace.h>

#include "level.h"
#include "step_stack.h"

struct mmio_insn;
struct mmt_area;
struct mmt_hit;
struct mmt_page;

/**
 * struct mmt_redirect - a register that points elsewhere during a step
 * @word: which, as word offset into struct pt_regs
 * @advances: string register: moved by the instruction
 * @old: its true value
 * @new: its value during the step
 */
struct mmt_redirect {
	u8 word;
	bool advances;
	unsigned long old;
	unsigned long new;
};

/* What the step is for. */
enum mmt_step_kind {
	MMT_STEP_DEVICE,	/* run on the private mapping */
	MMT_STEP_LOAD,		/* run on what was read from the device */
	MMT_STEP_STORE,		/* run on the buffer, then written to the device */
	MMT_STEP_UNDO,		/* only meant to fault; else put everything back */
};

/* The widest operand, wherever it lies in a cache line. */
#define MMT_STEP_BUFFER	128

/**
 * struct mmt_step - an instruction being single-stepped on this CPU
 * @active: one is
 * @kind: enum mmt_step_kind
 * @nr: how many of @redirect are in use
 * @len: length of the instruction
 * @width: bytes of its operand (LOAD, STORE)
 * @ip: where it runs
 * @undone_ip: the last instruction that was put back because of UNDO
 * @area: that its operand lies in (STORE)
 * @addr: address of its operand (STORE)
 * @stack: what it has of the stack
 * @redirect: registers that point elsewhere
 * @saved: registers before
 * @buffer: in place of the device (LOAD, STORE, UNDO)
 *
 * Own CPU only, one for each level: interrupts stay off from mmt_step_begin() to
 * the #DB, and an NMI in between has its own.
 */
struct mmt_step {
	bool active;
	u8 kind;
	u8 nr;
	u8 len;
	u8 width;
	unsigned long ip;
	unsigned long undone_ip;
	const struct mmt_area *area;
	unsigned long addr;
	struct mmt_step_stack stack;
	struct mmt_redirect redirect[2];
	struct pt_regs saved;
	u8 buffer[MMT_STEP_BUFFER] __aligned(64);
};

DECLARE_PER_CPU(struct mmt_step [MMT_LEVELS], mmt_steps);

bool mmt_step_active(const struct pt_regs *regs, unsigned int level);
int mmt_step_give_up(struct mmt_page *page);
int mmt_step_begin(const struct mmt_hit *hit, struct pt_regs *regs,
		   const struct mmio_insn *insn, const u8 *code,
		   unsigned long addr);
int mmt_step_into_fault(const struct mmt_hit *hit, struct pt_regs *regs,
			const struct mmio_insn *insn, const u8 *code,
			unsigned long addr);
int mmt_step_fault(struct pt_regs *regs, unsigned long addr);
int mmt_step_init(void);
void mmt_step_exit(void);

#endif
