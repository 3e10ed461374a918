// SPDX-License-Identifier: GPL-2.0
/* What is written, byte for byte. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "writing/writer.h"

/* A writer into memory, and what it has written. */
static struct mmt_writer *open_writer(enum mmt_output output,
				      const struct mmt_writer_options *options)
{
	struct mmt_writer *writer;
	int fd = memfd_create("written", 0);

	assert_true(fd >= 0);
	writer = mmt_writer_new(output, fd, NULL, options);
	assert_non_null(writer);
	return writer;
}

static void close_writer(struct mmt_writer *writer, const char *expected)
{
	static char text[4 * WRITER_BUFFER];
	int fd = writer->fd;
	ssize_t n;

	assert_int_equal(mmt_writer_close(writer), 0);
	n = pread(fd, text, sizeof(text) - 1, 0);
	assert_true(n >= 0);
	text[n] = 0;
	close(fd);
	assert_string_equal(text, expected);
}

static void expect(const struct mmt_record *record, bool real_pc, const char *line)
{
	const struct mmt_writer_options options = { .real_pc = real_pc };
	struct mmt_writer *writer = open_writer(MMT_OUTPUT_CLASSIC, &options);

	/* The line that says the version is not what is tested. */
	writer->begun = true;
	assert_int_equal(mmt_write(writer, record), 0);
	close_writer(writer, line);
}

static void expect_text(void (*put)(struct mmt_writer *, const char *, size_t),
			const char *text, size_t length, const char *expected)
{
	struct mmt_writer *writer = open_writer(MMT_OUTPUT_CLASSIC, NULL);

	writer->begun = true;
	put(writer, text, length);
	close_writer(writer, expected);
}

#define EXPECT(put, text, expected) expect_text(put, text, sizeof(text) - 1, expected)

static void json(void **state)
{
	(void)state;
	EXPECT(put_json, "", "\"\"");
	EXPECT(put_json, "plain [e1000]", "\"plain [e1000]\"");
	EXPECT(put_json, "a\"b\\c", "\"a\\\"b\\\\c\"");
	EXPECT(put_json, "tab\there\n\x7f", "\"tab\\u0009here\\u000a\\u007f\"");
	EXPECT(put_json, "zero\0!", "\"zero\\u0000!\"");
	/* C1, and what turns the direction of writing. */
	EXPECT(put_json, "\xc2\x9b[\xe2\x80\xae]", "\"\\u009b[\\u202e]\"");
	EXPECT(put_json, "gr\xc3\xbc\xc3\x9f", "\"gr\xc3\xbc\xc3\x9f\"");
	EXPECT(put_json, "\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\"");
}

