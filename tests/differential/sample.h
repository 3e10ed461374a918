/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DIFFERENTIAL_SAMPLE_H
#define DIFFERENTIAL_SAMPLE_H

#include <stdbool.h>

#include "forms.h"

/**
 * struct sample - one random instruction with the state that it starts from
 * @form: what it is
 * @code: its bytes, @len of them
 * @width: of memory
 * @count: elements; random_sample() gives the most there can be
 * @rep: has a prefix REP, REPE or REPNE
 * @addr32: has the prefix for addresses of 32 bits
 * @locked: has LOCK, or is XCHG
 * @offset: of the operand in machine_memory
 * @stack: POP: offset of the stack
 * @reg: in the order of the encoding
 * @flags: RFLAGS
 */
struct sample {
	const struct form *form;
	u8 code[24];		/* room for what turns out too long */
	unsigned int len;
	unsigned int width;
	unsigned int count;
	bool rep;
	bool addr32;
	bool locked;
	u32 offset;
	u32 stack;
	u64 reg[16];
	u64 flags;
};

/** random_sample() - make one, and fill machine_memory for it */
void random_sample(struct sample *s, const struct form *form);

/** random_value() - often one at an edge */
u64 random_value(void);

/**
 * place_modrm() - registers such that a memory operand is where it should be
 * @reg: the 16 registers; those of the address are set
 * @p: where ModRM, SIB and displacement go
 * @modrm_reg: ModRM.reg, 0 to 7
 * @rex: REX prefix
 * @addr32: the address is one of 32 bits
 * @target: in: address wanted; out: what it has become
 * @end: what RIP-relative addresses count from
 *
 * Return: behind the last byte.
 */
u8 *place_modrm(u64 reg[16], u8 *p, u8 modrm_reg, u8 rex, bool addr32,
		u64 *target, u64 end);

#endif
