// SPDX-License-Identifier: GPL-2.0
/* Reads the log of the kernel's own mmiotrace tracer, version 20070824. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "local.h"
#include "base/scan.h"
#include "stream.h"

#define VERSION "20070824"

/* How the kernel's file "trace" begins, and what it says of its own length. */
#define TRACER	"# tracer: mmiotrace"
#define ENTRIES	"# entries-in-buffer/entries-written: "

#define WORD(at, word) scan_word(at, word, sizeof(word) - 1)

static const char *find_end(const char *line, size_t length)
{
	while (length && (line[length - 1] == '\r' || line[length - 1] == ' '))
		length--;
	return line + length;
}

#define PLAIN	256	/* bytes of the longest line but of texts, and more */
#define FRONT	128	/* where in it a record may begin */

/* Copy a line, tabs and several spaces as one. Return its length, which is PLAIN at most. */
static size_t plain_line(const char *line, size_t length, char plain[PLAIN])
{
	size_t n = 0, i;

	for (i = 0; i < length && n < PLAIN - 1; i++) {
		char c = line[i] == '\t' ? ' ' : line[i];

		if (c != ' ' || !n || plain[n - 1] != ' ')
			plain[n++] = c;
	}
	plain[n] = '\0';
	return n;
}

/* Whether a record seems to stand here. */
static bool is_record(const char *at, size_t length)
{
	static const char *const words[] = {
		"VERSION 2007", "PCIDEV ", "LSPCI ", "MAP ", "UNMAP ", "MARK ", "UNKNOWN ",
		"R 1 ", "R 2 ", "R 4 ", "R 8 ", "W 1 ", "W 2 ", "W 4 ", "W 8 ",
	};
	size_t i, n;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		n = strlen(words[i]);
		/* What stands behind most words must be a number. */
		if (length > n && !memcmp(at, words[i], n) &&
		    (i < 3 || (at[n] >= '0' && at[n] <= '9')))
			return true;
	}
	return false;
}

static const char *past_quotes(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '>' || *at == '|'))
		at++;
	return at;
}

/*
 * Where a record begins in a line that was quoted, indented or numbered, or that came by the
 * kernel's log or a journal: "> R 4 ...", "17:R 4 ...", "[   12.5] R 4 ...",
 * "Jan 31 12:00:00 host kernel: R 4 ...". NULL when there is none.
 */
static const char *find_record(const char *line, size_t length)
{
	const char *end = line + length, *at = past_quotes(line, end);

	if (is_record(at, (size_t)(end - at)))
		return at;
	for (at = line + 1; at < end && at < line + FRONT; at++) {
		bool behind = at[-1] == ':' ||
			      (at[-1] == ' ' && at - line > 1 && (at[-2] == ':' || at[-2] == ']'));

		if (behind && is_record(at, (size_t)(end - at)))
			return at;
	}
	return NULL;
}

/**
 * classic_is() - whether a line is one of the classic log
 * @line: the line; behind it stands a newline, or nothing that may be read
 * @length: its length
 */
bool classic_is(const char *line, size_t length)
{
	char plain[PLAIN];

	if (length >= sizeof(TRACER) - 1 && !memcmp(line, TRACER, sizeof(TRACER) - 1))
		return true;
	if (is_record(line, length))
		return true;
	length = plain_line(line, length, plain);
	return find_record(plain, length);
}

/* "PC PID" that end most lines. */
static bool scan_code(const char **at, struct mmt_record *record)
{
	return scan_space(at) && scan_hex(at, &record->pc) && scan_space(at) &&
	       scan_signed(at, &record->pid);
}

static bool scan_map_number(const char **at, struct mmt_record *record)
{
	uint64_t number;

	if (!scan_space(at) || !scan_decimal(at, &number) || number > UINT32_MAX)
		return false;
	record->map = (uint32_t)number;
	return true;
}

