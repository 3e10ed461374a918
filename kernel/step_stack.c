// SPDX-License-Identifier: GPL-2.0
#include "step_stack.h"

#include <linux/percpu.h>
#include <linux/preempt.h>
#include <asm/cpu_entry_area.h>
#include <asm/debugreg.h>
#include <asm/page_64_types.h>
#include <asm/processor.h>

/* A step above level 0 is under way. Own CPU, interrupts off. */
static DEFINE_PER_CPU(bool, stack_split);

/**
 * mmt_step_stack_free() - may a step begin here?
 *
 * Context: page fault, interrupts off.
 */
bool mmt_step_stack_free(void)
{
	return likely(!in_nmi()) || !this_cpu_read(stack_split);
}

/**
 * mmt_step_stack_take() - a step begins
 * @stack: its own
 *
 * Context: page fault, interrupts off.
 */
void mmt_step_stack_take(struct mmt_step_stack *stack)
{
	stack->split = in_nmi();
	if (likely(!stack->split))
		return;
	this_cpu_write(stack_split, true);
	this_cpu_sub(cpu_tss_rw.x86_tss.ist[IST_INDEX_DB], EXCEPTION_STKSZ / 2);
	get_debugreg(stack->dr6, 6);
}

/**
 * mmt_step_stack_give_back() - it is over
 * @stack: as there
 *
 * Context: page fault or #DB, interrupts off.
 */
void mmt_step_stack_give_back(const struct mmt_step_stack *stack)
{
	if (likely(!stack->split))
		return;
	set_debugreg(stack->dr6, 6);
	this_cpu_add(cpu_tss_rw.x86_tss.ist[IST_INDEX_DB], EXCEPTION_STKSZ / 2);
	this_cpu_write(stack_split, false);
}
