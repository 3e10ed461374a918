// SPDX-License-Identifier: GPL-2.0
/* Numbers, times and columns of output written by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "terminal/out.h"

static struct out out;

static void expect(const char *text)
{
	assert_int_equal(out.used, strlen(text));
	assert_memory_equal(out.data, text, out.used);
	out_begin(&out, -1);
}

static void numbers(void **state)
{
	(void)state;
	out_begin(&out, -1);
	out_decimal(&out, 0);
	out_char(&out, ' ');
	out_decimal(&out, UINT64_MAX);
	expect("0 18446744073709551615");
	out_grouped(&out, 0);
	out_char(&out, ' ');
	out_grouped(&out, 999);
	out_char(&out, ' ');
	out_grouped(&out, 1532);
	out_char(&out, ' ');
	out_grouped(&out, UINT64_MAX);
	expect("0 999 1,532 18,446,744,073,709,551,615");
	out_hex(&out, 0);
	out_char(&out, ' ');
	out_hex(&out, 0x10);
	out_char(&out, ' ');
	out_hex(&out, UINT64_MAX);
	expect("0x0 0x10 0xffffffffffffffff");
	out_hex_wide(&out, 0x1c8, 8);
	out_char(&out, ' ');
	out_hex_wide(&out, 0x12345, 2);
	expect("0x000001c8 0x45");
}

static void times(void **state)
{
	(void)state;
	out_begin(&out, -1);
	out_time(&out, 12942586108ULL, 9, 15);
	expect("   12.942586108");
	out_time(&out, 12942586108ULL, 6, 15);
	expect("   12.942586");
	out_time(&out, 5, 9, 0);
	expect("0.000000005");
	out_time(&out, UINT64_MAX, 9, 15);
	expect("18446744073.709551615");
}

static void durations(void **state)
{
	static const struct {
		uint64_t time;
		const char *text;
	} cases[] = {
		{ 0, "0 ns" }, { 949, "949 ns" }, { 950, "1.0 us" }, { 1000, "1.0 us" },
		{ 2100000, "2.1 ms" }, { 99940, "99.9 us" }, { 99950, "100 us" },
		{ 949999, "950 us" }, { 950000, "1.0 ms" }, { 1400000000, "1.4 s" },
		{ 3600000000000, "3,600 s" },
	};
	size_t i;

	(void)state;
	out_begin(&out, -1);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		out_duration(&out, cases[i].time);
		expect(cases[i].text);
	}
}

static void columns(void **state)
{
	(void)state;
	out_begin(&out, -1);
	out.colour = true;
	out_style(&out, STYLE_NAME);
	out_text(&out, "name");
	out_style(&out, STYLE_PLAIN);
	assert_int_equal(out_column(&out), 4);
	out_pad(&out, 6);
	out_char(&out, 'x');
	assert_int_equal(out_column(&out), 7);
	out_pad(&out, 3);
	assert_int_equal(out_column(&out), 8);
	out_to(&out, 3);
	assert_int_equal(out_column(&out), 8);
	expect("\033[36mname\033[m  x ");
}

static void line_before(void **state)
{
	(void)state;
	out_begin(&out, -1);
	assert_int_equal(out_column_before(&out), 0);
	out_text(&out, "one");
	out_end_line(&out);
	assert_int_equal(out_column_before(&out), 3);
	out_reopen_line(&out);
	out_text(&out, ", more");
	assert_int_equal(out_column(&out), 9);
	out_end_line(&out);
	out_char(&out, 'x');
	assert_int_equal(out_column_before(&out), 0);
	expect("one, more\nx");
}

/* Colours take no column, wherever what has them is moved to. */
static void moved(void **state)
{
	struct out_mark mark;

	(void)state;
	out_begin(&out, -1);
	out.colour = true;
	out_text(&out, "first");
	out_end_line(&out);
	out_styled(&out, STYLE_NAME, "name");
	mark = out_mark(&out);
	out_styled(&out, STYLE_DIM, " -- about it");
	assert_int_equal(out_column(&out), 16);
	out_lift(&out, mark);
	assert_int_equal(out_column(&out), 4);
	mark = out_mark(&out);
	out_styled(&out, STYLE_DIM, " again");
	assert_true(out_back(&out, mark));
	assert_int_equal(out_column(&out), 4);
	out_text(&out, "12");
	out_right(&out, 4, 8);
	out_text(&out, "123");
	out_right(&out, 8, 10);
	out_text(&out, "  ");
	out_trim(&out);
	out_end_line(&out);
	assert_int_equal(out_column_before(&out), 11);
	assert_false(out_back(&out, mark));
	expect("first\n\033[2m -- about it\033[m\n\033[36mname\033[m  12123\n");
}

static void others_text(void **state)
{
	(void)state;
	out_begin(&out, -1);
	out_safe(&out, "a\tb\033[2J\n\x7f", 9);
	expect("a\tb?[2J??");
	out_clear(&out);
	out_safe(&out, "\xc3\xbc\xc2\x9b" "2\xe2\x80\xae\xf0\x9f\x98\x80\x9b", 13);
	expect("\xc3\xbc?2?\xf0\x9f\x98\x80?");
}

/* What is more than the buffer arrives whole, and the column is still known. */
static void much(void **state)
{
	FILE *file = tmpfile();
	static char big[OUT_SIZE * 2];
	long end;
	int i;

	(void)state;
	assert_non_null(file);
	memset(big, 'x', sizeof(big));
	out_begin(&out, fileno(file));
	out_text(&out, "abc");
	out_bytes(&out, big, sizeof(big));
	assert_int_equal(out_column(&out), 3 + sizeof(big));
	out_end_line(&out);
	for (i = 0; i < 100000; i++) {
		out_text(&out, "0123456789");
		assert_int_equal(out_column(&out), 10);
		out_end_line(&out);
	}
	out_flush(&out);
	assert_int_equal(out.error, 0);
	end = lseek(fileno(file), 0, SEEK_END);
	assert_int_equal(end, 4 + sizeof(big) + 1100000);
	fclose(file);
}

static void nowhere(void **state)
{
	(void)state;
	out_begin(&out, -1);
	out_text(&out, "lost");
	out_flush(&out);
	assert_int_not_equal(out.error, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(times),
		cmocka_unit_test(durations),
		cmocka_unit_test(columns),
		cmocka_unit_test(line_before),
		cmocka_unit_test(moved),
		cmocka_unit_test(others_text),
		cmocka_unit_test(much),
		cmocka_unit_test(nowhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
