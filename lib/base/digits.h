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

/* How many digits: from the bits, which are wrong by one where this is not a power of 10. */
static inline size_t digits_count(uint64_t number)
{
	static const uint64_t power[] = {
		0, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
		UINT64_C(10000000000), UINT64_C(100000000000), UINT64_C(1000000000000),
		UINT64_C(10000000000000), UINT64_C(100000000000000), UINT64_C(1000000000000000),
		UINT64_C(10000000000000000), UINT64_C(100000000000000000),
		UINT64_C(1000000000000000000), UINT64_C(10000000000000000000),
	};
	unsigned int bits = 64U - (unsigned int)__builtin_clzll(number | 1);
	size_t least = bits * 1233 >> 12;	/* log10(2) is 1233/4096 and very little */

	return least + (number >= power[least]);
}

/** digits_decimal() - as %llu; not terminated; returns the length */
static inline size_t digits_decimal(char *to, uint64_t number)
{
	static const char pairs[] =
		"00010203040506070809101112131415161718192021222324252627282930313233343536373839"
		"40414243444546474849505152535455565758596061626364656667686970717273747576777879"
		"8081828384858687888990919293949596979899";
	size_t n = number ? digits_count(number) : 1;
	char *at = to + n;

	for (; number >= 100; number /= 100)
		memcpy(at -= 2, pairs + 2 * (number % 100), 2);
	if (number >= 10)
		memcpy(at - 2, pairs + 2 * number, 2);
	else
		at[-1] = (char)('0' + number);
	return n;
}

#endif
