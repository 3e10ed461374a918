// SPDX-License-Identifier: GPL-2.0
/* Which records are chosen, and which options are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "input/select.h"

static const struct mmt_device device = {
	.address = "0000:00:04.0", .driver = "e1000", .is_pci = true,
};

static struct mmt_record record;
static struct select choice;
static struct mmt_named part[2];
static unsigned int parts;

static int fresh(void **state)
{
	(void)state;
	record = (struct mmt_record){
		.kind = MMT_WRITE, .cpu = 1, .pid = 160, .task = "modprobe",
		.time = 12942586108ULL, .device = &device, .offset = 0x100, .width = 4,
		.value = 0x8002,
	};
	part[0] = (struct mmt_named){ .name = "PFIFO.CACHE1.ADDR[0x3]", .id = 7 };
	part[1] = (struct mmt_named){ .name = "RCTL", .id = 9 };
	parts = 0;
	memset(&choice, 0, sizeof(choice));
	return 0;
}

static int release(void **state)
{
	(void)state;
	select_end(&choice);
	return 0;
}

/* Options may change their text. */
static const char *try_take(int option, const char *text)
{
	static char words[256][64];
	static unsigned int used;
	char *word = words[used++ % 256];

	if (!text)
		return select_take(&choice, option, NULL);
	snprintf(word, sizeof(words[0]), "%s", text);
	return select_take(&choice, option, word);
}

static void take(int option, const char *text)
{
	assert_null(try_take(option, text));
}

static bool wants(void)
{
	return select_wants(&choice, &record, NULL, part, parts);
}

static void mark(const char *text)
{
	record.kind = MMT_MARK;
	record.text = text;
	record.text_length = strlen(text);
}

static void everything(void **state)
{
	(void)state;
	assert_true(select_all(&choice));
	assert_true(wants());
}

static void offsets(void **state)
{
	(void)state;
	take(SELECT_OFFSET, "0x103");
	assert_false(select_all(&choice));
	assert_true(wants());	/* the last byte of the access */
	record.offset = 0x104;
	assert_false(wants());
	take(SELECT_OFFSET, "0x200..0x20f");
	record.offset = 0x1fd;
	assert_true(wants());
	record.offset = 0x210;
	assert_false(wants());
	take(SELECT_OFFSET, "0x210-0x211");
	assert_true(wants());
	take(SELECT_OFFSET, "..0xf");
	record.offset = 0xf;
	assert_true(wants());
	record.offset = 0x10;
	assert_false(wants());
	take(SELECT_OFFSET, "0x300..");
	record.offset = 0x2fc;
	assert_false(wants());
	record.offset = UINT64_MAX - 4;
	assert_true(wants());
	record.kind = MMT_MAP;
	assert_false(wants());
	record.kind = MMT_MARK;
	assert_true(wants());
}

static void values(void **state)
{
	(void)state;
	take(SELECT_VALUE, "0x8002");
	assert_true(wants());
	record.value = 0x8003;
	assert_false(wants());
	take(SELECT_VALUE, "1/0x1");
	assert_true(wants());
	record.value = 0x8000;
	assert_false(wants());
	take(SELECT_VALUE, "0x7000..0x8000");
	assert_true(wants());
}

static void directions(void **state)
{
	(void)state;
	take(SELECT_READ, NULL);
	assert_false(wants());
	record.kind = MMT_READ;
	assert_true(wants());
	take(SELECT_WRITE, NULL);
	assert_true(wants());
	record.kind = MMT_WRITE;
	assert_true(wants());
}

static void places(void **state)
{
	static const char *const names[] = { "0000:00:04.0", "00:04.0", "e1000" };
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		memset(&choice, 0, sizeof(choice));
		take(SELECT_DEVICE, names[i]);
		assert_true(wants());
		record.device = NULL;
		assert_false(wants());
		record.device = &device;
	}
	take(SELECT_BAR, "1");
	assert_false(wants());
	record.bar = 1;
	assert_true(wants());
	take(SELECT_BAR, "rom");
	record.bar = MMT_ROM;
	assert_true(wants());
}

