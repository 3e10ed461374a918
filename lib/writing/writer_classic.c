// SPDX-License-Identifier: GPL-2.0
/*
 * Writes the log of the kernel's own mmiotrace tracer, version 20070824. What it
 * has no word for becomes a mark, so that nothing vanishes.
 */
#include <errno.h>

#include "writer.h"

#define ACCESS_ROOM	128	/* of an access without its code */

/* "1.000000 "; the room is there. Returns where it ends. */
static char *add_time(char *at, uint64_t time)
{
	at += digits_decimal(at, time / NANOSECONDS);
	/* Eight digits, the first and the last of which become what stands around them. */
	digits_padded(at, time % NANOSECONDS / 1000 * 10);
	at[0] = '.';
	at[7] = ' ';
	return at + 8;
}

static void put_time(struct mmt_writer *writer, uint64_t time)
{
	put_room(writer, 2 * DIGITS_ROOM);
	writer->at = add_time(writer->at, time);
}

static void put_code(struct mmt_writer *writer, const struct mmt_record *record)
{
	if (!writer->options.real_pc) {
		PUT(writer, " 0x0 0\n");
		return;
	}
	put_char(writer, ' ');
	put_hex(writer, record->pc);
	put_char(writer, ' ');
	put_signed(writer, record->pid);
	put_char(writer, '\n');
}

/* " 0x2a"; likewise. */
static char *add_hex(char *at, uint64_t number)
{
	*at++ = ' ';
	*at++ = '0';
	*at++ = 'x';
	return at + digits_bare(at, number);
}

/* Most of a trace are these: the place in the buffer is kept in a register. */
static void put_access(struct mmt_writer *writer, const struct mmt_record *record,
		       uint64_t phys, uint64_t value, unsigned int width)
{
	char *at;

	put_room(writer, ACCESS_ROOM);
	at = writer->at;
	*at++ = record->kind == MMT_READ ? 'R' : 'W';
	*at++ = ' ';
	at += digits_decimal(at, width);
	*at++ = ' ';
	at = add_time(at, record->time);
	at += digits_decimal(at, record->map);
	at = add_hex(at, phys);
	writer->at = add_hex(at, value);
	put_code(writer, record);
}

/* Readers of this log know no access of more than 8 bytes. */
static void put_wide(struct mmt_writer *writer, const struct mmt_record *record)
{
	unsigned int i, n;

	for (i = 0; i < record->n_bytes; i += 8) {
		unsigned int width = record->n_bytes - i < 8 ? record->n_bytes - i : 8;
		uint64_t value = 0;

		for (n = width; n; n--)
			value = value << 8 | record->bytes[i + n - 1];
		put_access(writer, record, record->phys + i, value, width);
	}
}

static void put_unknown(struct mmt_writer *writer, const struct mmt_record *record)
{
	PUT(writer, "UNKNOWN ");
	put_time(writer, record->time);
	put_decimal(writer, record->map);
	put_char(writer, ' ');
	put_hex(writer, record->phys);
	put_char(writer, ' ');
	/* Readers split at spaces: a field must not vanish. */
	if (record->n_bytes)
		put_bytes(writer, record->bytes, record->n_bytes, ',');
	else
		PUT(writer, "00");
	put_code(writer, record);
}

static void put_map(struct mmt_writer *writer, const struct mmt_record *record)
{
	PUT(writer, "MAP ");
	put_time(writer, record->time);
	put_decimal(writer, record->map);
	put_char(writer, ' ');
	put_hex(writer, record->phys);
	put_char(writer, ' ');
	put_hex(writer, record->virt);
	put_char(writer, ' ');
	put_hex(writer, record->length);
	put_code(writer, record);
}

static void put_unmap(struct mmt_writer *writer, const struct mmt_record *record)
{
	PUT(writer, "UNMAP ");
	put_time(writer, record->time);
	put_decimal(writer, record->map);
	put_code(writer, record);
}

