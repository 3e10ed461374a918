// SPDX-License-Identifier: GPL-2.0
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT  16
#define CHUNK_SIZE 65536

struct chunk {
	struct chunk *next;
	size_t padding;
};

_Static_assert(sizeof(struct chunk) % ALIGNMENT == 0, "what follows it is aligned");

static void *new_chunk(struct arena *arena, size_t size)
{
	struct chunk *chunk = NULL;

	if (size <= SIZE_MAX - sizeof(*chunk))
		chunk = calloc(1, sizeof(*chunk) + size);
	if (!chunk)
		longjmp(*arena->out, 1);
	arena->total += size;
	return chunk;
}

void *arena_get(struct arena *arena, size_t size)
{
	struct chunk *chunk;
	char *start;

	if (size > SIZE_MAX - ALIGNMENT)
		longjmp(*arena->out, 1);
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (size > CHUNK_SIZE / 4 && arena->chunk) {
		/* A chunk of its own, behind the one that is being filled. */
		chunk = new_chunk(arena, size);
		chunk->next = arena->chunk->next;
		arena->chunk->next = chunk;
		return chunk + 1;
	}
	if (!arena->chunk || size > arena->size - arena->used) {
		arena->size = size > CHUNK_SIZE ? size : CHUNK_SIZE;
		chunk = new_chunk(arena, arena->size);
		chunk->next = arena->chunk;
		arena->chunk = chunk;
		arena->used = 0;
	}
	start = (char *)(arena->chunk + 1) + arena->used;
	arena->used += size;
	return start;
}

char *arena_text(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_get(arena, length + 1);

	memcpy(copy, text, length);
	return copy;
}

void *arena_more(struct arena *arena, const void *items, size_t *room, size_t size)
{
	size_t more = *room ? 2 * *room : 4;
	char *copy;

	if (more > SIZE_MAX / 2 / size)
		longjmp(*arena->out, 1);
	copy = arena_get(arena, more * size);
	if (items)
		memcpy(copy, items, *room * size);
	*room = more;
	return copy;
}

void arena_free(struct arena *arena)
{
	struct chunk *next;

	for (struct chunk *chunk = arena->chunk; chunk; chunk = next) {
		next = chunk->next;
		free(chunk);
	}
	arena->chunk = NULL;
	arena->used = 0;
	arena->size = 0;
	arena->total = 0;
}