static void json_not_utf8(void **state)
{
	(void)state;
	EXPECT(put_json, "\xff", "\"\\ufffd\"");
	EXPECT(put_json, "\xc3", "\"\\ufffd\"");
	EXPECT(put_json, "\xc3(", "\"\\ufffd(\"");
	/* Longer than needed, half of a pair, past the end of Unicode. */
	EXPECT(put_json, "\xc0\x80", "\"\\ufffd\\ufffd\"");
	EXPECT(put_json, "\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"");
	EXPECT(put_json, "\xf4\x90\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\"");
}

static void csv(void **state)
{
	(void)state;
	EXPECT(put_csv, "", "");
	EXPECT(put_csv, "plain [e1000]", "plain [e1000]");
	EXPECT(put_csv, "a,b", "\"a,b\"");
	EXPECT(put_csv, "say \"so\"", "\"say \"\"so\"\"\"");
	EXPECT(put_csv, "two\nlines", "\"two\nlines\"");
	EXPECT(put_csv, "\r", "\"\r\"");
}

static const struct mmt_record sample = {
	.kind = MMT_READ,
	.time = 2456105919999ULL,
	.pid = 312,
	.phys = 0xf780010c,
	.value = 0x4c02,
	.pc = 0xffffffffc0001234,
	.map = 2,
	.width = 4,
};

static void accesses(void **state)
{
	struct mmt_record record = sample;

	(void)state;
	expect(&record, false, "R 4 2456.105919 2 0xf780010c 0x4c02 0x0 0\n");
	expect(&record, true, "R 4 2456.105919 2 0xf780010c 0x4c02 0xffffffffc0001234 312\n");
	record.kind = MMT_WRITE;
	record.width = 8;
	record.value = UINT64_MAX;
	record.time = 1000;
	expect(&record, false, "W 8 0.000001 2 0xf780010c 0xffffffffffffffff 0x0 0\n");
}

static void mappings(void **state)
{
	struct mmt_record record = {
		.kind = MMT_MAP,
		.time = 432175965000ULL,
		.map = 1,
		.phys = 0xfa000000,
		.virt = 0xffffa524801ab000,
		.length = 0x1000,
	};

	(void)state;
	expect(&record, false, "MAP 432.175965 1 0xfa000000 0xffffa524801ab000 0x1000 0x0 0\n");
	record.kind = MMT_UNMAP;
	expect(&record, false, "UNMAP 432.175965 1 0x0 0\n");
}

static void unknown(void **state)
{
	struct mmt_record record = sample;

	(void)state;
	record.kind = MMT_UNKNOWN;
	record.time = 1000000000;
	record.n_bytes = 3;
	record.bytes = (const uint8_t *)"\x0f\xae\xf0";
	expect(&record, false, "UNKNOWN 1.000000 2 0xf780010c 0f,ae,f0 0x0 0\n");
	record.n_bytes = 0;
	expect(&record, false, "UNKNOWN 1.000000 2 0xf780010c 00 0x0 0\n");
}

static void marks(void **state)
{
	struct mmt_record record = { .kind = MMT_MARK, .time = 1100000000 };

	(void)state;
	record.text = "one\ntwo\n";
	record.text_length = 8;
	expect(&record, false, "MARK 1.100000 one\nMARK 1.100000 two\n");
	record.text_length = 3;
	expect(&record, false, "MARK 1.100000 one\n");
	record.text_length = 0;
	expect(&record, false, "MARK 1.100000 \n");
}

static void lost(void **state)
{
	struct mmt_record record = { .kind = MMT_LOST, .lost = 12 };

	(void)state;
	expect(&record, false, "MARK 0.000000 Lost 12 events.\n");
	record.lost = MMT_LOST_UNCOUNTED;
	expect(&record, false, "MARK 0.000000 Lost events.\n");
}

static void devices(void **state)
{
	struct mmt_device device = {
		.is_pci = true,
		.bus = 0, .devfn = 0x10,
		.vendor = 0x8086, .device = 0xf31, .irq = 0x61,
		.start = { 0xd0000000, 0, 0xc000000c, 0, 0xf081, 0, 0xc0002 },
		.size = { 0x400000, 0, 0x10000000, 0, 8, 0, 0x20000 },
		.driver = "i915",
	};
	const struct mmt_record record = { .kind = MMT_DEVICE, .device = &device };

	(void)state;
	expect(&record, false, "PCIDEV 0010 80860f31 61 d0000000 0 c000000c 0 f081 0 c0002"
			       " 400000 0 10000000 0 8 0 20000 i915\n");
	device.driver[0] = 0;
	expect(&record, false, "PCIDEV 0010 80860f31 61 d0000000 0 c000000c 0 f081 0 c0002"
			       " 400000 0 10000000 0 8 0 20000 \n");
	/* Readers take every PCIDEV for one. */
	device.is_pci = false;
	expect(&record, false, "");
}

/* Readers of the classic log know 8 bytes at most; the others get one number. */
static void wide(void **state)
{
	static const uint8_t bytes[16] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0, 0 };
	struct mmt_record record = sample;
	struct mmt_writer *writer;

	(void)state;
	record.width = record.n_bytes = 16;
	record.bytes = bytes;
	record.value = 0x0807060504030201;
	expect(&record, false, "R 8 2456.105919 2 0xf780010c 0x807060504030201 0x0 0\n"
	       "R 8 2456.105919 2 0xf7800114 0x9 0x0 0\n");
	writer = open_writer(MMT_OUTPUT_CLASSIC, NULL);
	writer->begun = true;
	put_value(writer, &record);
	close_writer(writer, "0x90807060504030201");
	record.bytes = (const uint8_t[16]){ 0 };
	writer = open_writer(MMT_OUTPUT_CLASSIC, NULL);
	writer->begun = true;
	put_value(writer, &record);
	close_writer(writer, "0x0");
}

