// SPDX-License-Identifier: GPL-2.0
/*
 * The general way: run the original instruction, once, with its address
 * register pointing into the private mapping, and put the register back. It
 * needs no knowledge of the instruction, and the page stays armed for every
 * other CPU. Costs a second exception, #DB.
 *
 * Between the page fault and the #DB the interrupted context is ours: interrupts
 * are off in its flags, so it can neither be preempted nor migrate.
 */
#include "step.h"

#include <linux/kdebug.h>
#include <linux/kprobes.h>
#include <linux/sched.h>
#include <asm/debugreg.h>
#include <asm/msr.h>

#include "insn/insn.h"
#include "leaf.h"
#include "mapping.h"
#include "page.h"
#include "record.h"

#define OUR_FLAGS	(X86_EFLAGS_TF | X86_EFLAGS_IF)

DEFINE_PER_CPU(struct mmt_step, mmt_step);

/*
 * What a MOVS reads or writes in place of the device while it is made to fault
 * on its other operand. Nobody looks at the contents.
 */
static u64 scratch[2];

static unsigned long *word(struct pt_regs *regs, unsigned int n)
{
	return (unsigned long *)regs + n;
}

static void redirect(struct mmt_step *step, struct pt_regs *regs,
		     unsigned int reg, unsigned long new, bool advances)
{
	struct mmt_redirect *r = &step->redirect[step->nr++];

	r->word = mmio_reg_offset[reg];
	r->advances = advances;
	r->old = *word(regs, r->word);
	r->new = new;
	*word(regs, r->word) = new;
}

static void start(struct mmt_step *step, struct pt_regs *regs)
{
	/* Blocks instead of single instructions: for user space only. */
	if (test_thread_flag(TIF_BLOCKSTEP))
		update_debugctlmsr(get_debugctlmsr() & ~DEBUGCTLMSR_BTF);
	regs->flags = (regs->flags & ~X86_EFLAGS_IF) | X86_EFLAGS_TF;
	barrier();
	step->active = true;
}

/* The registers as they were, whatever the instruction has done. */
static void cancel(struct mmt_step *step, struct pt_regs *regs)
{
	/* After a step that ends in #DB the kernel does this. */
	if (test_thread_flag(TIF_BLOCKSTEP))
		update_debugctlmsr(get_debugctlmsr() | DEBUGCTLMSR_BTF);
	*regs = step->saved;
	step->active = false;
}

/**
 * mmt_step_give_up() - trace a page no longer, so that the driver works on
 * @page: no way was found to run an instruction with this page armed
 *
 * It stays in the table, and in the count of armed pages, until its mapping or
 * the session goes.
 *
 * Context: page fault, interrupts off.
 * Return: 1, handled.
 */
int mmt_step_give_up(const struct mmt_page *page)
{
	this_cpu_inc(mmt_counters.abandoned);
	mmt_leaf_restore(page->entry, page->value, mmt_page_level(page));
	return 1;
}

static bool same_page(unsigned long a, unsigned long b)
{
	return (a & PAGE_MASK) == (b & PAGE_MASK);
}

static bool is_string(const struct mmio_insn *insn)
{
	return (insn->flags & MMIO_F_STRING) || insn->kind == MMIO_INSN_MOVS ||
	       insn->kind == MMIO_INSN_STOS || insn->kind == MMIO_INSN_LODS;
}

/* The register to redirect so that @addr becomes the private address. */
static u8 address_register(struct pt_regs *regs, const struct mmio_insn *insn,
			   unsigned long addr)
{
	const unsigned long *words = (const unsigned long *)regs;

	if (is_string(insn))
		return same_page(regs->di, addr) ? MMIO_REG_DI : MMIO_REG_SI;
	/* MOVDIR64B, ENQCMD: a second address, in the register operand. */
	if (insn->reg < 16 && insn->kind == MMIO_INSN_OTHER &&
	    same_page(words[mmio_reg_offset[insn->reg]], addr) &&
	    !same_page(mmio_insn_address(insn, words), addr))
		return insn->reg;
	if ((insn->flags & MMIO_F_CLASH) || insn->base >= 16)
		return MMIO_REG_NONE;
	return insn->base;
}

/**
 * mmt_step_begin() - run an instruction on the private mapping
 * @regs: the interrupted context
 * @map: the mapping that it faulted on
 * @insn: the instruction
 * @addr: where it faulted
 *
 * Context: page fault, interrupts off.
 * Return: 1, handled.
 */
int mmt_step_begin(struct pt_regs *regs, const struct mmt_mapping *map,
		   const struct mmio_insn *insn, unsigned long addr)
{
	struct mmt_step *step = this_cpu_ptr(&mmt_step);
	u8 reg = address_register(regs, insn, addr);

	if (step->active || reg == MMIO_REG_NONE)
		return mmt_step_give_up(mmt_page_find(addr));

	step->undo = false;
	step->nr = 0;
	step->saved = *regs;
	redirect(step, regs, reg,
		 *word(regs, mmio_reg_offset[reg]) + map->delta,
		 is_string(insn));
	start(step, regs);
	return 1;
}

