/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an instruction reads besides its memory operand, for MMIO_F_CLASH.
 * Registers are bits: BIT_OF(MMIO_REG_*).
 */
#ifndef MMIOTRACE_INSN_CLASH_H
#define MMIOTRACE_INSN_CLASH_H

#include "insn.h"

#define BIT_OF(reg)	(1u << (reg))

void mmio_set_clash(struct mmio_insn *insn, u32 reads);
u32 mmio_reads_of_kind(const struct mmio_insn *insn);
u32 mmio_implicit_reads(u8 op, u8 ext);
u32 mmio_implicit_reads_0f(u8 op, u8 ext, unsigned int pp);
u32 mmio_implicit_reads_0f3a(u8 op);
u32 mmio_vex_reads(unsigned int map, u8 op, u8 reg, u8 vvvv);

#endif