static void times(void **state)
{
	(void)state;
	take(SELECT_TIME, "12.942586108..12.942586108");
	assert_true(wants());
	record.time++;
	assert_false(wants());
	take(SELECT_TIME, "12.95..");
	assert_false(wants());
	record.time = 12950000000ULL;
	assert_true(wants());
	take(SELECT_TIME, "..12.94");
	assert_false(wants());
	take(SELECT_TIME, "12..13");
	assert_true(wants());
}

/* Since the first access, or since the mark of --from. */
static void relative_times(void **state)
{
	(void)state;
	take(SELECT_TIME, "+0.5..+0.7");
	mark("early");
	record.time = 1000000000;
	assert_false(wants());
	record.kind = MMT_READ;
	record.time = 2000000000;
	assert_false(wants());
	record.time = 2499999999;
	assert_false(wants());
	record.time = 2500000000;
	assert_true(wants());
	assert_false(select_is_over(&choice, &record, true));
	record.time = 2700000000;
	assert_true(wants());
	record.time++;
	assert_false(wants());
	assert_true(select_is_over(&choice, &record, true));
	assert_false(select_is_over(&choice, &record, false));
}

static void times_since_a_mark(void **state)
{
	(void)state;
	take(SELECT_TIME, "+1..");
	take(SELECT_FROM, "up");
	record.time = 1000000000;
	assert_false(wants());
	mark("up");
	record.time = 5000000000;
	assert_false(wants());
	record.kind = MMT_READ;
	assert_false(wants());
	record.time = 6000000000;
	assert_true(wants());
}

static void around(void **state)
{
	(void)state;
	take(SELECT_AROUND, "5.5/0.25");
	record.time = 5250000000;
	assert_true(wants());
	record.time--;
	assert_false(wants());
	record.time = 5750000001;
	assert_false(wants());
	take(SELECT_AROUND, "0.001");
	record.time = 0;
	assert_true(wants());
	record.time = 11000000;
	assert_true(wants());
	record.time++;
	assert_false(wants());
}

static void first_few(void **state)
{
	(void)state;
	take('n', "2");
	take(SELECT_READ, NULL);
	assert_false(select_all(&choice));
	assert_false(wants());
	record.kind = MMT_READ;
	assert_true(wants());
	mark("between");
	assert_true(wants());
	record.kind = MMT_READ;
	assert_false(select_is_over(&choice, &record, false));
	assert_true(wants());
	assert_true(select_is_over(&choice, &record, false));
	assert_false(wants());
}

static void device_patterns(void **state)
{
	static const char *const fitting[] = {
		"e1*", "0000:00:04.*", "00:0?.0", "00:04.0/bar2", "e1000/bar2", "*/bar2",
	};
	static const char *const others[] = { "e1", "00:04", "00:04.0/bar0", "*/rom" };
	size_t i;

	(void)state;
	record.bar = 2;
	for (i = 0; i < sizeof(fitting) / sizeof(fitting[0]); i++) {
		memset(&choice, 0, sizeof(choice));
		take(SELECT_DEVICE, fitting[i]);
		assert_true(wants());
		assert_true(select_wants_device(&choice, &record));
	}
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		memset(&choice, 0, sizeof(choice));
		take(SELECT_DEVICE, others[i]);
		assert_false(wants());
		assert_false(select_wants_device(&choice, &record));
	}
	memset(&choice, 0, sizeof(choice));
	assert_true(select_wants_device(&choice, &record));
}

static void tasks(void **state)
{
	(void)state;
	take(SELECT_TASK, "mod*");
	assert_true(wants());
	record.task = "ping";
	assert_false(wants());
	take(SELECT_TASK, "160");
	assert_true(wants());
	take(SELECT_CPU, "0");
	assert_false(wants());
	take(SELECT_CPU, "1");
	assert_true(wants());
}

