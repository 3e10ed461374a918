// SPDX-License-Identifier: GPL-2.0
/* Which word was meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "terminal/spelling.h"

static const char *const words[] = {
	"record", "report", "stat", "info", "list", "selftest", "from", "format", "columns",
};

static const char *meant(const char *wanted)
{
	struct spelling spelling = { .wanted = wanted };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		spelling_try(&spelling, words[i]);
	return spelling.nearest;
}

static void near(void **state)
{
	(void)state;
	assert_string_equal(meant("report"), "report");
	assert_string_equal(meant("repotr"), "report");	/* swapped: one step, not two */
	assert_string_equal(meant("stta"), "stat");
	assert_string_equal(meant("state"), "stat");
	assert_string_equal(meant("lst"), "list");
	assert_string_equal(meant("colums"), "columns");
	assert_string_equal(meant("self"), "selftest");	/* goes on */
}

static void far(void **state)
{
	static const char longest[] = "a-word-of-more-letters-than-any-option-has";

	(void)state;
	assert_null(meant(""));
	assert_null(meant("frobnicate"));
	assert_null(meant("x"));
	assert_null(meant(longest));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(near),
		cmocka_unit_test(far),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
