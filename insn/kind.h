/* SPDX-License-Identifier: GPL-2.0 */
/* Which instructions mmio_insn_exec() performs, and what it needs to know. */
#ifndef MMIOTRACE_INSN_KIND_H
#define MMIOTRACE_INSN_KIND_H

#include "opcode.h"

struct vex;

/**
 * mmio_set_kind() - an instruction with a ModRM memory operand
 * @insn: kind, access and operands are filled in; what is not known stays OTHER
 * @e: all of it
 */
void mmio_set_kind(struct mmio_insn *insn, const struct encoding *e);

/** mmio_set_kind_string() - INS OUTS MOVS CMPS STOS LODS SCAS */
void mmio_set_kind_string(struct mmio_insn *insn, const struct encoding *e);

/** mmio_set_kind_moffs() - MOV between AX and an address that stands in the code */
void mmio_set_kind_moffs(struct mmio_insn *insn, const struct encoding *e);

/** mmio_set_kind_xlat() - AL is a part of the address */
void mmio_set_kind_xlat(struct mmio_insn *insn, const struct encoding *e);

/**
 * mmio_set_kind_vex() - BMI1 and BMI2
 * @insn: as in mmio_set_kind()
 * @vex: FORM_VEX2 or FORM_VEX3
 *
 * Return: whether it is one of them; else nothing has changed.
 */
bool mmio_set_kind_vex(struct mmio_insn *insn, const struct vex *vex);

/** mmio_may_lock() - LOCK on anything else is an invalid instruction */
bool mmio_may_lock(const struct mmio_insn *insn);

#endif
