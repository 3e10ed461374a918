// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/sizes.h"
#include "writer.h"

/**
 * writer_flush() - write what is in the buffer
 * @writer: the writer; its buffer is empty afterwards, come what may
 */
void writer_flush(struct mmt_writer *writer)
{
	const char *data = writer->data;

	while (!writer->error && data < writer->at) {
		ssize_t n = write(writer->fd, data, (size_t)(writer->at - data));

		if (n >= 0)
			data += n;
		else if (errno != EINTR)
			writer->error = errno;
	}
	writer->at = writer->data;
}

/**
 * put_text() - write text of any length
 * @writer: the writer
 * @text: the text
 * @length: its length
 */
void put_text(struct mmt_writer *writer, const char *text, size_t length)
{
	while (length) {
		size_t n = length < WRITER_BUFFER / 2 ? length : WRITER_BUFFER / 2;

		put_room(writer, n);
		memcpy(writer->at, text, n);
		writer->at += n;
		text += n;
		length -= n;
	}
}

static void put_piece(void *writer, const char *text, size_t length)
{
	put_text(writer, text, length);
}

/** put_json() - write a JSON string, as mmt_put_json() */
void put_json(struct mmt_writer *writer, const char *text, size_t length)
{
	mmt_put_json(put_piece, writer, text, length);
}

/** put_csv() - write a field of a CSV file, as mmt_put_csv() */
void put_csv(struct mmt_writer *writer, const char *text, size_t length)
{
	mmt_put_csv(put_piece, writer, text, length);
}

/**
 * put_bytes() - write bytes as pairs of digits
 * @writer: the writer
 * @byte: the bytes
 * @count: how many
 * @between: what stands between them, 0 for nothing
 */
void put_bytes(struct mmt_writer *writer, const uint8_t *byte, unsigned int count, char between)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (i && between)
			put_char(writer, between);
		put_char(writer, "0123456789abcdef"[byte[i] >> 4]);
		put_char(writer, "0123456789abcdef"[byte[i] & 15]);
	}
}

/**
 * put_value() - write the value of an access, however wide, as one number
 * @writer: the writer
 * @record: the access
 */
void put_value(struct mmt_writer *writer, const struct mmt_record *record)
{
	unsigned int i = record->n_bytes;

	if (record->width <= 8) {
		put_hex(writer, record->value);
		return;
	}
	PUT(writer, "0x");
	while (i > 1 && !record->bytes[i - 1])
		i--;
	if (!i) {
		put_char(writer, '0');
		return;
	}
	put_hex_digits(writer, record->bytes[--i]);
	while (i--)
		put_bytes(writer, &record->bytes[i], 1, 0);
}

/**
 * trim_text() - length of a text without the ends of lines at its end
 * @text: the text
 * @length: with them
 *
 * Return: length without them.
 */
size_t trim_text(const char *text, size_t length)
{
	while (length && (text[length - 1] == '\n' || text[length - 1] == '\r'))
		length--;
	return length;
}

struct mmt_writer *mmt_writer_new_sized(enum mmt_output output, int fd, struct mmt_trace *trace,
					const struct mmt_writer_options *options,
					const struct mmt_sizes *sizes)
{
	static const struct output *const outputs[] = {
		[MMT_OUTPUT_CLASSIC] = &classic_output,
		[MMT_OUTPUT_JSONL] = &jsonl_output,
		[MMT_OUTPUT_CSV] = &csv_output,
	};
	struct mmt_writer *writer = malloc(sizeof(*writer));

	if (!writer)
		return NULL;
	/* The buffer needs no zeros. */
	memset(writer, 0, offsetof(struct mmt_writer, data));
	if ((unsigned int)output >= sizeof(outputs) / sizeof(outputs[0]) ||
	    !sizes_take(&writer->sizes, sizes)) {
		free(writer);
		errno = EINVAL;
		return NULL;
	}
	writer->format = outputs[output];
	writer->fd = fd;
	writer->trace = trace;
	writer->at = writer->data;
	if (options)
		memcpy(&writer->options, options, sizes->writer_options);
	return writer;
}

