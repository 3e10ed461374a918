// SPDX-License-Identifier: GPL-2.0
/* Lines of the classic log, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "classic.h"

static void expect(const struct record *record, bool real_pc, const char *line)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	classic_record(out, record, real_pc);
	fclose(out);
	assert_string_equal(text, line);
	free(text);
}

static const struct record access = {
	.kind = RECORD_READ,
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
	struct record record = access;

	(void)state;
	expect(&record, false, "R 4 2456.105919 2 0xf780010c 0x4c02 0x0 0\n");
	expect(&record, true, "R 4 2456.105919 2 0xf780010c 0x4c02 0xffffffffc0001234 312\n");
	record.kind = RECORD_WRITE;
	record.width = 8;
	record.value = UINT64_MAX;
	record.time = 1000;
	expect(&record, false, "W 8 0.000001 2 0xf780010c 0xffffffffffffffff 0x0 0\n");
}

static void mappings(void **state)
{
	struct record record = {
		.kind = RECORD_MAP,
		.time = 432175965000ULL,
		.map = 1,
		.phys = 0xfa000000,
		.virt = 0xffffa524801ab000,
		.length = 0x1000,
	};

	(void)state;
	expect(&record, false, "MAP 432.175965 1 0xfa000000 0xffffa524801ab000 0x1000 0x0 0\n");
	record.kind = RECORD_UNMAP;
	expect(&record, false, "UNMAP 432.175965 1 0x0 0\n");
}

static void unknown(void **state)
{
	struct record record = access;

	(void)state;
	record.kind = RECORD_UNKNOWN;
	record.time = 1000000000;
	record.n_bytes = 3;
	memcpy(record.bytes, "\x0f\xae\xf0", 3);
	expect(&record, false, "UNKNOWN 1.000000 2 0xf780010c 0f,ae,f0 0x0 0\n");
	record.n_bytes = 0;
	expect(&record, false, "UNKNOWN 1.000000 2 0xf780010c 00 0x0 0\n");
}

static void marks(void **state)
{
	struct record record = { .kind = RECORD_MARK, .time = 1100000000 };

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
	struct record record = { .kind = RECORD_LOST, .lost = 12 };

	(void)state;
	expect(&record, false, "MARK 0.000000 Lost 12 events.\n");
	record.lost = LOST_UNCOUNTED;
	expect(&record, false, "MARK 0.000000 Lost events.\n");
}

static void devices(void **state)
{
	struct record record = {
		.kind = RECORD_DEVICE,
		.bus = 0, .devfn = 0x10,
		.vendor = 0x8086, .device = 0xf31, .irq = 0x61,
		.start = { 0xd0000000, 0, 0xc000000c, 0, 0xf081, 0, 0xc0002 },
		.size = { 0x400000, 0, 0x10000000, 0, 8, 0, 0x20000 },
	};
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	assert_non_null(out);
	classic_device(out, &record, "i915");
	classic_device(out, &record, "");
	fclose(out);
	assert_string_equal(text,
		"PCIDEV 0010 80860f31 61 d0000000 0 c000000c 0 f081 0 c0002"
		" 400000 0 10000000 0 8 0 20000 i915\n"
		"PCIDEV 0010 80860f31 61 d0000000 0 c000000c 0 f081 0 c0002"
		" 400000 0 10000000 0 8 0 20000 \n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accesses),
		cmocka_unit_test(mappings),
		cmocka_unit_test(unknown),
		cmocka_unit_test(marks),
		cmocka_unit_test(lost),
		cmocka_unit_test(devices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
