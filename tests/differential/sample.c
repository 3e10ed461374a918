// SPDX-License-Identifier: GPL-2.0
#include "sample.h"

#include <string.h>

#include "machine.h"
#include "random.h"

u64 random_state;

/* What place_prefixes() has decided. */
struct choice {
	bool opsize, addr32, rep;
	u8 rex;
};

u64 random_value(void)
{
	static const u64 edges[] = {
		0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff,
		0x80000000, 0xffffffff, 0x7fffffffffffffff, 0x8000000000000000,
		0xffffffffffffffff, 0xffffff80, 0x0f, 0x10,
	};

	return chance(30) ? edges[below(ARRAY_SIZE(edges))] : rnd();
}

static void store(u64 address, u64 value, unsigned int bytes)
{
	memcpy(machine_memory + (address - (uintptr_t)machine_memory), &value, bytes);
}

/* Of few different values, so that comparisons do not end at once. */
static void fill_alike(struct sample *s)
{
	unsigned int i;

	for (i = 0; i < BUF_SIZE; i++)
		machine_memory[i] = chance(3) ? rnd() : 0x55;
	s->reg[MMIO_REG_AX] = chance(90) ? 0x5555555555555555 : rnd();
}

static void fill_memory(struct sample *s)
{
	/* What an operand or a few elements around it can see. */
	u32 from = s->offset > 64 ? s->offset - 64 : 0, i;

	if (s->form->traits & REPEATS_WHILE) {
		fill_alike(s);
		return;
	}
	for (i = from; i < from + 128 && i + 8 <= BUF_SIZE; i += 8)
		store((uintptr_t)machine_memory + i, rnd(), 8);
	if (s->width <= 8 && chance(50))
		memcpy(machine_memory + s->offset, &(u64){ random_value() }, s->width);
	if (s->width <= 8 && chance(10))
		/* Equal operands, for the flags. */
		memcpy(machine_memory + s->offset, &s->reg[below(16)], s->width);
	if ((s->form->traits & COMPARES_AX) && chance(50)) {
		const unsigned int half = s->width / 2;
		const bool pair = s->form->kind == MMIO_INSN_CMPXCHG_PAIR;
		u8 *at = machine_memory + s->offset;

		memcpy(at, &s->reg[MMIO_REG_AX], pair ? half : s->width);
		if (pair && chance(90))
			memcpy(at + half, &s->reg[MMIO_REG_DX], half);
	}
	if (s->form->traits & TARGET)
		store((uintptr_t)machine_memory + s->offset,
		      (uintptr_t)(chance(50) ? machine_end : machine_landing), 8);
}

static u8 *put(u8 *p, u64 value, unsigned int bytes)
{
	memcpy(p, &value, bytes);
	return p + bytes;
}

/* Prefixes that mean something, and some that do not. The last is no REX. */
static u8 *place_prefixes(struct sample *s, u8 *p, struct choice *choice)
{
	static const u8 segments[] = { 0x26, 0x2e, 0x36, 0x3e };
	const struct form *form = s->form;
	const u8 *start = p;

	while (p - start < 4 && chance(p == start ? 50 : 30)) {
		unsigned int which = below(6);

		if (which == 0 && !(form->traits & NO_OPSIZE)) {
			*p++ = 0x66;
			choice->opsize = true;
		} else if (which == 1) {
			*p++ = 0x67;
			choice->addr32 = true;
		} else if (which == 2) {
			*p++ = segments[below(4)];
		} else if (which == 3 && !(form->traits & VEX)) {
			*p++ = 0x40 | below(16);	/* counts only at the end */
			*p++ = segments[below(4)];
		} else if (which >= 4 && !(form->traits & NO_REP)) {
			u8 byte = which == 4 ? 0xf2 : 0xf3;

			/* Both of them on a string are left to the processor. */
			if (choice->rep)
				byte = memchr(start, 0xf2, p - start) ? 0xf2 : 0xf3;
			/* They are ignored where there is nothing to repeat. */
			*p++ = byte;
			choice->rep = true;
		}
	}
	if (form->traits & ALWAYS_LOCKED)
		s->locked = true;
	if ((form->traits & (LOCKABLE | ALWAYS_LOCKED)) && chance(40)) {
		*p++ = 0xf0;
		s->locked = true;
	}
	if (form->mandatory)
		*p++ = form->mandatory;
	return p;
}

