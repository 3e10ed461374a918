// SPDX-License-Identifier: GPL-2.0
/*
 * mmio_insn_exec() against the processor, on what tests/differential offers: a
 * short run of all forms, strings in chunks, errors of the bus, and what has to
 * be left to the processor.
 *
 * INSN_SEED and INSN_CASES in the environment change the random numbers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "bounce.h"
#include "compare.h"
#include "extent.h"
#include "random.h"

static int setup(void **state)
{
	(void)state;
	machine_setup();
	return 0;
}

static void start(unsigned int offset)
{
	/* cmocka has handlers of its own, set for each test. */
	machine_catch_signals();
	random_state = env_number("INSN_SEED", 20240611) + offset;
}

/* Not every processor has all of them. */
static bool supported(const struct form *form)
{
	static signed char known[256];
	const unsigned int i = form - forms;
	struct sample s;

	assert_true(i < ARRAY_SIZE(known));
	if (!known[i]) {
		random_sample(&s, form);
		known[i] = start_native(&s).signal == SIGILL ? -1 : 1;
		if (known[i] < 0)
			print_message("%s is unknown here\n", form->name);
	}
	return known[i] > 0;
}

static void test_against_processor(void **state)
{
	const u64 cases = env_number("INSN_CASES", 1000000);
	unsigned int failed = 0;
	struct sample s;
	u64 i;

	(void)state;
	start(0);
	print_message("INSN_SEED=%llu INSN_CASES=%llu\n",
		      (unsigned long long)random_state, (unsigned long long)cases);
	for (i = 0; i < cases && failed < 10; i++) {
		const struct form *form = &forms[i % forms_count];

		if (!supported(form))
			continue;
		random_sample(&s, form);
		if (!check_sample(&s))
			failed++;
	}
	assert_int_equal(failed, 0);
}

/* A random REP string; the processor's state afterwards is in *machine. */
static bool rep_sample(struct sample *s, u8 *before)
{
	const struct form *form = &forms[below(forms_count)];

	if (form->operand != OPERAND_STRING)
		return false;
	random_sample(s, form);
	if (!s->rep)
		return false;
	memcpy(before, machine_memory, BUF_SIZE);
	assert_int_equal(start_native(s).signal, 0);
	return true;
}

static void test_chunks(void **state)
{
	static u8 before[BUF_SIZE];
	unsigned int n = 0;

	(void)state;
	start(1);
	while (n < 5000) {
		unsigned int chunk;
		struct mmio_insn insn;
		struct sample s;

		if (!rep_sample(&s, before))
			continue;
		n++;
		assert_true(decode_sample(&s, &insn));
		for (chunk = 1; chunk <= s.count + 1; chunk++) {
			unsigned long regs[PT_WORDS], start;
			unsigned int calls = 0, want;
			struct bus bus = { .count = 0 };

			memcpy(emulated, before, BUF_SIZE);
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
			assert_int_equal(regs[MMIO_PT_IP], (uintptr_t)machine_end);
			assert_true(same_state(&s, regs));
			assert_true(same_accesses(&s, &bus));
		}
	}
}

/* One access of an instruction fails: the @fail-th of those that can. */
static void fail_once(struct sample *s, const struct mmio_insn *insn, const u8 *before,
		      unsigned int fail)
{
	const unsigned int per = strlen(s->form->access), done = (fail - 1) / per;
	struct bus bus = { .fail_at = fail };
	struct bus prefix = { .count = 0 }, rest = { .count = 0 };
	unsigned long regs[PT_WORDS], want[PT_WORDS];
	static u8 memory[BUF_SIZE];
	char failed;

	/* The state before the element that fails. */
	memcpy(emulated, before, BUF_SIZE);
	to_pt_regs(s, want);
	if (done)
		assert_int_equal(mmio_insn_exec(insn, want, &prefix, done), 0);
	memcpy(memory, emulated, BUF_SIZE);

	memcpy(emulated, before, BUF_SIZE);
	to_pt_regs(s, regs);
	assert_int_equal(mmio_insn_exec(insn, regs, &bus, ~0u), FAULT);
	assert_false(bus.bad);
	assert_false(bus.locked);
	assert_int_equal(bus.tries, fail);
	assert_memory_equal(regs, want, sizeof(regs));
	assert_memory_equal(emulated, memory, BUF_SIZE);
	assert_int_equal(regs[MMIO_PT_IP], (uintptr_t)machine_end - s->len);

	/* What was only asked for is the first of its element: nothing was read. */
	failed = bus.log[bus.count - 1].type;
	if (failed == '?' || failed == '=')
		assert_int_equal((fail - 1) % per, 0);

	/* Once more, without the error. */
	assert_int_equal(mmio_insn_exec(insn, regs, &rest, ~0u), 0);
	assert_true(same_state(s, regs));
}

static void test_bus_errors(void **state)
{
	static u8 before[BUF_SIZE];
	unsigned int n = 0;

	(void)state;
	start(2);
	while (n < 20000) {
		const struct form *form = &forms[below(forms_count)];
		struct mmio_insn insn;
		unsigned int fail;
		struct sample s;

		if (!supported(form))
			continue;
		random_sample(&s, form);
		if (refused(&s))
			continue;
		n++;
		memcpy(before, machine_memory, BUF_SIZE);
		assert_true(decode_sample(&s, &insn));
		assert_int_equal(start_native(&s).signal, 0);
		for (fail = 1; fail <= strlen(form->access) * s.count; fail++)
			fail_once(&s, &insn, before, fail);
	}
}