static bool scan_access(const char *at, const char *end, struct mmt_record *record)
{
	uint64_t width;

	record->kind = *at == 'R' ? MMT_READ : MMT_WRITE;
	at += 2;
	if (!scan_decimal(&at, &width) || !width || width > 8)
		return false;
	record->width = (unsigned int)width;
	return scan_space(&at) && scan_time(&at, &record->time) &&
	       scan_map_number(&at, record) &&
	       scan_space(&at) && scan_hex(&at, &record->phys) &&
	       scan_space(&at) && scan_hex(&at, &record->value) &&
	       scan_code(&at, record) && at == end;
}

static bool scan_map(const char *at, const char *end, struct mmt_record *record)
{
	record->kind = MMT_MAP;
	return scan_time(&at, &record->time) && scan_map_number(&at, record) &&
	       scan_space(&at) && scan_hex(&at, &record->phys) &&
	       scan_space(&at) && scan_hex(&at, &record->virt) &&
	       scan_space(&at) && scan_hex(&at, &record->length) &&
	       scan_code(&at, record) && at == end;
}

static bool scan_unmap(const char *at, const char *end, struct mmt_record *record)
{
	record->kind = MMT_UNMAP;
	return scan_time(&at, &record->time) && scan_map_number(&at, record) &&
	       scan_code(&at, record) && at == end;
}

static bool scan_unknown(struct mmt_trace *trace, const char *at, const char *end,
			 struct mmt_record *record)
{
	uint64_t value;

	record->kind = MMT_UNKNOWN;
	record->bytes = trace->bytes;
	if (!scan_time(&at, &record->time) || !scan_map_number(&at, record) ||
	    !scan_space(&at) || !scan_hex(&at, &record->phys) || !scan_space(&at))
		return false;
	do {
		if (!scan_hex_digits(&at, &value) || value > 0xff ||
		    record->n_bytes == sizeof(trace->bytes))
			return false;
		trace->bytes[record->n_bytes++] = (uint8_t)value;
	} while (*at == ',' && at++);
	return scan_code(&at, record) && at == end;
}

/* "Lost 12 events.", as the kernel and the classic export say it. */
static bool scan_lost(const char *at, size_t length, struct mmt_record *record)
{
	const char *end = at + length;
	uint64_t lost;

	if (length < sizeof("Lost events.") - 1 || !WORD(&at, "Lost "))
		return false;
	record->lost = MMT_LOST_UNCOUNTED;
	/* A number with a zero before it would not come out the same. */
	if (*at != '0' && scan_decimal(&at, &lost)) {
		if (lost > INT64_MAX || !scan_space(&at))
			return false;
		record->lost = (long long)lost;
	}
	if (end - at != sizeof("events.") - 1 || !WORD(&at, "events."))
		return false;
	record->kind = MMT_LOST;
	return true;
}

static bool scan_mark(const char *at, const char *end, struct mmt_record *record)
{
	record->kind = MMT_MARK;
	if (!scan_time(&at, &record->time))
		return false;
	/* The space before an empty text may have been trimmed. */
	if (at < end && !scan_space(&at))
		return false;
	if (scan_lost(at, (size_t)(end - at), record))
		return true;
	record->text = at;
	record->text_length = (size_t)(end - at);
	return true;
}

/* What the kernel's trace file itself says: "CPU:1 [LOST 12 EVENTS]". */
static bool scan_lost_cpu(const char *at, const char *end, struct mmt_record *record)
{
	uint64_t lost;

	record->kind = MMT_LOST;
	record->lost = MMT_LOST_UNCOUNTED;
	if (!scan_signed(&at, &record->cpu) || !WORD(&at, " [LOST "))
		return false;
	if (scan_decimal(&at, &lost)) {
		if (lost > INT64_MAX || !scan_space(&at))
			return false;
		record->lost = (long long)lost;
	}
	return WORD(&at, "EVENTS]") && at == end;
}

/*
 * "# entries-in-buffer/entries-written: 3/5000   #P:1", before the records of the
 * kernel's file "trace": the buffer went round, and what is left are the latest.
 */
static bool scan_entries(const char *at, struct mmt_record *record)
{
	uint64_t left, written;

	record->kind = MMT_LOST;
	if (!WORD(&at, ENTRIES) || !scan_decimal(&at, &left) || !WORD(&at, "/") ||
	    !scan_decimal(&at, &written) || written <= left || written - left > INT64_MAX)
		return false;
	record->lost = (long long)(written - left);
	return true;
}

