/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A second opinion on instruction lengths, for the decoder test and the fuzzer:
 * libcapstone, and where it is known to be wrong.
 */
#ifndef INSN_CAPSTONE_H
#define INSN_CAPSTONE_H

#include <capstone/capstone.h>

#include "insn.h"

/*
 * Encodings that capstone 4.0 gets wrong, or that processors disagree on.
 * @len: length that the decoder under test has found
 */
static inline bool capstone_is_wrong(const u8 *code, size_t len)
{
	bool opsize = false, rep = false, addr32 = false;
	size_t i = 0;
	u8 rex = 0;

	for (; i < len; i++) {
		const u8 b = code[i];

		if ((b & 0xf0) == 0x40) {
			rex = b;
			continue;
		}
		if (b == 0x66)
			opsize = true;
		else if (b == 0x67)
			addr32 = true;
		else if (b == 0xf2 || b == 0xf3)
			rep = true;
		else if (b != 0xf0 && b != 0x64 && b != 0x65 && (b & 0xe7) != 0x26)
			break;
		rex = 0;
	}
	if (i + 1 >= len)
		return false;

	/*
	 * 66 with F2 or F3: capstone forgets the 66 and takes an immediate of 4
	 * bytes, or the other way round in 0F 78, by the order of the prefixes.
	 * The processor does not, see the test of mmio_insn_exec().
	 */
	if (opsize && rep)
		return true;

	if (code[i] == 0x0f) {
		/* UD0 and UD1 have a ModRM operand, says SDM volume 2. */
		if (code[i + 1] == 0xff || code[i + 1] == 0xb9)
			return true;
		/*
		 * VMREAD, or with 66 or F2 EXTRQ and INSERTQ, which have two
		 * bytes of immediate. Any further prefix makes capstone take
		 * one for the other. The decoder test has them as examples.
		 */
		if (code[i + 1] == 0x78 && (opsize || rep || addr32))
			return true;
		/* Near branches with 66: rel32 on Intel, rel16 on AMD. */
		if (opsize && (code[i + 1] & 0xf0) == 0x80)
			return true;
	}
	if (opsize && (code[i] == 0xe8 || code[i] == 0xe9))
		return true;
	/* CALL rel32 with 67 and REX.W: capstone takes two bytes. */
	if (addr32 && (rex & 8) && code[i] == 0xe8)
		return true;
	/* RET imm16 with REX.W and 66 or 67: capstone takes four bytes. */
	if ((opsize || addr32) && (rex & 8) && code[i] == 0xc2)
		return true;
	/*
	 * EVEX with two registers: for some of those with static rounding
	 * capstone counts the rounding mode, which is in EVEX.L'L, as a byte of
	 * immediate. EVEX with 67: it mixes up the lengths of displacements
	 * when the base is RBP, R12 or R13.
	 */
	if (code[i] == 0x62 && (addr32 || (i + 5 < len && code[i + 5] >= 0xc0)))
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