/* Width and access of everything that this processor knows, a part of it here. */
static void test_extents(void **state)
{
	struct extents x;

	(void)state;
	start(3);
	x = check_extents(below(17), 17, false);
	print_message("%lu executed, width of %lu proved, of %lu by alignment\n", x.executed,
		      x.exact, x.aligned);
	assert_int_equal(x.wrong, 0);
	/* 567 with SSE3 alone, 2,198 with AVX-512. */
	assert_true(x.exact > 400);
}

/* Which operand of CMPS is read first: RDI's, as AMD's Zen 4 and QEMU do. */
static void test_compare_order(void **state)
{
	static const u8 cmps[] = { 0xa6 };
	unsigned long regs[PT_WORDS] = { 0 };
	struct bus bus = { .count = 0 };
	struct mmio_insn insn;
	struct fault fault;

	(void)state;
	start(0);
	machine->reg[MMIO_REG_SI] = 0x30000000;		/* nothing is there */
	machine->reg[MMIO_REG_DI] = 0x31000000;
	machine->flags = 0x202;
	fault = machine_run(cmps, sizeof(cmps), false);
	assert_int_equal(fault.signal, SIGSEGV);

	assert_int_equal(mmio_insn_decode(&insn, cmps, sizeof(cmps)), 0);
	regs[mmio_reg_offset[MMIO_REG_SI]] = (uintptr_t)machine_memory + 8;
	regs[mmio_reg_offset[MMIO_REG_DI]] = (uintptr_t)machine_memory + 64;
	assert_int_equal(mmio_insn_exec(&insn, regs, &bus, 1), 0);
	assert_int_equal(bus.count, 3);
	assert_int_equal(bus.log[0].offset, 8);
	assert_int_equal(bus.log[1].offset, 64);
	if (fault.address != 0x31000000)
		print_message("this processor reads the other operand of CMPS first\n");
}

/* What is left to the processor, on a buffer: the way of the module. */
static void test_on_a_buffer(void **state)
{
	unsigned int tries, agreed = 0;

	(void)state;
	start(4);
	for (tries = 0; tries < 200000 && agreed < 2000; tries++) {
		const int ok = check_bounce();

		assert_int_not_equal(ok, 0);
		agreed += ok > 0;
	}
	assert_true(agreed >= 500);
}

/* RF is for one instruction; after an error or a chunk it is the same one. */
static void test_resume_flag(void **state)
{
	static const u8 load[] = { 0x8b, 0x00 }, movs[] = { 0xf3, 0xa4 }, jmp[] = { 0xff, 0x20 };
	unsigned long regs[PT_WORDS] = { 0 };
	struct bus bus = { .fail_at = 1 };
	struct mmio_insn insn;

	(void)state;
	assert_int_equal(mmio_insn_decode(&insn, load, 2), 0);
	regs[mmio_reg_offset[MMIO_REG_AX]] = (uintptr_t)machine_memory;
	regs[MMIO_PT_FLAGS] = FLAG_RF | 0x202;
	assert_int_equal(mmio_insn_exec(&insn, regs, &bus, 1), FAULT);
	assert_int_equal(regs[MMIO_PT_FLAGS], FLAG_RF | 0x202);
	assert_int_equal(mmio_insn_exec(&insn, regs, &bus, 1), 0);
	assert_int_equal(regs[MMIO_PT_FLAGS], 0x202);

	assert_int_equal(mmio_insn_decode(&insn, jmp, 2), 0);
	regs[MMIO_PT_FLAGS] = FLAG_RF | 0x202;
	regs[mmio_reg_offset[MMIO_REG_AX]] = (uintptr_t)machine_memory;
	assert_int_equal(mmio_insn_exec(&insn, regs, &bus, 1), 0);
	assert_int_equal(regs[MMIO_PT_FLAGS], 0x202);

	assert_int_equal(mmio_insn_decode(&insn, movs, 2), 0);
	regs[mmio_reg_offset[MMIO_REG_SI]] = (uintptr_t)machine_memory;
	regs[mmio_reg_offset[MMIO_REG_DI]] = (uintptr_t)machine_memory + 64;
	regs[mmio_reg_offset[MMIO_REG_CX]] = 2;
	regs[MMIO_PT_FLAGS] = FLAG_RF | 0x202;
	assert_int_equal(mmio_insn_exec(&insn, regs, &bus, 1), 0);
	assert_int_equal(regs[MMIO_PT_FLAGS], FLAG_RF | 0x202);
	assert_int_equal(mmio_insn_exec(&insn, regs, &bus, 1), 0);
	assert_int_equal(regs[MMIO_PT_FLAGS], 0x202);
}

static void test_other_is_refused(void **state)
{
	static const u8 movups[] = { 0x0f, 0x10, 0x08 };
	unsigned long regs[PT_WORDS] = { 0 }, zero[PT_WORDS] = { 0 };
	struct bus bus = { .count = 0 };
	struct mmio_insn insn;

	(void)state;
	assert_int_equal(mmio_insn_decode(&insn, movups, sizeof(movups)), 0);
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
		cmocka_unit_test(test_extents),
		cmocka_unit_test(test_compare_order),
		cmocka_unit_test(test_on_a_buffer),
		cmocka_unit_test(test_resume_flag),
		cmocka_unit_test(test_other_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
