// SPDX-License-Identifier: GPL-2.0
/*
 * The general way: run the original instruction, once, with its address register
 * pointing elsewhere, and put the register back. It needs no knowledge of the
 * instruction, and the page stays armed for every other CPU. Costs a second
 * exception, #DB. Elsewhere is
 *
 * - a buffer, when it is known how many bytes the instruction reads or writes. For
 *   a load we read the device into the buffer first, for a store we write the
 *   buffer to the device afterwards. So the value is known;
 * - else the private mapping: the access is made, its value stays unknown.
 *
 * Where no register can be changed (kernel/step_plan.c) the page is given up. There
 * is no memory for a changed copy of the instruction, which could then do: what a
 * compiler makes for a device is a MOV or a move of vectors, and has a base that it
 * does not read otherwise; code that can be written is too much for the rest.
 *
 * Between the page fault and the #DB the interrupted context is ours: interrupts
 * are off in its flags, so it can neither be preempted nor migrate. What still may
 * come in between runs at a higher level (kernel/level.h), with a step of its own.
 */
#include "step.h"

#include <linux/irqflags.h>
#include <linux/kdebug.h>
#include <linux/kprobes.h>
#include <linux/sched.h>
#include <asm/debugreg.h>

#include "area.h"
#include "compat/symbols.h"
#include "hit.h"
#include "insn/insn.h"
#include "page.h"
#include "step_branch.h"
#include "step_plan.h"
#include "wide.h"

#define OUR_FLAGS	(X86_EFLAGS_TF | X86_EFLAGS_IF)

DEFINE_PER_CPU(struct mmt_step [MMT_LEVELS], mmt_steps);

static struct mmt_step *step_of(unsigned int level)
{
	return &(*this_cpu_ptr(&mmt_steps))[level % MMT_LEVELS];
}

static void redirect(struct mmt_step *step, struct pt_regs *regs,
		     unsigned int reg, unsigned long new, bool advances)
{
	struct mmt_redirect *r = &step->redirect[step->nr++];

	r->word = mmio_reg_offset[reg];
	r->advances = advances;
	r->old = *mmt_step_word(regs, r->word);
	r->new = new;
	*mmt_step_word(regs, r->word) = new;
}

static bool any_active(void)
{
	const struct mmt_step *steps = *this_cpu_ptr(&mmt_steps);
	unsigned int i;

	for (i = 0; i < MMT_LEVELS; i++)
		if (steps[i].active)
			return true;
	return false;
}

/*
 * At each #DB in the kernel, one that an NMI brings in the middle of a step, too, the
 * kernel switches them on again.
 */
static void keep_branch_steps_off(void)
{
	if (mmt_step_by_branches() && any_active())
		mmt_step_branches_off();
}

static void start(struct mmt_step *step, struct pt_regs *regs)
{
	mmt_step_stack_take(&step->stack);
	regs->flags = (regs->flags & ~X86_EFLAGS_IF) | X86_EFLAGS_TF;
	step->ip = regs->ip;
	barrier();
	step->active = true;
	keep_branch_steps_off();
}

/* The registers as they were, whatever the instruction has done. */
static void cancel(struct mmt_step *step, struct pt_regs *regs)
{
	/* After a step that ends in #DB the kernel does this. */
	if (mmt_step_by_branches())
		mmt_step_branches_on();
	step->saved.orig_ax = regs->orig_ax;	/* the error code */
	*regs = step->saved;
	step->active = false;
	mmt_step_stack_give_back(&step->stack);
}

/**
 * mmt_step_active() - was this exception raised by the instruction being stepped?
 * @regs: the interrupted context
 * @level: its level
 *
 * Context: any exception but #DB, interrupts off.
 */
bool mmt_step_active(const struct pt_regs *regs, unsigned int level)
{
	const struct mmt_step *step = step_of(level);

	return step->active && step->ip == regs->ip &&
	       (regs->flags & X86_EFLAGS_TF);
}

/**
 * mmt_step_give_up() - trace a page no longer, so that the driver works on
 * @page: no way was found to run an instruction with this page armed. NULL: it
 *	has been restored since, and there is nothing in the instruction's way
 *
 * Context: page fault, interrupts off.
 * Return: 1, handled.
 */