/* A mark of several lines becomes several marks: a record is a line. */
static void put_mark(struct mmt_writer *writer, const struct mmt_record *record)
{
	const char *text = record->text;
	size_t length = trim_text(text, record->text_length);

	do {
		const char *end = memchr(text, '\n', length);
		size_t n = end ? (size_t)(end - text) : length;

		PUT(writer, "MARK ");
		put_time(writer, record->time);
		put_text(writer, text, trim_text(text, n));
		put_char(writer, '\n');
		if (!end)
			break;
		text += n + 1;
		length -= n + 1;
	} while (1);
}

static void put_lost(struct mmt_writer *writer, const struct mmt_record *record)
{
	PUT(writer, "MARK ");
	put_time(writer, record->time);
	if (record->lost == MMT_LOST_UNCOUNTED) {
		PUT(writer, "Lost events.\n");
		return;
	}
	PUT(writer, "Lost ");
	put_signed(writer, record->lost);
	PUT(writer, " events.\n");
}

static void put_config(struct mmt_writer *writer, const struct mmt_record *record)
{
	PUT(writer, "MARK ");
	put_time(writer, record->time);
	if (record->kind == MMT_CONFIG_READ)
		PUT(writer, "config read ");
	else
		PUT(writer, "config write ");
	put_string(writer, record->device ? record->device->address : "?");
	put_char(writer, ' ');
	put_hex(writer, record->offset);
	put_char(writer, ' ');
	put_decimal(writer, record->width);
	put_char(writer, ' ');
	put_hex(writer, record->value);
	put_char(writer, '\n');
}

/* The space before a driver that is not there stays, as in the kernel. */
static void put_device(struct mmt_writer *writer, const struct mmt_device *device)
{
	const uint8_t address[] = { device->bus, device->devfn };
	const uint8_t id[] = { (uint8_t)(device->vendor >> 8), (uint8_t)device->vendor,
			       (uint8_t)(device->device >> 8), (uint8_t)device->device };
	int i;

	if (!device->is_pci)
		return;
	PUT(writer, "PCIDEV ");
	put_bytes(writer, address, sizeof(address), 0);
	put_char(writer, ' ');
	put_bytes(writer, id, sizeof(id), 0);
	put_char(writer, ' ');
	put_hex_digits(writer, device->irq);
	for (i = 0; i < 2 * MMT_BARS; i++) {
		put_char(writer, ' ');
		put_hex_digits(writer, i < MMT_BARS ? device->start[i] : device->size[i - MMT_BARS]);
	}
	put_char(writer, ' ');
	put_string(writer, device->driver);
	put_char(writer, '\n');
}

static void begin(struct mmt_writer *writer)
{
	PUT(writer, "VERSION 20070824\n");
}

static void write_record(struct mmt_writer *writer, const struct mmt_record *record,
			 const struct mmt_named *part, unsigned int parts)
{
	(void)part;
	(void)parts;
	switch (record->kind) {
	case MMT_READ:
	case MMT_WRITE:
		/* Nothing would tell it from others. */
		if (!has_address(record))
			writer->error = EADDRNOTAVAIL;
		else if (record->width > 8)
			put_wide(writer, record);
		else
			put_access(writer, record, record->phys, record->value, record->width);
		break;
	case MMT_UNKNOWN:
		put_unknown(writer, record);
		break;
	case MMT_MAP:
		put_map(writer, record);
		break;
	case MMT_UNMAP:
		put_unmap(writer, record);
		break;
	case MMT_DEVICE:
		put_device(writer, record->device);
		break;
	case MMT_MARK:
		put_mark(writer, record);
		break;
	case MMT_LOST:
		put_lost(writer, record);
		break;
	case MMT_CONFIG_READ:
	case MMT_CONFIG_WRITE:
		put_config(writer, record);
		break;
	case MMT_NOTE:
		put_text(writer, record->text, record->text_length);
		put_char(writer, '\n');
		break;
	default:
		break;
	}
}

const struct output classic_output = {
	.begin = begin,
	.record = write_record,
};
