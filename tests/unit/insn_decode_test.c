// SPDX-License-Identifier: GPL-2.0
/*
 * mmio_insn_decode(): every form with its fields, and the limits of the input.
 * Lengths are the matter of insn_length_test.c; that the emulated forms mean what
 * the fields say, of insn_exec_test.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "insn_bytes.h"
#include "machine.h"

#define NO		MMIO_REG_NONE
#define OTHER		MMIO_INSN_OTHER
#define LOAD		MMIO_INSN_LOAD
#define STORE		MMIO_INSN_STORE
#define ALU		MMIO_INSN_ALU
#define UNARY		MMIO_INSN_UNARY
#define MOVS		MMIO_INSN_MOVS
#define STOS		MMIO_INSN_STOS
#define LODS		MMIO_INSN_LODS
#define CMPS		MMIO_INSN_CMPS
#define SCAS		MMIO_INSN_SCAS
#define XCHG		MMIO_INSN_XCHG
#define XADD		MMIO_INSN_XADD
#define CMPXCHG		MMIO_INSN_CMPXCHG
#define PAIR		MMIO_INSN_CMPXCHG_PAIR
#define SHIFT		MMIO_INSN_SHIFT
#define DOUBLE		MMIO_INSN_SHIFT_DOUBLE
#define BIT		MMIO_INSN_BIT
#define MUL		MMIO_INSN_MUL
#define IMUL		MMIO_INSN_IMUL
#define SCAN		MMIO_INSN_BITSCAN
#define POPCNT		MMIO_INSN_POPCNT
#define CRC32		MMIO_INSN_CRC32
#define ADX		MMIO_INSN_ADX
#define BMI		MMIO_INSN_BMI
#define XLAT		MMIO_INSN_XLAT
#define POP		MMIO_INSN_POP
#define JMP		MMIO_INSN_JMP
#define M		MMIO_F_MODRM
#define SIGN		MMIO_F_SIGN
#define SWAP		MMIO_F_SWAP
#define IMM		MMIO_F_IMM
#define HIGH		MMIO_F_HIGH
#define TO_REG		MMIO_F_TO_REG
#define NO_WRITE	MMIO_F_NO_WRITE
#define REP		MMIO_F_REP
#define A32		MMIO_F_ADDR32
#define COND		MMIO_F_COND
#define LOCK		MMIO_F_LOCK
#define STRING		MMIO_F_STRING
#define CLASH		MMIO_F_CLASH
#define TARGET		MMIO_F_REG_TARGET
#define R		MMIO_F_READS
#define W		MMIO_F_WRITES
#define NO_DATA		MMIO_F_NO_DATA

enum { AX, CX, DX, BX, SP, BP, SI, DI, R8, R9, R10, R11, R12, R13, R14, R15, IP };

struct row {
	const char *code;	/* complete, nothing behind */
	u8 kind, width, reg_width, reg, op;
	u32 flags;
	u8 base, index, scale, seg;
	s64 disp, imm;
};

