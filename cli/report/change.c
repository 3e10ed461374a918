// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "change.h"

/**
 * changes_begin() - nothing is known yet
 * @changes: filled in; release with changes_end()
 *
 * 8 MB, of which only what is used takes memory; it does not grow.
 *
 * Return: 0, or -1 when out of memory.
 */
int changes_begin(struct changes *changes)
{
	changes->set = calloc(CHANGE_SETS, sizeof(*changes->set));
	return changes->set ? 0 : -1;
}

/** changes_end() - release the values */
void changes_end(struct changes *changes)
{
	free(changes->set);
	changes->set = NULL;
}

/* Never 0, the key of nothing. One register read in two widths has two values. */
static uint64_t key_of(const struct mmt_record *record, bool apart)
{
	uint64_t key = record->device ? record->offset : record->phys;

	key ^= (uint64_t)(record->device ? record->device->index + 1 : 0) << 48;
	key ^= (uint64_t)(unsigned int)(record->bar + 2) << 60;
	key ^= (uint64_t)record->width << 41;
	key ^= (uint64_t)apart << 42 << record->kind % 2;
	key ^= (uint64_t)mmt_is_config(record->kind) << 40;
	return key | 1ULL << 63;
}

/**
 * changes_update() - learn the value of an access
 * @changes: the values
 * @record: an access
 * @apart: the register is only for reading, or only for writing, so that what is
 *	done the other way at its place says nothing
 * @old: gets the last known value before
 *
 * Return: false when none is known, or no longer.
 */
bool changes_update(struct changes *changes, const struct mmt_record *record, bool apart,
		    uint64_t *old)
{
	uint64_t key = key_of(record, apart);
	struct change_set *set = &changes->set[(key * 0x9e3779b97f4a7c15ULL) >> 47];
	bool known = true;
	int way = 0;

	while (way < CHANGE_WAYS && set->key[way] != key)
		way++;
	if (way == CHANGE_WAYS) {
		known = false;
		way--;
	}
	*old = set->value[way];
	for (; way; way--) {
		set->key[way] = set->key[way - 1];
		set->value[way] = set->value[way - 1];
	}
	set->key[0] = key;
	set->value[0] = record->value;
	return known;
}
