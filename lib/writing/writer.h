/* SPDX-License-Identifier: GPL-2.0 */
/* What the formats of output share: a buffer that text is made in. */
#ifndef _LIB_WRITER_H
#define _LIB_WRITER_H

#include <string.h>

#include "base/digits.h"
#include "base/table.h"
#include "libmmiotrace.h"

#define WRITER_BUFFER	(64 * 1024)
#define WRITER_UNMAPPED	1024	/* a CPU that is late still has accesses through them */

/**
 * struct mmt_writer - an output being written
 * @format: how
 * @fd: where to
 * @trace: where the records come from
 * @options: what to write
 * @sizes: how much the program knows of what it gives
 * @error: errno of the write that failed, or 0
 * @begun: what comes before the records has been written
 * @numbers: struct new_number by the number of the mapping
 * @last_number: highest of these so far
 * @unmapped: numbers of the mappings that ended last, in a circle
 * @n_unmapped: how many have ended
 * @data_state: what csv and jsonl keep from one record to the next, or NULL
 * @at: where in @data to go on
 * @data: text that was not written yet
 */
struct mmt_writer {
	const struct output *format;
	int fd;
	struct mmt_trace *trace;
	struct mmt_writer_options options;
	struct mmt_sizes sizes;
	int error;
	bool begun;
	struct table numbers;
	uint32_t last_number;
	uint32_t unmapped[WRITER_UNMAPPED];
	size_t n_unmapped;
	struct data_state *data_state;
	char *at;
	char data[WRITER_BUFFER];
};

/**
 * struct output - one format
 * @begin: writes what comes before the records
 * @record: writes one; gets all kinds, and the registers of accesses
 * @end: frees what @begin has made, or NULL
 */
struct output {
	void (*begin)(struct mmt_writer *writer);
	void (*record)(struct mmt_writer *writer, const struct mmt_record *record,
		       const struct mmt_named *part, unsigned int parts);
	void (*end)(struct mmt_writer *writer);
};

extern const struct output classic_output;
extern const struct output csv_output;
extern const struct output jsonl_output;

void writer_flush(struct mmt_writer *writer);
void put_text(struct mmt_writer *writer, const char *text, size_t length);
void put_json(struct mmt_writer *writer, const char *text, size_t length);
void put_csv(struct mmt_writer *writer, const char *text, size_t length);
void put_bytes(struct mmt_writer *writer, const uint8_t *byte, unsigned int count, char between);
void put_value(struct mmt_writer *writer, const struct mmt_record *record);
size_t trim_text(const char *text, size_t length);

/*
 * A log of VFIO has regions and offsets, and no address until --map gives one: nothing of
 * a PCI device lies at 0, and of devices without PCI only what is told by its address,
 * which then is its offset.
 */
static inline bool has_address(const struct mmt_record *record)
{
	return record->phys || !record->device ||
	       (!record->device->is_pci && record->bar == MMT_NO_BAR && !record->offset &&
		!strstr(record->device->address, ":region"));
}

/* Room for some characters: at most half the buffer. */
static inline void put_room(struct mmt_writer *writer, size_t size)
{
	if ((size_t)(writer->data + sizeof(writer->data) - writer->at) < size)
		writer_flush(writer);
}

static inline void put_char(struct mmt_writer *writer, char c)
{
	put_room(writer, 1);
	*writer->at++ = c;
}

static inline void put_string(struct mmt_writer *writer, const char *text)
{
	put_text(writer, text, strlen(text));
}

/* For text that is known when this is compiled. */
#define PUT(writer, literal)							\
	do {									\
		put_room(writer, sizeof(literal));				\
		memcpy((writer)->at, literal, sizeof(literal) - 1);		\
		(writer)->at += sizeof(literal) - 1;				\
	} while (0)

static inline void put_decimal(struct mmt_writer *writer, uint64_t value)
{
	put_room(writer, DIGITS_ROOM);
	writer->at += digits_decimal(writer->at, value);
}

static inline void put_signed(struct mmt_writer *writer, long long value)
{
	if (value < 0)
		put_char(writer, '-');
	put_decimal(writer, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

/* Hexadecimal without zeros or 0x before it. */
static inline void put_hex_digits(struct mmt_writer *writer, uint64_t value)
{
	put_room(writer, DIGITS_ROOM);
	writer->at += digits_bare(writer->at, value);
}

static inline void put_hex(struct mmt_writer *writer, uint64_t value)
{
	PUT(writer, "0x");
	put_hex_digits(writer, value);
}

#endif
