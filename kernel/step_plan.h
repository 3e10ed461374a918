/* SPDX-License-Identifier: GPL-2.0 */
/* How an instruction that we cannot perform is led to another operand. */
#ifndef MMT_STEP_PLAN_H
#define MMT_STEP_PLAN_H

#include <linux/types.h>
#include <asm/page_types.h>

struct mmio_insn;
struct mmt_area;
struct pt_regs;

/**
 * struct mmt_step_plan - an instruction that is to be run by the processor
 * @regs: the interrupted context
 * @insn: the instruction
 * @code: its bytes
 * @addr: where it faulted
 * @operand: where its operand begins, a segment's base not in it
 * @by_register: the device's address is in the register operand instead
 *	(MOVDIR64B, ENQCMD)
 * @reg: the register to change so that @addr becomes another address; or
 *	MMIO_REG_NONE: there is none, and the page has to be given up
 */
struct mmt_step_plan {
	struct pt_regs *regs;
	const struct mmio_insn *insn;
	const u8 *code;
	unsigned long addr;
	unsigned long operand;
	bool by_register;
	u8 reg;
};

struct mmt_step_plan mmt_step_plan(struct pt_regs *regs,
				   const struct mmio_insn *insn, const u8 *code,
				   unsigned long addr);
bool mmt_step_plan_buffer(const struct mmt_step_plan *plan,
			  const struct mmt_area *area);
bool mmt_step_plan_faults(const struct mmt_step_plan *plan,
			  const struct mmt_area *area);

static inline unsigned long *mmt_step_word(struct pt_regs *regs, unsigned int n)
{
	return (unsigned long *)regs + n;
}

static inline bool mmt_same_page(unsigned long a, unsigned long b)
{
	return (a & PAGE_MASK) == (b & PAGE_MASK);
}

#endif