static u8 *place_opcode(const struct form *form, u8 *p, u8 rex)
{
	const u8 *opcode = form->opcode;

	if (!(form->traits & VEX)) {
		memcpy(p, opcode, form->opcode_len);
		return p + form->opcode_len;
	}
	/* Map, pp, opcode. VEX.vvvv must be 1111 when there is no such operand. */
	*p++ = 0xc4;
	*p++ = (~rex & 7) << 5 | opcode[0];
	*p++ = (rex & 8) << 4 | (form->imm == NO_IMM ? below(16) : 15) << 3 | opcode[1];
	*p++ = opcode[2];
	return p;
}

u8 *place_modrm(u64 reg[16], u8 *p, u8 modrm_reg, u8 rex, bool addr32,
		u64 *target, u64 end)
{
	unsigned int mod = below(3), rm = below(8), scale = below(4);
	int base = -1, index = -1;
	unsigned int disp_bytes = mod == 1 ? 1 : mod == 2 ? 4 : 0;
	s64 disp = 0, address = *target;

	*p++ = mod << 6 | modrm_reg << 3 | rm;
	if (rm == 4) {
		u8 i = below(8), b = chance(20) ? 5 : below(8);

		*p++ = scale << 6 | i << 3 | b;
		index = i | (rex & 2) << 2;
		if (index == 4)
			index = -1;
		base = b | (rex & 1) << 3;
		if (b == 5 && mod == 0) {
			base = -1;
			disp_bytes = 4;
		}
	} else if (rm == 5 && mod == 0) {
		return put(p, address - end, 4);
	} else {
		base = rm | (rex & 1) << 3;
	}

	if (disp_bytes == 1)
		disp = (s8)rnd();
	else if (disp_bytes == 4)
		disp = (s32)rnd();

	if (base >= 0 && base == index) {
		/* x * (1 + scale) + disp; what does not divide moves the operand */
		s64 factor = 1 + (1 << scale);

		reg[base] = (address - disp) / factor;
		address = (s64)reg[base] * factor + disp;
	} else if (base >= 0) {
		reg[base] = address - disp;
		if (index >= 0)
			reg[base] -= reg[index] << scale;
	} else if (index >= 0) {
		/* Divisible by the scale. */
		disp &= ~7ll;
		address &= ~7ll;
		reg[index] = (address - disp) >> scale;
		base = index;
	} else {
		disp = address;
	}
	/* The upper half does not count then. */
	if (addr32 && base >= 0)
		reg[base] = (u32)reg[base] | rnd() << 32;
	*target = address;
	return put(p, disp, disp_bytes);
}

/* A bit number that stays near, in the register operand. */
static s64 random_bit(struct sample *s, unsigned int reg)
{
	const unsigned int bits = 8 * s->width;
	s64 number = chance(50) ? (s64)below(bits) : (s64)below(16000) - 8000;

	s->reg[reg] = number;
	if (bits < 64)
		s->reg[reg] = (number & (~0ull >> (64 - bits))) | rnd() << bits;
	return number;
}

static void place_string(struct sample *s, const struct choice *choice, u64 target)
{
	s->reg[MMIO_REG_SI] = target;
	s->reg[MMIO_REG_DI] = (uintptr_t)machine_memory + BUF_SIZE / 2 + below(64);
	s->rep = choice->rep;
	if (s->rep) {
		s->count = chance(20) ? 0 : below(12);
		s->reg[MMIO_REG_CX] = s->count;
	}
	if (choice->addr32) {
		s->reg[MMIO_REG_SI] |= rnd() << 32;
		s->reg[MMIO_REG_DI] |= rnd() << 32;
		if (s->rep)
			s->reg[MMIO_REG_CX] |= rnd() << 32;
	}
}

