// SPDX-License-Identifier: GPL-2.0
/*
 * Performs decoded instructions. Registers, flags and IP change only after the
 * last access of the instruction (of the element, in a string) has succeeded.
 *
 * Kinds are told apart by ifs: a jump table would be an indirect branch, which
 * costs a retpoline in the kernel.
 */
#include "plain.h"

#define RARE(x)		__builtin_expect(!!(x), 0)
/* Keeps the stack frame of the long functions out of the short way. */
#define APART		__attribute__((__noinline__))

#define FLAG_CF		0x001ul
#define FLAG_PF		0x004ul
#define FLAG_AF		0x010ul
#define FLAG_ZF		0x040ul
#define FLAG_SF		0x080ul
#define FLAG_DF		0x400ul
#define FLAG_OF		0x800ul
#define FLAGS_ALU	(FLAG_CF | FLAG_PF | FLAG_AF | FLAG_ZF | FLAG_SF | FLAG_OF)

/* mmio_insn.op */
enum { ALU_ADD, ALU_OR, ALU_ADC, ALU_SBB, ALU_AND, ALU_SUB, ALU_XOR, ALU_CMP, ALU_TEST };
enum { UNARY_INC, UNARY_DEC, UNARY_NOT, UNARY_NEG };

static inline u64 sign_extend(u64 value, unsigned int width)
{
	const unsigned int shift = 64 - 8 * width;

	return (u64)((s64)(value << shift) >> shift);
}

static inline u64 swap_bytes(u64 value, unsigned int width)
{
	return __builtin_bswap64(value) >> (64 - 8 * width);
}

