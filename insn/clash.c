// SPDX-License-Identifier: GPL-2.0
#include "clash.h"
#include "vex.h"

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
static u32 implicit_reads(const struct encoding *e)
{
	const u32 ax = BIT_OF(MMIO_REG_AX), dx = BIT_OF(MMIO_REG_DX);
	const u8 ext = digit_of(e);

	switch (e->op) {
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

static u32 implicit_reads_0f(const struct encoding *e)
{
	const u32 ax = BIT_OF(MMIO_REG_AX), dx = BIT_OF(MMIO_REG_DX);
	const u8 ext = digit_of(e);

	switch (e->op) {
	case 0xae:		/* XSAVE XRSTOR XSAVEOPT: mask in EDX:EAX */
		return mandatory_prefix(&e->pre) == PP_NONE && ext >= 4 && ext <= 6 ?
		       ax | dx : 0;
	case 0xc7:		/* XRSTORS XSAVEC XSAVES */
		return ext >= 3 && ext <= 5 ? ax | dx : 0;
	}
	return 0;
}

/*
 * WRSS, WRUSS, MOVDIRI read ModRM.reg, INVEPT, INVVPID, INVPCID too; MOVDIR64B and
 * ENQCMD take it for an address, which must not move either.
 */
static bool takes_reg_0f38(u8 op)
{
	return op >= 0xf0 || (op >= 0x80 && op <= 0x82);
}

/* PCMPESTRM and PCMPESTRI: lengths in EAX and EDX. */
static u32 implicit_reads_0f3a(u8 op)
{
	return op == 0x60 || op == 0x61 ?
	       BIT_OF(MMIO_REG_AX) | BIT_OF(MMIO_REG_DX) : 0;
}

/* What an instruction that stays MMIO_INSN_OTHER reads. */
u32 mmio_reads_of_other(const struct encoding *e)
{
	const u32 reg = BIT_OF(digit_of(e) | (e->pre.rex & REX_R) << 1);
	u32 reads = 0;

	/* 16 bits leave the rest of a register alone. */
	if ((e->attr & A_READS_REG) ||
	    ((e->attr & A_SETS_REG) && e->opsize == 2))
		reads = reg;
	switch (e->map) {
	case 0:
		return reads | implicit_reads(e);
	case 1:
		return reads | implicit_reads_0f(e);
	case 2:
		return takes_reg_0f38(e->op) ? reg : 0;
	default:
		return implicit_reads_0f3a(e->op);
	}
}

/* General registers that a VEX instruction reads, other than the address. */
u32 mmio_reads_of_vex(const struct vex *vex)
{
	const struct vector_op *v = &vex->v;

	if (v->map == 3)
		return implicit_reads_0f3a(v->op);
	if (v->map == 2 && v->op >= 0xe0 && v->op <= 0xef)	/* CMPccXADD */
		return BIT_OF(v->ext | (vex->rex & REX_R) << 1) |
		       BIT_OF(vex->vvvv);
	return 0;
}
