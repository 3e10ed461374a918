// SPDX-License-Identifier: GPL-2.0
/*
 * The general way: run the original instruction, once, with its address register
 * pointing elsewhere, and put the register back; or where that cannot be, a copy of
 * it (kernel/slot.c). It needs no knowledge of the instruction, and the page stays
 * armed for every other CPU. Costs a second exception, #DB. Elsewhere is
 *
 * - a buffer, when it is known how many bytes the instruction reads or writes. For
 *   a load we read the device into the buffer first, for a store we write the
 *   buffer to the device afterwards. So the value is known;
 * - else the private mapping: the access is made, its value stays unknown.
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
#include <asm/msr.h>
#include <asm/processor.h>

#include "area.h"
#include "compat/symbols.h"
#include "hit.h"
#include "insn/insn.h"
#include "page.h"
#include "sink.h"
#include "wide.h"

#define OUR_FLAGS	(X86_EFLAGS_TF | X86_EFLAGS_IF)

DEFINE_PER_CPU(struct mmt_step [MMT_LEVELS], mmt_steps);
/* A step above level 0 is under way, see take_stack(). Own CPU, interrupts off. */
static DEFINE_PER_CPU(bool, stack_split);

static struct mmt_step *step_of(unsigned int level)
{
	return &(*this_cpu_ptr(&mmt_steps))[level % MMT_LEVELS];
}

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
 * From branch to branch instead of instruction by instruction: meant for user
 * space only. At each #DB in the kernel, one that an NMI brings in the middle of a
 * step, too, the kernel switches it on again.
 */
static void keep_branch_steps_off(void)
{
	if (unlikely(test_thread_flag(TIF_BLOCKSTEP)) && any_active())
		update_debugctlmsr(get_debugctlmsr() & ~DEBUGCTLMSR_BTF);
}

/*
 * The kernel sees to it that no #DB comes while there is one already: in an NMI it
 * has no hardware breakpoints. But a step above level 0 may be the second: it may
 * belong to an NMI that has interrupted the #DB of another, or to a handler that
 * runs in it. There is one stack for them, on which each begins at the top: the
 * second is sent to its lower half. And there is one DR6, which the first may not
 * have read yet: the second puts it back.
 *
 * With FRED, which has neither problem, it changes nothing.
 */
static bool stack_is_free(void)
{
	return likely(!in_nmi()) || !this_cpu_read(stack_split);
}

static void take_stack(struct mmt_step *step)
{
	step->split = in_nmi();
	if (likely(!step->split))
		return;
	this_cpu_write(stack_split, true);
	this_cpu_sub(cpu_tss_rw.x86_tss.ist[IST_INDEX_DB], EXCEPTION_STKSZ / 2);
	get_debugreg(step->dr6, 6);
}

static void give_stack_back(const struct mmt_step *step)
{
	if (likely(!step->split))
		return;
	set_debugreg(step->dr6, 6);
	this_cpu_add(cpu_tss_rw.x86_tss.ist[IST_INDEX_DB], EXCEPTION_STKSZ / 2);
	this_cpu_write(stack_split, false);
}

static void start(struct mmt_step *step, struct pt_regs *regs)
{
	take_stack(step);
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
	if (test_thread_flag(TIF_BLOCKSTEP))
		update_debugctlmsr(get_debugctlmsr() | DEBUGCTLMSR_BTF);
	mmt_slot_cancel(&step->slot);
	step->saved.orig_ax = regs->orig_ax;	/* the error code */
	*regs = step->saved;
	step->active = false;
	give_stack_back(step);
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
		mmt_sink_give_up();
		mmt_page_give_up(page);
	}
	return 1;
}

static bool same_page(unsigned long a, unsigned long b)
{
	return (a & PAGE_MASK) == (b & PAGE_MASK);
}

/* Both in memory, one of them maybe not accessible. */
static bool two_operands(const struct mmio_insn *insn)
{
	return insn->kind == MMIO_INSN_MOVS || insn->kind == MMIO_INSN_CMPS;
}

static bool is_string(const struct mmio_insn *insn)
{
	return insn->flags & MMIO_F_STRING;
}

/* MOVDIR64B, ENQCMD: the device's address is in the register operand. */
static bool by_register(const struct pt_regs *regs, const struct mmio_insn *insn,
			unsigned long addr)
{
	const unsigned long *words = (const unsigned long *)regs;

	return insn->kind == MMIO_INSN_OTHER && insn->reg < 16 &&
	       same_page(words[mmio_reg_offset[insn->reg]], addr) &&
	       !same_page(mmio_insn_address(insn, words), addr);
}

