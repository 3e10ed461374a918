/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers as text, and their units: called for each access, so without printf(). */
#ifndef LIB_DIGITS_H
#define LIB_DIGITS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NANOSECONDS	UINT64_C(1000000000)	/* of a second */
#define DIGITS_ROOM	24

/** digits_bare() - as %llx; not terminated; returns the length */
static inline size_t digits_bare(char *to, uint64_t number)
{
	size_t n = number ? (size_t)(63 - __builtin_clzll(number)) / 4 + 1 : 1;

	for (size_t i = n; i--; number >>= 4)
		to[i] = "0123456789abcdef"[number & 15];
	return n;
}

/** digits_hex() - as %#llx: "0x2a", but "0"; not terminated; returns the length */
static inline size_t digits_hex(char *to, uint64_t number)
{
	if (!number) {
		*to = '0';
		return 1;
	}
	to[0] = '0';
	to[1] = 'x';
	return 2 + digits_bare(to + 2, number);
}

/** digits_decimal() - as %llu; not terminated; returns the length */
static inline size_t digits_decimal(char *to, uint64_t number)
{
	char digits[DIGITS_ROOM];
	char *first = digits + sizeof(digits);
	size_t n;

	do
		*--first = (char)('0' + number % 10);
	while (number /= 10);
	n = (size_t)(digits + sizeof(digits) - first);
	memcpy(to, first, n);
	return n;
}

#endif
