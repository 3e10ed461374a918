/* SPDX-License-Identifier: GPL-2.0 */
/* Structures of programs that were compiled with an earlier header: they end earlier. */
#ifndef LIB_SIZES_H
#define LIB_SIZES_H

#include "libmmiotrace.h"

/**
 * sizes_take() - remember how much of each structure a program knows
 * @own: gets it
 * @theirs: the program's
 *
 * Return: false when it knows more than this library does.
 */
bool sizes_take(struct mmt_sizes *own, const struct mmt_sizes *theirs);

/**
 * sizes_pack() - make an array one of structures that end earlier
 * @to: the array of the program
 * @size: of one of its structures
 * @from: the array, which may be @to
 * @whole: size of a structure here, @size or more
 * @n: how many
 */
void sizes_pack(void *to, size_t size, const void *from, size_t whole, size_t n);

/**
 * sizes_unpack() - make an array of structures that end earlier one of whole ones
 * @room: for @n of them; what the program does not know of them is 0 there
 * @whole: size of a structure here
 * @part: the program's array
 * @size: how much of each the program has, less than @whole
 * @n: how many
 *
 * Return: @room.
 */
const void *sizes_unpack(void *room, size_t whole, const void *part, size_t size, size_t n);

/** sizes_whole() - likewise, and @part itself when its structures are whole: it costs nothing */
static inline const void *sizes_whole(void *room, size_t whole, const void *part, size_t size,
				      size_t n)
{
	return size == whole ? part : sizes_unpack(room, whole, part, size, n);
}

#endif
