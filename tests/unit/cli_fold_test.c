// SPDX-License-Identifier: GPL-2.0
/* What is repeated is found; and what comes out, written out, is what went in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/fold.h"

#define MANY 200000

struct world {
	struct nodes nodes;
	struct fold fold;
	uint64_t time;
	char shape[65536];	/* of what came out */
	size_t length;
	/* Everything in order, a character for the kind and a number for the offset. */
	uint64_t in[MANY];
	size_t ins;
	uint64_t out[MANY];
	size_t outs;
	size_t came;
	bool keep;
};

static void say(struct world *world, const char *format, ...)
{
	va_list arguments;

	if (!world->keep)
		return;
	va_start(arguments, format);
	world->length += (size_t)vsnprintf(world->shape + world->length,
					   sizeof(world->shape) - world->length, format,
					   arguments);
	va_end(arguments);
	assert_true(world->length < sizeof(world->shape));
}

static void put_out(struct world *world, const struct node *node, uint64_t shift)
{
	const struct node *child;
	uint64_t i;

	for (i = 0; i < node->count; i++) {
		if (!node->body) {
			if (world->outs < MANY)
				world->out[world->outs++] =
					(node->offset + shift + (uint64_t)node->step * i) * 2 +
					node_writes(node);
			continue;
		}
		for (child = node->body; child; child = child->next)
			put_out(world, child, shift + (uint64_t)child->stride * i);
	}
}

static void shape_of(struct world *world, const struct node *node)
{
	const struct node *child;

	if (node->body) {
		say(world, "%llu(", (unsigned long long)node->count);
		for (child = node->body; child; child = child->next)
			shape_of(world, child);
		say(world, ")");
		return;
	}
	say(world, "%c%llx", node_writes(node) ? 'w' : 'r', (unsigned long long)node->offset);
	if (node->count > 1)
		say(world, "*%llu", (unsigned long long)node->count);
	if (node->step)
		say(world, "/%lld", (long long)node->step);
	if (node->stride)
		say(world, "+%lld", (long long)node->stride);
	say(world, " ");
}

static void sink(void *data, struct node *node)
{
	struct world *world = data;

	shape_of(world, node);
	put_out(world, node, 0);
	world->came += node->accesses;
	node_free(&world->nodes, node);
}

static int set_up(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	assert_non_null(world);
	world->keep = true;
	assert_int_equal(fold_begin(&world->fold, &world->nodes, sink, world), 0);
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	fold_end(&world->fold);
	nodes_release(&world->nodes);
	free(world);
	return 0;
}

static void access_at(struct world *world, uint64_t pc, enum mmt_kind kind, uint64_t offset,
		      uint64_t value)
{
	static const struct mmt_device device = { .address = "0000:00:04.0" };
	struct mmt_record record = {
		.kind = kind, .task = "modprobe", .pid = 160, .time = world->time += 10,
		.device = &device, .offset = offset, .value = value, .width = 4, .pc = pc,
	};
	struct node *node = node_from(&world->nodes, &record);

	assert_non_null(node);
	if (world->ins < MANY)
		world->in[world->ins++] = offset * 2 + (kind == MMT_WRITE);
	fold_push(&world->fold, node);
}

static void r(struct world *world, uint64_t offset)
{
	access_at(world, 0, MMT_READ, offset, 0);
}

static void w(struct world *world, uint64_t offset)
{
	access_at(world, 0, MMT_WRITE, offset, 0);
}

static void expect(struct world *world, const char *shape)
{
	size_t i;

	fold_flush(&world->fold);
	assert_string_equal(world->shape, shape);
	assert_int_equal(world->ins, world->outs);
	for (i = 0; i < world->ins; i++)
		assert_int_equal(world->in[i], world->out[i]);
}

static void nothing(void **state)
{
	expect(*state, "");
}

static void plain(void **state)
{
	struct world *world = *state;

	w(world, 0x10);
	r(world, 8);
	w(world, 0x10);
	r(world, 0xc);
	expect(world, "w10 r8 w10 rc ");
}

static void polling(void **state)
{
	struct world *world = *state;
	int i;

	w(world, 0);
	for (i = 0; i < 1532; i++)
		r(world, 8);
	w(world, 0);
	r(world, 8);
	r(world, 8);
	w(world, 4);
	expect(world, "w0 r8*1532 w0 r8*2 w4 ");
}

static void few_writes_say_something_each(void **state)
{
	struct world *world = *state;
	int i;

	for (i = 0; i < 3; i++)
		w(world, 8);
	r(world, 0);
	for (i = 0; i < 4; i++)
		w(world, 8);
	expect(world, "w8 w8 w8 r0 w8*4 ");
}

