// SPDX-License-Identifier: GPL-2.0
/* Counts of each register, and the limits of what is counted exactly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stat/order.h"

static const struct mmt_device device = { .address = "0000:00:04.0" };
static struct tally tally;

static int set_up(void **state)
{
	(void)state;
	return tally_begin(&tally);
}

static int tear_down(void **state)
{
	(void)state;
	tally_end(&tally);
	return 0;
}

static void add(enum mmt_kind kind, uint64_t offset, uint64_t value, uint64_t time)
{
	struct mmt_record record = {
		.kind = kind, .device = &device, .offset = offset, .value = value,
		.time = time, .width = 4,
	};

	tally_add(&tally, &record, NULL, NULL, 0);
}

static void counts(void **state)
{
	(void)state;
	add(MMT_WRITE, 8, 1, 100);
	add(MMT_READ, 8, 2, 150);
	add(MMT_READ, 16, 0, 160);
	add(MMT_READ, 8, 1, 350);
	assert_int_equal(tally.rows, 2);
	assert_int_equal(tally.accesses, 4);
	assert_int_equal(tally.row[0].reads, 2);
	assert_int_equal(tally.row[0].writes, 1);
	assert_int_equal(tally.row[0].first, 1);
	assert_int_equal(tally.row[0].last, 1);
	assert_int_equal(tally.row[0].distinct.count, 2);
	assert_int_equal(tally.row[0].shortest, 50);
	assert_int_equal(tally.row[0].longest, 200);
	assert_int_equal(tally.row[0].total, 250);
	assert_int_equal(tally.row[0].widths, 4);
	assert_int_equal(tally.row[0].polling, 0);
	assert_int_equal(tally.row[1].reads, 1);
}

static void different_registers(void **state)
{
	struct mmt_record record = { .kind = MMT_READ, .device = &device, .width = 4 };
	struct mmt_named part = { .name = "A", .id = 0 };

	(void)state;
	tally_add(&tally, &record, NULL, NULL, 0);
	tally_add(&tally, &record, NULL, &part, 1);	/* the same place, selected by a bank */
	part = (struct mmt_named){ .name = "B", .id = 1 };
	tally_add(&tally, &record, NULL, &part, 1);
	record.bar = 1;
	tally_add(&tally, &record, NULL, &part, 1);
	record.kind = MMT_CONFIG_READ;
	tally_add(&tally, &record, NULL, &part, 1);
	record.device = NULL;
	tally_add(&tally, &record, NULL, NULL, 0);
	assert_int_equal(tally.rows, 6);
	assert_string_equal(tally.row[2].name, "B");
}

static void polling(void **state)
{
	int i;

	(void)state;
	add(MMT_READ, 8, 0, 10);
	add(MMT_READ, 8, 0, 20);
	add(MMT_WRITE, 8, 0, 30);
	assert_int_equal(tally.row[0].polling, 0);	/* two are no polling */
	for (i = 0; i < 5; i++)
		add(MMT_READ, 8, 0, 100 + 10 * (uint64_t)i);
	assert_int_equal(tally.row[0].polling, 40);
	add(MMT_READ, 16, 0, 200);
	add(MMT_READ, 8, 0, 210);
	assert_int_equal(tally.row[0].polling, 40);
	for (i = 0; i < 5; i++) {
		tally_skip(&tally);	/* of another register, but for --reg */
		add(MMT_READ, 8, 0, 300 + 10 * (uint64_t)i);
	}
	assert_int_equal(tally.row[0].polling, 40);
}

static void time_backwards(void **state)
{
	(void)state;
	add(MMT_READ, 8, 0, 100);
	add(MMT_READ, 8, 0, 50);
	add(MMT_READ, 8, 0, 60);
	add(MMT_READ, 8, 0, 70);
	assert_int_equal(tally.row[0].shortest, 0);
	assert_int_equal(tally.row[0].longest, 10);
	assert_int_equal(tally.row[0].polling, 10);
}

static void distinct_values(void **state)
{
	uint64_t i;

	(void)state;
	for (i = 0; i < 3 * 1000; i++)
		add(MMT_WRITE, 8, i % 1000, i);
	assert_int_equal(tally.row[0].distinct.count, 1000);
	assert_false(tally.row[0].distinct.full);
	for (i = 0; i < 2 * DISTINCT_MOST; i++)
		add(MMT_WRITE, 8, i, i);
	assert_true(tally.row[0].distinct.full);
	assert_int_equal(tally.row[0].distinct.count, DISTINCT_MOST);
}

