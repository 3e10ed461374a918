// SPDX-License-Identifier: GPL-2.0
/* Text of others on terminals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "escape.h"

typedef void (*escape_function)(FILE *out, const char *text, size_t length);

static void expect(escape_function escape, const char *text, size_t length,
		   const char *expected)
{
	char *written = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&written, &size);

	assert_non_null(out);
	escape(out, text, length);
	fclose(out);
	assert_string_equal(written, expected);
	free(written);
}

#define EXPECT(escape, text, expected) \
	expect(escape, text, sizeof(text) - 1, expected)

static void line(void **state)
{
	(void)state;
	EXPECT(escape_line, "a\tb", "a\tb");
	EXPECT(escape_line, "\x1b[2J\n\x7f", "?[2J??");
}

static void trim(void **state)
{
	(void)state;
	assert_int_equal(trim_line("abc\r\n\n", 6), 3);
	assert_int_equal(trim_line("\n", 1), 0);
	assert_int_equal(trim_line("a\nb", 3), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line),
		cmocka_unit_test(trim),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
