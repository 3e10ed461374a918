// SPDX-License-Identifier: GPL-2.0
#include "kind.h"

#define READS		MMIO_F_READS
#define WRITES		MMIO_F_WRITES

/* Sets kind and access at one go. */
static void is(struct mmio_insn *insn, enum mmio_insn_kind kind, u32 flags)
{
	insn->kind = kind;
	insn->flags |= flags;
}

/* INS OUTS MOVS CMPS STOS LODS SCAS */
void mmio_set_kind_string(struct mmio_insn *insn, const struct prefixes *pre,
			  u8 op, unsigned int opsize)
{
	const u8 pair = op & 0xfe;
	/* ES:RDI has no segment override, so that one does not matter there. */
	bool source = true;

	insn->width = op & 1 ? opsize : 1;
	insn->base = MMIO_REG_SI;
	insn->flags |= MMIO_F_STRING;
	if (pre->rep)
		insn->flags |= MMIO_F_REP;
	if (pair == 0xa4) {
		is(insn, MMIO_INSN_MOVS, READS | WRITES);
	} else if (pair == 0xa6) {
		/* It has both, its override is for RSI. */
		is(insn, MMIO_INSN_CMPS, READS);
		insn->base = MMIO_REG_DI;
	} else if (pair == 0xac) {
		is(insn, MMIO_INSN_LODS, READS);
		insn->reg = MMIO_REG_AX;
	} else if (pair == 0xaa) {
		is(insn, MMIO_INSN_STOS, WRITES);
		insn->reg = MMIO_REG_AX;
		insn->base = MMIO_REG_DI;
		source = false;
	} else if (pair == 0xae) {
		is(insn, MMIO_INSN_SCAS, READS);
		insn->reg = MMIO_REG_AX;
		insn->base = MMIO_REG_DI;
		source = false;
	} else {
		if (insn->width == 8)	/* ports have 32 bits at most */
			insn->width = 4;
		if (pair == 0x6c) {
			insn->base = MMIO_REG_DI;
			source = false;
		}
		insn->flags |= source ? READS : WRITES;
	}
	if (insn->kind == MMIO_INSN_CMPS || insn->kind == MMIO_INSN_SCAS)
		insn->op = pre->rep == 0xf3;
	insn->reg_width = insn->width;
	if (source)
		insn->seg = pre->seg;
	/* Data registers are AX, CX and DX, never a base: no clash. */
	if (pre->two_reps || pre->lock || insn->seg)
		insn->kind = MMIO_INSN_OTHER;
}

/* AL is a part of the address. */
void mmio_set_kind_xlat(struct mmio_insn *insn, const struct prefixes *pre)
{
	insn->base = MMIO_REG_BX;
	insn->reg = MMIO_REG_AX;
	insn->reg_width = 1;
	insn->width = 1;
	insn->seg = pre->seg;
	is(insn, pre->seg || pre->lock ? MMIO_INSN_OTHER : MMIO_INSN_XLAT, READS);
}

/* D0 to D3, C0 and C1 */
static void set_shift(struct mmio_insn *insn, u8 op, u8 ext)
{
	is(insn, MMIO_INSN_SHIFT, READS | WRITES);
	insn->op = ext;
	if (op < 0xd2) {
		insn->flags |= MMIO_F_IMM;
		if (op >= 0xd0)
			insn->imm = 1;
	}
}

/* F6 and F7 */
static void set_group3(struct mmio_insn *insn, u8 ext)
{
	if (ext < 2) {			/* TEST; 1 is an alias of 0 */
		is(insn, MMIO_INSN_ALU, READS | MMIO_F_IMM);
		insn->op = 8;
	} else if (ext < 4) {
		is(insn, MMIO_INSN_UNARY, READS | WRITES);
		insn->op = ext;		/* NOT, NEG are 2, 3 in both */
	} else if (ext < 6) {		/* MUL, IMUL */
		is(insn, MMIO_INSN_MUL, ext == 5 ? READS | MMIO_F_SIGN : READS);
	} else {			/* DIV, IDIV: #DE is the processor's */
		insn->flags |= READS;
	}
}

/* FE and FF */
static void set_group4(struct mmio_insn *insn, const struct prefixes *pre, u8 ext,
		       unsigned int width, unsigned int opsize)
{
	if (ext < 2) {
		is(insn, MMIO_INSN_UNARY, READS | WRITES);
		insn->op = ext;
		insn->width = width;
		return;
	}
	insn->flags |= READS;
	if (ext == 3 || ext == 5) {
		/* Far; with REX.W Intel takes 10 bytes, AMD 6. */
		insn->width = pre->rex & REX_W ? 0 : opsize + 2;
	} else if (ext == 6) {		/* PUSH */
		insn->width = opsize == 2 ? 2 : 8;
	} else if (opsize != 2) {
		/* Near branches; Intel ignores 66, AMD takes 16 bits. */
		insn->width = 8;
		if (ext == 4)
			insn->kind = MMIO_INSN_JMP;
	}
}

