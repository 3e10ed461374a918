// SPDX-License-Identifier: GPL-2.0
/*
 * Instruction decoder for 64-bit mode.
 *
 * The moves between a register and memory that drivers use for their device
 * (MOV, MOVZX, MOVSX) have a path of their own at the end of this file. All the rest goes through decode_at(), which is
 * driven by a table of attributes for each opcode map.
 *
 * Undefined opcodes and opcode extensions give -EINVAL. Undefined combinations
 * inside of a defined opcode (a register operand where only memory is allowed,
 * a needless mandatory prefix, LOCK where it is forbidden) and holes in the maps
 * 0F 38, 0F 3A, VEX, EVEX and XOP are accepted as MMIO_INSN_OTHER: the processor
 * raises #UD for them before it touches memory, so nobody ever faults on one.
 */
#include "access.h"
#include "clash.h"
#include "kind.h"
#include "opcode.h"
#include "operand.h"
#include "vector.h"
#include "vex.h"

/* Keeps the stack frame of the long functions out of the short way. */
#define APART		__attribute__((__noinline__))

const u8 mmio_reg_offset[16] = {
	10, 11, 12, 5, 19, 4, 13, 14,	/* AX CX DX BX SP BP SI DI */
	9, 8, 7, 6, 3, 2, 1, 0,		/* R8 to R15 */
};

/* Legacy instructions with 0F 38 and 0F 3A; @op follows. */
static APART int decode_three_byte(struct mmio_insn *insn, struct cursor *c,
				   const struct prefixes *pre, unsigned int opsize,
				   bool is_3a)
{
	struct vector_op v = {
		.map = is_3a ? 3 : 2,
		.pp = mandatory_prefix(pre),
		.wide = pre->rex & REX_W,
		.vector = 16,
	};
	u32 reads = 0;
	u8 op, modrm;
	int err;

	if (!have(c, 2))
		return -ENODATA;
	op = *c->pos++;
	modrm = *c->pos++;
	if (modrm < 0xc0) {
		err = mmio_get_memory(insn, c, pre, modrm, pre->rex);
		if (err)
			return err;
	}
	if (is_3a) {
		if (!get_signed(c, 1, &insn->imm))
			return -ENODATA;
		reads = mmio_implicit_reads_0f3a(op);
	} else if (modrm < 0xc0 && mmio_set_kind_0f38(insn, pre, op, modrm, opsize)) {
		reads = mmio_reads_of_kind(insn);
	} else if (op >= 0xf0 || (op >= 0x80 && op <= 0x82)) {
		/*
		 * WRSS, WRUSS, MOVDIRI read ModRM.reg, INVEPT, INVVPID,
		 * INVPCID too; MOVDIR64B and ENQCMD take it for an address,
		 * which must not move either.
		 */
		reads = BIT_OF((modrm >> 3 & 7) | (pre->rex & REX_R) << 1);
		if (op == 0xf8 && v.pp != PP_NONE && modrm < 0xc0) {
			set_reg(insn, modrm, pre->rex, 8);
			insn->width = 64;
			insn->flags |= MMIO_F_READS | MMIO_F_REG_TARGET;
		}
	}
	if (modrm < 0xc0) {
		v.op = op;
		v.ext = modrm >> 3 & 7;
		if (insn->kind == MMIO_INSN_OTHER && !insn->width)
			mmio_set_vector_access(insn, &v);
		mmio_set_clash(insn, reads);
	}
	if (insn->seg || pre->lock)
		insn->kind = MMIO_INSN_OTHER;
	return 0;
}