static void distinct_memory(void **state)
{
	uint64_t i;

	(void)state;
	tally.pool.left = 1024;
	for (i = 0; i < 100; i++) {
		add(MMT_WRITE, 8, i, i);
		add(MMT_WRITE, 16, i, i);
	}
	assert_true(tally.row[0].distinct.full);
	assert_true(tally.row[1].distinct.full);
	assert_true(tally.pool.left <= 1024);
	assert_true(tally.row[0].distinct.count >= DISTINCT_FEW);
}

static void many_callers(void **state)
{
	struct mmt_record record = { .kind = MMT_READ, .device = &device, .width = 4 };
	struct caller *caller[TALLY_CALLERS + 1];
	unsigned int i, j;

	(void)state;
	for (i = 0; i <= TALLY_CALLERS; i++) {
		caller[i] = calloc(1, sizeof(**caller) + 8);
		assert_non_null(caller[i]);
		caller[i]->name[0] = (char)('A' + i);
	}
	for (j = 0; j < 3; j++)
		for (i = 0; i < TALLY_CALLERS; i++)
			tally_add(&tally, &record, caller[i], NULL, 0);
	assert_false(tally.row[0].many_callers);
	for (j = 0; j < 10; j++)
		tally_add(&tally, &record, caller[5], NULL, 0);
	tally_add(&tally, &record, caller[TALLY_CALLERS], NULL, 0);
	assert_true(tally.row[0].many_callers);
	order_sort(&tally, TALLY_ACCESSES);
	assert_int_equal(tally.row[0].callers, TALLY_CALLERS);
	assert_ptr_equal(tally.row[0].calls[0].caller, caller[5]);
	assert_int_equal(tally.row[0].calls[0].count, 13);
	assert_ptr_equal(tally.row[0].calls[1].caller, caller[0]);
	for (i = 0; i <= TALLY_CALLERS; i++)
		free(caller[i]);
}

/* Registers without end take no memory without end. */
static void too_many(void **state)
{
	uint64_t i, sum = 0;

	(void)state;
	for (i = 0; i < 2 * TALLY_ROWS; i++)
		add(MMT_READ, i << 28, 0, i);
	assert_true(tally.rows <= TALLY_ROWS);
	assert_true(tally.rested > TALLY_ROWS / 2);
	order_sort(&tally, TALLY_OFFSET);
	for (i = 0; i < tally.rows; i++)
		sum += tally.row[i].reads;
	assert_int_equal(sum, 2 * TALLY_ROWS);
	assert_true(tally.row[tally.rows - 1].rest);
}

static const struct row *row_at(uint64_t offset)
{
	size_t i;

	for (i = 0; i < tally.rows; i++)
		if (offset >= tally.row[i].offset && !tally.row[i].rest &&
		    offset <= (tally.row[i].shift ? tally.row[i].last_offset : tally.row[i].offset))
			return &tally.row[i];
	return NULL;
}

/* A console on a frame buffer, and then the registers of the card. */
static void frame_buffer(void **state)
{
	uint64_t i, sum = 0, registers = 0;
	const struct row *row;

	(void)state;
	add(MMT_READ, 0x40000000, 7, 1);
	for (i = 0; i < 3 * TALLY_ROWS; i++)
		add(MMT_WRITE, 0x100000 + i * 4, i, 100 + i);
	for (i = 0; i < 100; i++)
		add(MMT_READ, 0x40000004 + i * 4, i, 10000000 + i);
	add(MMT_WRITE, 0x100008, 5, 20000000);
	assert_int_equal(tally.rested, 0);
	assert_true(tally.rows < tally.most);
	for (i = 0; i < 101; i++) {
		row = row_at(0x40000000 + i * 4);
		assert_non_null(row);
		assert_true(row_is_one(row));
		assert_int_equal(row->reads, 1);
	}
	row = row_at(0x100008);
	assert_non_null(row);
	assert_true(row->shift >= 12);
	assert_int_equal(row->offset, 0x100000);
	assert_int_equal(row->first, 0);
	assert_int_equal(row->last, 5);
	assert_int_equal(row->since, 100);
	assert_int_equal(row->phys, 0);
	for (i = 0; i < tally.rows; i++) {
		sum += tally.row[i].reads + tally.row[i].writes;
		registers += row_is_one(&tally.row[i]) ? 1 : tally.row[i].registers;
	}
	assert_int_equal(sum, tally.accesses);
	/* What comes when there is a block already is not counted as one more. */
	assert_true(registers <= 101 + 3 * TALLY_ROWS);
}

static void named(const char *name, uint32_t id, uint64_t value, uint64_t time)
{
	struct mmt_record record = {
		.kind = MMT_WRITE, .device = &device, .offset = 4 * id, .value = value,
		.time = time, .width = 4,
	};
	struct mmt_named part = { .name = name, .id = id };

	tally_add(&tally, &record, NULL, &part, 1);
}

