// SPDX-License-Identifier: GPL-2.0
#include "bounce.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "encodings.h"
#include "machine.h"
#include "random.h"
#include "sample.h"

/* What a run starts from, and what it leaves. */
struct state {
	u64 reg[16];
	u64 flags;
	u8 *vectors;		/* vectors.size bytes */
	u8 memory[BUF_SIZE];
	struct fault fault;
};

struct bounced {
	struct mmio_insn insn;
	struct encoding e;
	unsigned int number;	/* of the encoding */
	bool plain;
	u8 code[MMIO_INSN_MAX + 1];
	u32 offset;		/* of the operand in machine_memory */
};

static void load(const struct state *s)
{
	memcpy(machine->reg, s->reg, sizeof(s->reg));
	machine->flags = s->flags;
	memcpy(machine_vectors, s->vectors, vectors.size);
	memcpy(machine_memory, s->memory, BUF_SIZE);
}

static void save(struct state *s)
{
	memcpy(s->reg, machine->reg, sizeof(s->reg));
	s->flags = machine->flags;
	memcpy(s->vectors, machine_vectors, vectors.size);
	memcpy(s->memory, machine_memory, BUF_SIZE);
	/*
	 * Where the last x87 instruction was and its operand, which the
	 * redirection changes, and what a switch of processes may change.
	 */
	memset(s->vectors + 6, 0, 18);
	memset(s->vectors + LEGACY_SIZE, 0, HEADER_SIZE);
}

static void random_vectors(u8 *area)
{
	unsigned int i;

	for (i = 0; i < vectors.size; i += 8)
		memcpy(area + i, &(u64){ random_value() }, 8);
	/* Control words that mask all exceptions, with any rounding. */
	memset(area, 0, 32);
	memcpy(area, &(u16){ 0x37f | below(4) << 10 }, 2);
	area[4] = rnd();		/* which registers of x87 are in use */
	memcpy(area + 24, &(u32){ 0x1f80 | below(4) << 13 | (chance(20) ? 0x8040 : 0) }, 4);
	memset(area + LEGACY_SIZE, 0, HEADER_SIZE);
	memcpy(area + LEGACY_SIZE, &vectors.features, 8);
}

/* Most encodings are no instructions: learned once, so that they cost no time. */
static u64 hopeless[(1 << 22) / 64];

static bool is_hopeless(unsigned int n)
{
	return hopeless[n / 64] >> (n & 63) & 1;
}

static bool may_try(const struct mmio_insn *insn)
{
	/* A bit string moves away from its base register. */
	if (insn->kind == MMIO_INSN_BIT && !(insn->flags & MMIO_F_IMM))
		return false;
	return (insn->flags & MMIO_F_MODRM) && !(insn->flags & MMIO_F_REG_TARGET) &&
	       insn->width && !insn->seg &&
	       (insn->flags & (MMIO_F_READS | MMIO_F_WRITES));
}

static unsigned int random_encoding(void)
{
	unsigned int n;

	do
		n = rnd() % encodings_count();
	while (is_hopeless(n));
	return n;
}

static bool random_instruction(struct bounced *b, struct state *s)
{
	const unsigned int n = random_encoding();
	const u64 start = (uintptr_t)machine_memory;
	u64 target = start + BUF_SIZE / 2 + below(8) * 64;
	const u8 base = below(16);
	const u8 vvvv = chance(50) ? 0 : below(16), high = chance(50) ? 0 : below(4);
	unsigned int modrm, i;

	b->e = encoding_at(n);
	b->number = n;
	/* Not all have these registers, and fault if they are named. */
	b->plain = !vvvv && !high;
	modrm = encode(&b->e, b->code, base, vvvv, high);
	for (i = modrm + 2; i <= MMIO_INSN_MAX; i++)
		b->code[i] = (base & 7) == 4 && i == modrm + 2 ? b->code[i] : rnd();
	if (runs_away(&b->e) || mmio_insn_decode(&b->insn, b->code, MMIO_INSN_MAX) ||
	    !may_try(&b->insn)) {
		hopeless[n / 64] |= 1ull << (n & 63);
		return false;
	}
	if ((b->insn.flags & MMIO_F_CLASH) || b->insn.base != base)
		return false;

	if (chance(30))		/* not aligned */
		target += below(64);
	else if (chance(20))
		target = start + BUF_SIZE - b->insn.width;
	s->reg[base] = target - b->insn.disp;
	b->offset = target - start;
	return b->offset <= BUF_SIZE - 64;
}