int mmt_step_give_up(struct mmt_page *page)
{
	if (page) {
		mmt_hit_give_up(page);
		mmt_page_give_up(page);
	}
	return 1;
}

/* Both in memory, one of them maybe not accessible. */
static bool two_operands(const struct mmio_insn *insn)
{
	return insn->kind == MMIO_INSN_MOVS || insn->kind == MMIO_INSN_CMPS;
}

/* Where in the buffer: instructions may insist on alignment. */
static unsigned long buffer_for(struct mmt_step *step, unsigned long addr)
{
	return (unsigned long)step->buffer + addr % 64;
}

static void prepare(struct mmt_step *step, const struct mmt_step_plan *plan,
		    enum mmt_step_kind kind)
{
	step->kind = kind;
	step->nr = 0;
	step->len = plan->insn->len;
	step->width = plan->insn->width;
	step->saved = *plan->regs;
}

/* Let the operand be elsewhere. */
static void displace(struct mmt_step *step, const struct mmt_step_plan *plan,
		     unsigned long shift)
{
	redirect(step, plan->regs, plan->reg,
		 *mmt_step_word(plan->regs, mmio_reg_offset[plan->reg]) + shift,
		 plan->insn->flags & MMIO_F_STRING);
}

/*
 * MOVDIR64B and ENQCMD: what they write stands in memory, where it can be read
 * as well; the write itself only they can make.
 */
static void tell_of_copy(const struct mmt_hit *hit,
			 const struct mmt_step_plan *plan)
{
	u8 bytes[64];
	const struct mmiotrace_access access = {
		.addr = plan->addr,
		.ip = hit->regs->ip,
		.bytes = bytes,
		.width = plan->insn->width,
		.flags = MMIOTRACE_WRITE,
	};

	if (plan->insn->width == 64 &&
	    !copy_from_kernel_nofault(bytes, (void *)plan->operand, 64))
		mmt_hit_tell_after(hit, hit->area, &access);
	else
		mmt_hit_opaque(hit, plan->addr, plan->code, plan->insn->len);
}

/*
 * In both, whoever is told is told first: a handler may touch traced memory itself
 * and need a step at this level, which is over when it returns.
 */
static void begin_on_device(const struct mmt_hit *hit, struct mmt_step *step,
			    const struct mmt_step_plan *plan)
{
	if (plan->by_register)
		tell_of_copy(hit, plan);
	else if (!(plan->insn->flags & MMIO_F_NO_DATA) &&
		 !mmt_step_plan_faults(plan, hit->area))
		mmt_hit_opaque(hit, plan->addr, plan->code, plan->insn->len);
	prepare(step, plan, MMT_STEP_DEVICE);
	displace(step, plan, hit->area->delta);
	start(step, plan->regs);
}

static void begin_on_buffer(const struct mmt_hit *hit, struct mmt_step *step,
			    const struct mmt_step_plan *plan)
{
	unsigned int width = plan->insn->width;
	unsigned long addr = plan->operand;
	void *buffer = (void *)buffer_for(step, addr);
	u8 bytes[64];

	if (plan->insn->flags & MMIO_F_READS) {
		mmt_wide_read(hit, hit->area, addr, width, bytes);
		memcpy(buffer, bytes, width);
		prepare(step, plan, MMT_STEP_LOAD);
	} else {
		prepare(step, plan, MMT_STEP_STORE);
		step->area = hit->area;
		step->addr = addr;
	}
	displace(step, plan, (unsigned long)buffer - addr);
	start(step, plan->regs);
}

/**
 * mmt_step_begin() - run an instruction by itself
 * @hit: where it comes from
 * @regs: the interrupted context, @hit->regs
 * @insn: the instruction
 * @code: its bytes
 * @addr: where it faulted
 *
 * Context: page fault, interrupts off.
 * Return: 1, handled.
 */
