// SPDX-License-Identifier: GPL-2.0
#include "origin.h"

#include "unified.h"

#define ORDINARY	0x100	/* values below come from anywhere */
#define OWN_BITS	8	/* that a driver changes of what it has read */

/* The i-th latest read, 0 is the last; NULL when there were not so many. */
static const struct earlier_read *origin_at(const struct origins *origins, uint64_t i)
{
	if (i >= origins->n || i >= ORIGINS_MOST)
		return NULL;
	return &origins->at[(origins->n - 1 - i) % ORIGINS_MOST];
}

/**
 * origins_note() - remember a read
 * @origins: the reads
 * @row: any access
 */
void origins_note(struct origins *origins, const struct mmt_diff_row *row)
{
	struct earlier_read *origin = &origins->at[origins->n % ORIGINS_MOST];

	if (mmt_is_write(row->kind) || row->width > 8)
		return;
	origins->n++;
	origin->row = (struct mmt_diff_row){
		.kind = row->kind, .bar = row->bar, .offset = row->offset, .width = row->width,
		.name = row->name, .device = row->device,
	};
	for (int side = 0; side < 2; side++) {
		origin->value[side] = row->access[side].value;
		origin->has[side] = row->has[side];
	}
}

/* The latest read that found the value that one side writes. */
static const struct earlier_read *read_from(const struct origins *origins, int side, uint64_t value)
{
	const struct earlier_read *origin;

	for (uint64_t i = 0; value >= ORDINARY && (origin = origin_at(origins, i)); i++)
		if (origin->has[side] && origin->value[side] == value)
			return origin;
	return NULL;
}

/* What both sides write is what they have read in the register, but for some bits. */
static bool put_change(const struct origins *origins, struct out *out,
		       const struct mmt_diff_row *row)
{
	const struct earlier_read *origin;
	uint64_t change[2];

	for (uint64_t i = 0; (origin = origin_at(origins, i)); i++)
		if (origin->row.offset == row->offset && origin->row.bar == row->bar &&
		    origin->row.device == row->device)
			break;
	if (!origin || !origin->has[0] || !origin->has[1])
		return false;
	for (int side = 0; side < 2; side++)
		change[side] = origin->value[side] ^ row->access[side].value;
	if (change[0] == change[1] || __builtin_popcountll(change[0] | change[1]) > OWN_BITS)
		return false;
	for (int side = 0; side < 2; side++) {
		out_text(out, side ? ", B " : "; of what it read A changes ");
		if (change[side])
			out_hex(out, change[side]);
		else
			out_text(out, "nothing");
	}
	return true;
}

/**
 * origins_write() - write where a written value that differs comes from, as far as that is visible
 * @origins: what was read before
 * @out: where to
 * @row: any access
 */
void origins_write(const struct origins *origins, struct out *out, const struct mmt_diff_row *row)
{
	const struct earlier_read *origin[2];

	if (row->verdict != MMT_VALUE || row->excuse != MMT_NO_EXCUSE || !mmt_is_write(row->kind) ||
	    row->width > 8 || put_change(origins, out, row))
		return;
	for (int side = 0; side < 2; side++)
		origin[side] = read_from(origins, side, row->access[side].value);
	for (int side = 0; side < 2; side++) {
		if (!origin[side])
			continue;
		out_text(out, side ? "; B has read it in " : "; A has read it in ");
		unified_register(out, &origin[side]->row);
	}
}
