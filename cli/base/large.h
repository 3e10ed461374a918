/* SPDX-License-Identifier: GPL-2.0 */
/* Large tables whose places are used in any order. */
#ifndef _CLI_LARGE_H
#define _CLI_LARGE_H

#include <stddef.h>
#include <sys/mman.h>

/**
 * large_new() - get memory, in large pages where the kernel has some
 * @bytes: how many; what is not touched takes no memory
 *
 * In small pages a table of megabytes has more of them than the processor has translations
 * at hand for, and looking for these takes longer than all else.
 *
 * Return: zeros, at the beginning of a page; NULL when out of memory.
 */
static inline void *large_new(size_t bytes)
{
	void *start = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			   0);

	if (start == MAP_FAILED)
		return NULL;
	madvise(start, bytes, MADV_HUGEPAGE);
	return start;
}

/** large_free() - give it back; NULL is fine */
static inline void large_free(void *start, size_t bytes)
{
	if (start)
		munmap(start, bytes);
}

#endif