static void expect_data(enum mmt_output output, const struct mmt_record *record,
			const char *line)
{
	struct mmt_writer *writer = open_writer(output, NULL);

	assert_int_equal(mmt_write(writer, record), 0);
	close_writer(writer, line);
}

/* What has more than 8 bytes is no number of 64 bits; what is not known is not 0. */
static void wide_data(void **state)
{
	static const uint8_t bytes[16] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0, 0 };
	struct mmt_record record = {
		.kind = MMT_WRITE, .cpu = -1, .task = "", .bar = MMT_NO_BAR, .phys = 0x1000,
		.width = 16, .n_bytes = 16, .bytes = bytes, .value = 0x0807060504030201,
	};

	(void)state;
	expect_data(MMT_OUTPUT_JSONL, &record,
		    "{\"operation\":\"write\",\"timestamp_ns\":null,\"cpu\":null,\"pid\":null,"
		    "\"task\":null,\"bdf\":null,\"driver\":null,\"bar_index\":null,\"offset\":null,"
		    "\"address\":4096,\"address_hex\":\"0x1000\",\"register\":null,\"fields\":null,"
		    "\"width\":16,\"value\":null,\"value_hex\":\"0x90807060504030201\",\"map\":null,"
		    "\"pc\":null,\"function\":null}\n");
	expect_data(MMT_OUTPUT_CSV, &record,
		    "timestamp_ns,cpu,pid,task,operation,bdf,bar_index,offset,address,width,value,map,"
		    "pc,function,text,driver,address_hex,value_hex,register,fields,length,virtual,"
		    "earlier,traced,count,instruction\n"
		    ",,,,write,,,,4096,16,,,,,,,0x1000,0x90807060504030201,,,,,,,,\n");
}

/* Text that is too long to be kept is written all the same, and so is what comes after. */
static void long_data(void **state)
{
	static char task[3 * WRITER_BUFFER], line[4 * WRITER_BUFFER];
	struct mmt_record record = {
		.kind = MMT_MARK, .cpu = 1, .pid = 2, .task = task, .time = 3,
		.text = "\"\n", .text_length = 2,
	};

	(void)state;
	memset(task, '"', sizeof(task) - 1);
	task[64] = 0;
	strcpy(line, "{\"operation\":\"mark\",\"timestamp_ns\":3,\"cpu\":1,\"pid\":2,\"task\":\"");
	for (int i = 0; i < 64; i++)
		strcat(line, "\\\"");
	strcat(line, "\",\"text\":\"\\\"\"}\n");
	expect_data(MMT_OUTPUT_JSONL, &record, line);
	task[63] = 0;
	memmove(strstr(line, "\\\""), strstr(line, "\\\"") + 2, strlen(strstr(line, "\\\"") + 2) + 1);
	expect_data(MMT_OUTPUT_JSONL, &record, line);
}

