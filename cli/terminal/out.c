// SPDX-License-Identifier: GPL-2.0
#include <endian.h>
#include <errno.h>
#include <unistd.h>

#include "libmmiotrace.h"
#include "out.h"

#define SECOND		1000000000ULL
#define MILLISECOND	1000000ULL
#define MICROSECOND	1000ULL
#define TIME_LENGTH	32	/* at most: seconds, or spaces before them, a point, 9 digits */

static const char hex[] = "0123456789abcdef";

/* Styles that a terminal of 16 colours has, readable on light and dark. */
static const char *const escapes[N_STYLES] = {
	[STYLE_PLAIN] = "\033[m",
	[STYLE_HEADING] = "\033[1m",
	[STYLE_DIM] = "\033[2m",
	[STYLE_NAME] = "\033[36m",
	[STYLE_READ] = "\033[32m",
	[STYLE_WRITE] = "\033[33m",
	[STYLE_CHANGE] = "\033[1;33m",
	[STYLE_WARNING] = "\033[1;31m",
};

/**
 * out_begin() - start a stream
 * @out: the stream
 * @fd: where to; stays the caller's
 */
void out_begin(struct out *out, int fd)
{
	out->fd = fd;
	out->error = 0;
	out->colour = false;
	out->width = 120;
	out->used = out->line = out->unseen = 0;
	out->before = out->unseen_before = 0;
}

static void put(struct out *out, const char *text, size_t length)
{
	while (length && !out->error) {
		ssize_t n = write(out->fd, text, length);

		if (n < 0) {
			if (errno != EINTR)
				out->error = errno;
			continue;
		}
		text += n;
		length -= (size_t)n;
	}
}

/**
 * out_flush() - write what is held back
 * @out: the stream; the line that is begun goes on
 */
void out_flush(struct out *out)
{
	size_t column = out_column(out);

	put(out, out->data, out->used);
	/* The column is what stays of the line. */
	out->used = 0;
	out->line = 0;
	out->unseen = 0 - column;
}

/**
 * out_long() - out_bytes() of what does not fit
 * @out: the stream
 * @text: the text
 * @length: its length
 */
void out_long(struct out *out, const char *text, size_t length)
{
	out_flush(out);
	if (length <= sizeof(out->data) - OUT_ROOM) {
		memcpy(out->data, text, length);
		out->used = length;
		return;
	}
	put(out, text, length);
	out->unseen -= length;
}

static char *decimal(char *end, uint64_t value)
{
	do
		*--end = (char)('0' + value % 10);
	while (value /= 10);
	return end;
}

/** out_number() - out_decimal() of any number */
void out_number(struct out *out, uint64_t value)
{
	char text[24];
	char *start = decimal(text + sizeof(text), value);

	out_bytes(out, start, (size_t)(text + sizeof(text) - start));
}

/** out_grouped() - write a number for people: 1,532 */
void out_grouped(struct out *out, uint64_t value)
{
	char text[32];
	char *start = text + sizeof(text);
	unsigned int digits = 0;

	do {
		if (digits && digits % 3 == 0)
			*--start = ',';
		*--start = (char)('0' + value % 10);
		digits++;
	} while (value /= 10);
	out_bytes(out, start, (size_t)(text + sizeof(text) - start));
}

static unsigned int hex_digits(uint64_t value)
{
	return value ? (67U - (unsigned int)__builtin_clzll(value)) / 4 : 1;
}

/** out_bytes_hex() - write bytes in their order: 0f 1a */
void out_bytes_hex(struct out *out, const uint8_t *bytes, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (i)
			out_char(out, ' ');
		out_char(out, hex[bytes[i] >> 4]);
		out_char(out, hex[bytes[i] & 15]);
	}
}

/** out_hex() - write 0x and a number as short as it is */
void out_hex(struct out *out, uint64_t value)
{
	out_hex_wide(out, value, hex_digits(value));
}

/* Eight digits at once: each is a byte of a word. */
static void eight_hex(char *to, uint32_t value)
{
	uint64_t word = value, letters;

	word = (word << 16 | word) & UINT64_C(0x0000ffff0000ffff);
	word = (word << 8 | word) & UINT64_C(0x00ff00ff00ff00ff);
	word = (word << 4 | word) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	/* 10 and more reach 16 with 6 added. */
	letters = (word + UINT64_C(0x0606060606060606)) >> 4 & UINT64_C(0x0101010101010101);
	word += UINT64_C(0x3030303030303030) + letters * ('a' - '0' - 10);
	word = htobe64(word);
	memcpy(to, &word, sizeof(word));
}

