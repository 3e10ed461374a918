// SPDX-License-Identifier: GPL-2.0
/*
 * Which functions a trace may name when a register is used: the one that uses it in the source,
 * and those that call it, as the compiler puts small functions into their callers. Only where
 * registers share a place somebody asks.
 */
#include <string.h>

#include "header.h"

#define FURTHEST   4	/* functions that are in each other */
#define MOST_USERS 256	/* of a register */

static void find_callers(struct driver_source *source, struct arena *arena)
{
	for (size_t i = 0; i < source->functions.n; i++) {
		const struct callable *callable = source->functions.at[i];

		for (const struct token *at = callable->code.at; at + 1 < callable->code.end; at++) {
			struct callable *called = at->kind == 'a' && at[1].kind == '(' ?
							  dictionary_get(&source->by_name, at->at, at->length) : NULL;

			if (called && called != callable &&
			    !(called->callers.n && called->callers.at[called->callers.n - 1] == callable))
				*vector_add(arena, &called->callers) = callable;
		}
	}
}

/* Those that call a user are users, too, but further away. */
static void spread(struct header *header, struct dictionary *users)
{
	struct arena *arena = header->defines.arena;
	VECTOR(const char *) names = { 0 };
	size_t from = 0;

	for (size_t i = 0; i < users->slots; i++)
		if (users->slot[i].name)
			*vector_add(arena, &names) = arena_text(arena, users->slot[i].name, users->slot[i].length);
	for (unsigned int distance = 1; distance <= FURTHEST; distance++) {
		size_t end = names.n;

		for (; from < end && names.n < MOST_USERS; from++) {
			const struct callable *callable = dictionary_find(&header->source.by_name, names.at[from]);

			for (size_t i = 0; callable && i < callable->callers.n; i++) {
				const char *name = callable->callers.at[i]->name;
				struct user *user;

				if (dictionary_find(users, name))
					continue;
				user = arena_get(arena, sizeof(*user));
				user->distance = distance;
				dictionary_set(users, arena, name, user);
				*vector_add(arena, &names) = name;
			}
		}
	}
}

/**
 * find_users() - find the functions that may be named where registers have one place
 * @header: its registers that the source uses have been found, with the functions that do so
 */
void find_users(struct header *header)
{
	struct arena *arena = header->defines.arena;
	struct dictionary first = { 0 };
	struct dictionary done = { 0 };

	for (size_t i = 0; i < header->found.n; i++) {
		struct found *found = header->found.at[i], *other;
		const char *key = (const char *)&found->element->offset;
		struct found *both[2];

		other = dictionary_get(&first, key, sizeof(uint64_t));
		if (!other) {
			dictionary_put(&first, arena, key, sizeof(uint64_t), found);
			continue;
		}
		if (!done.used)
			find_callers(&header->source, arena);
		both[0] = other;
		both[1] = found;
		for (unsigned int j = 0; j < 2; j++) {
			const struct dictionary *users = both[j]->element->users;

			if (!users || dictionary_get(&done, (const char *)&users, sizeof(users)))
				continue;
			dictionary_put(&done, arena, arena_text(arena, (const char *)&users, sizeof(users)),
				       sizeof(users), found);
			spread(header, (struct dictionary *)users);
		}
	}
}
