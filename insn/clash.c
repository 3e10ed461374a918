// SPDX-License-Identifier: GPL-2.0
#include "clash.h"
#include "prefix.h"

/*
 * May the caller redirect the base register? Not when the instruction reads
 * the same register as data too (@reads, a bit for each), or when the base is
 * the index as well, which would move along. A register that is only written
 * does no harm, unless the write leaves some of its bits alone: those count as
 * read. So do conditional writes. Vector and x87 registers have numbers of
 * their own and never get here.
 */
void mmio_set_clash(struct mmio_insn *insn, u32 reads)
{
	if (insn->base > MMIO_REG_R15)
		return;
	if (insn->base == insn->index || (reads & BIT_OF(insn->base)))
		insn->flags |= MMIO_F_CLASH;
}

/*
 * What an instruction with a kind of its own reads. Shifts by a register and BMI
 * with @reg2 not read are the callers' (see their kinds); BT takes its register
 * for a part of the address, which must not move either.
 */
u32 mmio_reads_of_kind(const struct mmio_insn *insn)
{
	const u32 ax = BIT_OF(MMIO_REG_AX), dx = BIT_OF(MMIO_REG_DX);
	u32 reads = 0;

	switch (insn->kind) {
	case MMIO_INSN_CMPXCHG:
		reads = ax;
		break;
	case MMIO_INSN_CMPXCHG_PAIR:
		return ax | dx | BIT_OF(MMIO_REG_BX) | BIT_OF(MMIO_REG_CX);
	case MMIO_INSN_SHIFT:
	case MMIO_INSN_SHIFT_DOUBLE:
		if (!(insn->flags & MMIO_F_IMM))
			reads = BIT_OF(MMIO_REG_CX);
		break;
	case MMIO_INSN_MUL:
		/* It only writes DX, but 16 bits leave the rest of RDX. */
		return insn->width == 2 ? ax | dx : ax;
	case MMIO_INSN_POP:
		return BIT_OF(MMIO_REG_SP);
	case MMIO_INSN_BMI:
		if (insn->op == MMIO_BMI_MULX)	/* both registers are results */
			return dx;
		return insn->reg2 <= MMIO_REG_R15 ? BIT_OF(insn->reg2) : 0;
	case MMIO_INSN_LOAD:
	case MMIO_INSN_IMUL:
	case MMIO_INSN_POPCNT:
		/* 32 or 64 bits replace the register, CMOV may not. */
		if (insn->reg_width >= 4 && !(insn->flags & MMIO_F_COND) &&
		    (insn->kind != MMIO_INSN_IMUL || (insn->flags & MMIO_F_IMM)))
			return 0;
		break;
	}
	return insn->reg <= MMIO_REG_R15 ? reads | BIT_OF(insn->reg) : reads;
}

/* Data registers of the one-byte opcodes, other than ModRM.reg and CL. */
u32 mmio_implicit_reads(u8 op, u8 ext)
{
	const u32 ax = BIT_OF(MMIO_REG_AX), dx = BIT_OF(MMIO_REG_DX);

	switch (op) {
	case 0x8d:		/* LEA: the address is the data */
		return 0xffff;
	case 0xf6:		/* DIV IDIV */
		return ax;
	case 0xf7:
		return ax | dx;
	case 0xff:		/* CALL, far CALL, PUSH move the stack pointer */
		return ext == 2 || ext == 3 || ext == 6 ? BIT_OF(MMIO_REG_SP) : 0;
	}
	return 0;
}

u32 mmio_implicit_reads_0f(u8 op, u8 ext, unsigned int pp)
{
	const u32 ax = BIT_OF(MMIO_REG_AX), dx = BIT_OF(MMIO_REG_DX);

	switch (op) {
	case 0xae:		/* XSAVE XRSTOR XSAVEOPT: mask in EDX:EAX */
		return pp == PP_NONE && ext >= 4 && ext <= 6 ? ax | dx : 0;
	case 0xc7:		/* XRSTORS XSAVEC XSAVES */
		return ext >= 3 && ext <= 5 ? ax | dx : 0;
	}
	return 0;
}

/* PCMPESTRM and PCMPESTRI: lengths in EAX and EDX. */
u32 mmio_implicit_reads_0f3a(u8 op)
{
	return op == 0x60 || op == 0x61 ?
	       BIT_OF(MMIO_REG_AX) | BIT_OF(MMIO_REG_DX) : 0;
}

/* General registers that a VEX instruction reads, other than the address. */
u32 mmio_vex_reads(unsigned int map, u8 op, u8 reg, u8 vvvv)
{
	if (map == 3)
		return mmio_implicit_reads_0f3a(op);
	if (map != 2)
		return 0;
	if (op >= 0xe0 && op <= 0xef)	/* CMPccXADD */
		return BIT_OF(reg) | BIT_OF(vvvv);
	return 0;
}
