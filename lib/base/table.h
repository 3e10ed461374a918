/* SPDX-License-Identifier: GPL-2.0 */
/* A growing table from 64-bit numbers to pointers. */
#ifndef _LIB_TABLE_H
#define _LIB_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/**
 * struct table - the table; all zeros is an empty one
 * @slot: power of two of slots, half of them used at most
 * @slots: how many
 * @used: how many of them are in use
 * @arena: where its memory and its values are from; NULL when that is malloc()
 */
struct table {
	struct table_slot {
		uint64_t key;
		void *value;
	} *slot;
	size_t slots;
	size_t used;
	struct arena *arena;
};

void *table_get(const struct table *table, uint64_t key);
void table_remove(struct table *table, uint64_t key);
int table_set(struct table *table, uint64_t key, void *value);
void table_free(struct table *table);

#endif
