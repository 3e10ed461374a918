// SPDX-License-Identifier: GPL-2.0
/* Making a block: all that reaches into it is laid out, what comes first wins. */
#include <string.h>

#include "base/buffer.h"
#include "index.h"

#define MOST_INDICES 8
#define LONGEST_PATH 1024
#define MOST_STEPS   20000	/* elements looked at for one block */
#define MOST_EXACT   1024	/* registers of a block that lie over others */

/*
 * A block being made. @cell and @wrong are hits by direction and unit: @wrong is
 * a register that does not go that way, which is still better than none.
 */
struct draft {
	struct index *index;
	unsigned short cell[2][BLOCK_UNITS];
	unsigned short wrong[2][BLOCK_UNITS];
	uint64_t first;
	uint64_t last;
	struct buffer path;
	uint64_t indices[MOST_INDICES];
	unsigned int n_indices;
	unsigned int depth;
	unsigned int steps;
};

static void lay_all(struct draft *draft, struct element *const *elements, size_t n,
		    uint64_t base, struct scope scope);

/* The index of a copy of @element, as it stands in its name. */
static void append_index(struct draft *draft, const struct element *element, uint64_t n)
{
	bool bare = element && element->bare;

	if (!bare)
		buffer_put(&draft->path, "[", 1);
	if (element && element->label)
		buffer_text(&draft->path, element->label[n]);
	else if (bare)
		buffer_decimal(&draft->path, n + element->first);
	else
		buffer_hex(&draft->path, element ? n + element->first : n);
	if (!bare)
		buffer_put(&draft->path, "]", 1);
}

static const char *kept_path(struct draft *draft)
{
	return arena_text(draft->index->arena, draft->path.at, draft->path.n);
}

