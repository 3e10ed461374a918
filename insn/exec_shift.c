// SPDX-License-Identifier: GPL-2.0
/*
 * Shifts, rotates and bit tests. The memory is written even when the count is 0.
 *
 * Undefined by the architecture, and computed as for a count of 1 here: OF with
 * a larger count; CF when the count is not less than the width of the operand.
 */
#include "exec.h"

/* mmio_insn.op */
enum {
	SHIFT_ROL, SHIFT_ROR, SHIFT_RCL, SHIFT_RCR,
	SHIFT_SHL, SHIFT_SHR, SHIFT_SHL_ALIAS, SHIFT_SAR
};
enum { DOUBLE_SHLD, DOUBLE_SHRD };
enum { BIT_BT, BIT_BTS, BIT_BTR, BIT_BTC };

static unsigned int shift_count(const struct mmio_insn *insn, unsigned long *regs)
{
	u64 count = insn->flags & MMIO_F_IMM ? (u64)insn->imm :
					       *mmio_reg(regs, MMIO_REG_CX);

	return count & (insn->width == 8 ? 63 : 31);
}

/* Through the carry: a register of one bit more. */
static u64 rotate_carry(bool left, u64 value, unsigned int count,
			unsigned int width, bool *carry)
{
	const u64 top = sign_bit(width);

	for (count %= 8 * width + 1; count; count--) {
		const bool in = *carry;

		if (left) {
			*carry = value & top;
			value = value << 1 | in;
		} else {
			*carry = value & 1;
			value = (value & ~top) >> 1 | (value & top) >> 1;
			if (in)
				value |= top;
		}
	}
	return mmio_truncate(value, width);
}

static u64 rotate(bool left, u64 value, unsigned int count, unsigned int width)
{
	const unsigned int bits = 8 * width;

	count %= bits;
	if (!count)
		return value;
	if (!left)
		count = bits - count;
	return mmio_truncate(value << count | value >> (bits - count), width);
}

/* @count is not 0; @value is as wide as the operand, and so is the result. */
static u64 shift(const struct mmio_insn *insn, u64 value, unsigned int count,
		 unsigned long *flags, unsigned long *mask)
{
	const unsigned int op = insn->op, width = insn->width, bits = 8 * width;
	const u64 top = sign_bit(width);
	bool carry = *flags & FLAG_CF, overflow;
	u64 result;

	*mask = FLAG_CF | FLAG_OF;
	if (op == SHIFT_ROL || op == SHIFT_ROR) {
		result = rotate(op == SHIFT_ROL, value, count, width);
		carry = result & (op == SHIFT_ROL ? 1 : top);
	} else if (op == SHIFT_RCL || op == SHIFT_RCR) {
		result = rotate_carry(op == SHIFT_RCL, value, count, width, &carry);
	} else {
		*mask = FLAGS_ALU;
		if (op == SHIFT_SHR) {
			carry = value >> (count - 1) & 1;
			result = value >> count;
		} else if (op == SHIFT_SAR) {
			const s64 wide = sign_extend(value, width);

			carry = wide >> (count - 1) & 1;
			result = mmio_truncate(wide >> count, width);
		} else {
			carry = count <= bits && (value >> (bits - count) & 1);
			result = mmio_truncate(value << count, width);
		}
	}

	/* To the left: has the sign changed? To the right: was it to be lost? */
	if (op == SHIFT_ROL || op == SHIFT_RCL || op == SHIFT_SHL || op == SHIFT_SHL_ALIAS)
		overflow = !(result & top) != !carry;
	else
		overflow = (result ^ result << 1) & top;

	*flags = mmio_result_flags(result, 0, width) & ~(FLAG_CF | FLAG_OF);
	if (carry)
		*flags |= FLAG_CF;
	if (overflow)
		*flags |= FLAG_OF;
	return result;
}

int mmio_exec_shift(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	const unsigned long addr = mmio_address(insn, regs);
	const unsigned int count = shift_count(insn, regs);
	unsigned long flags = regs[MMIO_PT_FLAGS], mask = 0;
	u64 value;
	int err;

	err = mmio_rmw_read(insn, bus, addr, &value);
	if (err)
		return err;
	if (count)
		value = shift(insn, value, count, &flags, &mask);
	err = mmio_rmw_write(insn, bus, addr, value);
	if (err)
		return err;
	set_flags(regs, flags, mask);
	return mmio_finish(insn, regs);
}

int mmio_exec_shift_double(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	const unsigned long addr = mmio_address(insn, regs);
	const unsigned int count = shift_count(insn, regs);
	const unsigned int bits = 8 * insn->width;
	const u64 other = mmio_get_reg(insn, regs);
	unsigned long flags;
	u64 old, new;
	bool carry;
	int err;

	if (count > bits)
		return -EINVAL;		/* the result is undefined */
	err = mmio_rmw_read(insn, bus, addr, &old);
	if (err)
		return err;
	if (!count) {
		new = old;
		carry = false;
	} else if (insn->op == DOUBLE_SHLD) {
		new = old << count | other >> (bits - count);
		carry = old >> (bits - count) & 1;
	} else {
		new = old >> count | other << (bits - count);
		carry = old >> (count - 1) & 1;
	}
	err = mmio_rmw_write(insn, bus, addr, new);
	if (err)
		return err;

	if (count) {
		flags = mmio_result_flags(new, 0, insn->width) & ~(FLAG_CF | FLAG_OF);
		if (carry)
			flags |= FLAG_CF;
		if ((old ^ new) & sign_bit(insn->width))
			flags |= FLAG_OF;
		set_flags(regs, flags, FLAGS_ALU);
	}
	return mmio_finish(insn, regs);
}

int mmio_exec_bit(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	const unsigned long addr = mmio_insn_address(insn, regs);
	const bool only_test = insn->flags & MMIO_F_NO_WRITE;
	u64 value, bit;
	bool carry;
	int err;

	err = only_test ? mmio_bus_read(bus, addr, insn->width, &value) :
			  mmio_rmw_read(insn, bus, addr, &value);
	if (err)
		return err;
	bit = insn->flags & MMIO_F_IMM ? (u64)insn->imm : mmio_get_reg(insn, regs);
	bit = 1ull << (bit & (8 * insn->width - 1));
	carry = value & bit;
	if (insn->op == BIT_BTS)
		value |= bit;
	else if (insn->op == BIT_BTR)
		value &= ~bit;
	else if (insn->op == BIT_BTC)
		value ^= bit;
	if (!only_test) {
		err = mmio_rmw_write(insn, bus, addr, value);
		if (err)
			return err;
	}
	set_flags(regs, carry ? FLAG_CF : 0, FLAG_CF);
	return mmio_finish(insn, regs);
}
