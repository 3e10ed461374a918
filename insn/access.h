/* SPDX-License-Identifier: GPL-2.0 */
/* What happens to the memory operand of instructions without a kind. */
#ifndef MMIOTRACE_INSN_ACCESS_H
#define MMIOTRACE_INSN_ACCESS_H

#include "opcode.h"

/**
 * mmio_set_access() - width and direction
 * @insn: kind OTHER; what mmio_set_kind() knew of these stays
 * @e: with a memory operand
 */
void mmio_set_access(struct mmio_insn *insn, const struct encoding *e);

#endif
