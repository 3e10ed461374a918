// SPDX-License-Identifier: GPL-2.0
#include "compare.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

u8 emulated[BUF_SIZE];

/* --- the bus --- */

static void note(struct bus *bus, char type, unsigned int width, u32 offset)
{
	if (bus->count >= MAX_ACCESS) {
		bus->bad = true;
		return;
	}
	bus->log[bus->count].type = type;
	bus->log[bus->count].width = width;
	bus->log[bus->count].offset = offset;
	bus->count++;
}

static bool on_bus(struct bus *bus, char type, unsigned long addr,
		   unsigned int width)
{
	unsigned long offset = addr - (uintptr_t)machine_memory;

	if (offset >= BUF_SIZE || offset + width > BUF_SIZE) {
		bus->bad = true;
		return false;
	}
	note(bus, type, width, offset);
	return ++bus->tries != bus->fail_at;
}

static bool is_width(unsigned int width)
{
	return width == 1 || width == 2 || width == 4 || width == 8;
}

int mmio_bus_read(void *ctx, unsigned long addr, unsigned int width, u64 *value)
{
	struct bus *bus = ctx;

	bus->bad |= !is_width(width);
	if (!on_bus(bus, 'r', addr, width))
		return FAULT;
	*value = 0;
	memcpy(value, emulated + (addr - (uintptr_t)machine_memory), width);
	return 0;
}

int mmio_bus_write(void *ctx, unsigned long addr, unsigned int width, u64 value)
{
	struct bus *bus = ctx;

	bus->bad |= !is_width(width);
	if (!on_bus(bus, 'w', addr, width))
		return FAULT;
	if (width < 8 && value >> (8 * width))
		bus->bad = true;	/* more than the access has */
	memcpy(emulated + (addr - (uintptr_t)machine_memory), &value, width);
	return 0;
}

int mmio_bus_read16(void *ctx, unsigned long addr, u64 value[2])
{
	if (!on_bus(ctx, 'r', addr, 16))
		return FAULT;
	memcpy(value, emulated + (addr - (uintptr_t)machine_memory), 16);
	return 0;
}

int mmio_bus_write16(void *ctx, unsigned long addr, const u64 value[2])
{
	if (!on_bus(ctx, 'w', addr, 16))
		return FAULT;
	memcpy(emulated + (addr - (uintptr_t)machine_memory), value, 16);
	return 0;
}

int mmio_bus_ready(void *ctx, unsigned long addr, unsigned int width)
{
	return on_bus(ctx, '?', addr, width) ? 0 : FAULT;
}

int mmio_bus_readable(void *ctx, unsigned long addr, unsigned int width)
{
	return on_bus(ctx, '=', addr, width) ? 0 : FAULT;
}

void mmio_bus_lock(void *ctx)
{
	struct bus *bus = ctx;

	bus->bad |= bus->locked;
	bus->locked = true;
	note(bus, '(', 0, 0);
}

void mmio_bus_unlock(void *ctx)
{
	struct bus *bus = ctx;

	bus->bad |= !bus->locked;
	bus->locked = false;
	note(bus, ')', 0, 0);
}

/* --- comparing --- */

static void complain(const struct sample *s, const char *what, u64 want, u64 got)
{
	unsigned int i;

	fprintf(stderr, "%s: %s: processor %#llx, emulator %#llx, flags before %#llx, bytes",
		s->form->name, what, (unsigned long long)want,
		(unsigned long long)got, (unsigned long long)s->flags);
	for (i = 0; i < s->len; i++)
		fprintf(stderr, " %02x", s->code[i]);
	fprintf(stderr, "\n");
}

static bool same(const struct sample *s, const char *what, u64 want, u64 got)
{
	if (want == got)
		return true;
	complain(s, what, want, got);
	return false;
}

void to_pt_regs(const struct sample *s, unsigned long regs[PT_WORDS])
{
	unsigned int i;

	for (i = 0; i < PT_WORDS; i++)
		regs[i] = 0x5a5a0000 + i;
	for (i = 0; i < 16; i++)
		regs[mmio_reg_offset[i]] = s->reg[i];
	regs[MMIO_PT_IP] = (uintptr_t)machine_end - s->len;
	regs[MMIO_PT_FLAGS] = s->flags;
}

struct fault start_native(struct sample *s)
{
	struct fault fault;

	memcpy(machine->reg, s->reg, sizeof(s->reg));
	machine->flags = s->flags;
	fault = machine_run(s->code, s->len, false);
	if (s->rep)
		s->count = s->reg[MMIO_REG_CX] - machine->reg[MMIO_REG_CX];
	return fault;
}

bool decode_sample(const struct sample *s, struct mmio_insn *insn)
{
	bool ok = true;

	ok &= same(s, "decode", 0, mmio_insn_decode(insn, s->code, s->len));
	ok &= same(s, "length", s->len, insn->len);
	ok &= same(s, "kind", s->form->kind, insn->kind);
	return ok;
}

/* Shifts: how far. */
static unsigned int count_of(const struct sample *s)
{
	unsigned int count = 1;

	if (s->form->traits & BY_CL)
		count = s->reg[MMIO_REG_CX];
	else if (s->form->imm == IMM8)
		count = s->code[s->len - 1];
	return count & (s->width == 8 ? 63 : 31);
}

bool refused(const struct sample *s)
{
	if (s->form->kind == MMIO_INSN_CMPXCHG_PAIR)
		return s->width == 16 && (s->offset & 15);
	return s->form->kind == MMIO_INSN_SHIFT_DOUBLE && count_of(s) > 8 * s->width;
}