/* Everything, from the first byte on, with all checks. */
static int decode_at(struct mmio_insn *insn, struct cursor *c)
{
	struct prefixes pre = { 0 };
	unsigned int opsize, immz;
	enum class class;
	bool two_byte = false;
	u8 op, modrm = 0, ext;
	u16 attr;
	u32 reads;
	int err;

	err = mmio_get_prefixes(insn, c, &pre, &op);
	if (err)
		return err;
	opsize = pre.rex & REX_W ? 8 : pre.opsize ? 2 : 4;
	immz = opsize == 2 ? 2 : 4;

	attr = mmio_opcodes[op];
	if (op == 0x0f) {
		if (!have(c, 1))
			return -ENODATA;
		op = *c->pos++;
		if (op == 0x38 || op == 0x3a)
			return decode_three_byte(insn, c, &pre, opsize, op == 0x3a);
		attr = mmio_opcodes_0f[op];
		two_byte = true;
	} else if (op == 0xc5) {
		return mmio_decode_vex(insn, c, &pre, VEX2);
	} else if (op == 0xc4) {
		return mmio_decode_vex(insn, c, &pre, VEX3);
	} else if (op == 0x62) {
		return mmio_decode_vex(insn, c, &pre, EVEX);
	} else if (op == 0x8f && have(c, 1) && (*c->pos & 0x18)) {
		/* Where POP would have its /digit, XOP has a map of 8 or more. */
		return mmio_decode_vex(insn, c, &pre, XOP);
	}

	class = attr >> A_CLASS_SHIFT;
	if (class == C_INVALID)
		return -EINVAL;
	if (class == C_STRING || class == C_XLAT) {
		if (class == C_STRING)
			mmio_set_kind_string(insn, &pre, op, opsize);
		else
			mmio_set_kind_xlat(insn, &pre);
		return 0;
	}

	if (attr & A_MODRM) {
		if (!have(c, 1))
			return -ENODATA;
		modrm = *c->pos++;
		if (mmio_bad_extension(class, op, modrm) ||
		    (class == C_POPCNT && pre.rep != 0xf3))
			return -EINVAL;
		if (modrm < 0xc0) {
			err = mmio_get_memory(insn, c, &pre, modrm, pre.rex);
			if (err)
				return err;
		}
		if (class == C_GROUP3 && (modrm & 0x30) == 0)
			attr |= attr & A_BYTE ? A_IMM8 : A_IMMZ;
		/* EXTRQ and INSERTQ of AMD have two bytes. */
		if (class == C_SSE4A && modrm >= 0xc0 &&
		    (mandatory_prefix(&pre) == PP_66 || mandatory_prefix(&pre) == PP_F2))
			class = C_IMM16;
	}

	if (attr & A_IMM8) {
		if (!get_signed(c, 1, &insn->imm))
			return -ENODATA;
	} else if (attr & A_IMMZ) {
		if (!get_signed(c, immz, &insn->imm))
			return -ENODATA;
	}

	if (!(attr & A_MODRM) || modrm >= 0xc0) {
		unsigned int extra = 0;

		if (class == C_IMM16)
			extra = 2;
		else if (class == C_ENTER)
			extra = 3;
		else if (class == C_REL32)
			/* Intel ignores 66 here, AMD takes it for rel16. */
			extra = 4;
		else if (class == C_IMMV)
			extra = opsize;
		else if (class == C_CONTROL_REG)
			extra = 1;
		else if (class == C_MOFFS_LOAD || class == C_MOFFS_STORE)
			extra = insn->flags & MMIO_F_ADDR32 ? 4 : 8;
		if (!have(c, extra))
			return -ENODATA;
		if (class == C_MOFFS_LOAD || class == C_MOFFS_STORE) {
			insn->disp = extra == 4 ? load32(c->pos) : load64(c->pos);
			insn->kind = class == C_MOFFS_LOAD ? MMIO_INSN_LOAD :
							     MMIO_INSN_STORE;
			insn->width = attr & A_BYTE ? 1 : opsize;
			insn->reg_width = insn->width;
			insn->reg = MMIO_REG_AX;
			insn->flags |= class == C_MOFFS_LOAD ? MMIO_F_READS :
							       MMIO_F_WRITES;
			insn->seg = pre.seg;
			if (pre.seg || pre.lock)
				insn->kind = MMIO_INSN_OTHER;
		}
		c->pos += extra;
		return 0;
	}

	ext = modrm >> 3 & 7;
	mmio_set_kind(insn, &pre, class, attr & A_BYTE, op, modrm, opsize);
	if (insn->kind != MMIO_INSN_OTHER) {
		mmio_set_clash(insn, mmio_reads_of_kind(insn));
		if (insn->seg || (pre.lock && !mmio_may_lock(insn)))
			insn->kind = MMIO_INSN_OTHER;
		return 0;
	}

	if (class == C_X87) {
		mmio_set_access_x87(insn, op, ext, opsize == 2);
	} else if (two_byte && !(insn->flags & (MMIO_F_READS | MMIO_F_WRITES)) &&
		   !mmio_set_access_0f(insn, &pre, op, ext, opsize)) {
		const struct vector_op v = {
			.map = 1,
			.op = op,
			.pp = mandatory_prefix(&pre),
			.wide = pre.rex & REX_W,
			.vector = 16,
			.ext = ext,
		};

		mmio_set_vector_access(insn, &v);
	}
	reads = two_byte ? mmio_implicit_reads_0f(op, ext, mandatory_prefix(&pre)) :
			   mmio_implicit_reads(op, ext);
	if ((attr & A_READS_REG) || class == C_MOVNTI ||
	    ((attr & A_SETS_REG) && opsize == 2)) {
		/* AH to BH are part of the registers 0 to 3. */
		if ((attr & A_BYTE) && !pre.rex)
			reads |= BIT_OF(ext & 3);
		else
			reads |= BIT_OF(ext | (pre.rex & REX_R) << 1);
	}
	mmio_set_clash(insn, reads);
	return 0;
}

