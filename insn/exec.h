/* SPDX-License-Identifier: GPL-2.0 */
/* What the parts of the emulator share. */
#ifndef MMIOTRACE_INSN_EXEC_H
#define MMIOTRACE_INSN_EXEC_H

#include "plain.h"

#define FLAG_CF		0x001ul
#define FLAG_PF		0x004ul
#define FLAG_AF		0x010ul
#define FLAG_ZF		0x040ul
#define FLAG_SF		0x080ul
#define FLAG_DF		0x400ul
#define FLAG_OF		0x800ul
#define FLAGS_ALU	(FLAG_CF | FLAG_PF | FLAG_AF | FLAG_ZF | FLAG_SF | FLAG_OF)

static inline u64 sign_extend(u64 value, unsigned int width)
{
	const unsigned int shift = 64 - 8 * width;

	return (u64)((s64)(value << shift) >> shift);
}

static inline u64 sign_bit(unsigned int width)
{
	return 1ull << (8 * width - 1);
}

static inline void set_flags(unsigned long *regs, unsigned long flags,
			     unsigned long mask)
{
	regs[MMIO_PT_FLAGS] = (regs[MMIO_PT_FLAGS] & ~mask) | (flags & mask);
}

/* Write a register as an operand of @width bytes would be. */
static inline void put_width(unsigned long *reg, u64 value, unsigned int width)
{
	if (width == 8)
		*reg = value;
	else if (width == 4)
		*reg = (u32)value;
	else if (width == 2)
		*reg = (*reg & ~0xfffful) | (u16)value;
	else
		*reg = (*reg & ~0xfful) | (u8)value;
}

/*
 * First half of a read-modify-write. What is found out without an access comes
 * before; when this has succeeded, mmio_rmw_write() must follow.
 */
static inline int mmio_rmw_read(const struct mmio_insn *insn, void *bus,
				unsigned long addr, u64 *value)
{
	int err = mmio_bus_ready(bus, addr, insn->width);

	if (err)
		return err;
	if (insn->flags & MMIO_F_LOCK)
		mmio_bus_lock(bus);
	err = mmio_bus_read(bus, addr, insn->width, value);
	if (err && (insn->flags & MMIO_F_LOCK))
		mmio_bus_unlock(bus);
	return err;
}

static inline int mmio_rmw_write(const struct mmio_insn *insn, void *bus,
				 unsigned long addr, u64 value)
{
	int err = mmio_bus_write(bus, addr, insn->width,
				 mmio_truncate(value, insn->width));

	if (insn->flags & MMIO_F_LOCK)
		mmio_bus_unlock(bus);
	return err;
}

/* exec_alu.c; @flags is taken and left as in RFLAGS, the FLAGS_ALU of it */
unsigned long mmio_result_flags(u64 result, u64 carries, unsigned int width);
u64 mmio_add(u64 a, u64 b, u64 carry, unsigned int width, unsigned long *flags);
u64 mmio_subtract(u64 a, u64 b, u64 borrow, unsigned int width, unsigned long *flags);

/* One function for one or more kinds; mmio_insn_exec() chooses. */
int mmio_exec_alu(const struct mmio_insn *insn, unsigned long *regs, void *bus);
int mmio_exec_unary(const struct mmio_insn *insn, unsigned long *regs, void *bus);
int mmio_exec_string(const struct mmio_insn *insn, unsigned long *regs,
		     void *bus, unsigned int chunk);
int mmio_exec_exchange(const struct mmio_insn *insn, unsigned long *regs, void *bus);
int mmio_exec_cmpxchg(const struct mmio_insn *insn, unsigned long *regs, void *bus);
int mmio_exec_cmpxchg_pair(const struct mmio_insn *insn, unsigned long *regs, void *bus);
int mmio_exec_shift(const struct mmio_insn *insn, unsigned long *regs, void *bus);
int mmio_exec_shift_double(const struct mmio_insn *insn, unsigned long *regs, void *bus);
int mmio_exec_bit(const struct mmio_insn *insn, unsigned long *regs, void *bus);
int mmio_exec_mul(const struct mmio_insn *insn, unsigned long *regs, void *bus);
int mmio_exec_imul(const struct mmio_insn *insn, unsigned long *regs, void *bus);
int mmio_exec_count(const struct mmio_insn *insn, unsigned long *regs, void *bus);
int mmio_exec_crc32(const struct mmio_insn *insn, unsigned long *regs, void *bus);
int mmio_exec_adx(const struct mmio_insn *insn, unsigned long *regs, void *bus);
int mmio_exec_bmi(const struct mmio_insn *insn, unsigned long *regs, void *bus);

#endif
