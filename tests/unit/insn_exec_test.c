// SPDX-License-Identifier: GPL-2.0
/*
 * mmio_insn_exec() against the processor: random instructions run in a stub
 * that loads and stores all registers, and again in the emulator on a copy of
 * the same memory. Registers, flags, memory and IP have to agree, and the
 * accesses on the bus have to be the ones that the form promises.
 *
 * Stub, context and buffers lie below 2 GB, so that the stub needs no register
 * for itself and that operands with a 32-bit address reach the buffer.
 *
 * INSN_SEED and INSN_CASES in the environment change the random numbers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cpuid.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "insn.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define PT_WORDS	21
#define BUF_SIZE	4096u
#define MAX_ACCESS	256
#define FLAGS_ALU	0x8d5ul
#define FLAG_DF		0x400ul
#define FLAGS_SEEN	(FLAGS_ALU | FLAG_DF)
#define FLAG_RF		0x10000ul
#define FAULT		(-EFAULT)

/* Lies at a fixed low address; the stub knows these offsets. */
struct context {
	u64 reg[16];		/* in the order of the encoding */
	u64 flags;
	u64 host_sp;
};

static struct context *ctx;
static u8 *stub;		/* code page */
static u8 *stub_end;		/* where the tested instruction has to end */
static u8 *native;		/* memory of the processor */
static u8 copy[BUF_SIZE];	/* memory of the emulator, same addresses */

static u64 rng_state;

