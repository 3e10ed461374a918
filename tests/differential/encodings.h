/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every opcode of every map with a memory operand, by brute force: what is no
 * instruction, the processor says.
 */
#ifndef DIFFERENTIAL_ENCODINGS_H
#define DIFFERENTIAL_ENCODINGS_H

#include <stdbool.h>

#include "insn.h"

/**
 * struct encoding - an opcode with what modifies it; registers are still free
 * @prefix: 66, F2, F3 or 0
 * @form: how the opcode is introduced
 * @map: 0 for one byte, 1 for 0F, 2 for 0F 38, 3 for 0F 3A; 5, 6: EVEX only
 * @pp: VEX and EVEX
 * @op: the opcode itself
 * @ext: ModRM.reg
 * @wide: the W bit
 * @length: 0 for 128 bits, 1 for 256, 2 for 512
 * @broadcast: EVEX.b
 * @mask: EVEX.aaa
 */
struct encoding {
	enum { FORM_LEGACY, FORM_VEX, FORM_EVEX } form;
	u8 prefix, map, pp, op, ext;
	bool wide;
	u8 length;
	bool broadcast;
	u8 mask;
};

/** encodings_count() - how many encoding_at() knows */
unsigned int encodings_count(void);

/** encoding_at() - number @n */
struct encoding encoding_at(unsigned int n);

/**
 * encode() - bytes of it, with [base] as the operand and fives for an immediate
 * @base: a register, any
 * @vvvv: for VEX and EVEX
 * @high: bit 0: bit 3 of ModRM.reg; bit 1: R' of EVEX
 *
 * Return: where ModRM is; MMIO_INSN_MAX + 1 bytes of @code are written.
 */
unsigned int encode(const struct encoding *e, u8 *code, u8 base, u8 vvvv, u8 high);

/**
 * runs_away() - would executing it lead elsewhere, or change what is not under control?
 *
 * The latter: segments, tiles, shadow stacks, and with XRSTOR anything.
 */
bool runs_away(const struct encoding *e);

/**
 * newer_than_decoder() - refused by the decoder, yet known to some processors
 *
 * REX2 of APX, for registers that no kernel has code for, and LKGS of FRED.
 */
bool newer_than_decoder(const struct encoding *e);

#endif
