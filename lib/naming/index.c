// SPDX-License-Identifier: GPL-2.0
#include "index.h"

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
	index->blocks.arena = arena;
	index->decoders = (struct decoders){ .arena = arena, .chip = chip };
	for (size_t i = 0; i < space->elements.n; i++) {
		struct element *element = space->elements.at[i];

		if (variant_holds(chip, scope_in(scope, &element->condition),
				  &element->condition))
			*vector_add(arena, &index->live) = element;
	}
	return index;
}

/** index_block_slow() - find a block, or make it */
struct block *index_block_slow(struct index *index, uint64_t number)
{
	struct block *block = table_get(&index->blocks, number);

	if (!block) {
		block = block_new(index, number);
		table_set(&index->blocks, number, block);
	}
	index->last = block;
	return block;
}