static unsigned short new_hit(struct draft *draft, const struct hit *hit)
{
	struct index *index = draft->index;

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

static bool is_free(const struct draft *draft, uint64_t first, uint64_t last)
{
	for (uint64_t a = first;; a++) {
		unsigned int unit = a & (BLOCK_UNITS - 1);

		if (!draft->cell[0][unit] || !draft->cell[1][unit])
			return true;
		if (a == last)
			return false;
	}
}

static void make_register(struct draft *draft, const struct element *element,
			  struct scope scope, struct hit *hit)
{
	struct index *index = draft->index;
	size_t length = draft->path.n;

	hit->reg[0] = compile(index, element, scope, MMT_REG_READ);
	hit->reg[1] = hit->reg[0];
	if (type_has_directions(index->decoders.chip->database, &element->type))
		hit->reg[1] = compile(index, element, scope, MMT_REG_WRITE);
	buffer_text(&draft->path, element->name);
	for (unsigned int i = 0; i < draft->n_indices; i++)
		append_index(draft, NULL, draft->indices[i]);
	hit->name = kept_path(draft);
	draft->path.n = length;
	hit->suffix = element->suffix ? element->suffix : "";
	hit->indexed = element->length != 1;
	hit->bare = element->bare;
	hit->label = element->label;
}

/* Is the register that has this cell as wide as @element, and does it begin here? */
static bool is_same_place(const struct draft *draft, unsigned short cell, uint64_t address,
			  const struct element *element)
{
	const struct hit *hit = &draft->index->hits.at[cell];
	uint64_t within = address - hit->start;

	if (hit->stride)
		within %= hit->stride;
	return !within && hit->reg[0]->reg.width == element->width;
}

/*
 * Another register has the place where @element begins: it is found by its width
 * all the same, unless that is the same. What only a name has belongs to that. The
 * directions in which that is so.
 */
static unsigned int exact_directions(const struct draft *draft,
				     const struct element *element, uint64_t address)
{
	unsigned int cell = address & (BLOCK_UNITS - 1), access = 0;

	if (draft->index->exact.n >= MOST_EXACT)
		return 0;
	for (unsigned int d = 0; d < 2; d++) {
		unsigned int way = d ? MMT_REG_WRITE : MMT_REG_READ;
		unsigned short taken = draft->cell[d][cell];

		if ((element->access & way) && taken && draft->index->hits.at[taken].reg[0] &&
		    !is_same_place(draft, taken, address, element))
			access |= way;
	}
	for (size_t i = 0; i < draft->index->exact.n; i++) {
		const struct exact *other = &draft->index->exact.at[i];

		if (other->unit == cell && other->width == element->width)
			access &= ~other->access;
	}
	return access;
}

/* In which directions is another register where this one is, which a function may mean? */
static unsigned int rival_directions(const struct draft *draft, const struct element *element,
				     unsigned int cell)
{
	unsigned int access = 0;

	for (unsigned int d = 0; d < 2; d++) {
		unsigned int way = d ? MMT_REG_WRITE : MMT_REG_READ;
		unsigned short taken = draft->cell[d][cell];

		if ((element->access & way) && taken && draft->index->hits.at[taken].reg[0])
			access |= way;
	}
	return access;
}

/**
 * struct laid - a register being laid into a block
 * @element: its description
 * @scope: where that is
 * @hit: what an access to it hits
 * @n: the number of that, 0 until it is needed
 */
struct laid {
	const struct element *element;
	struct scope scope;
	struct hit hit;
	unsigned short n;
};

static unsigned short number_of(struct draft *draft, struct laid *laid)
{
	if (!laid->n) {
		make_register(draft, laid->element, laid->scope, &laid->hit);
		laid->n = new_hit(draft, &laid->hit);
	}
	return laid->n;
}

/* Accesses of a width, or of some functions, mean this register, whoever has the place. */
static void add_exact(struct draft *draft, struct laid *laid, struct exact exact)
{
	struct index *index = draft->index;

	if (!exact.access || index->exact.n >= MOST_EXACT)
		return;
	exact.hit = number_of(draft, laid);
	if (exact.hit)
		*vector_add(index->arena, &index->exact) = exact;
}

static void lay_register(struct draft *draft, const struct element *element, uint64_t start,
			 struct scope scope)
{
	unsigned int unit = draft->index->space->unit;
	uint64_t units = element_units(element, unit);
	uint64_t stride = element_stride(element, unit);
	uint64_t first = start > draft->first ? start : draft->first;
	uint64_t last = draft->last, index = (first - start) / stride;
	struct laid laid = { .element = element, .scope = scope,
			     .hit = { .start = start, .stride = stride, .units = units } };

	if (last - start >= element->high)
		last = start + element->high;
	if (!draft->index->space->exact && !element->users && !is_free(draft, first, last))
		return;
	if (element->length != 1) {
		laid.hit.start = start + index * stride;
		laid.hit.index = index + (element->label ? 0 : element->first);
	} else {
		laid.hit.stride = 0;
	}
	for (uint64_t a = first;; a++) {
		unsigned int cell = a & (BLOCK_UNITS - 1);
		uint64_t within = laid.hit.stride ? (a - start) % stride : a - start;

		if (element->length && (a - start) / stride >= element->length)
			break;
		if (!within && draft->index->space->exact)
			add_exact(draft, &laid, (struct exact){
				.access = (unsigned char)exact_directions(draft, element, a),
				.unit = (unsigned char)cell, .width = element->width });
		if (!within && element->users)
			add_exact(draft, &laid, (struct exact){
				.access = (unsigned char)rival_directions(draft, element, cell),
				.unit = (unsigned char)cell, .users = element->users });
		if (within < units) {
			for (unsigned int d = 0; d < 2; d++) {
				bool allowed = element->access & (d ? MMT_REG_WRITE : MMT_REG_READ);
				unsigned short *at = allowed ? &draft->cell[d][cell] :
							       &draft->wrong[d][cell];

				if (!draft->cell[d][cell] && !*at)
					*at = number_of(draft, &laid);
			}
		}
		if (a == last)
			break;
	}
}

/* Whatever of [@first, @last] has no register is called by its distance from @start. */
static void lay_rest(struct draft *draft, uint64_t start, uint64_t first, uint64_t last)
{
	unsigned short n = 0;

	for (uint64_t a = first;; a++) {
		unsigned int cell = a & (BLOCK_UNITS - 1);

		for (unsigned int d = 0; d < 2; d++) {
			if (draft->cell[d][cell])
				continue;
			if (draft->wrong[d][cell]) {
				draft->cell[d][cell] = draft->wrong[d][cell];
				continue;
			}
			if (!n) {
				struct hit hit = { .name = kept_path(draft), .suffix = "",
						   .start = start };

				n = new_hit(draft, &hit);
			}
			draft->cell[d][cell] = n;
		}
		if (a == last)
			break;
	}
}

/* What a range has in the block. */
static void lay_range(struct draft *draft, const struct element *range, uint64_t start)
{
	uint64_t first = start + range->low, last = draft->last;

	if (first < draft->first)
		first = draft->first;
	if (last - start > range->reach)
		last = start + range->reach;
	if (first <= last)
		lay_rest(draft, start, first, last);
}

/* The name of copy @index of a container, with all numbers that belong to it. */
static void append_container(struct draft *draft, const struct element *element,
			     uint64_t index)
{
	buffer_text(&draft->path, element->name);
	for (unsigned int i = 0; i < draft->n_indices; i++)
		append_index(draft, NULL, draft->indices[i]);
	if (element->length != 1)
		append_index(draft, element, index);
	if (element->suffix)
		buffer_text(&draft->path, element->suffix);
}

static void lay_copy(struct draft *draft, const struct element *element, uint64_t start,
		     uint64_t index, struct scope scope)
{
	struct element *const *elements = element->elements.at;
	size_t n = element->elements.n, length = draft->path.n;
	uint64_t first = draft->first, last = draft->last;
	unsigned int n_indices = draft->n_indices;
	uint64_t indices[MOST_INDICES];

	memcpy(indices, draft->indices, sizeof(indices));
	if (element->kind == ELEMENT_GROUP) {
		elements = element->group->elements.at;
		n = element->group->elements.n;
	}
	if (element->name) {
		append_container(draft, element, index);
		draft->n_indices = 0;
	} else if (element->length != 1 && n_indices < MOST_INDICES) {
		draft->indices[draft->n_indices++] = index + element->first;
	}
	if (element->kind == ELEMENT_ARRAY) {
		if (start > draft->first)
			draft->first = start;
		if (draft->last - start >= element->stride)
			draft->last = start + element->stride - 1;
	}
	if (element->kind == ELEMENT_RANGE) {
		lay_range(draft, element, start);
	} else if (element->name) {
		size_t dot = draft->path.n;

		buffer_text(&draft->path, ".");
		lay_all(draft, elements, n, start, scope);
		draft->path.n = dot;
	} else {
		lay_all(draft, elements, n, start, scope);
	}
	if (element->kind == ELEMENT_ARRAY)
		lay_rest(draft, start, draft->first, draft->last);
	draft->first = first;
	draft->last = last;
	draft->path.n = length;
	memcpy(draft->indices, indices, sizeof(indices));
	draft->n_indices = n_indices;
}

/* Copies that are wherever the description says. */
static void lay_places(struct draft *draft, const struct element *element,
		       uint64_t start, struct scope scope)
{
	for (uint64_t i = 0; i < element->length; i++) {
		uint64_t copy;

		if (__builtin_add_overflow(start, element->place[i], &copy) ||
		    copy > draft->last ||
		    (draft->first > copy && draft->first - copy > element->reach))
			continue;
		if (++draft->steps > MOST_STEPS)
			break;
		lay_copy(draft, element, copy, i, scope);
	}
}

/* The copies of a container that reach into the block. */
static void lay_container(struct draft *draft, const struct element *element,
			  uint64_t start, struct scope scope)
{
	uint64_t copies = element->length ? element->length : FOREVER;
	uint64_t reach = element->reach, from = 0;

	if (element->place) {
		lay_places(draft, element, start, scope);
		return;
	}
	if (!element->stride) {
		lay_copy(draft, element, start, 0, scope);
		return;
	}
	if (draft->first > start && draft->first - start > reach)
		from = (draft->first - start - reach + element->stride - 1) / element->stride;
	for (uint64_t i = from; i < copies; i++) {
		uint64_t offset, copy;

		if (__builtin_mul_overflow(i, element->stride, &offset) ||
		    __builtin_add_overflow(start, offset, &copy) || copy > draft->last)
			break;
		if (++draft->steps > MOST_STEPS)
			break;
		lay_copy(draft, element, copy, i, scope);
	}
}

static void lay_all(struct draft *draft, struct element *const *elements, size_t n,
		    uint64_t base, struct scope scope)
{
	if (draft->depth >= MOST_DEPTH)
		return;
	draft->depth++;
	for (size_t i = 0; i < n && ++draft->steps <= MOST_STEPS; i++) {
		const struct element *element = elements[i];
		struct scope inner;
		uint64_t start;

		if (element->low > element->high ||
		    __builtin_add_overflow(base, element->offset, &start) ||
		    start > draft->last ||
		    (draft->first > start && draft->first - start > element->high))
			continue;
		inner = scope_in(scope, &element->condition);
		if (!variant_holds(draft->index->decoders.chip, inner, &element->condition))
			continue;
		if (element->kind == ELEMENT_REGISTER)
			lay_register(draft, element, start, inner);
		else
			lay_container(draft, element, start, inner);
	}
	draft->depth--;
}

static bool by_four(const struct draft *draft)
{
	for (unsigned int i = 0; i < BLOCK_UNITS; i++)
		for (unsigned int d = 0; d < 2; d++)
			if (draft->cell[d][i] != draft->cell[d][i & ~3u])
				return false;
	return true;
}

static bool is_uniform(const struct draft *draft)
{
	for (unsigned int i = 0; i < BLOCK_UNITS; i++)
		if (draft->cell[0][i] != 1)
			return false;
	return true;
}

static void pack(struct draft *draft, struct block *block)
{
	struct arena *arena = draft->index->arena;
	unsigned int cells;

	block->hit = arena_get(arena, draft->index->hits.n * sizeof(*block->hit));
	memcpy(block->hit, draft->index->hits.at, draft->index->hits.n * sizeof(*block->hit));
	block->n_exact = draft->index->exact.n;
	for (size_t i = 0; i < block->n_exact; i++)
		block->has_rivals |= draft->index->exact.at[i].users != NULL;
	block->exact = arena_get(arena, block->n_exact * sizeof(*block->exact) + 1);
	if (block->n_exact)
		memcpy(block->exact, draft->index->exact.at,
		       block->n_exact * sizeof(*block->exact));
	block->split = memcmp(draft->cell[0], draft->cell[1], sizeof(draft->cell[0])) != 0;
	if (!block->split && is_uniform(draft))
		return;
	block->shift = by_four(draft) ? 2 : 0;
	cells = BLOCK_UNITS >> block->shift;
	block->cells = arena_get(arena, (1 + block->split) * cells * sizeof(*block->cells));
	for (unsigned int d = 0; d <= block->split; d++)
		for (unsigned int i = 0; i < cells; i++)
			block->cells[d * cells + i] = draft->cell[d][i << block->shift];
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
	char path[LONGEST_PATH];
	struct draft draft = { .index = index, .path = { .at = path, .room = sizeof(path) } };
	static const struct scope none;
	struct block *block = arena_get(index->arena, sizeof(*block));
	struct hit nothing = { .name = "", .suffix = "" };

	block->number = number;
	index->hits.n = 0;
	index->exact.n = 0;
	draft.first = number << BLOCK_SHIFT;
	draft.last = draft.first + BLOCK_UNITS - 1;
	new_hit(&draft, &nothing);
	lay_all(&draft, index->live.at, index->live.n, 0,
		scope_in(none, &index->space->condition));
	if (draft.steps > MOST_STEPS)
		regs_complain(index->regs, index->space->where,
			      "too much lies over each other at %#llx: some of it is left out",
			      (unsigned long long)draft.first);
	for (unsigned int d = 0; d < 2; d++)
		for (unsigned int i = 0; i < BLOCK_UNITS; i++)
			if (!draft.cell[d][i])
				draft.cell[d][i] = draft.wrong[d][i];
	pack(&draft, block);
	return block;
}
