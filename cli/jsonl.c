// SPDX-License-Identifier: GPL-2.0
/*
 * One JSON object a line. The names of its members are a promise. Kernel
 * addresses are strings: many readers have no number that long.
 */
#include <inttypes.h>
#include <string.h>

#include "escape.h"
#include "format.h"

static const char *const operations[N_RECORD_KINDS] = {
	[RECORD_READ] = "read",
	[RECORD_WRITE] = "write",
	[RECORD_UNKNOWN] = "unknown",
	[RECORD_MAP] = "map",
	[RECORD_UNMAP] = "unmap",
	[RECORD_MARK] = "mark",
	[RECORD_LOST] = "lost",
};

static void begin(struct report *report)
{
	(void)report;
}

static void member(FILE *out, const char *name, const char *text, size_t length)
{
	fprintf(out, ",\"%s\":", name);
	escape_json(out, text, length);
}

static void write_place(struct report *report, uint64_t phys)
{
	struct place place;

	if (inventory_place(report->inventory, phys, &place)) {
		fprintf(report->out, ",\"bdf\":\"%s\",\"bar_index\":%d,\"address\":%" PRIu64
			",\"offset\":%" PRIu64, place.device->address, place.bar, phys,
			place.offset);
		member(report->out, "driver", place.device->driver,
		       strlen(place.device->driver));
	} else {
		fprintf(report->out, ",\"bdf\":null,\"bar_index\":null,\"address\":%" PRIu64
			",\"offset\":null", phys);
	}
}

static void write_code(struct report *report, const struct record *record)
{
	const char *function = inventory_function(report->inventory, record->pc);

	fprintf(report->out, ",\"pc\":\"0x%" PRIx64 "\"", record->pc);
	member(report->out, "function", function, strlen(function));
	fprintf(report->out, ",\"map\":%u", record->map);
}

static void write_record(struct report *report, const struct record *record)
{
	FILE *out = report->out;
	unsigned int i;

	fprintf(out, "{\"operation\":\"%s\",\"timestamp_ns\":%" PRIu64 ",\"cpu\":%d",
		operations[record->kind], record->time, record->cpu);
	if (record->kind == RECORD_LOST) {
		if (record->lost == LOST_UNCOUNTED)
			fputs(",\"count\":null}\n", out);
		else
			fprintf(out, ",\"count\":%lld}\n", record->lost);
		return;
	}
	fprintf(out, ",\"pid\":%d", record->pid);
	member(out, "task", record->task, strlen(record->task));
	switch (record->kind) {
	case RECORD_READ:
	case RECORD_WRITE:
		write_place(report, record->phys);
		fprintf(out, ",\"width\":%u,\"value\":%" PRIu64, record->width, record->value);
		write_code(report, record);
		break;
	case RECORD_UNKNOWN:
		write_place(report, record->phys);
		fputs(",\"instruction\":\"", out);
		for (i = 0; i < record->n_bytes; i++)
			fprintf(out, "%02x", record->bytes[i]);
		putc('"', out);
		write_code(report, record);
		break;
	case RECORD_MAP:
		write_place(report, record->phys);
		fprintf(out, ",\"virtual\":\"0x%" PRIx64 "\",\"length\":%" PRIu64
			",\"earlier\":%s,\"traced\":%s", record->virt, record->length,
			record->flags & MAP_EARLIER ? "true" : "false",
			record->flags & MAP_UNTRACED ? "false" : "true");
		write_code(report, record);
		break;
	case RECORD_UNMAP:
		write_code(report, record);
		break;
	case RECORD_MARK:
		member(out, "text", record->text, trim_line(record->text, record->text_length));
		break;
	default:
		break;
	}
	fputs("}\n", out);
}

const struct format jsonl_format = {
	.name = "jsonl",
	.kinds = KINDS_SHOWN,
	.begin = begin,
	.record = write_record,
};
