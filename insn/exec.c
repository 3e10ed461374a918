// SPDX-License-Identifier: GPL-2.0
/*
 * Performs decoded instructions. Registers, flags and IP change only after the
 * last access of the instruction (of the element, in a string) has succeeded.
 *
 * Kinds are told apart by ifs: a jump table would be an indirect branch, which
 * costs a retpoline in the kernel.
 */
#include "exec.h"

/* Keeps the stack frame of the long functions out of the short way. */
#define APART		__attribute__((__noinline__))

static inline u64 swap_bytes(u64 value, unsigned int width)
{
	return __builtin_bswap64(value) >> (64 - 8 * width);
}

unsigned long mmio_insn_address(const struct mmio_insn *insn,
				const unsigned long *regs)
{
	unsigned long addr = mmio_address(insn, regs);

	if (insn->kind == MMIO_INSN_BIT && !(insn->flags & MMIO_F_IMM)) {
		/* A bit string: element @number / bits of an element, rounded down. */
		u64 number = regs[mmio_reg_offset[insn->reg & 15]];
		s64 byte = (s64)sign_extend(number, insn->width) >> 3;

		addr += byte & -(s64)insn->width;
	} else if (insn->kind == MMIO_INSN_XLAT) {
		addr += (u8)regs[mmio_reg_offset[MMIO_REG_AX]];
	} else if (insn->kind == MMIO_INSN_POP && insn->base == MMIO_REG_SP) {
		addr += insn->width;
	} else {
		return addr;
	}
	return insn->flags & MMIO_F_ADDR32 ? (u32)addr : addr;
}

static bool condition(unsigned int code, unsigned long flags)
{
	const bool less = !(flags & FLAG_SF) != !(flags & FLAG_OF);
	bool result;

	switch (code >> 1) {
	case 0:
		result = flags & FLAG_OF;
		break;
	case 1:
		result = flags & FLAG_CF;
		break;
	case 2:
		result = flags & FLAG_ZF;
		break;
	case 3:
		result = flags & (FLAG_CF | FLAG_ZF);
		break;
	case 4:
		result = flags & FLAG_SF;
		break;
	case 5:
		result = flags & FLAG_PF;
		break;
	case 6:
		result = less;
		break;
	default:
		result = less || (flags & FLAG_ZF);
		break;
	}
	return result != (code & 1);
}

/* Loads that are more than a move. */
static APART int exec_special_load(const struct mmio_insn *insn, unsigned long *regs,
			     void *bus)
{
	u64 value;
	int err;

	err = mmio_bus_read(bus, mmio_address(insn, regs), insn->width, &value);
	if (err)
		return err;
	if (insn->flags & MMIO_F_SIGN)
		value = sign_extend(value, insn->width);
	if (insn->flags & MMIO_F_SWAP)
		value = swap_bytes(value, insn->width);
	/*
	 * CMOV always reads its source and always writes its destination: with
	 * a false condition the old value, cut to the operand size.
	 */
	if ((insn->flags & MMIO_F_COND) &&
	    !condition(insn->op, regs[MMIO_PT_FLAGS]))
		value = mmio_get_reg(insn, regs);
	mmio_put_reg(insn, regs, value);
	return mmio_finish(insn, regs);
}

/* MOVBE, SETcc */
static APART int exec_special_store(const struct mmio_insn *insn, unsigned long *regs,
				    void *bus)
{
	u64 value;
	int err;

	if (insn->flags & MMIO_F_COND)
		value = condition(insn->op, regs[MMIO_PT_FLAGS]);
	else
		value = swap_bytes(mmio_get_reg(insn, regs), insn->width);
	err = mmio_bus_write(bus, mmio_address(insn, regs), insn->width, value);
	return err ? err : mmio_finish(insn, regs);
}

