// SPDX-License-Identifier: GPL-2.0
/* Making a block: all that reaches into it is laid out, what comes first wins. */
#include <stdio.h>
#include <string.h>

#include "index.h"

#define MOST_INDICES 8
#define LONGEST_PATH 1024
#define MOST_STEPS   20000	/* elements looked at for one block */

/*
 * A block being made. @cell and @wrong are hits by direction and unit: @wrong is
 * a register that does not go that way, which is still better than none.
 */
struct layout {
	struct index *index;
	unsigned short cell[2][BLOCK_UNITS];
	unsigned short wrong[2][BLOCK_UNITS];
	uint64_t first;
	uint64_t last;
	char path[LONGEST_PATH];
	size_t length;
	uint64_t indices[MOST_INDICES];
	unsigned int n_indices;
	unsigned int depth;
	unsigned int steps;
};

static void lay_all(struct layout *layout, struct element *const *elements, size_t n,
		    uint64_t base, struct scope scope);

static void append(struct layout *layout, const char *text)
{
	size_t length = strlen(text), room = sizeof(layout->path) - 1 - layout->length;

	if (length > room)
		length = room;
	memcpy(layout->path + layout->length, text, length);
	layout->length += length;
	layout->path[layout->length] = 0;
}

/* The index of a copy of @element, as it stands in its name. */
static void append_index(struct layout *layout, const struct element *element, uint64_t n)
{
	const char *label = element && element->label ? element->label[n] : NULL;
	bool bare = element && element->bare;
	char number[24];

	if (element)
		n += element->first;
	snprintf(number, sizeof(number), bare ? "%llu" : "%#llx", (unsigned long long)n);
	append(layout, bare ? "" : "[");
	append(layout, label ? label : number);
	append(layout, bare ? "" : "]");
}

static const char *kept_path(struct layout *layout)
{
	return arena_text(layout->index->arena, layout->path, layout->length);
}

static unsigned short new_hit(struct layout *layout, const struct hit *hit)
{
	struct index *index = layout->index;

	if (index->hits.n >= UINT16_MAX)
		return 0;
	*vector_add(index->arena, &index->hits) = *hit;
	return (unsigned short)(index->hits.n - 1);
}

static const struct compiled *compile(struct index *index, const struct element *element,
				      struct scope scope, unsigned int direction)
{
	const struct key {
		const void *element;
		uint64_t direction;
	} key = { element, direction };
	struct compiled *compiled =
		dictionary_get(&index->registers, (const char *)&key, sizeof(key));

	if (compiled)
		return compiled;
	compiled = arena_get(index->arena, sizeof(*compiled));
	compiled->reg = (struct mmt_register){ element->name, element->doc, element->width,
					       element->access };
	compiled->element = element;
	compiled->decoder = decoder_get(&index->decoders, &element->type, 8 * element->width,
					scope, direction);
	dictionary_put(&index->registers, index->arena,
		       arena_text(index->arena, (const char *)&key, sizeof(key)), sizeof(key),
		       compiled);
	return compiled;
}

static bool is_free(const struct layout *layout, uint64_t first, uint64_t last)
{
	for (uint64_t a = first;; a++) {
		unsigned int unit = a & (BLOCK_UNITS - 1);

		if (!layout->cell[0][unit] || !layout->cell[1][unit])
			return true;
		if (a == last)
			return false;
	}
}

static void make_register(struct layout *layout, const struct element *element,
			  struct scope scope, struct hit *hit)
{
	struct index *index = layout->index;
	size_t length = layout->length;

	hit->reg[0] = compile(index, element, scope, MMT_REG_READ);
	hit->reg[1] = hit->reg[0];
	if (type_has_directions(index->decoders.chip->database, &element->type))
		hit->reg[1] = compile(index, element, scope, MMT_REG_WRITE);
	append(layout, element->name);
	for (unsigned int i = 0; i < layout->n_indices; i++)
		append_index(layout, NULL, layout->indices[i]);
	hit->name = kept_path(layout);
	layout->length = length;
	hit->suffix = element->suffix ? element->suffix : "";
	hit->indexed = element->length != 1;
	hit->bare = element->bare;
	hit->label = element->label;
}

