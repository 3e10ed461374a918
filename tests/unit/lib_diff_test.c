// SPDX-License-Identifier: GPL-2.0
/* Comparing: polls, alignment, exceptions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "diff/align.h"
#include "diff/except.h"
#include "diff/item.h"

/* --- polls ----------------------------------------------------------------- */

#define SOMEBODY 1

/* Takes in reads ("3" reads register 0 and finds 3) and writes ("w"), by @reader. */
static struct diff_stream taken(const char *accesses, uint32_t reader)
{
	struct diff_stream stream = { .group = NOBODY };
	uint32_t index = 0;

	for (const char *c = accesses; *c; c++) {
		struct diff_item item = { .count = 1, .index = index++, .key = *c == 'w',
					  .value = *c == 'w' ? 0 : (uint64_t)*c };

		assert_int_equal(stream_add(&stream, &item, *c == 'w' ? NOBODY : reader), 0);
	}
	stream_end(&stream);
	return stream;
}

/* Each item as it is expected: value, how many reads, number of the last. */
static void expect_items(const char *accesses, const char *values, const uint32_t *counts)
{
	struct diff_stream stream = taken(accesses, SOMEBODY);
	uint32_t last = 0;

	assert_int_equal(stream.n, strlen(values));
	for (uint32_t i = 0; i < stream.n; i++) {
		last += counts[i];
		if (values[i] != 'w')
			assert_int_equal(stream.item[i].value, values[i]);
		assert_int_equal(stream.item[i].count, counts[i]);
		assert_int_equal(stream.item[i].index, last - 1);
	}
	stream_free(&stream);
}

static void polls(void **state)
{
	(void)state;
	expect_items("1", "1", (uint32_t[]){ 1 });
	expect_items("1111", "1", (uint32_t[]){ 4 });
	expect_items("0001w", "1w", (uint32_t[]){ 4, 1 });
	expect_items("w0001", "w1", (uint32_t[]){ 1, 4 });
	/* Two reads of two values may be anything. */
	expect_items("01w", "01w", (uint32_t[]){ 1, 1, 1 });
	/* A memory that is read out. */
	expect_items("01234567", "01234567", (uint32_t[]){ 1, 1, 1, 1, 1, 1, 1, 1 });
	/* A bit that flickers meanwhile. */
	expect_items("00000001000000000002", "2", (uint32_t[]){ 20 });
	expect_items("11w11", "1w1", (uint32_t[]){ 2, 1, 2 });
}

static void polls_before_their_end(void **state)
{
	struct diff_stream stream = taken("11100023w7777778", SOMEBODY);
	const struct diff_earlier *earlier;
	uint32_t count;

	(void)state;
	/* 8 reads found 4 values: no poll. The other one was. */
	assert_int_equal(stream.n, 6);
	assert_null(stream_earlier(&stream, 0, &count));
	assert_int_equal(count, 0);
	earlier = stream_earlier(&stream, 5, &count);
	assert_non_null(earlier);
	assert_int_equal(count, 1);
	assert_int_equal(earlier->value, '7');
	assert_int_equal(earlier->count, 6);
	stream_free(&stream);
}

/* --- alignment ------------------------------------------------------------- */

#define MOST 600

struct sides {
	struct diff_item item[2][MOST];
	uint32_t other[2][MOST];
	struct diff_side side[2];
};

static uint32_t random_number(uint64_t *state, uint32_t below)
{
	*state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(*state >> 33) % below;
}

static void aligned(struct sides *sides)
{
	for (int i = 0; i < 2; i++) {
		sides->side[i].item = sides->item[i];
		sides->side[i].other = sides->other[i];
	}
	assert_int_equal(align_streams(sides->side), 0);
}

static uint32_t alone(const struct sides *sides, int side)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < sides->side[side].n; i++)
		count += sides->other[side][i] == NOBODY;
	return count;
}

/* Differences of an alignment, which must be in order and the same from both sides. */
static uint32_t differences(const struct sides *sides)
{
	uint32_t differ = 0, next = 0;

	for (uint32_t i = 0; i < sides->side[0].n; i++) {
		uint32_t other = sides->other[0][i];

		if (other == NOBODY)
			continue;
		assert_in_range(other, next, sides->side[1].n - 1);
		assert_int_equal(sides->other[1][other], i);
		assert_true(same_key(&sides->item[0][i], &sides->item[1][other]));
		differ += !same_item(&sides->item[0][i], &sides->item[1][other]);
		next = other + 1;
	}
	assert_int_equal(sides->side[0].n - alone(sides, 0), sides->side[1].n - alone(sides, 1));
	return differ + alone(sides, 0) + alone(sides, 1);
}

/* As few as can be: the textbook's table. */
static uint32_t fewest(const struct sides *sides)
{
	static uint32_t table[MOST + 1][MOST + 1];
	uint32_t n = sides->side[0].n, m = sides->side[1].n;

	for (uint32_t i = 0; i <= n; i++)
		for (uint32_t j = 0; j <= m; j++) {
			const struct diff_item *a = &sides->item[0][i ? i - 1 : 0];
			const struct diff_item *b = &sides->item[1][j ? j - 1 : 0];
			uint32_t best = i ? table[i - 1][j] + 1 : j;

			if (j && table[i][j - 1] + 1 < best)
				best = table[i][j - 1] + 1;
			if (i && j && same_key(a, b) &&
			    table[i - 1][j - 1] + !same_item(a, b) < best)
				best = table[i - 1][j - 1] + !same_item(a, b);
			table[i][j] = best;
		}
	return table[n][m];
}

