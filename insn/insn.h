/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Decoder and emulator for the x86-64 instructions that touch device memory.
 *
 * Portable C: built into the module, into the unit tests and into the fuzzers.
 * Nothing here allocates, sleeps, locks or keeps state, so everything may be
 * called from a page fault, in NMI context included.
 *
 * Source of the facts: Intel SDM volume 2, chapters 2 (formats) and 3 to 6
 * (instructions), AMD APM volume 3.
 */
#ifndef MMIOTRACE_INSN_H
#define MMIOTRACE_INSN_H

#ifdef __KERNEL__
#include <linux/errno.h>
#include <linux/types.h>
#else
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;
#endif

#define MMIO_INSN_MAX	15	/* longest instruction, SDM 2.3.11 */
#define MMIO_REG_NONE	0xff	/* no register in this role */

/* Register numbers as the instruction encodes them. */
enum {
	MMIO_REG_AX, MMIO_REG_CX, MMIO_REG_DX, MMIO_REG_BX,
	MMIO_REG_SP, MMIO_REG_BP, MMIO_REG_SI, MMIO_REG_DI,
	MMIO_REG_R8, MMIO_REG_R9, MMIO_REG_R10, MMIO_REG_R11,
	MMIO_REG_R12, MMIO_REG_R13, MMIO_REG_R14, MMIO_REG_R15,
	MMIO_REG_IP,		/* RIP-relative base */
};

/**
 * enum mmio_insn_kind - what mmio_insn_exec() does with an instruction
 * @MMIO_INSN_OTHER:	it cannot perform it; the caller runs the original
 *			with its address register redirected
 * @MMIO_INSN_LOAD:	memory to register: MOV, MOVZX, MOVSX, MOVSXD, MOVBE, CMOVcc
 * @MMIO_INSN_STORE:	register or immediate to memory: MOV, MOVBE, MOVNTI; SETcc
 * @MMIO_INSN_ALU:	ADD, OR, ADC, SBB, AND, SUB, XOR, CMP, TEST
 * @MMIO_INSN_UNARY:	INC, DEC, NOT, NEG of memory
 * @MMIO_INSN_MOVS:	string forms, with or without REP, REPE, REPNE
 * @MMIO_INSN_STOS:	...
 * @MMIO_INSN_LODS:	...
 * @MMIO_INSN_CMPS:	...
 * @MMIO_INSN_SCAS:	...
 * @MMIO_INSN_XCHG:	always locked
 * @MMIO_INSN_XADD:	...
 * @MMIO_INSN_CMPXCHG:	...
 * @MMIO_INSN_CMPXCHG_PAIR: CMPXCHG8B, CMPXCHG16B; @width is 8 or 16
 * @MMIO_INSN_SHIFT:	ROL, ROR, RCL, RCR, SHL, SHR, SAR of memory
 * @MMIO_INSN_SHIFT_DOUBLE: SHLD, SHRD of memory
 * @MMIO_INSN_BIT:	BT, BTS, BTR, BTC of memory
 * @MMIO_INSN_MUL:	MUL and IMUL, AX with memory
 * @MMIO_INSN_IMUL:	IMUL of two and three operands
 * @MMIO_INSN_BITSCAN:	BSF, BSR
 * @MMIO_INSN_POPCNT:	...
 * @MMIO_INSN_CRC32:	...
 * @MMIO_INSN_ADX:	ADCX, ADOX
 * @MMIO_INSN_BMI:	VEX-encoded instructions on general registers
 * @MMIO_INSN_XLAT:	...
 * @MMIO_INSN_POP:	POP to memory
 * @MMIO_INSN_JMP:	near jump, the target read from memory
 */
enum mmio_insn_kind {
	MMIO_INSN_OTHER,
	MMIO_INSN_LOAD,
	MMIO_INSN_STORE,
	MMIO_INSN_ALU,
	MMIO_INSN_UNARY,
	MMIO_INSN_MOVS,
	MMIO_INSN_STOS,
	MMIO_INSN_LODS,
	MMIO_INSN_CMPS,
	MMIO_INSN_SCAS,
	MMIO_INSN_XCHG,
	MMIO_INSN_XADD,
	MMIO_INSN_CMPXCHG,
	MMIO_INSN_CMPXCHG_PAIR,
	MMIO_INSN_SHIFT,
	MMIO_INSN_SHIFT_DOUBLE,
	MMIO_INSN_BIT,
	MMIO_INSN_MUL,
	MMIO_INSN_IMUL,
	MMIO_INSN_BITSCAN,
	MMIO_INSN_POPCNT,
	MMIO_INSN_CRC32,
	MMIO_INSN_ADX,
	MMIO_INSN_BMI,
	MMIO_INSN_XLAT,
	MMIO_INSN_POP,
	MMIO_INSN_JMP,
	MMIO_INSN_KINDS		/* how many there are */
};

