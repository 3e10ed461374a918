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
#include "vex.h"

/* Keeps the stack frame of the long functions out of the short way. */
#define APART		__attribute__((__noinline__))

const u8 mmio_reg_offset[16] = {
	10, 11, 12, 5, 19, 4, 13, 14,	/* AX CX DX BX SP BP SI DI */
	9, 8, 7, 6, 3, 2, 1, 0,		/* R8 to R15 */
};

/* Map and attributes of the opcode, from its first byte on. */
static int get_opcode(struct encoding *e, struct cursor *c)
{
	if (e->op != 0x0f) {
		e->attr = mmio_opcodes[e->op];
		return 0;
	}
	if (!have(c, 1))
		return -ENODATA;
	e->op = *c->pos++;
	if (e->op != 0x38 && e->op != 0x3a) {
		e->map = 1;
		e->attr = mmio_opcodes_0f[e->op];
		return 0;
	}
	if (!have(c, 1))
		return -ENODATA;
	e->map = e->op == 0x38 ? 2 : 3;
	e->attr = e->op == 0x38 ? A_MODRM : A_MODRM | A_IMM8;
	e->op = *c->pos++;
	return 0;
}

static int get_modrm(struct mmio_insn *insn, struct cursor *c, struct encoding *e)
{
	if (!have(c, 1))
		return -ENODATA;
	e->modrm = *c->pos++;
	if (mmio_bad_extension(e))
		return -EINVAL;
	/* TEST has what the others of its group have not. */
	if (class_of(e) == C_GROUP3 && digit_of(e) < 2)
		e->attr |= e->attr & A_BYTE ? A_IMM8 : A_IMMZ;
	return has_memory(e) ? mmio_get_memory(insn, c, &e->pre, e->modrm, e->pre.rex) : 0;
}

static int get_immediate(struct mmio_insn *insn, struct cursor *c,
			 const struct encoding *e)
{
	unsigned int bytes = 0;

	if (e->attr & A_IMM8)
		bytes = 1;
	else if (e->attr & A_IMMZ)
		bytes = e->opsize == 2 ? 2 : 4;
	return bytes && !get_signed(c, bytes, &insn->imm) ? -ENODATA : 0;
}

/* What else follows when there is no ModRM byte, or none that names memory. */
static unsigned int bytes_behind(const struct mmio_insn *insn,
				 const struct encoding *e)
{
	const unsigned int pp = mandatory_prefix(&e->pre);

	switch (class_of(e)) {
	case C_IMM16:
		return 2;
	case C_ENTER:
		return 3;
	case C_REL32:		/* Intel ignores 66 here, AMD takes it for rel16. */
		return 4;
	case C_IMMV:
		return e->opsize;
	case C_CONTROL_REG:	/* ModRM, but never memory */
		return 1;
	case C_MOFFS_LOAD:
	case C_MOFFS_STORE:
		return insn->flags & MMIO_F_ADDR32 ? 4 : 8;
	case C_SSE4A:		/* EXTRQ and INSERTQ of AMD */
		return pp == PP_66 || pp == PP_F2 ? 2 : 0;
	default:
		return 0;
	}
}

static int get_rest(struct mmio_insn *insn, struct cursor *c,
		    const struct encoding *e)
{
	const unsigned int bytes = bytes_behind(insn, e);

	if (!have(c, bytes))
		return -ENODATA;
	if (class_of(e) == C_MOFFS_LOAD || class_of(e) == C_MOFFS_STORE) {
		insn->disp = bytes == 4 ? load32(c->pos) : load64(c->pos);
		mmio_set_kind_moffs(insn, e);
	}
	c->pos += bytes;
	return 0;
}

/* What is done to the memory that ModRM names. */
static void set_operation(struct mmio_insn *insn, const struct encoding *e)
{
	mmio_set_kind(insn, e);
	if (insn->kind == MMIO_INSN_OTHER) {
		mmio_set_access(insn, e);
		mmio_set_clash(insn, mmio_reads_of_other(e));
		return;
	}
	mmio_set_clash(insn, mmio_reads_of_kind(insn));
	if (insn->seg || (e->pre.lock && !mmio_may_lock(insn)))
		insn->kind = MMIO_INSN_OTHER;
}

/* Everything, from the first byte on, with all checks. */
static int decode_at(struct mmio_insn *insn, struct cursor *c)
{
	struct encoding e = { .map = 0 };
	enum vex_form form;
	int err;

	err = mmio_get_prefixes(insn, c, &e.pre, &e.op);
	if (err)
		return err;
	form = mmio_vex_form(e.op, c);
	if (form != FORM_LEGACY)
		return mmio_decode_vex(insn, c, &e.pre, form);
	err = get_opcode(&e, c);
	if (err)
		return err;

	e.opsize = e.pre.rex & REX_W ? 8 : e.pre.opsize ? 2 : 4;
	switch (class_of(&e)) {
	case C_INVALID:
		return -EINVAL;
	case C_STRING:
		mmio_set_kind_string(insn, &e);
		return 0;
	case C_XLAT:
		mmio_set_kind_xlat(insn, &e);
		return 0;
	default:
		break;
	}
	if (e.attr & A_MODRM)
		err = get_modrm(insn, c, &e);
	if (!err)
		err = get_immediate(insn, c, &e);
	if (err)
		return err;
	if (!has_memory(&e))
		return get_rest(insn, c, &e);
	set_operation(insn, &e);
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
