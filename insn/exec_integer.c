// SPDX-License-Identifier: GPL-2.0
/*
 * Instructions that read memory and leave their result in a register. Flags that
 * the architecture leaves undefined stay as they are.
 */
#include "exec.h"

int mmio_exec_mul(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	const bool is_signed = insn->flags & MMIO_F_SIGN;
	const unsigned int width = insn->width, bits = 8 * width;
	unsigned long *ax = mmio_reg(regs, MMIO_REG_AX);
	unsigned long *dx = mmio_reg(regs, MMIO_REG_DX);
	u64 a = mmio_truncate(*ax, width), b, low, high;
	bool carry;
	__uint128_t product;
	int err;

	err = mmio_bus_read(bus, mmio_address(insn, regs), width, &b);

	if (err)
		return err;
	if (is_signed)
		product = (__int128_t)(s64)sign_extend(a, width) *
			  (s64)sign_extend(b, width);
	else
		product = (__uint128_t)a * b;
	low = mmio_truncate(product, width);
	high = mmio_truncate(product >> bits, width);
	/* Is the lower half not all of it? */
	carry = high != (is_signed && (low & sign_bit(width)) ?
			 mmio_truncate(~0ull, width) : 0);
	if (width == 1) {
		put_width(ax, high << 8 | low, 2);
	} else {
		put_width(ax, low, width);
		put_width(dx, high, width);
	}
	set_flags(regs, carry ? FLAG_CF | FLAG_OF : 0, FLAG_CF | FLAG_OF);
	return mmio_finish(insn, regs);
}

int mmio_exec_imul(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	const unsigned int width = insn->width;
	u64 a, b;
	bool carry;
	__int128_t product;
	int err;

	err = mmio_bus_read(bus, mmio_address(insn, regs), width, &b);

	if (err)
		return err;
	a = insn->flags & MMIO_F_IMM ? (u64)insn->imm :
				       sign_extend(mmio_get_reg(insn, regs), width);
	product = (__int128_t)(s64)a * (s64)sign_extend(b, width);
	carry = product != (s64)sign_extend(product, width);
	mmio_put_reg(insn, regs, product);
	set_flags(regs, carry ? FLAG_CF | FLAG_OF : 0, FLAG_CF | FLAG_OF);
	return mmio_finish(insn, regs);
}

static unsigned int ones(u64 value)
{
	unsigned int n = 0;

	for (; value; value &= value - 1)
		n++;
	return n;
}

/* BSF, BSR, POPCNT */
int mmio_exec_count(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	const bool popcnt = insn->kind == MMIO_INSN_POPCNT;
	u64 value;
	int err;

	err = mmio_bus_read(bus, mmio_address(insn, regs), insn->width, &value);
	if (err)
		return err;
	if (popcnt)
		mmio_put_reg(insn, regs, ones(value));
	else if (value)
		mmio_put_reg(insn, regs, insn->op ? 63 - __builtin_clzll(value) :
						    __builtin_ctzll(value));
	set_flags(regs, value ? 0 : FLAG_ZF, popcnt ? FLAGS_ALU : FLAG_ZF);
	return mmio_finish(insn, regs);
}

int mmio_exec_crc32(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	unsigned int bits;
	u64 value;
	u32 crc;
	int err;

	err = mmio_bus_read(bus, mmio_address(insn, regs), insn->width, &value);
	if (err)
		return err;
	crc = mmio_get_reg(insn, regs);
	for (bits = 8 * insn->width; bits; bits--) {
		const bool odd = (crc ^ value) & 1;

		crc = crc >> 1 ^ (odd ? 0x82f63b78 : 0);	/* CRC-32C, reflected */
		value >>= 1;
	}
	mmio_put_reg(insn, regs, crc);
	return mmio_finish(insn, regs);
}

/* ADCX, ADOX: carry in and out is in one flag, the others stay. */
int mmio_exec_adx(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	const unsigned long flag = insn->op ? FLAG_OF : FLAG_CF;
	unsigned long flags;
	u64 value;
	int err;

	err = mmio_bus_read(bus, mmio_address(insn, regs), insn->width, &value);
	if (err)
		return err;
	value = mmio_add(mmio_get_reg(insn, regs), value,
			 !!(regs[MMIO_PT_FLAGS] & flag), insn->width, &flags);
	mmio_put_reg(insn, regs, value);
	set_flags(regs, flags & FLAG_CF ? flag : 0, flag);
	return mmio_finish(insn, regs);
}