/* The register to redirect so that @addr becomes another address, if there is one. */
static u8 address_register(struct pt_regs *regs, const struct mmio_insn *insn,
			   unsigned long addr)
{
	if (is_string(insn))
		return same_page(regs->di, addr) ? MMIO_REG_DI : MMIO_REG_SI;
	if (by_register(regs, insn, addr))
		return insn->reg == insn->base || insn->reg == insn->index ?
		       MMIO_REG_NONE : insn->reg;
	if ((insn->flags & MMIO_F_CLASH) || insn->base >= 16)
		return MMIO_REG_NONE;
	return insn->base;
}

/*
 * One access, of a width that we can make, all of it on this mapping? And is the
 * operand really where we think that it is: a segment's base is not in it.
 */
static bool through_buffer(const struct mmt_area *area, unsigned long operand,
			   const struct mmio_insn *insn, unsigned long addr)
{
	u32 way = insn->flags & (MMIO_F_READS | MMIO_F_WRITES);

	return (way == MMIO_F_READS ||
		(way == MMIO_F_WRITES && area->writable)) &&
	       mmt_wide_possible(insn->width) &&
	       addr - operand < insn->width &&
	       operand - area->base <= area->size - insn->width;
}

/*
 * Beyond the end of the mapping, or a write where it is read-only: there will be a
 * fault, as there would be untraced, and no access.
 */
static bool will_fault(const struct mmt_area *area, unsigned long operand,
		       const struct mmio_insn *insn, unsigned long addr)
{
	return addr - operand < insn->width &&
	       (operand - area->base > area->size - insn->width ||
		((insn->flags & MMIO_F_WRITES) && !area->writable));
}

/* Where in the buffer: instructions may insist on alignment. */
static unsigned long buffer_for(struct mmt_step *step, unsigned long addr)
{
	return (unsigned long)step->buffer + addr % 64;
}

static void prepare(struct mmt_step *step, struct pt_regs *regs,
		    const struct mmio_insn *insn, enum mmt_step_kind kind)
{
	step->kind = kind;
	step->nr = 0;
	step->len = insn->len;
	step->width = insn->width;
	step->slot.ip = 0;
	step->saved = *regs;
}

/*
 * Is there a way to lead it to another operand? See displace(). The prefix of the
 * copy would move the source of a MOVDIR64B, not the device's address.
 */
static bool can_displace(struct pt_regs *regs, const struct mmio_insn *insn,
			 const u8 *code, unsigned long addr)
{
	return address_register(regs, insn, addr) != MMIO_REG_NONE ||
	       (!by_register(regs, insn, addr) && mmt_slot_fits(insn, code));
}

/* Let the operand be elsewhere, one way or the other. */
static void displace(struct mmt_step *step, unsigned int level,
		     struct pt_regs *regs, const struct mmio_insn *insn,
		     const u8 *code, unsigned long addr, unsigned long shift)
{
	u8 reg = address_register(regs, insn, addr);

	if (reg == MMIO_REG_NONE)
		mmt_slot_enter(&step->slot, level, regs, insn, code, shift);
	else
		redirect(step, regs, reg,
			 *word(regs, mmio_reg_offset[reg]) + shift,
			 is_string(insn));
}

/*
 * MOVDIR64B and ENQCMD: what they write stands in memory, where it can be read
 * as well; the write itself only they can make.
 */
static void tell_of_copy(const struct mmt_hit *hit,
			 const struct mmio_insn *insn, unsigned long addr,
			 const u8 *code)
{
	u8 bytes[64];
	const struct mmiotrace_access access = {
		.addr = addr,
		.ip = hit->regs->ip,
		.bytes = bytes,
		.width = insn->width,
		.flags = MMIOTRACE_WRITE,
	};
	const void *source = (void *)
		mmio_insn_address(insn, (const unsigned long *)hit->regs);

	if (insn->width == 64 && !copy_from_kernel_nofault(bytes, source, 64))
		mmt_hit_tell_after(hit, hit->area, &access);
	else
		mmt_hit_opaque(hit, addr, code, insn->len);
}

/*
 * In both, whoever is told is told first: a handler may touch traced memory itself
 * and need a step at this level, which is over when it returns.
 */
