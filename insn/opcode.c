// SPDX-License-Identifier: GPL-2.0
#include "opcode.h"

/* Columns of the tables. */
#define NONE		0
#define MOD		A_MODRM
#define IB		A_IMM8
#define IZ		A_IMMZ
#define MIB		(A_MODRM | A_IMM8)
#define CL(c)		A_CLASS(C_##c)
#define CLM(c)		(MOD | A_CLASS(C_##c))
#define CLB(c)		(MOD | A_BYTE | A_CLASS(C_##c))
#define XX		A_CLASS(C_INVALID)
#define ESC		A_CLASS(C_ESCAPE)
#define ALU_ROW		CLB(ALU_MEM), CLM(ALU_MEM), CLB(ALU_REG), \
			CLM(ALU_REG), IB, IZ

const u16 mmio_opcodes[256] = {
	/* 00 */ ALU_ROW, XX, XX,
	/* 08 */ ALU_ROW, XX, ESC,
	/* 10 */ ALU_ROW, XX, XX,
	/* 18 */ ALU_ROW, XX, XX,
	/* 20 */ ALU_ROW, ESC, XX,
	/* 28 */ ALU_ROW, ESC, XX,
	/* 30 */ ALU_ROW, ESC, XX,
	/* 38 */ ALU_ROW, ESC, XX,
	/* 40 */ ESC, ESC, ESC, ESC, ESC, ESC, ESC, ESC,
	/* 48 */ ESC, ESC, ESC, ESC, ESC, ESC, ESC, ESC,
	/* 50 */ NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
	/* 58 */ NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
	/* 60 */ XX, XX, ESC, MOD | A_SETS_REG | CL(MOVSXD), ESC, ESC, ESC, ESC,
	/* 68 */ IZ, CLM(IMUL) | IZ, IB, CLM(IMUL) | IB,
		 CL(STRING), CL(STRING), CL(STRING), CL(STRING),
	/* 70 */ IB, IB, IB, IB, IB, IB, IB, IB,
	/* 78 */ IB, IB, IB, IB, IB, IB, IB, IB,
	/* 80 */ CLB(GROUP1) | IB, CLM(GROUP1) | IZ, XX, CLM(GROUP1) | IB,
		 CLB(TEST), CLM(TEST), CLB(XCHG), CLM(XCHG),
	/* 88 */ CLB(STORE), CLM(STORE), CLB(LOAD), CLM(LOAD),
		 CLM(STORE_SREG), CLM(LEA), CLM(LOAD_SREG), CLM(GROUP1A),
	/* 90 */ NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
	/* 98 */ NONE, NONE, XX, NONE, NONE, NONE, NONE, NONE,
	/* A0 */ CL(MOFFS_LOAD) | A_BYTE, CL(MOFFS_LOAD),
		 CL(MOFFS_STORE) | A_BYTE, CL(MOFFS_STORE),
		 CL(STRING), CL(STRING), CL(STRING), CL(STRING),
	/* A8 */ IB, IZ, CL(STRING), CL(STRING),
		 CL(STRING), CL(STRING), CL(STRING), CL(STRING),
	/* B0 */ IB, IB, IB, IB, IB, IB, IB, IB,
	/* B8 */ CL(IMMV), CL(IMMV), CL(IMMV), CL(IMMV),
		 CL(IMMV), CL(IMMV), CL(IMMV), CL(IMMV),
	/* C0 */ CLB(SHIFT) | IB, CLM(SHIFT) | IB, CL(IMM16), NONE,
		 ESC, ESC, CLB(STORE_IMM) | IB, CLM(STORE_IMM) | IZ,
	/* C8 */ CL(ENTER), NONE, CL(IMM16), NONE, NONE, IB, XX, NONE,
	/* D0 */ CLB(SHIFT_ONCE), CLM(SHIFT_ONCE), CLB(SHIFT), CLM(SHIFT),
		 XX, XX, XX, CL(XLAT),
	/* D8 */ CLM(X87), CLM(X87), CLM(X87), CLM(X87),
		 CLM(X87), CLM(X87), CLM(X87), CLM(X87),
	/* E0 */ IB, IB, IB, IB, IB, IB, IB, IB,
	/* E8 */ CL(REL32), CL(REL32), XX, IB, NONE, NONE, NONE, NONE,
	/* F0 */ ESC, NONE, ESC, ESC, NONE, NONE, CLB(GROUP3), CLM(GROUP3),
	/* F8 */ NONE, NONE, NONE, NONE, NONE, NONE, CLB(GROUP4), CLM(GROUP4),
};

