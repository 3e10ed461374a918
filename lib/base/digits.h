/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers as text: called for each access, so without printf(). */
#ifndef LIB_DIGITS_H
#define LIB_DIGITS_H

#include <stddef.h>
#include <stdint.h>

#define DIGITS_ROOM 24

/** digits_hex() - as %#llx: "0x2a", but "0"; not terminated; returns the length */
static inline size_t digits_hex(char *to, uint64_t number)
{
	size_t n;

	if (!number) {
		*to = '0';
		return 1;
	}
	n = (size_t)(63 - __builtin_clzll(number)) / 4 + 1;
	to[0] = '0';
	to[1] = 'x';
	for (size_t i = n; i; i--, number >>= 4)
		to[1 + i] = "0123456789abcdef"[number & 15];
	return n + 2;
}

/** digits_decimal() - as %llu; not terminated; returns the length */
static inline size_t digits_decimal(char *to, uint64_t number)
{
	char backwards[DIGITS_ROOM];
	size_t n = 0;

	do {
		backwards[n++] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	for (size_t i = 0; i < n; i++)
		to[i] = backwards[n - 1 - i];
	return n;
}

#endif
