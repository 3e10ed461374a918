// SPDX-License-Identifier: GPL-2.0
#include "distinct.h"

static uint64_t *find(uint64_t *many, uint32_t places, uint64_t value)
{
	uint64_t i = distinct_hash(value);

	for (;; i++) {
		uint64_t *place = &many[i & (places - 1)];

		if (!*place || *place == value)
			return place;
	}
}

/* Make a table twice as large. Return false when it may not be. */
static bool grow(struct distinct *set, struct pool *pool)
{
	uint32_t places = set->many ? set->places * 2 : DISTINCT_FEW * 4;
	unsigned long bytes = places * sizeof(uint64_t);
	uint64_t *many;
	uint32_t i;

	/* The old table is given back, but not before the new one exists. */
	many = pool_get(pool, bytes);
	if (!many)
		return false;
	if (set->many) {
		for (i = 0; i < set->places; i++)
			if (set->many[i])
				*find(many, places, set->many[i]) = set->many[i];
	} else {
		for (i = 0; i < set->count; i++) {
			if (set->few[i])
				*find(many, places, set->few[i]) = set->few[i];
			else
				set->zero = true;
		}
	}
	pool_put(pool, set->many, set->places * sizeof(*many));
	set->many = many;
	set->places = places;
	return true;
}

/** distinct_slow() - distinct_add() of what is not among the first few */
void distinct_slow(struct distinct *set, uint64_t value, struct pool *pool)
{
	uint64_t *place;

	if (!set->many && !grow(set, pool)) {
		set->full = true;
		return;
	}
	if (!value) {
		set->count += !set->zero;
		set->zero = true;
		return;
	}
	place = find(set->many, set->places, value);
	if (*place)
		return;
	if (set->count >= DISTINCT_MOST) {
		set->full = true;
		return;
	}
	if (set->count * 2 >= set->places) {
		if (!grow(set, pool)) {
			set->full = true;
			return;
		}
		place = find(set->many, set->places, value);
	}
	*place = value;
	set->count++;
}

/**
 * distinct_merge() - add all values of another set
 * @set: the set
 * @other: the other one
 * @pool: as of distinct_add()
 */
void distinct_merge(struct distinct *set, const struct distinct *other, struct pool *pool)
{
	uint32_t i;

	if (!other->many)
		for (i = 0; i < other->count; i++)
			distinct_add(set, other->few[i], pool);
	for (i = 0; other->many && i < other->places; i++)
		if (other->many[i])
			distinct_add(set, other->many[i], pool);
	if (other->zero)
		distinct_add(set, 0, pool);
	set->full |= other->full;
}

/** distinct_free() - release a set */
void distinct_free(struct distinct *set, struct pool *pool)
{
	pool_put(pool, set->many, set->places * sizeof(*set->many));
	set->many = NULL;
}
