// SPDX-License-Identifier: GPL-2.0
/*
 * What tests/differential does where processors differ: by what others than this
 * one say of themselves, and do.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "compare.h"
#include "encodings.h"
#include "extent.h"
#include "insn_bytes.h"

#define OSXSAVE		0x08000000
#define MAX_ROWS	12

struct processor {
	const char *name;
	struct cpuid_row rows[MAX_ROWS];
	u64 xcr0;
	struct vectors want;
	bool contradiction;
};

#define AVX_ROW		{ 0xd, 2, 0x100, 0x240, 0, 0 }
/* Intel left room for MPX, AMD did not. */
#define AVX512_INTEL	{ 0xd, 5, 0x40, 0x440, 0, 0 }, { 0xd, 6, 0x200, 0x480, 0, 0 }, \
			{ 0xd, 7, 0x400, 0x680, 0, 0 }
#define AVX512_AMD	{ 0xd, 5, 0x40, 0x340, 0, 0 }, { 0xd, 6, 0x200, 0x380, 0, 0 }, \
			{ 0xd, 7, 0x400, 0x580, 0, 0 }

static const struct processor processors[] = {
	{ "SSE2 only", { { 1, 0, 0xf4a, 0, 0x2001, 0x78bfbff } }, 0,
	  { 3, 576, 0, false }, false },
	{ "XSAVE that the system does not use", { { 1, 0, 0, 0, 0x04000000, 0 } }, 0,
	  { 3, 576, 0, false }, false },
	{ "Haswell",
	  { { 1, 0, 0x306c3, 0, 0x7ffafbff, 0 }, { 0xd, 0, 7, 0x340, 0x340, 0 }, AVX_ROW }, 7,
	  { 7, 0x340, 0, true }, false },
	{ "Skylake-SP, with MPX",
	  { { 1, 0, 0x50654, 0, 0x7ffefbff, 0 }, { 0xd, 0, 0x2ff, 0xa88, 0xa88, 0 }, AVX_ROW,
	    { 0xd, 3, 0x40, 0x3c0, 0, 0 }, { 0xd, 4, 0x40, 0x400, 0, 0 }, AVX512_INTEL,
	    { 0xd, 9, 8, 0xa80, 0, 0 } }, 0x2ff,
	  { 0xe7, 0xa80, 0x440, true }, false },
	{ "Sapphire Rapids, with AMX",
	  { { 1, 0, 0x806f8, 0, 0x7ffefbff, 0 }, { 0xd, 0, 0x602e7, 0x2b00, 0x2b00, 0 }, AVX_ROW,
	    AVX512_INTEL, { 0xd, 9, 8, 0xa80, 0, 0 }, { 0xd, 11, 0x10, 0, 1, 0 },
	    { 0xd, 12, 0x18, 0, 1, 0 }, { 0xd, 17, 0x40, 0xac0, 2, 0 },
	    { 0xd, 18, 0x2000, 0xb00, 6, 0 } }, 0x602e7,
	  { 0xe7, 0xa80, 0x440, true }, false },
	{ "with APX, in the place of MPX",
	  { { 1, 0, 0, 0, OSXSAVE, 0 }, { 0xd, 0, 0xe02e7, 0x2b00, 0x2b00, 0 }, AVX_ROW,
	    AVX512_INTEL, { 0xd, 9, 8, 0xa80, 0, 0 }, { 0xd, 17, 0x40, 0xac0, 2, 0 },
	    { 0xd, 18, 0x2000, 0xb00, 6, 0 }, { 0xd, 19, 0x80, 0x3c0, 0, 0 } }, 0xe02e7,
	  { 0xe7, 0xa80, 0x440, true }, false },
	{ "Zen 4",
	  { { 1, 0, 0xa10f11, 0, 0x7efa320b, 0 }, { 0xd, 0, 0x2e7, 0x988, 0x988, 0 }, AVX_ROW,
	    AVX512_AMD, { 0xd, 9, 8, 0x980, 0, 0 }, { 0xd, 12, 0x18, 0, 1, 0 } }, 0x2e7,
	  { 0xe7, 0x980, 0x340, true }, false },
	{ "Zen 4, AVX-512 switched off by the system",
	  { { 1, 0, 0xa10f11, 0, 0x7efa320b, 0 }, { 0xd, 0, 0x2e7, 0x340, 0x988, 0 }, AVX_ROW,
	    AVX512_AMD }, 7,
	  { 7, 0x340, 0, true }, false },
	{ "a row is missing",
	  { { 1, 0, 0, 0, OSXSAVE, 0 }, { 0xd, 0, 0xe7, 0x980, 0x980, 0 }, AVX_ROW }, 0xe7,
	  { 0 }, true },
	{ "no size", { { 1, 0, 0, 0, OSXSAVE, 0 }, { 0xd, 2, 0, 0, 0, 0 } }, 7, { 0 }, true },
	{ "no SSE", { { 1, 0, 0, 0, OSXSAVE, 0 } }, 1, { 0 }, true },
	{ "no leaf 1", { { 0 } }, 0, { 0 }, true },
};