static void lay_register(struct layout *layout, const struct element *element, uint64_t start,
			 struct scope scope)
{
	unsigned int unit = layout->index->space->unit;
	uint64_t units = element_units(element, unit);
	uint64_t stride = element_stride(element, unit);
	uint64_t first = start > layout->first ? start : layout->first;
	uint64_t last = layout->last, index = (first - start) / stride;
	struct hit hit = { .start = start, .stride = stride, .units = units };
	unsigned short n = 0;

	if (last - start >= element->high)
		last = start + element->high;
	if (!is_free(layout, first, last))
		return;
	if (element->length != 1) {
		hit.start = start + index * stride;
		hit.index = index + (element->label ? 0 : element->first);
	} else {
		hit.stride = 0;
	}
	for (uint64_t a = first;; a++) {
		unsigned int cell = a & (BLOCK_UNITS - 1);
		uint64_t within = hit.stride ? (a - start) % stride : a - start;

		if (element->length && (a - start) / stride >= element->length)
			break;
		if (within < units) {
			for (unsigned int d = 0; d < 2; d++) {
				bool allowed = element->access & (d ? MMT_REG_WRITE : MMT_REG_READ);
				unsigned short *at = allowed ? &layout->cell[d][cell] :
							       &layout->wrong[d][cell];

				if (layout->cell[d][cell] || *at)
					continue;
				if (!n) {
					make_register(layout, element, scope, &hit);
					n = new_hit(layout, &hit);
				}
				*at = n;
			}
		}
		if (a == last)
			break;
	}
}

/* Whatever of [@first, @last] has no register is called by its distance from @start. */
static void lay_rest(struct layout *layout, uint64_t start, uint64_t first, uint64_t last)
{
	unsigned short n = 0;

	for (uint64_t a = first;; a++) {
		unsigned int cell = a & (BLOCK_UNITS - 1);

		for (unsigned int d = 0; d < 2; d++) {
			if (layout->cell[d][cell])
				continue;
			if (layout->wrong[d][cell]) {
				layout->cell[d][cell] = layout->wrong[d][cell];
				continue;
			}
			if (!n) {
				struct hit hit = { .name = kept_path(layout), .suffix = "",
						   .start = start };

				n = new_hit(layout, &hit);
			}
			layout->cell[d][cell] = n;
		}
		if (a == last)
			break;
	}
}

/* The name of copy @index of a container, with all numbers that belong to it. */
static void append_container(struct layout *layout, const struct element *element,
			     uint64_t index)
{
	append(layout, element->name);
	for (unsigned int i = 0; i < layout->n_indices; i++)
		append_index(layout, NULL, layout->indices[i]);
	if (element->length != 1)
		append_index(layout, element, index);
	if (element->suffix)
		append(layout, element->suffix);
}

static void lay_copy(struct layout *layout, const struct element *element, uint64_t start,
		     uint64_t index, struct scope scope)
{
	struct element *const *elements = element->elements.at;
	size_t n = element->elements.n, length = layout->length;
	uint64_t first = layout->first, last = layout->last;
	unsigned int n_indices = layout->n_indices;
	uint64_t indices[MOST_INDICES];

	memcpy(indices, layout->indices, sizeof(indices));
	if (element->kind == ELEMENT_GROUP) {
		elements = element->group->elements.at;
		n = element->group->elements.n;
	}
	if (element->name) {
		append_container(layout, element, index);
		layout->n_indices = 0;
	} else if (element->length != 1 && n_indices < MOST_INDICES) {
		layout->indices[layout->n_indices++] = index + element->first;
	}
	if (element->kind == ELEMENT_ARRAY) {
		if (start > layout->first)
			layout->first = start;
		if (layout->last - start >= element->stride)
			layout->last = start + element->stride - 1;
	}
	if (element->name) {
		size_t dot = layout->length;

		append(layout, ".");
		lay_all(layout, elements, n, start, scope);
		layout->length = dot;
		layout->path[dot] = 0;
	} else {
		lay_all(layout, elements, n, start, scope);
	}
	if (element->kind == ELEMENT_ARRAY)
		lay_rest(layout, start, layout->first, layout->last);
	layout->first = first;
	layout->last = last;
	layout->length = length;
	layout->path[length] = 0;
	memcpy(layout->indices, indices, sizeof(indices));
	layout->n_indices = n_indices;
}