static bool scan_device(struct mmt_trace *trace, const char *at, const char *end,
			struct mmt_record *record)
{
	uint64_t place, id, irq, number[2 * MMT_BARS];
	struct mmt_device *device;
	const char *start = at;
	unsigned int i;

	record->kind = MMT_DEVICE;
	if (!scan_hex_digits(&at, &place) || at - start != 4 || !scan_space(&at))
		return false;
	start = at;
	if (!scan_hex_digits(&at, &id) || at - start != 8 || !scan_space(&at) ||
	    !scan_hex_digits(&at, &irq) || irq > UINT32_MAX)
		return false;
	for (i = 0; i < 2 * MMT_BARS; i++)
		if (!scan_space(&at) || !scan_hex_digits(&at, &number[i]))
			return false;
	if (at < end && !scan_space(&at))
		return false;
	device = place_pci_device(trace, 0, (uint8_t)(place >> 8), (uint8_t)place);
	if (!device)
		return true;
	device->vendor = (uint16_t)(id >> 16);
	device->device = (uint16_t)id;
	device->irq = (uint32_t)irq;
	memcpy(device->start, number, sizeof(device->start));
	memcpy(device->size, number + MMT_BARS, sizeof(device->size));
	/* A driver's name must not do more than name it. */
	place_driver(device, at, at < end ? (size_t)(end - at) : 0);
	place_changed(&trace->places);
	record->device = device;
	return true;
}

static bool scan_line(struct mmt_trace *trace, const char *line, const char *end,
		      struct mmt_record *record)
{
	const char *at = line;

	if (WORD(&at, "R ") || WORD(&at, "W "))
		return scan_access(line, end, record);
	if (WORD(&at, "MAP "))
		return scan_map(at, end, record);
	if (WORD(&at, "UNMAP "))
		return scan_unmap(at, end, record);
	if (WORD(&at, "UNKNOWN "))
		return scan_unknown(trace, at, end, record);
	if (WORD(&at, "PCIDEV "))
		return scan_device(trace, at, end, record);
	if (WORD(&at, "CPU:"))
		return scan_lost_cpu(at, end, record);
	return false;
}

/* A line that is passed on as it is. */
static bool keep_line(const char *line, const char *end, struct mmt_record *record)
{
	record->kind = MMT_NOTE;
	record->text = line;
	record->text_length = (size_t)(end - line);
	return true;
}

/* The end of a line without the carriage returns of another system. */
static const char *before_returns(const char *line, size_t length)
{
	while (length && line[length - 1] == '\r')
		length--;
	return line + length;
}

/* A line that begins with a record, and ends with it. */
static bool scan_any(struct mmt_trace *trace, const char *line, size_t length,
		     struct mmt_record *record)
{
	const char *end = before_returns(line, length), *at = line;

	if (WORD(&at, "MARK "))
		return scan_mark(at, end, record);
	if (WORD(&at, "LSPCI"))
		return keep_line(line, end, record);
	return scan_line(trace, line, find_end(line, (size_t)(end - line)), record);
}

static const char *next_word(const char *at, const char *end)
{
	while (at < end && *at != ' ' && *at != '\t')
		at++;
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	return at;
}

/* The text of a mark that was read from a copy lives in the line itself. */
static void text_of_mark(const char *line, size_t length, struct mmt_record *record)
{
	const char *end = before_returns(line, length);
	const char *at = memmem(line, length, "MARK", 4);

	at = at ? next_word(next_word(at, end), end) : end;
	record->text = at;
	record->text_length = (size_t)(end - at);
}

/* Whether a line is that of the version, as another one writes it. */
static bool is_version(const char *line, size_t length)
{
	char plain[PLAIN];
	const char *at;

	length = plain_line(line, length, plain);
	at = find_record(plain, length);
	return at && *at == 'V' && !strncmp(at, "VERSION " VERSION, 16);
}

