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

/* --by function, --by task */
static void write_name(struct out *out, const struct row *row, bool people)
{
	if (!row->name || !*row->name)
		out_text(out, people ? "-" : "");
	else if (people)
		out_safe(out, row->name, strlen(row->name));
	else
		out_text(out, row->name);
}

static void write_bar(struct out *out, const struct row *row, bool people)
{
	if (people)
		place_bar(out, row->bar, row->config);
	else if (row->bar != MMT_NO_BAR)
		out_decimal(out, (uint64_t)row->bar);
}

static void write_offset(struct out *out, const struct row *row, bool people)
{
	if (row->rest || !row->device)
		return;
	if (people)
		out_hex(out, row->offset);
	else
		out_decimal(out, row->offset);
}

static void write_last_offset(struct out *out, const struct row *row, bool people)
{
	if (row->rest || !row->device)
		return;
	if (people)
		out_hex(out, row->shift || row->folded ? row->last_offset : row->offset);
	else
		out_decimal(out, row->shift || row->folded ? row->last_offset : row->offset);
}

static void write_registers(struct out *out, const struct row *row, bool people)
{
	if (row->rest)
		return;
	write_count(out, row->shift || row->folded ? row->registers : 1, people);
}

static bool has_address(const struct row *row)
{
	return !row->rest && !row->config &&
	       (row->phys || !row->device ||
		(!row->device->is_pci && row->bar == MMT_NO_BAR && !row->offset &&
		 !strstr(row->device->address, ":region")));
}

static void write_address(struct out *out, const struct row *row, bool people)
{
	if (has_address(row) && people)
		out_hex(out, row->phys);
	else if (has_address(row))
		out_decimal(out, row->phys);
}

static void write_address_hex(struct out *out, const struct row *row, bool people)
{
	(void)people;
	if (has_address(row))
		out_hex(out, row->phys);
}

static void write_bool(struct out *out, bool yes)
{
	out_text(out, yes ? "true" : "false");
}

static void write_config(struct out *out, const struct row *row, bool people)
{
	(void)people;
	write_bool(out, row->config);
}

