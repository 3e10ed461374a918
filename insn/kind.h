/* SPDX-License-Identifier: GPL-2.0 */
/* Which instructions mmio_insn_exec() performs, and what it needs to know. */
#ifndef MMIOTRACE_INSN_KIND_H
#define MMIOTRACE_INSN_KIND_H

#include "opcode.h"
#include "operand.h"

void mmio_set_kind(struct mmio_insn *insn, const struct prefixes *pre,
		   enum class class, bool byte, u8 op, u8 modrm,
		   unsigned int opsize);
bool mmio_set_kind_0f38(struct mmio_insn *insn, const struct prefixes *pre,
			u8 op, u8 modrm, unsigned int opsize);
void mmio_set_kind_string(struct mmio_insn *insn, const struct prefixes *pre,
			  u8 op, unsigned int opsize);
void mmio_set_kind_xlat(struct mmio_insn *insn, const struct prefixes *pre);
bool mmio_set_kind_vex(struct mmio_insn *insn, unsigned int map, u8 op,
		       unsigned int pp, u8 modrm, u8 rex, u8 vvvv);
bool mmio_may_lock(const struct mmio_insn *insn);

#endif