/* What is saved is what is enabled of that which is looked at, and no more. */
static void test_chosen_vectors(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(processors); i++) {
		const struct processor *p = &processors[i];
		struct vectors v;

		print_message("%s\n", p->name);
		assert_int_equal(choose_vectors(&v, p->rows, MAX_ROWS, p->xcr0),
				 !p->contradiction);
		if (p->contradiction)
			continue;
		assert_int_equal(v.features, p->want.features);
		assert_int_equal(v.size, p->want.size);
		assert_int_equal(v.opmask, p->want.opmask);
		assert_int_equal(v.xsave, p->want.xsave);
	}
}

/* What is loaded is what is there, and is saved: all of the area. */
static void test_vectors_here(void **state)
{
	static const u8 nop[] = { 0x90 };
	u8 *loaded;
	u32 i;

	(void)state;
	print_message("features %#llx, %u bytes\n", (unsigned long long)vectors.features,
		      vectors.size);
	loaded = allocate_vectors();
	for (i = LEGACY_SIZE + HEADER_SIZE; i < vectors.size; i++)
		loaded[i] = i * 7 + 1;
	/* Without AVX512BW masks have 16 bits. */
	for (i = vectors.opmask; i && i < vectors.opmask + 64; i++)
		loaded[i] = i & 6 ? 0 : loaded[i];
	for (i = 160; i < 416; i++)		/* XMM registers */
		loaded[i] = i * 5 + 1;
	memcpy(loaded, machine_vectors, 32);
	memcpy(loaded + LEGACY_SIZE, &vectors.features, 8);
	memcpy(machine_vectors, loaded, vectors.size);
	assert_int_equal(machine_run(nop, 1, true).signal, 0);
	assert_memory_equal(machine_vectors + 160, loaded + 160, 256);
	assert_memory_equal(machine_vectors + LEGACY_SIZE + HEADER_SIZE,
			    loaded + LEGACY_SIZE + HEADER_SIZE,
			    vectors.size - LEGACY_SIZE - HEADER_SIZE);
	free(loaded);
}

static const struct form *form_of(u8 opcode)
{
	unsigned int i;

	for (i = 0; i < forms_count; i++)
		if (forms[i].operand == OPERAND_STRING && forms[i].opcode[0] == opcode)
			return &forms[i];
	fail();
	return NULL;
}

static bool is_pointer(unsigned int reg)
{
	return reg == MMIO_REG_SI || reg == MMIO_REG_DI;
}

/* REP with addresses of 32 bits and ECX = 0, as AMD's and as Intel's do it. */
static void test_empty_strings(void **state)
{
	static const struct {
		const char *code;
		bool clears_pointers;	/* Sapphire Rapids: MOVS and STOS */
	} rows[] = {
		{ "f3 67 aa", true },
		{ "67 f3 ac", false },
		{ "f3 67 a4", true },
		{ "f2 66 67 a7", false },
	};
	unsigned int i, reg;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		unsigned long regs[PT_WORDS];
		struct bus bus = { .count = 0 };
		struct sample s = { .rep = true, .addr32 = true };
		struct mmio_insn insn;

		s.len = parse(rows[i].code, s.code, sizeof(s.code));
		s.form = form_of(s.code[s.len - 1]);
		for (reg = 0; reg < 16; reg++)
			s.reg[reg] = 0x1122334455667788 + reg;
		s.reg[MMIO_REG_CX] = 0x1122334400000000;
		assert_int_equal(mmio_insn_decode(&insn, s.code, s.len), 0);
		to_pt_regs(&s, regs);
		assert_int_equal(mmio_insn_exec(&insn, regs, &bus, ~0u), 0);
		assert_int_equal(bus.count, 0);
		for (reg = 0; reg < 16; reg++) {
			const bool cleared = reg == MMIO_REG_CX ||
					     (rows[i].clears_pointers && is_pointer(reg));
			const u64 now = regs[mmio_reg_offset[reg]], low = (u32)s.reg[reg];
			const bool free = reg == MMIO_REG_CX || is_pointer(reg);

			assert_true(same_register(&s, reg, s.reg[reg], now));
			if (cleared)
				assert_true(same_register(&s, reg, low, now));
			/* All else is still demanded. */
			assert_false(same_register(&s, reg, s.reg[reg] + 1, now));
			assert_false(same_register(&s, reg, low + 1, now));
			assert_false(same_register(&s, reg, s.reg[reg], low));
			if (!free)
				assert_false(same_register(&s, reg, low, now));
			s.addr32 = false;
			assert_false(same_register(&s, reg, low, now));
			s.addr32 = true;
		}
		s.reg[MMIO_REG_CX]++;
		assert_false(same_register(&s, MMIO_REG_SI, (u32)s.reg[MMIO_REG_SI],
					   s.reg[MMIO_REG_SI]));
	}
}