static int exec_xlat(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	u64 value;
	int err = mmio_bus_read(bus, mmio_insn_address(insn, regs), 1, &value);

	if (err)
		return err;
	put_width(mmio_reg(regs, MMIO_REG_AX), value, 1);
	return mmio_finish(insn, regs);
}

static int exec_pop(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	const unsigned long addr = mmio_insn_address(insn, regs);
	unsigned long *stack = mmio_reg(regs, MMIO_REG_SP);
	u64 value;
	int err;

	err = mmio_bus_ready(bus, addr, insn->width);
	if (err)
		return err;
	err = mmio_bus_read(bus, *stack, insn->width, &value);
	if (err)
		return err;
	err = mmio_bus_write(bus, addr, insn->width, value);
	if (err)
		return err;
	*stack += insn->width;
	return mmio_finish(insn, regs);
}

static int exec_jmp(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	u64 target;
	int err = mmio_bus_read(bus, mmio_address(insn, regs), 8, &target);

	if (err)
		return err;
	mmio_finish(insn, regs);
	regs[MMIO_PT_IP] = target;
	return 0;
}

static APART int exec_rare(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	if (insn->kind == MMIO_INSN_CMPXCHG_PAIR)
		return mmio_exec_cmpxchg_pair(insn, regs, bus);
	if (insn->kind == MMIO_INSN_SHIFT)
		return mmio_exec_shift(insn, regs, bus);
	if (insn->kind == MMIO_INSN_SHIFT_DOUBLE)
		return mmio_exec_shift_double(insn, regs, bus);
	if (insn->kind == MMIO_INSN_MUL)
		return mmio_exec_mul(insn, regs, bus);
	if (insn->kind == MMIO_INSN_IMUL)
		return mmio_exec_imul(insn, regs, bus);
	if (insn->kind == MMIO_INSN_BITSCAN || insn->kind == MMIO_INSN_POPCNT)
		return mmio_exec_count(insn, regs, bus);
	if (insn->kind == MMIO_INSN_CRC32)
		return mmio_exec_crc32(insn, regs, bus);
	if (insn->kind == MMIO_INSN_ADX)
		return mmio_exec_adx(insn, regs, bus);
	if (insn->kind == MMIO_INSN_BMI)
		return mmio_exec_bmi(insn, regs, bus);
	if (insn->kind == MMIO_INSN_XLAT)
		return exec_xlat(insn, regs, bus);
	if (insn->kind == MMIO_INSN_POP)
		return exec_pop(insn, regs, bus);
	if (insn->kind == MMIO_INSN_JMP)
		return exec_jmp(insn, regs, bus);
	return -EINVAL;
}

int mmio_insn_exec(const struct mmio_insn *insn, unsigned long *regs,
		   void *bus, unsigned int chunk)
{
	if (mmio_plain_load(insn))
		return mmio_exec_load(insn, regs, bus);
	if (mmio_plain_store(insn))
		return mmio_exec_store(insn, regs, bus);
	if (insn->kind == MMIO_INSN_LOAD)
		return exec_special_load(insn, regs, bus);
	if (insn->kind == MMIO_INSN_STORE)
		return exec_special_store(insn, regs, bus);
	if (insn->kind == MMIO_INSN_ALU)
		return mmio_exec_alu(insn, regs, bus);
	if (insn->kind == MMIO_INSN_UNARY)
		return mmio_exec_unary(insn, regs, bus);
	if (insn->kind == MMIO_INSN_XCHG || insn->kind == MMIO_INSN_XADD)
		return mmio_exec_exchange(insn, regs, bus);
	if (insn->kind == MMIO_INSN_CMPXCHG)
		return mmio_exec_cmpxchg(insn, regs, bus);
	if (insn->kind == MMIO_INSN_BIT)
		return mmio_exec_bit(insn, regs, bus);
	if (insn->kind >= MMIO_INSN_MOVS && insn->kind <= MMIO_INSN_SCAS)
		return mmio_exec_string(insn, regs, bus, chunk);
	return exec_rare(insn, regs, bus);
}
