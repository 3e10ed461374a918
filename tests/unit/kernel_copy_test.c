// SPDX-License-Identifier: GPL-2.0
/*
 * The wide accesses of kernel/copy.h: the bytes arrive, and the vector register that
 * was borrowed for it is the same afterwards, up to its last bit. Which of them there
 * are depends on the processor.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../kernel/copy.h"

static unsigned char before[64], after[64];

static void fill(void)
{
	unsigned int i;

	for (i = 0; i < sizeof(before); i++)
		before[i] = i * 37 + 11;
	memset(after, 0, sizeof(after));
}

/* As much of register 0 as the processor has. */
static unsigned int load_register(void)
{
	if (__builtin_cpu_supports("avx512f")) {
		asm volatile("vmovdqu64 %0, %%zmm0" : : "m" (before));
		return 64;
	}
	if (__builtin_cpu_supports("avx")) {
		asm volatile("vmovdqu %0, %%ymm0" : : "m" (before));
		return 32;
	}
	asm volatile("movups %0, %%xmm0" : : "m" (before));
	return 16;
}

static void store_register(unsigned int bytes)
{
	if (bytes == 64)
		asm volatile("vmovdqu64 %%zmm0, %0" : "=m" (after));
	else if (bytes == 32)
		asm volatile("vmovdqu %%ymm0, %0" : "=m" (after));
	else
		asm volatile("movups %%xmm0, %0" : "=m" (after));
}

static void check(void (*copy)(void *to, const void *from), unsigned int width)
{
	unsigned char from[64], to[64];
	unsigned int bytes;

	memset(from, 0x5a, sizeof(from));
	memset(to, 0, sizeof(to));
	fill();
	bytes = load_register();
	copy(to, from);
	store_register(bytes);
	assert_memory_equal(to, from, width);
	assert_true(width == 64 || to[width] == 0);
	assert_memory_equal(after, before, bytes);
}

static void test_copies(void **state)
{
	(void)state;
	check(mmt_copy16, 16);
	if (__builtin_cpu_supports("avx512f")) {
		check(mmt_copy32_of_64, 32);
		check(mmt_copy64, 64);
	} else if (__builtin_cpu_supports("avx")) {
		check(mmt_copy32, 32);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copies),
	};

	return cmocka_run_group_tests_name("kernel copy", tests, NULL, NULL);
}
