// SPDX-License-Identifier: GPL-2.0
/* The log of the kernel's own mmiotrace tracer, version 20070824. */
#include <inttypes.h>
#include <string.h>

#include "classic.h"
#include "escape.h"
#include "format.h"

#define SECOND ((uint64_t)1000000000)

/**
 * classic_time() - write a timestamp as the log has it
 * @out: where to
 * @time: nanoseconds
 */
void classic_time(FILE *out, uint64_t time)
{
	fprintf(out, "%" PRIu64 ".%06" PRIu64, time / SECOND, time % SECOND / 1000);
}

static void write_access(FILE *out, const struct record *record, uint64_t pc, int pid)
{
	fprintf(out, "%c %u ", record->kind == RECORD_READ ? 'R' : 'W', record->width);
	classic_time(out, record->time);
	fprintf(out, " %u 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64 " %d\n", record->map,
		record->phys, record->value, pc, pid);
}

static void write_unknown(FILE *out, const struct record *record, uint64_t pc, int pid)
{
	unsigned int i;

	fputs("UNKNOWN ", out);
	classic_time(out, record->time);
	fprintf(out, " %u 0x%" PRIx64 " ", record->map, record->phys);
	for (i = 0; i < record->n_bytes; i++)
		fprintf(out, "%s%02x", i ? "," : "", record->bytes[i]);
	/* Readers split at spaces: a field must not vanish. */
	if (!record->n_bytes)
		fputs("00", out);
	fprintf(out, " 0x%" PRIx64 " %d\n", pc, pid);
}

static void write_map(FILE *out, const struct record *record, uint64_t pc, int pid)
{
	fputs("MAP ", out);
	classic_time(out, record->time);
	fprintf(out, " %u 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64 " %d\n",
		record->map, record->phys, record->virt, record->length, pc, pid);
}

static void write_unmap(FILE *out, const struct record *record, uint64_t pc, int pid)
{
	fputs("UNMAP ", out);
	classic_time(out, record->time);
	fprintf(out, " %u 0x%" PRIx64 " %d\n", record->map, pc, pid);
}

/* A mark of several lines becomes several marks: a record is a line. */
static void write_mark(FILE *out, const struct record *record)
{
	const char *text = record->text;
	size_t length = trim_line(text, record->text_length);

	do {
		const char *end = memchr(text, '\n', length);
		size_t n = end ? (size_t)(end - text) : length;

		fputs("MARK ", out);
		classic_time(out, record->time);
		putc(' ', out);
		fwrite(text, 1, n, out);
		putc('\n', out);
		if (!end)
			break;
		text += n + 1;
		length -= n + 1;
	} while (1);
}

static void write_lost(FILE *out, const struct record *record)
{
	fputs("MARK ", out);
	classic_time(out, record->time);
	if (record->lost == LOST_UNCOUNTED)
		fputs(" Lost events.\n", out);
	else
		fprintf(out, " Lost %lld events.\n", record->lost);
}

/**
 * classic_record() - write one record as the classic log has it
 * @out: where to
 * @record: of a kind in KINDS_SHOWN
 * @real_pc: with code address and thread; some readers want zeros there
 */
void classic_record(FILE *out, const struct record *record, bool real_pc)
{
	uint64_t pc = real_pc ? record->pc : 0;
	int pid = real_pc ? record->pid : 0;

	switch (record->kind) {
	case RECORD_READ:
	case RECORD_WRITE:
		write_access(out, record, pc, pid);
		break;
	case RECORD_UNKNOWN:
		write_unknown(out, record, pc, pid);
		break;
	case RECORD_MAP:
		write_map(out, record, pc, pid);
		break;
	case RECORD_UNMAP:
		write_unmap(out, record, pc, pid);
		break;
	case RECORD_MARK:
		write_mark(out, record);
		break;
	case RECORD_LOST:
		write_lost(out, record);
		break;
	default:
		break;
	}
}

/**
 * classic_device() - write the PCIDEV line of a device
 * @out: where to
 * @record: the device's record
 * @driver: its driver, may be empty; the space before it stays, as in the kernel
 */
void classic_device(FILE *out, const struct record *record, const char *driver)
{
	int i;

	fprintf(out, "PCIDEV %02x%02x %04x%04x %x", record->bus, record->devfn,
		record->vendor, record->device, record->irq);
	for (i = 0; i < DEVICE_BARS; i++)
		fprintf(out, " %" PRIx64, record->start[i]);
	for (i = 0; i < DEVICE_BARS; i++)
		fprintf(out, " %" PRIx64, record->size[i]);
	fprintf(out, " %s\n", driver);
}

static void begin(struct report *report)
{
	const struct inventory *inventory = report->inventory;
	size_t i;

	fputs("VERSION 20070824\n", report->out);
	for (i = 0; i < inventory->n_devices; i++)
		classic_device(report->out, &inventory->devices[i].record,
			       inventory->devices[i].driver);
}

static void write_record(struct report *report, const struct record *record)
{
	classic_record(report->out, record, report->real_pc);
}

const struct format classic_format = {
	.name = "mmiotrace",
	.kinds = KINDS_SHOWN,
	.begin = begin,
	.record = write_record,
};