/* BSF of 0: the register stays as it is, or loses its upper half; no other. */
static void test_bit_not_found(void **state)
{
	static const u8 bsf[] = { 0x0f, 0xbc, 0x03 };		/* EAX */
	const u64 before = 0x1122334455667788;
	struct sample s = { .width = 4, .len = sizeof(bsf) };
	unsigned int i, reg;

	(void)state;
	for (i = 0; i < forms_count; i++)
		if (forms[i].kind == MMIO_INSN_BITSCAN)
			s.form = &forms[i];
	memcpy(s.code, bsf, sizeof(bsf));
	for (reg = 0; reg < 16; reg++)
		s.reg[reg] = before;
	assert_true(same_register(&s, MMIO_REG_AX, before, before));
	assert_true(same_register(&s, MMIO_REG_AX, (u32)before, before));
	assert_false(same_register(&s, MMIO_REG_AX, 5, before));
	assert_false(same_register(&s, MMIO_REG_AX, (u32)before, 5));
	assert_false(same_register(&s, MMIO_REG_CX, (u32)before, before));
	s.width = 8;
	assert_false(same_register(&s, MMIO_REG_AX, (u32)before, before));
}

/* MOVDIR64B: its other address may be the base. */
static void test_two_addresses(void **state)
{
	static const struct {
		const char *code;
		u32 touched;
	} rows[] = {
		{ "66 40 0f 38 f8 1b", MMIO_F_READS | MMIO_F_WRITES },
		{ "66 48 0f 38 f8 1b", MMIO_F_READS | MMIO_F_WRITES },
		{ "66 40 0f 38 f8 03", MMIO_F_READS },
		{ "66 44 0f 38 f8 1b", MMIO_F_READS },		/* R11 */
		{ "48 8b 1b", MMIO_F_READS },
		{ "48 89 1b", MMIO_F_WRITES },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		u8 code[MMIO_INSN_MAX];
		const unsigned int len = parse(rows[i].code, code, sizeof(code));
		struct mmio_insn insn;

		assert_int_equal(mmio_insn_decode(&insn, code, len), 0);
		assert_int_equal(touches(&insn, MMIO_REG_BX), rows[i].touched);
	}
}

/* Instructions whose registers nobody saves are not run. */
static void test_left_alone(void **state)
{
	static const struct {
		struct encoding e;
		bool left;
	} rows[] = {
		{ { FORM_VEX, .map = 2, .pp = 0, .op = 0x49 }, true },	/* LDTILECFG */
		{ { FORM_VEX, .map = 2, .pp = 3, .op = 0x4b }, true },	/* TILELOADD */
		{ { FORM_VEX, .map = 1, .op = 0x6f }, false },		/* VMOVDQA */
		{ { FORM_EVEX, .map = 2, .op = 0x4c }, false },		/* VRCP14PS */
		{ { FORM_LEGACY, .map = 1, .op = 0xae, .ext = 5 }, true },	/* XRSTOR */
		{ { FORM_LEGACY, .map = 1, .op = 0xae, .ext = 4 }, false },	/* XSAVE */
		{ { FORM_LEGACY, 0xf3, .map = 1, .op = 0xae, .ext = 6 }, true },	/* CLRSSBSY */
		{ { FORM_LEGACY, 0x66, .map = 1, .op = 0xae, .ext = 6 }, false },	/* CLWB */
		{ { FORM_LEGACY, 0xf3, .map = 1, .op = 0x01, .ext = 5 }, true },	/* RSTORSSP */
		{ { FORM_LEGACY, .map = 0, .op = 0x8e }, true },	/* MOV to a segment */
		{ { FORM_LEGACY, .map = 2, .op = 0x49 }, false },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(runs_away(&rows[i].e), rows[i].left);
	assert_true(newer_than_decoder(&(struct encoding){ FORM_LEGACY, .op = 0xd5 }));
	assert_false(newer_than_decoder(&(struct encoding){ FORM_LEGACY, .op = 0xd4 }));
}

static int setup(void **state)
{
	(void)state;
	machine_setup();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chosen_vectors),
		cmocka_unit_test(test_vectors_here),
		cmocka_unit_test(test_empty_strings),
		cmocka_unit_test(test_bit_not_found),
		cmocka_unit_test(test_two_addresses),
		cmocka_unit_test(test_left_alone),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
