// SPDX-License-Identifier: GPL-2.0
#include "column.h"
#include "input/place.h"

#define SHOWN_CALLERS	3

static void write_count(struct out *out, uint64_t count, bool people)
{
	if (people)
		out_grouped(out, count);
	else
		out_decimal(out, count);
}

static void write_time(struct out *out, bool known, uint64_t time, bool people)
{
	if (known && people)
		out_duration(out, time);
	else if (known)
		out_decimal(out, time);
	else if (people)
		out_char(out, '-');
}

static void write_device(struct out *out, const struct row *row, bool people)
{
	if (row->device)
		out_text(out, people ? row->device->label : row->device->address);
	else if (people)
		out_char(out, '-');
}

static void write_register(struct out *out, const struct row *row, bool people)
{
	(void)people;
	if (row->rest) {
		place_bar(out, row->bar, row->config);
		out_text(out, "+others");
	} else if (row->name) {
		out_text(out, row->name);
	} else {
		place_offset(out, row->device, row->bar, row->config, row->offset);
	}
}

static void write_reads(struct out *out, const struct row *row, bool people)
{
	write_count(out, row->reads, people);
}

static void write_writes(struct out *out, const struct row *row, bool people)
{
	write_count(out, row->writes, people);
}

/* With all the digits of the widest access, for people. */
static void write_value(struct out *out, const struct row *row, uint64_t value, bool people)
{
	unsigned int bit = 0;

	while (row->widths >> (bit + 1))
		bit++;
	if (people)
		out_hex_wide(out, value, bit < 3 ? 2U << bit : 16);
	else
		out_hex(out, value);
}

static void write_first(struct out *out, const struct row *row, bool people)
{
	write_value(out, row, row->first, people);
}

static void write_last(struct out *out, const struct row *row, bool people)
{
	write_value(out, row, row->last, people);
}

static void write_values(struct out *out, const struct row *row, bool people)
{
	(void)people;
	if (row->distinct.full)
		out_text(out, ">=");
	out_decimal(out, row->distinct.count + row->distinct.full);
}

static bool has_time(const struct row *row)
{
	return row->reads + row->writes > 1 && (row->total || row->until);
}

static void write_min(struct out *out, const struct row *row, bool people)
{
	write_time(out, has_time(row), row->shortest, people);
}

static void write_avg(struct out *out, const struct row *row, bool people)
{
	uint64_t times = row->reads + row->writes - 1;

	write_time(out, has_time(row), times ? row->total / times : 0, people);
}

static void write_max(struct out *out, const struct row *row, bool people)
{
	write_time(out, has_time(row), row->longest, people);
}

static void write_polling(struct out *out, const struct row *row, bool people)
{
	write_time(out, people ? row->polling : row->until, row->polling, people);
}

static void write_widths(struct out *out, const struct row *row, bool people)
{
	bool any = false;
	unsigned int bit;

	for (bit = 0; bit < 8; bit++) {
		if (!(row->widths >> bit & 1))
			continue;
		if (any)
			out_char(out, people ? ',' : ' ');
		any = true;
		out_decimal(out, 1U << bit);
	}
}

/* For people the first few, and how much each did. */
static void write_callers(struct out *out, const struct row *row, bool people)
{
	unsigned int most = people && row->callers > SHOWN_CALLERS + 1 ? SHOWN_CALLERS :
									 row->callers;
	unsigned int i;

	for (i = 0; i < most; i++) {
		if (i)
			out_text(out, people ? ", " : " ");
		out_bytes(out, row->calls[i].caller->name, row->calls[i].caller->length);
		if (people && row->callers > 1) {
			out_char(out, ' ');
			out_grouped(out, row->calls[i].count);
		}
	}
	if (people && most < row->callers) {
		out_text(out, " and ");
		out_decimal(out, row->callers - most);
		out_text(out, row->many_callers ? " or more others" : " others");
	} else if (row->many_callers) {
		out_text(out, " ...");
	}
}

const struct column column_table[STATISTIC_COLUMNS] = {
	[STATISTIC_DEVICE] = { "device", "device", write_device },
	[STATISTIC_REGISTER] = { "register", "register", write_register },
	[STATISTIC_READS] = { "reads", "reads", write_reads, .number = true },
	[STATISTIC_WRITES] = { "writes", "writes", write_writes, .number = true },
	[STATISTIC_FIRST] = { "first", "first", write_first },
	[STATISTIC_LAST] = { "last", "last", write_last },
	[STATISTIC_VALUES] = { "values", "values", write_values, .number = true },
	[STATISTIC_MIN] = { "min_ns", "between:min", write_min, .number = true },
	[STATISTIC_AVG] = { "avg_ns", "avg", write_avg, .number = true },
	[STATISTIC_MAX] = { "max_ns", "max", write_max, .number = true },
	[STATISTIC_POLLING] = { "polling_ns", "polling", write_polling, .number = true },
	[STATISTIC_WIDTHS] = { "widths", "bytes", write_widths },
	[STATISTIC_CALLERS] = { "callers", "callers", write_callers, .ragged = true },
};

/**
 * column_find() - find a column by its name
 * @name: as in --columns
 *
 * Return: the column, or NULL.
 */
const struct column *column_find(const char *name)
{
	size_t i;

	for (i = 0; i < STATISTIC_COLUMNS; i++)
		if (!strcmp(column_table[i].name, name))
			return &column_table[i];
	return NULL;
}
