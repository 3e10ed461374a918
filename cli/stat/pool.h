/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory of registers that have many values or functions: of sizes that are powers of two,
 * in large pages, as registers are used in any order, and with a limit.
 */
#ifndef _CLI_POOL_H
#define _CLI_POOL_H

#include <stddef.h>

#define POOL_LEAST	32	/* bytes of a piece */
#define POOL_SIZES	12	/* that and its doubles: up to 64 KiB */

/**
 * struct pool - the memory
 * @left: bytes that may still be given out
 * @start: all of it
 * @size: how much that is
 * @used: of it, from the start on
 * @free: pieces that were given back, by size
 */
struct pool {
	size_t left;
	char *start;
	size_t size;
	size_t used;
	struct pool_piece *free[POOL_SIZES];
};

int pool_begin(struct pool *pool, size_t bytes);
void pool_end(struct pool *pool);
void *pool_get(struct pool *pool, size_t bytes);
void pool_put(struct pool *pool, void *piece, size_t bytes);

#endif