static u64 undefined_flags(const struct sample *s)
{
	u64 flags = s->form->undefined & FLAGS_ALU;

	if (s->form->undefined & (UNDEFINED_SHIFT | UNDEFINED_ROTATE)) {
		const unsigned int count = count_of(s);

		if (count > 1)
			flags |= FLAG_OF;
		if (s->form->undefined & UNDEFINED_SHIFT) {
			if (count)
				flags |= FLAG_AF;
			if (count >= 8 * s->width)
				flags |= FLAG_CF;
		}
	}
	return flags;
}

/*
 * Nothing is repeated with ECX = 0, but some processors write the counter and the
 * pointers back, as they do after a repetition, which clears the upper halves: all
 * the same to whoever uses addresses of 32 bits. And where BSF and BSR find no bit,
 * some write the register back (SDM volume 2, BSF).
 */
static bool may_be_cleared(const struct sample *s, unsigned int reg)
{
	struct mmio_insn insn;

	if (s->form->operand == OPERAND_STRING)
		return s->rep && s->addr32 && !(u32)s->reg[MMIO_REG_CX] &&
		       (reg == MMIO_REG_CX || reg == MMIO_REG_SI || reg == MMIO_REG_DI);
	return s->form->kind == MMIO_INSN_BITSCAN && s->width == 4 &&
	       !mmio_insn_decode(&insn, s->code, s->len) && insn.reg == reg;
}

bool same_register(const struct sample *s, unsigned int reg, u64 processor, u64 emulator)
{
	if (processor == emulator)
		return true;
	return may_be_cleared(s, reg) && emulator == s->reg[reg] &&
	       processor == (u32)s->reg[reg];
}

bool same_state(const struct sample *s, const unsigned long *regs)
{
	static const char *const names[] = {
		"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8",
		"r9", "r10", "r11", "r12", "r13", "r14", "r15",
	};
	const u64 seen = FLAGS_SEEN & ~undefined_flags(s);
	bool ok = true;
	unsigned int i;

	for (i = 0; i < 16; i++)
		ok &= same_register(s, i, machine->reg[i], regs[mmio_reg_offset[i]]) ||
		      same(s, names[i], machine->reg[i], regs[mmio_reg_offset[i]]);
	ok &= same(s, "ip", (uintptr_t)(machine->landed ? machine_landing : machine_end),
		   regs[MMIO_PT_IP]);
	ok &= same(s, "flags", machine->flags & seen, regs[MMIO_PT_FLAGS] & seen);
	/* Nothing that the processor keeps to itself has been touched. */
	ok &= same(s, "other flags", s->flags & ~FLAGS_SEEN,
		   regs[MMIO_PT_FLAGS] & ~FLAGS_SEEN);
	ok &= same(s, "orig_rax", 0x5a5a0000 + 15, regs[15]);
	ok &= same(s, "cs", 0x5a5a0000 + 17, regs[17]);
	ok &= same(s, "ss", 0x5a5a0000 + 20, regs[20]);
	if (memcmp(machine_memory, emulated, BUF_SIZE)) {
		for (i = 0; i < BUF_SIZE && machine_memory[i] == emulated[i]; i++)
			;
		complain(s, "memory", machine_memory[i], emulated[i]);
		ok = false;
	}
	return ok;
}

bool same_accesses(const struct sample *s, const struct bus *bus)
{
	bool ok = !bus->bad && !bus->locked;
	unsigned int element, at = 0;

	for (element = 0; element < s->count; element++) {
		const char *type;

		for (type = s->form->access; *type; type++) {
			const u32 offset = *type == 's' ? s->stack : s->offset;

			if (s->locked && *type == 'r')
				ok &= at < bus->count && bus->log[at++].type == '(';
			ok = ok && at < bus->count &&
			     bus->log[at].type == (*type == 's' ? 'r' : *type) &&
			     bus->log[at].width == s->width &&
			     (s->form->operand == OPERAND_STRING ||
			      bus->log[at].offset == offset);
			at++;
			if (s->locked && *type == 'w')
				ok &= at < bus->count && bus->log[at++].type == ')';
		}
	}
	ok &= at == bus->count;
	if (!ok)
		complain(s, "accesses", at, bus->count);
	return ok;
}

/* What the processor refuses, or does as it likes. */
static bool check_refused(struct sample *s, const struct mmio_insn *insn)
{
	unsigned long regs[PT_WORDS], before[PT_WORDS];
	struct bus bus = { .count = 0 };
	bool ok;

	to_pt_regs(s, before);
	to_pt_regs(s, regs);
	ok = same(s, "return", (u64)-EINVAL, mmio_insn_exec(insn, regs, &bus, ~0u));
	ok &= same(s, "accesses", 0, bus.count);
	ok &= same(s, "registers", 0, !!memcmp(regs, before, sizeof(regs)));
	if (s->form->kind == MMIO_INSN_CMPXCHG_PAIR)
		ok &= same(s, "signal", start_native(s).signal, SIGSEGV);
	return ok;
}

bool check_sample(struct sample *s)
{
	unsigned long regs[PT_WORDS];
	struct bus bus = { .count = 0 };
	struct mmio_insn insn;
	bool ok;

	memcpy(emulated, machine_memory, BUF_SIZE);
	to_pt_regs(s, regs);
	if (!decode_sample(s, &insn))
		return false;
	if (s->form->operand != OPERAND_STRING &&
	    !same(s, "address", (uintptr_t)machine_memory + s->offset,
		  mmio_insn_address(&insn, regs)))
		return false;
	if (refused(s))
		return check_refused(s, &insn);

	ok = same(s, "signal", start_native(s).signal, 0);
	ok &= same(s, "return", 0, mmio_insn_exec(&insn, regs, &bus, ~0u));
	ok &= same_state(s, regs);
	ok &= same_accesses(s, &bus);
	return ok;
}
