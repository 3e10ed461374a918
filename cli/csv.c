// SPDX-License-Identifier: GPL-2.0
/* Comma-separated values after RFC 4180, one kind of line for all records. */
#include <inttypes.h>
#include <string.h>

#include "escape.h"
#include "format.h"

static void begin(struct report *report)
{
	fputs("timestamp_ns,cpu,pid,task,operation,bdf,bar_index,offset,address,width,value,map,pc,function,text\r\n",
	      report->out);
}

static void write_place(struct report *report, uint64_t phys)
{
	struct place place;

	if (inventory_place(report->inventory, phys, &place))
		fprintf(report->out, ",%s,%d,0x%" PRIx64 ",0x%" PRIx64, place.device->address,
			place.bar, place.offset, phys);
	else
		fprintf(report->out, ",,,,0x%" PRIx64, phys);
}

static void write_code(struct report *report, const struct record *record)
{
	const char *function = inventory_function(report->inventory, record->pc);

	fprintf(report->out, ",%u,0x%" PRIx64 ",", record->map, record->pc);
	escape_csv(report->out, function, strlen(function));
}

static void write_record(struct report *report, const struct record *record)
{
	FILE *out = report->out;
	unsigned int i;

	fprintf(out, "%" PRIu64 ",%d,", record->time, record->cpu);
	if (record->kind == RECORD_LOST) {
		fputs(",,lost,,,,,,,,,,", out);
		if (record->lost != LOST_UNCOUNTED)
			fprintf(out, "%lld", record->lost);
		fputs("\r\n", out);
		return;
	}
	fprintf(out, "%d,", record->pid);
	escape_csv(out, record->task, strlen(record->task));
	switch (record->kind) {
	case RECORD_READ:
	case RECORD_WRITE:
		fputs(record->kind == RECORD_READ ? ",read" : ",write", out);
		write_place(report, record->phys);
		fprintf(out, ",%u,0x%" PRIx64, record->width, record->value);
		write_code(report, record);
		putc(',', out);
		break;
	case RECORD_UNKNOWN:
		fputs(",unknown", out);
		write_place(report, record->phys);
		fputs(",,", out);
		write_code(report, record);
		putc(',', out);
		for (i = 0; i < record->n_bytes; i++)
			fprintf(out, "%02x", record->bytes[i]);
		break;
	case RECORD_MAP:
		fputs(",map", out);
		write_place(report, record->phys);
		fprintf(out, ",0x%" PRIx64 ",0x%" PRIx64, record->length, record->virt);
		write_code(report, record);
		fprintf(out, ",%s%s", record->flags & MAP_EARLIER ? "earlier " : "",
			record->flags & MAP_UNTRACED ? "untraced" : "traced");
		break;
	case RECORD_UNMAP:
		fputs(",unmap,,,,,,", out);
		write_code(report, record);
		putc(',', out);
		break;
	case RECORD_MARK:
		fputs(",mark,,,,,,,,,,", out);
		escape_csv(out, record->text, trim_line(record->text, record->text_length));
		break;
	default:
		break;
	}
	fputs("\r\n", out);
}

const struct format csv_format = {
	.name = "csv",
	.kinds = KINDS_SHOWN,
	.begin = begin,
	.record = write_record,
};
