/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DIFFERENTIAL_EXTENT_H
#define DIFFERENTIAL_EXTENT_H

#include "insn.h"

/**
 * struct extents - what check_extents() has seen
 * @executed: encodings that the processor knows
 * @exact: whose width is proved by a fault one byte further
 * @aligned: whose width is only proved by the alignment that they demand
 * @unknown: the decoder does not know the width
 * @wrong: the decoder is wrong
 */
struct extents {
	unsigned long executed;
	unsigned long exact;
	unsigned long aligned;
	unsigned long unknown;
	unsigned long wrong;
};

/**
 * check_extents() - width and access of every encoding, against page faults
 * @first: where to start
 * @step: every so many of them
 * @verbose: list what is unknown
 *
 * The operand ends with the page: no fault. One byte further: a fault. In a page
 * that cannot be written: a fault if it writes. Whether what is written depends
 * on what was there shows if it reads as well. What the decoder refuses has to be
 * invalid.
 */
struct extents check_extents(unsigned int first, unsigned int step, int verbose);

/**
 * touches() - what happens to the operand at [@base], by what the decoder says
 * @insn: decoded
 * @base: the register
 *
 * The decoder tells of the ModRM operand. MOVDIR64B has a second address in a
 * register: is that the base as well, then the operand is what is written, too.
 *
 * Return: MMIO_F_READS, MMIO_F_WRITES or both.
 */
u32 touches(const struct mmio_insn *insn, u8 base);

#endif