static void block(void **state)
{
	struct world *world = *state;
	int i;

	w(world, 0x100);
	for (i = 0; i < 1024; i++)
		w(world, 0x8000 + 4 * (uint64_t)i);
	r(world, 0);
	expect(world, "w100 w8000*1024/4 r0 ");
}

static void block_downwards(void **state)
{
	struct world *world = *state;
	int i;

	r(world, 0x9000);
	for (i = 0; i < 20; i++)
		w(world, 0x8000 - 8 * (uint64_t)i);
	expect(world, "r9000 w8000*20/-8 ");
}

static void neighbours_are_no_block(void **state)
{
	struct world *world = *state;
	uint64_t i;

	for (i = 0; i < 7; i++)
		w(world, 0x100 + 4 * i);
	expect(world, "w100 w104 w108 w10c w110 w114 w118 ");
}

static void sequence(void **state)
{
	struct world *world = *state;
	int i;

	for (i = 0; i < 16; i++) {
		w(world, 0x10);
		r(world, 8);
		r(world, 0x10);
		w(world, 0x10);
		r(world, 8);
	}
	w(world, 4);
	expect(world, "16(w10 r8 r10 w10 r8 )w4 ");
}

static void sequence_broken_off(void **state)
{
	struct world *world = *state;
	int i;

	for (i = 0; i < 5; i++) {
		w(world, 0x10);
		r(world, 8);
		r(world, 0x10);
	}
	w(world, 0x10);
	r(world, 8);
	w(world, 4);
	expect(world, "5(w10 r8 r10 )w10 r8 w4 ");
}

static void twice_is_not_enough(void **state)
{
	struct world *world = *state;
	int i;

	for (i = 0; i < 2; i++) {
		w(world, 0x10);
		r(world, 8);
		r(world, 0x10);
	}
	expect(world, "w10 r8 r10 w10 r8 r10 ");
}

static void table(void **state)
{
	struct world *world = *state;
	uint64_t i;

	r(world, 0x5820);
	for (i = 0; i < 128; i++) {
		access_at(world, 0x1000, MMT_WRITE, 0x5600 + 4 * i, 0);
		access_at(world, 0x1008, MMT_READ, 8, 0);
	}
	w(world, 0x100);
	expect(world, "r5820 128(w5600+4 r8 )w100 ");
}

/* The same without addresses of the code: the first access of each loop counts, too. */
static void table_of_nobody(void **state)
{
	struct world *world = *state;
	uint64_t i;

	w(world, 0x100);
	for (i = 0; i < 5; i++) {
		w(world, 0x5600 + 4 * i);
		r(world, 8);
	}
	w(world, 0x100);
	expect(world, "w100 5(w5600+4 r8 )w100 ");
}

static void nested(void **state)
{
	struct world *world = *state;
	int i, j;

	for (i = 0; i < 64; i++) {
		r(world, 0x20);
		for (j = 0; j < 9; j++) {
			w(world, 0x10);
			r(world, 8);
			r(world, 0x10);
		}
		w(world, 0x20);
		for (j = 0; j < 16; j++) {
			w(world, 0x10);
			r(world, 8);
		}
		w(world, 0x30);
	}
	r(world, 0);
	expect(world, "64(r20 9(w10 r8 r10 )w20 16(w10 r8 )w30 )r0 ");
}

/* A loop that polls now more often, now less, is one loop. */
static void polling_inside(void **state)
{
	struct world *world = *state;
	int i, j;

	for (i = 0; i < 10; i++) {
		w(world, 0x20);
		for (j = 0; j < 1 + i % 4; j++)
			r(world, 0x20);
	}
	w(world, 0);
	fold_flush(&world->fold);
	assert_string_equal(world->shape, "10(w20 r20 )w0 ");
	assert_int_equal(world->came, world->ins);
}

static void counts_of_what_varies(void *data, struct node *node)
{
	struct world *world = data;

	if (node->body) {
		assert_int_equal(node->count, 10);
		assert_int_equal(node->body->next->least, 1);
		assert_int_equal(node->body->next->most, 4);
		assert_int_equal(node->body->next->accesses, 23);
		world->came++;
	}
	node_free(&world->nodes, node);
}

static void least_and_most(void **state)
{
	struct world *world = *state;
	int i, j;

	world->fold.sink = counts_of_what_varies;
	for (i = 0; i < 10; i++) {
		w(world, 0x20);
		for (j = 0; j < 1 + i % 4; j++)
			r(world, 0x20);
	}
	fold_flush(&world->fold);
	assert_int_equal(world->came, 1);
}

