// SPDX-License-Identifier: GPL-2.0
#include "step_plan.h"

#include <linux/ptrace.h>

#include "area.h"
#include "insn/insn.h"
#include "page.h"
#include "wide.h"

static bool is_string(const struct mmio_insn *insn)
{
	return insn->flags & MMIO_F_STRING;
}

/* MOVDIR64B, ENQCMD: one in a register, and that of the operand. */
static bool two_addresses(const struct mmio_insn *insn)
{
	return insn->flags & MMIO_F_REG_TARGET;
}

static unsigned long in_register(const struct mmt_step_plan *plan)
{
	return *mmt_step_word(plan->regs, mmio_reg_offset[plan->insn->reg]);
}

static bool by_register(const struct mmt_step_plan *plan)
{
	return two_addresses(plan->insn) &&
	       mmt_same_page(in_register(plan), plan->addr) &&
	       !mmt_same_page(plan->operand, plan->addr);
}

static bool is_armed(unsigned long addr)
{
	const struct mmt_page *page = mmt_page_find(addr);

	return page && READ_ONCE(page->armed);
}

/*
 * The address that it has not faulted at is armed as well: only one is led
 * elsewhere, and what is copied cannot be told without reading a device twice.
 */
static bool other_is_armed(const struct mmt_step_plan *plan)
{
	if (!two_addresses(plan->insn))
		return false;
	if (!plan->by_register)
		return is_armed(in_register(plan));
	return is_armed(plan->operand) || is_armed(plan->operand + 63);
}

static u8 address_register(const struct mmt_step_plan *plan)
{
	const struct mmio_insn *insn = plan->insn;

	if (is_string(insn))
		return mmt_same_page(plan->regs->di, plan->addr) ? MMIO_REG_DI :
								   MMIO_REG_SI;
	if (other_is_armed(plan))
		return MMIO_REG_NONE;
	if (plan->by_register)
		return insn->reg == insn->base || insn->reg == insn->index ?
		       MMIO_REG_NONE : insn->reg;
	if ((insn->flags & MMIO_F_CLASH) || insn->base >= 16)
		return MMIO_REG_NONE;
	return insn->base;
}

/**
 * mmt_step_plan() - make a plan
 * @regs: the interrupted context
 * @insn: the instruction
 * @code: its bytes
 * @addr: where it faulted
 *
 * Context: page fault, interrupts off.
 */
struct mmt_step_plan mmt_step_plan(struct pt_regs *regs,
				   const struct mmio_insn *insn, const u8 *code,
				   unsigned long addr)
{
	struct mmt_step_plan plan = {
		.regs = regs,
		.insn = insn,
		.code = code,
		.addr = addr,
		.operand = mmio_insn_address(insn, (const unsigned long *)regs),
	};

	plan.by_register = by_register(&plan);
	plan.reg = address_register(&plan);
	return plan;
}

/* Does all of the operand lie in the area, as far as its width is known? */
static bool inside(const struct mmt_step_plan *plan, const struct mmt_area *area)
{
	return plan->operand - area->base <= area->size - plan->insn->width;
}

/* Is the operand really where we think that it is: a segment's base is not in it. */
static bool is_there(const struct mmt_step_plan *plan)
{
	return plan->addr - plan->operand < plan->insn->width;
}

/**
 * mmt_step_plan_buffer() - can it run on a buffer?
 * @plan: made
 * @area: where it faulted
 *
 * One access, of a width that we can make, all of it on this mapping.
 */
bool mmt_step_plan_buffer(const struct mmt_step_plan *plan,
			  const struct mmt_area *area)
{
	u32 way = plan->insn->flags & (MMIO_F_READS | MMIO_F_WRITES);

	return !plan->by_register && !is_string(plan->insn) &&
	       (way == MMIO_F_READS ||
		(way == MMIO_F_WRITES && area->writable)) &&
	       mmt_wide_possible(plan->insn->width) && is_there(plan) &&
	       inside(plan, area);
}

/**
 * mmt_step_plan_faults() - is there going to be a fault, and no access?
 * @plan: made
 * @area: where it faulted
 *
 * Beyond the end of the mapping, or a write where it is read-only: as untraced.
 */
bool mmt_step_plan_faults(const struct mmt_step_plan *plan,
			  const struct mmt_area *area)
{
	return is_there(plan) &&
	       (!inside(plan, area) ||
		((plan->insn->flags & MMIO_F_WRITES) && !area->writable));
}
