// SPDX-License-Identifier: GPL-2.0
#include "index.h"

#include <string.h>

#define FIRST_SLOTS 256

/**
 * index_new() - an index of a space
 * @regs: who is told of what is wrong
 * @arena: memory
 * @space: the space
 * @chip: the chip; must not change
 *
 * Return: the index.
 */
struct index *index_new(struct mmt_regs *regs, struct arena *arena, const struct space *space,
			const struct chip *chip)
{
	static const struct scope none;
	struct index *index = arena_get(arena, sizeof(*index));
	struct scope scope = scope_in(none, &space->condition);

	index->regs = regs;
	index->arena = arena;
	index->space = space;
	index->decoders = (struct decoders){ .arena = arena, .chip = chip };
	for (size_t i = 0; i < space->elements.n; i++) {
		struct element *element = space->elements.at[i];

		if (variant_holds(chip, scope_in(scope, &element->condition),
				  &element->condition))
			*vector_add(arena, &index->live) = element;
	}
	return index;
}

static struct block **slot_of(const struct index *index, uint64_t number)
{
	size_t i = (size_t)((number * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (index->slots - 1);

	while (index->slot[i] && index->slot[i]->number != number)
		i = (i + 1) & (index->slots - 1);
	return &index->slot[i];
}

static void grow(struct index *index)
{
	struct block **old = index->slot;
	size_t slots = index->slots;

	index->slots = slots ? 2 * slots : FIRST_SLOTS;
	index->slot = arena_get(index->arena, index->slots * sizeof(struct block *));
	for (size_t i = 0; i < slots; i++)
		if (old[i])
			*slot_of(index, old[i]->number) = old[i];
}

/** index_block_slow() - find a block, or make it */
struct block *index_block_slow(struct index *index, uint64_t number)
{
	struct block **slot;

	if (2 * index->n_blocks >= index->slots)
		grow(index);
	slot = slot_of(index, number);
	if (!*slot) {
		*slot = block_new(index, number);
		index->n_blocks++;
	}
	index->last = *slot;
	return index->last;
}
