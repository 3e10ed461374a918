/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The stack on which the end of a single step, a #DB, is handled.
 *
 * The kernel sees to it that no #DB comes while there is one already: in an NMI it
 * has no hardware breakpoints. But a step above level 0 may be the second: it may
 * belong to an NMI that has interrupted the #DB of another, or to a handler that
 * runs in it. There is one stack for them, on which each begins at the top: the
 * second is sent to its lower half. And there is one DR6, which the first may not
 * have read yet: the second puts it back.
 *
 * With FRED, which has neither problem, it changes nothing.
 */
#ifndef MMT_STEP_STACK_H
#define MMT_STEP_STACK_H

#include <linux/types.h>

/**
 * struct mmt_step_stack - what a step has taken
 * @split: the lower half of the stack
 * @dr6: register of that name, at its start (@split)
 *
 * Part of struct mmt_step, and protected as that is.
 */
struct mmt_step_stack {
	bool split;
	unsigned long dr6;
};

bool mmt_step_stack_free(void);
void mmt_step_stack_take(struct mmt_step_stack *stack);
void mmt_step_stack_give_back(const struct mmt_step_stack *stack);

#endif
