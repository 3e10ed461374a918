/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Steps from branch to branch instead of instruction by instruction: somebody may
 * have them for a task, meant for user space only. Not during a step of ours.
 */
#ifndef MMT_STEP_BRANCH_H
#define MMT_STEP_BRANCH_H

#include <linux/sched.h>
#include <asm/debugreg.h>
#include <asm/msr.h>

static inline bool mmt_step_by_branches(void)
{
	return unlikely(test_thread_flag(TIF_BLOCKSTEP));
}

static inline void mmt_step_branches_off(void)
{
	update_debugctlmsr(get_debugctlmsr() & ~DEBUGCTLMSR_BTF);
}

static inline void mmt_step_branches_on(void)
{
	update_debugctlmsr(get_debugctlmsr() | DEBUGCTLMSR_BTF);
}

#endif
