// SPDX-License-Identifier: GPL-2.0
/* The report for people: columns. */
#include <inttypes.h>
#include <string.h>

#include "escape.h"
#include "format.h"

#define SECOND ((uint64_t)1000000000)

static void begin(struct report *report)
{
	fprintf(report->out, "# %13s %3s %-20s %-20s %-14s %-6s %-18s %s\n", "time", "cpu",
		"task-pid", "device", "place", "access", "value", "function");
}

static void write_time(struct report *report, const struct record *record)
{
	fprintf(report->out, "%5" PRIu64 ".%09" PRIu64 " %03d", record->time / SECOND,
		record->time % SECOND, record->cpu);
}

static void write_who(struct report *report, const struct record *record)
{
	char task[64];
	char *c;

	snprintf(task, sizeof(task), "%s-%d", record->task, record->pid);
	for (c = task; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	write_time(report, record);
	fprintf(report->out, " %-20s ", task);
}

/* Device and BAR at an address; the bare address when there is no device. */
static void write_place(struct report *report, uint64_t phys)
{
	struct place place;
	char text[40];

	if (!inventory_place(report->inventory, phys, &place)) {
		fprintf(report->out, "%-20s 0x%-12" PRIx64 " ", "-", phys);
		return;
	}
	if (place.bar == 6)
		snprintf(text, sizeof(text), "ROM+0x%04" PRIx64, place.offset);
	else
		snprintf(text, sizeof(text), "BAR%d+0x%04" PRIx64, place.bar, place.offset);
	fprintf(report->out, "%-20s %-14s ", place.device->label, text);
}

static void write_access(struct report *report, const struct record *record)
{
	char value[24];

	snprintf(value, sizeof(value), "0x%0*" PRIx64, (int)record->width * 2, record->value);
	write_who(report, record);
	write_place(report, record->phys);
	fprintf(report->out, "%c%-5u %-18s %s\n", record->kind == RECORD_READ ? 'R' : 'W',
		record->width, value, inventory_function(report->inventory, record->pc));
}

static void write_unknown(struct report *report, const struct record *record)
{
	unsigned int i;

	write_who(report, record);
	write_place(report, record->phys);
	fputs("?      ", report->out);
	for (i = 0; i < record->n_bytes; i++)
		fprintf(report->out, "%02x ", record->bytes[i]);
	fprintf(report->out, "(not decoded) %s\n",
		inventory_function(report->inventory, record->pc));
}

static void write_map(struct report *report, const struct record *record)
{
	write_who(report, record);
	write_place(report, record->phys);
	fprintf(report->out, "MAP    %u: 0x%" PRIx64 " bytes at 0x%" PRIx64 "%s%s %s\n",
		record->map, record->length, record->virt,
		record->flags & MAP_EARLIER ? ", made earlier" : "",
		record->flags & MAP_UNTRACED ? ", NOT TRACED" : "",
		inventory_function(report->inventory, record->pc));
}

static void write_unmap(struct report *report, const struct record *record)
{
	const struct record *map = inventory_mapping(report->inventory, record->map);

	write_who(report, record);
	if (map)
		write_place(report, map->phys);
	else
		fprintf(report->out, "%-20s %-14s ", "-", "-");
	fprintf(report->out, "UNMAP  %u: %s\n", record->map,
		inventory_function(report->inventory, record->pc));
}

static void write_mark(struct report *report, const struct record *record)
{
	const char *text = record->text;
	size_t length = trim_line(text, record->text_length);
	const char *end;

	do {
		end = memchr(text, '\n', length);
		write_who(report, record);
		fputs("MARK   ", report->out);
		escape_line(report->out, text, end ? (size_t)(end - text) : length);
		putc('\n', report->out);
		if (end) {
			length -= (size_t)(end + 1 - text);
			text = end + 1;
		}
	} while (end);
}

static void write_lost(struct report *report, const struct record *record)
{
	write_time(report, record);
	if (record->lost == LOST_UNCOUNTED)
		fputs(" LOST   events of this CPU are missing here\n", report->out);
	else
		fprintf(report->out, " LOST   %lld events of this CPU are missing here\n",
			record->lost);
}

static void write_record(struct report *report, const struct record *record)
{
	switch (record->kind) {
	case RECORD_READ:
	case RECORD_WRITE:
		write_access(report, record);
		break;
	case RECORD_UNKNOWN:
		write_unknown(report, record);
		break;
	case RECORD_MAP:
		write_map(report, record);
		break;
	case RECORD_UNMAP:
		write_unmap(report, record);
		break;
	case RECORD_MARK:
		write_mark(report, record);
		break;
	case RECORD_LOST:
		write_lost(report, record);
		break;
	default:
		break;
	}
}

const struct format text_format = {
	.name = "text",
	.kinds = KINDS_SHOWN,
	.begin = begin,
	.record = write_record,
};
