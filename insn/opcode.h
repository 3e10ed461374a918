/* SPDX-License-Identifier: GPL-2.0 */
/* What the opcodes of one byte, and of two with 0F, are and take. */
#ifndef MMIOTRACE_INSN_OPCODE_H
#define MMIOTRACE_INSN_OPCODE_H

#include "prefix.h"

/*
 * Attributes of an opcode. The READS and SETS bits are there for instructions
 * that end up as MMIO_INSN_OTHER, see mmio_set_clash().
 */
#define A_MODRM		0x0001
#define A_IMM8		0x0002
#define A_IMMZ		0x0004	/* 32 bits, 16 with operand size 16 */
#define A_BYTE		0x0008	/* operand of 8 bits, else by operand size */
#define A_READS_REG	0x0020	/* reads the general register in ModRM.reg */
#define A_SETS_REG	0x0040	/* writes it without reading */
#define A_CLASS_SHIFT	8

enum class {
	C_OTHER,
	/* Forms that mmio_insn_exec() knows, when the operand is memory. */
	C_LOAD,			/* MOV */
	C_LOAD_ZX,		/* MOVZX; A_BYTE is about the memory operand */
	C_LOAD_SX,		/* MOVSX, likewise */
	C_MOVSXD,
	C_CMOV,
	C_STORE,
	C_STORE_IMM,
	C_MOVNTI,
	C_SETCC,
	C_ALU_MEM,		/* op r/m, r */
	C_ALU_REG,		/* op r, r/m */
	C_GROUP1,		/* op r/m, imm */
	C_TEST,
	C_GROUP3,
	C_GROUP4,		/* FE and FF */
	C_SHIFT,		/* group 2 */
	C_SHIFT_ONCE,		/* the same, by 1 */
	C_SHIFT_DOUBLE,
	C_BIT,
	C_GROUP8,		/* the same with an immediate */
	C_GROUP9,
	C_XCHG,
	C_XADD,
	C_CMPXCHG,
	C_IMUL,
	C_BITSCAN,
	C_POPCNT,		/* needs F3 */
	C_GROUP1A,		/* POP */
	/* No ModRM byte. */
	C_MOFFS_LOAD,
	C_MOFFS_STORE,
	C_STRING,
	C_XLAT,
	C_IMMV,			/* immediate of up to 64 bits */
	C_IMM16,
	C_ENTER,
	C_REL32,
	/* Extensions in ModRM that need a check. */
	C_LOAD_SREG,
	C_STORE_SREG,
	C_LEA,
	C_X87,
	C_GROUP6,
	C_GROUP15,
	C_CONTROL_REG,		/* MOV CRn and DRn: ModRM.mod is ignored */
	C_SSE4A,		/* 0F 78: two immediates in some forms */
	C_ESCAPE,		/* handled before the tables are asked */
	C_INVALID,
	NR_CLASSES
};

#define A_CLASS(c)	((c) << A_CLASS_SHIFT)

extern const u16 mmio_opcodes[256];
extern const u16 mmio_opcodes_0f[256];

/**
 * struct encoding - what the bytes of a legacy instruction say, up to ModRM
 * @pre: its prefixes
 * @map: 0 for opcodes of one byte, 1 for 0F, 2 for 0F 38, 3 for 0F 3A
 * @op: the last byte of the opcode
 * @modrm: 0 where there is none
 * @attr: A_*
 * @opsize: 2, 4 or 8
 */
struct encoding {
	struct prefixes pre;
	u8 map;
	u8 op;
	u8 modrm;
	u16 attr;
	unsigned int opsize;
};

static inline enum class class_of(const struct encoding *e)
{
	return e->attr >> A_CLASS_SHIFT;
}

/* ModRM.reg, where it extends the opcode. */
static inline u8 digit_of(const struct encoding *e)
{
	return e->modrm >> 3 & 7;
}

static inline bool has_memory(const struct encoding *e)
{
	return (e->attr & A_MODRM) && e->modrm < 0xc0;
}

/** mmio_bad_extension() - opcode extensions that do not exist */
bool mmio_bad_extension(const struct encoding *e);

#endif
