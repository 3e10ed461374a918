// SPDX-License-Identifier: GPL-2.0
#include "area.h"

/**
 * areas_learn() - a mapping begins
 * @areas: what is known
 * @record: MAP
 */
void areas_learn(struct areas *areas, const struct mmt_record *record)
{
	areas->area[record->map % AREAS] =
		(struct area){ record->map, record->phys, record->length };
}

/**
 * areas_find() - the mapping of an access
 * @areas: what is known
 * @map: its number
 * @phys: where the access is
 *
 * Return: the mapping; NULL when it is not known, or the access not inside.
 */
const struct area *areas_find(const struct areas *areas, uint32_t map, uint64_t phys)
{
	const struct area *area = &areas->area[map % AREAS];

	/* No tracer counts from 0: such a number says that there is none. */
	if (!map || area->map != map || phys < area->phys || phys - area->phys >= area->length)
		return NULL;
	return area;
}

/**
 * area_offset() - write an address as mapping and offset
 * @out: where to
 * @area: from areas_find(); NULL writes the address
 * @phys: the address
 */
void area_offset(struct out *out, const struct area *area, uint64_t phys)
{
	if (!area) {
		out_hex(out, phys);
		return;
	}
	out_text(out, "map");
	out_decimal(out, area->map);
	out_char(out, '+');
	out_hex(out, phys - area->phys);
}
