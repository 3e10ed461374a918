// SPDX-License-Identifier: GPL-2.0
/* Text of others inside JSON, CSV and terminals. */
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

static void json(void **state)
{
	(void)state;
	EXPECT(escape_json, "", "\"\"");
	EXPECT(escape_json, "plain [e1000]", "\"plain [e1000]\"");
	EXPECT(escape_json, "a\"b\\c", "\"a\\\"b\\\\c\"");
	EXPECT(escape_json, "tab\there\n\x7f", "\"tab\\u0009here\\u000a\\u007f\"");
	EXPECT(escape_json, "zero\0!", "\"zero\\u0000!\"");
	EXPECT(escape_json, "gr\xc3\xbc\xc3\x9f", "\"gr\xc3\xbc\xc3\x9f\"");
	EXPECT(escape_json, "\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\"");
}

static void json_not_utf8(void **state)
{
	(void)state;
	EXPECT(escape_json, "\xff", "\"\\ufffd\"");
	EXPECT(escape_json, "\xc3", "\"\\ufffd\"");
	EXPECT(escape_json, "\xc3(", "\"\\ufffd(\"");
	/* Longer than needed, half of a pair, past the end of Unicode. */
	EXPECT(escape_json, "\xc0\x80", "\"\\ufffd\\ufffd\"");
	EXPECT(escape_json, "\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"");
	EXPECT(escape_json, "\xf4\x90\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\"");
}

static void csv(void **state)
{
	(void)state;
	EXPECT(escape_csv, "", "");
	EXPECT(escape_csv, "plain [e1000]", "plain [e1000]");
	EXPECT(escape_csv, "a,b", "\"a,b\"");
	EXPECT(escape_csv, "say \"so\"", "\"say \"\"so\"\"\"");
	EXPECT(escape_csv, "two\nlines", "\"two\nlines\"");
	EXPECT(escape_csv, "\r", "\"\r\"");
}

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
		cmocka_unit_test(json),
		cmocka_unit_test(json_not_utf8),
		cmocka_unit_test(csv),
		cmocka_unit_test(line),
		cmocka_unit_test(trim),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