static u8 *place_operand(struct sample *s, u8 *p, const struct choice *choice,
			 u64 target)
{
	const struct form *form = s->form;
	const u64 start = (uintptr_t)machine_memory;
	const u8 reg = form->digit >= 0 ? (u8)form->digit : (u8)below(8);

	s->offset = target - start;
	if (form->operand == OPERAND_MOFFS)
		return put(p, target, choice->addr32 ? 4 : 8);
	if (form->operand == OPERAND_STRING) {
		place_string(s, choice, target);
		return p;
	}
	if (form->operand == OPERAND_XLAT) {
		s->reg[MMIO_REG_BX] = target - (u8)s->reg[MMIO_REG_AX];
		if (choice->addr32)
			s->reg[MMIO_REG_BX] = (u32)s->reg[MMIO_REG_BX] | rnd() << 32;
		return p;
	}
	if (form->operand == OPERAND_BITS)
		random_bit(s, reg | (choice->rex & 4) << 1);
	p = place_modrm(s->reg, p, reg, choice->rex, choice->addr32, &target,
			(uintptr_t)machine_end);
	s->offset = target - start;
	if (form->operand == OPERAND_BITS) {
		/* The register may be one of the address by now. */
		s64 number = s->reg[reg | (choice->rex & 4) << 1];

		if (s->width < 8)
			number = s->width == 4 ? (s32)number : (s16)number;
		s->offset += (number >> (s->width == 8 ? 6 : s->width == 4 ? 5 : 4)) *
			     (s64)s->width;
	}
	return p;
}

static unsigned int width_of(const struct form *form, const struct choice *choice)
{
	const bool wide = choice->rex & 8;

	switch (form->width) {
	case WIDTH_OPSIZE:
		return wide ? 8 : choice->opsize ? 2 : 4;
	case WIDTH_LONG:
		return wide ? 8 : 4;
	case WIDTH_STACK:
		return choice->opsize && !wide ? 2 : 8;
	case WIDTH_PAIR:
		return wide ? 16 : 8;
	}
	return form->width;
}

/* POP: a base of RSP counts after RSP has moved. */
static bool stack_fits(struct sample *s, const u8 *modrm, u8 rex)
{
	const u64 start = (uintptr_t)machine_memory;

	if ((modrm[0] & 7) == 4 && (modrm[1] & 7) == 4 && !(rex & 1))
		s->offset += s->width;
	s->stack = s->reg[MMIO_REG_SP] - start;
	return s->reg[MMIO_REG_SP] >= start &&
	       s->reg[MMIO_REG_SP] <= start + BUF_SIZE - s->width;
}

static bool try_sample(struct sample *s, const struct form *form)
{
	const u64 start = (uintptr_t)machine_memory;
	u64 target = start + BUF_SIZE / 2 + below(64);
	struct choice choice = { 0 };
	unsigned int i, imm_bytes = 0;
	u8 *p = s->code, *modrm;

	memset(s, 0, sizeof(*s));
	s->form = form;
	s->count = 1;
	for (i = 0; i < 16; i++)
		s->reg[i] = random_value();
	if ((form->traits & BY_CL) && chance(70))
		s->reg[MMIO_REG_CX] = (s->reg[MMIO_REG_CX] & ~0xffull) | below(70);
	if (form->traits & WITH_STACK)
		s->reg[MMIO_REG_SP] = start + below(BUF_SIZE - 8);
	s->flags = 0x202 | (rnd() & FLAGS_SEEN);

	p = place_prefixes(s, p, &choice);
	s->addr32 = choice.addr32;
	if (chance(60)) {
		choice.rex = 0x40 | below(16);
		if (!(form->traits & VEX))
			*p++ = choice.rex;
	}
	s->width = width_of(form, &choice);
	modrm = place_opcode(form, p, choice.rex);

	/* At the end of memory it is seen when the processor touches more. */
	if (form->operand != OPERAND_STRING && chance(10))
		target = start + BUF_SIZE - s->width;
	if (form->kind == MMIO_INSN_CMPXCHG_PAIR && chance(80))
		target &= ~15ull;
	p = place_operand(s, modrm, &choice, target);

	if (form->imm == IMM8)
		imm_bytes = 1;
	else if (form->imm == IMMZ)
		imm_bytes = choice.rex & 8 || !choice.opsize ? 4 : 2;
	for (i = 0; i < imm_bytes; i++)
		*p++ = chance(50) ? rnd() : chance(50) ? 0xff : 0;
	s->len = p - s->code;

	if (s->len > MMIO_INSN_MAX)
		return false;
	if ((form->traits & WITH_STACK) && !stack_fits(s, modrm, choice.rex))
		return false;
	return s->offset <= BUF_SIZE - s->width;
}

void random_sample(struct sample *s, const struct form *form)
{
	while (!try_sample(s, form))
		;
	fill_memory(s);
}
