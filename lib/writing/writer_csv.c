// SPDX-License-Identifier: GPL-2.0
/* Comma-separated values after RFC 4180, one kind of line for all records. */
#include "writer.h"

static void begin(struct mmt_writer *writer)
{
	put_string(writer, "timestamp_ns,cpu,pid,task,operation,bdf,bar_index,offset,address,width,value,map,pc,function,text\r\n");
}

static void put_place(struct mmt_writer *writer, const struct mmt_record *record)
{
	if (!record->device) {
		PUT(writer, ",,,,");
	} else {
		put_char(writer, ',');
		put_csv(writer, record->device->address, strlen(record->device->address));
		put_char(writer, ',');
		if (record->bar != MMT_NO_BAR)
			put_signed(writer, record->bar);
		put_char(writer, ',');
		put_hex(writer, record->offset);
		put_char(writer, ',');
	}
	if (has_address(record))
		put_hex(writer, record->phys);
}

static void put_code(struct mmt_writer *writer, const struct mmt_record *record)
{
	const char *function = mmt_function(writer->trace, record->pc);

	put_char(writer, ',');
	put_decimal(writer, record->map);
	put_char(writer, ',');
	put_hex(writer, record->pc);
	put_char(writer, ',');
	put_csv(writer, function, strlen(function));
}

static void put_access(struct mmt_writer *writer, const struct mmt_record *record)
{
	put_place(writer, record);
	put_char(writer, ',');
	put_decimal(writer, record->width);
	put_char(writer, ',');
	put_value(writer, record);
	put_code(writer, record);
	put_char(writer, ',');
}

static void put_map(struct mmt_writer *writer, const struct mmt_record *record)
{
	put_place(writer, record);
	put_char(writer, ',');
	put_hex(writer, record->length);
	put_char(writer, ',');
	put_hex(writer, record->virt);
	put_code(writer, record);
	put_char(writer, ',');
	if (record->flags & MMT_EARLIER)
		PUT(writer, "earlier ");
	put_string(writer, record->flags & MMT_UNTRACED ? "untraced" : "traced");
}

/* Columns that only records of this kind have. */
static void put_columns(struct mmt_writer *writer, const struct mmt_record *record)
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
		PUT(writer, ",,");
		put_code(writer, record);
		put_char(writer, ',');
		put_bytes(writer, record->bytes, record->n_bytes, 0);
		break;
	case MMT_MAP:
		put_map(writer, record);
		break;
	case MMT_UNMAP:
		PUT(writer, ",,,,,,");
		put_code(writer, record);
		put_char(writer, ',');
		break;
	case MMT_LOST:
		PUT(writer, ",,,,,,,,,,");
		if (record->lost != MMT_LOST_UNCOUNTED)
			put_signed(writer, record->lost);
		break;
	case MMT_NOTE:
		PUT(writer, ",,,,,,,,,,");
		put_csv(writer, record->text, record->text_length);
		break;
	case MMT_MARK:
		PUT(writer, ",,,,,,,,,,");
		put_csv(writer, record->text, trim_text(record->text, record->text_length));
		break;
	default:
		break;
	}
}

static void write_record(struct mmt_writer *writer, const struct mmt_record *record)
{
	if (record->kind == MMT_DEVICE)
		return;
	put_decimal(writer, record->time);
	put_char(writer, ',');
	if (record->cpu >= 0)
		put_signed(writer, record->cpu);
	put_char(writer, ',');
	if (record->kind != MMT_LOST)
		put_signed(writer, record->pid);
	put_char(writer, ',');
	put_csv(writer, record->task, strlen(record->task));
	put_char(writer, ',');
	put_string(writer, operation_name[record->kind]);
	put_columns(writer, record);
	PUT(writer, "\r\n");
}

const struct output csv_output = {
	.begin = begin,
	.record = write_record,
};
