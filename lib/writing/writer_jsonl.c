// SPDX-License-Identifier: GPL-2.0
/*
 * One JSON object a line. The names of its members are a promise. Kernel
 * addresses are strings: many readers have no number that long.
 */
#include "writer.h"

static void begin(struct mmt_writer *writer)
{
	(void)writer;
}

/* A name and what stands between it and a text, or a number. */
#define NAME(writer, name) PUT(writer, ",\"" name "\":")

static void put_place(struct mmt_writer *writer, const struct mmt_record *record)
{
	const struct mmt_device *device = record->device;

	NAME(writer, "bdf");
	if (device)
		put_json(writer, device->address, strlen(device->address));
	else
		PUT(writer, "null");
	NAME(writer, "bar_index");
	if (record->bar == MMT_NO_BAR)
		PUT(writer, "null");
	else
		put_signed(writer, record->bar);
	NAME(writer, "address");
	if (has_address(record))
		put_decimal(writer, record->phys);
	else
		PUT(writer, "null");
	NAME(writer, "offset");
	if (!device) {
		PUT(writer, "null");
		return;
	}
	put_decimal(writer, record->offset);
	NAME(writer, "driver");
	put_json(writer, device->driver, strlen(device->driver));
}

static void put_code(struct mmt_writer *writer, const struct mmt_record *record)
{
	const char *function = mmt_function(writer->trace, record->pc);

	PUT(writer, ",\"pc\":\"");
	put_hex(writer, record->pc);
	PUT(writer, "\",\"function\":");
	put_json(writer, function, strlen(function));
	NAME(writer, "map");
	put_decimal(writer, record->map);
}

static void put_access(struct mmt_writer *writer, const struct mmt_record *record)
{
	put_place(writer, record);
	NAME(writer, "width");
	put_decimal(writer, record->width);
	NAME(writer, "value");
	if (record->width > 8) {
		put_char(writer, '"');
		put_value(writer, record);
		put_char(writer, '"');
	} else {
		put_decimal(writer, record->value);
	}
	put_code(writer, record);
}

static void put_map(struct mmt_writer *writer, const struct mmt_record *record)
{
	put_place(writer, record);
	PUT(writer, ",\"virtual\":\"");
	put_hex(writer, record->virt);
	PUT(writer, "\",\"length\":");
	put_decimal(writer, record->length);
	NAME(writer, "earlier");
	put_string(writer, record->flags & MMT_EARLIER ? "true" : "false");
	NAME(writer, "traced");
	put_string(writer, record->flags & MMT_UNTRACED ? "false" : "true");
	put_code(writer, record);
}

/* Members that only records of this kind have. */
static void put_members(struct mmt_writer *writer, const struct mmt_record *record)
{
	switch (record->kind) {
	case MMT_READ:
	case MMT_WRITE:
	case MMT_CONFIG_READ:
	case MMT_CONFIG_WRITE:
		put_access(writer, record);
		break;
	case MMT_UNKNOWN:
		put_place(writer, record);
		PUT(writer, ",\"instruction\":\"");
		put_bytes(writer, record->bytes, record->n_bytes, 0);
		put_char(writer, '"');
		put_code(writer, record);
		break;
	case MMT_MAP:
		put_map(writer, record);
		break;
	case MMT_UNMAP:
		put_code(writer, record);
		break;
	case MMT_MARK:
	case MMT_NOTE:
		NAME(writer, "text");
		put_json(writer, record->text, trim_text(record->text, record->text_length));
		break;
	default:
		break;
	}
}

static void write_record(struct mmt_writer *writer, const struct mmt_record *record)
{
	if (record->kind == MMT_DEVICE)
		return;
	PUT(writer, "{\"operation\":\"");
	put_string(writer, operation_name[record->kind]);
	PUT(writer, "\",\"timestamp_ns\":");
	put_decimal(writer, record->time);
	NAME(writer, "cpu");
	if (record->cpu < 0)
		PUT(writer, "null");
	else
		put_signed(writer, record->cpu);
	if (record->kind == MMT_LOST) {
		NAME(writer, "count");
		if (record->lost == MMT_LOST_UNCOUNTED)
			PUT(writer, "null");
		else
			put_signed(writer, record->lost);
	} else {
		NAME(writer, "pid");
		put_signed(writer, record->pid);
		NAME(writer, "task");
		put_json(writer, record->task, strlen(record->task));
		put_members(writer, record);
	}
	PUT(writer, "}\n");
}

const struct output jsonl_output = {
	.begin = begin,
	.record = write_record,
};