/* mmio_insn.op of MMIO_INSN_BMI */
enum mmio_insn_bmi {
	MMIO_BMI_ANDN,
	MMIO_BMI_BLSR,
	MMIO_BMI_BLSMSK,
	MMIO_BMI_BLSI,
	MMIO_BMI_BEXTR,
	MMIO_BMI_BZHI,
	MMIO_BMI_PEXT,
	MMIO_BMI_PDEP,
	MMIO_BMI_MULX,
	MMIO_BMI_RORX,
	MMIO_BMI_SARX,
	MMIO_BMI_SHLX,
	MMIO_BMI_SHRX,
};

/* struct mmio_insn.flags */
#define MMIO_F_SIGN	0x01	/* load: sign-extend; MUL: IMUL */
#define MMIO_F_SWAP	0x02	/* MOVBE: reverse the bytes */
#define MMIO_F_IMM	0x04	/* the other operand is @imm, not @reg */
#define MMIO_F_HIGH	0x08	/* @reg is AH, CH, DH or BH (numbered 0 to 3) */
#define MMIO_F_TO_REG	0x10	/* ALU: the result goes to @reg, memory is only read */
#define MMIO_F_NO_WRITE	0x20	/* ALU: CMP, TEST; BIT: BT: flags only */
#define MMIO_F_REP	0x40	/* string: any REP prefix */
#define MMIO_F_ADDR32	0x80	/* address size 32 */
#define MMIO_F_COND	0x100	/* CMOVcc, SETcc: condition code in @op */
/* LOCK prefix present, or an XCHG: mmio_bus_lock() around read and write. */
#define MMIO_F_LOCK	0x200
#define MMIO_F_STRING	0x400	/* string form of any kind: RSI or RDI or both are bases */
/*
 * @base is also a general register that the instruction reads as data, so that
 * it cannot be redirected without changing the result. Set for all kinds.
 */
#define MMIO_F_CLASH	0x800
#define MMIO_F_MODRM	0x1000	/* has a ModRM memory operand */
/*
 * What happens to the memory operand, for all kinds. Both: read-modify-write, or
 * a string with source and destination. None of the three: unknown.
 */
#define MMIO_F_READS	0x2000
#define MMIO_F_WRITES	0x4000
#define MMIO_F_NO_DATA	0x8000	/* names an address only: CLFLUSH, PREFETCH, LEA, NOP */
/* OTHER: @reg holds a destination address, 64 bytes are written (MOVDIR64B, ENQCMD). */
#define MMIO_F_REG_TARGET 0x10000

/**
 * struct mmio_insn - one decoded instruction
 * @len:	length in bytes, 1 to 15
 * @kind:	enum mmio_insn_kind
 * @width:	bytes of memory that one access (string: one element) touches.
 *		OTHER: 1 to 64, or 0 when it is unknown, more, or depends on
 *		registers or on the processor
 * @reg_width:	bytes of the register operand; differs from @width in MOVZX
 * @reg:	register operand, or MMIO_REG_NONE. OTHER: MMIO_REG_NONE unless
 *		MMIO_F_REG_TARGET is set
 * @reg2:	BMI: the register in VEX.vvvv, else MMIO_REG_NONE
 * @op:		ALU: the /digit of opcode group 1 (0 ADD .. 7 CMP), 8 for TEST;
 *		UNARY: 0 INC, 1 DEC, 2 NOT, 3 NEG; CMOVcc, SETcc: the condition
 *		code; SHIFT: the /digit of group 2 (0 ROL .. 7 SAR, 6 is SHL);
 *		SHIFT_DOUBLE: 0 SHLD, 1 SHRD; BIT: 0 BT, 1 BTS, 2 BTR, 3 BTC;
 *		BITSCAN: 0 BSF, 1 BSR; ADX: 0 ADCX, 1 ADOX; CMPS, SCAS: 1 for REPE,
 *		0 for REPNE; BMI: enum mmio_insn_bmi
 * @base:	base register of the memory operand, MMIO_REG_IP, or MMIO_REG_NONE
 * @index:	index register or MMIO_REG_NONE (also for VSIB)
 * @scale:	0 to 3
 * @flags:	MMIO_F_*
 * @seg:	0, or the segment prefix byte that matters (0x64 FS, 0x65 GS)
 * @disp:	displacement; the whole 64-bit address for MOV moffs
 * @imm:	immediate, sign-extended to 64 bits
 */
