// SPDX-License-Identifier: GPL-2.0
#include "forms.h"
#include "machine.h"

#define LOAD		"r", MMIO_INSN_LOAD
#define STORE		"w", MMIO_INSN_STORE
#define RMW		"?rw", MMIO_INSN_ALU, 0, LOCKABLE
#define READS		"r", MMIO_INSN_ALU, 0, 0
#define UNARY		"?rw", MMIO_INSN_UNARY, 0, LOCKABLE, 0
#define SHIFTS		"?rw", MMIO_INSN_SHIFT
#define M		OPERAND_MODRM, NO_IMM
#define MI8		OPERAND_MODRM, IMM8
#define MIZ		OPERAND_MODRM, IMMZ
#define STR		OPERAND_STRING, NO_IMM
#define OP(...)		{ __VA_ARGS__ }, sizeof((u8[]){ __VA_ARGS__ })
#define NOT_CF_OF	(FLAG_SF | FLAG_ZF | FLAG_AF | FLAG_PF)
#define NOT_ZF		(FLAGS_ALU & ~FLAG_ZF)

/* AF is undefined after AND, OR, XOR and TEST. */
#define ALU(name, op, to_mem, af) \
	{ name " m8,r8", OP(op), -1, M, 1, to_mem, af }, \
	{ name " m,r", OP((op) + 1), -1, M, 0, to_mem, af }, \
	{ name " r8,m8", OP((op) + 2), -1, M, 1, READS, af }, \
	{ name " r,m", OP((op) + 3), -1, M, 0, READS, af }, \
	{ name " m8,i8", OP(0x80), (op) / 8, MI8, 1, to_mem, af }, \
	{ name " m,iz", OP(0x81), (op) / 8, MIZ, 0, to_mem, af }, \
	{ name " m,i8", OP(0x83), (op) / 8, MI8, 0, to_mem, af }
#define CMOV(cc) \
	{ "cmov", OP(0x0f, 0x40 + (cc)), -1, M, 0, LOAD, 0, 0, 0 }
#define SETCC(cc) \
	{ "setcc", OP(0x0f, 0x90 + (cc)), -1, M, 1, STORE, 0, 0, 0 }
#define SHIFT(name, digit, undefined) \
	{ name " m8,i8", OP(0xc0), digit, MI8, 1, SHIFTS, 0, 0, undefined }, \
	{ name " m,i8", OP(0xc1), digit, MI8, 0, SHIFTS, 0, 0, undefined }, \
	{ name " m8,1", OP(0xd0), digit, M, 1, SHIFTS, 0, 0, undefined }, \
	{ name " m,1", OP(0xd1), digit, M, 0, SHIFTS, 0, 0, undefined }, \
	{ name " m8,cl", OP(0xd2), digit, M, 1, SHIFTS, 0, BY_CL, undefined }, \
	{ name " m,cl", OP(0xd3), digit, M, 0, SHIFTS, 0, BY_CL, undefined }
#define BITS(name, op, access, traits) \
	{ name " m,r", OP(0x0f, 0x83 + 8 * (op)), -1, OPERAND_BITS, NO_IMM, 0, access, \
	  MMIO_INSN_BIT, 0, traits, FLAGS_ALU & ~(FLAG_CF | FLAG_ZF) }, \
	{ name " m,i8", OP(0x0f, 0xba), op, MI8, 0, access, \
	  MMIO_INSN_BIT, 0, traits, FLAGS_ALU & ~(FLAG_CF | FLAG_ZF) }
#define BMI(name, map, pp, op, digit, imm, undefined) \
	{ name, OP(map, pp, op), digit, OPERAND_MODRM, imm, WIDTH_LONG, "r", \
	  MMIO_INSN_BMI, 0, VEX | NO_OPSIZE | NO_REP, undefined }

