/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Finding things by a hash. The things lie in an array of the user's; this knows
 * their numbers. It does not grow: who makes it knows how many there will be.
 *
 *	uint32_t *place;
 *
 *	lookup_each(place, &lookup, hash)
 *		if (thing[lookup_number(place)] is the one)
 *			return it;
 *	lookup_put(place, number of a new thing);
 */
#ifndef _CLI_LOOKUP_H
#define _CLI_LOOKUP_H

#include <stdint.h>

/**
 * struct lookup - the numbers, by hash
 * @place: numbers plus 1; 0 is an empty place
 * @places: how many, a power of two, at least 2; more than there are things
 */
struct lookup {
	uint32_t *place;
	uint32_t places;
};

/* The upper bits of the product depend on all bits of the hash. */
static inline uint32_t *lookup_first(const struct lookup *lookup, uint64_t hash)
{
	unsigned int bits = 31U - (unsigned int)__builtin_clz(lookup->places);

	return lookup->place + (hash * 0x9e3779b97f4a7c15ULL >> (64 - bits));
}

static inline uint32_t *lookup_next(const struct lookup *lookup, uint32_t *place)
{
	return ++place < lookup->place + lookup->places ? place : lookup->place;
}

/* Go through all places that may be the one of @hash, to the empty one behind them. */
#define lookup_each(at, lookup, hash) \
	for ((at) = lookup_first(lookup, hash); *(at); (at) = lookup_next(lookup, at))

static inline uint32_t lookup_number(const uint32_t *place)
{
	return *place - 1;
}

static inline void lookup_put(uint32_t *place, uint32_t number)
{
	*place = number + 1;
}

#endif