int mmt_step_begin(const struct mmt_hit *hit, struct pt_regs *regs,
		   const struct mmio_insn *insn, const u8 *code,
		   unsigned long addr)
{
	struct mmt_step *step = step_of(hit->level);
	const struct mmt_step_plan plan = mmt_step_plan(regs, insn, code, addr);

	if (step->active || !mmt_step_stack_free() ||
	    plan.reg == MMIO_REG_NONE) {
		mmt_hit_opaque(hit, addr, code, insn->len);
		return mmt_step_give_up(mmt_page_find(addr));
	}
	if (mmt_step_plan_buffer(&plan, hit->area))
		begin_on_buffer(hit, step, &plan);
	else
		begin_on_device(hit, step, &plan);
	return 1;
}

/**
 * mmt_step_into_fault() - make an instruction fault as it would untraced
 * @hit: where it comes from
 * @regs: the interrupted context, @hit->regs
 * @insn: an instruction that mmio_insn_exec() could not complete
 * @code: its bytes
 * @addr: where it faulted
 *
 * Its other operand, in memory of the kernel, is not accessible. Only the processor raises that fault
 * right; so let it run with the device operand out of the way, in the buffer.
 * The fault ends the step, see mmt_step_fault(). If it does not come, because
 * somebody has mapped the page in the meantime, the #DB puts all registers back and
 * the instruction starts over; the second time it runs on the private mapping.
 *
 * An instruction with one operand reaches beyond the end of its mapping, or
 * writes where the mapping is read-only: on the private mapping it faults alike.
 *
 * Context: page fault, interrupts off.
 * Return: 1, handled.
 */
int mmt_step_into_fault(const struct mmt_hit *hit, struct pt_regs *regs,
			const struct mmio_insn *insn, const u8 *code,
			unsigned long addr)
{
	struct mmt_step *step = step_of(hit->level);
	struct mmt_step_plan plan;

	if (!two_operands(insn))
		return mmt_step_begin(hit, regs, insn, code, addr);
	/* It did not fault last time: then let it happen, value unseen. */
	if (step->undone_ip == regs->ip) {
		step->undone_ip = 0;
		return mmt_step_begin(hit, regs, insn, code, addr);
	}
	if (step->active || !mmt_step_stack_free())
		return mmt_step_give_up(mmt_page_find(addr));

	plan = mmt_step_plan(regs, insn, code, addr);
	prepare(step, &plan, MMT_STEP_UNDO);
	redirect(step, regs, plan.reg, buffer_for(step, addr), true);
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
	struct mmt_step *step = step_of(mmt_level());
	struct mmt_page *page = mmt_page_find(addr);

	if (page && step->kind == MMT_STEP_DEVICE && step->nr == 1) {
		u8 taken = step->redirect[0].word;
		u8 reg = taken == mmio_reg_offset[MMIO_REG_DI] ?
			 MMIO_REG_SI : MMIO_REG_DI;

		if (mmt_same_page(*mmt_step_word(regs, mmio_reg_offset[reg]), addr)) {
			redirect(step, regs, reg,
				 *mmt_step_word(regs, mmio_reg_offset[reg]) +
				 page->area->delta,
				 step->redirect[0].advances);
			return 1;
		}
	}
	cancel(step, regs);
	return page ? mmt_step_give_up(page) : 0;
}

/* The instruction is complete; the device has not been written yet. */
static void write_buffer(struct mmt_step *step)
{
	unsigned int level = mmt_level();
	const struct mmt_hit hit = {
		.area = step->area,
		.regs = &step->saved,
		.quiet = mmt_hit_begin(level, step->area),
		.level = level,
	};

	mmt_wide_write(&hit, step->area, step->addr, step->width,
		       (void *)buffer_for(step, step->addr));
	mmt_hit_end(level, hit.quiet);
}

/*
 * A kprobe that was armed since the instruction was fetched: not the instruction
 * has run but its copy, and next is a breakpoint that leads back behind the
 * instruction. It cannot have been disarmed since: to arm it waits for this CPU.
 */
static bool by_kprobe(const struct mmt_step *step, const struct pt_regs *regs)
{
	const struct kprobe *kp = this_cpu_read(*mmt_symbols.current_kprobe);

	return kp && (unsigned long)kp->addr == step->saved.ip &&
	       regs->ip == (unsigned long)kp->ainsn.insn + step->len;
}

