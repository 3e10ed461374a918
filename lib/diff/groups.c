// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "base/bisect.h"
#include "base/room.h"
#include "compare.h"

/**
 * groups_add() - a new group, all zeros
 * @groups: the groups
 *
 * Return: the group, good until the next is added; NULL when out of memory.
 */
struct diff_group *groups_add(struct diff_groups *groups)
{
	struct diff_group *more = room_for_more(groups->at, groups->n, &groups->room, sizeof(*more));

	if (!more)
		return NULL;
	groups->at = more;
	groups->at[groups->n] = (struct diff_group){ .pair = 0 };
	return &groups->at[groups->n++];
}

static int in_order(const void *x, const void *y)
{
	const struct diff_group *a = x, *b = y;

	if (a->pair != b->pair)
		return a->pair < b->pair ? -1 : 1;
	if (a->side != b->side)
		return a->side < b->side ? -1 : 1;
	return a->item < b->item ? -1 : a->item > b->item;
}

/** groups_sort() - make them ready for groups_find() */
void groups_sort(struct diff_groups *groups)
{
	if (groups->n)
		qsort(groups->at, groups->n, sizeof(*groups->at), in_order);
}

/**
 * groups_find() - the group that an item is in
 * @groups: the groups, sorted
 * @pair: number of the device pair
 * @side: whose item
 * @item: number of the item
 *
 * Return: the group that begins with it or before it, NULL when there is none.
 */
const struct diff_group *groups_find(const struct diff_groups *groups, uint32_t pair,
				     uint32_t side, uint32_t item)
{
	const struct diff_group wanted = { .pair = pair, .side = side, .item = item };
	uint32_t behind = bisect(groups->n, i, in_order(&groups->at[i], &wanted) > 0);

	if (!behind || groups->at[behind - 1].pair != pair || groups->at[behind - 1].side != side)
		return NULL;
	return &groups->at[behind - 1];
}
