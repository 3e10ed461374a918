/* SPDX-License-Identifier: GPL-2.0 */
/* How much memory the instructions on vector registers touch, and how. */
#ifndef MMIOTRACE_INSN_VECTOR_H
#define MMIOTRACE_INSN_VECTOR_H

#include "insn.h"

enum vector_encoding { ENCODING_LEGACY, ENCODING_VEX, ENCODING_EVEX };

/**
 * struct vector_op - an instruction with a memory operand
 * @encoding: of its opcode
 * @map: 1 for 0F, 2 for 0F 38, 3 for 0F 3A, 5 and 6 for half precision
 * @op: opcode
 * @pp: PP_*
 * @wide: REX.W, VEX.W, EVEX.W
 * @broadcast: EVEX.b
 * @masked: EVEX.aaa is not 0
 * @vector: bytes of the vector registers
 * @ext: ModRM.reg, where it extends the opcode
 */
struct vector_op {
	enum vector_encoding encoding;
	unsigned int map;
	u8 op;
	unsigned int pp;
	bool wide;
	bool broadcast;
	bool masked;
	unsigned int vector;
	u8 ext;
};

/**
 * mmio_set_vector_access() - set width and access, as in struct mmio_insn
 * @insn: width, flags
 * @v: which
 *
 * Return: what EVEX multiplies a displacement of 8 bits by.
 */
unsigned int mmio_set_vector_access(struct mmio_insn *insn,
				    const struct vector_op *v);

/** mmio_has_vector_index() - gathers and scatters: the index is a vector register */
bool mmio_has_vector_index(unsigned int map, u8 op, bool evex);

#endif