static const struct row full_rows[] = {
	/* MOV, all widths and registers */
	{ "8b 00", LOAD, 4, 4, AX, 0, M | R, AX, NO, 0, 0, 0, 0 },
	{ "89 08", STORE, 4, 4, CX, 0, M | W, AX, NO, 0, 0, 0, 0 },
	{ "48 8b 43 10", LOAD, 8, 8, AX, 0, M | R, BX, NO, 0, 0, 0x10, 0 },
	{ "66 8b 43 f0", LOAD, 2, 2, AX, 0, M | R, BX, NO, 0, 0, -0x10, 0 },
	{ "66 48 89 03", STORE, 8, 8, AX, 0, M | W, BX, NO, 0, 0, 0, 0 },
	{ "8a 20", LOAD, 1, 1, AX, 0, M | HIGH | CLASH | R, AX, NO, 0, 0, 0, 0 },
	{ "88 38", STORE, 1, 1, BX, 0, M | HIGH | W, AX, NO, 0, 0, 0, 0 },
	{ "40 88 38", STORE, 1, 1, DI, 0, M | W, AX, NO, 0, 0, 0, 0 },
	{ "44 8a 38", LOAD, 1, 1, R15, 0, M | R, AX, NO, 0, 0, 0, 0 },
	{ "66 8a 18", LOAD, 1, 1, BX, 0, M | R, AX, NO, 0, 0, 0, 0 },
	/* addresses */
	{ "8b 80 78 56 34 12", LOAD, 4, 4, AX, 0, M | R, AX, NO, 0, 0, 0x12345678, 0 },
	{ "8b 05 fc ff ff ff", LOAD, 4, 4, AX, 0, M | R, IP, NO, 0, 0, -4, 0 },
	{ "67 8b 05 04 00 00 00", LOAD, 4, 4, AX, 0, M | A32 | R, IP, NO, 0, 0, 4, 0 },
	{ "41 8b 05 04 00 00 00", LOAD, 4, 4, AX, 0, M | R, IP, NO, 0, 0, 4, 0 },
	{ "8b 45 00", LOAD, 4, 4, AX, 0, M | R, BP, NO, 0, 0, 0, 0 },
	{ "41 8b 45 00", LOAD, 4, 4, AX, 0, M | R, R13, NO, 0, 0, 0, 0 },
	{ "8b 04 24", LOAD, 4, 4, AX, 0, M | R, SP, NO, 0, 0, 0, 0 },
	{ "41 8b 04 24", LOAD, 4, 4, AX, 0, M | R, R12, NO, 0, 0, 0, 0 },
	{ "42 8b 04 20", LOAD, 4, 4, AX, 0, M | R, AX, R12, 0, 0, 0, 0 },
	{ "8b 04 4b", LOAD, 4, 4, AX, 0, M | R, BX, CX, 1, 0, 0, 0 },
	{ "43 8b 84 c8 00 00 00 80", LOAD, 4, 4, AX, 0, M | R, R8, R9, 3, 0, -0x80000000ll, 0 },
	{ "8b 04 8d 00 01 00 00", LOAD, 4, 4, AX, 0, M | R, NO, CX, 2, 0, 0x100, 0 },
	{ "41 8b 04 8d 00 01 00 00", LOAD, 4, 4, AX, 0, M | R, NO, CX, 2, 0, 0x100, 0 },
	{ "8b 04 25 00 00 00 f0", LOAD, 4, 4, AX, 0, M | R, NO, NO, 0, 0, -0x10000000, 0 },
	{ "8b 44 e5 01", LOAD, 4, 4, AX, 0, M | R, BP, NO, 0, 0, 1, 0 },
	{ "67 8b 00", LOAD, 4, 4, AX, 0, M | A32 | R, AX, NO, 0, 0, 0, 0 },
	/* immediates */
	{ "c6 00 80", STORE, 1, 1, NO, 0, M | IMM | W, AX, NO, 0, 0, 0, -128 },
	{ "c7 00 01 02 03 84", STORE, 4, 4, NO, 0, M | IMM | W, AX, NO, 0, 0, 0, (s32)0x84030201 },
	{ "66 c7 40 08 02 81", STORE, 2, 2, NO, 0, M | IMM | W, AX, NO, 0, 0, 8, (s16)0x8102 },
	{ "48 c7 00 ff ff ff ff", STORE, 8, 8, NO, 0, M | IMM | W, AX, NO, 0, 0, 0, -1 },
	{ "66 48 c7 00 01 00 00 80", STORE, 8, 8, NO, 0, M | IMM | W, AX, NO, 0, 0, 0,
	  (s32)0x80000001 },
	{ "c7 05 04 00 00 00 01 00 00 00", STORE, 4, 4, NO, 0, M | IMM | W, IP, NO, 0, 0, 4, 1 },
	/* moffs */
	{ "a0 88 77 66 55 44 33 22 11", LOAD, 1, 1, AX, 0, R, NO, NO, 0, 0,
	  0x1122334455667788, 0 },
	{ "48 a1 88 77 66 55 44 33 22 91", LOAD, 8, 8, AX, 0, R, NO, NO, 0, 0,
	  (s64)0x9122334455667788ull, 0 },
	{ "67 a2 88 77 66 f5", STORE, 1, 1, AX, 0, A32 | W, NO, NO, 0, 0, 0xf5667788, 0 },
	{ "66 a3 88 77 66 55 44 33 22 11", STORE, 2, 2, AX, 0, W, NO, NO, 0, 0,
	  0x1122334455667788, 0 },
	{ "65 a1 08 00 00 00 00 00 00 00", OTHER, 4, 0, NO, 0, R, NO, NO, 0, 0x65, 8, 0 },
	/* extending loads */
	{ "0f b6 20", LOAD, 1, 4, SP, 0, M | R, AX, NO, 0, 0, 0, 0 },
	{ "66 0f b6 00", LOAD, 1, 2, AX, 0, M | CLASH | R, AX, NO, 0, 0, 0, 0 },
	{ "48 0f b7 00", LOAD, 2, 8, AX, 0, M | R, AX, NO, 0, 0, 0, 0 },
	{ "66 0f b7 00", LOAD, 2, 2, AX, 0, M | CLASH | R, AX, NO, 0, 0, 0, 0 },
	{ "44 0f be 00", LOAD, 1, 4, R8, 0, M | SIGN | R, AX, NO, 0, 0, 0, 0 },
	{ "48 0f bf 00", LOAD, 2, 8, AX, 0, M | SIGN | R, AX, NO, 0, 0, 0, 0 },
	{ "48 63 00", LOAD, 4, 8, AX, 0, M | SIGN | R, AX, NO, 0, 0, 0, 0 },
	{ "63 00", LOAD, 4, 4, AX, 0, M | SIGN | R, AX, NO, 0, 0, 0, 0 },
	/* 16 bits on Intel, 32 on AMD */
	{ "66 63 08", OTHER, 0, 0, NO, 0, M | SIGN | R, AX, NO, 0, 0, 0, 0 },
	{ "66 63 00", OTHER, 0, 0, NO, 0, M | SIGN | CLASH | R, AX, NO, 0, 0, 0, 0 },
	/* MOVBE, MOVNTI, CMOV */
	{ "0f 38 f0 00", LOAD, 4, 4, AX, 0, M | SWAP | R, AX, NO, 0, 0, 0, 0 },
	{ "66 0f 38 f0 00", LOAD, 2, 2, AX, 0, M | SWAP | CLASH | R, AX, NO, 0, 0, 0, 0 },
	{ "48 0f 38 f1 08", STORE, 8, 8, CX, 0, M | SWAP | W, AX, NO, 0, 0, 0, 0 },
	{ "0f c3 08", STORE, 4, 4, CX, 0, M | W, AX, NO, 0, 0, 0, 0 },
	{ "4c 0f c3 40 08", STORE, 8, 8, R8, 0, M | W, AX, NO, 0, 0, 8, 0 },
	{ "0f 44 08", LOAD, 4, 4, CX, 4, M | COND | R, AX, NO, 0, 0, 0, 0 },
	{ "66 0f 4f 08", LOAD, 2, 2, CX, 15, M | COND | R, AX, NO, 0, 0, 0, 0 },
	/* ALU */
	{ "00 20", ALU, 1, 1, AX, 0, M | HIGH | CLASH | R | W, AX, NO, 0, 0, 0, 0 },
	{ "09 08", ALU, 4, 4, CX, 1, M | R | W, AX, NO, 0, 0, 0, 0 },
	{ "12 08", ALU, 1, 1, CX, 2, M | TO_REG | R, AX, NO, 0, 0, 0, 0 },
	{ "48 1b 08", ALU, 8, 8, CX, 3, M | TO_REG | R, AX, NO, 0, 0, 0, 0 },
	{ "66 21 08", ALU, 2, 2, CX, 4, M | R | W, AX, NO, 0, 0, 0, 0 },
	{ "39 08", ALU, 4, 4, CX, 7, M | NO_WRITE | R, AX, NO, 0, 0, 0, 0 },
	{ "3b 08", ALU, 4, 4, CX, 7, M | TO_REG | NO_WRITE | R, AX, NO, 0, 0, 0, 0 },
	{ "80 30 ff", ALU, 1, 1, NO, 6, M | IMM | R | W, AX, NO, 0, 0, 0, -1 },
	{ "81 28 01 02 03 04", ALU, 4, 4, NO, 5, M | IMM | R | W, AX, NO, 0, 0, 0, 0x04030201 },
	{ "66 81 38 01 02", ALU, 2, 2, NO, 7, M | IMM | NO_WRITE | R, AX, NO, 0, 0, 0, 0x201 },
	{ "48 83 08 80", ALU, 8, 8, NO, 1, M | IMM | R | W, AX, NO, 0, 0, 0, -128 },
	{ "84 08", ALU, 1, 1, CX, 8, M | NO_WRITE | R, AX, NO, 0, 0, 0, 0 },
	{ "48 85 08", ALU, 8, 8, CX, 8, M | NO_WRITE | R, AX, NO, 0, 0, 0, 0 },
	{ "f6 00 80", ALU, 1, 1, NO, 8, M | IMM | NO_WRITE | R, AX, NO, 0, 0, 0, -128 },
	{ "f7 08 01 00 00 00", ALU, 4, 4, NO, 8, M | IMM | NO_WRITE | R, AX, NO, 0, 0, 0, 1 },
	{ "66 f7 00 01 00", ALU, 2, 2, NO, 8, M | IMM | NO_WRITE | R, AX, NO, 0, 0, 0, 1 },
	{ "fe 00", UNARY, 1, 1, NO, 0, M | R | W, AX, NO, 0, 0, 0, 0 },
	{ "48 ff 08", UNARY, 8, 8, NO, 1, M | R | W, AX, NO, 0, 0, 0, 0 },
	{ "f6 10", UNARY, 1, 1, NO, 2, M | R | W, AX, NO, 0, 0, 0, 0 },
	{ "66 f7 18", UNARY, 2, 2, NO, 3, M | R | W, AX, NO, 0, 0, 0, 0 },
	/* strings */
	{ "a4", MOVS, 1, 1, NO, 0, STRING | R | W, SI, NO, 0, 0, 0, 0 },
	{ "f3 48 a5", MOVS, 8, 8, NO, 0, REP | STRING | R | W, SI, NO, 0, 0, 0, 0 },
	{ "f2 66 a5", MOVS, 2, 2, NO, 0, REP | STRING | R | W, SI, NO, 0, 0, 0, 0 },
	{ "67 f3 ab", STOS, 4, 4, AX, 0, REP | A32 | STRING | W, DI, NO, 0, 0, 0, 0 },
	{ "aa", STOS, 1, 1, AX, 0, STRING | W, DI, NO, 0, 0, 0, 0 },
	{ "ac", LODS, 1, 1, AX, 0, STRING | R, SI, NO, 0, 0, 0, 0 },
	{ "d7", XLAT, 1, 1, AX, 0, R, BX, NO, 0, 0, 0, 0 },
	{ "65 d7", OTHER, 1, 0, NO, 0, R, BX, NO, 0, 0x65, 0, 0 },
	{ "f3 ad", LODS, 4, 4, AX, 0, REP | STRING | R, SI, NO, 0, 0, 0, 0 },
	/* ES:RDI has no override, RSI has */
	{ "65 aa", STOS, 1, 1, AX, 0, STRING | W, DI, NO, 0, 0, 0, 0 },
	{ "65 a4", OTHER, 1, 0, NO, 0, STRING | R | W, SI, NO, 0, 0x65, 0, 0 },
	{ "64 ac", OTHER, 1, 0, NO, 0, STRING | R, SI, NO, 0, 0x64, 0, 0 },
	{ "f2 f3 a4", OTHER, 1, 0, NO, 0, REP | STRING | R | W, SI, NO, 0, 0, 0, 0 },
	{ "f3 f3 a4", MOVS, 1, 1, NO, 0, REP | STRING | R | W, SI, NO, 0, 0, 0, 0 },
	{ "6c", OTHER, 1, 0, NO, 0, STRING | W, DI, NO, 0, 0, 0, 0 },
	{ "f3 48 6d", OTHER, 4, 0, NO, 0, REP | STRING | W, DI, NO, 0, 0, 0, 0 },
	{ "66 6f", OTHER, 2, 0, NO, 0, STRING | R, SI, NO, 0, 0, 0, 0 },
	{ "f3 a6", CMPS, 1, 1, NO, 1, REP | STRING | R, DI, NO, 0, 0, 0, 0 },
	{ "48 af", SCAS, 8, 8, AX, 0, STRING | R, DI, NO, 0, 0, 0, 0 },
	/* segments: 2E, 36, 3E, 26 mean nothing, the last of FS and GS wins */
	{ "2e 36 3e 26 8b 00", LOAD, 4, 4, AX, 0, M | R, AX, NO, 0, 0, 0, 0 },
	{ "64 8b 08", OTHER, 4, 0, NO, 0, M | R, AX, NO, 0, 0x64, 0, 0 },
	{ "64 65 3e 8b 08", OTHER, 4, 0, NO, 0, M | R, AX, NO, 0, 0x65, 0, 0 },
	/* prefixes that have no meaning for MOV */
	{ "f2 f3 8b 00", LOAD, 4, 4, AX, 0, M | R, AX, NO, 0, 0, 0, 0 },
	/* REX counts right before the opcode, the last one */
	{ "48 66 8b 00", LOAD, 2, 2, AX, 0, M | CLASH | R, AX, NO, 0, 0, 0, 0 },
	{ "48 2e 8b 00", LOAD, 4, 4, AX, 0, M | R, AX, NO, 0, 0, 0, 0 },
	{ "48 41 8b 00", LOAD, 4, 4, AX, 0, M | R, R8, NO, 0, 0, 0, 0 },
	{ "40 2e 88 20", STORE, 1, 1, AX, 0, M | HIGH | CLASH | W, AX, NO, 0, 0, 0, 0 },
	/* LOCK, and where it is invalid */
	{ "f0 39 08", OTHER, 4, 0, NO, 0, M | NO_WRITE | LOCK | R, AX, NO, 0, 0, 0, 0 },
	{ "f0 8b 08", OTHER, 4, 0, NO, 0, M | LOCK | R, AX, NO, 0, 0, 0, 0 },
	{ "f0 0f ba 20 01", OTHER, 4, 0, NO, 0, M | IMM | NO_WRITE | LOCK | R, AX, NO, 0, 0, 0, 1 },
	/* a second address, in the register; clash: it must not move either */
	{ "66 0f 38 f8 08", OTHER, 64, 8, CX, 0, M | R | TARGET, AX, NO, 0, 0, 0, 0 },
	{ "f2 44 0f 38 f8 40 01", OTHER, 64, 8, R8, 0, M | R | TARGET, AX, NO, 0, 0, 1, 0 },
	{ "66 0f 38 f8 00", OTHER, 64, 8, AX, 0, M | R | TARGET | CLASH, AX, NO, 0, 0, 0, 0 },
	/* clash in what has a short way of its own, too */
	{ "89 00", STORE, 4, 4, AX, 0, M | W | CLASH, AX, NO, 0, 0, 0, 0 },
	{ "8b 0c 00", LOAD, 4, 4, CX, 0, M | R | CLASH, AX, AX, 0, 0, 0, 0 },
	{ "66 8b 00", LOAD, 2, 2, AX, 0, M | R | CLASH, AX, NO, 0, 0, 0, 0 },
	{ "f0 01 08", ALU, 4, 4, CX, 0, M | LOCK | R | W, AX, NO, 0, 0, 0, 0 },
	{ "f0 01 00", ALU, 4, 4, AX, 0, M | LOCK | CLASH | R | W, AX, NO, 0, 0, 0, 0 },
	{ "f0 48 83 08 01", ALU, 8, 8, NO, 1, M | IMM | LOCK | R | W, AX, NO, 0, 0, 0, 1 },
	{ "f0 fe 08", UNARY, 1, 1, NO, 1, M | LOCK | R | W, AX, NO, 0, 0, 0, 0 },
};

