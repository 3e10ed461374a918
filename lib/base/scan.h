/* SPDX-License-Identifier: GPL-2.0 */
/* Words and numbers of a line. The line ends in a newline: no number runs past it. */
#ifndef _LIB_SCAN_H
#define _LIB_SCAN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Value of a hexadecimal digit, 0x80 for what is none. */
extern const uint8_t scan_digit[256];

static inline bool scan_space(const char **at)
{
	return *(*at)++ == ' ';
}

/* Hexadecimal digits, at least one. */
static inline bool scan_hex_digits(const char **at, uint64_t *value)
{
	const char *c = *at;
	uint64_t result = 0;
	uint8_t digit;

	while (!((digit = scan_digit[(unsigned char)*c]) & 0x80)) {
		if (result >> 60)
			return false;
		result = result << 4 | digit;
		c++;
	}
	if (c == *at)
		return false;
	*at = c;
	*value = result;
	return true;
}

/* Hexadecimal with 0x before it. */
static inline bool scan_hex(const char **at, uint64_t *value)
{
	if ((*at)[0] != '0' || ((*at)[1] | 0x20) != 'x')
		return false;
	*at += 2;
	return scan_hex_digits(at, value);
}

static inline bool scan_decimal(const char **at, uint64_t *value)
{
	const char *c = *at;
	uint64_t result = 0;

	while (*c >= '0' && *c <= '9') {
		if (result >= UINT64_MAX / 10)
			return false;
		result = result * 10 + (uint64_t)(*c++ - '0');
	}
	if (c == *at)
		return false;
	*at = c;
	*value = result;
	return true;
}

static inline bool scan_signed(const char **at, int *value)
{
	bool minus = **at == '-';
	uint64_t number;

	*at += minus;
	if (!scan_decimal(at, &number) || number > INT32_MAX)
		return false;
	*value = minus ? -(int)number : (int)number;
	return true;
}

static inline bool scan_word(const char **at, const char *word, size_t length)
{
	if (strncmp(*at, word, length))
		return false;
	*at += length;
	return true;
}

/* Seconds with decimals to nanoseconds; what is finer is dropped. */
static inline bool scan_time(const char **at, uint64_t *time)
{
	uint64_t seconds, part = 0;
	uint64_t scale = 100000000;
	const char *c;

	if (!scan_decimal(at, &seconds) || seconds > UINT64_MAX / 1000000000)
		return false;
	c = *at;
	if (*c == '.') {
		for (c++; *c >= '0' && *c <= '9'; c++) {
			part += scale * (uint64_t)(*c - '0');
			scale /= 10;
		}
		*at = c;
	}
	*time = seconds * 1000000000 + part;
	return *time >= part;
}

#endif
