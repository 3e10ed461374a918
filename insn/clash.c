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

/* What an instruction with a kind of its own reads if it cannot be emulated. */
u32 mmio_reads_of_kind(const struct mmio_insn *insn)
{
	if (insn->reg > MMIO_REG_R15 || (insn->flags & MMIO_F_IMM))
		return 0;
	/* Loads of 32 or 64 bits replace the register, CMOV may not. */
	if (insn->kind == MMIO_INSN_LOAD && insn->reg_width >= 4 &&
	    !(insn->flags & MMIO_F_COND))
		return 0;
	return BIT_OF(insn->reg);
}

/* Data registers of the one-byte opcodes, other than ModRM.reg and CL. */
u32 mmio_implicit_reads(u8 op, u8 ext, unsigned int width)
{
	const u32 ax = BIT_OF(MMIO_REG_AX), dx = BIT_OF(MMIO_REG_DX);

	switch (op) {
	case 0x8d:		/* LEA: the address is the data */
		return 0xffff;
	case 0x8f:		/* POP */
		return BIT_OF(MMIO_REG_SP);
	case 0xf6:		/* MUL IMUL DIV IDIV: AX and memory */
		return ext >= 4 ? ax : 0;
	case 0xf7:
		/* MUL only writes DX, but 16 bits leave the rest of RDX. */
		if (ext < 4)
			return 0;
		return ext >= 6 || width == 2 ? ax | dx : ax;
	case 0xff:		/* CALL, far CALL, PUSH move the stack pointer */
		return ext == 2 || ext == 3 || ext == 6 ? BIT_OF(MMIO_REG_SP) : 0;
	}
	return 0;
}

u32 mmio_implicit_reads_0f(u8 op, u8 ext)
{
	const u32 ax = BIT_OF(MMIO_REG_AX), dx = BIT_OF(MMIO_REG_DX);

	switch (op) {
	case 0xae:		/* XSAVE XRSTOR XSAVEOPT: mask in EDX:EAX */
		return ext >= 4 && ext <= 6 ? ax | dx : 0;
	case 0xb0:		/* CMPXCHG */
	case 0xb1:
		return ax;
	case 0xc7:
		if (ext == 1)	/* CMPXCHG8B, CMPXCHG16B */
			return ax | dx | BIT_OF(MMIO_REG_BX) | BIT_OF(MMIO_REG_CX);
		/* XRSTORS XSAVEC XSAVES */
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
u32 mmio_vex_reads(unsigned int map, u8 op, unsigned int pp, u8 reg, u8 vvvv)
{
	if (map == 3)
		return mmio_implicit_reads_0f3a(op);
	if (map != 2)
		return 0;
	if (op >= 0xe0 && op <= 0xef)	/* CMPccXADD */
		return BIT_OF(reg) | BIT_OF(vvvv);
	switch (op) {
	case 0xf2:		/* ANDN */
	case 0xf5:		/* BZHI PEXT PDEP */
	case 0xf7:		/* BEXTR SHLX SARX SHRX */
		return BIT_OF(vvvv);
	case 0xf6:		/* MULX: both operands in registers are results */
		return pp == PP_F2 ? BIT_OF(MMIO_REG_DX) : 0;
	}
	return 0;
}
