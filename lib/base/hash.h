/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers from names, and numbers that are spread evenly: for tables. */
#ifndef LIB_HASH_H
#define LIB_HASH_H

#include <stddef.h>
#include <stdint.h>

/** hash_text() - FNV-1a of @length bytes */
static inline uint64_t hash_text(const char *text, size_t length)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	while (length--)
		hash = (hash ^ (unsigned char)*text++) * UINT64_C(0x100000001b3);
	return hash;
}

/** hash_number() - 32 bits of a number, all of which depend on all of its bits */
static inline size_t hash_number(uint64_t number)
{
	return (size_t)(number * UINT64_C(0x9e3779b97f4a7c15) >> 32);
}

#endif
