// SPDX-License-Identifier: GPL-2.0
#include "extent.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "encodings.h"
#include "machine.h"

#define BASE		MMIO_REG_BX
#define MIDDLE		1216		/* aligned, and no byte of the address is 0 */

enum outcome { DONE, UNKNOWN_OPCODE, PAGE_FAULT, REFUSED };

/* A candidate that the decoder knows. */
struct candidate {
	struct encoding e;
	struct mmio_insn insn;
	u8 code[MMIO_INSN_MAX + 1];
};

static u8 *initial_vectors;

/*
 * Where the 64 bytes go of an instruction that has a second address in a register.
 * When that is the base as well, it reads and writes the same bytes.
 */
static u64 target_of(const struct candidate *c, u64 address)
{
	return c->insn.reg == BASE ? address : (uintptr_t)machine_second + MIDDLE;
}

static enum outcome run_at(const struct candidate *c, u64 address, struct fault *fault)
{
	unsigned int i;

	for (i = 0; i < 16; i++)
		machine->reg[i] = 0x0101010101010101 * (i + 1);
	machine->reg[MMIO_REG_SP] = (uintptr_t)machine_second + MIDDLE;
	machine->reg[BASE] = address;
	machine->flags = 0x202;
	if (c->insn.flags & MMIO_F_REG_TARGET)
		machine->reg[c->insn.reg] = target_of(c, address);
	memcpy(machine_vectors, initial_vectors, vectors.size);
	*fault = machine_run(c->code, c->insn.len, true);
	switch (fault->signal) {
	case 0:
	case SIGFPE:		/* division */
	case SIGTRAP:
		return DONE;
	case SIGILL:
		return UNKNOWN_OPCODE;
	case SIGSEGV:
		/* #GP comes without an address. */
		return fault->code == SEGV_MAPERR || fault->code == SEGV_ACCERR ?
		       PAGE_FAULT : REFUSED;
	}
	return REFUSED;
}

static void tell(const struct candidate *c, const char *what, u64 n)
{
	unsigned int i;

	fprintf(stderr, "%s (%llu): width %u%s%s%s, bytes", what, (unsigned long long)n,
		c->insn.width, c->insn.flags & MMIO_F_READS ? " reads" : "",
		c->insn.flags & MMIO_F_WRITES ? " writes" : "",
		c->insn.flags & MMIO_F_NO_DATA ? " no data" : "");
	for (i = 0; i < c->insn.len; i++)
		fprintf(stderr, " %02x", c->code[i]);
	fprintf(stderr, "\n");
}

/*
 * The kernel may lose what nobody relies on when it switches to another process:
 * addresses of the last x87 instruction, and which components are in their
 * initial state.
 */
static void forget_volatile(void)
{
	memset(machine_vectors + 6, 0, 18);
	memset(machine_vectors + LEGACY_SIZE, 0, HEADER_SIZE);
}

/* Does what is left depend on the memory? */
static bool reads_memory(const struct candidate *c)
{
	static u8 *first, memory[BUF_SIZE];
	struct fault fault;
	u64 reg[16], flags;

	if (!first)
		first = allocate_vectors();

	memset(machine_memory, 0x5a, BUF_SIZE);
	run_at(c, (uintptr_t)machine_memory + MIDDLE, &fault);
	forget_volatile();
	memcpy(first, machine_vectors, vectors.size);
	memcpy(reg, machine->reg, sizeof(reg));
	memcpy(memory, machine_memory, BUF_SIZE);
	flags = machine->flags;

	memset(machine_memory, 0xa5, BUF_SIZE);
	run_at(c, (uintptr_t)machine_memory + MIDDLE, &fault);
	forget_volatile();
	return memcmp(first, machine_vectors, vectors.size) ||
	       memcmp(reg, machine->reg, sizeof(reg)) || flags != machine->flags ||
	       memcmp(memory + MIDDLE, machine_memory + MIDDLE, c->insn.width);
}

u32 touches(const struct mmio_insn *insn, u8 base)
{
	u32 said = insn->flags & (MMIO_F_READS | MMIO_F_WRITES);

	if ((insn->flags & MMIO_F_REG_TARGET) && insn->reg == base)
		said |= MMIO_F_WRITES;
	return said;
}

static bool check_access(const struct candidate *c)
{
	const u64 middle = (uintptr_t)machine_memory + MIDDLE;
	const u32 said = touches(&c->insn, BASE);
	struct fault fault;
	u32 found = 0;

	machine_protect(PROT_NONE);
	if (run_at(c, middle, &fault) == PAGE_FAULT) {
		machine_protect(PROT_READ);
		found = MMIO_F_READS;
		if (run_at(c, middle, &fault) == PAGE_FAULT)
			found = MMIO_F_WRITES;
	}
	machine_protect(PROT_READ | PROT_WRITE);
	if (found == MMIO_F_WRITES && reads_memory(c))
		found |= MMIO_F_READS;
	if (found == said)
		return true;
	tell(c, "access is another", found);
	return false;
}

