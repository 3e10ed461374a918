/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The forms that mmio_insn_exec() performs, and what each promises; written
 * down without looking at the decoder.
 */
#ifndef DIFFERENTIAL_FORMS_H
#define DIFFERENTIAL_FORMS_H

#include "insn.h"

enum operand {
	OPERAND_MODRM,
	OPERAND_MOFFS,
	OPERAND_STRING,
	OPERAND_XLAT,
	OPERAND_BITS,		/* ModRM, moved by the bit number in the register */
};

enum immediate { NO_IMM, IMM8, IMMZ };

/* struct form.width, if it is not the number of bytes */
#define WIDTH_OPSIZE	0	/* by operand size: 2, 4, 8 */
#define WIDTH_LONG	(-1)	/* 4, or 8 with REX.W or VEX.W */
#define WIDTH_STACK	(-2)	/* 8, or 2 with 66 */
#define WIDTH_PAIR	(-3)	/* 8, or 16 with REX.W */

/* struct form.traits */
#define NO_OPSIZE	0x01	/* 66 would make it something else */
#define NO_REP		0x02	/* so would F2 and F3 */
#define LOCKABLE	0x04
#define ALWAYS_LOCKED	0x08
#define BY_CL		0x10	/* a count in CL */
#define COMPARES_AX	0x20	/* memory is compared with AX, or with DX:AX */
#define VEX		0x40	/* opcode: map, pp, opcode */
#define REPEATS_WHILE	0x80	/* REPE, REPNE */
#define TARGET		0x100	/* the value is where it goes on */
#define WITH_STACK	0x200

/* struct form.undefined, other than FLAG_*: depends on the count */
#define UNDEFINED_SHIFT	0x10000
#define UNDEFINED_ROTATE 0x20000

/**
 * struct form - one form of an instruction
 * @name: mnemonic and operands
 * @opcode: after the prefixes
 * @opcode_len: bytes of it
 * @digit: ModRM.reg, or -1 for a register
 * @operand: where the memory is
 * @imm: what follows
 * @width: of memory
 * @access: of one element: r read, w write, ? mmio_bus_ready(), = readable,
 *	s read of the stack
 * @kind: of the decoder
 * @mandatory: 66, F2 or F3 in front
 * @traits: see above
 * @undefined: flags that the architecture leaves undefined
 */
struct form {
	const char *name;
	u8 opcode[4];
	u8 opcode_len;
	s8 digit;
	enum operand operand;
	enum immediate imm;
	s8 width;
	const char *access;
	enum mmio_insn_kind kind;
	u8 mandatory;
	u32 traits;
	u32 undefined;
};

extern const struct form forms[];
extern const unsigned int forms_count;

#endif
