/* SPDX-License-Identifier: GPL-2.0 */
/* The operands that ModRM names: a register, and memory. */
#ifndef MMIOTRACE_INSN_OPERAND_H
#define MMIOTRACE_INSN_OPERAND_H

#include "prefix.h"

static inline void set_reg(struct mmio_insn *insn, u8 modrm, u8 rex,
			   unsigned int width)
{
	u8 reg = (modrm >> 3 & 7) | (rex & REX_R) << 1;

	insn->reg_width = width;
	if (width == 1 && !rex && reg >= 4) {
		reg -= 4;
		insn->flags |= MMIO_F_HIGH;
	}
	insn->reg = reg;
}

/*
 * SIB byte and displacement of a memory operand. @modrm.mod is not 3, and as
 * many bytes as the operand may need (5) can be read.
 *
 * Return: what follows the operand.
 */
static inline const u8 *parse_memory(struct mmio_insn *insn, const u8 *p,
				     u8 modrm, u8 rex)
{
	u8 base = modrm & 7;

	insn->flags |= MMIO_F_MODRM;
	if (base == 4) {
		u8 sib = *p++;
		u8 index = (sib >> 3 & 7) | (rex & REX_X) << 2;

		base = sib & 7;
		/* R12 is an index, RSP is none. */
		if (index != MMIO_REG_SP) {
			insn->index = index;
			insn->scale = sib >> 6;
		}
		if (base == 5 && modrm < 0x40) {
			insn->disp = (s32)load32(p);
			return p + 4;
		}
	} else if (base == 5 && modrm < 0x40) {
		insn->base = MMIO_REG_IP;
		insn->disp = (s32)load32(p);
		return p + 4;
	}
	insn->base = base | (rex & REX_B) << 3;
	if (modrm & 0x40) {
		insn->disp = (s8)*p;
		return p + 1;
	}
	if (modrm & 0x80) {
		insn->disp = (s32)load32(p);
		return p + 4;
	}
	return p;
}

int mmio_get_memory(struct mmio_insn *insn, struct cursor *c,
		    const struct prefixes *pre, u8 modrm, u8 rex);

#endif
