// SPDX-License-Identifier: GPL-2.0
#include "access.h"
#include "operand.h"
#include "vector.h"

#define READS		MMIO_F_READS
#define WRITES		MMIO_F_WRITES
#define BOTH		(MMIO_F_READS | MMIO_F_WRITES)

static void set(struct mmio_insn *insn, unsigned int width, u32 access)
{
	insn->width = width;
	insn->flags |= access;
}

/* D8 to DF */
static void set_x87(struct mmio_insn *insn, const struct encoding *e)
{
	/* Width by opcode and /digit; stores have the high bit. */
	static const u8 shapes[8][8] = {
		{ 4, 4, 4, 4, 4, 4, 4, 4 },
		{ 4, 0, 0x84, 0x84, 28, 2, 0x80 | 28, 0x82 },	/* 4, 6: FLDENV, FNSTENV */
		{ 4, 4, 4, 4, 4, 4, 4, 4 },
		{ 4, 0x84, 0x84, 0x84, 0, 10, 0, 0x8a },
		{ 8, 8, 8, 8, 8, 8, 8, 8 },
		{ 8, 0x88, 0x88, 0x88, 0, 0, 0x80, 0x82 },	/* 4, 6: FRSTOR, FNSAVE */
		{ 2, 2, 2, 2, 2, 2, 2, 2 },
		{ 2, 0x82, 0x82, 0x82, 10, 8, 0x8a, 0x88 },
	};
	const u8 shape = shapes[e->op & 7][digit_of(e)];
	unsigned int width = shape & 0x7f;

	if (width == 28 && e->opsize == 2)
		width = 14;
	set(insn, width, shape & 0x80 ? WRITES : READS);
}

/* 0F 01 */
static void set_group7(struct mmio_insn *insn, u8 ext)
{
	if (ext == 4)		/* SMSW */
		set(insn, 2, WRITES);
	else if (ext == 6)	/* LMSW */
		set(insn, 2, READS);
	else if (ext == 7)	/* INVLPG */
		set(insn, 0, MMIO_F_NO_DATA);
	/* SGDT, SIDT, LGDT, LIDT and those of shadow stacks: unknown */
}

/* 0F AE */
static void set_group15(struct mmio_insn *insn, unsigned int pp, bool wide, u8 ext)
{
	if (pp == PP_F3) {
		if (ext == 4)			/* PTWRITE */
			set(insn, wide ? 8 : 4, READS);
		else if (ext == 6)		/* CLRSSBSY */
			set(insn, 8, BOTH);
	} else if (pp == PP_66) {
		if (ext >= 6)			/* CLWB, CLFLUSHOPT */
			set(insn, 0, MMIO_F_NO_DATA);
	} else if (pp == PP_NONE) {
		/* FXSAVE FXRSTOR LDMXCSR STMXCSR XSAVE XRSTOR XSAVEOPT CLFLUSH */
		static const u8 widths[] = { 0, 0, 4, 4 };
		static const u32 access[] = {
			WRITES, READS, READS, WRITES, BOTH, READS, BOTH, MMIO_F_NO_DATA
		};

		set(insn, ext < 4 ? widths[ext] : 0, access[ext]);
	}
}

/* 0F C7, without CMPXCHG8B */
static void set_group9(struct mmio_insn *insn, u8 ext)
{
	if (ext == 3)				/* XRSTORS */
		set(insn, 0, READS);
	else if (ext == 4 || ext == 5)		/* XSAVEC, XSAVES */
		set(insn, 0, BOTH);
	else if (ext == 6)			/* VMPTRLD, VMXON, VMCLEAR */
		set(insn, 8, READS);
	else if (ext == 7)			/* VMPTRST */
		set(insn, 8, WRITES);
}

/* 0F; false: it is one on vector registers. */
static bool set_0f(struct mmio_insn *insn, const struct encoding *e)
{
	const bool wide = e->pre.rex & REX_W;
	const u8 ext = digit_of(e);

	switch (e->op) {
	case 0x00:		/* SLDT STR LLDT LTR VERR VERW */
		set(insn, 2, ext < 2 ? WRITES : READS);
		return true;
	case 0x01:
		set_group7(insn, ext);
		return true;
	case 0x02:		/* LAR, LSL */
	case 0x03:
		set(insn, 2, READS);
		return true;
	case 0x0d:		/* PREFETCHW */
	case 0x18:		/* PREFETCHh */
	case 0x19:		/* NOP, with operands: 19 to 1F */
	case 0x1c:
	case 0x1d:
	case 0x1e:
	case 0x1f:
		set(insn, 0, MMIO_F_NO_DATA);
		return true;
	case 0x1a:		/* MPX, or NOP on processors without it */
	case 0x1b:
		return true;
	case 0x0f:		/* 3DNow! */
		set(insn, 8, READS);
		return true;
	case 0xae:
		set_group15(insn, mandatory_prefix(&e->pre), wide, ext);
		return true;
	case 0xb2:		/* LSS LFS LGS; with REX.W Intel takes 10 bytes, AMD 6 */
	case 0xb4:
	case 0xb5:
		set(insn, wide ? 0 : e->opsize + 2, READS);
		return true;
	case 0xc7:
		set_group9(insn, ext);
		return true;
	}
	return false;
}

/* MOVDIR64B, ENQCMD and the like: to the address in ModRM.reg. */
static void set_register_target(struct mmio_insn *insn, const struct encoding *e)
{
	set_reg(insn, e->modrm, e->pre.rex, 8);
	set(insn, 64, READS | MMIO_F_REG_TARGET);
}

void mmio_set_access(struct mmio_insn *insn, const struct encoding *e)
{
	const struct vector_op v = {
		.map = e->map,
		.op = e->op,
		.pp = mandatory_prefix(&e->pre),
		.wide = e->pre.rex & REX_W,
		.vector = 16,
		.ext = digit_of(e),
	};

	if (insn->flags & (READS | WRITES))
		return;
	if (class_of(e) == C_X87)
		set_x87(insn, e);
	else if (v.map == 2 && v.op == 0xf8 && v.pp != PP_NONE)
		set_register_target(insn, e);
	else if (v.map && !(v.map == 1 && set_0f(insn, e)))
		mmio_set_vector_access(insn, &v);
}
