// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "arena.h"
#include "hash.h"
#include "table.h"

static struct table_slot *find(const struct table *table, uint64_t key)
{
	for (size_t i = hash_number(key);; i++) {
		struct table_slot *slot = &table->slot[i & (table->slots - 1)];

		if (!slot->value || slot->key == key)
			return slot;
	}
}

/**
 * table_get() - look up a number
 * @table: the table
 * @key: the number
 *
 * Return: the pointer stored for it, or NULL.
 */
void *table_get(const struct table *table, uint64_t key)
{
	return table->slots ? find(table, key)->value : NULL;
}

static int grow(struct table *table)
{
	struct table bigger = { .slots = table->slots ? table->slots * 2 : 256,
				.arena = table->arena };
	size_t i;

	bigger.slot = table->arena ? arena_get(table->arena, bigger.slots * sizeof(*bigger.slot)) :
				     calloc(bigger.slots, sizeof(*bigger.slot));
	if (!bigger.slot)
		return -1;
	for (i = 0; i < table->slots; i++)
		if (table->slot[i].value)
			*find(&bigger, table->slot[i].key) = table->slot[i];
	bigger.used = table->used;
	if (!table->arena)
		free(table->slot);
	*table = bigger;
	return 0;
}

/**
 * table_set() - store a pointer for a number, in place of an earlier one
 * @table: the table; without an arena it owns @value from now on, and frees it in
 *	table_free()
 * @key: the number
 * @value: not NULL; from malloc(), unless the table has an arena
 *
 * Return: 0, or -1 when there is no memory; then @value has been freed.
 */
int table_set(struct table *table, uint64_t key, void *value)
{
	struct table_slot *slot;

	if (table->used * 2 >= table->slots && grow(table)) {
		free(value);	/* there is no arena: that would not have returned */
		return -1;
	}
	slot = find(table, key);
	if (!slot->value)
		table->used++;
	if (!table->arena)
		free(slot->value);
	slot->key = key;
	slot->value = value;
	return 0;
}

/**
 * table_remove() - forget a number, and free what was stored for it
 * @table: the table, which has no arena
 * @key: the number; one that is not there is fine
 */
void table_remove(struct table *table, uint64_t key)
{
	size_t mask = table->slots - 1;
	struct table_slot *slot;
	size_t hole, i;

	if (!table->slots)
		return;
	slot = find(table, key);
	if (!slot->value)
		return;
	free(slot->value);
	slot->value = NULL;
	table->used--;
	/* Who is found by going past the hole moves into it. */
	hole = (size_t)(slot - table->slot);
	for (i = (hole + 1) & mask; table->slot[i].value; i = (i + 1) & mask) {
		size_t home = hash_number(table->slot[i].key) & mask;

		if (((i - home) & mask) < ((i - hole) & mask))
			continue;
		table->slot[hole] = table->slot[i];
		table->slot[i].value = NULL;
		hole = i;
	}
}

/**
 * table_free() - release everything in a table
 * @table: the table, which has no arena; empty afterwards
 */
void table_free(struct table *table)
{
	size_t i;

	for (i = 0; i < table->slots; i++)
		free(table->slot[i].value);
	free(table->slot);
	table->slot = NULL;
	table->slots = 0;
	table->used = 0;
}