/* People get the place where there is no name. */
static void write_register(struct out *out, const struct row *row, bool people)
{
	if (!people) {
		if (row->name)
			out_text(out, row->name);
		return;
	}
	if (row->rest) {
		place_bar(out, row->bar, row->config);
		out_text(out, "+others");
	} else if (row->name) {
		out_text(out, row->name);
	} else {
		place_offset(out, row->device, row->bar, row->config, row->offset);
	}
	if (row->shift) {
		out_text(out, "..");
		out_hex(out, row->last_offset);
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

static unsigned int widest_bit(const struct row *row)
{
	unsigned int bit = 0;

	while (row->widths >> (bit + 1))
		bit++;
	return bit;
}

/* With all the digits of the widest access, for people; of one wider than 8 bytes
 * there are no digits that a script could have.
 */
static void write_value(struct out *out, const struct row *row, uint64_t value, bool people)
{
	unsigned int bit = widest_bit(row);

	if (people)
		out_hex_wide(out, value, bit < 3 ? 2U << bit : 16);
	else if (bit <= 3)
		out_decimal(out, value);
}

static void write_hex(struct out *out, const struct row *row, uint64_t value)
{
	if (widest_bit(row) <= 3)
		out_hex(out, value);
}

static void write_first(struct out *out, const struct row *row, bool people)
{
	write_value(out, row, row->first, people);
}

static void write_first_hex(struct out *out, const struct row *row, bool people)
{
	(void)people;
	write_hex(out, row, row->first);
}

static void write_last(struct out *out, const struct row *row, bool people)
{
	write_value(out, row, row->last, people);
}

static void write_last_hex(struct out *out, const struct row *row, bool people)
{
	(void)people;
	write_hex(out, row, row->last);
}

static void write_values(struct out *out, const struct row *row, bool people)
{
	if (people && row->distinct.full)
		out_text(out, ">=");
	out_decimal(out, row->distinct.count + row->distinct.full);
}

static void write_values_exact(struct out *out, const struct row *row, bool people)
{
	(void)people;
	write_bool(out, !row->distinct.full);
}

static bool has_time(const struct row *row)
{
	return row_is_one(row) && row->reads + row->writes > 1 && (row->total || row->until);
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

	if (!people)
		out_char(out, '[');
	for (bit = 0; bit < 8; bit++) {
		if (!(row->widths >> bit & 1))
			continue;
		if (any)
			out_char(out, ',');
		any = true;
		out_decimal(out, 1U << bit);
	}
	if (!people)
		out_char(out, ']');
}

static void write_callers_json(struct out *out, const struct row *row)
{
	unsigned int i;

	out_char(out, '[');
	for (i = 0; i < row->callers; i++) {
		if (i)
			out_char(out, ',');
		out_json(out, row->calls[i].caller->name, row->calls[i].caller->length);
	}
	out_char(out, ']');
}

/* For people the first few, and how much each did. */
static void write_callers(struct out *out, const struct row *row, bool people)
{
	unsigned int most = row->callers > SHOWN_CALLERS + 1 ? SHOWN_CALLERS : row->callers;
	unsigned int i;

	if (!people) {
		write_callers_json(out, row);
		return;
	}
	for (i = 0; i < most; i++) {
		if (i)
			out_text(out, ", ");
		out_bytes(out, row->calls[i].caller->name, row->calls[i].caller->length);
		if (row->callers > 1) {
			out_char(out, ' ');
			out_grouped(out, row->calls[i].count);
		}
	}
	if (most < row->callers) {
		out_text(out, " and ");
		out_decimal(out, row->callers - most);
		out_text(out, row->many_callers ? " or more others" : " others");
	} else if (row->many_callers) {
		out_text(out, " ...");
	}
}

static void write_callers_exact(struct out *out, const struct row *row, bool people)
{
	(void)people;
	write_bool(out, !row->many_callers);
}

#define NUMBER	.type = COLUMN_NUMBER, .number = true
#define MORE	.of = OF(REGISTER), .scripts = true

const struct column column_table[STATISTIC_COLUMNS] = {
	[STATISTIC_FUNCTION] = { "function", "function", write_name, .of = OF(FUNCTION) },
	[STATISTIC_TASK] = { "task", "task", write_name, .of = OF(TASK) },
	[STATISTIC_DEVICE] = { "bdf", "device", write_device, .of = OF(REGISTER) | OF(DEVICE),
			       .rank = 6 },
	[STATISTIC_BAR] = { "bar_index", "BAR", write_bar, COLUMN_NUMBER, MORE },
	[STATISTIC_OFFSET] = { "offset", "offset", write_offset, NUMBER, MORE },
	[STATISTIC_LAST_OFFSET] = { "last_offset", "to", write_last_offset, NUMBER, MORE },
	[STATISTIC_ADDRESS] = { "address", "address", write_address, NUMBER, MORE },
	[STATISTIC_ADDRESS_HEX] = { "address_hex", "address", write_address_hex, MORE },
	[STATISTIC_CONFIG] = { "config", "config", write_config, COLUMN_JSON, MORE },
	[STATISTIC_REGISTER] = { "register", "register", write_register, .of = OF(REGISTER) },
	[STATISTIC_REGISTERS] = { "registers", "registers", write_registers, NUMBER, MORE },
	[STATISTIC_READS] = { "reads", "reads", write_reads, NUMBER, .of = OF_EACH },
	[STATISTIC_WRITES] = { "writes", "writes", write_writes, NUMBER, .of = OF_EACH },
	[STATISTIC_FIRST] = { "first", "first", write_first, COLUMN_NUMBER, OF(REGISTER), 5 },
	[STATISTIC_FIRST_HEX] = { "first_hex", "first", write_first_hex, MORE },
	[STATISTIC_LAST] = { "last", "last", write_last, COLUMN_NUMBER, OF(REGISTER), 1 },
	[STATISTIC_LAST_HEX] = { "last_hex", "last", write_last_hex, MORE },
	[STATISTIC_VALUES] = { "values", "values", write_values, NUMBER, .of = OF(REGISTER),
			       .rank = 3 },
	[STATISTIC_VALUES_EXACT] = { "values_exact", "exact", write_values_exact, COLUMN_JSON,
				     MORE },
	[STATISTIC_MIN] = { "min_ns", "between:min", write_min, NUMBER, .of = OF_EACH, .rank = 9 },
	[STATISTIC_AVG] = { "avg_ns", "avg", write_avg, NUMBER, .of = OF_EACH, .rank = 8 },
	[STATISTIC_MAX] = { "max_ns", "max", write_max, NUMBER, .of = OF_EACH, .rank = 7 },
	[STATISTIC_POLLING] = { "polling_ns", "polling", write_polling, NUMBER,
				.of = OF(REGISTER), .rank = 2 },
	[STATISTIC_WIDTHS] = { "widths", "bytes", write_widths, COLUMN_JSON, OF(REGISTER), 10 },
	[STATISTIC_CALLERS] = { "callers", "callers", write_callers, COLUMN_JSON,
				.of = OF(REGISTER), .rank = 4, .ragged = true },
	[STATISTIC_CALLERS_EXACT] = { "callers_exact", "exact", write_callers_exact, COLUMN_JSON,
				      MORE },
};

/**
 * column_find() - find a column by its name
 * @name: as in --columns; "device" is an older name of bdf
 *
 * Return: the column, or NULL.
 */
const struct column *column_find(const char *name)
{
	size_t i;

	if (!strcmp(name, "device"))
		return &column_table[STATISTIC_DEVICE];
	for (i = 0; i < STATISTIC_COLUMNS; i++)
		if (!strcmp(column_table[i].name, name))
			return &column_table[i];
	return NULL;
}