/* Width, access, base and CLASH of what has a memory operand. */
struct other_row {
	const char *code;
	u8 kind, width;
	u32 access;
	u8 base;
	bool clash;
};

static const struct other_row other_rows[] = {
	/* reads ModRM.reg */
	{ "87 08", XCHG, 4, R | W, AX, false }, { "87 00", XCHG, 4, R | W, AX, true },
	{ "86 20", XCHG, 1, R | W, AX, true },		/* AH is in RAX */
	{ "40 86 20", XCHG, 1, R | W, AX, false },	/* SPL is not */
	{ "45 87 00", XCHG, 4, R | W, R8, true }, { "44 87 00", XCHG, 4, R | W, AX, false },
	{ "0f c1 08", XADD, 4, R | W, AX, false }, { "0f c1 00", XADD, 4, R | W, AX, true },
	{ "0f c0 20", XADD, 1, R | W, AX, true },
	{ "0f b1 0b", CMPXCHG, 4, R | W, BX, false }, { "0f b1 1b", CMPXCHG, 4, R | W, BX, true },
	{ "0f b1 08", CMPXCHG, 4, R | W, AX, true },		/* accumulator */
	{ "f0 48 0f b1 0b", CMPXCHG, 8, R | W, BX, false },
	{ "0f a3 08", BIT, 4, R, AX, false }, { "0f ab 00", BIT, 4, R | W, AX, true },
	{ "0f ba 28 01", BIT, 4, R | W, AX, false }, { "66 0f ba 30 01", BIT, 2, R | W, AX, false },
	{ "0f a4 08 01", DOUBLE, 4, R | W, AX, false }, { "0f a4 00 01", DOUBLE, 4, R | W, AX, true },
	{ "0f a5 10", DOUBLE, 4, R | W, AX, false }, { "0f a5 11", DOUBLE, 4, R | W, CX, true },
	{ "0f af 08", IMUL, 4, R, AX, false }, { "0f af 00", IMUL, 4, R, AX, true },
	{ "0f 78 08", OTHER, 8, W, AX, false }, { "0f 78 00", OTHER, 8, W, AX, true },
	{ "f2 0f 38 f1 08", CRC32, 4, R, AX, false }, { "f2 0f 38 f1 00", CRC32, 4, R, AX, true },
	{ "f2 0f 38 f0 00", CRC32, 1, R, AX, true }, { "66 f2 0f 38 f1 08", CRC32, 2, R, AX, false },
	{ "66 0f 38 f6 00", ADX, 4, R, AX, true }, { "f3 0f 38 f6 08", ADX, 4, R, AX, false },
	{ "0f 38 f9 08", OTHER, 4, W, AX, false }, { "48 0f 38 f9 00", OTHER, 8, W, AX, true },
	{ "66 0f 38 f8 08", OTHER, 64, R, AX, false },
	{ "66 0f 38 82 00", OTHER, 16, R, AX, true },
	/* only writes it: a part of it is as good as read */
	{ "69 00 01 00 00 00", IMUL, 4, R, AX, false }, { "66 69 00 01 00", IMUL, 2, R, AX, true },
	{ "6b 00 01", IMUL, 4, R, AX, false }, { "66 6b 08 01", IMUL, 2, R, AX, false },
	{ "f3 0f b8 00", POPCNT, 4, R, AX, false }, { "66 f3 0f b8 00", POPCNT, 2, R, AX, true },
	{ "0f bc 00", SCAN, 4, R, AX, true }, { "0f bd 08", SCAN, 4, R, AX, false },
	{ "0f 02 00", OTHER, 2, R, AX, true },		/* LAR may not write */
	{ "f3 0f 2c 00", OTHER, 4, R, AX, false },	/* CVTTSS2SI replaces it */
	{ "65 8b 00", OTHER, 4, R, AX, false }, { "65 66 8b 00", OTHER, 2, R, AX, true },
	{ "65 8a 20", OTHER, 1, R, AX, true }, { "65 8a 23", OTHER, 1, R, BX, false },
	{ "65 0f 44 00", OTHER, 4, R, AX, true }, { "65 89 00", OTHER, 4, W, AX, true },
	{ "65 c7 00 01 00 00 00", OTHER, 4, W, AX, false },
	{ "65 0f b6 00", OTHER, 1, R, AX, false }, { "65 66 0f b6 00", OTHER, 1, R, AX, true },
	{ "65 0f 38 f1 00", OTHER, 4, W, AX, true }, { "65 0f 38 f0 00", OTHER, 4, R, AX, false },
	{ "66 0f c3 00", OTHER, 4, W, AX, true },
	/* implicit registers */
	{ "f7 20", MUL, 4, R, AX, true }, { "f7 22", MUL, 4, R, DX, false },
	{ "66 f7 22", MUL, 2, R, DX, true }, { "f7 32", OTHER, 4, R, DX, true }, { "f7 33", OTHER, 4, R, BX, false },
	{ "f6 30", OTHER, 1, R, AX, true }, { "f6 32", OTHER, 1, R, DX, false },
	{ "d3 00", SHIFT, 4, R | W, AX, false }, { "d3 21", SHIFT, 4, R | W, CX, true }, { "d2 39", SHIFT, 1, R | W, CX, true },
	{ "d1 01", SHIFT, 4, R | W, CX, false }, { "c1 01 03", SHIFT, 4, R | W, CX, false }, { "48 d1 09", SHIFT, 8, R | W, CX, false },
	{ "0f c7 08", PAIR, 8, R | W, AX, true }, { "0f c7 0b", PAIR, 8, R | W, BX, true },
	{ "0f c7 0e", PAIR, 8, R | W, SI, false }, { "48 0f c7 0e", PAIR, 16, R | W, SI, false },
	{ "0f ae 20", OTHER, 0, R | W, AX, true }, { "0f ae 22", OTHER, 0, R | W, DX, true }, { "0f ae 26", OTHER, 0, R | W, SI, false },
	{ "0f ae 00", OTHER, 0, W, AX, false },		/* FXSAVE */
	{ "66 0f 3a 60 00 00", OTHER, 16, R, AX, true }, { "66 0f 3a 61 02 00", OTHER, 16, R, DX, true },
	{ "66 0f 3a 62 00 00", OTHER, 16, R, AX, false },
	{ "ff 34 24", OTHER, 8, R, SP, true }, { "ff 30", OTHER, 8, R, AX, false }, { "66 ff 30", OTHER, 2, R, AX, false },
	{ "8f 04 24", POP, 8, W, SP, true }, { "8f 00", POP, 8, W, AX, false },
	{ "66 48 ff 20", JMP, 8, R, AX, false }, { "66 ff 20", OTHER, 0, R, AX, false },
	{ "ff 14 24", OTHER, 8, R, SP, true }, { "ff 24 24", JMP, 8, R, SP, false }, { "ff 10", OTHER, 8, R, AX, false },
	{ "8d 03", OTHER, 0, NO_DATA, BX, true },		/* LEA reads no memory */
	{ "8d 05 00 00 00 00", OTHER, 0, NO_DATA, IP, false },
	/* the base is the index, too; another index is none of our business */
	{ "87 0c 00", XCHG, 4, R | W, AX, true }, { "87 0c 08", XCHG, 4, R | W, AX, false },
	{ "0f 10 04 00", OTHER, 16, R, AX, true },
	/* vector registers */
	{ "0f 10 00", OTHER, 16, R, AX, false }, { "f3 0f 11 00", OTHER, 4, W, AX, false },
	{ "f2 0f 10 00", OTHER, 8, R, AX, false }, { "66 0f 6f 00", OTHER, 16, R, AX, false },
	{ "f3 0f 7f 00", OTHER, 16, W, AX, false }, { "0f 6f 00", OTHER, 8, R, AX, false },
	{ "0f 28 00", OTHER, 16, R, AX, false }, { "66 0f e7 00", OTHER, 16, W, AX, false },
	{ "0f e7 00", OTHER, 8, W, AX, false }, { "66 0f 6e 00", OTHER, 4, R, AX, false },
	{ "66 48 0f 7e 00", OTHER, 8, W, AX, false }, { "f3 0f 7e 00", OTHER, 8, R, AX, false },
	{ "66 0f d6 00", OTHER, 8, W, AX, false }, { "66 0f 38 2a 00", OTHER, 16, R, AX, false },
	{ "0f 12 00", OTHER, 8, R, AX, false }, { "f2 0f f0 00", OTHER, 16, R, AX, false },
	{ "0f 58 00", OTHER, 16, R, AX, false }, { "66 0f 3a 0f 00 08", OTHER, 16, R, AX, false },
	{ "0f 0f 00 9e", OTHER, 8, R, AX, false },	/* 3DNow! */
	{ "dd 00", OTHER, 8, R, AX, false }, { "d9 38", OTHER, 2, W, AX, false },
	/* others */
	{ "0f 94 00", STORE, 1, W, AX, false }, { "8c 18", OTHER, 2, W, AX, false }, { "8e 18", OTHER, 2, R, AX, false },
	{ "0f b9 40 01", OTHER, 0, 0, AX, false },	/* UD1 */
	/* VEX */
	{ "c5 f8 10 00", OTHER, 16, R, AX, false }, { "c5 fc 10 00", OTHER, 32, R, AX, false },
	{ "c5 fe 6f 00", OTHER, 32, R, AX, false }, { "c5 fa 7f 40 10", OTHER, 16, W, AX, false },
	{ "c4 c1 7e 6f 00", OTHER, 32, R, R8, false }, { "c4 e1 f9 6e 00", OTHER, 8, R, AX, false },
	{ "c4 e2 70 f2 03", BMI, 4, R, BX, false },	/* ANDN eax, ecx, [rbx] */
	{ "c4 e2 70 f2 01", BMI, 4, R, CX, true },
	{ "c4 e2 71 f7 01", BMI, 4, R, CX, true }, { "c4 e2 71 f7 00", BMI, 4, R, AX, false },
	{ "c4 e2 73 f6 02", BMI, 4, R, DX, true }, { "c4 e2 73 f6 01", BMI, 4, R, CX, false },	/* MULX */
	{ "c4 e3 7b f0 00 05", BMI, 4, R, AX, false },	/* RORX */
	{ "c4 e3 79 61 00 05", OTHER, 16, R, AX, true },	/* VPCMPESTRI */
	{ "c4 e3 71 0f 00 08", OTHER, 16, R, AX, false }, { "c5 f1 c6 00 01", OTHER, 16, R, AX, false },
	{ "c4 e2 71 92 04 00", OTHER, 0, R, AX, false },	/* the index is XMM0 */
	{ "c4 e2 71 e6 03", OTHER, 4, R | W, BX, false }, { "c4 e2 71 e6 01", OTHER, 4, R | W, CX, true },
	{ "64 c5 fc 10 00", OTHER, 32, R, AX, false },
	/* EVEX */
	{ "62 f1 7c 48 10 00", OTHER, 64, R, AX, false }, { "62 f1 7c 28 11 00", OTHER, 32, W, AX, false },
	{ "62 f1 7c 49 11 00", OTHER, 0, W, AX, false },	/* masked */
	{ "62 f3 75 48 25 00 ff", OTHER, 64, R, AX, false },
	{ "62 d1 fe 48 6f 00", OTHER, 64, R, R8, false },
	{ "62 f2 7d 49 90 04 00", OTHER, 0, R, AX, false },
	/* half precision: VADDPH, VMOVSH, VCVTPH2PD, VCVTPD2PH, VCVTSI2SH, VMOVW */
	{ "62 f5 7c 48 58 00", OTHER, 64, R, AX, false },
	{ "62 f5 7c 58 58 00", OTHER, 2, R, AX, false },
	{ "62 f5 7e 08 11 00", OTHER, 2, W, AX, false },
	{ "62 f5 7c 48 5a 00", OTHER, 16, R, AX, false },
	{ "62 f5 fd 48 5a 00", OTHER, 64, R, AX, false },
	{ "62 f5 fd 58 5a 00", OTHER, 8, R, AX, false },
	{ "62 f5 fe 08 2a 00", OTHER, 8, R, AX, false },
	{ "62 f5 7d 08 7e 00", OTHER, 2, W, AX, false },
	{ "62 f6 7e 48 56 00", OTHER, 64, R, AX, false },	/* VFMADDCPH */
	{ "62 f6 7d 48 13 00", OTHER, 32, R, AX, false },	/* VCVTPH2PSX */
	/* VP2INTERSECTD, V4FMADDPS, AVX-NE-CONVERT, AVX-IFMA */
	{ "62 f2 7f 48 68 00", OTHER, 64, R, AX, false },
	{ "62 f2 7f 48 9a 00", OTHER, 16, R, AX, false },
	{ "c4 e2 7a b1 00", OTHER, 2, R, AX, false }, { "c4 e2 7d b0 00", OTHER, 32, R, AX, false },
	{ "c4 e2 fd b4 00", OTHER, 32, R, AX, false },
	/* RAO-INT: AADD; PTWRITE; WRSS */
	{ "0f 38 fc 08", OTHER, 4, R | W, AX, false }, { "48 0f 38 fc 00", OTHER, 8, R | W, AX, true },
	{ "f3 48 0f ae 20", OTHER, 8, R, AX, false }, { "0f 38 f6 08", OTHER, 4, W, AX, false },
	/* ENQCMD, MOVDIR64B: the source; the target is in ModRM.reg */
	{ "f2 0f 38 f8 08", OTHER, 64, R, AX, false }, { "f3 0f 38 f8 00", OTHER, 64, R, AX, true },
	/* no data */
	{ "0f 18 08", OTHER, 0, NO_DATA, AX, false }, { "0f ae 38", OTHER, 0, NO_DATA, AX, false },
	{ "66 0f ae 30", OTHER, 0, NO_DATA, AX, false }, { "0f 1f 00", OTHER, 0, NO_DATA, AX, false },
	/* x87 of ten bytes and more */
	{ "db 28", OTHER, 10, R, AX, false }, { "db 38", OTHER, 10, W, AX, false },
	{ "d9 20", OTHER, 28, R, AX, false }, { "66 d9 30", OTHER, 14, W, AX, false },
	{ "66 48 d9 30", OTHER, 28, W, AX, false }, { "dd 30", OTHER, 0, W, AX, false },
	/* TZCNT and LZCNT, or BSF and BSR: the processor knows */
	{ "f3 0f bc 08", OTHER, 4, R, AX, false }, { "f3 0f bd 00", OTHER, 4, R, AX, true },
	/* XOP: VPROTB with imm8, BEXTR with imm32 */
	{ "8f e8 78 c0 00 01", OTHER, 0, 0, AX, false },
	{ "8f ea 78 10 00 01 00 00 00", OTHER, 0, 0, AX, true },
	{ "8f ea 78 10 03 01 00 00 00", OTHER, 0, 0, BX, false },
};