unsigned long mmio_insn_address(const struct mmio_insn *insn,
				const unsigned long *regs)
{
	return mmio_address(insn, regs);
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

/*
 * Flags of a result. Bit n of @carries is the carry (or borrow) out of bit n,
 * which gives CF, AF and OF at once.
 */
static unsigned long result_flags(u64 result, u64 carries, unsigned int width)
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

static u64 add(u64 a, u64 b, u64 carry, unsigned int width, unsigned long *flags)
{
	u64 sum = a + b + carry;

	*flags = result_flags(sum, (a & b) | ((a | b) & ~sum), width);
	return sum;
}

static u64 subtract(u64 a, u64 b, u64 borrow, unsigned int width,
		    unsigned long *flags)
{
	u64 diff = a - b - borrow;

	*flags = result_flags(diff, (~a & b) | ((~a | b) & diff), width);
	return diff;
}

static u64 alu(unsigned int op, u64 a, u64 b, unsigned int width,
	       unsigned long *flags)
{
	const u64 carry = *flags & FLAG_CF;
	u64 result;

	switch (op) {
	case ALU_ADD:
		return add(a, b, 0, width, flags);
	case ALU_ADC:
		return add(a, b, carry, width, flags);
	case ALU_SBB:
		return subtract(a, b, carry, width, flags);
	case ALU_SUB:
	case ALU_CMP:
		return subtract(a, b, 0, width, flags);
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
	*flags = result_flags(result, 0, width);
	return result;
}

static void set_flags(unsigned long *regs, unsigned long flags,
		      unsigned long mask)
{
	regs[MMIO_PT_FLAGS] = (regs[MMIO_PT_FLAGS] & ~mask) | (flags & mask);
}

static APART int exec_alu(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	const unsigned int width = insn->width;
	const bool to_memory = !(insn->flags & (MMIO_F_TO_REG | MMIO_F_NO_WRITE));
	const unsigned long addr = mmio_address(insn, regs);
	unsigned long flags = regs[MMIO_PT_FLAGS];
	u64 memory, other, result;
	int err;

	if (to_memory) {
		err = mmio_bus_ready(bus, addr, width);
		if (err)
			return err;
	}
	err = mmio_bus_read(bus, addr, width, &memory);
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
		err = mmio_bus_write(bus, addr, width, mmio_truncate(result, width));
		if (err)
			return err;
	} else if (!(insn->flags & MMIO_F_NO_WRITE)) {
		mmio_put_reg(insn, regs, result);
	}
	set_flags(regs, flags, FLAGS_ALU);
	return mmio_finish(insn, regs);
}

static APART int exec_unary(const struct mmio_insn *insn, unsigned long *regs,
		      void *bus)
{
	const unsigned int width = insn->width;
	const unsigned long addr = mmio_address(insn, regs);
	unsigned long flags = 0, mask = FLAGS_ALU & ~FLAG_CF;
	u64 value;
	int err;

	err = mmio_bus_ready(bus, addr, width);
	if (err)
		return err;
	err = mmio_bus_read(bus, addr, width, &value);
	if (err)
		return err;

	if (insn->op == UNARY_INC) {
		value = add(value, 1, 0, width, &flags);
	} else if (insn->op == UNARY_DEC) {
		value = subtract(value, 1, 0, width, &flags);
	} else if (insn->op == UNARY_NEG) {
		value = subtract(0, value, 0, width, &flags);
		mask = FLAGS_ALU;
	} else {
		value = ~value;
		mask = 0;
	}

	err = mmio_bus_write(bus, addr, width, mmio_truncate(value, width));
	if (err)
		return err;
	set_flags(regs, flags, mask);
	return mmio_finish(insn, regs);
}

static APART int exec_string(const struct mmio_insn *insn, unsigned long *regs,
		       void *bus, unsigned int chunk)
{
	const unsigned long mask = insn->flags & MMIO_F_ADDR32 ? 0xfffffffful : ~0ul;
	unsigned long *count = mmio_reg(regs, MMIO_REG_CX);
	unsigned long *source = mmio_reg(regs, MMIO_REG_SI);
	unsigned long *target = mmio_reg(regs, MMIO_REG_DI);
	const bool rep = insn->flags & MMIO_F_REP;
	const unsigned int width = insn->width;
	unsigned long step = width;
	u64 value;
	int err;

	if (regs[MMIO_PT_FLAGS] & FLAG_DF)
		step = -step;

	do {
		if (rep) {
			if (!(*count & mask))
				break;
			if (!chunk--)
				return 0;	/* IP stays for the rest */
		}
		if (insn->kind == MMIO_INSN_STOS) {
			value = mmio_get_reg(insn, regs);
		} else {
			/* A device must not be read for a write that fails. */
			if (insn->kind == MMIO_INSN_MOVS) {
				err = mmio_bus_ready(bus, *target & mask, width);
				if (err)
					return err;
			}
			err = mmio_bus_read(bus, *source & mask, width, &value);
			if (err)
				return err;
		}
		if (insn->kind == MMIO_INSN_LODS) {
			mmio_put_reg(insn, regs, value);
		} else {
			err = mmio_bus_write(bus, *target & mask, width, value);
			if (err)
				return err;
			*target = (*target + step) & mask;
		}
		if (insn->kind != MMIO_INSN_STOS)
			*source = (*source + step) & mask;
		if (rep)
			*count = (*count - 1) & mask;
	} while (rep);
	return mmio_finish(insn, regs);
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

/* MOVBE. */
static APART int exec_swapped_store(const struct mmio_insn *insn, unsigned long *regs,
			      void *bus)
{
	u64 value = swap_bytes(mmio_get_reg(insn, regs), insn->width);
	int err;

	err = mmio_bus_write(bus, mmio_address(insn, regs), insn->width, value);
	return err ? err : mmio_finish(insn, regs);
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
		return exec_swapped_store(insn, regs, bus);
	if (insn->kind == MMIO_INSN_ALU)
		return exec_alu(insn, regs, bus);
	if (insn->kind == MMIO_INSN_UNARY)
		return exec_unary(insn, regs, bus);
	if (insn->kind == MMIO_INSN_OTHER)
		return -EINVAL;
	return exec_string(insn, regs, bus, chunk);
}