/* In place. */
static void run_direct(const struct bounced *b, const struct state *from, struct state *to)
{
	load(from);
	to->fault = machine_run(b->code, b->insn.len, true);
	save(to);
}

/* As kernel/step.c: the buffer lies as the device does within 64 bytes. */
static void run_bounced(const struct bounced *b, const struct state *from, struct state *to)
{
	const u32 width = b->insn.width;
	u8 *buffer = machine_second + BUF_SIZE / 2 + (b->offset & 63);
	const u64 redirected = from->reg[b->insn.base] + (u64)(uintptr_t)buffer -
			       ((u64)(uintptr_t)machine_memory + b->offset);
	u64 *now = &machine->reg[b->insn.base];

	memset(machine_second, 0xcc, BUF_SIZE);
	load(from);
	if (b->insn.flags & MMIO_F_READS)
		memcpy(buffer, machine_memory + b->offset, width);
	*now = redirected;
	to->fault = machine_run(b->code, b->insn.len, true);
	if (*now == redirected)
		*now = from->reg[b->insn.base];
	if (!to->fault.signal && (b->insn.flags & MMIO_F_WRITES))
		memcpy(machine_memory + b->offset, buffer, width);
	save(to);
}

static void complain(const struct bounced *b, const char *what)
{
	unsigned int i;

	fprintf(stderr, "on a buffer: %s differ: width %u%s%s, bytes", what, b->insn.width,
		b->insn.flags & MMIO_F_READS ? " reads" : "",
		b->insn.flags & MMIO_F_WRITES ? " writes" : "");
	for (i = 0; i < b->insn.len; i++)
		fprintf(stderr, " %02x", b->code[i]);
	fprintf(stderr, "\n");
}

int check_bounce(void)
{
	static struct state from, direct, bounced;
	struct bounced b;
	const char *what = NULL;
	unsigned int i;

	if (!from.vectors) {
		from.vectors = allocate_vectors();
		direct.vectors = allocate_vectors();
		bounced.vectors = allocate_vectors();
	}
	for (i = 0; i < 16; i++)
		from.reg[i] = random_value();
	/* PUSH needs a stack. */
	from.reg[MMIO_REG_SP] = (uintptr_t)machine_memory + BUF_SIZE / 4;
	if (!random_instruction(&b, &from))
		return -1;
	from.flags = 0x202 | (rnd() & FLAGS_ALU);
	random_vectors(from.vectors);
	for (i = 0; i < BUF_SIZE; i += 8)
		memcpy(from.memory + i, &(u64){ i < b.offset - 64 || i > b.offset + 128 ? 0 :
						random_value() }, 8);

	run_direct(&b, &from, &direct);
	if (direct.fault.signal == SIGILL) {
		if (b.plain)
			hopeless[b.number / 64] |= 1ull << (b.number & 63);
		return -1;
	}
	run_bounced(&b, &from, &bounced);

	if (direct.fault.signal != bounced.fault.signal)
		what = "signals";
	else if (memcmp(direct.reg, bounced.reg, sizeof(direct.reg)))
		what = "registers";
	else if (direct.flags != bounced.flags)
		what = "flags";
	else if (memcmp(direct.vectors, bounced.vectors, vectors.size))
		what = "vectors";
	else if (memcmp(direct.memory, bounced.memory, BUF_SIZE))
		what = "memories";
	if (what)
		complain(&b, what);
	return !what;
}