static bool is_wanted(const struct mmt_writer *writer, const struct mmt_record *record)
{
	const struct mmt_writer_options *options = &writer->options;

	/* What belongs to no device is wanted by everybody. */
	if (record->kind == MMT_MARK || record->kind == MMT_LOST || record->kind == MMT_NOTE)
		return true;
	if (options->device && !mmt_device_is(record->device, options->device))
		return false;
	return !options->has_bar || record->kind == MMT_DEVICE || record->bar == options->bar;
}

/* The number that a mapping gets, which is never used again. */
struct new_number {
	uint32_t number;
	bool ended;
};

/* Of any number of mappings that come and go few are kept. */
static void end_number(struct mmt_writer *writer, struct new_number *number, uint32_t map)
{
	uint32_t *place = &writer->unmapped[writer->n_unmapped++ % WRITER_UNMAPPED];
	const struct new_number *oldest = NULL;

	number->ended = true;
	if (writer->n_unmapped > WRITER_UNMAPPED)
		oldest = table_get(&writer->numbers, *place);
	if (oldest && oldest->ended && *place != map)
		table_remove(&writer->numbers, *place);
	*place = map;
}

static uint32_t renumber(struct mmt_writer *writer, const struct mmt_record *record)
{
	struct new_number *number = record->kind == MMT_MAP ? NULL :
							      table_get(&writer->numbers, record->map);
	uint32_t given;

	if (!number) {
		number = calloc(1, sizeof(*number));
		if (!number) {
			writer->error = ENOMEM;
			return 0;
		}
		number->number = ++writer->last_number;
		if (table_set(&writer->numbers, record->map, number)) {
			writer->error = ENOMEM;
			return 0;
		}
	}
	given = number->number;
	if (record->kind == MMT_UNMAP)
		end_number(writer, number, record->map);
	return given;
}

static bool has_mapping(const struct mmt_record *record)
{
	return record->kind <= MMT_UNMAP;
}

static void begin(struct mmt_writer *writer)
{
	if (!writer->begun)
		writer->format->begin(writer);
	writer->begun = true;
}

int mmt_write(struct mmt_writer *writer, const struct mmt_record *record)
{
	return mmt_write_named(writer, record, NULL, 0);
}

int mmt_write_named(struct mmt_writer *writer, const struct mmt_record *record,
		    const struct mmt_named *part, unsigned int parts)
{
	struct mmt_record whole, changed;
	struct mmt_named named[MMT_MAX_PARTS];

	begin(writer);
	record = sizes_whole(&whole, sizeof(whole), record, writer->sizes.record, 1);
	if (parts)
		part = sizes_whole(named, sizeof(named[0]), part, writer->sizes.named,
				    parts < MMT_MAX_PARTS ? parts : MMT_MAX_PARTS);
	if ((writer->options.device || writer->options.has_bar) && !is_wanted(writer, record))
		return 0;
	if (writer->options.renumber && has_mapping(record)) {
		changed = *record;
		changed.map = renumber(writer, record);
		record = &changed;
	}
	writer->format->record(writer, record, part, parts);
	if (!writer->error)
		return 0;
	errno = writer->error;
	return -1;
}

int mmt_writer_flush(struct mmt_writer *writer)
{
	begin(writer);
	writer_flush(writer);
	errno = writer->error;
	return writer->error ? -1 : 0;
}

int mmt_writer_close(struct mmt_writer *writer)
{
	int error;

	begin(writer);
	writer_flush(writer);
	error = writer->error;
	if (writer->format->end)
		writer->format->end(writer);
	table_free(&writer->numbers);
	free(writer);
	errno = error;
	return error ? -1 : 0;
}
