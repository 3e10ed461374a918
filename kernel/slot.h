/* SPDX-License-Identifier: GPL-2.0 */
/* Instructions that run elsewhere, on other memory, with every register as it is. */
#ifndef MMT_SLOT_H
#define MMT_SLOT_H

#include <linux/ptrace.h>
#include <linux/types.h>

struct mmio_insn;

/**
 * struct mmt_slot - an instruction in its slot
 * @ip: where the copy stands, or 0 when the slot is not in use
 * @len: length of the copy
 * @fs_base: base of FS before
 *
 * Part of struct mmt_step, and protected as that is.
 */
struct mmt_slot {
	unsigned long ip;
	u8 len;
	unsigned long fs_base;
};

bool mmt_slot_fits(const struct mmio_insn *insn, const u8 *code);
void mmt_slot_enter(struct mmt_slot *slot, unsigned int level,
		    struct pt_regs *regs, const struct mmio_insn *insn,
		    const u8 *code, unsigned long shift);
void mmt_slot_leave(struct mmt_slot *slot, struct pt_regs *regs,
		    const struct pt_regs *before, unsigned int len);
void mmt_slot_cancel(struct mmt_slot *slot);
int mmt_slot_init(void);
void mmt_slot_exit(void);

#endif