static void values_of_a_poll(void *data, struct node *node)
{
	struct world *world = data;

	assert_int_equal(node->first, 0x10);
	assert_int_equal(node->before, 0x10);
	assert_int_equal(node->last, 0x12);
	assert_int_equal(node->changes, 1);
	assert_true(node->late);
	assert_int_equal(node->until - node->since, 40);
	world->came++;
	node_free(&world->nodes, node);
}

static void until(void **state)
{
	struct world *world = *state;
	int i;

	world->fold.sink = values_of_a_poll;
	for (i = 0; i < 5; i++)
		access_at(world, 0, MMT_READ, 8, i == 4 ? 0x12 : 0x10);
	fold_flush(&world->fold);
	assert_int_equal(world->came, 1);
}

/* An access of another thread in between ends a run: nothing changes places. */
static void other_cpu(void **state)
{
	struct world *world = *state;
	int i;

	for (i = 0; i < 10; i++) {
		struct mmt_record record = {
			.kind = MMT_READ, .width = 4, .cpu = i == 5, .phys = 8,
		};
		struct node *node = node_from(&world->nodes, &record);

		assert_non_null(node);
		world->in[world->ins++] = 16;
		fold_push(&world->fold, node);
	}
	expect(world, "r8*5 r8 r8*4 ");
}

/* Programs of random nested loops, and noise: order and number survive. */
static void any_program(void **state)
{
	struct world *world = *state;
	unsigned int program, seed = 1;

	world->keep = false;
	for (program = 0; program < 300; program++) {
		unsigned int length[3], times[3];
		unsigned int a, b, c, i;

		seed = seed * 1103515245 + 12345;
		for (i = 0; i < 3; i++) {
			length[i] = 1 + (seed >> (16 + 3 * i)) % 6;
			times[i] = 1 + (seed >> (5 + 4 * i)) % 7;
		}
		for (a = 0; a < times[0]; a++) {
			for (i = 0; i < length[0]; i++)
				w(world, 0x100 + 8 * i + (program % 3 ? 0 : 4 * a));
			for (b = 0; b < times[1]; b++) {
				for (i = 0; i < length[1]; i++)
					r(world, 0x200 + 8 * (i % 3));
				for (c = 0; c < times[2]; c++)
					access_at(world, c % 2, MMT_WRITE,
						  0x300 + 4 * c, 0);
			}
		}
		if (program % 7 == 0)
			fold_flush(&world->fold);
		if (world->ins > MANY - 5000)
			break;
	}
	fold_flush(&world->fold);
	assert_int_equal(world->came, world->ins);
	/* Where a run inside a body has one length only, even each offset is right. */
	assert_true(world->ins > 20000);
}

static void long_noise(void **state)
{
	struct world *world = *state;
	uint64_t seed = 7;
	int i;

	world->keep = false;
	for (i = 0; i < 100000; i++) {
		seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
		access_at(world, 0, seed >> 63 ? MMT_READ : MMT_WRITE, seed >> 58 << 2, 0);
	}
	fold_flush(&world->fold);
	assert_int_equal(world->came, 100000);
	assert_int_equal(world->ins, world->outs);
	for (i = 0; i < 100000; i++)
		assert_int_equal(world->in[i], world->out[i]);
}

/* What looks alike to the quick count is not yet the same. */
static void lookalikes(void **state)
{
	static const uint64_t class[] = { 0x1111000000000001, 0x2222000000000002,
					  0x1111000000000003, 0x2222000000000004,
					  0x3333000000000005, 0x3333000000000007 };
	struct world *world = *state;
	struct mmt_record record = { .kind = MMT_WRITE, .width = 4 };
	unsigned int i;

	for (i = 0; i < 6; i++) {
		struct node *node;

		record.kind = i == 2 || i > 3 ? MMT_READ : MMT_WRITE;
		record.phys = i > 3 ? 0x30 : i & 1 ? 0x20 : 0x10;
		node = node_from(&world->nodes, &record);
		assert_non_null(node);
		node->class = class[i];
		world->in[world->ins++] = record.phys * 2 + node_writes(node);
		fold_push(&world->fold, node);
	}
	expect(world, "w10 w20 r10 w20 r30 r30 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(nothing),
		TEST(plain),
		TEST(polling),
		TEST(few_writes_say_something_each),
		TEST(block),
		TEST(block_downwards),
		TEST(neighbours_are_no_block),
		TEST(sequence),
		TEST(sequence_broken_off),
		TEST(twice_is_not_enough),
		TEST(table),
		TEST(table_of_nobody),
		TEST(nested),
		TEST(polling_inside),
		TEST(least_and_most),
		TEST(until),
		TEST(other_cpu),
		TEST(any_program),
		TEST(long_noise),
		TEST(lookalikes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