static struct diff_item any_item(uint64_t *state, uint32_t keys, uint32_t values)
{
	return (struct diff_item){ .key = random_number(state, keys), .count = 1,
				   .value = random_number(state, values) };
}

/* B is A, with some of it changed; where little room is left for luck, the fewest are found. */
static void make_sides(struct sides *sides, uint64_t *state, uint32_t n, uint32_t keys,
		       uint32_t values, uint32_t every)
{
	uint32_t m = 0;

	for (uint32_t i = 0; i < n; i++)
		sides->item[0][i] = any_item(state, keys, values);
	for (uint32_t i = 0; i < n && m + 2 < MOST; i++) {
		uint32_t what = random_number(state, 3 * every);

		if (what)
			sides->item[1][m++] = sides->item[0][i];
		if (what == 1)
			sides->item[1][m++] = any_item(state, keys, values);
		if (what == 2)
			sides->item[1][m - 1].value ^= 1;
	}
	sides->side[0].n = n;
	sides->side[1].n = m;
}

static void alignments(void **state)
{
	static struct sides sides;
	uint64_t seed = 1;

	(void)state;
	for (int round = 0; round < 400; round++) {
		uint32_t n = random_number(&seed, 280);

		make_sides(&sides, &seed, n, 1 + random_number(&seed, 20),
			   1 + random_number(&seed, 4), 1 + random_number(&seed, 30));
		aligned(&sides);
		assert_int_equal(differences(&sides), fewest(&sides));
	}
}

/* A block that is unique finds its partner past a longer one that is only on one side. */
static void anchors(void **state)
{
	static struct sides sides;
	uint32_t n = 0, m = 0;

	(void)state;
	for (uint32_t i = 0; i < 100; i++)
		sides.item[0][n++] = (struct diff_item){ .key = i, .count = 1 };
	for (uint32_t i = 0; i < 450; i++)
		sides.item[0][n++] = (struct diff_item){ .key = 200 + i % 7, .count = 1 };
	for (uint32_t i = 0; i < 50; i++)
		sides.item[0][n++] = (struct diff_item){ .key = 100 + i, .count = 1 };
	for (uint32_t i = 0; i < 150; i++)
		sides.item[1][m++] = (struct diff_item){ .key = i, .count = 1 };
	sides.side[0].n = n;
	sides.side[1].n = m;
	aligned(&sides);
	assert_int_equal(alone(&sides, 0), 450);
	assert_int_equal(alone(&sides, 1), 0);
	for (uint32_t i = 0; i < 450; i++)
		assert_int_equal(sides.other[0][100 + i], NOBODY);
}

/* Nothing in common, and one side without anything. */
static void strangers(void **state)
{
	static struct sides sides;

	(void)state;
	for (uint32_t i = 0; i < MOST; i++) {
		sides.item[0][i] = (struct diff_item){ .key = i, .count = 1 };
		sides.item[1][i] = (struct diff_item){ .key = i + MOST, .count = 1 };
	}
	sides.side[0].n = sides.side[1].n = MOST;
	aligned(&sides);
	assert_int_equal(alone(&sides, 0), MOST);
	assert_int_equal(alone(&sides, 1), MOST);
	sides.side[1].n = 0;
	aligned(&sides);
	assert_int_equal(alone(&sides, 0), MOST);
}

/* --- exceptions ------------------------------------------------------------ */

static void count(void *data, const struct mmt_complaint *complaint)
{
	*(unsigned long *)data = *(unsigned long *)data * 10 + complaint->line;
}

/* The lines that are complained about, as the digits of a number. */
static unsigned long wrong_lines(const char *text, struct diff_excepts *excepts)
{
	unsigned long lines = 0;
	const struct mmt_messages messages = { .complain = count, .data = &lines };
	int status = excepts_parse(excepts, "file", text, strlen(text), &messages);

	assert_int_equal(!status, !lines);
	return lines;
}

static void exceptions(void **state)
{
	struct diff_excepts excepts = { .n = 0 };

	(void)state;
	assert_int_equal(wrong_lines("# a comment\n\n  \t\n"
				     "CTRL value of another board\r\n"
				     "TD* *  the ring lies elsewhere\n"
				     "BAR0+0x00?0 missing\tsee there", &excepts), 0);
	assert_int_equal(excepts.n, 3);
	assert_int_equal(excepts_find(&excepts, "ctrl", "BAR0+0x0000", MMT_VALUE), 0);
	assert_int_equal(excepts_find(&excepts, "CTRL", "BAR0+0x0004", MMT_MISSING), -1);
	assert_int_equal(excepts_find(&excepts, "TDT", "BAR0+0x3818", MMT_MOVED), 1);
	assert_int_equal(excepts_find(&excepts, NULL, "BAR0+0x0010", MMT_MISSING), 2);
	assert_int_equal(excepts_find(&excepts, NULL, "BAR0+0x0011", MMT_MISSING), -1);
	excepts_free(&excepts);
}

static void wrong_exceptions(void **state)
{
	struct diff_excepts excepts = { .n = 0 };

	(void)state;
	assert_int_equal(wrong_lines("CTRL value\nCTRL\nCTRL valu why\nCTRL value why\n"
				     "CTRL  missing   \n", &excepts), 1235);
	assert_int_equal(excepts.n, 1);
	excepts_free(&excepts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(polls),
		cmocka_unit_test(polls_before_their_end),
		cmocka_unit_test(alignments),
		cmocka_unit_test(anchors),
		cmocka_unit_test(strangers),
		cmocka_unit_test(exceptions),
		cmocka_unit_test(wrong_exceptions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
