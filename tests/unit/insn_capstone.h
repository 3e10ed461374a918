/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A second opinion on instruction lengths, for the decoder test and the fuzzer:
 * libcapstone, and where it is known to be wrong.
 */
#ifndef INSN_CAPSTONE_H
#define INSN_CAPSTONE_H

#include <capstone/capstone.h>

#include "insn.h"

/* An instruction up to its opcode. */
struct opening {
	const u8 *code;		/* at the opcode */
	size_t left;		/* bytes from there on */
	u8 rex;			/* right before the opcode */
	bool opsize, rep, addr32;
};

static inline struct opening capstone_opening(const u8 *code, size_t len)
{
	struct opening o = { .code = code };

	for (; o.code < code + len; o.code++) {
		const u8 b = *o.code;

		if ((b & 0xf0) == 0x40) {
			o.rex = b;
			continue;
		}
		if (b == 0x66)
			o.opsize = true;
		else if (b == 0x67)
			o.addr32 = true;
		else if (b == 0xf2 || b == 0xf3)
			o.rep = true;
		else if (b != 0xf0 && b != 0x64 && b != 0x65 && (b & 0xe7) != 0x26)
			break;
		o.rex = 0;
	}
	o.left = code + len - o.code;
	return o;
}

/* The second byte of the opcode, if it begins with 0F. */
static inline int capstone_0f(const struct opening *o)
{
	return o->left > 1 && o->code[0] == 0x0f ? o->code[1] : -1;
}

static inline bool capstone_bug_push(const struct opening *o)
{
	return o->opsize && o->rep && o->code[0] == 0x68;
}

static inline bool capstone_bug_ud(const struct opening *o)
{
	return capstone_0f(o) == 0xff || capstone_0f(o) == 0xb9;
}

static inline bool capstone_bug_vmread(const struct opening *o)
{
	return capstone_0f(o) == 0x78 && (o->opsize || o->rep || o->addr32);
}

static inline bool capstone_bug_branch(const struct opening *o)
{
	return o->opsize && ((capstone_0f(o) & 0x1f0) == 0x80 || o->code[0] == 0xe8 ||
			     o->code[0] == 0xe9);
}

static inline bool capstone_bug_call(const struct opening *o)
{
	return o->addr32 && (o->rex & 8) && o->code[0] == 0xe8;
}

static inline bool capstone_bug_ret(const struct opening *o)
{
	return (o->opsize || o->addr32) && (o->rex & 8) && o->code[0] == 0xc2;
}

static inline bool capstone_bug_rounding(const struct opening *o)
{
	return o->code[0] == 0x62 && o->left > 5 && o->code[5] >= 0xc0;
}

static inline bool capstone_bug_evex67(const struct opening *o)
{
	return o->code[0] == 0x62 && o->addr32;
}

/**
 * struct capstone_bug - an encoding that capstone 4.0 gets wrong
 * @matches: is it this one?
 * @what: goes wrong
 * @example: of it
 * @bytes: what is right
 * @source: how that is known
 * @executed: the unit test also puts the example at the end of a page, then with
 *	one byte less, and looks whether the processor wants more
 */
struct capstone_bug {
	bool (*matches)(const struct opening *o);
	const char *what;
	const char *example;
	unsigned int bytes;
	const char *source;
	bool executed;
};

static const struct capstone_bug capstone_bugs[] = {
	{ capstone_bug_ud,
	  "UD0 and UD1 have no ModRM byte there",
	  "0f b9 40 01", 4, "SDM volume 2, UD: UD1 r32, r/m32", false },
	{ capstone_bug_vmread,
	  "VMREAD, or with 66 or F2 EXTRQ and INSERTQ with two bytes of immediate: one is taken for the other when there is another prefix",
	  "66 67 0f 78 c3 11 22", 7, "APM volume 4, EXTRQ", true },
	{ capstone_bug_branch,
	  "near branches with 66: rel16, which is right for AMD, and rel32 for Intel",
	  "66 e8 11 22 33 44", 6, "SDM volume 2, CALL: 66 is ignored in 64-bit mode", false },
	{ capstone_bug_call,
	  "CALL rel32 with 67 and REX.W takes two bytes",
	  "67 48 e8 11 22 33 44", 7, "SDM volume 2, CALL: E8 cd", true },
	{ capstone_bug_ret,
	  "RET imm16 with REX.W and 66 or 67 takes four bytes",
	  "66 48 c2 11 22", 5, "SDM volume 2, RET: C2 iw", true },
	{ capstone_bug_rounding,
	  "EVEX with two registers: some take the rounding mode in EVEX.L'L for a byte of immediate",
	  "62 d1 cd 52 59 ce", 6, "SDM volume 2, MULPD", true },
	{ capstone_bug_evex67,
	  "EVEX with 67: displacements of RBP, R12 and R13 are mixed up",
	  "67 62 02 05 a3 b6 8c 15 f4 60 a6 08", 12, "SDM volume 2, 2.2: 67 does not change displacements", true },
	{ capstone_bug_push,
	  "PUSH imm16 with F2 or F3: the 66 is forgotten, the immediate has 4 bytes then",
	  "66 f2 68 11 22", 5, "SDM volume 2, PUSH: 68 iw", true },
};

static inline bool capstone_is_wrong(const u8 *code, size_t len)
{
	const struct opening o = capstone_opening(code, len);
	size_t i;

	if (!o.left)
		return false;
	for (i = 0; i < sizeof(capstone_bugs) / sizeof(capstone_bugs[0]); i++)
		if (capstone_bugs[i].matches(&o))
			return true;
	return false;
}

/* Length that capstone finds, 0 when it knows no such instruction. */
static inline unsigned int capstone_length(csh handle, cs_insn *insn,
					   const u8 *code, size_t avail)
{
	u64 address = 0;

	return cs_disasm_iter(handle, &code, &avail, &address, insn) ? insn->size : 0;
}

#endif