static void arrays(void **state)
{
	static const char *const names[] = {
		"MTA[0x1]", "MTA[0x3]", "MTA[0x0]", "MTA[0x2]", "MTA[0x5]", "CTRL", "Q[0x0].TAIL",
		"Q[0x1].TAIL", "TA[0x4]", "ROM[0x0] .. ROM[0x1]", "ROM[0x2] .. ROM[0x3]",
	};
	uint32_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		named(names[i], i, i % 3, 100 + i);
	named("MTA[0x2]", 3, 9, 200);
	crowd_fold_arrays(&tally);
	assert_int_equal(tally.rows, 8);
	assert_string_equal(tally.row[0].name, "MTA[0..3]");
	assert_int_equal(tally.row[0].registers, 4);
	assert_int_equal(tally.row[0].writes, 5);
	assert_int_equal(tally.row[0].distinct.count, 4);
	assert_int_equal(tally.row[0].first, 0);
	assert_int_equal(tally.row[0].last, 9);
	assert_false(row_is_one(&tally.row[0]));
	assert_string_equal(tally.row[1].name, "MTA[0x5]");
	assert_string_equal(tally.row[3].name, "Q[0x0].TAIL");
}

static void by_others(void **state)
{
	struct mmt_record record = {
		.kind = MMT_READ, .device = &device, .width = 4, .task = "ip",
	};
	struct mmt_named part = { .name = "A", .id = 0 };
	struct caller *caller = calloc(1, sizeof(*caller) + 16);
	int i;

	(void)state;
	assert_non_null(caller);
	strcpy(caller->name, "probe [e1000]");
	caller->length = 5;
	tally.by = TALLY_FUNCTION;
	for (i = 0; i < 4; i++) {
		record.offset = 4 * (uint64_t)i;
		tally_add(&tally, &record, i ? caller : NULL, &part, 1);
	}
	assert_int_equal(tally.rows, 2);
	assert_null(tally.row[0].name);
	assert_string_equal(tally.row[1].name, "probe");
	assert_int_equal(tally.row[1].reads, 3);
	assert_int_equal(tally.row[1].polling, 0);
	free(caller);
	tally_end(&tally);
	assert_int_equal(tally_begin(&tally), 0);
	tally.by = TALLY_TASK;
	tally_add(&tally, &record, NULL, NULL, 0);
	record.task = "modprobe";
	tally_add(&tally, &record, NULL, NULL, 0);
	record.task = "ip";
	tally_add(&tally, &record, NULL, NULL, 0);
	/* The same hash. */
	record.task = "AaBB";
	tally_add(&tally, &record, NULL, NULL, 0);
	record.task = "BBAa";
	tally_add(&tally, &record, NULL, NULL, 0);
	assert_int_equal(tally.rows, 4);
	assert_string_equal(tally.row[1].name, "modprobe");
	assert_int_equal(tally.row[0].reads, 2);
	tally_end(&tally);
	assert_int_equal(tally_begin(&tally), 0);
	tally.by = TALLY_DEVICE;
	tally_add(&tally, &record, NULL, NULL, 0);
	record.bar = 1;
	tally_add(&tally, &record, NULL, NULL, 0);
	assert_int_equal(tally.rows, 1);
}

static void orders(void **state)
{
	enum order order;

	(void)state;
	add(MMT_READ, 16, 5, 1);
	add(MMT_WRITE, 8, 1, 2);
	add(MMT_WRITE, 8, 2, 3);
	add(MMT_WRITE, 8, 3, 4);
	add(MMT_READ, 16, 5, 5);
	order_sort(&tally, TALLY_FIRST);
	assert_int_equal(tally.row[0].offset, 16);
	order_sort(&tally, TALLY_WRITES);
	assert_int_equal(tally.row[0].offset, 8);
	order_sort(&tally, TALLY_READS);
	assert_int_equal(tally.row[0].offset, 16);
	order_sort(&tally, TALLY_ACCESSES);
	assert_int_equal(tally.row[0].offset, 8);
	order_sort(&tally, TALLY_OFFSET);
	assert_int_equal(tally.row[0].offset, 8);
	order_sort(&tally, TALLY_VALUES);
	assert_int_equal(tally.row[0].offset, 8);
	assert_int_equal(order_parse("polling", &order), 0);
	assert_int_equal(order, TALLY_POLLING);
	assert_int_equal(order_parse("colour", &order), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(counts), TEST(different_registers), TEST(polling), TEST(time_backwards),
		TEST(distinct_values), TEST(distinct_memory), TEST(many_callers),
		TEST(too_many), TEST(frame_buffer), TEST(arrays), TEST(by_others), TEST(orders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
