/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From an address to its register, for one space on one chip, without search.
 *
 * The space is divided into blocks of 256 units. A block is made when it is first
 * touched: all elements that reach into it are laid out, in the order of the
 * description, and what comes first wins; in some spaces an access that is exactly a
 * register that came later is that one. From then on an address is a block and
 * a cell in it. Memory grows with the blocks that are touched, not with lengths
 * that somebody wrote into a description.
 */
#ifndef LIB_INDEX_H
#define LIB_INDEX_H

#include "base/table.h"
#include "decoder.h"

#define BLOCK_SHIFT 8
#define BLOCK_UNITS (1u << BLOCK_SHIFT)

/**
 * struct compiled - a register made ready for one chip and one direction
 * @reg: what the caller of the library sees
 * @element: as it was described
 * @decoder: what its values mean
 */
struct compiled {
	struct mmt_register reg;
	const struct element *element;
	const struct decoder *decoder;
};

/**
 * struct hit - registers of one kind in a block, or a range that has only a name
 * @reg: by direction, reading first; NULL for a range
 * @name: path up to the index
 * @suffix: what comes after the index, or ""
 * @label: names instead of numbers, or NULL
 * @start: address of the first
 * @stride: units to the next; 0 when there is only one
 * @units: units of the register
 * @index: number of the first
 * @indexed: the number is shown
 * @bare: without brackets
 */
struct hit {
	const struct compiled *reg[2];
	const char *name;
	const char *suffix;
	const char *const *label;
	uint64_t start;
	uint64_t stride;
	uint64_t units;
	uint64_t index;
	bool indexed;
	bool bare;
};

/**
 * struct name - what the caller of the library is told of a place; made when first touched
 * @id: see struct mmt_named
 * @text: likewise
 */
struct name {
	uint32_t id;
	char text[];
};

/**
 * struct exact - a register where another one was described first
 * @hit: number of the hit
 * @access: its directions
 * @unit: where it begins in the block
 * @width: bytes; it is what an access of just these is called by
 * @name: its name, or NULL
 * @users: functions whose access it is, whatever its width; or NULL
 */
struct exact {
	unsigned short hit;
	unsigned char access;
	unsigned char unit;
	unsigned int width;
	const struct name *name;
	const struct dictionary *users;
};

/**
 * struct block - 256 units of a space
 * @number: address / 256
 * @hit: what is in it; number 0 is nothing
 * @cells: numbers of hits, by unit or by four units; NULL when all is hit 1
 * @shift: 2 when a cell is four units
 * @split: there are other cells for writing, behind those for reading
 * @exact: registers that have no cell, but a width of their own
 * @n_exact: how many
 * @has_rivals: some of them have users
 * @names: by four units, for addresses that are a multiple of four; NULL until there is one
 * @fine: by unit, for the others; likewise
 */
struct block {
	uint64_t number;
	struct hit *hit;
	unsigned short *cells;
	unsigned int shift;
	bool split;
	struct exact *exact;
	size_t n_exact;
	bool has_rivals;
	const struct name **names;
	const struct name **fine;
};

/**
 * struct index - the index of a space
 * @regs: who is told of what is wrong
 * @arena: memory
 * @space: the space
 * @decoders: types made ready
 * @registers: struct compiled by element and direction
 * @live: elements of the space that this chip has
 * @blocks: struct block by number
 * @last: the block used last; accesses come in bunches
 * @hits: of the block that is being made
 * @exact: likewise
 */
struct index {
	struct mmt_regs *regs;
	struct arena *arena;
	const struct space *space;
	struct decoders decoders;
	struct dictionary registers;
	VECTOR(struct element *) live;
	struct table blocks;
	struct block *last;
	VECTOR(struct hit) hits;
	VECTOR(struct exact) exact;
};

/* index.c */
struct index *index_new(struct mmt_regs *regs, struct arena *arena, const struct space *space,
			const struct chip *chip);
struct block *index_block_slow(struct index *index, uint64_t number);

/* slice.c */
const struct compiled *compiled_slice(struct index *index, const struct compiled *whole,
				      unsigned int low, unsigned int bits);

/* block.c */
struct block *block_new(struct index *index, uint64_t number);

/** index_block() - the block that an address is in */
static inline struct block *index_block(struct index *index, uint64_t address)
{
	uint64_t number = address >> BLOCK_SHIFT;

	if (index->last && index->last->number == number)
		return index->last;
	return index_block_slow(index, number);
}

/** block_exact() - the register that an access is exactly, if it has no cell; or NULL */
static inline struct exact *block_exact(const struct block *block, uint64_t address,
					unsigned int direction, unsigned int width)
{
	unsigned int unit = address & (BLOCK_UNITS - 1);

	for (size_t i = 0; i < block->n_exact; i++)
		if (block->exact[i].unit == unit && block->exact[i].width == width && !block->exact[i].users &&
		    (block->exact[i].access & (direction ? MMT_REG_WRITE : MMT_REG_READ)))
			return &block->exact[i];
	return NULL;
}

/** block_hit() - what is at an address; @direction is 0 for reading, 1 for writing */
static inline const struct hit *block_hit(const struct block *block, uint64_t address,
					  unsigned int direction)
{
	unsigned int cell = (address & (BLOCK_UNITS - 1)) >> block->shift;

	if (!block->cells)
		return &block->hit[1];
	if (block->split)
		cell += direction * (BLOCK_UNITS >> block->shift);
	return &block->hit[block->cells[cell]];
}

#endif
