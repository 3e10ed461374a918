// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "base/large.h"
#include "pool.h"

/* Pieces that were given back may be of sizes that nobody wants any more. */
#define RESERVE	4

struct pool_piece {
	struct pool_piece *next;
};

/**
 * pool_begin() - nothing is given out yet
 * @pool: filled in; release with pool_end()
 * @bytes: so much may be given out at one time
 *
 * Return: 0, or -1 when out of memory.
 */
int pool_begin(struct pool *pool, size_t bytes)
{
	*pool = (struct pool){ .left = bytes, .size = RESERVE * bytes };
	pool->start = large_new(pool->size);
	return pool->start ? 0 : -1;
}

/** pool_end() - release all that was given out */
void pool_end(struct pool *pool)
{
	large_free(pool->start, pool->size);
	pool->start = NULL;
}

static unsigned int size_of(size_t bytes)
{
	return (unsigned int)(__builtin_ctzl(bytes) - __builtin_ctzl(POOL_LEAST));
}

/**
 * pool_get() - get a piece
 * @pool: the memory
 * @bytes: its size, a power of two
 *
 * Return: zeros, or NULL when there is no more.
 */
void *pool_get(struct pool *pool, size_t bytes)
{
	struct pool_piece **list = &pool->free[size_of(bytes)];
	void *piece = *list;

	if (bytes > pool->left || (!piece && bytes > pool->size - pool->used))
		return NULL;
	if (piece) {
		*list = (*list)->next;
		memset(piece, 0, bytes);
	} else {
		piece = pool->start + pool->used;
		pool->used += bytes;
	}
	pool->left -= bytes;
	return piece;
}

/**
 * pool_put() - give a piece back
 * @pool: where it is from
 * @piece: from pool_get(), or NULL
 * @bytes: its size
 */
void pool_put(struct pool *pool, void *piece, size_t bytes)
{
	struct pool_piece *free = piece;

	if (!piece)
		return;
	free->next = pool->free[size_of(bytes)];
	pool->free[size_of(bytes)] = free;
	pool->left += bytes;
}
