/* SPDX-License-Identifier: GPL-2.0 */
/* Mappings of a trace that says of no device where its memory is. */
#ifndef _CLI_AREA_H
#define _CLI_AREA_H

#include "libmmiotrace.h"
#include "terminal/out.h"

#define AREAS	1024	/* of more, the later ones take the place of earlier ones */

/**
 * struct area - one mapping
 * @map: its number; 0 when there is none
 * @phys: where it begins
 * @length: its length
 */
struct area {
	uint32_t map;
	uint64_t phys;
	uint64_t length;
};

/**
 * struct areas - what is known of mappings; all zeros is a good start
 * @area: by number, modulo their count
 */
struct areas {
	struct area area[AREAS];
};

void areas_learn(struct areas *areas, const struct mmt_record *record);
const struct area *areas_find(const struct areas *areas, uint32_t map, uint64_t phys);
void area_offset(struct out *out, const struct area *area, uint64_t phys);

#endif
