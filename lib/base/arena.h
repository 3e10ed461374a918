/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory that is freed all at once. There is no way to fail but one: the caller
 * of the caller is returned to, at the place that it has named with setjmp().
 */
#ifndef LIB_ARENA_H
#define LIB_ARENA_H

#include <setjmp.h>
#include <stddef.h>

/**
 * struct arena - memory for many small things with one end
 * @chunk: what was got from malloc(), a list
 * @used: bytes of the newest chunk
 * @size: its size
 * @total: bytes of all of them
 * @out: where to go when there is no memory left
 */
struct arena {
	struct chunk *chunk;
	size_t used;
	size_t size;
	size_t total;
	jmp_buf *out;
};

/**
 * arena_get() - get memory, all zeros
 * @arena: where from; its @out must be set
 * @size: bytes
 *
 * Return: the memory, aligned for anything. Does not return when there is none.
 */
void *arena_get(struct arena *arena, size_t size);

/** arena_text() - copy @length bytes of @text and terminate them */
char *arena_text(struct arena *arena, const char *text, size_t length);

/** arena_more() - a copy of @items with room for twice as many; *@room is updated */
void *arena_more(struct arena *arena, const void *items, size_t *room, size_t size);

/** arena_free() - free all of it; it may be used again */
void arena_free(struct arena *arena);

/* A list that grows: VECTOR(struct thing) things; */
#define VECTOR(type) struct { type *at; size_t n; size_t room; }

/* A new item at its end, all zeros. Items move when the list grows. */
#define vector_add(arena, v)                                                    \
	((v)->n == (v)->room ?                                                  \
		 ((v)->at = arena_more(arena, (v)->at, &(v)->room,              \
				       sizeof(*(v)->at)),                       \
		  &(v)->at[(v)->n++]) :                                         \
		 &(v)->at[(v)->n++])

#endif
