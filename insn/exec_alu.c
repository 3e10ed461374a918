// SPDX-License-Identifier: GPL-2.0
/* ADD to TEST, INC to NEG, and the flags that they have in common with others. */
#include "exec.h"

/* mmio_insn.op */
enum { ALU_ADD, ALU_OR, ALU_ADC, ALU_SBB, ALU_AND, ALU_SUB, ALU_XOR, ALU_CMP, ALU_TEST };
enum { UNARY_INC, UNARY_DEC, UNARY_NOT, UNARY_NEG };

/*
 * Flags of a result. Bit n of @carries is the carry (or borrow) out of bit n,
 * which gives CF, AF and OF at once.
 */
unsigned long mmio_result_flags(u64 result, u64 carries, unsigned int width)
{
	const u64 sign = 1ull << (8 * width - 1);
	unsigned long flags = 0;
	u8 parity = result ^ result >> 4;

	if (carries & sign)
		flags |= FLAG_CF;
	if (carries & 8)
		flags |= FLAG_AF;
	if ((carries ^ carries << 1) & sign)
		flags |= FLAG_OF;
	if (result & sign)
		flags |= FLAG_SF;
	if (!mmio_truncate(result, width))
		flags |= FLAG_ZF;
	/* Bit n of the constant: does the nibble n have an even number of ones? */
	if (0x9669 >> (parity & 15) & 1)
		flags |= FLAG_PF;
	return flags;
}

u64 mmio_add(u64 a, u64 b, u64 carry, unsigned int width, unsigned long *flags)
{
	u64 sum = a + b + carry;

	*flags = mmio_result_flags(sum, (a & b) | ((a | b) & ~sum), width);
	return sum;
}

u64 mmio_subtract(u64 a, u64 b, u64 borrow, unsigned int width,
		  unsigned long *flags)
{
	u64 diff = a - b - borrow;

	*flags = mmio_result_flags(diff, (~a & b) | ((~a | b) & diff), width);
	return diff;
}

static u64 alu(unsigned int op, u64 a, u64 b, unsigned int width,
	       unsigned long *flags)
{
	const u64 carry = *flags & FLAG_CF;
	u64 result;

	switch (op) {
	case ALU_ADD:
		return mmio_add(a, b, 0, width, flags);
	case ALU_ADC:
		return mmio_add(a, b, carry, width, flags);
	case ALU_SBB:
		return mmio_subtract(a, b, carry, width, flags);
	case ALU_SUB:
	case ALU_CMP:
		return mmio_subtract(a, b, 0, width, flags);
	case ALU_OR:
		result = a | b;
		break;
	case ALU_XOR:
		result = a ^ b;
		break;
	default:		/* AND, TEST */
		result = a & b;
		break;
	}
	*flags = mmio_result_flags(result, 0, width);
	return result;
}

int mmio_exec_alu(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	const unsigned int width = insn->width;
	const bool to_memory = !(insn->flags & (MMIO_F_TO_REG | MMIO_F_NO_WRITE));
	const unsigned long addr = mmio_address(insn, regs);
	unsigned long flags = regs[MMIO_PT_FLAGS];
	u64 memory, other, result;
	int err;

	err = to_memory ? mmio_rmw_read(insn, bus, addr, &memory) :
			  mmio_bus_read(bus, addr, width, &memory);
	if (err)
		return err;

	if (insn->flags & MMIO_F_IMM)
		other = mmio_truncate(insn->imm, width);
	else
		other = mmio_get_reg(insn, regs);
	if (insn->flags & MMIO_F_TO_REG)
		result = alu(insn->op, other, memory, width, &flags);
	else
		result = alu(insn->op, memory, other, width, &flags);

	if (to_memory) {
		err = mmio_rmw_write(insn, bus, addr, result);
		if (err)
			return err;
	} else if (!(insn->flags & MMIO_F_NO_WRITE)) {
		mmio_put_reg(insn, regs, result);
	}
	set_flags(regs, flags, FLAGS_ALU);
	return mmio_finish(insn, regs);
}

int mmio_exec_unary(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	const unsigned int width = insn->width;
	const unsigned long addr = mmio_address(insn, regs);
	unsigned long flags = 0, mask = FLAGS_ALU & ~FLAG_CF;
	u64 value;
	int err;

	err = mmio_rmw_read(insn, bus, addr, &value);
	if (err)
		return err;

	if (insn->op == UNARY_INC) {
		value = mmio_add(value, 1, 0, width, &flags);
	} else if (insn->op == UNARY_DEC) {
		value = mmio_subtract(value, 1, 0, width, &flags);
	} else if (insn->op == UNARY_NEG) {
		value = mmio_subtract(0, value, 0, width, &flags);
		mask = FLAGS_ALU;
	} else {
		value = ~value;
		mask = 0;
	}

	err = mmio_rmw_write(insn, bus, addr, value);
	if (err)
		return err;
	set_flags(regs, flags, mask);
	return mmio_finish(insn, regs);
}