static void functions(void **state)
{
	struct caller *caller = calloc(1, sizeof(*caller) + 64);

	(void)state;
	assert_non_null(caller);
	strcpy(caller->name, "e1000_reset_hw [e1000]");
	caller->length = 14;
	take(SELECT_FUNCTION, "e1000_reset*");
	assert_true(select_wants(&choice, &record, caller, NULL, 0));
	assert_false(select_wants(&choice, &record, NULL, NULL, 0));
	strcpy(caller->name, "e1000_intr");
	caller->length = 10;
	assert_false(select_wants(&choice, &record, caller, NULL, 0));
	free(caller);
}

static void registers(void **state)
{
	static const char *const fitting[] = {
		"PFIFO.CACHE1.ADDR[0x3]", "pfifo.*", "ADDR", "addr[0x3]", "ADDR[[]*", "*CACHE1*", "RC*",
		/* An index, as a number in any spelling. */
		"ADDR[3]", "addr[0x3]", "PFIFO.CACHE1.ADDR[003]", "*.ADDR[3]", "A*[0X3]",
		"ADDR[[]0x[3-4]]",
	};
	static const char *const others[] = {
		"CACHE1", "ADDR[30]", "ADDR[0x30]", "ADDR3", "*.ADDR[4]", "ADDR[3", "ADDR[3]x", "R[C]T",
	};
	size_t i;

	(void)state;
	parts = 2;
	for (i = 0; i < sizeof(fitting) / sizeof(fitting[0]); i++) {
		select_end(&choice);
		memset(&choice, 0, sizeof(choice));
		take(SELECT_REG, fitting[i]);
		assert_true(wants());
		assert_true(wants());	/* remembered */
	}
	select_end(&choice);
	memset(&choice, 0, sizeof(choice));
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		select_end(&choice);
		memset(&choice, 0, sizeof(choice));
		take(SELECT_REG, others[i]);
		assert_false(wants());
		assert_false(wants());
	}
	parts = 0;
	assert_false(wants());
}

static void marks(void **state)
{
	(void)state;
	take(SELECT_FROM, "up");
	take(SELECT_TO, "down");
	assert_false(wants());
	mark("interface down");
	assert_false(wants());
	mark("interface up\n");
	assert_true(wants());
	record.kind = MMT_READ;
	assert_true(wants());
	mark("interface down");
	assert_true(wants());
	record.kind = MMT_READ;
	assert_false(wants());
	mark("interface up");
	assert_false(wants());
}

static char said[1024];

static void say(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(said + strlen(said), sizeof(said) - strlen(said), format, arguments);
	va_end(arguments);
	strcat(said, "\n");
}

static void expect(const char *wanted)
{
	said[0] = 0;
	select_missing(&choice, say);
	assert_string_equal(said, wanted);
}

/* A name that is misspelt is told from one that other options leave out. */
static void missing(void **state)
{
	(void)state;
	expect("");
	take(SELECT_TASK, "modprobe");
	take(SELECT_TASK, "insmod");
	take(SELECT_REG, "RC*");
	take(SELECT_REG, "RCTL");
	take(SELECT_REG, "RCTX");
	take(SELECT_DEVICE, "e1000");
	take(SELECT_FUNCTION, "e1001_*");
	expect("no access fits all of the options; leave some out\n");
	parts = 2;
	assert_false(wants());
	expect("no task matches 'insmod'; 'mmiotrace stat --by task' lists the tasks\n"
	       "no function matches 'e1001_*'; 'mmiotrace stat --by function' lists the functions\n"
	       "no register matches 'RCTX'; 'mmiotrace stat' with the same --regs lists"
	       " the registers\n");
}

static void missing_together(void **state)
{
	(void)state;
	parts = 2;
	take(SELECT_REG, "RCTL");
	take(SELECT_READ, NULL);
	assert_false(wants());
	expect("no access fits all of the options; leave some out\n");
	record.kind = MMT_READ;
	assert_true(wants());
	expect("");
}

static void missing_marks(void **state)
{
	static const char unknown[] = "; 'mmiotrace info' lists the marks\n";
	char wanted[256];

	(void)state;
	take(SELECT_FROM, "up");
	take(SELECT_TO, "down");
	assert_false(wants());
	snprintf(wanted, sizeof(wanted), "no mark holds 'up'%s", unknown);
	expect(wanted);
	mark("up");
	assert_true(wants());
	snprintf(wanted, sizeof(wanted), "no mark holds 'down'%s", unknown);
	expect(wanted);
	record.kind = MMT_READ;
	assert_true(wants());
	mark("down");
	assert_true(wants());
	expect("");
}

