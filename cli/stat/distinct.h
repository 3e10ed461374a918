/* SPDX-License-Identifier: GPL-2.0 */
/* How many different values a register had. */
#ifndef _CLI_DISTINCT_H
#define _CLI_DISTINCT_H

#include <stdbool.h>
#include <stdint.h>

#include "pool.h"

#define DISTINCT_FEW	4
#define DISTINCT_MOST	4096	/* counted exactly, of one register */
#define DISTINCT_MEMORY	(16UL << 20)	/* bytes for all registers together */

/**
 * struct distinct - a set of values; all zeros is the empty one
 *
 * Not by base/lookup.h: each access asks one, and of those that are large a number
 * and then the value behind it were two places in memory instead of one.
 *
 * @many: a table with all, when there are more than fit in @few: 0 is an empty place
 * @places: of @many, a power of two
 * @count: how many
 * @zero: 0 is one of those in @many
 * @full: there are more than could be kept
 * @few: the first ones
 */
struct distinct {
	uint64_t *many;
	uint32_t places;
	uint32_t count;
	bool zero;
	bool full;
	uint64_t few[DISTINCT_FEW];
};

/* Where the search for a value begins, in a table of as many places. */
static inline uint64_t distinct_hash(uint64_t value)
{
	return (value * 0x9e3779b97f4a7c15ULL) >> 32;
}

/** distinct_fetch() - bring to hand where a value is looked for; there is a table */
static inline void distinct_fetch(const struct distinct *set, uint64_t value)
{
	__builtin_prefetch(&set->many[distinct_hash(value) & (set->places - 1)]);
}

void distinct_slow(struct distinct *set, uint64_t value, struct pool *pool);
void distinct_merge(struct distinct *set, const struct distinct *other, struct pool *pool);
void distinct_free(struct distinct *set, struct pool *pool);

/**
 * distinct_add() - add a value
 * @set: the set
 * @value: the value
 * @pool: where its memory is from
 */
static inline void distinct_add(struct distinct *set, uint64_t value, struct pool *pool)
{
	uint32_t i;

	if (set->full)
		return;
	if (!set->many) {
		for (i = 0; i < set->count; i++)
			if (set->few[i] == value)
				return;
		if (set->count < DISTINCT_FEW) {
			set->few[set->count++] = value;
			return;
		}
	}
	distinct_slow(set, value, pool);
}

#endif
