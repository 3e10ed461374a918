/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an instruction reads besides its memory operand, for MMIO_F_CLASH.
 * Registers are bits: BIT_OF(MMIO_REG_*).
 */
#ifndef MMIOTRACE_INSN_CLASH_H
#define MMIOTRACE_INSN_CLASH_H

#include "opcode.h"

struct vex;

#define BIT_OF(reg)	(1u << (reg))

void mmio_set_clash(struct mmio_insn *insn, u32 reads);
u32 mmio_reads_of_kind(const struct mmio_insn *insn);
u32 mmio_reads_of_other(const struct encoding *e);
u32 mmio_reads_of_vex(const struct vex *vex);

#endif
