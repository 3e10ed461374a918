/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Output written by hand: a line of a report is made millions of times, and
 * printf() would be most of it. Knows the column of the line and colours.
 */
#ifndef _CLI_OUT_H
#define _CLI_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define OUT_SIZE	(64 * 1024)
#define OUT_ROOM	4096	/* of a line, kept free at the end */

enum style {
	STYLE_PLAIN,
	STYLE_HEADING,
	STYLE_DIM,
	STYLE_NAME,
	STYLE_READ,
	STYLE_WRITE,
	STYLE_CHANGE,
	STYLE_WARNING,
	N_STYLES,
};

/**
 * struct out - a stream of lines
 * @fd: where to; -1 keeps nothing
 * @error: errno of the first failed write, or 0; then nothing more is written
 * @colour: styles mean something
 * @width: columns of the terminal, or of what stands for it
 * @used: bytes in @data
 * @line: where the line begins in @data
 * @unseen: bytes of it that take no column
 * @before: @line of the line before
 * @unseen_before: @unseen of it
 * @data: not written yet
 */
struct out {
	int fd;
	int error;
	bool colour;
	unsigned int width;
	size_t used;
	size_t line;
	size_t unseen;
	size_t before;
	size_t unseen_before;
	char data[OUT_SIZE];
};

/**
 * struct out_mark - a place in the line, from out_mark()
 */
struct out_mark {
	size_t used;
	size_t line;
	size_t unseen;
};

void out_begin(struct out *out, int fd);
void out_flush(struct out *out);
void out_long(struct out *out, const char *text, size_t length);
void out_number(struct out *out, uint64_t value);
void out_grouped(struct out *out, uint64_t value);
void out_hex(struct out *out, uint64_t value);
void out_hex_wide(struct out *out, uint64_t value, unsigned int digits);
void out_time(struct out *out, uint64_t nanoseconds, unsigned int digits,
	      unsigned int width);
void out_duration(struct out *out, uint64_t nanoseconds);
void out_bytes_hex(struct out *out, const uint8_t *bytes, unsigned int count);
void out_escape(struct out *out, enum style style);
void out_styled(struct out *out, enum style style, const char *text);
void out_safe(struct out *out, const char *text, size_t length);
void out_json(struct out *out, const char *text, size_t length);
void out_csv(struct out *out, const char *text, size_t length);
void out_trim(struct out *out);
bool out_back(struct out *out, struct out_mark mark);
void out_lift(struct out *out, struct out_mark mark);
void out_cut(struct out *out, size_t column);
void out_right(struct out *out, size_t start, size_t end);
void out_count(struct out *out, uint64_t count, size_t width);
void out_wrap(struct out *out, size_t indent);

/* Where so many bytes, at most OUT_ROOM, may be written; who does adds them to @out->used. */
static inline char *out_room(struct out *out, size_t length)
{
	if (out->used + length > sizeof(out->data) - OUT_ROOM)
		out_flush(out);
	return out->data + out->used;
}

static inline void out_bytes(struct out *out, const char *text, size_t length)
{
	if (length > sizeof(out->data) - OUT_ROOM - out->used) {
		out_long(out, text, length);
		return;
	}
	memcpy(out->data + out->used, text, length);
	out->used += length;
}

static inline void out_text(struct out *out, const char *text)
{
	out_bytes(out, text, strlen(text));
}

static inline void out_char(struct out *out, char c)
{
	if (out->used >= sizeof(out->data) - OUT_ROOM)
		out_long(out, &c, 1);
	else
		out->data[out->used++] = c;
}

/** out_decimal() - write a number; most have one digit */
static inline void out_decimal(struct out *out, uint64_t value)
{
	if (value < 10)
		out_char(out, (char)('0' + value));
	else
		out_number(out, value);
}

/** out_style() - write what follows in a style, where colours are wanted */
static inline void out_style(struct out *out, enum style style)
{
	if (out->colour)
		out_escape(out, style);
}

/* Columns of the line so far. */
static inline size_t out_column(const struct out *out)
{
	return out->used - out->line - out->unseen;
}

/* What is written from here on can be taken back or moved, while it is at hand. */
static inline struct out_mark out_mark(const struct out *out)
{
	return (struct out_mark){ out->used, out->line, out->unseen };
}

/* Forget what was written and is still at hand. */
static inline void out_clear(struct out *out)
{
	out->used = out->line = out->unseen = 0;
}

/* As many spaces as reach @column, maybe none. */
static inline void out_to(struct out *out, size_t column)
{
	char *to = out->data + out->used;
	size_t now = out_column(out), i;

	if (now >= column)
		return;
	if (column - now >= OUT_ROOM || out->used >= sizeof(out->data) - OUT_ROOM) {
		for (; now < column; now++)
			out_char(out, ' ');
		return;
	}
	/* More than are wanted, as the compiler knows how to write so many at once. */
	memset(to, ' ', 32);
	for (i = 32; i < column - now; i += 32)
		memset(to + i, ' ', 32);
	out->used += column - now;
}

/* At least one space, and as many as reach @column. */
static inline void out_pad(struct out *out, size_t column)
{
	size_t now = out_column(out);

	out_to(out, column > now ? column : now + 1);
}

static inline void out_end_line(struct out *out)
{
	if (out->used >= sizeof(out->data) / 2) {
		out_flush(out);
	}
	out->before = out->line;
	out->unseen_before = out->unseen;
	out_char(out, '\n');
	out->line = out->used;
	out->unseen = 0;
}

/* Columns of the line before, 0 when it is no longer at hand. */
static inline size_t out_column_before(const struct out *out)
{
	if (out->line < 1 || out->used != out->line)
		return 0;
	return out->line - 1 - out->before - out->unseen_before;
}

/* Go on with the line before, when out_column_before() knows it. */
static inline void out_reopen_line(struct out *out)
{
	out->used--;
	out->line = out->before;
	out->unseen = out->unseen_before;
}

#endif