struct mmio_insn {
	u8 len;
	u8 kind;
	u8 width;
	u8 reg_width;
	u8 reg;
	u8 reg2;
	u8 op;
	u8 base;
	u8 index;
	u8 scale;
	u8 seg;
	u32 flags;
	s64 disp;
	s64 imm;
};

/* Word offsets into struct pt_regs, the same in kernel and user space. */
#define MMIO_PT_IP	16
#define MMIO_PT_FLAGS	18
extern const u8 mmio_reg_offset[16];

/**
 * mmio_insn_decode() - decode one 64-bit mode instruction
 * @insn: filled in
 * @code: its bytes
 * @avail: how many of them may be read, at most MMIO_INSN_MAX are
 *
 * Return: 0; -ENODATA when @avail bytes do not hold the whole instruction,
 * -EINVAL when they are no valid instruction. An instruction with a memory
 * operand that mmio_insn_exec() does not know is no error: its kind is OTHER.
 */
int mmio_insn_decode(struct mmio_insn *insn, const u8 *code, size_t avail);

/**
 * mmio_insn_address() - address of the (first) memory operand
 * @insn: decoded, @seg 0
 * @regs: struct pt_regs of the interrupted context, as words
 *
 * For a string instruction the source for LODS and MOVS, else the destination.
 * BT, BTS, BTR and BTC with a bit number in a register: the element that the bit
 * is in. POP: what it is after the stack pointer has moved.
 */
unsigned long mmio_insn_address(const struct mmio_insn *insn,
				const unsigned long *regs);

/**
 * mmio_insn_exec() - perform an instruction
 * @insn: decoded; kind is not OTHER
 * @regs: struct pt_regs as words; registers, flags and IP are updated as the
 *	processor would have
 * @bus: handed to the mmio_bus_*() functions
 * @chunk: how many elements of a REP string at most; past that the registers
 *	say what is left and IP stays on the instruction, as after an interrupt
 *
 * Return: 0, or the error of a mmio_bus function, or -EINVAL for what only the
 * processor can do: OTHER, a CMPXCHG16B that is not aligned (#GP), a SHLD or SHRD
 * of 16 bits by more than 16 (undefined). On an error IP has not moved and the
 * registers say that this element has not happened, so that the instruction can
 * be run again; with -EINVAL nothing has been accessed.
 *
 * Flags that the architecture leaves undefined: see docs/instructions.md.
 */
int mmio_insn_exec(const struct mmio_insn *insn, unsigned long *regs,
		   void *bus, unsigned int chunk);

/*
 * What mmio_insn_exec() needs from whoever it is linked to. By name and not
 * through pointers: an indirect call costs more than the access in the module.
 */

/**
 * mmio_bus_read() - one read of exactly @width bytes (1, 2, 4, 8)
 * Return: 0 and the value zero-extended in @value, or a negative errno.
 */
int mmio_bus_read(void *bus, unsigned long addr, unsigned int width, u64 *value);

/** mmio_bus_write() - one write of exactly @width bytes */
int mmio_bus_write(void *bus, unsigned long addr, unsigned int width, u64 value);

/**
 * mmio_bus_ready() - could a write of @width bytes at @addr succeed?
 *
 * Asked before a read with side effects whose value goes to memory.
 * Return: 0, or the negative errno that the write would give.
 */
int mmio_bus_ready(void *bus, unsigned long addr, unsigned int width);

/**
 * mmio_bus_readable() - could a read of @width bytes at @addr succeed?
 *
 * Asked before another read with side effects (CMPS), and accesses nothing.
 * Return: 0, or the negative errno that the read would give.
 */
int mmio_bus_readable(void *bus, unsigned long addr, unsigned int width);

/** mmio_bus_read16() - one read of 16 bytes at an aligned address (CMPXCHG16B) */
int mmio_bus_read16(void *bus, unsigned long addr, u64 value[2]);

/** mmio_bus_write16() - one write of 16 bytes, low half first in @value */
int mmio_bus_write16(void *bus, unsigned long addr, const u64 value[2]);

/**
 * mmio_bus_lock() - a locked instruction begins
 *
 * No other CPU's access to the same memory may come between here and
 * mmio_bus_unlock(): one read and one write, or one that fails.
 * mmio_bus_ready() has been asked before.
 */
void mmio_bus_lock(void *bus);

/** mmio_bus_unlock() - it is done, or has failed */
void mmio_bus_unlock(void *bus);

#endif
