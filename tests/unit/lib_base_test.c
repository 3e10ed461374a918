// SPDX-License-Identifier: GPL-2.0
/* Tables, and characters that must not reach a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/digits.h"
#include "base/table.h"
#include "libmmiotrace.h"

#define KEYS	2048

/* Set, removed, and looked for in any order: beside an array that cannot be wrong. */
static void removing(void **state)
{
	struct table table = { 0 };
	static int kept[KEYS];
	uint64_t random = 1;
	size_t used = 0;
	int i;

	(void)state;
	for (i = 1; i < 200000; i++) {
		uint64_t key;
		int *value;

		random = random * 6364136223846793005ULL + 1442695040888963407ULL;
		key = random >> 33 & (KEYS - 1);
		/* Numbers that lie apart, and neighbours. */
		value = table_get(&table, key << (key & 1 ? 0 : 40));
		assert_int_equal(value ? *value : 0, kept[key]);
		used += !kept[key];
		if (random >> 62) {
			table_remove(&table, key << (key & 1 ? 0 : 40));
			kept[key] = 0;
			used--;
		} else {
			value = malloc(sizeof(*value));
			assert_non_null(value);
			*value = kept[key] = i;
			assert_int_equal(table_set(&table, key << (key & 1 ? 0 : 40), value), 0);
		}
		assert_int_equal(table.used, used);
	}
	table_remove(&table, UINT64_MAX);
	table_free(&table);
	table_remove(&table, 1);
}

static void safe(void **state)
{
	static const struct {
		const char *text;
		const char *made;
	} cases[] = {
		{ "plain [e1000]~", "plain [e1000]~" },
		{ "gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80", "gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80" },
		{ "\033[2Ja\x7f\n\t", "?[2Ja???" },
		/* C1, as UTF-8 and as terminals of 8 bits have it */
		{ "\xc2\x9b" "2J\xc2\x80\xc2\xa0", "?2J?\xc2\xa0" },
		{ "\x9b" "2J\xff", "?2J?" },
		/* LRM, RLM, ALM, LS, PS, LRE to RLO, LRI to PDI; their neighbours are harmless */
		{ "\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c|\xe2\x80\xa8\xe2\x80\xa9", "???|??" },
		{ "a\xe2\x80\xaa" "b\xe2\x80\xae" "c\xe2\x81\xa6" "d\xe2\x81\xa9", "a?b?c?d?" },
		{ "\xe2\x80\x8d\xe2\x80\xa7\xe2\x80\xaf\xe2\x81\xa5", "\xe2\x80\x8d\xe2\x80\xa7\xe2\x80\xaf\xe2\x81\xa5" },
		/* half a character */
		{ "\xe2\x80", "??" }, { "\xc0\x8a", "??" }, { "", "" },
	};
	char text[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		strcpy(text, cases[i].text);
		mmt_make_safe(text);
		assert_string_equal(text, cases[i].made);
	}
	assert_int_equal(mmt_unsafe("", 0), 0);
	assert_int_equal(mmt_unsafe("\xe2\x80\xae", 3), 3);
	assert_int_equal(mmt_unsafe("\xe2\x80\xae", 2), 1);
}

/* Each length, its first and its last number. */
static void decimal(void **state)
{
	char wanted[32], got[32];
	uint64_t power = 1;
	int i, j;

	(void)state;
	for (i = 0; i < 64 + 20; i++) {
		uint64_t middle = i < 64 ? UINT64_C(1) << i : power;

		for (j = -2; j <= 2; j++) {
			uint64_t number = middle + (uint64_t)(int64_t)j;
			size_t n = digits_decimal(got, number);

			got[n] = 0;
			snprintf(wanted, sizeof(wanted), "%llu", (unsigned long long)number);
			assert_string_equal(got, wanted);
		}
		if (i >= 64)
			power *= 10;
	}
}

/* Each length, and numbers of which every digit comes at every place. */
static void hexadecimal(void **state)
{
	char wanted[32], got[DIGITS_ROOM + 1];
	uint64_t number = 0;
	int i;

	(void)state;
	for (i = 0; i < 4096; i++) {
		size_t n = digits_bare(got, number >> i % 64);

		got[n] = 0;
		snprintf(wanted, sizeof(wanted), "%llx", (unsigned long long)(number >> i % 64));
		assert_string_equal(got, wanted);
		number = number * 6364136223846793005ULL + 1442695040888963407ULL;
	}
}

/* With zeros before them. */
static void padded(void **state)
{
	char wanted[32], got[DIGITS_ROOM];
	unsigned int number;

	(void)state;
	for (number = 0; number < 100000000; number += 9973) {
		digits_padded(got, number);
		got[8] = 0;
		snprintf(wanted, sizeof(wanted), "%08u", number);
		assert_string_equal(got, wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(removing),
		cmocka_unit_test(safe),
		cmocka_unit_test(decimal),
		cmocka_unit_test(hexadecimal),
		cmocka_unit_test(padded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