static const struct mmio_insn blank = {
	.reg = MMIO_REG_NONE,
	.reg2 = MMIO_REG_NONE,
	.base = MMIO_REG_NONE,
	.index = MMIO_REG_NONE,
};

static APART int decode_any(struct mmio_insn *insn, const u8 *code, size_t avail)
{
	struct cursor c = { .pos = code };
	int err;

	*insn = blank;
	c.end = code + (avail < MMIO_INSN_MAX ? avail : MMIO_INSN_MAX);
	err = decode_at(insn, &c);
	if (err == -ENODATA && avail >= MMIO_INSN_MAX)
		return -EINVAL;		/* longer than an instruction can be */
	insn->len = c.pos - code;
	if (insn->kind == MMIO_INSN_OTHER && !(insn->flags & MMIO_F_REG_TARGET)) {
		insn->reg = MMIO_REG_NONE;
		insn->reg_width = 0;
		insn->op = 0;
	}
	return err;
}

/* 66, REX, two bytes of opcode, ModRM, SIB, disp32. */
#define FAST_BYTES	10

/*
 * MOV (88 to 8B), MOVZX and MOVSX with a memory operand and no other prefix
 * than 66 and REX, when so many bytes are there that none needs a check.
 *
 * Return: the length, or 0 when it is another instruction; @insn is untouched
 * then.
 */
static inline unsigned int decode_fast(struct mmio_insn *insn, const u8 *code)
{
	const u8 *p = code;
	unsigned int opsize = 4;
	u8 op, rex = 0, modrm;

	op = *p++;
	if ((op & 0xfc) != 0x88) {
		if (op == 0x66) {
			opsize = 2;
			op = *p++;
		}
		if ((op & 0xf0) == 0x40) {
			rex = op;
			if (rex & REX_W)
				opsize = 8;
			op = *p++;
		}
		if (op == 0x0f) {
			op = *p++;
			modrm = *p++;
			/* B6, B7, BE, BF */
			if ((op & 0xf6) != 0xb6 || modrm >= 0xc0)
				return 0;
			insn->kind = MMIO_INSN_LOAD;
			insn->width = op & 1 ? 2 : 1;
			insn->flags = op & 8 ? MMIO_F_SIGN | MMIO_F_READS : MMIO_F_READS;
			set_reg(insn, modrm, rex, opsize);
			return parse_memory(insn, p, modrm, rex) - code;
		}
		if ((op & 0xfc) != 0x88)
			return 0;
	}
	modrm = *p++;
	if (modrm >= 0xc0)
		return 0;
	if (!(op & 1))
		opsize = 1;
	insn->kind = op & 2 ? MMIO_INSN_LOAD : MMIO_INSN_STORE;
	insn->flags = op & 2 ? MMIO_F_READS : MMIO_F_WRITES;
	insn->width = opsize;
	set_reg(insn, modrm, rex, opsize);
	return parse_memory(insn, p, modrm, rex) - code;
}

int mmio_insn_decode(struct mmio_insn *insn, const u8 *code, size_t avail)
{
	if (avail >= FAST_BYTES) {
		*insn = blank;
		insn->len = decode_fast(insn, code);
		/* A clash: once more, and slowly, to find out about it. */
		if (insn->len && insn->base != insn->reg && insn->base != insn->index)
			return 0;
	}
	return decode_any(insn, code, avail);
}
