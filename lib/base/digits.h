/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers as text, and their units: called for each access, so without printf(). */
#ifndef LIB_DIGITS_H
#define LIB_DIGITS_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NANOSECONDS	UINT64_C(1000000000)	/* of a second */
#define DIGITS_ROOM	24
#define DIGITS_EIGHT	UINT64_C(100000000)	/* the first number that has more digits */

/*
 * Digits are made eight at a time, each in a byte of one number, the first digit in the
 * lowest byte: so a whole number is written at once, and what of it is not wanted is
 * written over by what follows.
 */
static inline void digits_store(char *to, uint64_t eight)
{
	eight = htole64(eight);
	memcpy(to, &eight, sizeof(eight));
}

/* The digits, not yet characters, of a number below 100,000,000, zeros before it. */
static inline uint64_t digits_eight(uint64_t number)
{
	uint64_t lanes, hundreds, tens;

	/* Four digits each in the two halves, then two in four, then one. */
	lanes = number / 10000 | number % 10000 << 32;
	hundreds = lanes * 10486 >> 20 & UINT64_C(0x7f0000007f);
	lanes = hundreds | (lanes - 100 * hundreds) << 16;
	tens = lanes * 103 >> 10 & UINT64_C(0xf000f000f000f);
	return tens | (lanes - 10 * tens) << 8;
}

/* The eight characters of a number of 32 bits, in the order of writing. */
static inline uint64_t digits_hex_eight(uint64_t number)
{
	uint64_t letters;

	number = (number & 0xffff0000) << 16 | (number & 0xffff);
	number = (number & UINT64_C(0xff000000ff00)) << 8 | (number & UINT64_C(0xff000000ff));
	number = (number & UINT64_C(0xf000f000f000f0)) << 4 |
		 (number & UINT64_C(0xf000f000f000f));
	letters = (number + UINT64_C(0x0606060606060606)) >> 4 & UINT64_C(0x0101010101010101);
	return __builtin_bswap64(number + UINT64_C(0x3030303030303030) +
				 letters * ('a' - '0' - 10));
}

/** digits_bare() - as %llx; not terminated; returns the length. Room: DIGITS_ROOM */
static inline size_t digits_bare(char *to, uint64_t number)
{
	unsigned int zeros = (unsigned int)__builtin_clzll(number | 1) & ~3U;

	number <<= zeros;
	digits_store(to, digits_hex_eight(number >> 32));
	if (zeros < 32)
		digits_store(to + 8, digits_hex_eight(number & UINT32_MAX));
	return 16 - zeros / 4;
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

/** digits_padded() - as %08llu, of a number below 100,000,000 */
static inline void digits_padded(char *to, uint64_t number)
{
	digits_store(to, digits_eight(number) | UINT64_C(0x3030303030303030));
}

/* As digits_decimal(), of a number below 100,000,000. */
static inline size_t digits_short(char *to, uint64_t number)
{
	uint64_t digits = digits_eight(number);
	/* The last digit counts though it be 0. */
	unsigned int zeros = (unsigned int)__builtin_ctzll(digits | UINT64_C(1) << 56) / 8;

	digits_store(to, (digits | UINT64_C(0x3030303030303030)) >> 8 * zeros);
	return 8 - zeros;
}

/** digits_decimal() - as %llu; not terminated; returns the length. Room: DIGITS_ROOM */
static inline size_t digits_decimal(char *to, uint64_t number)
{
	const uint64_t most = DIGITS_EIGHT;
	size_t n;

	if (number < 10) {
		*to = (char)('0' + number);
		return 1;
	}
	if (number < most)
		return digits_short(to, number);
	if (number < most * most) {
		n = digits_short(to, number / most);
	} else {
		n = digits_short(to, number / (most * most));
		digits_padded(to + n, number / most % most);
		n += 8;
	}
	digits_padded(to + n, number % most);
	return n + 8;
}

#endif
