/* SPDX-License-Identifier: GPL-2.0 */
/* Arrays of malloc() that grow by one item at a time. */
#ifndef LIB_ROOM_H
#define LIB_ROOM_H

#include <stddef.h>
#include <stdint.h>

void *room_for_more(void *items, uint32_t n, uint32_t *room, size_t size);

#endif
