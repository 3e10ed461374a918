// SPDX-License-Identifier: GPL-2.0
/* The report for people: columns. */
#include <inttypes.h>
#include <string.h>

#include "escape.h"
#include "text.h"

#define SECOND ((uint64_t)1000000000)

/**
 * text_begin() - write what comes before the records
 * @report: the report
 */
void text_begin(struct report *report)
{
	fprintf(report->out, "# %13s %3s %-20s %-20s %-14s %-6s %-18s %s\n", "time", "cpu",
		"task-pid", "device", "place", "access", "value", "function");
}

static void write_time(struct report *report, const struct mmt_record *record)
{
	fprintf(report->out, "%5" PRIu64 ".%09" PRIu64 " %03d", record->time / SECOND,
		record->time % SECOND, record->cpu);
}

static void write_who(struct report *report, const struct mmt_record *record)
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
static void write_place(struct report *report, const struct mmt_record *record)
{
	const struct mmt_device *device = record->device;
	char text[40];

	if (!device) {
		fprintf(report->out, "%-20s 0x%-12" PRIx64 " ", "-", record->phys);
		return;
	}
	if (record->bar == MMT_ROM)
		snprintf(text, sizeof(text), "ROM+0x%04" PRIx64, record->offset);
	else if (record->bar == MMT_NO_BAR)
		snprintf(text, sizeof(text), "0x%04" PRIx64, record->offset);
	else
		snprintf(text, sizeof(text), "BAR%d+0x%04" PRIx64, record->bar, record->offset);
	fprintf(report->out, "%-20s %-14s ", device->label, text);
}

static void write_access(struct report *report, const struct mmt_record *record)
{
	char value[2 * MMT_WIDEST + 3];
	int n = 2;
	unsigned int i;

	snprintf(value, sizeof(value), "0x%0*" PRIx64, (int)record->width * 2, record->value);
	if (record->width > 8)
		for (i = record->n_bytes; i; i--)
			n += snprintf(value + n, sizeof(value) - (size_t)n, "%02x", record->bytes[i - 1]);
	write_who(report, record);
	write_place(report, record);
	fprintf(report->out, "%c%-5u %-18s %s\n", record->kind == MMT_READ ? 'R' : 'W',
		record->width, value, mmt_function(report->trace, record->pc));
}

static void write_unknown(struct report *report, const struct mmt_record *record)
{
	unsigned int i;

	write_who(report, record);
	write_place(report, record);
	fputs("?      ", report->out);
	for (i = 0; i < record->n_bytes; i++)
		fprintf(report->out, "%02x ", record->bytes[i]);
	fprintf(report->out, "(not decoded) %s\n",
		mmt_function(report->trace, record->pc));
}

static void write_map(struct report *report, const struct mmt_record *record)
{
	write_who(report, record);
	write_place(report, record);
	fprintf(report->out, "MAP    %u: 0x%" PRIx64 " bytes at 0x%" PRIx64 "%s%s %s\n",
		record->map, record->length, record->virt,
		record->flags & MMT_EARLIER ? ", made earlier" : "",
		record->flags & MMT_UNTRACED ? ", NOT TRACED" : "",
		mmt_function(report->trace, record->pc));
}

static void write_unmap(struct report *report, const struct mmt_record *record)
{
	write_who(report, record);
	if (record->phys)
		write_place(report, record);
	else
		fprintf(report->out, "%-20s %-14s ", "-", "-");
	fprintf(report->out, "UNMAP  %u: %s\n", record->map,
		mmt_function(report->trace, record->pc));
}

static void write_mark(struct report *report, const struct mmt_record *record)
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

static void write_lost(struct report *report, const struct mmt_record *record)
{
	write_time(report, record);
	if (record->lost == MMT_LOST_UNCOUNTED)
		fputs(" LOST   events of this CPU are missing here\n", report->out);
	else
		fprintf(report->out, " LOST   %lld events of this CPU are missing here\n",
			record->lost);
}

/**
 * text_record() - write one record
 * @report: the report
 * @record: the record
 */
void text_record(struct report *report, const struct mmt_record *record)
{
	switch (record->kind) {
	case MMT_READ:
	case MMT_WRITE:
		write_access(report, record);
		break;
	case MMT_UNKNOWN:
		write_unknown(report, record);
		break;
	case MMT_MAP:
		write_map(report, record);
		break;
	case MMT_UNMAP:
		write_unmap(report, record);
		break;
	case MMT_MARK:
		write_mark(report, record);
		break;
	case MMT_LOST:
		write_lost(report, record);
		break;
	default:
		break;
	}
}
