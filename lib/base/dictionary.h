/* SPDX-License-Identifier: GPL-2.0 */
/* A growing table from names to pointers, in an arena. */
#ifndef LIB_DICTIONARY_H
#define LIB_DICTIONARY_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/**
 * struct dictionary - the table; all zeros is an empty one
 * @slot: a power of two of slots, half of them used at most
 * @slots: how many
 * @used: how many of them are in use
 */
struct dictionary {
	struct dictionary_slot {
		const char *name;
		size_t length;
		void *value;
	} *slot;
	size_t slots;
	size_t used;
};

/** dictionary_get() - what is there under the @length bytes of @name, or NULL */
void *dictionary_get(const struct dictionary *dictionary, const char *name, size_t length);

/** dictionary_find() - likewise, of a terminated name; NULL for NULL */
void *dictionary_find(const struct dictionary *dictionary, const char *name);

/** dictionary_put() - put something under @length bytes that live as long as the arena */
void dictionary_put(struct dictionary *dictionary, struct arena *arena, const char *name,
		    size_t length, void *value);

/** dictionary_set() - likewise, under a terminated name */
void dictionary_set(struct dictionary *dictionary, struct arena *arena, const char *name,
		    void *value);

#endif
