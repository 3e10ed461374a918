// SPDX-License-Identifier: GPL-2.0
/* The table of 'stat', for people and for scripts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stat/statistic.h"

static const struct mmt_device device = { .address = "0000:00:04.0", .label = "e1000 00:04.0",
	.is_pci = true };
static struct tally tally;
static struct statistic statistic;
static unsigned int columns_wide = 200;

static int set_up(void **state)
{
	(void)state;
	memset(&statistic, 0, sizeof(statistic));
	assert_null(statistic_columns_parse(&statistic, NULL));
	return tally_begin(&tally);
}

static int tear_down(void **state)
{
	(void)state;
	tally_end(&tally);
	return 0;
}

static void add(enum mmt_kind kind, const char *name, uint64_t offset, uint64_t value,
		uint64_t time, unsigned int width)
{
	struct mmt_record record = {
		.kind = kind, .device = &device, .offset = offset, .value = value,
		.time = time, .width = width,
	};
	struct mmt_named part = { .name = name, .id = (uint32_t)offset };

	tally_add(&tally, &record, NULL, &part, name ? 1 : 0);
}

static void columns(const char *names)
{
	char text[256];

	strcpy(text, names);
	assert_null(statistic_columns_parse(&statistic, text));
}

static void expect(enum statistic_format format, const char *wanted)
{
	static char text[65536];
	FILE *file = tmpfile();
	size_t length;

	assert_non_null(file);
	out_begin(&statistic.out, fileno(file));
	statistic.out.width = columns_wide;
	statistic.format = format;
	statistic_write(&statistic, &tally);
	assert_int_equal(statistic.out.error, 0);
	rewind(file);
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = 0;
	fclose(file);
	assert_string_equal(text, wanted);
}

static void some(void)
{
	add(MMT_WRITE, "CTRL", 0, 0x40, 1000, 4);
	add(MMT_READ, "CTRL", 0, 0x41, 2000, 4);
	add(MMT_READ, "CTRL", 0, 0x41, 5000, 2);
	add(MMT_READ, "CTRL", 0, 0x42, 5500, 4);
	add(MMT_READ, NULL, 0x1c, 0, 6000, 8);
	add(MMT_WRITE, "A,B", 0x20, 7, 7000, 1);
	add(MMT_WRITE, "say \"so\"", 0x24, 7, 7500, 1);
}

/* Of 4 accesses the times between are 3: their average is a third of all. */
static void people(void **state)
{
	(void)state;
	some();
	expect(STATISTIC_TEXT,
	       "register     reads  writes  first               last                values "
	       " between:min     avg     max  polling  bytes  callers\n"
	       "CTRL             3       1  0x00000040          0x00000042               3 "
	       "      500 ns  1.5 us  3.0 us   3.5 us  2,4\n"
	       "BAR0+0x001c      1       0  0x0000000000000000  0x0000000000000000       1 "
	       "           -       -       -        -  8\n"
	       "A,B              0       1  0x07                0x07                     1 "
	       "           -       -       -        -  1\n"
	       "say \"so\"         0       1  0x07                0x07                     1 "
	       "           -       -       -        -  1\n"
	       "7 accesses to 4 registers of e1000 00:04.0\n");
}

/* What finds no room is left out, the rest is what matters most. */
static void narrow(void **state)
{
	(void)state;
	some();
	columns_wide = 60;
	expect(STATISTIC_TEXT,
	       "register     reads  writes  last                polling\n"
	       "CTRL             3       1  0x00000042           3.5 us\n"
	       "BAR0+0x001c      1       0  0x0000000000000000        -\n"
	       "A,B              0       1  0x07                      -\n"
	       "say \"so\"         0       1  0x07                      -\n"
	       "7 accesses to 4 registers of e1000 00:04.0\n");
	columns_wide = 200;
}

static void narrow_callers(void **state)
{
	struct caller *caller = calloc(1, sizeof(*caller) + 64);
	struct mmt_record record = { .kind = MMT_READ, .width = 4, .phys = 0x1000 };

	(void)state;
	assert_non_null(caller);
	strcpy(caller->name, "a_longer_function_g\xc3\xbcltig_more");
	caller->length = strlen(caller->name);
	tally_add(&tally, &record, caller, NULL, 0);
	record.phys = 0x1004;
	tally_add(&tally, &record, NULL, NULL, 0);
	columns_wide = 78;
	statistic.top = 1;
	expect(STATISTIC_TEXT,
	       "register  reads  writes  last        values  polling  callers\n"
	       "0x1000        1       0  0x00000000       1        -  a_longer_function_g..\n"
	       "2 accesses to 2 registers; 1 more without --top\n");
	free(caller);
	columns_wide = 200;
}

static void for_scripts(enum statistic_format format)
{
	statistic.format = format;
	assert_null(statistic_columns_parse(&statistic, NULL));
}

