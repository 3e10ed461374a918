// SPDX-License-Identifier: GPL-2.0
/* DEVICE of record -d, as written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "machine/target.h"

static void addresses(void **state)
{
	struct target target;

	(void)state;
	assert_null(target_parse("0001:0a:1f.7", &target));
	assert_int_equal(target.kind, TARGET_ADDRESS);
	assert_int_equal(target.domain, 1);
	assert_int_equal(target.bus, 0x0a);
	assert_int_equal(target.slot, 0x1f);
	assert_int_equal(target.function, 7);
	assert_int_equal(target.bar, ANY_BAR);

	assert_null(target_parse("00:04.0", &target));
	assert_int_equal(target.kind, TARGET_ADDRESS);
	assert_int_equal(target.domain, 0);
	assert_int_equal(target.slot, 4);

	assert_null(target_parse("10000:00:04.0/bar2", &target));
	assert_int_equal(target.domain, 0x10000);
	assert_int_equal(target.bar, 2);
}

static void drivers(void **state)
{
	struct target target;

	(void)state;
	assert_null(target_parse("e1000", &target));
	assert_int_equal(target.kind, TARGET_DRIVER);
	assert_string_equal(target.driver, "e1000");
	assert_int_equal(target.bar, ANY_BAR);

	assert_null(target_parse("snd_hda-intel/bar0", &target));
	assert_string_equal(target.driver, "snd_hda-intel");
	assert_int_equal(target.bar, 0);

	/* Looks like hexadecimal, is none. */
	assert_null(target_parse("ade", &target));
	assert_int_equal(target.kind, TARGET_DRIVER);
}

static void ranges(void **state)
{
	struct target target;

	(void)state;
	assert_null(target_parse("0xfe000000-0xfe000fff", &target));
	assert_int_equal(target.kind, TARGET_RANGE);
	assert_true(target.start == 0xfe000000);
	assert_true(target.end == 0xfe000fff);
	assert_null(target_parse("0x0-0xffffffffffffffff", &target));
	assert_true(target.end == UINT64_MAX);
}

static void refused(void **state)
{
	static const char *const texts[] = {
		"", "/bar0", "e1000/", "e1000/bar", "e1000/bar7", "e1000/bar10",
		"00:04.0/x", "00:04.8", "00:20.0", "100:04.0", "0:0:0:0.0", "00:04.0x",
		"0x10-0xf", "0x10", "0x10-", "0x10-20", "0x-0x1", "0x10-0x20-0x30",
		"0x10000000000000000-0x10000000000000001", "../../etc", "a;b", "0xz-0x1",
		"012345678901234567890123456789012345678901234567890123456789012345678",
	};
	struct target target;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!target_parse(texts[i], &target))
			fail_msg("'%s' was accepted", texts[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses),
		cmocka_unit_test(drivers),
		cmocka_unit_test(ranges),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