/**
 * mmt_step_into_fault() - make an instruction fault as it would untraced
 * @regs: the interrupted context
 * @map: the mapping that it faulted on
 * @insn: an instruction that mmio_insn_exec() could not complete
 * @addr: where it faulted
 *
 * Its other operand is not accessible. Only the processor raises that fault
 * right; so let it run with the device operand out of the way, in scratch
 * memory. The fault ends the step, see mmt_step_fault(). If it does not come,
 * because somebody has mapped the page in the meantime or mmt_user_writable()
 * guessed wrong, the #DB puts all registers back and the instruction starts
 * over; the second time it runs on the private mapping.
 *
 * An instruction with one operand reaches beyond the end of its mapping, or
 * writes where the mapping is read-only: on the private mapping it faults alike.
 *
 * Context: page fault, interrupts off.
 * Return: 1, handled.
 */
int mmt_step_into_fault(struct pt_regs *regs, const struct mmt_mapping *map,
			const struct mmio_insn *insn, unsigned long addr)
{
	struct mmt_step *step = this_cpu_ptr(&mmt_step);
	u8 reg;

	if (insn->kind != MMIO_INSN_MOVS)
		return mmt_step_begin(regs, map, insn, addr);
	/* It did not fault last time: then let it happen, unseen but counted. */
	if (step->undone_ip == regs->ip) {
		step->undone_ip = 0;
		mmt_record_drop();
		return mmt_step_begin(regs, map, insn, addr);
	}
	if (step->active)
		return mmt_step_give_up(mmt_page_find(addr));

	reg = same_page(regs->di, addr) ? MMIO_REG_DI : MMIO_REG_SI;
	step->undo = true;
	step->nr = 0;
	step->saved = *regs;
	redirect(step, regs, reg, (unsigned long)scratch, true);
	start(step, regs);
	return 1;
}

/**
 * mmt_step_fault() - the instruction being stepped has faulted itself
 * @regs: the interrupted context
 * @addr: where
 *
 * Context: page fault, interrupts off.
 * Return: 1 when it was on its second armed operand: redirected too, the step
 * goes on. 0 when it is an ordinary fault: the step is off, @regs are what
 * they were before it, and the kernel handles the fault as if untraced.
 */
int mmt_step_fault(struct pt_regs *regs, unsigned long addr)
{
	struct mmt_step *step = this_cpu_ptr(&mmt_step);
	const struct mmt_page *page = mmt_page_find(addr);

	if (page && !step->undo && step->nr == 1) {
		u8 taken = step->redirect[0].word;
		u8 reg = taken == mmio_reg_offset[MMIO_REG_DI] ?
			 MMIO_REG_SI : MMIO_REG_DI;

		if (same_page(*word(regs, mmio_reg_offset[reg]), addr)) {
			redirect(step, regs, reg,
				 *word(regs, mmio_reg_offset[reg]) +
				 page->map->delta,
				 step->redirect[0].advances);
			return 1;
		}
	}
	cancel(step, regs);
	return page ? mmt_step_give_up(page) : 0;
}

static void finish(struct mmt_step *step, struct pt_regs *regs)
{
	unsigned int i;

	if (step->undo) {
		cancel(step, regs);
		step->undone_ip = regs->ip;
		return;
	}
	for (i = 0; i < step->nr; i++) {
		struct mmt_redirect *r = &step->redirect[i];
		unsigned long *now = word(regs, r->word);

		if (r->advances)
			*now = r->old + (*now - r->new);
		else if (*now == r->new)
			*now = r->old;
	}
	regs->flags = (regs->flags & ~OUR_FLAGS) |
		      (step->saved.flags & OUR_FLAGS);
	step->active = false;
}

/*
 * Only the end of our own step is ours: a hardware breakpoint that hits at the
 * same moment stays in DR6 for its owner, and so does the step itself when the
 * interrupted context was being single-stepped by somebody.
 */
static int debug_exception(struct notifier_block *nb, unsigned long event,
			   void *data)
{
	struct mmt_step *step = this_cpu_ptr(&mmt_step);
	struct die_args *args = data;
	unsigned long *dr6;

	if (event != DIE_DEBUG || !step->active || user_mode(args->regs))
		return NOTIFY_DONE;
	dr6 = (unsigned long *)args->err;
	/* An NMI may bring debug exceptions of its own; not with our flags. */
	if (!(*dr6 & DR_STEP) || !(args->regs->flags & X86_EFLAGS_TF))
		return NOTIFY_DONE;

	finish(step, args->regs);
	if (args->regs->flags & X86_EFLAGS_TF)
		return NOTIFY_DONE;
	*dr6 &= ~DR_STEP;
	return *dr6 ? NOTIFY_DONE : NOTIFY_STOP;
}
NOKPROBE_SYMBOL(debug_exception);

static struct notifier_block debug_notifier = {
	.notifier_call = debug_exception,
	.priority = 0x7fffffff,
};

/** mmt_step_init() - listen to #DB; process context, may sleep */
int mmt_step_init(void)
{
	return register_die_notifier(&debug_notifier);
}

/** mmt_step_exit() - no step is under way; process context, may sleep */
void mmt_step_exit(void)
{
	unregister_die_notifier(&debug_notifier);
}