/* Valid, without a memory operand in ModRM. */
static const char *const plain_rows[] = {
	"90", "c3", "c2 08 00", "66 90", "f3 90", "0f 05", "0f 0b", "0f a2", "0f 31",
	"8b c0", "48 89 e5", "0f b6 c0", "00 c0", "f7 d8", "f7 c0 01 00 00 00",
	"b8 01 00 00 00", "66 b8 01 00", "48 b8 01 02 03 04 05 06 07 08", "b0 01",
	"68 01 00 00 00", "66 68 01 00", "6a 01", "e8 00 00 00 00", "eb 00", "74 00",
	"0f 84 00 00 00 00", "c8 08 00 01", "c9", "cd 80", "e4 60", "05 01 00 00 00",
	"66 05 01 00", "48 05 01 00 00 00", "a8 01", "a9 01 00 00 00", "f4",
	"0f 20 05", "0f 22 80",		/* MOV CRn: ModRM.mod does not count */
	"0f 78 c1", "66 0f 78 c1 02 03", "f2 0f 78 c1 02 03", "66 0f 79 c1",
	"c5 f8 77", "c5 fd 6f c0", "c4 e3 7d 39 c0 01", "62 f1 fe 48 6f c0",
	"0f 01 c1", "0f 01 f8", "f3 0f 1e fa", "f3 0f ae e8", "0f ae f0", "0f c8",
	"c7 f8 00 00 00 00", "c6 f8 01", "d9 c0", "66 0f f7 c1", "0f 77", "0f a6 c0",
	"66 0f 38 00 c1", "66 0f 3a 0f c1 08", "f3 0f b8 c0", "8e d8", "ff e0", "ff d0",
};