/* The bit operations, by the bits of their opcode or by the /digit of group 8. */
static void set_bit(struct mmio_insn *insn, u8 op)
{
	is(insn, MMIO_INSN_BIT, op ? READS | WRITES : READS | MMIO_F_NO_WRITE);
	insn->op = op;
}

/*
 * Kind of an instruction with a ModRM memory operand; everything it needs has
 * been read. Leaves OTHER what it does not know.
 */
void mmio_set_kind(struct mmio_insn *insn, const struct prefixes *pre,
		   enum class class, bool byte, u8 op, u8 modrm,
		   unsigned int opsize)
{
	const unsigned int width = byte ? 1 : opsize;
	const u8 ext = modrm >> 3 & 7;

	switch (class) {
	case C_LOAD:
		is(insn, MMIO_INSN_LOAD, READS);
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_LOAD_SX:
		insn->flags |= MMIO_F_SIGN | READS;
		set_reg(insn, modrm, pre->rex, opsize);
		/* 66 63 is OTHER: Intel reads 16 bits then, AMD 32. */
		if (op == 0x63 && opsize == 2)
			return;
		insn->kind = MMIO_INSN_LOAD;
		insn->width = op == 0x63 ? 4 : byte ? 1 : 2;
		return;
	case C_LOAD_ZX:
		is(insn, MMIO_INSN_LOAD, READS);
		set_reg(insn, modrm, pre->rex, opsize);
		insn->width = byte ? 1 : 2;
		return;
	case C_CMOV:
		is(insn, MMIO_INSN_LOAD, READS | MMIO_F_COND);
		insn->op = op & 15;
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_STORE:
		is(insn, MMIO_INSN_STORE, WRITES);
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_MOVNTI:
		insn->flags |= WRITES;
		insn->width = pre->rex & REX_W ? 8 : 4;
		set_reg(insn, modrm, pre->rex, insn->width);
		/* Undefined with 66, F2 or F3: leave it to the processor. */
		if (mandatory_prefix(pre) == PP_NONE)
			insn->kind = MMIO_INSN_STORE;
		return;
	case C_STORE_IMM:
		is(insn, MMIO_INSN_STORE, WRITES | MMIO_F_IMM);
		break;
	case C_SETCC:
		is(insn, MMIO_INSN_STORE, WRITES | MMIO_F_COND);
		insn->op = op & 15;
		break;
	case C_ALU_REG:
		insn->flags |= MMIO_F_TO_REG;
		__attribute__((__fallthrough__));
	case C_ALU_MEM:
		is(insn, MMIO_INSN_ALU, READS);
		insn->op = op >> 3;
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_GROUP1:
		is(insn, MMIO_INSN_ALU, READS | MMIO_F_IMM);
		insn->op = ext;
		break;
	case C_TEST:
		is(insn, MMIO_INSN_ALU, READS);
		insn->op = 8;
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_GROUP3:
		set_group3(insn, ext);
		break;
	case C_GROUP4:
		insn->reg_width = width;
		set_group4(insn, pre, ext, width, opsize);
		return;
	case C_SHIFT:
		set_shift(insn, op, ext);
		break;
	case C_SHIFT_DOUBLE:
		is(insn, MMIO_INSN_SHIFT_DOUBLE, READS | WRITES);
		insn->op = op >> 3 & 1;
		if (!(op & 1))
			insn->flags |= MMIO_F_IMM;
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_BIT:
		set_bit(insn, op >> 3 & 3);
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_GROUP8:
		set_bit(insn, ext & 3);
		insn->flags |= MMIO_F_IMM;
		break;
	case C_XCHG:		/* locked, with or without the prefix */
		is(insn, MMIO_INSN_XCHG, READS | WRITES | MMIO_F_LOCK);
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_XADD:
		is(insn, MMIO_INSN_XADD, READS | WRITES);
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_CMPXCHG:
		is(insn, MMIO_INSN_CMPXCHG, READS | WRITES);
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_GROUP9:
		if (ext != 1)
			return;
		is(insn, MMIO_INSN_CMPXCHG_PAIR, READS | WRITES);
		insn->width = pre->rex & REX_W ? 16 : 8;
		insn->reg_width = insn->width / 2;
		return;
	case C_IMUL:
		is(insn, MMIO_INSN_IMUL, op == 0xaf ? READS : READS | MMIO_F_IMM);
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_BITSCAN:
		insn->flags |= READS;
		set_reg(insn, modrm, pre->rex, width);
		insn->op = op & 1;
		/* With F3, TZCNT and LZCNT on the processors that have them. */
		if (pre->rep != 0xf3 && !pre->two_reps)
			insn->kind = MMIO_INSN_BITSCAN;
		break;
	case C_POPCNT:
		is(insn, MMIO_INSN_POPCNT, READS);
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_GROUP1A:
		is(insn, MMIO_INSN_POP, WRITES);
		insn->width = opsize == 2 ? 2 : 8;
		insn->reg_width = insn->width;
		return;
	case C_LEA:
		insn->flags |= MMIO_F_NO_DATA;
		return;
	case C_SREG:
		insn->width = 2;
		insn->flags |= op == 0x8c ? WRITES : READS;
		return;
	default:
		return;
	}
	insn->width = width;
	insn->reg_width = insn->reg_width ? insn->reg_width : width;
	if (insn->kind == MMIO_INSN_ALU) {
		if (insn->op >= 7)
			insn->flags |= MMIO_F_NO_WRITE;
		else if (!(insn->flags & MMIO_F_TO_REG))
			insn->flags |= WRITES;
	}
}