const struct form forms[] = {
	{ "mov r8,m8", OP(0x8a), -1, M, 1, LOAD, 0, 0, 0 },
	{ "mov r,m", OP(0x8b), -1, M, 0, LOAD, 0, 0, 0 },
	{ "mov m8,r8", OP(0x88), -1, M, 1, STORE, 0, 0, 0 },
	{ "mov m,r", OP(0x89), -1, M, 0, STORE, 0, 0, 0 },
	{ "mov m8,i8", OP(0xc6), 0, MI8, 1, STORE, 0, 0, 0 },
	{ "mov m,iz", OP(0xc7), 0, MIZ, 0, STORE, 0, 0, 0 },
	{ "mov al,moffs", OP(0xa0), -1, OPERAND_MOFFS, NO_IMM, 1, LOAD, 0, 0, 0 },
	{ "mov ax,moffs", OP(0xa1), -1, OPERAND_MOFFS, NO_IMM, 0, LOAD, 0, 0, 0 },
	{ "mov moffs,al", OP(0xa2), -1, OPERAND_MOFFS, NO_IMM, 1, STORE, 0, 0, 0 },
	{ "mov moffs,ax", OP(0xa3), -1, OPERAND_MOFFS, NO_IMM, 0, STORE, 0, 0, 0 },
	{ "movzx r,m8", OP(0x0f, 0xb6), -1, M, 1, LOAD, 0, 0, 0 },
	{ "movzx r,m16", OP(0x0f, 0xb7), -1, M, 2, LOAD, 0, 0, 0 },
	{ "movsx r,m8", OP(0x0f, 0xbe), -1, M, 1, LOAD, 0, 0, 0 },
	{ "movsx r,m16", OP(0x0f, 0xbf), -1, M, 2, LOAD, 0, 0, 0 },
	{ "movsxd", OP(0x63), -1, M, 4, LOAD, 0, NO_OPSIZE, 0 },
	{ "movbe r,m", OP(0x0f, 0x38, 0xf0), -1, M, 0, LOAD, 0, NO_REP, 0 },
	{ "movbe m,r", OP(0x0f, 0x38, 0xf1), -1, M, 0, STORE, 0, NO_REP, 0 },
	{ "movnti", OP(0x0f, 0xc3), -1, M, WIDTH_LONG, STORE, 0, NO_OPSIZE | NO_REP, 0 },
	CMOV(0), CMOV(1), CMOV(2), CMOV(3), CMOV(4), CMOV(5), CMOV(6), CMOV(7),
	CMOV(8), CMOV(9), CMOV(10), CMOV(11), CMOV(12), CMOV(13), CMOV(14), CMOV(15),
	SETCC(0), SETCC(1), SETCC(2), SETCC(3), SETCC(4), SETCC(5), SETCC(6), SETCC(7),
	SETCC(8), SETCC(9), SETCC(10), SETCC(11), SETCC(12), SETCC(13), SETCC(14),
	SETCC(15),
	ALU("add", 0x00, RMW, 0),
	ALU("or", 0x08, RMW, FLAG_AF),
	ALU("adc", 0x10, RMW, 0),
	ALU("sbb", 0x18, RMW, 0),
	ALU("and", 0x20, RMW, FLAG_AF),
	ALU("sub", 0x28, RMW, 0),
	ALU("xor", 0x30, RMW, FLAG_AF),
	ALU("cmp", 0x38, READS, 0),
	{ "test m8,r8", OP(0x84), -1, M, 1, READS, FLAG_AF },
	{ "test m,r", OP(0x85), -1, M, 0, READS, FLAG_AF },
	{ "test m8,i8", OP(0xf6), 0, MI8, 1, READS, FLAG_AF },
	{ "test m,iz", OP(0xf7), 0, MIZ, 0, READS, FLAG_AF },
	{ "test m8,i8 (1)", OP(0xf6), 1, MI8, 1, READS, FLAG_AF },
	{ "test m,iz (1)", OP(0xf7), 1, MIZ, 0, READS, FLAG_AF },
	{ "inc m8", OP(0xfe), 0, M, 1, UNARY },
	{ "dec m8", OP(0xfe), 1, M, 1, UNARY },
	{ "inc m", OP(0xff), 0, M, 0, UNARY },
	{ "dec m", OP(0xff), 1, M, 0, UNARY },
	{ "not m8", OP(0xf6), 2, M, 1, UNARY },
	{ "neg m8", OP(0xf6), 3, M, 1, UNARY },
	{ "not m", OP(0xf7), 2, M, 0, UNARY },
	{ "neg m", OP(0xf7), 3, M, 0, UNARY },
	{ "movsb", OP(0xa4), -1, STR, 1, "?rw", MMIO_INSN_MOVS, 0, 0, 0 },
	{ "movs", OP(0xa5), -1, STR, 0, "?rw", MMIO_INSN_MOVS, 0, 0, 0 },
	{ "stosb", OP(0xaa), -1, STR, 1, "w", MMIO_INSN_STOS, 0, 0, 0 },
	{ "stos", OP(0xab), -1, STR, 0, "w", MMIO_INSN_STOS, 0, 0, 0 },
	{ "lodsb", OP(0xac), -1, STR, 1, "r", MMIO_INSN_LODS, 0, 0, 0 },
	{ "lods", OP(0xad), -1, STR, 0, "r", MMIO_INSN_LODS, 0, 0, 0 },
	{ "cmpsb", OP(0xa6), -1, STR, 1, "=rr", MMIO_INSN_CMPS, 0, REPEATS_WHILE, 0 },
	{ "cmps", OP(0xa7), -1, STR, 0, "=rr", MMIO_INSN_CMPS, 0, REPEATS_WHILE, 0 },
	{ "scasb", OP(0xae), -1, STR, 1, "r", MMIO_INSN_SCAS, 0, REPEATS_WHILE, 0 },
	{ "scas", OP(0xaf), -1, STR, 0, "r", MMIO_INSN_SCAS, 0, REPEATS_WHILE, 0 },

	{ "xchg m8,r8", OP(0x86), -1, M, 1, "?rw", MMIO_INSN_XCHG, 0, ALWAYS_LOCKED, 0 },
	{ "xchg m,r", OP(0x87), -1, M, 0, "?rw", MMIO_INSN_XCHG, 0, ALWAYS_LOCKED, 0 },
	{ "xadd m8,r8", OP(0x0f, 0xc0), -1, M, 1, "?rw", MMIO_INSN_XADD, 0, LOCKABLE, 0 },
	{ "xadd m,r", OP(0x0f, 0xc1), -1, M, 0, "?rw", MMIO_INSN_XADD, 0, LOCKABLE, 0 },
	{ "cmpxchg m8,r8", OP(0x0f, 0xb0), -1, M, 1, "?rw", MMIO_INSN_CMPXCHG, 0,
	  LOCKABLE | COMPARES_AX, 0 },
	{ "cmpxchg m,r", OP(0x0f, 0xb1), -1, M, 0, "?rw", MMIO_INSN_CMPXCHG, 0,
	  LOCKABLE | COMPARES_AX, 0 },
	{ "cmpxchg8b", OP(0x0f, 0xc7), 1, M, WIDTH_PAIR, "?rw", MMIO_INSN_CMPXCHG_PAIR, 0,
	  LOCKABLE | COMPARES_AX, 0 },

	SHIFT("rol", 0, UNDEFINED_ROTATE),
	SHIFT("ror", 1, UNDEFINED_ROTATE),
	SHIFT("rcl", 2, UNDEFINED_ROTATE),
	SHIFT("rcr", 3, UNDEFINED_ROTATE),
	SHIFT("shl", 4, UNDEFINED_SHIFT),
	SHIFT("shr", 5, UNDEFINED_SHIFT),
	SHIFT("shl (6)", 6, UNDEFINED_SHIFT),
	SHIFT("sar", 7, UNDEFINED_SHIFT),
	{ "shld m,r,i8", OP(0x0f, 0xa4), -1, MI8, 0, "?rw", MMIO_INSN_SHIFT_DOUBLE, 0, 0,
	  UNDEFINED_SHIFT },
	{ "shld m,r,cl", OP(0x0f, 0xa5), -1, M, 0, "?rw", MMIO_INSN_SHIFT_DOUBLE, 0, BY_CL,
	  UNDEFINED_SHIFT },
	{ "shrd m,r,i8", OP(0x0f, 0xac), -1, MI8, 0, "?rw", MMIO_INSN_SHIFT_DOUBLE, 0, 0,
	  UNDEFINED_SHIFT },
	{ "shrd m,r,cl", OP(0x0f, 0xad), -1, M, 0, "?rw", MMIO_INSN_SHIFT_DOUBLE, 0, BY_CL,
	  UNDEFINED_SHIFT },
	BITS("bt", 4, "r", 0),
	BITS("bts", 5, "?rw", LOCKABLE),
	BITS("btr", 6, "?rw", LOCKABLE),
	BITS("btc", 7, "?rw", LOCKABLE),

	{ "mul m8", OP(0xf6), 4, M, 1, "r", MMIO_INSN_MUL, 0, 0, NOT_CF_OF },
	{ "mul m", OP(0xf7), 4, M, 0, "r", MMIO_INSN_MUL, 0, 0, NOT_CF_OF },
	{ "imul m8", OP(0xf6), 5, M, 1, "r", MMIO_INSN_MUL, 0, 0, NOT_CF_OF },
	{ "imul m", OP(0xf7), 5, M, 0, "r", MMIO_INSN_MUL, 0, 0, NOT_CF_OF },
	{ "imul r,m", OP(0x0f, 0xaf), -1, M, 0, "r", MMIO_INSN_IMUL, 0, 0, NOT_CF_OF },
	{ "imul r,m,iz", OP(0x69), -1, MIZ, 0, "r", MMIO_INSN_IMUL, 0, 0, NOT_CF_OF },
	{ "imul r,m,i8", OP(0x6b), -1, MI8, 0, "r", MMIO_INSN_IMUL, 0, 0, NOT_CF_OF },
	{ "bsf", OP(0x0f, 0xbc), -1, M, 0, "r", MMIO_INSN_BITSCAN, 0, NO_REP, NOT_ZF },
	{ "bsr", OP(0x0f, 0xbd), -1, M, 0, "r", MMIO_INSN_BITSCAN, 0, NO_REP, NOT_ZF },
	{ "popcnt", OP(0x0f, 0xb8), -1, M, 0, "r", MMIO_INSN_POPCNT, 0xf3, NO_REP, 0 },
	{ "crc32 r,m8", OP(0x0f, 0x38, 0xf0), -1, M, 1, "r", MMIO_INSN_CRC32, 0xf2, NO_REP, 0 },
	{ "crc32 r,m", OP(0x0f, 0x38, 0xf1), -1, M, 0, "r", MMIO_INSN_CRC32, 0xf2, NO_REP, 0 },
	{ "adcx", OP(0x0f, 0x38, 0xf6), -1, M, WIDTH_LONG, "r", MMIO_INSN_ADX, 0x66,
	  NO_OPSIZE | NO_REP, 0 },
	{ "adox", OP(0x0f, 0x38, 0xf6), -1, M, WIDTH_LONG, "r", MMIO_INSN_ADX, 0xf3,
	  NO_REP, 0 },
	BMI("andn", 2, 0, 0xf2, -1, NO_IMM, FLAG_AF | FLAG_PF),
	BMI("blsr", 2, 0, 0xf3, 1, NO_IMM, FLAG_AF | FLAG_PF),
	BMI("blsmsk", 2, 0, 0xf3, 2, NO_IMM, FLAG_AF | FLAG_PF),
	BMI("blsi", 2, 0, 0xf3, 3, NO_IMM, FLAG_AF | FLAG_PF),
	BMI("bextr", 2, 0, 0xf7, -1, NO_IMM, FLAG_AF | FLAG_PF | FLAG_SF),
	BMI("bzhi", 2, 0, 0xf5, -1, NO_IMM, FLAG_AF | FLAG_PF),
	BMI("pext", 2, 2, 0xf5, -1, NO_IMM, 0),
	BMI("pdep", 2, 3, 0xf5, -1, NO_IMM, 0),
	BMI("mulx", 2, 3, 0xf6, -1, NO_IMM, 0),
	BMI("rorx", 3, 3, 0xf0, -1, IMM8, 0),
	BMI("sarx", 2, 2, 0xf7, -1, NO_IMM, 0),
	BMI("shlx", 2, 1, 0xf7, -1, NO_IMM, 0),
	BMI("shrx", 2, 3, 0xf7, -1, NO_IMM, 0),
	{ "xlat", OP(0xd7), -1, OPERAND_XLAT, NO_IMM, 1, "r", MMIO_INSN_XLAT, 0, 0, 0 },
	{ "pop m", OP(0x8f), 0, M, WIDTH_STACK, "?sw", MMIO_INSN_POP, 0, WITH_STACK, 0 },
	{ "jmp m", OP(0xff), 4, M, 8, "r", MMIO_INSN_JMP, 0, NO_OPSIZE | TARGET, 0 },
};

const unsigned int forms_count = ARRAY_SIZE(forms);