static const char *const invalid_rows[] = {
	"06", "07", "0e", "16", "17", "1e", "1f", "27", "2f", "37", "3f", "60", "61",
	"82 00 00", "9a 00 00 00 00 00 00", "ce", "d4 00", "d5 00", "d6",
	"ea 00 00 00 00 00 00", "0f 04", "0f 0a", "0f 0c", "0f 24 c0", "0f 36", "0f 39",
	"0f 3b", "0f 7a c0", "0f b8 c0",
	"8f e0", "8f 20",		/* POP has /0 only; most others are XOP */
	"c6 08 00", "c7 08 00 00 00 00", "fe 10", "fe 38", "ff 38", "ff d8", "ff e8",
	"8c 30", "8e 08", "8e c8", "8d c0", "d9 08", "db 20", "db 30", "dd 28",
	"0f ba 00 00", "0f ba 18 00", "0f c7 00", "0f 00 30",
	/* prefixes before VEX and EVEX */
	"66 c5 f8 10 00", "f3 c5 f8 10 00", "f2 c5 f8 10 00", "f0 c5 f8 10 00",
	"48 c5 f8 10 00", "66 62 f1 7c 48 10 00", "48 c4 e1 78 10 00",
	"c4 e0 78 10 00", "c4 e4 78 10 00", "62 f0 7c 48 10 00", "62 f4 7c 48 10 00",
	"62 f1 78 48 10 00", "62 f1 7c 48 77",
	"c4 e2 71 92 00",		/* gather without a SIB byte */
	"8f eb 78 10 00",
};