/** out_hex_wide() - write 0x and so many digits of a number, 1 to 16 */
void out_hex_wide(struct out *out, uint64_t value, unsigned int digits)
{
	char *to = out_room(out, digits + 2);

	/* Always eight at once: what is behind the last digit is written over. */
	value <<= 64 - 4 * digits;
	to[0] = '0';
	to[1] = 'x';
	eight_hex(to + 2, (uint32_t)(value >> 32));
	if (digits > 8)
		eight_hex(to + 10, (uint32_t)value);
	out->used += digits + 2;
}

/* Eight digits at once, as eight_hex(): of a number below 100,000,000. */
static void eight_decimal(char *to, uint32_t value)
{
	/* Four digits each in two halves of a word, then two in four, then one in eight. */
	uint64_t word = value / 10000 | (uint64_t)(value % 10000) << 32, high;

	high = (word * 10486 >> 20) & UINT64_C(0x0000007f0000007f);
	word = high | (word - 100 * high) << 16;
	high = (word * 103 >> 10) & UINT64_C(0x000f000f000f000f);
	word = (high | (word - 10 * high) << 8) + UINT64_C(0x3030303030303030);
	word = htole64(word);
	memcpy(to, &word, sizeof(word));
}

/**
 * out_time() - write a time stamp in seconds
 * @out: where to
 * @nanoseconds: the time
 * @digits: after the point, 1 to 9
 * @width: columns if there were nine digits, filled with spaces
 */
void out_time(struct out *out, uint64_t nanoseconds, unsigned int digits, unsigned int width)
{
	char text[64];
	char *point = text + 24;
	uint32_t fraction = (uint32_t)(nanoseconds % SECOND);
	char *start;
	size_t length;

	memset(text, ' ', 24);
	start = decimal(point, nanoseconds / SECOND);
	if (start + width > point + 10)
		start = point + 10 - width;
	*point = '.';
	eight_decimal(point + 1, fraction / 10);
	point[9] = (char)('0' + fraction % 10);
	length = (size_t)(point - start) + 1 + digits;
	memcpy(out_room(out, length), start, TIME_LENGTH);
	out->used += length;
}

/** out_duration() - write a length of time for people: 2.1 ms */
void out_duration(struct out *out, uint64_t nanoseconds)
{
	static const struct {
		uint64_t unit;
		const char *name;
	} units[] = {
		{ SECOND, " s" }, { MILLISECOND, " ms" }, { MICROSECOND, " us" },
	};
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		uint64_t unit = units[i].unit;
		uint64_t tenths;

		/* What would be rounded to 1000.0 is 1.0 of the larger unit. */
		if (nanoseconds + unit / 20 < unit)
			continue;
		tenths = (nanoseconds + unit / 20) / (unit / 10);
		if (tenths >= 1000) {
			out_grouped(out, (tenths + 5) / 10);
		} else {
			out_decimal(out, tenths / 10);
			out_char(out, '.');
			out_char(out, (char)('0' + tenths % 10));
		}
		out_text(out, units[i].name);
		return;
	}
	out_decimal(out, nanoseconds);
	out_text(out, " ns");
}

/** out_escape() - out_style() where colours are wanted */
void out_escape(struct out *out, enum style style)
{
	size_t length = strlen(escapes[style]);

	out_bytes(out, escapes[style], length);
	out->unseen += length;
}

/** out_styled() - write a text in a style */
void out_styled(struct out *out, enum style style, const char *text)
{
	out_style(out, style);
	out_text(out, text);
	out_style(out, STYLE_PLAIN);
}

/** out_safe() - write others' text: what controls a terminal becomes '?' */
void out_safe(struct out *out, const char *text, size_t length)
{
	while (length) {
		size_t size = *text == '\t' ? 0 : mmt_unsafe(text, length);

		if (size) {
			out_char(out, '?');
		} else {
			/* It is UTF-8: the first byte says how many there are. */
			size = 1U + ((*text & 0xc0) == 0xc0) + ((*text & 0xe0) == 0xe0) +
			       ((*text & 0xf0) == 0xf0);
			out_bytes(out, text, size);
		}
		text += size;
		length -= size;
	}
}

/** out_trim() - take back the spaces at the end of the line */
void out_trim(struct out *out)
{
	while (out->used > out->line && out->data[out->used - 1] == ' ')
		out->used--;
}

static bool at_hand(const struct out *out, struct out_mark mark)
{
	return out->line == mark.line && out->used >= mark.used;
}

/**
 * out_back() - take back what was written since a mark
 * @out: the stream
 * @mark: in the line that is begun
 *
 * Return: false when it is no longer at hand.
 */
bool out_back(struct out *out, struct out_mark mark)
{
	if (!at_hand(out, mark))
		return false;
	out->used = mark.used;
	out->unseen = mark.unseen;
	return true;
}

/**
 * out_lift() - make what was written since a mark a line of its own, the one before
 * @out: the stream
 * @mark: in the line that is begun
 *
 * What is no longer at hand, or long, stays where it is.
 */
