/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_STEP_H
#define MMT_STEP_H

#include <linux/percpu.h>
#include <linux/ptrace.h>

struct mmio_insn;
struct mmt_mapping;

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

/**
 * struct mmt_step - an instruction being single-stepped on this CPU
 * @active: one is
 * @undo: it was only meant to fault: if it did not, put everything back
 * @undone_ip: the last instruction that was put back because of @undo
 * @nr: how many of @redirect are in use
 * @saved: registers before
 *
 * Own CPU only; interrupts stay off from mmt_step_begin() to the #DB, and an
 * NMI that needs a step of its own while one is active takes the way of
 * mmt_step_give_up().
 */
struct mmt_step {
	bool active;
	bool undo;
	u8 nr;
	unsigned long undone_ip;
	struct mmt_redirect redirect[2];
	struct pt_regs saved;
};

DECLARE_PER_CPU(struct mmt_step, mmt_step);

/** mmt_step_active() - was this fault raised by the instruction being stepped? */
static __always_inline bool mmt_step_active(struct pt_regs *regs)
{
	return this_cpu_read(mmt_step.active) &&
	       this_cpu_read(mmt_step.saved.ip) == regs->ip &&
	       (regs->flags & X86_EFLAGS_TF);
}

struct mmt_page;

int mmt_step_give_up(const struct mmt_page *page);
int mmt_step_begin(struct pt_regs *regs, const struct mmt_mapping *map,
		   const struct mmio_insn *insn, unsigned long addr);
int mmt_step_into_fault(struct pt_regs *regs, const struct mmt_mapping *map,
			const struct mmio_insn *insn, unsigned long addr);
int mmt_step_fault(struct pt_regs *regs, unsigned long addr);
int mmt_step_init(void);
void mmt_step_exit(void);

#endif
