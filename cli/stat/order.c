// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "order.h"
#include "terminal/options.h"

/**
 * order_parse() - read the value of --sort
 * @text: a key
 * @order: set
 *
 * Return: 0, or -1 when there is no such key.
 */
int order_parse(const char *text, enum order *order)
{
	static const char *const keys[] = { "accesses", "reads", "writes", "offset", "name",
					    "values", "polling", "first", NULL };
	int i = options_choice(text, keys);

	if (i < 0)
		return -1;
	*order = (enum order)i;
	return 0;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

/* Device, then BAR, then offset: what every other order falls back to. */
static int by_offset(const void *a, const void *b)
{
	const struct row *left = a, *right = b;
	const char *left_device = left->device ? left->device->address : "";
	const char *right_device = right->device ? right->device->address : "";
	int order = strcmp(left_device, right_device);

	if (!order)
		order = (int)left->config - (int)right->config;
	if (!order)
		order = left->bar - right->bar;
	if (!order)
		order = (int)left->rest - (int)right->rest;
	if (!order)
		order = compare_numbers(left->offset, right->offset);
	if (!order)
		order = strcmp(left->name ? left->name : "", right->name ? right->name : "");
	return order;
}

static int largest_first(uint64_t left, uint64_t right, const void *a, const void *b)
{
	int order = compare_numbers(right, left);

	return order ? order : by_offset(a, b);
}

#define ORDER(name, what) \
	static int by_##name(const void *a, const void *b) \
	{ \
		const struct row *row = a; \
		uint64_t left = (what); \
		\
		row = b; \
		return largest_first(left, (what), a, b); \
	}

ORDER(accesses, row->reads + row->writes)
ORDER(reads, row->reads)
ORDER(writes, row->writes)
ORDER(values, row->distinct.count)
ORDER(polling, row->polling)

static int by_name(const void *a, const void *b)
{
	const struct row *left = a, *right = b;
	int order = strcmp(left->name ? left->name : "", right->name ? right->name : "");

	return order ? order : by_offset(a, b);
}

static int most_calls(const void *a, const void *b)
{
	const struct calls *left = a, *right = b;

	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return strcmp(left->caller->name, right->caller->name);
}

/**
 * order_sort() - put the rows in an order, and the functions of each
 * @tally: the counts; nothing can be added any more
 * @order: which; TALLY_FIRST is the one they are in
 */
void order_sort(struct tally *tally, enum order order)
{
	static int (*const compare[])(const void *, const void *) = {
		[TALLY_ACCESSES] = by_accesses, [TALLY_READS] = by_reads,
		[TALLY_WRITES] = by_writes, [TALLY_OFFSET] = by_offset,
		[TALLY_NAME] = by_name, [TALLY_VALUES] = by_values,
		[TALLY_POLLING] = by_polling,
	};
	size_t i;

	for (i = 0; i < tally->rows; i++)
		if (tally->row[i].callers)
			qsort(tally->row[i].calls, tally->row[i].callers,
			      sizeof(struct calls), most_calls);
	if (order != TALLY_FIRST && tally->rows)
		qsort(tally->row, tally->rows, sizeof(*tally->row), compare[order]);
}