static u64 rnd(void)
{
	/* splitmix64 */
	u64 z = rng_state += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

static unsigned int below(unsigned int n)
{
	return (rnd() >> 16) % n;
}

static bool chance(unsigned int percent)
{
	return below(100) < percent;
}

static u64 env_number(const char *name, u64 fallback)
{
	const char *value = getenv(name);

	return value && *value ? strtoull(value, NULL, 0) : fallback;
}

/* --- the processor --- */

static u8 *emit(u8 *p, const char *bytes, size_t n)
{
	memcpy(p, bytes, n);
	return p + n;
}

/* opcode bytes, then an absolute address of 32 bits */
static u8 *emit_abs(u8 *p, const char *bytes, size_t n, const void *at)
{
	u32 addr = (u32)(uintptr_t)at;

	p = emit(p, bytes, n);
	memcpy(p, &addr, 4);
	return p + 4;
}

/* MOV between register @reg and memory at an absolute address */
static u8 *emit_mov(u8 *p, u8 opcode, unsigned int reg, const void *at)
{
	u8 code[4] = { reg & 8 ? 0x4c : 0x48, opcode, 0x04 | (reg & 7) << 3, 0x25 };

	return emit_abs(p, (char *)code, 4, at);
}

static void *map_low(uintptr_t at, size_t size, int prot)
{
	void *p = mmap((void *)at, size, prot,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (p == MAP_FAILED || (uintptr_t)p != at) {
		perror("mmap");
		exit(1);
	}
	return p;
}

static int setup(void **state)
{
	unsigned int i;
	u8 *p;

	(void)state;
	stub = map_low(0x20000000, 4096, PROT_READ | PROT_WRITE | PROT_EXEC);
	ctx = map_low(0x20002000, 4096, PROT_READ | PROT_WRITE);
	/* Pages without access around the memory. */
	native = map_low(0x20008000, BUF_SIZE, PROT_READ | PROT_WRITE);

	p = stub;
	p = emit(p, "\x53\x55\x41\x54\x41\x55\x41\x56\x41\x57", 10); /* push */
	p = emit_mov(p, 0x89, MMIO_REG_SP, &ctx->host_sp);
	p = emit_abs(p, "\xff\x34\x25", 3, &ctx->flags);	/* push flags */
	p = emit(p, "\x9d", 1);					/* popf */
	for (i = 0; i < 16; i++)
		p = emit_mov(p, 0x8b, i, &ctx->reg[i]);
	memset(p, 0x90, MMIO_INSN_MAX);
	p += MMIO_INSN_MAX;
	stub_end = p;
	for (i = 0; i < 16; i++)
		p = emit_mov(p, 0x89, i, &ctx->reg[i]);
	p = emit_mov(p, 0x8b, MMIO_REG_SP, &ctx->host_sp);
	p = emit(p, "\x9c", 1);					/* pushf */
	p = emit_abs(p, "\x8f\x04\x25", 3, &ctx->flags);	/* pop */
	p = emit(p, "\xfc", 1);					/* cld */
	p = emit(p, "\x41\x5f\x41\x5e\x41\x5d\x41\x5c\x5d\x5b\xc3", 11);
	return 0;
}

/* The instruction ends at stub_end, the room in front of it is filled by NOPs. */
static void run_native(const u8 *code, unsigned int len)
{
	memset(stub_end - MMIO_INSN_MAX, 0x90, MMIO_INSN_MAX - len);
	memcpy(stub_end - len, code, len);
	((void (*)(void))(uintptr_t)stub)();
}

/* --- the bus of the emulator --- */

struct access {
	char type;		/* 'r', 'w', or '?' for mmio_bus_ready() */
	u8 width;
	u32 offset;
};

struct bus {
	struct access log[MAX_ACCESS];
	unsigned int count;
	unsigned int fail_at;	/* this access, counted from 1, fails */
	bool bad;
};

static bool on_bus(struct bus *bus, char type, unsigned long addr,
		   unsigned int width)
{
	unsigned long offset = addr - (uintptr_t)native;

	if (bus->count >= MAX_ACCESS || offset >= BUF_SIZE ||
	    offset + width > BUF_SIZE ||
	    (width != 1 && width != 2 && width != 4 && width != 8)) {
		bus->bad = true;
		return false;
	}
	bus->log[bus->count++] = (struct access){ type, width, offset };
	return bus->count != bus->fail_at;
}

int mmio_bus_read(void *bus, unsigned long addr, unsigned int width, u64 *value)
{
	if (!on_bus(bus, 'r', addr, width))
		return FAULT;
	*value = 0;
	memcpy(value, copy + (addr - (uintptr_t)native), width);
	return 0;
}

int mmio_bus_write(void *bus, unsigned long addr, unsigned int width, u64 value)
{
	if (!on_bus(bus, 'w', addr, width))
		return FAULT;
	if (width < 8 && value >> (8 * width))
		((struct bus *)bus)->bad = true;	/* more than the access has */
	memcpy(copy + (addr - (uintptr_t)native), &value, width);
	return 0;
}

int mmio_bus_ready(void *bus, unsigned long addr, unsigned int width)
{
	return on_bus(bus, '?', addr, width) ? 0 : FAULT;
}

/* --- random instructions --- */

enum operand { MODRM, MOFFS, STRING };
enum imm { NO_IMM, IMM8, IMMZ };

/* What a form promises, written down without looking at the decoder. */
struct form {
	const char *name;
	u8 opcode[4];		/* after the prefixes */
	u8 opcode_len;
	s8 digit;		/* ModRM.reg, or -1 for a register */
	enum operand operand;
	enum imm imm;
	s8 width;		/* of memory; 0 operand size, -1 32 or 64 bits */
	const char *access;	/* of one element */
	enum mmio_insn_kind kind;
	bool no_66_rep;		/* those prefixes would make it something else */
	bool movbe;		/* not every processor has it */
};

#define LOAD		"r", MMIO_INSN_LOAD
#define STORE		"w", MMIO_INSN_STORE
#define RMW		"?rw", MMIO_INSN_ALU
#define READS		"r", MMIO_INSN_ALU
#define UNARY		"?rw", MMIO_INSN_UNARY
#define OP(...)		{ __VA_ARGS__ }, sizeof((u8[]){ __VA_ARGS__ })
#define ALU(name, op, to_mem) \
	{ name " rm8,r8", OP(op), -1, MODRM, NO_IMM, 1, to_mem, 0, 0 }, \
	{ name " rm,r", OP((op) + 1), -1, MODRM, NO_IMM, 0, to_mem, 0, 0 }, \
	{ name " r8,rm8", OP((op) + 2), -1, MODRM, NO_IMM, 1, READS, 0, 0 }, \
	{ name " r,rm", OP((op) + 3), -1, MODRM, NO_IMM, 0, READS, 0, 0 }, \
	{ name " rm8,i8", OP(0x80), (op) / 8, MODRM, IMM8, 1, to_mem, 0, 0 }, \
	{ name " rm,iz", OP(0x81), (op) / 8, MODRM, IMMZ, 0, to_mem, 0, 0 }, \
	{ name " rm,i8", OP(0x83), (op) / 8, MODRM, IMM8, 0, to_mem, 0, 0 }
#define CMOV(cc) \
	{ "cmov", OP(0x0f, 0x40 + (cc)), -1, MODRM, NO_IMM, 0, LOAD, 0, 0 }

static const struct form forms[] = {
	{ "mov r8,rm8", OP(0x8a), -1, MODRM, NO_IMM, 1, LOAD, 0, 0 },
	{ "mov r,rm", OP(0x8b), -1, MODRM, NO_IMM, 0, LOAD, 0, 0 },
	{ "mov rm8,r8", OP(0x88), -1, MODRM, NO_IMM, 1, STORE, 0, 0 },
	{ "mov rm,r", OP(0x89), -1, MODRM, NO_IMM, 0, STORE, 0, 0 },
	{ "mov rm8,i8", OP(0xc6), 0, MODRM, IMM8, 1, STORE, 0, 0 },
	{ "mov rm,iz", OP(0xc7), 0, MODRM, IMMZ, 0, STORE, 0, 0 },
	{ "mov al,moffs", OP(0xa0), -1, MOFFS, NO_IMM, 1, LOAD, 0, 0 },
	{ "mov ax,moffs", OP(0xa1), -1, MOFFS, NO_IMM, 0, LOAD, 0, 0 },
	{ "mov moffs,al", OP(0xa2), -1, MOFFS, NO_IMM, 1, STORE, 0, 0 },
	{ "mov moffs,ax", OP(0xa3), -1, MOFFS, NO_IMM, 0, STORE, 0, 0 },
	{ "movzx r,rm8", OP(0x0f, 0xb6), -1, MODRM, NO_IMM, 1, LOAD, 0, 0 },
	{ "movzx r,rm16", OP(0x0f, 0xb7), -1, MODRM, NO_IMM, 2, LOAD, 0, 0 },
	{ "movsx r,rm8", OP(0x0f, 0xbe), -1, MODRM, NO_IMM, 1, LOAD, 0, 0 },
	{ "movsx r,rm16", OP(0x0f, 0xbf), -1, MODRM, NO_IMM, 2, LOAD, 0, 0 },
	{ "movsxd", OP(0x63), -1, MODRM, NO_IMM, 4, LOAD, 1, 0 },
	{ "movbe r,m", OP(0x0f, 0x38, 0xf0), -1, MODRM, NO_IMM, 0, LOAD, 0, 1 },
	{ "movbe m,r", OP(0x0f, 0x38, 0xf1), -1, MODRM, NO_IMM, 0, STORE, 0, 1 },
	{ "movnti", OP(0x0f, 0xc3), -1, MODRM, NO_IMM, -1, STORE, 1, 0 },
	CMOV(0), CMOV(1), CMOV(2), CMOV(3), CMOV(4), CMOV(5), CMOV(6), CMOV(7),
	CMOV(8), CMOV(9), CMOV(10), CMOV(11), CMOV(12), CMOV(13), CMOV(14), CMOV(15),
	ALU("add", 0x00, RMW),
	ALU("or", 0x08, RMW),
	ALU("adc", 0x10, RMW),
	ALU("sbb", 0x18, RMW),
	ALU("and", 0x20, RMW),
	ALU("sub", 0x28, RMW),
	ALU("xor", 0x30, RMW),
	ALU("cmp", 0x38, READS),
	{ "test rm8,r8", OP(0x84), -1, MODRM, NO_IMM, 1, READS, 0, 0 },
	{ "test rm,r", OP(0x85), -1, MODRM, NO_IMM, 0, READS, 0, 0 },
	{ "test rm8,i8", OP(0xf6), 0, MODRM, IMM8, 1, READS, 0, 0 },
	{ "test rm,iz", OP(0xf7), 0, MODRM, IMMZ, 0, READS, 0, 0 },
	{ "test rm8,i8 (1)", OP(0xf6), 1, MODRM, IMM8, 1, READS, 0, 0 },
	{ "test rm,iz (1)", OP(0xf7), 1, MODRM, IMMZ, 0, READS, 0, 0 },
	{ "inc rm8", OP(0xfe), 0, MODRM, NO_IMM, 1, UNARY, 0, 0 },
	{ "dec rm8", OP(0xfe), 1, MODRM, NO_IMM, 1, UNARY, 0, 0 },
	{ "inc rm", OP(0xff), 0, MODRM, NO_IMM, 0, UNARY, 0, 0 },
	{ "dec rm", OP(0xff), 1, MODRM, NO_IMM, 0, UNARY, 0, 0 },
	{ "not rm8", OP(0xf6), 2, MODRM, NO_IMM, 1, UNARY, 0, 0 },
	{ "neg rm8", OP(0xf6), 3, MODRM, NO_IMM, 1, UNARY, 0, 0 },
	{ "not rm", OP(0xf7), 2, MODRM, NO_IMM, 0, UNARY, 0, 0 },
	{ "neg rm", OP(0xf7), 3, MODRM, NO_IMM, 0, UNARY, 0, 0 },
	{ "movsb", OP(0xa4), -1, STRING, NO_IMM, 1, "?rw", MMIO_INSN_MOVS, 0, 0 },
	{ "movs", OP(0xa5), -1, STRING, NO_IMM, 0, "?rw", MMIO_INSN_MOVS, 0, 0 },
	{ "stosb", OP(0xaa), -1, STRING, NO_IMM, 1, "w", MMIO_INSN_STOS, 0, 0 },
	{ "stos", OP(0xab), -1, STRING, NO_IMM, 0, "w", MMIO_INSN_STOS, 0, 0 },
	{ "lodsb", OP(0xac), -1, STRING, NO_IMM, 1, "r", MMIO_INSN_LODS, 0, 0 },
	{ "lods", OP(0xad), -1, STRING, NO_IMM, 0, "r", MMIO_INSN_LODS, 0, 0 },
};

/* One random instruction with the state that it starts from. */
struct sample {
	const struct form *form;
	u8 code[24];		/* room for what turns out too long */
	unsigned int len;
	unsigned int width;
	unsigned int count;	/* elements */
	bool rep;
	u32 offset;		/* of the operand in the buffer */
	u64 reg[16];
	u64 flags;
};

static bool have_movbe(void)
{
	unsigned int a, b, c, d;

	return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_MOVBE);
}

static u64 random_value(void)
{
	static const u64 edges[] = {
		0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff,
		0x80000000, 0xffffffff, 0x7fffffffffffffff, 0x8000000000000000,
		0xffffffffffffffff, 0xffffff80, 0x0f, 0x10,
	};

	return chance(30) ? edges[below(ARRAY_SIZE(edges))] : rnd();
}

/* Registers and memory; the operands are placed later. */
static void random_state(struct sample *s)
{
	unsigned int i;

	for (i = 0; i < 16; i++)
		s->reg[i] = random_value();
	s->flags = 0x202 | (rnd() & FLAGS_SEEN);
}

static void fill_memory(struct sample *s)
{
	/* What an operand or a few elements around it can see. */
	u32 from = s->offset > 64 ? s->offset - 64 : 0, i;

	for (i = from; i < from + 128 && i + 8 <= BUF_SIZE; i += 8) {
		u64 value = rnd();

		memcpy(native + i, &value, 8);
	}
	if (chance(50)) {
		u64 value = random_value();

		memcpy(native + s->offset, &value, s->width);
	}
	if (chance(10) && s->form->digit < 0 && s->form->operand == MODRM) {
		/* Equal operands, for the flags. */
		u8 reg = below(16);

		memcpy(native + s->offset, &s->reg[reg], s->width);
	}
}

static u8 *put(u8 *p, u64 value, unsigned int bytes)
{
	memcpy(p, &value, bytes);
	return p + bytes;
}

static unsigned int random_prefixes(struct sample *s, u8 *out, bool *opsize,
				    bool *addr32, bool *rep)
{
	static const u8 segments[] = { 0x26, 0x2e, 0x36, 0x3e };
	unsigned int n = 0;

	*opsize = *addr32 = *rep = false;
	while (n < 4 && chance(n ? 30 : 50)) {
		unsigned int which = below(6);

		if (which == 0 && !s->form->no_66_rep) {
			out[n++] = 0x66;
			*opsize = true;
		} else if (which == 1) {
			out[n++] = 0x67;
			*addr32 = true;
		} else if (which == 2) {
			out[n++] = segments[below(4)];
		} else if (which == 3) {
			out[n++] = 0x40 | below(16);	/* counts only at the end */
		} else if (which >= 4 && !s->form->no_66_rep && !s->form->movbe) {
			/* (F2 makes CRC32 of MOVBE.) */
			u8 byte = which == 4 ? 0xf2 : 0xf3;
			unsigned int i;

			/* Both of them on a string are left to the processor. */
			for (i = 0; i < n; i++)
				if (out[i] == (byte ^ 1))
					byte ^= 1;
			/* Without LOCK they are ignored on the others. */
			out[n++] = byte;
			*rep = true;
		}
	}
	/* A legacy prefix, so that the last REX is not taken for the real one. */
	if (n && (out[n - 1] & 0xf0) == 0x40)
		out[n++] = 0x2e;
	return n;
}

/* Gives registers values such that the operand is at @target. */
static u8 *place_modrm(struct sample *s, u8 *p, u8 digit_or_reg, u8 rex,
		       bool addr32, u64 target)
{
	unsigned int mod = below(3), rm = below(8), scale = below(4);
	u8 modrm_reg = (digit_or_reg & 7) << 3;
	u64 mask = addr32 ? 0xffffffff : ~0ull;
	int base = -1, index = -1;
	unsigned int disp_bytes = mod == 1 ? 1 : mod == 2 ? 4 : 0;
	s64 disp = 0;

	*p++ = mod << 6 | modrm_reg | rm;
	if (rm == 4) {
		u8 i = below(8), b = chance(20) ? 5 : below(8);

		*p++ = scale << 6 | i << 3 | b;
		index = i | (rex & 2) << 2;
		if (index == 4)
			index = -1;
		base = b | (rex & 1) << 3;
		if (b == 5 && mod == 0) {
			base = -1;
			disp_bytes = 4;
		}
	} else if (rm == 5 && mod == 0) {
		/* Relative to the next instruction, which is at stub_end. */
		return put(p, target - (uintptr_t)stub_end, 4);
	} else {
		base = rm | (rex & 1) << 3;
	}

	if (disp_bytes == 1)
		disp = (s8)rnd();
	else if (disp_bytes == 4)
		disp = (s32)rnd();

	if (base >= 0 && base == index) {
		/* x * (1 + scale) + disp; what does not divide moves the operand */
		s64 factor = 1 + (1 << scale);
		s64 x;

		x = ((s64)target - disp) / factor;
		s->reg[base] = x;
		target = x * factor + disp;
		if (addr32)
			s->reg[base] = (u32)x | rnd() << 32;
	} else if (base >= 0) {
		u64 sum = target - disp;

		if (index >= 0)
			sum -= s->reg[index] << scale;
		s->reg[base] = sum & mask;
		if (addr32)
			s->reg[base] |= rnd() << 32;
	} else if (index >= 0) {
		/* Divisible by the scale. */
		disp &= ~7ll;
		target &= ~7ull;
		s->reg[index] = (u64)((s64)(target - disp) >> scale);
		if (addr32)
			s->reg[index] = (u32)s->reg[index] | rnd() << 32;
	} else {
		disp = target;
	}
	s->offset = target - (uintptr_t)native;
	return put(p, disp, disp_bytes);
}

static void try_sample(struct sample *s, const struct form *form)
{
	u64 target = (uintptr_t)native + BUF_SIZE / 2 + below(64);
	unsigned int n, i, opsize, imm_bytes = 0;
	bool op16, addr32, rep;
	u8 rex = 0, *p = s->code;

	memset(s, 0, sizeof(*s));
	s->form = form;
	s->count = 1;
	random_state(s);
	n = random_prefixes(s, p, &op16, &addr32, &rep);
	p += n;
	if (chance(60)) {
		rex = 0x40 | below(16);
		*p++ = rex;
	}
	opsize = rex & 8 ? 8 : op16 ? 2 : 4;
	if (form->width > 0)
		s->width = form->width;
	else if (form->width == 0)
		s->width = opsize;
	else
		s->width = rex & 8 ? 8 : 4;

	memcpy(p, form->opcode, form->opcode_len);
	p += form->opcode_len;

	if (form->imm == IMM8)
		imm_bytes = 1;
	else if (form->imm == IMMZ)
		imm_bytes = opsize == 2 ? 2 : 4;

	/*
	 * At the end of the memory the processor proves that it does not touch
	 * more than this width.
	 */
	if (form->operand != STRING && chance(10))
		target = (uintptr_t)native + BUF_SIZE - s->width;
	s->offset = target - (uintptr_t)native;
	if (form->operand == MODRM) {
		u8 reg = form->digit >= 0 ? (u8)form->digit : (u8)below(8);

		p = place_modrm(s, p, reg, rex, addr32, target);
	} else if (form->operand == MOFFS) {
		p = put(p, target, addr32 ? 4 : 8);
	} else {
		u64 other = (uintptr_t)native + BUF_SIZE / 2 + below(64);

		s->reg[MMIO_REG_SI] = target;
		s->reg[MMIO_REG_DI] = other;
		if (rep) {
			s->rep = true;
			s->count = chance(20) ? 0 : below(12);
			s->reg[MMIO_REG_CX] = s->count;
		}
		if (addr32) {
			s->reg[MMIO_REG_SI] |= rnd() << 32;
			s->reg[MMIO_REG_DI] |= rnd() << 32;
			if (rep)
				s->reg[MMIO_REG_CX] |= rnd() << 32;
		}
	}
	for (i = 0; i < imm_bytes; i++)
		*p++ = chance(50) ? rnd() : chance(50) ? 0xff : 0;
	s->len = p - s->code;
}

static void random_sample(struct sample *s, const struct form *form)
{
	do
		try_sample(s, form);
	while (s->len > MMIO_INSN_MAX || s->offset > BUF_SIZE - s->width);
	fill_memory(s);
}

/* --- comparing --- */

static void to_pt_regs(const struct sample *s, unsigned long *regs)
{
	unsigned int i;

	for (i = 0; i < PT_WORDS; i++)
		regs[i] = 0x5a5a0000 + i;
	for (i = 0; i < 16; i++)
		regs[mmio_reg_offset[i]] = s->reg[i];
	regs[MMIO_PT_IP] = (uintptr_t)stub_end - s->len;
	regs[MMIO_PT_FLAGS] = s->flags;
}

static void complain(const struct sample *s, const char *what, u64 want, u64 got)
{
	unsigned int i;

	print_error("%s: %s: processor %#llx, emulator %#llx, flags before %#llx, bytes",
		    s->form->name, what, (unsigned long long)want,
		    (unsigned long long)got, (unsigned long long)s->flags);
	for (i = 0; i < s->len; i++)
		print_error(" %02x", s->code[i]);
	print_error("\n");
}

static bool same(const struct sample *s, const char *what, u64 want, u64 got)
{
	if (want == got)
		return true;
	complain(s, what, want, got);
	return false;
}

/* Processor state in ctx and native, emulator's in @regs and copy. */
static bool same_state(const struct sample *s, const unsigned long *regs)
{
	static const char *const names[] = {
		"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8",
		"r9", "r10", "r11", "r12", "r13", "r14", "r15",
	};
	bool ok = true;
	unsigned int i;

	for (i = 0; i < 16; i++)
		ok &= same(s, names[i], ctx->reg[i], regs[mmio_reg_offset[i]]);
	ok &= same(s, "flags", ctx->flags & FLAGS_SEEN,
		   regs[MMIO_PT_FLAGS] & FLAGS_SEEN);
	/* Nothing that the processor keeps to itself has been touched. */
	ok &= same(s, "other flags", s->flags & ~FLAGS_SEEN,
		   regs[MMIO_PT_FLAGS] & ~FLAGS_SEEN);
	ok &= same(s, "orig_rax", 0x5a5a0000 + 15, regs[15]);
	ok &= same(s, "cs", 0x5a5a0000 + 17, regs[17]);
	ok &= same(s, "ss", 0x5a5a0000 + 20, regs[20]);
	if (memcmp(native, copy, BUF_SIZE)) {
		for (i = 0; i < BUF_SIZE && native[i] == copy[i]; i++)
			;
		complain(s, "memory", native[i], copy[i]);
		ok = false;
	}
	return ok;
}

/* Exactly the accesses of the form, of its width, element after element. */
static bool expected_accesses(const struct sample *s, const struct bus *bus)
{
	const unsigned int per = strlen(s->form->access);
	bool ok = !bus->bad;
	unsigned int i;

	ok &= same(s, "number of accesses", per * s->count, bus->count);
	for (i = 0; ok && i < bus->count; i++) {
		ok &= same(s, "type of access", s->form->access[i % per],
			   bus->log[i].type);
		ok &= same(s, "width of access", s->width, bus->log[i].width);
		if (s->form->operand != STRING)
			ok &= same(s, "place of access", s->offset, bus->log[i].offset);
	}
	if (!ok)
		complain(s, "accesses", per * s->count, bus->count);
	return ok;
}

static void start_native(const struct sample *s)
{
	memcpy(ctx->reg, s->reg, sizeof(s->reg));
	ctx->flags = s->flags;
	run_native(s->code, s->len);
}

static bool decode(const struct sample *s, struct mmio_insn *insn)
{
	bool ok = true;

	ok &= same(s, "decode", 0, mmio_insn_decode(insn, s->code, s->len));
	ok &= same(s, "length", s->len, insn->len);
	ok &= same(s, "kind", s->form->kind, insn->kind);
	return ok;
}

static bool check(const struct sample *s)
{
	unsigned long regs[PT_WORDS];
	struct bus bus = { .count = 0 };
	struct mmio_insn insn;
	bool ok;

	memcpy(copy, native, BUF_SIZE);
	to_pt_regs(s, regs);
	if (!decode(s, &insn))
		return false;
	if (s->form->operand == MODRM)
		if (!same(s, "address", (uintptr_t)native + s->offset,
			  mmio_insn_address(&insn, regs)))
			return false;

	start_native(s);
	ok = same(s, "return", 0, mmio_insn_exec(&insn, regs, &bus, ~0u));
	ok &= same(s, "ip", (uintptr_t)stub_end, regs[MMIO_PT_IP]);
	ok &= same_state(s, regs);
	ok &= expected_accesses(s, &bus);
	return ok;
}

static void test_against_processor(void **state)
{
	const u64 cases = env_number("INSN_CASES", 2000000);
	const bool movbe = have_movbe();
	unsigned int failed = 0;
	struct sample s;
	u64 i;

	(void)state;
	rng_state = env_number("INSN_SEED", 20240611);
	print_message("INSN_SEED=%llu INSN_CASES=%llu%s\n",
		      (unsigned long long)rng_state, (unsigned long long)cases,
		      movbe ? "" : ", no MOVBE here");
	for (i = 0; i < cases && failed < 10; i++) {
		/* All of them in turn first, so that none is left out. */
		unsigned int which = i < 100000 ? i % ARRAY_SIZE(forms) :
						  below(ARRAY_SIZE(forms));

		if (forms[which].movbe && !movbe)
			continue;
		random_sample(&s, &forms[which]);
		if (!check(&s))
			failed++;
	}
	assert_int_equal(failed, 0);
}

/* A random REP string whose processor state is in ctx and native afterwards. */
static bool rep_sample(struct sample *s, u8 *before)
{
	const struct form *form = &forms[below(ARRAY_SIZE(forms))];

	if (form->operand != STRING)
		return false;
	random_sample(s, form);
	if (!s->rep)
		return false;
	memcpy(before, native, BUF_SIZE);
	start_native(s);
	return true;
}

static void test_chunks(void **state)
{
	static u8 before[BUF_SIZE];
	unsigned int n = 0;

	(void)state;
	rng_state = env_number("INSN_SEED", 20240611) + 1;
	while (n < 5000) {
		unsigned int chunk;
		struct mmio_insn insn;
		struct sample s;

		if (!rep_sample(&s, before))
			continue;
		n++;
		assert_true(decode(&s, &insn));
		for (chunk = 1; chunk <= s.count + 1; chunk++) {
			unsigned long regs[PT_WORDS], start;
			unsigned int calls = 0, want;
			struct bus bus = { .count = 0 };

			memcpy(copy, before, BUF_SIZE);
			to_pt_regs(&s, regs);
			start = regs[MMIO_PT_IP];
			do {
				struct bus part = { .count = 0 };

				assert_int_equal(mmio_insn_exec(&insn, regs, &part, chunk), 0);
				assert_true(part.count <= chunk * strlen(s.form->access));
				memcpy(bus.log + bus.count, part.log,
				       part.count * sizeof(part.log[0]));
				bus.count += part.count;
				bus.bad |= part.bad;
				calls++;
			} while (regs[MMIO_PT_IP] == start && calls < 100);
			/* The last element ends the instruction in the same call. */
			want = s.count ? (s.count + chunk - 1) / chunk : 1;
			assert_int_equal(calls, want);
			assert_int_equal(regs[MMIO_PT_IP], (uintptr_t)stub_end);
			assert_true(same_state(&s, regs));
			assert_true(expected_accesses(&s, &bus));
		}
	}
}

/*
 * Each access of an instruction fails once. What is left has to be the state
 * after the elements before it, so that running it again ends as it should.
 */
static void test_bus_errors(void **state)
{
	static u8 before[BUF_SIZE];
	unsigned int n = 0;

	(void)state;
	rng_state = env_number("INSN_SEED", 20240611) + 2;
	while (n < 20000) {
		const struct form *form = &forms[below(ARRAY_SIZE(forms))];
		const unsigned int per = strlen(form->access);
		unsigned long regs[PT_WORDS], want[PT_WORDS];
		unsigned int fail, i;
		struct mmio_insn insn;
		struct sample s;

		if (form->movbe && !have_movbe())
			continue;
		random_sample(&s, form);
		n++;
		memcpy(before, native, BUF_SIZE);
		assert_true(decode(&s, &insn));
		start_native(&s);

		for (fail = 1; fail <= per * s.count; fail++) {
			const unsigned int done = (fail - 1) / per;
			struct bus bus = { .fail_at = fail };
			struct bus prefix = { .count = 0 }, rest = { .count = 0 };
			static u8 memory[BUF_SIZE];

			/* The state before the element that fails. */
			memcpy(copy, before, BUF_SIZE);
			to_pt_regs(&s, want);
			if (done)
				assert_int_equal(mmio_insn_exec(&insn, want, &prefix, done), 0);
			memcpy(memory, copy, BUF_SIZE);

			memcpy(copy, before, BUF_SIZE);
			to_pt_regs(&s, regs);
			assert_int_equal(mmio_insn_exec(&insn, regs, &bus, ~0u), FAULT);
			assert_false(bus.bad);
			assert_int_equal(bus.count, fail);
			assert_memory_equal(regs, want, sizeof(regs));
			assert_memory_equal(copy, memory, BUF_SIZE);
			assert_int_equal(regs[MMIO_PT_IP], (uintptr_t)stub_end - s.len);

			/* When the target is not ready, the device was not read. */
			if (bus.log[fail - 1].type == '?')
				for (i = done * per; i < bus.count; i++)
					assert_int_not_equal(bus.log[i].type, 'r');

			/* Once more, without the error. */
			assert_int_equal(mmio_insn_exec(&insn, regs, &rest, ~0u), 0);
			assert_int_equal(regs[MMIO_PT_IP], (uintptr_t)stub_end);
			assert_true(same_state(&s, regs));
		}
	}
}

/* RF is for one instruction; after an error or a chunk it is the same one. */
static void test_resume_flag(void **state)
{
	static const u8 load[] = { 0x8b, 0x00 }, movs[] = { 0xf3, 0xa4 };
	unsigned long regs[PT_WORDS] = { 0 };
	struct bus bus = { .fail_at = 1 };
	struct mmio_insn insn;

	(void)state;
	assert_int_equal(mmio_insn_decode(&insn, load, 2), 0);
	regs[mmio_reg_offset[MMIO_REG_AX]] = (uintptr_t)native;
	regs[MMIO_PT_FLAGS] = FLAG_RF | 0x202;
	assert_int_equal(mmio_insn_exec(&insn, regs, &bus, 1), FAULT);
	assert_int_equal(regs[MMIO_PT_FLAGS], FLAG_RF | 0x202);
	assert_int_equal(mmio_insn_exec(&insn, regs, &bus, 1), 0);
	assert_int_equal(regs[MMIO_PT_FLAGS], 0x202);

	assert_int_equal(mmio_insn_decode(&insn, movs, 2), 0);
	regs[mmio_reg_offset[MMIO_REG_SI]] = (uintptr_t)native;
	regs[mmio_reg_offset[MMIO_REG_DI]] = (uintptr_t)native + 64;
	regs[mmio_reg_offset[MMIO_REG_CX]] = 2;
	regs[MMIO_PT_FLAGS] = FLAG_RF | 0x202;
	assert_int_equal(mmio_insn_exec(&insn, regs, &bus, 1), 0);
	assert_int_equal(regs[MMIO_PT_FLAGS], FLAG_RF | 0x202);
	assert_int_equal(mmio_insn_exec(&insn, regs, &bus, 1), 0);
	assert_int_equal(regs[MMIO_PT_FLAGS], 0x202);
}

static void test_other_is_refused(void **state)
{
	static const u8 xchg[] = { 0x87, 0x08 };
	unsigned long regs[PT_WORDS] = { 0 }, zero[PT_WORDS] = { 0 };
	struct bus bus = { .count = 0 };
	struct mmio_insn insn;

	(void)state;
	assert_int_equal(mmio_insn_decode(&insn, xchg, 2), 0);
	assert_int_equal(mmio_insn_exec(&insn, regs, &bus, 1), -EINVAL);
	assert_int_equal(bus.count, 0);
	assert_memory_equal(regs, zero, sizeof(regs));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_processor),
		cmocka_unit_test(test_chunks),
		cmocka_unit_test(test_bus_errors),
		cmocka_unit_test(test_resume_flag),
		cmocka_unit_test(test_other_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
