// SPDX-License-Identifier: GPL-2.0
#include "room.h"

#include <stdlib.h>

#define FIRST_ROOM 64

/**
 * room_for_more() - an array with room for one more item
 * @items: the array, NULL when *@room is 0
 * @n: how many items are in it
 * @room: for how many there is room; updated
 * @size: bytes of an item
 *
 * Return: the array, which may have moved; NULL when out of memory: then @items is as
 * it was.
 */
void *room_for_more(void *items, uint32_t n, uint32_t *room, size_t size)
{
	uint32_t wanted = *room ? 2 * *room : FIRST_ROOM;

	if (n < *room)
		return items;
	if (n >= UINT32_MAX / 4)
		return NULL;
	items = realloc(items, wanted * size);
	if (items)
		*room = wanted;
	return items;
}