static void check_row(const struct row *r)
{
	struct mmio_insn insn, longer;
	u8 code[32] = { 0 };
	unsigned int n = parse(r->code, code, sizeof(code));
	int err = mmio_insn_decode(&insn, code, n);

	/* The same when more can be read: MOV has a short way then. */
	assert_int_equal(mmio_insn_decode(&longer, code, MMIO_INSN_MAX), 0);
	assert_memory_equal(&insn, &longer, sizeof(insn));
	if (err || insn.len != n || insn.kind != r->kind || insn.width != r->width ||
	    insn.reg_width != r->reg_width || insn.reg != r->reg ||
	    insn.op != r->op || insn.flags != r->flags ||
	    insn.base != r->base || insn.index != r->index ||
	    insn.scale != r->scale || insn.seg != r->seg || insn.disp != r->disp ||
	    insn.imm != r->imm)
		fail_msg("%s: %d, len %u kind %u width %u/%u reg %u op %u flags %#x base %u index %u*%u seg %#x disp %#llx imm %#llx",
			 r->code, err, insn.len, insn.kind, insn.width,
			 insn.reg_width, insn.reg, insn.op, insn.flags, insn.base,
			 insn.index, insn.scale, insn.seg,
			 (unsigned long long)insn.disp, (unsigned long long)insn.imm);
}