/* The copies of a container that reach into the block. */
static void lay_container(struct layout *layout, const struct element *element,
			  uint64_t start, struct scope scope)
{
	uint64_t copies = element->length ? element->length : FOREVER;
	uint64_t reach = element->reach, from = 0;

	if (!element->stride) {
		lay_copy(layout, element, start, 0, scope);
		return;
	}
	if (layout->first > start && layout->first - start > reach)
		from = (layout->first - start - reach + element->stride - 1) / element->stride;
	for (uint64_t i = from; i < copies; i++) {
		uint64_t offset, copy;

		if (__builtin_mul_overflow(i, element->stride, &offset) ||
		    __builtin_add_overflow(start, offset, &copy) || copy > layout->last)
			break;
		if (++layout->steps > MOST_STEPS)
			break;
		lay_copy(layout, element, copy, i, scope);
	}
}

static void lay_all(struct layout *layout, struct element *const *elements, size_t n,
		    uint64_t base, struct scope scope)
{
	if (layout->depth >= MOST_DEPTH)
		return;
	layout->depth++;
	for (size_t i = 0; i < n && ++layout->steps <= MOST_STEPS; i++) {
		const struct element *element = elements[i];
		struct scope inner;
		uint64_t start;

		if (element->low > element->high ||
		    __builtin_add_overflow(base, element->offset, &start) ||
		    start > layout->last ||
		    (layout->first > start && layout->first - start > element->high))
			continue;
		inner = scope_in(scope, &element->condition);
		if (!variant_holds(layout->index->decoders.chip, inner, &element->condition))
			continue;
		if (element->kind == ELEMENT_REGISTER)
			lay_register(layout, element, start, inner);
		else
			lay_container(layout, element, start, inner);
	}
	layout->depth--;
}

static bool by_four(const struct layout *layout)
{
	for (unsigned int i = 0; i < BLOCK_UNITS; i++)
		for (unsigned int d = 0; d < 2; d++)
			if (layout->cell[d][i] != layout->cell[d][i & ~3u])
				return false;
	return true;
}

static bool is_uniform(const struct layout *layout)
{
	for (unsigned int i = 0; i < BLOCK_UNITS; i++)
		if (layout->cell[0][i] != 1)
			return false;
	return true;
}

static void pack(struct layout *layout, struct block *block)
{
	struct arena *arena = layout->index->arena;
	unsigned int cells;

	block->hit = arena_get(arena, layout->index->hits.n * sizeof(*block->hit));
	memcpy(block->hit, layout->index->hits.at, layout->index->hits.n * sizeof(*block->hit));
	block->split = memcmp(layout->cell[0], layout->cell[1], sizeof(layout->cell[0])) != 0;
	if (!block->split && is_uniform(layout))
		return;
	block->shift = by_four(layout) ? 2 : 0;
	cells = BLOCK_UNITS >> block->shift;
	block->cells = arena_get(arena, (1 + block->split) * cells * sizeof(*block->cells));
	for (unsigned int d = 0; d <= block->split; d++)
		for (unsigned int i = 0; i < cells; i++)
			block->cells[d * cells + i] = layout->cell[d][i << block->shift];
}

/**
 * block_new() - make a block
 * @index: of the space
 * @number: which
 *
 * Return: the block.
 */
struct block *block_new(struct index *index, uint64_t number)
{
	struct layout layout = { .index = index };
	static const struct scope none;
	struct block *block = arena_get(index->arena, sizeof(*block));
	struct hit nothing = { .name = "", .suffix = "" };

	block->number = number;
	index->hits.n = 0;
	layout.first = number << BLOCK_SHIFT;
	layout.last = layout.first + BLOCK_UNITS - 1;
	new_hit(&layout, &nothing);
	lay_all(&layout, index->live.at, index->live.n, 0,
		scope_in(none, &index->space->condition));
	if (layout.steps > MOST_STEPS)
		regs_complain(index->regs, index->space->where,
			      "too much lies over each other at %#llx: some of it is left out",
			      (unsigned long long)layout.first);
	for (unsigned int d = 0; d < 2; d++)
		for (unsigned int i = 0; i < BLOCK_UNITS; i++)
			if (!layout.cell[d][i])
				layout.cell[d][i] = layout.wrong[d][i];
	pack(&layout, block);
	return block;
}
