// SPDX-License-Identifier: GPL-2.0
#include "dictionary.h"

#include <string.h>

#include "arena.h"
#include "hash.h"

#define FIRST_SLOTS 64

static struct dictionary_slot *slot_of(const struct dictionary *dictionary, const char *name,
				       size_t length)
{
	uint64_t hash = hash_text(name, length);
	size_t i = (hash ^ hash >> 32) & (dictionary->slots - 1);

	while (dictionary->slot[i].name &&
	       (dictionary->slot[i].length != length ||
		memcmp(dictionary->slot[i].name, name, length) != 0))
		i = (i + 1) & (dictionary->slots - 1);
	return &dictionary->slot[i];
}

void *dictionary_get(const struct dictionary *dictionary, const char *name, size_t length)
{
	return dictionary->slots ? slot_of(dictionary, name, length)->value : NULL;
}

void *dictionary_find(const struct dictionary *dictionary, const char *name)
{
	return name ? dictionary_get(dictionary, name, strlen(name)) : NULL;
}

static void grow(struct dictionary *dictionary, struct arena *arena)
{
	struct dictionary old = *dictionary;

	dictionary->slots = old.slots ? 2 * old.slots : FIRST_SLOTS;
	dictionary->slot = arena_get(arena, dictionary->slots * sizeof(*dictionary->slot));
	for (size_t i = 0; i < old.slots; i++)
		if (old.slot[i].name)
			*slot_of(dictionary, old.slot[i].name, old.slot[i].length) = old.slot[i];
}

void dictionary_put(struct dictionary *dictionary, struct arena *arena, const char *name,
		    size_t length, void *value)
{
	struct dictionary_slot *slot;

	if (2 * dictionary->used >= dictionary->slots)
		grow(dictionary, arena);
	slot = slot_of(dictionary, name, length);
	if (!slot->name)
		dictionary->used++;
	*slot = (struct dictionary_slot){ name, length, value };
}

void dictionary_set(struct dictionary *dictionary, struct arena *arena, const char *name,
		    void *value)
{
	dictionary_put(dictionary, arena, name, strlen(name), value);
}