static void restore_flags(const struct mmt_step *step, struct pt_regs *regs,
			  bool kprobe)
{
	unsigned long old = step->saved.flags & OUR_FLAGS;

	/* The way to the breakpoint may not be interrupted: it does this then. */
	if (unlikely(kprobe)) {
		this_cpu_ptr(mmt_symbols.kprobe_ctlblk)->kprobe_saved_flags |=
			old & X86_EFLAGS_IF;
		old &= ~X86_EFLAGS_IF;
	}
	regs->flags = (regs->flags & ~OUR_FLAGS) | old;
}

static void finish(struct mmt_step *step, struct pt_regs *regs)
{
	bool kprobe;
	unsigned int i;

	if (step->kind == MMT_STEP_UNDO) {
		cancel(step, regs);
		step->undone_ip = regs->ip;
		return;
	}
	kprobe = by_kprobe(step, regs);
	/* Anywhere else it has faulted, and this is the fixup. */
	if (step->kind == MMT_STEP_STORE &&
	    (regs->ip == step->saved.ip + step->len || kprobe))
		write_buffer(step);
	for (i = 0; i < step->nr; i++) {
		struct mmt_redirect *r = &step->redirect[i];
		unsigned long *now = mmt_step_word(regs, r->word);

		if (r->advances)
			*now = r->old + (*now - r->new);
		else if (*now == r->new)
			*now = r->old;
	}
	restore_flags(step, regs, kprobe);
	step->active = false;
	mmt_step_stack_give_back(&step->stack);
}

/*
 * Interrupts go on again when this #DB returns, or a kprobe's breakpoint behind it,
 * but were off when it came: unlike the processor, lockdep has to be told.
 */
static void tell_lockdep(const struct mmt_step *step)
{
	if (!(step->saved.flags & X86_EFLAGS_IF))
		return;
	trace_hardirqs_on_prepare();
	lockdep_hardirqs_on(step->saved.ip);
}

/*
 * Only the end of our own step is ours: a hardware breakpoint that hits at the
 * same moment stays in DR6 for its owner, and so does the step itself when the
 * interrupted context was being single-stepped by somebody.
 */
static int step_done(struct die_args *args)
{
	/* #DB is a level of its own, above what it has interrupted. */
	struct mmt_step *step = step_of(mmt_level() - 1);
	unsigned long *dr6 = (unsigned long *)args->err;

	/* Breakpoints hit in an NMI, too, but without our flags. */
	if (!step->active || !(*dr6 & DR_STEP) ||
	    !(args->regs->flags & X86_EFLAGS_TF))
		return NOTIFY_DONE;

	finish(step, args->regs);
	tell_lockdep(step);
	if (args->regs->flags & X86_EFLAGS_TF)
		return NOTIFY_DONE;
	*dr6 &= ~DR_STEP;
	return *dr6 ? NOTIFY_DONE : NOTIFY_STOP;
}

/*
 * Another exception than a page fault ends a step like one: with the registers
 * as they were, for whoever handles it or prints them.
 */
static void step_failed(struct pt_regs *regs)
{
	unsigned int level = mmt_level();

	if (mmt_step_active(regs, level))
		cancel(step_of(level), regs);
}

static int exception(struct notifier_block *nb, unsigned long event, void *data)
{
	struct die_args *args = data;
	int ret = NOTIFY_DONE;

	if (user_mode(args->regs))
		return NOTIFY_DONE;
	if (event == DIE_DEBUG) {
		ret = step_done(args);
		keep_branch_steps_off();
	} else if (event == DIE_TRAP || event == DIE_GPF) {
		step_failed(args->regs);
	}
	return ret;
}
NOKPROBE_SYMBOL(exception);

static struct notifier_block exception_notifier = {
	.notifier_call = exception,
	.priority = 0x7fffffff,
};

/** mmt_step_init() - listen to exceptions; process context, may sleep */
int mmt_step_init(void)
{
	return register_die_notifier(&exception_notifier);
}

/** mmt_step_exit() - no step is under way; process context, may sleep */
void mmt_step_exit(void)
{
	unregister_die_notifier(&exception_notifier);
}