/* MOVBE, CRC32, ADCX, ADOX */
bool mmio_set_kind_0f38(struct mmio_insn *insn, const struct prefixes *pre,
			u8 op, u8 modrm, unsigned int opsize)
{
	const unsigned int pp = mandatory_prefix(pre);

	if (pre->two_reps)
		return false;
	if ((op & 0xfe) == 0xf0 && pp == PP_F2) {
		is(insn, MMIO_INSN_CRC32, READS);
		insn->width = op == 0xf0 ? 1 : opsize;
		set_reg(insn, modrm, pre->rex, pre->rex & REX_W ? 8 : 4);
	} else if ((op & 0xfe) == 0xf0 && !pre->rep) {
		if (op == 0xf0)
			is(insn, MMIO_INSN_LOAD, READS | MMIO_F_SWAP);
		else
			is(insn, MMIO_INSN_STORE, WRITES | MMIO_F_SWAP);
		insn->width = opsize;
		set_reg(insn, modrm, pre->rex, opsize);
	} else if (op == 0xf6 && (pp == PP_66 || pp == PP_F3)) {
		is(insn, MMIO_INSN_ADX, READS);
		insn->op = pp == PP_F3;
		insn->width = pre->rex & REX_W ? 8 : 4;
		set_reg(insn, modrm, pre->rex, insn->width);
	} else {
		return false;
	}
	return true;
}

/* BMI1 and BMI2; @rex has W. In 64-bit mode VEX.L is 0 in all of them. */
bool mmio_set_kind_vex(struct mmio_insn *insn, unsigned int map, u8 op,
		       unsigned int pp, u8 modrm, u8 rex, u8 vvvv)
{
	const u8 ext = modrm >> 3 & 7;
	bool two = true;
	int which = -1;

	if (map == 3) {
		if (op == 0xf0 && pp == PP_F2) {
			which = MMIO_BMI_RORX;
			insn->flags |= MMIO_F_IMM;
			two = false;
		}
	} else if (map == 2 && op == 0xf2) {
		if (pp == PP_NONE)
			which = MMIO_BMI_ANDN;
	} else if (map == 2 && op == 0xf3) {
		if (pp == PP_NONE && ext >= 1 && ext <= 3)
			which = MMIO_BMI_BLSR + ext - 1;
	} else if (map == 2 && op == 0xf5) {
		static const s8 bmi[] = { MMIO_BMI_BZHI, -1, MMIO_BMI_PEXT, MMIO_BMI_PDEP };

		which = bmi[pp];
	} else if (map == 2 && op == 0xf6) {
		if (pp == PP_F2)
			which = MMIO_BMI_MULX;
	} else if (map == 2 && op == 0xf7) {
		static const s8 bmi[] = {
			MMIO_BMI_BEXTR, MMIO_BMI_SHLX, MMIO_BMI_SARX, MMIO_BMI_SHRX
		};

		which = bmi[pp];
	}
	if (which < 0)
		return false;

	is(insn, MMIO_INSN_BMI, READS);
	insn->op = which;
	insn->width = rex & REX_W ? 8 : 4;
	if (op == 0xf3 && map == 2) {	/* the result is in VEX.vvvv */
		insn->reg = vvvv;
		insn->reg_width = insn->width;
	} else {
		set_reg(insn, modrm, rex, insn->width);
		if (two)
			insn->reg2 = vvvv;
	}
	return true;
}

/* LOCK on anything else is an invalid instruction. */
bool mmio_may_lock(const struct mmio_insn *insn)
{
	switch (insn->kind) {
	case MMIO_INSN_ALU:
	case MMIO_INSN_UNARY:
	case MMIO_INSN_XCHG:
	case MMIO_INSN_XADD:
	case MMIO_INSN_CMPXCHG:
	case MMIO_INSN_CMPXCHG_PAIR:
	case MMIO_INSN_BIT:
		return insn->flags & WRITES;
	}
	return false;
}