static void csv(void **state)
{
	(void)state;
	some();
	for_scripts(STATISTIC_CSV);
	expect(STATISTIC_CSV,
	       "bdf,bar_index,offset,last_offset,address,address_hex,config,register,registers,reads,"
	       "writes,first,first_hex,"
	       "last,last_hex,values,values_exact,min_ns,avg_ns,max_ns,polling_ns,widths,callers,"
	       "callers_exact\n"
	       "0000:00:04.0,0,0,0,,,false,CTRL,1,3,1,64,0x40,66,0x42,3,true,500,1500,3000,3500,"
	       "\"[2,4]\",[],true\n"
	       "0000:00:04.0,0,28,28,,,false,,1,1,0,0,0x0,0,0x0,1,true,,,,0,[8],[],true\n"
	       "0000:00:04.0,0,32,32,,,false,\"A,B\",1,0,1,7,0x7,7,0x7,1,true,,,,0,[1],[],true\n"
	       "0000:00:04.0,0,36,36,,,false,\"say \"\"so\"\"\",1,0,1,7,0x7,7,0x7,1,true,,,,0,[1],[],true\n");
}

static void jsonl(void **state)
{
	(void)state;
	some();
	for_scripts(STATISTIC_JSONL);
	expect(STATISTIC_JSONL,
	       "{\"bdf\":\"0000:00:04.0\",\"bar_index\":0,\"offset\":0,\"last_offset\":0,\"address\":null,\"address_hex\":"
	       "null,\"config\":false,\"register\":\"CTRL\",\"registers\":1,\"reads\":3,\"writes\":1,\"first\":64,\"first_hex\""
	       ":\"0x40\",\"last\":66,\"last_hex\":\"0x42\",\"values\":3,\"values_exact\":true,\"min_ns\":500,"
	       "\"avg_ns\":1500,\"max_ns\":3000,\"polling_ns\":3500,\"widths\":[2,4],\"callers\":[],"
	       "\"callers_exact\":true}\n"
	       "{\"bdf\":\"0000:00:04.0\",\"bar_index\":0,\"offset\":28,\"last_offset\":28,\"address\":null,\"address_hex\":"
	       "null,\"config\":false,\"register\":null,\"registers\":1,\"reads\":1,\"writes\":0,\"first\":0,\"first_hex\""
	       ":\"0x0\",\"last\":0,\"last_hex\":\"0x0\",\"values\":1,\"values_exact\":true,\"min_ns\":null,"
	       "\"avg_ns\":null,\"max_ns\":null,\"polling_ns\":0,\"widths\":[8],\"callers\":[],"
	       "\"callers_exact\":true}\n"
	       "{\"bdf\":\"0000:00:04.0\",\"bar_index\":0,\"offset\":32,\"last_offset\":32,\"address\":null,\"address_hex\":"
	       "null,\"config\":false,\"register\":\"A,B\",\"registers\":1,\"reads\":0,\"writes\":1,\"first\":7,\"first_hex\""
	       ":\"0x7\",\"last\":7,\"last_hex\":\"0x7\",\"values\":1,\"values_exact\":true,\"min_ns\":null,"
	       "\"avg_ns\":null,\"max_ns\":null,\"polling_ns\":0,\"widths\":[1],\"callers\":[],"
	       "\"callers_exact\":true}\n"
	       "{\"bdf\":\"0000:00:04.0\",\"bar_index\":0,\"offset\":36,\"last_offset\":36,\"address\":null,\"address_hex\":"
	       "null,\"config\":false,\"register\":\"say \\\"so\\\"\",\"registers\":1,\"reads\":0,\"writes\":1,\"first\":7,"
	       "\"first_hex\":\"0x7\",\"last\":7,\"last_hex\":\"0x7\",\"values\":1,\"values_exact\":true,"
	       "\"min_ns\":null,\"avg_ns\":null,\"max_ns\":null,\"polling_ns\":0,\"widths\":[1],\"callers\":[],"
	       "\"callers_exact\":true}\n");
}

/* Which columns, and in which order; the last one has no spaces behind it. */
static void chosen(void **state)
{
	char text[] = "reads,frobnicate", none[] = ",";

	(void)state;
	some();
	columns("values,register,reads");
	expect(STATISTIC_TEXT,
	       "values  register     reads\n"
	       "     3  CTRL             3\n"
	       "     1  BAR0+0x001c      1\n"
	       "     1  A,B              0\n"
	       "     1  say \"so\"         0\n"
	       "7 accesses to 4 registers of e1000 00:04.0\n");
	assert_string_equal(statistic_columns_parse(&statistic, text), "frobnicate");
	assert_string_equal(statistic_columns_parse(&statistic, none), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(people), TEST(narrow), TEST(narrow_callers), TEST(csv), TEST(jsonl), TEST(chosen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
