// SPDX-License-Identifier: GPL-2.0
/* MOVS, STOS, LODS, CMPS, SCAS. */
#include "exec.h"

struct string {
	unsigned long mask;	/* of addresses and of the count */
	unsigned long *count;
	unsigned long *source;
	unsigned long *target;
	unsigned long step;
};

static int move(const struct mmio_insn *insn, unsigned long *regs, void *bus,
		struct string *s)
{
	const unsigned int width = insn->width;
	u64 value;
	int err;

	if (insn->kind == MMIO_INSN_STOS) {
		value = mmio_get_reg(insn, regs);
	} else {
		/* A device must not be read for a write that fails. */
		if (insn->kind == MMIO_INSN_MOVS) {
			err = mmio_bus_ready(bus, *s->target & s->mask, width);
			if (err)
				return err;
		}
		err = mmio_bus_read(bus, *s->source & s->mask, width, &value);
		if (err)
			return err;
	}
	if (insn->kind == MMIO_INSN_LODS) {
		mmio_put_reg(insn, regs, value);
	} else {
		err = mmio_bus_write(bus, *s->target & s->mask, width, value);
		if (err)
			return err;
		*s->target = (*s->target + s->step) & s->mask;
	}
	if (insn->kind != MMIO_INSN_STOS)
		*s->source = (*s->source + s->step) & s->mask;
	return 0;
}

static int compare(const struct mmio_insn *insn, unsigned long *regs, void *bus,
		   struct string *s)
{
	const unsigned int width = insn->width;
	unsigned long flags;
	u64 first, second;
	int err;

	/* A device must not be read for a comparison that fails. */
	if (insn->kind == MMIO_INSN_CMPS) {
		err = mmio_bus_readable(bus, *s->source & s->mask, width);
		if (err)
			return err;
	}
	/* This one first, as AMD's Zen 4 and QEMU do. */
	err = mmio_bus_read(bus, *s->target & s->mask, width, &second);
	if (err)
		return err;
	if (insn->kind == MMIO_INSN_CMPS) {
		err = mmio_bus_read(bus, *s->source & s->mask, width, &first);
		if (err)
			return err;
	} else {
		first = mmio_get_reg(insn, regs);
	}
	mmio_subtract(first, second, 0, width, &flags);
	set_flags(regs, flags, FLAGS_ALU);
	*s->target = (*s->target + s->step) & s->mask;
	if (insn->kind == MMIO_INSN_CMPS)
		*s->source = (*s->source + s->step) & s->mask;
	return 0;
}

int mmio_exec_string(const struct mmio_insn *insn, unsigned long *regs,
		     void *bus, unsigned int chunk)
{
	const bool compares = insn->kind == MMIO_INSN_CMPS ||
			      insn->kind == MMIO_INSN_SCAS;
	const bool rep = insn->flags & MMIO_F_REP;
	struct string s = {
		.mask = insn->flags & MMIO_F_ADDR32 ? 0xfffffffful : ~0ul,
		.count = mmio_reg(regs, MMIO_REG_CX),
		.source = mmio_reg(regs, MMIO_REG_SI),
		.target = mmio_reg(regs, MMIO_REG_DI),
		.step = insn->width,
	};
	int err;

	if (regs[MMIO_PT_FLAGS] & FLAG_DF)
		s.step = -s.step;

	do {
		if (rep) {
			if (!(*s.count & s.mask))
				break;
			if (!chunk--)
				return 0;	/* IP stays for the rest */
		}
		err = compares ? compare(insn, regs, bus, &s) :
				 move(insn, regs, bus, &s);
		if (err)
			return err;
		if (rep)
			*s.count = (*s.count - 1) & s.mask;
		/* REPE goes on while equal, REPNE while not. */
		if (compares && !(regs[MMIO_PT_FLAGS] & FLAG_ZF) != !insn->op)
			break;
	} while (rep);
	return mmio_finish(insn, regs);
}
