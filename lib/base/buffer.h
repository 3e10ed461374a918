/* SPDX-License-Identifier: GPL-2.0 */
/* Text being made in memory of a fixed size; what finds no room is left out. */
#ifndef LIB_BUFFER_H
#define LIB_BUFFER_H

#include "digits.h"

/**
 * struct buffer - the text
 * @at: where it begins
 * @n: its length
 * @room: bytes there; one more than the longest text, for a zero
 */
struct buffer {
	char *at;
	size_t n;
	size_t room;
};

static inline void buffer_put(struct buffer *buffer, const char *text, size_t length)
{
	size_t left = buffer->room - 1 - buffer->n;

	if (length > left)
		length = left;
	memcpy(buffer->at + buffer->n, text, length);
	buffer->n += length;
}

static inline void buffer_text(struct buffer *buffer, const char *text)
{
	buffer_put(buffer, text, strlen(text));
}

/** buffer_hex() - as %#llx */
static inline void buffer_hex(struct buffer *buffer, uint64_t number)
{
	char digits[DIGITS_ROOM];

	buffer_put(buffer, digits, digits_hex(digits, number));
}

/** buffer_decimal() - as %llu */
static inline void buffer_decimal(struct buffer *buffer, uint64_t number)
{
	char digits[DIGITS_ROOM];

	buffer_put(buffer, digits, digits_decimal(digits, number));
}

#endif