static void begin_on_device(const struct mmt_hit *hit, struct mmt_step *step,
			    struct pt_regs *regs, const struct mmio_insn *insn,
			    const u8 *code, unsigned long addr,
			    unsigned long operand)
{
	if (by_register(regs, insn, addr))
		tell_of_copy(hit, insn, addr, code);
	else if (!(insn->flags & MMIO_F_NO_DATA) &&
		 !will_fault(hit->area, operand, insn, addr))
		mmt_hit_opaque(hit, addr, code, insn->len);
	prepare(step, regs, insn, MMT_STEP_DEVICE);
	displace(step, hit->level, regs, insn, code, addr, hit->area->delta);
	start(step, regs);
}

static void begin_on_buffer(const struct mmt_hit *hit, struct mmt_step *step,
			    struct pt_regs *regs, const struct mmio_insn *insn,
			    const u8 *code, unsigned long addr)
{
	void *buffer = (void *)buffer_for(step, addr);
	u8 bytes[64];

	if (insn->flags & MMIO_F_READS) {
		mmt_wide_read(hit, hit->area, addr, insn->width, bytes);
		memcpy(buffer, bytes, insn->width);
		prepare(step, regs, insn, MMT_STEP_LOAD);
	} else {
		prepare(step, regs, insn, MMT_STEP_STORE);
		step->area = hit->area;
		step->addr = addr;
	}
	displace(step, hit->level, regs, insn, code, addr,
		 (unsigned long)buffer - addr);
	start(step, regs);
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
	unsigned long operand;

	if (step->active || !stack_is_free() ||
	    !can_displace(regs, insn, code, addr)) {
		mmt_hit_opaque(hit, addr, code, insn->len);
		return mmt_step_give_up(mmt_page_find(addr));
	}
	operand = mmio_insn_address(insn, (const unsigned long *)regs);
	if (!by_register(regs, insn, addr) && !is_string(insn) &&
	    through_buffer(hit->area, operand, insn, addr))
		begin_on_buffer(hit, step, regs, insn, code, operand);
	else
		begin_on_device(hit, step, regs, insn, code, addr, operand);
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
 * Its other operand is not accessible. Only the processor raises that fault
 * right; so let it run with the device operand out of the way, in the buffer.
 * The fault ends the step, see mmt_step_fault(). If it does not come, because
 * somebody has mapped the page in the meantime or mmt_user_writable() guessed
 * wrong, the #DB puts all registers back and the instruction starts over; the
 * second time it runs on the private mapping.
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
	u8 reg;

	if (!two_operands(insn))
		return mmt_step_begin(hit, regs, insn, code, addr);
	/* It did not fault last time: then let it happen, value unseen. */
	if (step->undone_ip == regs->ip) {
		step->undone_ip = 0;
		return mmt_step_begin(hit, regs, insn, code, addr);
	}
	if (step->active || !stack_is_free())
		return mmt_step_give_up(mmt_page_find(addr));

	reg = same_page(regs->di, addr) ? MMIO_REG_DI : MMIO_REG_SI;
	prepare(step, regs, insn, MMT_STEP_UNDO);
	redirect(step, regs, reg, buffer_for(step, addr), true);
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

		if (same_page(*word(regs, mmio_reg_offset[reg]), addr)) {
			redirect(step, regs, reg,
				 *word(regs, mmio_reg_offset[reg]) +
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
	mmt_slot_leave(&step->slot, regs, &step->saved, step->len);
	kprobe = by_kprobe(step, regs);
	/* Anywhere else it has faulted, and this is the fixup. */
	if (step->kind == MMT_STEP_STORE &&
	    (regs->ip == step->saved.ip + step->len || kprobe))
		write_buffer(step);
	for (i = 0; i < step->nr; i++) {
		struct mmt_redirect *r = &step->redirect[i];
		unsigned long *now = word(regs, r->word);

		if (r->advances)
			*now = r->old + (*now - r->new);
		else if (*now == r->new)
			*now = r->old;
	}
	restore_flags(step, regs, kprobe);
	step->active = false;
	give_stack_back(step);
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
	int err = mmt_slot_init();

	if (err)
		return err;
	err = register_die_notifier(&exception_notifier);
	if (err)
		mmt_slot_exit();
	return err;
}

/** mmt_step_exit() - no step is under way; process context, may sleep */
void mmt_step_exit(void)
{
	unregister_die_notifier(&exception_notifier);
	mmt_slot_exit();
}