static void test_fields(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(full_rows); i++)
		check_row(&full_rows[i]);
}

static void test_other(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(other_rows); i++) {
		const struct other_row *r = &other_rows[i];
		struct mmio_insn insn;
		u8 code[32];
		unsigned int n = parse(r->code, code, sizeof(code));
		int err = mmio_insn_decode(&insn, code, n);

		if (err || insn.len != n || insn.kind != r->kind || insn.width != r->width ||
		    (insn.flags & (R | W | NO_DATA)) != r->access ||
		    insn.base != r->base || !(insn.flags & M) ||
		    !(insn.flags & CLASH) != !r->clash)
			fail_msg("%s: %d, len %u kind %u width %u base %u flags %#x", r->code,
				 err, insn.len, insn.kind, insn.width, insn.base, insn.flags);
	}
}

static void test_without_memory(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(plain_rows); i++) {
		struct mmio_insn insn;
		u8 code[32];
		unsigned int n = parse(plain_rows[i], code, sizeof(code));
		int err = mmio_insn_decode(&insn, code, n);

		if (err || insn.len != n || insn.kind != OTHER || (insn.flags & (M | CLASH)) ||
		    insn.base != NO || insn.index != NO)
			fail_msg("%s: %d, len %u kind %u flags %#x", plain_rows[i], err,
				 insn.len, insn.kind, insn.flags);
	}
}

static void test_invalid(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(invalid_rows); i++) {
		struct mmio_insn insn;
		u8 code[32] = { 0 };
		int err;

		parse(invalid_rows[i], code, sizeof(code));
		err = mmio_insn_decode(&insn, code, sizeof(code));
		if (err != -EINVAL)
			fail_msg("%s: %d, len %u", invalid_rows[i], err, insn.len);
	}
}

/* Each row cut short, in a buffer of that size for the sanitizers. */
static void cut_short(const char *row)
{
	struct mmio_insn insn;
	u8 code[32];
	unsigned int n = parse(row, code, sizeof(code)), i;

	for (i = 0; i < n; i++) {
		u8 *exact = malloc(i ? i : 1);
		int err;

		assert_non_null(exact);
		memcpy(exact, code, i);
		err = mmio_insn_decode(&insn, exact, i);
		free(exact);
		if (err != -ENODATA)
			fail_msg("%s, %u bytes: %d", row, i, err);
	}
}

static void test_truncated(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(full_rows); i++)
		cut_short(full_rows[i].code);
	for (i = 0; i < ARRAY_SIZE(other_rows); i++)
		cut_short(other_rows[i].code);
	for (i = 0; i < ARRAY_SIZE(plain_rows); i++)
		cut_short(plain_rows[i]);
}