static void numbers(void **state)
{
	static const struct {
		uint64_t value;
		const char *text;
	} cases[] = {
		{ 0, "0x0 0" },
		{ 9, "0x9 9" },
		{ 10, "0xa 10" },
		{ 15, "0xf 15" },
		{ 16, "0x10 16" },
		{ 0x123456789abcdef0, "0x123456789abcdef0 1311768467463790320" },
		{ UINT64_MAX, "0xffffffffffffffff 18446744073709551615" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct mmt_writer *writer = open_writer(MMT_OUTPUT_CLASSIC, NULL);

		writer->begun = true;
		put_hex(writer, cases[i].value);
		put_char(writer, ' ');
		put_decimal(writer, cases[i].value);
		close_writer(writer, cases[i].text);
	}
}

/* Text longer than the buffer, and a buffer that is full anywhere. */
static void long_text(void **state)
{
	static char text[2 * WRITER_BUFFER];
	static char expected[3 * WRITER_BUFFER];
	struct mmt_writer *writer = open_writer(MMT_OUTPUT_CLASSIC, NULL);
	char *end = expected;
	int i;

	(void)state;
	writer->begun = true;
	memset(text, 'x', sizeof(text) - 1);
	put_text(writer, text, sizeof(text) - 1);
	end = stpcpy(end, text);
	for (i = 0; i < WRITER_BUFFER / 24; i++) {
		put_hex(writer, UINT64_MAX);
		put_char(writer, '\n');
		end = stpcpy(end, "0xffffffffffffffff\n");
	}
	close_writer(writer, expected);
}

/* Mappings that have ended are forgotten, but for the latest: a CPU may be late. */
static void many_mappings(void **state)
{
	struct mmt_writer_options options = { .renumber = true };
	struct mmt_writer *writer = open_writer(MMT_OUTPUT_CLASSIC, &options);
	static char text[4 * WRITER_BUFFER];
	struct mmt_record record = sample;
	ssize_t n;
	uint32_t i;

	(void)state;
	for (i = 0; i < 5 * WRITER_UNMAPPED; i++) {
		record.map = 100 + i;
		record.kind = MMT_MAP;
		mmt_write(writer, &record);
		record.kind = MMT_UNMAP;
		mmt_write(writer, &record);
	}
	assert_true(writer->numbers.used <= WRITER_UNMAPPED + 1);
	record.kind = MMT_READ;
	mmt_write(writer, &record);
	assert_int_equal(mmt_writer_flush(writer), 0);
	n = pread(writer->fd, text, sizeof(text) - 1, lseek(writer->fd, 0, SEEK_END) - 64);
	assert_true(n > 0);
	text[n] = 0;
	assert_non_null(strstr(text, " 5120 0x"));
	close(writer->fd);
	assert_int_equal(mmt_writer_close(writer), 0);
}

/* One device, one BAR, mappings from 1 on: what picky readers want. */
static void selection(void **state)
{
	struct mmt_device first = { .address = "0000:00:04.0", .is_pci = true, .driver = "e1000" };
	struct mmt_device second = { .address = "0000:00:05.0", .is_pci = true };
	struct mmt_writer_options options = { .device = "00:04.0", .has_bar = true, .bar = 2,
					      .renumber = true };
	struct mmt_record record = sample;
	struct mmt_record mark = { .kind = MMT_MARK, .text = "m", .text_length = 1 };
	struct mmt_writer *writer = open_writer(MMT_OUTPUT_CLASSIC, &options);
	int i;

	(void)state;
	record.time = 0;
	for (i = 0; i < 2; i++) {
		record.map = 7;
		record.device = &first;
		record.bar = 2;
		mmt_write(writer, &record);
		record.map = 3;
		mmt_write(writer, &record);
		record.bar = 1;
		mmt_write(writer, &record);
		record.bar = 2;
		record.device = &second;
		mmt_write(writer, &record);
		record.device = NULL;
		mmt_write(writer, &record);
		mmt_write(writer, &mark);
		/* A number that is used again is another mapping. */
		record.device = &first;
		record.map = 7;
		record.kind = MMT_MAP;
		mmt_write(writer, &record);
		record.kind = MMT_READ;
		options.device = "e1000";
	}
	close_writer(writer, "VERSION 20070824\n"
			     "R 4 0.000000 1 0xf780010c 0x4c02 0x0 0\n"
			     "R 4 0.000000 2 0xf780010c 0x4c02 0x0 0\n"
			     "MARK 0.000000 m\n"
			     "MAP 0.000000 3 0xf780010c 0x0 0x0 0x0 0\n"
			     "R 4 0.000000 3 0xf780010c 0x4c02 0x0 0\n"
			     "R 4 0.000000 2 0xf780010c 0x4c02 0x0 0\n"
			     "MARK 0.000000 m\n"
			     "MAP 0.000000 4 0xf780010c 0x0 0x0 0x0 0\n");
}

/* A BAR and an offset are no address: the log would have all of them at 0. */
static void no_address(void **state)
{
	struct mmt_device device = { .address = "0000:01:00.0", .is_pci = true, .driver = "" };
	const struct mmt_record record = { .kind = MMT_WRITE, .device = &device, .bar = 2,
					   .offset = 16, .width = 4, .value = 1, .cpu = -1,
					   .task = "" };
	struct mmt_writer *writer = open_writer(MMT_OUTPUT_CLASSIC, NULL);

	(void)state;
	assert_int_equal(mmt_write(writer, &record), -1);
	assert_int_equal(errno, EADDRNOTAVAIL);
	assert_int_equal(mmt_writer_close(writer), -1);
	assert_int_equal(errno, EADDRNOTAVAIL);
}

static void errors(void **state)
{
	struct mmt_writer *writer = mmt_writer_new(MMT_OUTPUT_CLASSIC, -1, NULL, NULL);

	(void)state;
	assert_int_equal(mmt_write(writer, &sample), 0);
	assert_int_equal(mmt_writer_close(writer), -1);
}

/* With one BAR, the devices are described all the same: a log without is none. */
static void selection_keeps_devices(void **state)
{
	struct mmt_device first = { .address = "0000:00:04.0", .is_pci = true, .devfn = 0x20, .driver = "e1000" };
	struct mmt_device second = { .address = "0000:00:05.0", .is_pci = true, .devfn = 0x28 };
	struct mmt_writer_options options = { .has_bar = true, .bar = 0 };
	struct mmt_record record = { .kind = MMT_DEVICE, .device = &first, .bar = MMT_NO_BAR };
	struct mmt_writer *writer = open_writer(MMT_OUTPUT_CLASSIC, &options);

	(void)state;
	mmt_write(writer, &record);
	record.device = &second;
	mmt_write(writer, &record);
	record = sample;
	record.time = 0;
	record.device = &first;
	mmt_write(writer, &record);
	record.bar = 1;
	mmt_write(writer, &record);
	close_writer(writer, "VERSION 20070824\n"
			     "PCIDEV 0020 00000000 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 e1000\n"
			     "PCIDEV 0028 00000000 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 \n"
			     "R 4 0.000000 2 0xf780010c 0x4c02 0x0 0\n");
	options.device = "e1000";
	writer = open_writer(MMT_OUTPUT_CLASSIC, &options);
	record = (struct mmt_record){ .kind = MMT_DEVICE, .device = &first, .bar = MMT_NO_BAR };
	mmt_write(writer, &record);
	record.device = &second;
	mmt_write(writer, &record);
	close_writer(writer, "VERSION 20070824\n"
			     "PCIDEV 0020 00000000 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 e1000\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(selection_keeps_devices),
		cmocka_unit_test(json),
		cmocka_unit_test(json_not_utf8),
		cmocka_unit_test(csv),
		cmocka_unit_test(accesses),
		cmocka_unit_test(mappings),
		cmocka_unit_test(unknown),
		cmocka_unit_test(marks),
		cmocka_unit_test(lost),
		cmocka_unit_test(devices),
		cmocka_unit_test(wide), cmocka_unit_test(wide_data), cmocka_unit_test(long_data),
		cmocka_unit_test(numbers),
		cmocka_unit_test(long_text),
		cmocka_unit_test(selection),
		cmocka_unit_test(many_mappings),
		cmocka_unit_test(no_address),
		cmocka_unit_test(errors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
