// SPDX-License-Identifier: GPL-2.0
/*
 * XCHG, XADD, CMPXCHG and its wide forms. A comparison that fails writes what it
 * has read, as processors do, with and without LOCK (SDM volume 2, CMPXCHG: "the
 * destination operand receives a write cycle without regard to the result").
 */
#include "exec.h"

int mmio_exec_exchange(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	const unsigned long addr = mmio_address(insn, regs);
	unsigned long flags = 0;
	u64 old, new;
	int err;

	err = mmio_rmw_read(insn, bus, addr, &old);
	if (err)
		return err;
	new = mmio_get_reg(insn, regs);
	if (insn->kind == MMIO_INSN_XADD)
		new = mmio_add(old, new, 0, insn->width, &flags);
	err = mmio_rmw_write(insn, bus, addr, new);
	if (err)
		return err;

	mmio_put_reg(insn, regs, old);
	if (insn->kind == MMIO_INSN_XADD)
		set_flags(regs, flags, FLAGS_ALU);
	return mmio_finish(insn, regs);
}

int mmio_exec_cmpxchg(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	const unsigned long addr = mmio_address(insn, regs);
	unsigned long *ax = mmio_reg(regs, MMIO_REG_AX);
	const u64 expected = mmio_truncate(*ax, insn->width);
	unsigned long flags;
	u64 old;
	int err;

	err = mmio_rmw_read(insn, bus, addr, &old);
	if (err)
		return err;
	err = mmio_rmw_write(insn, bus, addr,
			     old == expected ? mmio_get_reg(insn, regs) : old);
	if (err)
		return err;

	mmio_subtract(expected, old, 0, insn->width, &flags);
	if (old != expected)
		put_width(ax, old, insn->width);
	set_flags(regs, flags, FLAGS_ALU);
	return mmio_finish(insn, regs);
}

static int read_pair(const struct mmio_insn *insn, void *bus, unsigned long addr,
		     u64 pair[2])
{
	int err;

	if (insn->width == 16)
		return mmio_bus_read16(bus, addr, pair);
	err = mmio_bus_read(bus, addr, 8, &pair[0]);
	pair[1] = pair[0] >> 32;
	pair[0] = (u32)pair[0];
	return err;
}

static int write_pair(const struct mmio_insn *insn, void *bus, unsigned long addr,
		      const u64 pair[2])
{
	if (insn->width == 16)
		return mmio_bus_write16(bus, addr, pair);
	return mmio_bus_write(bus, addr, 8, pair[1] << 32 | pair[0]);
}

int mmio_exec_cmpxchg_pair(const struct mmio_insn *insn, unsigned long *regs, void *bus)
{
	const unsigned int half = insn->width / 2;
	const unsigned long addr = mmio_address(insn, regs);
	unsigned long *ax = mmio_reg(regs, MMIO_REG_AX);
	unsigned long *dx = mmio_reg(regs, MMIO_REG_DX);
	u64 old[2] = { 0 }, new[2];
	bool equal;
	int err;

	if (half == 8 && (addr & 15))
		return -EINVAL;		/* #GP is the processor's */
	err = mmio_bus_ready(bus, addr, insn->width);
	if (err)
		return err;

	new[0] = mmio_truncate(*mmio_reg(regs, MMIO_REG_BX), half);
	new[1] = mmio_truncate(*mmio_reg(regs, MMIO_REG_CX), half);
	if (insn->flags & MMIO_F_LOCK)
		mmio_bus_lock(bus);
	err = read_pair(insn, bus, addr, old);
	equal = old[0] == mmio_truncate(*ax, half) &&
		old[1] == mmio_truncate(*dx, half);
	if (!err)
		err = write_pair(insn, bus, addr, equal ? new : old);
	if (insn->flags & MMIO_F_LOCK)
		mmio_bus_unlock(bus);
	if (err)
		return err;

	if (!equal) {
		put_width(ax, old[0], half);
		put_width(dx, old[1], half);
	}
	set_flags(regs, equal ? FLAG_ZF : 0, FLAG_ZF);
	return mmio_finish(insn, regs);
}