static void test_longest(void **state)
{
	/* 10 bytes of instruction with 5 prefixes are 15 in all. */
	static const u8 body[] = { 0xc7, 0x05, 4, 0, 0, 0, 1, 0, 0, 0 };
	struct mmio_insn insn;
	u8 code[32];
	unsigned int n;

	(void)state;
	memset(code, 0x2e, sizeof(code));
	assert_int_equal(mmio_insn_decode(&insn, code, 16), -EINVAL);
	assert_int_equal(mmio_insn_decode(&insn, code, 15), -EINVAL);
	assert_int_equal(mmio_insn_decode(&insn, code, 14), -ENODATA);
	memset(code, 0x48, sizeof(code));
	assert_int_equal(mmio_insn_decode(&insn, code, 16), -EINVAL);

	for (n = 0; n <= 8; n++) {
		memset(code, 0x2e, sizeof(code));
		memcpy(code + n, body, sizeof(body));
		if (n <= 5) {
			assert_int_equal(mmio_insn_decode(&insn, code, sizeof(code)), 0);
			assert_int_equal(insn.len, n + sizeof(body));
			assert_int_equal(insn.kind, STORE);
		} else {
			assert_int_equal(mmio_insn_decode(&insn, code, sizeof(code)), -EINVAL);
		}
	}
	/* 14 prefixes and an opcode */
	memset(code, 0x2e, sizeof(code));
	code[14] = 0xa4;
	assert_int_equal(mmio_insn_decode(&insn, code, sizeof(code)), 0);
	assert_int_equal(insn.len, 15);
	assert_int_equal(insn.kind, MOVS);
}

/* The displacement of 8 bits is in units of what the instruction reads. */
static void test_evex_displacement(void **state)
{
	static const struct {
		const char *code;
		s64 disp;
	} rows[] = {
		{ "62 f1 7c 48 10 40 01", 64 },		/* VMOVUPS zmm */
		{ "62 f1 7c 28 10 40 ff", -32 },	/* ymm */
		{ "62 f1 7c 08 10 40 02", 32 },		/* xmm */
		{ "62 f1 7c 48 10 80 01 00 00 00", 1 },	/* disp32 is in bytes */
		{ "62 f1 7e 08 10 40 01", 4 },		/* VMOVSS */
		{ "62 f1 ff 08 10 40 01", 8 },		/* VMOVSD */
		{ "62 f1 7c 58 58 40 01", 4 },		/* VADDPS, broadcast */
		{ "62 f1 fd 58 58 40 01", 8 },		/* VADDPD, broadcast */
		{ "62 f1 7e 48 e6 40 01", 32 },		/* VCVTDQ2PD: half */
		{ "62 f2 7d 48 31 40 01", 16 },		/* VPMOVZXBD: quarter */
		{ "62 f2 7e 48 32 40 01", 8 },		/* VPMOVQB: eighth */
		{ "62 f2 7d 49 a0 44 00 01", 4 },	/* VPSCATTERDD */
		{ "62 f1 7d 08 6e 40 01", 4 },		/* VMOVD */
		{ "62 f3 7d 48 39 40 01 00", 16 },	/* VEXTRACTI32X4 */
		{ "62 f5 7c 58 58 40 01", 2 },		/* VADDPH, broadcast */
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct mmio_insn insn;
		u8 code[32];
		unsigned int n = parse(rows[i].code, code, sizeof(code));
		int err = mmio_insn_decode(&insn, code, n);

		if (err || insn.len != n || insn.disp != rows[i].disp)
			fail_msg("%s: %d, len %u disp %lld", rows[i].code, err, insn.len,
				 (long long)insn.disp);
	}
}

static void test_address(void **state)
{
	static const struct {
		const char *code;
		unsigned long want;
	} rows[] = {
		{ "8b 43 10", 0xffff888000003010 },
		{ "8b 44 8b fc", 0xffff888000003000 + 0x101 * 4 - 4 },
		{ "67 8b 44 8b fc", 0x00003000 + 0x101 * 4 - 4 },
		{ "8b 05 10 00 00 00", 0xffffffff81000000 + 6 + 0x10 },
		{ "67 8b 05 10 00 00 00", 0x81000000 + 7 + 0x10 },
		{ "8b 04 8d 00 00 00 80", 0xffffffff80000000 + 0x101 * 4 },
		{ "67 a1 00 00 00 80", 0x80000000 },
		{ "a1 00 00 00 80 80 88 ff ff", 0xffff888080000000 },
		{ "a4", 0x1111000022220000 }, { "67 ac", 0x22220000 },
		{ "aa", 0x3333000044440000 }, { "67 ab", 0x44440000 },
		{ "87 0c 24", 0x5555000066660000 },
		{ "8b 3e", 0x1111000022220000 },
	};
	unsigned long regs[21] = { 0 };
	unsigned int i;

	(void)state;
	regs[mmio_reg_offset[BX]] = 0xffff888000003000;
	regs[mmio_reg_offset[CX]] = 0x101;
	regs[mmio_reg_offset[SI]] = 0x1111000022220000;
	regs[mmio_reg_offset[DI]] = 0x3333000044440000;
	regs[mmio_reg_offset[SP]] = 0x5555000066660000;
	regs[MMIO_PT_IP] = 0xffffffff81000000;
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct mmio_insn insn;
		u8 code[32];
		unsigned int n = parse(rows[i].code, code, sizeof(code));

		assert_int_equal(mmio_insn_decode(&insn, code, n), 0);
		assert_int_equal(mmio_insn_address(&insn, regs), rows[i].want);
	}
}

/* mmio_reg_offset against struct pt_regs of the kernel, written out here. */
static void test_reg_offsets(void **state)
{
	static const u8 order[] = {	/* r15 r14 r13 r12 bp bx r11 r10 r9 r8 */
		R15, R14, R13, R12, BP, BX, R11, R10, R9, R8, AX, CX, DX, SI, DI,
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(order); i++)
		assert_int_equal(mmio_reg_offset[order[i]], i);
	assert_int_equal(mmio_reg_offset[SP], 19);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_other),
		cmocka_unit_test(test_without_memory),
		cmocka_unit_test(test_invalid),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_longest),
		cmocka_unit_test(test_evex_displacement),
		cmocka_unit_test(test_address),
		cmocka_unit_test(test_reg_offsets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
