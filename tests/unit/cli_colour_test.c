// SPDX-License-Identifier: GPL-2.0
/* When there are colours, and how wide lines are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "terminal/colour.h"

static void words(void **state)
{
	enum colour colour = COLOUR_AUTO;

	(void)state;
	assert_int_equal(colour_parse("never", &colour), 0);
	assert_int_equal(colour, COLOUR_NEVER);
	assert_int_equal(colour_parse("always", &colour), 0);
	assert_int_equal(colour, COLOUR_ALWAYS);
	assert_int_equal(colour_parse("auto", &colour), 0);
	assert_int_equal(colour, COLOUR_AUTO);
	assert_int_equal(colour_parse("", &colour), -1);
	assert_int_equal(colour_parse("alway", &colour), -1);
}

/* NO_COLOR counts when there is something in it, and when the user has not said otherwise. */
static void wanted(void **state)
{
	(void)state;
	unsetenv("NO_COLOR");
	setenv("TERM", "xterm", 1);
	assert_true(colour_wanted(COLOUR_AUTO, true));
	assert_false(colour_wanted(COLOUR_AUTO, false));
	assert_true(colour_wanted(COLOUR_ALWAYS, false));
	assert_false(colour_wanted(COLOUR_NEVER, true));
	setenv("NO_COLOR", "", 1);
	assert_true(colour_wanted(COLOUR_AUTO, true));
	setenv("NO_COLOR", "1", 1);
	assert_false(colour_wanted(COLOUR_AUTO, true));
	assert_true(colour_wanted(COLOUR_ALWAYS, true));
	unsetenv("NO_COLOR");
	setenv("TERM", "dumb", 1);
	assert_false(colour_wanted(COLOUR_AUTO, true));
	unsetenv("TERM");
	assert_false(colour_wanted(COLOUR_AUTO, true));
}

static unsigned int columns_with(const char *text)
{
	setenv("COLUMNS", text, 1);
	return columns_of(-1);
}

static void columns(void **state)
{
	(void)state;
	unsetenv("COLUMNS");
	assert_int_equal(columns_of(-1), 120);
	assert_int_equal(columns_with(""), 120);
	assert_int_equal(columns_with("0"), 120);
	assert_int_equal(columns_with("1"), 60);
	assert_int_equal(columns_with("59"), 60);
	assert_int_equal(columns_with("60"), 60);
	assert_int_equal(columns_with("61"), 61);
	assert_int_equal(columns_with("1000"), 1000);
	assert_int_equal(columns_with("1001"), 1000);
	assert_int_equal(columns_with("99999999999999999999"), 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words), cmocka_unit_test(wanted), cmocka_unit_test(columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