#define MOD4		MOD, MOD, MOD, MOD
#define MOD8		MOD4, MOD4
#define NONE8		NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE
#define CMOV8		CLM(CMOV), CLM(CMOV), CLM(CMOV), CLM(CMOV), \
			CLM(CMOV), CLM(CMOV), CLM(CMOV), CLM(CMOV)
#define JCC8		CL(REL32), CL(REL32), CL(REL32), CL(REL32), \
			CL(REL32), CL(REL32), CL(REL32), CL(REL32)
#define SETCC8		CLB(SETCC), CLB(SETCC), CLB(SETCC), CLB(SETCC), \
			CLB(SETCC), CLB(SETCC), CLB(SETCC), CLB(SETCC)

const u16 mmio_opcodes_0f[256] = {
	/* 00 */ CLM(GROUP6), MOD, MOD | A_READS_REG, MOD | A_READS_REG,
		 XX, NONE, NONE, NONE,
	/* 08 */ NONE, NONE, XX, NONE, XX, MOD, NONE, MIB,
	/* 10 */ MOD8, MOD8,
	/* 20 */ CL(CONTROL_REG), CL(CONTROL_REG),
		 CL(CONTROL_REG), CL(CONTROL_REG), XX, XX, XX, XX,
	/* 28 */ MOD8,
	/* 30 */ NONE, NONE, NONE, NONE, NONE, NONE, XX, NONE,
	/* 38 */ ESC, XX, ESC, XX, XX, XX, XX, XX,
	/* 40 */ CMOV8, CMOV8,
	/* 50 */ MOD8, MOD8,
	/* 60 */ MOD8, MOD8,
	/* 70 */ MIB, MIB, MIB, MIB, MOD, MOD, MOD, NONE,
	/* 78 */ MOD | A_READS_REG | CL(SSE4A), MOD | A_READS_REG, XX, XX, MOD4,
	/* 80 */ JCC8, JCC8,
	/* 90 */ SETCC8, SETCC8,
	/* A0 */ NONE, NONE, NONE, CLM(BIT),
		 CLM(SHIFT_DOUBLE) | IB, CLM(SHIFT_DOUBLE), MOD, MOD,	/* A6, A7: VIA Padlock */
	/* A8 */ NONE, NONE, NONE, CLM(BIT),
		 CLM(SHIFT_DOUBLE) | IB, CLM(SHIFT_DOUBLE), CLM(GROUP15), CLM(IMUL),
	/* B0 */ CLB(CMPXCHG), CLM(CMPXCHG), MOD | A_SETS_REG, CLM(BIT),
		 MOD | A_SETS_REG, MOD | A_SETS_REG,
		 CLB(LOAD_ZX), CLM(LOAD_ZX),
	/* B8 */ CLM(POPCNT), MOD, CLM(GROUP8) | IB, CLM(BIT),
		 CLM(BITSCAN) | A_READS_REG, CLM(BITSCAN) | A_READS_REG, CLB(LOAD_SX), CLM(LOAD_SX),
	/* C0 */ CLB(XADD), CLM(XADD), MIB, CLM(MOVNTI) | A_READS_REG,
		 MIB, MIB, MIB, CLM(GROUP9),
	/* C8 */ NONE8,
	/* D0 */ MOD8, MOD8,
	/* E0 */ MOD8, MOD8,
	/* F0 */ MOD8, MOD8,
};

bool mmio_bad_extension(const struct encoding *e)
{
	const u8 op = e->op, ext = digit_of(e);
	const bool memory = has_memory(e);

	switch (class_of(e)) {
	case C_STORE_IMM:	/* XABORT and XBEGIN are C6 F8 and C7 F8 */
		return ext != 0 && e->modrm != 0xf8;
	case C_GROUP1A:
		return ext != 0;
	case C_GROUP4:
		if (op == 0xfe)
			return ext > 1;
		return ext == 7 || (!memory && (ext == 3 || ext == 5));
	case C_STORE_SREG:	/* six of them */
		return ext > 5;
	case C_LOAD_SREG:	/* CS cannot be loaded */
		return ext > 5 || ext == 1;
	case C_LEA:
		return !memory;
	case C_X87:
		if (!memory)
			return false;
		return (op == 0xd9 && ext == 1) || (op == 0xdd && ext == 5) ||
		       (op == 0xdb && (ext == 4 || ext == 6));
	case C_GROUP6:
		return ext > 5;
	case C_GROUP8:
		return ext < 4;
	case C_POPCNT:		/* 0F B8 without F3 */
		return e->pre.rep != 0xf3;
	case C_GROUP9:
		return ext == 0 || ext == 2;
	default:
		return false;
	}
}