/* A line with something before the record, or with other spaces than the kernel's. */
static bool scan_quoted(struct mmt_trace *trace, const char *line, size_t length,
			struct mmt_record *record)
{
	const char *at = find_record(line, length);
	char plain[PLAIN];
	size_t room;

	record_clear(record);
	if (at && scan_any(trace, at, length - (size_t)(at - line), record))
		return true;
	room = plain_line(line, length, plain);
	at = find_record(plain, room);
	record_clear(record);
	if (!at || !scan_any(trace, at, room - (size_t)(at - plain), record))
		return false;
	if (record->kind == MMT_MARK)
		text_of_mark(line, length, record);
	return record->kind != MMT_NOTE;
}

/* Logs one behind the other: what comes need not be later. */
static void begin_again(struct mmt_trace *trace, const char *line, size_t length,
			const char *head)
{
	if (length >= strlen(head) && !memcmp(line, head, strlen(head)))
		trace->time = 0;
}

/* What stands around a log in posts: "```", and "> " before an empty line. */
static bool is_fence(const char *line, size_t length)
{
	const char *end = line + length;
	const char *at = past_quotes(line, end);

	return at == end || *at == '\r' || (end - at >= 3 && !memcmp(at, "```", 3));
}

/* A line of the log, or nothing when it gives no record. */
static bool read_line(struct mmt_trace *trace, const char *line, size_t length,
		      struct mmt_record *record)
{
	const char *at;

	record_clear(record);
	if ((line[0] == 'R' || line[0] == 'W') && line[1] == ' ' &&
	    scan_access(line, line + length, record)) {
		check_time(trace, record);
		place_access(trace, record);
		return true;
	}
	if (is_fence(line, length))
		return false;
	/* The head of the kernel's file is for people, but for one of its lines. */
	at = past_quotes(line, line + length);
	if (*at == '#') {
		begin_again(trace, at, length - (size_t)(at - line), TRACER);
		return scan_entries(at, record);
	}
	if (!scan_any(trace, line, length, record) && !scan_quoted(trace, line, length, record)) {
		if (!is_version(line, length))
			trouble(trace, TROUBLE_LINE, "not understood: %.*s%s",
			length > 60 ? 60 : (int)length, line, length > 60 ? " ..." : "");
		return false;
	}
	switch (record->kind) {
	case MMT_READ:
	case MMT_WRITE:
	case MMT_UNKNOWN:
		check_time(trace, record);
		place_access(trace, record);
		return true;
	case MMT_MAP:
		check_time(trace, record);
		if (place_map(trace, record))
			trouble(trace, TROUBLE_LINE, "out of memory for mapping %u", record->map);
		return true;
	case MMT_UNMAP:
		check_time(trace, record);
		place_unmap(trace, record);
		return true;
	case MMT_DEVICE:
		return record->device;
	case MMT_NOTE:
		return true;
	default:
		check_time(trace, record);
		return true;
	}
}

static int next(struct mmt_trace *trace, struct mmt_record *record)
{
	const char *line;
	size_t length;

	for (;;) {
		enum stream_line got = stream_line(trace->stream, &line, &length);

		if (got == STREAM_END)
			break;
		trace->line++;
		if (got == STREAM_LONG) {
			trouble(trace, TROUBLE_LONG, "a line of more than %u bytes", STREAM_BUFFER);
			continue;
		}
		if (!length || (length == 1 && line[0] == '\r'))
			continue;
		if (line[0] == 'V' && !strncmp(line, "VERSION ", 8)) {
			if (!is_version(line, length))
				trouble(trace, TROUBLE_LINE, "version %.*s of the log; %s is known",
					(int)(length > 28 ? 20 : length - 8), line + 8, VERSION);
			begin_again(trace, line, length, "VERSION ");
			continue;
		}
		if (read_line(trace, line, length, record))
			return 1;
	}
	if (!trace->stream->failure.text)
		return 0;
	trouble_sum(trace);
	return complain(trace, trace->stream->failure.error, "%s after line %lu",
			trace->stream->failure.text, trace->line);
}

static void close_classic(struct mmt_trace *trace)
{
	(void)trace;
}

const struct reader classic_reader = {
	.next = next,
	.close = close_classic,
};