/* How many bytes it touches, at most 64; 0: more. */
static unsigned int measure(const struct candidate *c)
{
	const u64 end = (uintptr_t)machine_memory + BUF_SIZE;
	struct fault fault;
	unsigned int n;

	for (n = 1; n <= 64; n++)
		if (run_at(c, end - n, &fault) == DONE)
			return n;
	return 0;
}

static bool check_width(const struct candidate *c, struct extents *x)
{
	const u64 start = (uintptr_t)machine_memory, end = start + BUF_SIZE;
	const unsigned int width = c->insn.width;
	struct fault fault;
	enum outcome outcome;

	outcome = run_at(c, end - width, &fault);
	if (outcome != DONE) {
		tell(c, outcome == REFUSED ? "#GP at the end" : "touches more",
		     measure(c));
		return false;
	}
	if (run_at(c, start, &fault) != DONE) {
		tell(c, "touches what is before", 0);
		return false;
	}
	outcome = run_at(c, end - width + 1, &fault);
	if (outcome == REFUSED) {
		x->aligned++;
		return true;
	}
	if (outcome != PAGE_FAULT) {
		tell(c, "touches less", measure(c));
		return false;
	}
	x->exact++;
	return true;
}

/* A displacement of 8 bits in EVEX is in units of what is read. */
static bool check_displacement(const struct candidate *original)
{
	const u64 middle = (uintptr_t)machine_memory + MIDDLE;
	struct candidate c = *original;
	const unsigned int modrm = encode(&c.e, c.code, BASE, 0, 0);
	enum outcome outcome;
	struct fault fault;

	memmove(c.code + modrm + 2, c.code + modrm + 1, MMIO_INSN_MAX - modrm - 1);
	c.code[modrm] |= 0x40;
	c.code[modrm + 1] = 1;
	if (mmio_insn_decode(&c.insn, c.code, MMIO_INSN_MAX)) {
		tell(&c, "not decoded", 0);
		return false;
	}
	machine_protect(PROT_NONE);
	outcome = run_at(&c, middle, &fault);
	machine_protect(PROT_READ | PROT_WRITE);
	if (outcome == PAGE_FAULT && fault.address == middle + c.insn.disp)
		return true;
	tell(&c, "displacement", fault.address - middle);
	return false;
}

/* What the decoder refuses, the processor must refuse. NOPs are behind. */
static bool check_invalid(struct candidate *c, unsigned int modrm)
{
	struct fault fault;

	c->insn.len = MMIO_INSN_MAX;
	memset(c->code + modrm + 1, 0x90, MMIO_INSN_MAX - modrm - 1);
	if (run_at(c, (uintptr_t)machine_memory + MIDDLE, &fault) == UNKNOWN_OPCODE)
		return true;
	tell(c, "not invalid", fault.signal);
	return false;
}

static bool decode_candidate(struct candidate *c, unsigned int n, struct extents *x)
{
	unsigned int modrm;

	c->e = encoding_at(n);
	if (runs_away(&c->e))
		return false;
	modrm = encode(&c->e, c->code, BASE, 0, 0);
	if (mmio_insn_decode(&c->insn, c->code, MMIO_INSN_MAX)) {
		x->wrong += !newer_than_decoder(&c->e) && !check_invalid(c, modrm);
		return false;
	}
	/* A bit string is somewhere else. */
	if (c->insn.kind == MMIO_INSN_BIT && !(c->insn.flags & MMIO_F_IMM))
		return false;
	return (c->insn.flags & MMIO_F_MODRM) && c->insn.base == BASE;
}

struct extents check_extents(unsigned int first, unsigned int step, int verbose)
{
	struct extents x = { .executed = 0 };
	struct candidate c;
	struct fault fault;
	unsigned int n;

	if (!initial_vectors)
		initial_vectors = allocate_vectors();
	memcpy(initial_vectors, machine_vectors, vectors.size);
	/* As if all of them were in use: XSAVE leaves out what is not. */
	memcpy(initial_vectors + LEGACY_SIZE, &vectors.features, 8);
	/* And all elements selected by the masks. */
	if (vectors.opmask)
		memset(initial_vectors + vectors.opmask, 0xff, 64);
	for (n = first; n < encodings_count(); n += step) {
		memset(machine_memory, 1, BUF_SIZE);
		if (!decode_candidate(&c, n, &x))
			continue;
		if (run_at(&c, (uintptr_t)machine_memory + MIDDLE, &fault) != DONE)
			continue;
		x.executed++;
		if (c.e.form == FORM_EVEX && !check_displacement(&c)) {
			x.wrong++;
			continue;
		}
		if (!c.insn.width && !(c.insn.flags & MMIO_F_NO_DATA)) {
			x.unknown++;
			if (verbose)
				tell(&c, "unknown", measure(&c));
			continue;
		}
		if (c.insn.flags & MMIO_F_NO_DATA) {
			machine_protect(PROT_READ);
			if (run_at(&c, (uintptr_t)machine_memory + MIDDLE, &fault) != DONE) {
				tell(&c, "has data", 0);
				x.wrong++;
			}
			machine_protect(PROT_READ | PROT_WRITE);
			continue;
		}
		if (!check_width(&c, &x) || !check_access(&c))
			x.wrong++;
	}
	return x;
}
