// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "distinct.h"

/* The place of a value in the index, empty when it is not among them. */
static uint32_t *place_of(const struct distinct *set, uint64_t value)
{
	uint32_t *place;

	lookup_each(place, &set->index, value)
		if (set->many[lookup_number(place)] == value)
			break;
	return place;
}

/* Have room for twice as many. Return false when that may not be. */
static bool grow(struct distinct *set, unsigned long *memory)
{
	uint32_t places = set->many ? set->index.places * 2 : DISTINCT_FEW * 4;
	unsigned long bytes = places / 2 * sizeof(*set->many) + places * sizeof(*set->index.place);
	unsigned long before = set->many ? bytes / 2 : 0;
	struct distinct more = *set;
	uint32_t i;

	/* The old memory is given back, but not before the new one exists. */
	if (bytes > *memory)
		return false;
	more.many = malloc(places / 2 * sizeof(*more.many));
	more.index.place = calloc(places, sizeof(*more.index.place));
	more.index.places = places;
	if (!more.many || !more.index.place) {
		distinct_free(&more);
		return false;
	}
	memcpy(more.many, set->many ? set->many : set->few, set->count * sizeof(*more.many));
	for (i = 0; i < set->count; i++)
		lookup_put(place_of(&more, more.many[i]), i);
	*memory = *memory - bytes + before;
	distinct_free(set);
	set->many = more.many;
	set->index = more.index;
	return true;
}

/** distinct_slow() - distinct_add() of what is not among the first few */
void distinct_slow(struct distinct *set, uint64_t value, unsigned long *memory)
{
	uint32_t *place;

	if (!set->many && !grow(set, memory)) {
		set->full = true;
		return;
	}
	place = place_of(set, value);
	if (*place)
		return;
	/* Half of the places stay empty, so that looking ends soon. */
	if (set->count * 2 == set->index.places) {
		if (set->count == DISTINCT_MOST || !grow(set, memory)) {
			set->full = true;
			return;
		}
		place = place_of(set, value);
	}
	set->many[set->count] = value;
	lookup_put(place, set->count++);
}

/** distinct_free() - release a set */
void distinct_free(struct distinct *set)
{
	free(set->many);
	free(set->index.place);
	set->many = NULL;
	set->index.place = NULL;
}
