// SPDX-License-Identifier: GPL-2.0
/*
 * How to give an instruction another operand when no register can be changed for
 * it: its address register holds data as well, or is the index too, or there is
 * none. A copy of it with the prefix FS runs instead, and the base of FS is the
 * distance to the other operand. The kernel has no use for FS itself, and only a
 * task switch looks at its base: it is the user's, and put back after the step.
 *
 * The copies stand in slots, one for each level of each CPU, written through one
 * mapping and run through another.
 */
#include "slot.h"

#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <asm/fsgsbase.h>

#include "compat/symbols.h"
#include "inject.h"
#include "insn/insn.h"
#include "level.h"

#define SLOT_SIZE	16	/* the longest instruction has 15 bytes */
#define PREFIX_FS	0x64

/* Fixed from mmt_slot_init() to mmt_slot_exit(); each slot for its own CPU only. */
static u8 *writable;
static struct vm_struct *executable;

static bool is_legacy_prefix(u8 byte)
{
	switch (byte) {
	case 0x26: case 0x2e: case 0x36: case 0x3e:	/* segments */
	case 0x66: case 0x67:
	case 0xf0: case 0xf2: case 0xf3:
		return true;
	}
	return false;
}

/* Segment prefixes without a meaning in 64-bit mode; two do not go together. */
static bool is_null_prefix(u8 byte)
{
	return byte == 0x26 || byte == 0x2e || byte == 0x36 || byte == 0x3e;
}

/* Returns the length of the copy, which may be too long by one. */
static unsigned int make_copy(u8 copy[SLOT_SIZE], const struct mmio_insn *insn,
			      const u8 *code)
{
	unsigned int i, n = 1;
	bool prefixes = true;

	copy[0] = PREFIX_FS;
	for (i = 0; i < insn->len; i++) {
		prefixes = prefixes && is_legacy_prefix(code[i]);
		if (!prefixes || !is_null_prefix(code[i]))
			copy[n++] = code[i];
	}
	return n;
}

/**
 * mmt_slot_fits() - can a copy of this instruction run on other memory?
 * @insn: the instruction
 * @code: its bytes
 *
 * Not when it has a segment of its own, or no room for one more prefix.
 *
 * Context: any.
 */
bool mmt_slot_fits(const struct mmio_insn *insn, const u8 *code)
{
	u8 copy[SLOT_SIZE];

	return !insn->seg && make_copy(copy, insn, code) <= MMIO_INSN_MAX;
}

/**
 * mmt_slot_enter() - have a copy of an instruction run, on other memory
 * @slot: not in use
 * @level: the step's, see mmt_level()
 * @regs: the interrupted context; only its instruction pointer changes
 * @insn: the instruction, for which mmt_slot_fits()
 * @code: its bytes
 * @shift: added to the address of its operand
 *
 * No fence is needed for the new code: the exception that we are in ends with an
 * instruction that serialises.
 *
 * Context: page fault, interrupts off.
 */
void mmt_slot_enter(struct mmt_slot *slot, unsigned int level,
		    struct pt_regs *regs, const struct mmio_insn *insn,
		    const u8 *code, unsigned long shift)
{
	unsigned long offset = (smp_processor_id() * MMT_LEVELS + level) *
			       SLOT_SIZE;

	slot->len = make_copy(writable + offset, insn, code);
	slot->ip = (unsigned long)executable->addr + offset;
	if (insn->base == MMIO_REG_IP)
		shift += (regs->ip + insn->len) - (slot->ip + slot->len);
	slot->fs_base = x86_fsbase_read_cpu();
	x86_fsbase_write_cpu(shift);
	regs->ip = slot->ip;
}

/**
 * mmt_slot_cancel() - the instruction has not run; the caller restores registers
 * @slot: in use or not
 */
void mmt_slot_cancel(struct mmt_slot *slot)
{
	if (!slot->ip)
		return;
	x86_fsbase_write_cpu(slot->fs_base);
	slot->ip = 0;
}

/**
 * mmt_slot_leave() - the instruction has run: be back where it stands
 * @slot: in use or not
 * @regs: what it has left behind
 * @before: registers before mmt_slot_enter()
 * @len: length of the original
 *
 * It leads to the next instruction; a CALL leads elsewhere, and has pushed where
 * to return to.
 *
 * Context: #DB, interrupts off.
 */
void mmt_slot_leave(struct mmt_slot *slot, struct pt_regs *regs,
		    const struct pt_regs *before, unsigned int len)
{
	unsigned long end = slot->ip + slot->len;
	unsigned long *pushed = (unsigned long *)regs->sp;

	if (!slot->ip)
		return;
	if (regs->ip == end)
		regs->ip = before->ip + len;
	else if (regs->sp == before->sp - sizeof(*pushed) && *pushed == end)
		*pushed = before->ip + len;
	mmt_slot_cancel(slot);
}

static int map_page(pte_t *pte, unsigned long addr, void *data)
{
	unsigned long offset = addr - (unsigned long)executable->addr;

	set_pte(pte, pfn_pte(vmalloc_to_pfn(writable + offset), PAGE_KERNEL_ROX));
	return 0;
}

/** mmt_slot_init() - process context, sleeps; 0 or -ENOMEM */
int mmt_slot_init(void)
{
	unsigned long size = PAGE_ALIGN(nr_cpu_ids * MMT_LEVELS * SLOT_SIZE);

	writable = mmt_vmalloc(size);
	if (!writable)
		return -ENOMEM;
	memset(writable, 0xcc, size);
	executable = mmt_get_vm_area(size, VM_MAP, mmt_slot_init);
	if (executable &&
	    !mmt_apply_to_page_range(mmt_symbols.init_mm,
				     (unsigned long)executable->addr, size,
				     map_page, NULL))
		return 0;
	mmt_slot_exit();
	return -ENOMEM;
}

/** mmt_slot_exit() - undo mmt_slot_init(); no step is under way */
void mmt_slot_exit(void)
{
	if (executable)
		free_vm_area(executable);
	executable = NULL;
	vfree(writable);
	writable = NULL;
}