static u64 extract(u64 value, u64 mask)
{
	u64 result = 0, bit = 1;

	for (; mask; mask &= mask - 1, bit <<= 1)
		if (value & mask & -mask)
			result |= bit;
	return result;
}

static u64 deposit(u64 value, u64 mask)
{
	u64 result = 0;

	for (; mask; mask &= mask - 1, value >>= 1)
		if (value & 1)
			result |= mask & -mask;
	return result;
}

/* SARX, SHLX, SHRX, RORX */
static u64 shift_by(unsigned int op, u64 value, u64 count, unsigned int width)
{
	const unsigned int bits = 8 * width;

	count &= bits - 1;
	if (op == MMIO_BMI_SARX)
		return (s64)sign_extend(value, width) >> count;
	if (op == MMIO_BMI_SHLX)
		return value << count;
	if (op == MMIO_BMI_RORX && count)
		return value >> count | value << (bits - count);
	return value >> count;
}

/* BEXTR, BZHI: the low @count bits */
static u64 low_bits(u64 value, unsigned int count)
{
	return count < 64 ? value & ((1ull << count) - 1) : value;
}

/* To be called once memory has been read; leaves the flags in @flags. */
static u64 bmi(const struct mmio_insn *insn, u64 memory, u64 other,
	       unsigned long *flags, unsigned long *mask)
{
	const unsigned int op = insn->op, width = insn->width;
	bool carry = false;
	u64 result;

	/* AF and PF are undefined in all of them. */
	*mask = FLAG_CF | FLAG_ZF | FLAG_SF | FLAG_OF;
	if (op == MMIO_BMI_ANDN) {
		result = ~other & memory;
	} else if (op == MMIO_BMI_BLSR) {
		result = memory & (memory - 1);
		carry = !memory;
	} else if (op == MMIO_BMI_BLSMSK) {
		result = memory ^ (memory - 1);
		carry = !memory;
	} else if (op == MMIO_BMI_BLSI) {
		result = memory & -memory;
		carry = memory;
	} else if (op == MMIO_BMI_BZHI) {
		result = low_bits(memory, (u8)other);
		carry = (u8)other >= 8 * width;
	} else if (op == MMIO_BMI_BEXTR) {
		const unsigned int start = (u8)other;

		result = start < 64 ? memory >> start : 0;
		result = low_bits(result, (u8)(other >> 8));
		*mask &= ~FLAG_SF;
	} else {
		*mask = 0;
		if (op == MMIO_BMI_PEXT)
			result = extract(other, memory);
		else if (op == MMIO_BMI_PDEP)
			result = deposit(other, memory);
		else
			result = shift_by(op, memory, other, width);
	}
	*flags = mmio_result_flags(result, 0, width);
	if (carry)
		*flags |= FLAG_CF;
	return result;
}

int mmio_exec_bmi(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	const unsigned int width = insn->width;
	unsigned long flags, mask;
	u64 memory, other = 0;
	int err;

	err = mmio_bus_read(bus, mmio_address(insn, regs), width, &memory);
	if (err)
		return err;
	if (insn->op == MMIO_BMI_MULX) {
		__uint128_t product = mmio_truncate(*mmio_reg(regs, MMIO_REG_DX), width);

		product *= memory;
		/* The upper half is what stays when both are the same register. */
		put_width(mmio_reg(regs, insn->reg2), product, width);
		put_width(mmio_reg(regs, insn->reg), product >> 8 * width, width);
		return mmio_finish(insn, regs);
	}
	if (insn->flags & MMIO_F_IMM)
		other = insn->imm;
	else if (insn->reg2 != MMIO_REG_NONE)
		other = mmio_truncate(*mmio_reg(regs, insn->reg2), width);
	mmio_put_reg(insn, regs, bmi(insn, memory, other, &flags, &mask));
	set_flags(regs, flags, mask);
	return mmio_finish(insn, regs);
}