/* The mark is there, but not behind the one of --from. */
static void same_marks(void **state)
{
	(void)state;
	take(SELECT_FROM, "up");
	take(SELECT_TO, "up");
	assert_false(wants());
	mark("up");
	assert_true(wants());
	record.kind = MMT_READ;
	assert_true(wants());
	expect("no mark behind the one of --from holds 'up': that is everything to the end\n");
	mark("up again");
	assert_true(wants());
	record.kind = MMT_READ;
	assert_false(wants());
	expect("");
}

static void early_mark(void **state)
{
	(void)state;
	take(SELECT_FROM, "up");
	take(SELECT_TO, "down");
	mark("down");
	assert_false(wants());
	mark("up");
	assert_true(wants());
	expect("no mark behind the one of --from holds 'down': that is everything to the end\n");
}

/* 32 of one option leave room for the others. */
static void as_many_as_fit(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < SELECT_MOST; i++) {
		take(SELECT_CPU, "1");
		take(SELECT_DEVICE, "e1000");
		take(SELECT_OFFSET, "0x100");
		take(SELECT_TASK, "modprobe");
	}
	assert_true(wants());
	assert_non_null(try_take(SELECT_CPU, "1"));
	assert_non_null(try_take(SELECT_DEVICE, "e1000"));
	take(SELECT_BAR, "0");
}

static void refused(void **state)
{
	static const struct {
		int option;
		const char *text;
	} cases[] = {
		{ SELECT_OFFSET, "" }, { SELECT_OFFSET, "x" }, { SELECT_OFFSET, "5..3" },
		{ SELECT_OFFSET, "1/2" }, { SELECT_OFFSET, "1-" }, { SELECT_OFFSET, ".." },
		{ SELECT_OFFSET, "1..x" }, { SELECT_OFFSET, "..x" }, { SELECT_OFFSET, "1." }, { SELECT_OFFSET, "-1" },
		{ SELECT_OFFSET, "0x1ffffffffffffffff" }, { SELECT_VALUE, "1/" },
		{ SELECT_VALUE, "1..2..3" }, { SELECT_TIME, "1" }, { SELECT_TIME, "a..b" },
		{ SELECT_TIME, "2..1" }, { SELECT_TIME, "1..2x" },
		{ SELECT_TIME, "99999999999999999999.." }, { SELECT_CPU, "one" },
		{ SELECT_BAR, "7" }, { SELECT_BAR, "6" }, { SELECT_BAR, "ROM" },
		{ SELECT_DEVICE, "00:04.0/bar6" }, { SELECT_DEVICE, "00:04.0/" },
		{ SELECT_DEVICE, "00:04.0/bar" }, { SELECT_TIME, "+2..+1" }, { SELECT_TIME, "++1.." },
		{ SELECT_AROUND, "x" }, { SELECT_AROUND, "1/" }, { SELECT_AROUND, "1/2x" },
		{ 'n', "0" }, { 'n', "-1" }, { 'n', "few" }, { SELECT_BAR, "" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memset(&choice, 0, sizeof(choice));
		assert_non_null(try_take(cases[i].option, cases[i].text));
	}
	memset(&choice, 0, sizeof(choice));
	for (i = 0; i < SELECT_MOST; i++)
		take(SELECT_CPU, "1");
	assert_non_null(try_take(SELECT_CPU, "1"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh, release)
		TEST(everything), TEST(offsets), TEST(values), TEST(directions), TEST(places),
		TEST(times), TEST(tasks), TEST(relative_times), TEST(times_since_a_mark), TEST(around),
		TEST(first_few), TEST(device_patterns), TEST(functions), TEST(registers), TEST(marks),
		TEST(missing), TEST(missing_together), TEST(missing_marks), TEST(same_marks), TEST(early_mark), TEST(as_many_as_fit), TEST(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
