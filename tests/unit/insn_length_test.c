// SPDX-License-Identifier: GPL-2.0
/*
 * Lengths that mmio_insn_decode() finds, against libcapstone and against the
 * processor, on random bytes.
 *
 * INSN_SEED and INSN_CASES in the environment change the random bytes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "insn_bytes.h"
#include "insn_capstone.h"
#include "length.h"
#include "machine.h"
#include "random.h"

static int setup(void **state)
{
	(void)state;
	machine_setup();
	return 0;
}

/* Each row of the table of capstone's errors, and where it can be done, executed. */
static void test_capstone_bugs(void **state)
{
	cs_insn *second;
	unsigned int i;
	csh handle;

	(void)state;
	assert_int_equal(cs_open(CS_ARCH_X86, CS_MODE_64, &handle), CS_ERR_OK);
	second = cs_malloc(handle);
	for (i = 0; i < ARRAY_SIZE(capstone_bugs); i++) {
		const struct capstone_bug *bug = &capstone_bugs[i];
		u8 code[MMIO_INSN_MAX] = { 0 };
		const unsigned int n = parse(bug->example, code, sizeof(code));
		struct mmio_insn insn;

		assert_int_equal(n, bug->bytes);
		assert_true(capstone_is_wrong(code, n));
		assert_int_equal(mmio_insn_decode(&insn, code, sizeof(code)), 0);
		assert_int_equal(insn.len, bug->bytes);
		if (capstone_length(handle, second, code, sizeof(code)) == bug->bytes)
			print_message("capstone is right by now: %s\n", bug->what);
		if (bug->executed) {
			machine_catch_signals();
			assert_int_not_equal(length_is(code, bug->bytes), 0);
		}
	}
	cs_free(second, 1);
	cs_close(&handle);
}

/* And lengths of anything, as far as it has a memory operand. */
static void test_lengths_by_faults(void **state)
{
	unsigned int tries, agreed = 0;

	(void)state;
	machine_catch_signals();
	for (tries = 0; tries < 100000; tries++) {
		const int ok = check_length();

		assert_int_not_equal(ok, 0);
		agreed += ok > 0;
	}
	assert_true(agreed > 5000);
}

static void test_lengths_against_capstone(void **state)
{
	const u64 cases = env_number("INSN_CASES", 2000000);
	unsigned long compared = 0;
	unsigned int wrong = 0, j;
	cs_insn *second;
	csh handle;
	u64 i;

	(void)state;
	random_state = env_number("INSN_SEED", 20240611);
	print_message("INSN_SEED=%llu INSN_CASES=%llu\n", (unsigned long long)random_state,
		      (unsigned long long)cases);
	assert_int_equal(cs_open(CS_ARCH_X86, CS_MODE_64, &handle), CS_ERR_OK);
	second = cs_malloc(handle);
	for (i = 0; i < cases && wrong < 20; i++) {
		struct mmio_insn insn;
		u8 code[MMIO_INSN_MAX];
		unsigned int len;

		random_code(code);
		if (mmio_insn_decode(&insn, code, sizeof(code)))
			continue;
		len = capstone_length(handle, second, code, sizeof(code));
		if (!len || capstone_is_wrong(code, insn.len))
			continue;
		compared++;
		if (len == insn.len)
			continue;
		wrong++;
		print_error("%u bytes, capstone %u: %s %s:", insn.len, len,
			    second->mnemonic, second->op_str);
		for (j = 0; j < sizeof(code); j++)
			print_error(" %02x", code[j]);
		print_error("\n");
	}
	cs_free(second, 1);
	cs_close(&handle);
	print_message("%lu lengths compared\n", compared);
	assert_int_equal(wrong, 0);
	/* A decoder that refused everything would agree, too. */
	assert_true(compared > cases / 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_capstone_bugs),
		cmocka_unit_test(test_lengths_by_faults),
		cmocka_unit_test(test_lengths_against_capstone),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