void out_lift(struct out *out, struct out_mark mark)
{
	char *line = out->data + out->line;
	char lifted[256];
	size_t length;

	length = out->used - mark.used;
	if (!at_hand(out, mark) || length >= sizeof(lifted))
		return;
	memcpy(lifted, out->data + mark.used, length);
	lifted[length++] = '\n';
	memmove(line + length, line, mark.used - mark.line);
	memcpy(line, lifted, length);
	out->used++;
	out->line += length;
	out->unseen = mark.unseen;
}

/**
 * out_cut() - shorten what was written to a column, with ".." for what is left out
 * @out: the stream; the line has no colours
 * @column: the line may reach so far, at least 2
 */
void out_cut(struct out *out, size_t column)
{
	size_t over = out_column(out) > column ? out_column(out) - column + 2 : 0;

	if (!over || out->used - out->line < over)
		return;
	out->used -= over;
	/* No half of a character. */
	while (out->used > out->line && (out->data[out->used] & 0xc0) == 0x80)
		out->used--;
	out_text(out, "..");
}

/**
 * out_right() - move what was written to the right
 * @out: the stream
 * @start: column where it begins
 * @end: column where it is to end; where it does not reach that, and is at hand
 */
void out_right(struct out *out, size_t start, size_t end)
{
	size_t length = out_column(out) - start;
	char moved[128];

	if (start + length >= end || length > sizeof(moved) || out->used < length)
		return;
	memcpy(moved, out->data + out->used - length, length);
	out->used -= length;
	out_to(out, end - length);
	out_bytes(out, moved, length);
}

/** out_count() - write a number for people at the right of @width columns, - for 0 */
void out_count(struct out *out, uint64_t count, size_t width)
{
	size_t start = out_column(out);

	if (count)
		out_grouped(out, count);
	else
		out_char(out, '-');
	out_right(out, start, start + width);
}

static void put_bytes(void *out, const char *text, size_t length)
{
	out_bytes(out, text, length);
}

/** out_json() - mmt_put_json() to @out */
void out_json(struct out *out, const char *text, size_t length)
{
	mmt_put_json(put_bytes, out, text, length);
}

/** out_csv() - mmt_put_csv() to @out */
void out_csv(struct out *out, const char *text, size_t length)
{
	mmt_put_csv(put_bytes, out, text, length);
}

/* Behind the escape sequence at @at, or @at when there is none. */
static size_t behind_escape(const struct out *out, size_t at)
{
	if (out->data[at] != '\033')
		return at;
	while (at < out->used && out->data[at] != 'm')
		at++;
	return at < out->used ? at + 1 : at;
}

/*
 * Where a line that begins at @line with @indent columns of nothing to say is to be broken:
 * at the last space after a comma, if that leaves a third of it, else at the last space. 0
 * when there is none.
 */
static size_t break_of(const struct out *out, size_t line, size_t indent)
{
	size_t at = line, column = 0, space = 0, comma = 0, comma_column = 0;

	while (at < out->used) {
		size_t behind = behind_escape(out, at);

		if (behind > at) {
			at = behind;
			continue;
		}
		if (column > out->width && space)
			break;
		if (out->data[at] == ' ' && column > indent && out->data[at - 1] != ' ') {
			space = at;
			if (out->data[at - 1] == ',' && column <= out->width) {
				comma = at;
				comma_column = column;
			}
		}
		at++;
		column++;
	}
	return comma_column > indent + (out->width - indent) / 3 ? comma : space;
}

/* Make the spaces at @at the end of a line; the next begins with @indent of them. */
static void break_at(struct out *out, size_t at, size_t indent)
{
	size_t end = at, i;

	while (end < out->used && out->data[end] == ' ')
		end++;
	if (out->used + indent + 1 > sizeof(out->data))
		return;
	memmove(out->data + at + 1 + indent, out->data + end, out->used - end);
	out->used += 1 + indent;
	out->used -= end - at;
	out->data[at] = '\n';
	memset(out->data + at + 1, ' ', indent);
	out->line = at + 1;
	out->unseen = 0;
	for (i = out->line; i < out->used;) {
		size_t behind = behind_escape(out, i);

		out->unseen += behind - i;
		i = behind > i ? behind : i + 1;
	}
}

/**
 * out_wrap() - break the line that is begun between words, where it is too long
 * @out: the stream
 * @indent: column where it goes on
 *
 * A word that is longer than a line stays whole, and so does what is no longer at hand.
 */
void out_wrap(struct out *out, size_t indent)
{
	while (out_column(out) > out->width && out->width > indent && out->unseen <= out->used) {
		size_t line = out->line;
		size_t at = break_of(out, line, indent);

		if (!at)
			return;
		break_at(out, at, indent);
		if (out->line == line)
			return;
	}
}
