/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Plain loads and stores, inline: nine accesses out of ten, and in the module
 * every instruction here is paid for at each of them.
 */
#ifndef MMIOTRACE_INSN_PLAIN_H
#define MMIOTRACE_INSN_PLAIN_H

#include "insn.h"

#define MMIO_FLAG_RF	0x10000ul

/** mmio_truncate() - the low @width bytes (1, 2, 4, 8) of a value */
static inline u64 mmio_truncate(u64 value, unsigned int width)
{
	return value & (~0ull >> (64 - 8 * width));
}

/** mmio_reg() - where the general register that is encoded as @reg stands */
static inline unsigned long *mmio_reg(unsigned long *regs, unsigned int reg)
{
	return &regs[mmio_reg_offset[reg & 15]];
}

/** mmio_get_reg() - the register operand, zero-extended */
static inline u64 mmio_get_reg(const struct mmio_insn *insn,
			       unsigned long *regs)
{
	u64 value = *mmio_reg(regs, insn->reg);

	if (insn->reg_width == 4)
		return (u32)value;
	if (insn->flags & MMIO_F_HIGH)
		value >>= 8;
	return mmio_truncate(value, insn->reg_width);
}

/**
 * mmio_put_reg() - write the register operand
 *
 * 32 bits clear the upper half of a register, 8 and 16 keep all the rest.
 */
static inline void mmio_put_reg(const struct mmio_insn *insn,
				unsigned long *regs, u64 value)
{
	unsigned long *reg = mmio_reg(regs, insn->reg);

	if (insn->reg_width == 4)
		*reg = (u32)value;
	else if (insn->reg_width == 8)
		*reg = value;
	else if (insn->reg_width == 2)
		*reg = (*reg & ~0xfffful) | (u16)value;
	else if (insn->flags & MMIO_F_HIGH)
		*reg = (*reg & ~0xff00ul) | (u64)(u8)value << 8;
	else
		*reg = (*reg & ~0xfful) | (u8)value;
}

/** mmio_finish() - to the next instruction; RF lasts for one only */
static inline int mmio_finish(const struct mmio_insn *insn,
			      unsigned long *regs)
{
	regs[MMIO_PT_FLAGS] &= ~MMIO_FLAG_RF;
	regs[MMIO_PT_IP] += insn->len;
	return 0;
}

/** mmio_plain_address() - mmio_address() where mmio_plain_operand() */
static inline unsigned long mmio_plain_address(const struct mmio_insn *insn,
					       const unsigned long *regs)
{
	unsigned long addr = insn->disp;

	if (insn->base <= MMIO_REG_R15)
		addr += regs[mmio_reg_offset[insn->base]];
	if (insn->index <= MMIO_REG_R15)
		addr += regs[mmio_reg_offset[insn->index]] << insn->scale;
	return addr;
}

/** mmio_address() - see mmio_insn_address() */
static inline unsigned long mmio_address(const struct mmio_insn *insn,
					 const unsigned long *regs)
{
	unsigned long addr = mmio_plain_address(insn, regs);

	if (insn->base == MMIO_REG_IP)
		addr += regs[MMIO_PT_IP] + insn->len;
	if (insn->flags & MMIO_F_ADDR32)
		addr = (u32)addr;
	return addr;
}

/** mmio_plain_operand() - is its address that of mmio_plain_address()? */
static inline bool mmio_plain_operand(const struct mmio_insn *insn)
{
	return insn->base != MMIO_REG_IP && !(insn->flags & MMIO_F_ADDR32);
}

/** mmio_plain_load() - is it a load that changes nothing but its register? */
static inline bool mmio_plain_load(const struct mmio_insn *insn)
{
	return insn->kind == MMIO_INSN_LOAD &&
	       !(insn->flags & (MMIO_F_SIGN | MMIO_F_SWAP | MMIO_F_COND));
}

/** mmio_plain_store() - is it a store of a register or an immediate as it is? */
static inline bool mmio_plain_store(const struct mmio_insn *insn)
{
	return insn->kind == MMIO_INSN_STORE &&
	       !(insn->flags & (MMIO_F_SWAP | MMIO_F_COND));
}

/** mmio_exec_load() - mmio_insn_exec() for mmio_plain_load() */
static inline int mmio_exec_load(const struct mmio_insn *insn,
				 unsigned long *regs, void *bus)
{
	u64 value;
	int err;

	err = mmio_bus_read(bus, mmio_address(insn, regs), insn->width, &value);
	if (err)
		return err;
	mmio_put_reg(insn, regs, value);
	return mmio_finish(insn, regs);
}

/** mmio_source() - what mmio_plain_store() writes */
static inline u64 mmio_source(const struct mmio_insn *insn,
			      unsigned long *regs)
{
	return insn->flags & MMIO_F_IMM ?
	       mmio_truncate(insn->imm, insn->width) : mmio_get_reg(insn, regs);
}

/** mmio_exec_store() - mmio_insn_exec() for mmio_plain_store() */
static inline int mmio_exec_store(const struct mmio_insn *insn,
				  unsigned long *regs, void *bus)
{
	int err = mmio_bus_write(bus, mmio_address(insn, regs), insn->width,
				 mmio_source(insn, regs));

	if (err)
		return err;
	return mmio_finish(insn, regs);
}

#endif
