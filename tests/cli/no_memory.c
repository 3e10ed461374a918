// SPDX-License-Identifier: GPL-2.0
/*
 * Loaded before the C library: the FAIL_AT-th allocation finds no memory. At the end the
 * number of allocations goes to the file descriptor FAIL_COUNT.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static long allocations;

static int fails(void)
{
	static long fail_at = -1;

	if (fail_at < 0) {
		const char *text = getenv("FAIL_AT");

		fail_at = text ? strtol(text, NULL, 10) : 0;
	}
	if (++allocations != fail_at)
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}

void *reallocarray(void *old, size_t count, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, count * size);
}

__attribute__((destructor)) static void end(void)
{
	const char *text = getenv("FAIL_COUNT");

	if (text)
		dprintf((int)strtol(text, NULL, 10), "%ld\n", allocations);
}
