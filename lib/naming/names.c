// SPDX-License-Identifier: GPL-2.0
/* Which registers an access touches. */
#include "names.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mask.h"
#include "base/sizes.h"
#include "config.h"
#include "reading/trace.h"
#include "registers/load.h"
#include "registers/model/vendor.h"

struct mmt_names *mmt_names_new_sized(struct mmt_regs *regs, struct mmt_trace *trace,
				      const struct mmt_sizes *sizes)
{
	struct mmt_names *names = calloc(1, sizeof(*names));

	if (!names)
		return NULL;
	if (!sizes_take(&names->sizes, sizes)) {
		free(names);
		errno = EINVAL;
		return NULL;
	}
	names->regs = regs;
	names->trace = trace;
	regs_finish(regs);
	return names;
}

void mmt_names_free(struct mmt_names *names)
{
	if (!names)
		return;
	arena_free(&names->arena);
	free(names);
}

/*
 * A log that does not describe its devices still has their mappings: offsets are
 * from the beginning of the mapping.
 */
static struct bound *bound_of_mapping(struct mmt_names *names, uint64_t phys, uint64_t length)
{
	struct bound *bound = dictionary_get(&names->mappings, (const char *)&phys,
					     sizeof(phys));

	if (!bound) {
		bound = names_bind_mapping(names, length);
		dictionary_put(&names->mappings, &names->arena,
			       arena_text(&names->arena, (const char *)&phys, sizeof(phys)),
			       sizeof(phys), bound);
	}
	return bound;
}

static struct bound *bound_of(struct mmt_names *names, const struct mmt_record *record,
			      uint64_t *offset)
{
	const struct mmt_device *device = record->device;
	uint64_t phys, length;

	*offset = record->offset;
	if (!device) {
		if (!names->trace || !record->map ||
		    !trace_mapping(names->trace, record->map, &phys, &length))
			return bound_of_mapping(names, 0, 0);
		*offset = record->phys - phys;
		return bound_of_mapping(names, phys, length);
	}
	while (device->index >= names->bound.n)
		vector_add(&names->arena, &names->bound);
	if (!names->bound.at[device->index])
		names->bound.at[device->index] = names_bind(names, device);
	return names->bound.at[device->index];
}

/* Up to 8 bytes of what was read or written, from byte @from on. */
static uint64_t value_of(const struct mmt_record *record, unsigned int from,
			 unsigned int width)
{
	uint64_t value = 0;

	if (record->width > 8 && record->bytes)
		memcpy(&value, record->bytes + from, width < 8 ? width : 8);
	else if (from < 8)
		value = record->value >> 8 * from;
	return width < 8 ? value & mask_of(0, 8 * width - 1) : value;
}

static void learn_chip(struct mmt_names *names, struct layer *layer,
		       const struct mmt_record *record)
{
	struct chip *chip = &layer->binding->chip;
	const struct vendor *vendor = layer->asks;

	layer->asks = NULL;
	if (chip_choose_number(chip, vendor->set, vendor->chip(record->value)))
		layer->index = index_new(names->regs, &names->arena, layer->index->space,
					 chip);
}

static uint64_t selected_by(const struct access_path *path, uint64_t value)
{
	value &= path->mask;
	return path->shift < 0 ? value >> -path->shift : value << path->shift;
}

/* Where an access really goes: through a window or a data register, whose way @through is, or not. */
static struct index *follow(struct layer *layer, const struct mmt_record *record,
			    uint64_t *address, const struct access_path **through)
{
	bool in_config = mmt_is_config(record->kind);

	for (size_t i = 0; i < layer->routes.n; i++) {
		struct route *route = &layer->routes.at[i];
		const struct access_path *path = route->path;

		if (*address == path->select && in_config == path->select_in_config) {
			route->selected = selected_by(path, record->value);
			route->known = true;
		}
		if (!route->known || in_config != path->data_in_config || *address < path->offset ||
		    *address - path->offset >= path->size)
			continue;
		*address = route->selected + (path->window ? *address - path->offset : 0);
		route->selected += path->step;
		*through = path;
		return route->index;
	}
	return layer->index;
}

static void put_index(struct buffer *name, const struct hit *hit, uint64_t index)
{
	if (!hit->bare)
		buffer_put(name, "[", 1);
	if (hit->label)
		buffer_text(name, hit->label[index]);
	else if (hit->bare)
		buffer_decimal(name, index);
	else
		buffer_hex(name, index);
	if (!hit->bare)
		buffer_put(name, "]", 1);
}

/* A name for what is at @address; @hit is what was found there. */
static const struct name *new_name(struct mmt_names *names, const struct hit *hit,
				   uint64_t address)
{
	struct buffer text = { .at = names->name_room, .room = NAME_ROOM };
	uint64_t copy = 0, within = address - hit->start;
	struct name *name;

	if (hit->stride) {
		copy = within / hit->stride;
		within -= copy * hit->stride;
	}
	buffer_text(&text, hit->name);
	if (hit->indexed)
		put_index(&text, hit, hit->index + copy);
	buffer_text(&text, hit->suffix);
	if (within || !hit->reg[0]) {
		if (*hit->name)
			buffer_put(&text, "+", 1);
		buffer_hex(&text, within);
	}
	name = arena_get(&names->arena, sizeof(*name) + text.n + 1);
	memcpy(name->text, text.at, text.n);
	name->id = names->next_id++;
	return name;
}

/* Where the name of what is at @address of a block is kept. */
static const struct name **place_of_name(struct mmt_names *names, struct block *block,
					 uint64_t address, unsigned int direction)
{
	unsigned int unit = address & (BLOCK_UNITS - 1);

	if (block_hit(block, address, 0) == block_hit(block, address, 1))
		direction = 0;
	if (!(unit & 3)) {
		if (!block->names)
			block->names = arena_get(&names->arena,
						 (1 + block->split) * (BLOCK_UNITS / 4) *
						 sizeof(*block->names));
		return &block->names[direction * (BLOCK_UNITS / 4) + unit / 4];
	}
	if (!block->fine)
		block->fine = arena_get(&names->arena, (1 + block->split) * BLOCK_UNITS *
						       sizeof(*block->fine));
	return &block->fine[direction * BLOCK_UNITS + unit];
}

/*
 * struct touch - an access being named
 * @index: of the space that it goes to
 * @block: with @hit, what was found at @address
 * @exact: it was found by the width of the access, too; or NULL
 * @through: the way that it went, or NULL
 * @address: unit of the space
 * @offset: of the access, in its BAR
 * @direction: 0 for reading, 1 for writing
 * @done: bytes that have been named
 */
struct touch {
	struct mmt_names *names;
	const struct mmt_record *record;
	struct index *index;
	struct block *block;
	const struct hit *hit;
	struct exact *exact;
	const struct access_path *through;
	uint64_t address;
	uint64_t offset;
	unsigned int direction;
	unsigned int done;
};

/* How far a function is from one that uses a register itself; UINT_MAX when it has nothing to do with it. */
static unsigned int distance_of(const struct dictionary *users, const char *function, size_t length)
{
	const struct user *user = users ? dictionary_get(users, function, length) : NULL;

	return user ? user->distance : UINT_MAX;
}

/* Of the registers at one place the one that the function of the access uses, or NULL for the first. */
static struct exact *nearest(const struct touch *touch, const char *function)
{
	/* "reset.isra.0+0x10 [card]" */
	size_t length = strcspn(function, "+. [");
	const struct compiled *first = touch->hit->reg[touch->direction];
	unsigned int best = distance_of(first ? first->element->users : NULL, function, length);
	unsigned int unit = touch->address & (BLOCK_UNITS - 1);
	struct exact *nearest = NULL;

	for (size_t i = 0; i < touch->block->n_exact; i++) {
		struct exact *exact = &touch->block->exact[i];
		unsigned int distance = exact->unit == unit && exact->users &&
					(exact->access & (touch->direction ? MMT_REG_WRITE : MMT_REG_READ)) ?
						distance_of(exact->users, function, length) : UINT_MAX;

		if (distance < best) {
			best = distance;
			nearest = exact;
		}
	}
	return nearest;
}

static bool has_rivals(const struct touch *touch)
{
	for (size_t i = 0; i < touch->block->n_exact; i++)
		if (touch->block->exact[i].users &&
		    touch->block->exact[i].unit == (touch->address & (BLOCK_UNITS - 1)))
			return true;
	return false;
}

/* Likewise, found once for each place and piece of code. */
static struct exact *rival_of(const struct touch *touch)
{
	struct mmt_names *names = touch->names;
	const struct {
		const void *block;
		uint64_t unit;
		uint64_t pc;
	} key = { touch->block, 2 * (touch->address & (BLOCK_UNITS - 1)) + touch->direction, touch->record->pc };
	struct exact **chosen;

	if (!has_rivals(touch))
		return NULL;
	chosen = dictionary_get(&names->chosen, (const char *)&key, sizeof(key));
	if (chosen)
		return *chosen;
	chosen = arena_get(&names->arena, sizeof(*chosen));
	if (names->trace)
		*chosen = nearest(touch, mmt_function(names->trace, touch->record->pc));
	dictionary_put(&names->chosen, &names->arena,
		       arena_text(&names->arena, (const char *)&key, sizeof(key)), sizeof(key), chosen);
	return *chosen;
}

/* Bytes in units of a space, which mostly are bytes: dividing takes long. */
static uint64_t units_of(const struct space *space, uint64_t bytes)
{
	return space->unit == 1 ? bytes : bytes / space->unit;
}

/* What is at @address, of which @width bytes are accessed? False: nothing. */
static bool find(struct touch *touch, uint64_t address, unsigned int width)
{
	touch->address = address;
	touch->block = index_block(touch->index, address);
	touch->hit = block_hit(touch->block, address, touch->direction);
	touch->exact = NULL;
	if (touch->block->n_exact)
		touch->exact = block_exact(touch->block, address, touch->direction, width);
	if (!touch->exact && touch->block->has_rivals && touch->record->pc)
		touch->exact = rival_of(touch);
	if (touch->exact)
		touch->hit = &touch->block->hit[touch->exact->hit];
	return touch->hit != touch->block->hit;
}

/* Bytes of the register that was found, before what was touched of it. */
static uint64_t bytes_before(const struct touch *touch)
{
	uint64_t within = touch->address - touch->hit->start, stride = touch->hit->stride;

	/* Dividing takes long, and most strides are powers of two; 0 as well leaves all. */
	if (!(stride & (stride - 1)))
		within &= stride - 1;
	else
		within %= stride;
	return within * touch->index->space->unit;
}

/* The name of what was found, which is put together once. */
static const struct name *name_of(struct touch *touch)
{
	const struct name **name = touch->exact ? &touch->exact->name :
				   place_of_name(touch->names, touch->block, touch->address,
						 touch->direction);

	if (!*name)
		*name = new_name(touch->names, touch->hit, touch->address);
	return *name;
}

static void name_part(struct touch *touch, unsigned int bytes, struct mmt_named *part)
{
	const struct compiled *compiled = touch->hit->reg[touch->direction];
	const struct name *name = name_of(touch);

	part->value = value_of(touch->record, touch->done, bytes);
	if (touch->through && touch->through->bits)
		part->value = part->value >> touch->through->low & touch->through->bits;
	part->id = name->id;
	part->name = name->text;
	part->reg = NULL;
	if (compiled) {
		uint64_t before = bytes_before(touch);

		if (before || (bytes != compiled->reg.width && !compiled->element->open))
			compiled = compiled_slice(touch->index, compiled,
						  8 * (unsigned int)before, 8 * bytes);
		part->reg = &compiled->reg;
	}
	touch->done += bytes;
}

/* Bytes of the register from what was touched on; @otherwise when it is none. */
static unsigned int bytes_left(const struct touch *touch, unsigned int otherwise)
{
	const struct compiled *compiled = touch->hit->reg[touch->direction];

	return compiled ? compiled->reg.width - (unsigned int)bytes_before(touch) : otherwise;
}

/* Is there another register in the access, @step bytes or more behind its start? */
static bool has_others(struct touch *touch, unsigned int step)
{
	const struct space *space = touch->index->space;
	uint64_t start = touch->address;
	bool found = false;

	for (unsigned int done = step; done < touch->record->width && !found; done += step)
		found = find(touch, start + units_of(space, done), touch->record->width - done) &&
			touch->hit->reg[0];
	find(touch, start, touch->record->width);
	return found;
}

/*
 * An access wider than the register that it begins in is taken apart when there
 * are registers in the rest of it; else the register is wider than we were told.
 * Registers of 8 bits always stand for themselves.
 */
static unsigned int name_parts(struct touch *touch, struct mmt_named *part)
{
	unsigned int width = touch->record->width, n = 0;
	const struct space *space = touch->index->space;
	unsigned int step = bytes_left(touch, width);
	uint64_t start = touch->address;

	if (step >= width || (step > 1 && !has_others(touch, step))) {
		name_part(touch, width, part);
		return 1;
	}
	for (;;) {
		if (step > width - touch->done)
			step = width - touch->done;
		name_part(touch, step, &part[n++]);
		if (touch->done == width || n == MMT_MAX_PARTS)
			break;
		find(touch, start + units_of(space, touch->done), width - touch->done);
		step = bytes_left(touch, step);
	}
	/* Zeros that nothing is described for, behind all registers, say nothing. */
	while (n > 1 && !part[n - 1].reg && !part[n - 1].value)
		n--;
	return n;
}

static bool find_in(struct touch *touch, struct layer *layer)
{
	const struct space *space = layer->index->space;
	uint64_t address = units_of(space, layer->physical ? touch->record->phys : touch->offset);
	uint64_t place = address;

	if (layer->asks && address == layer->asks->address &&
	    touch->record->width == layer->asks->width)
		learn_chip(touch->names, layer, touch->record);
	touch->through = NULL;
	touch->index = layer->routes.n ? follow(layer, touch->record, &place, &touch->through) : layer->index;
	if (find(touch, place, touch->record->width))
		return true;
	if (touch->index == layer->index)
		return false;
	/* Nobody has described what is behind it: the data register has a name, too. */
	touch->through = NULL;
	touch->index = layer->index;
	touch->names->unnamed = true;
	touch->names->selected = place;
	return find(touch, address, touch->record->width);
}

static struct place *place_of(struct mmt_names *names, const struct mmt_record *record, uint64_t *offset)
{
	struct bound *bound = bound_of(names, record, offset);

	return &bound->place[record->bar >= 0 && record->bar < MMT_BARS ? record->bar : MMT_BARS];
}

/** names_place() - what is described of where an access goes, and its @offset there */
const struct place *names_place(struct mmt_names *names, const struct mmt_record *record, uint64_t *offset)
{
	return place_of(names, record, offset);
}

static unsigned int name_access(struct mmt_names *names, const struct mmt_record *record,
				struct mmt_named *part)
{
	uint64_t offset;
	struct place *place = place_of(names, record, &offset);
	struct touch touch = { .names = names, .record = record, .offset = offset,
			       .direction = record->kind == MMT_WRITE };
	struct touch best;

	/* Most places are described once: then nothing has to be copied. */
	if (place->layers.n == 1)
		return find_in(&touch, &place->layers.at[0]) ? name_parts(&touch, part) : 0;
	best = touch;
	for (size_t i = 0; i < place->layers.n; i++) {
		if (!find_in(&touch, &place->layers.at[i]))
			continue;
		if (!best.hit || (!best.hit->reg[0] && touch.hit->reg[0]))
			best = touch;
	}
	return best.hit ? name_parts(&best, part) : 0;
}

/* Registers of the device that are reached through its configuration space. */
static bool find_through_config(struct mmt_names *names, struct touch *touch)
{
	struct bound *bound;
	uint64_t offset;

	bound = bound_of(names, touch->record, &offset);
	for (unsigned int i = 0; i < PLACES; i++)
		for (size_t j = 0; j < bound->place[i].layers.n; j++) {
			struct layer *layer = &bound->place[i].layers.at[j];
			uint64_t address = touch->record->offset;

			touch->through = NULL;
			touch->index = layer->routes.n ? follow(layer, touch->record, &address, &touch->through) : NULL;
			if (touch->through && find(touch, address, touch->record->width))
				return true;
		}
	touch->through = NULL;
	return false;
}

/* A device that is not known has no configuration space. */
static unsigned int name_config(struct mmt_names *names, const struct mmt_record *record,
				struct mmt_named *part)
{
	struct touch touch = { .names = names, .record = record, .offset = record->offset,
			       .direction = mmt_is_write(record->kind) };
	struct config **config;
	unsigned int parts;
	uint64_t address;

	if (!record->device)
		return 0;
	while (record->device->index >= names->config.n)
		vector_add(&names->arena, &names->config);
	config = &names->config.at[record->device->index];
	if (!*config)
		*config = config_new(names->regs, &names->arena);
	config_learn(*config, record);
	if (find_through_config(names, &touch))
		return name_parts(&touch, part);
	touch.index = config_find(*config, record->offset, &address);
	if (!touch.index || !find(&touch, address, record->width))
		return 0;
	/* What is behind the last register is reserved, whatever it holds. */
	for (parts = name_parts(&touch, part); parts > 1 && !part[parts - 1].reg; parts--)
		continue;
	return parts;
}

static unsigned int name_record(struct mmt_names *names, const struct mmt_record *record,
				struct mmt_named part[MMT_MAX_PARTS])
{
	bool config = mmt_is_config(record->kind);
	jmp_buf out;

	if ((!mmt_is_access(record) && !config) || !record->width || record->width > MMT_WIDEST)
		return 0;
	names->unnamed = false;
	names->arena.out = &out;
	if (setjmp(out)) {
		regs_fail(names->regs, (struct where){ "names", 0 }, MMT_ERROR_MEMORY,
			  "out of memory: an access is shown without its name");
		return 0;
	}
	return config ? name_config(names, record, part) : name_access(names, record, part);
}

unsigned int mmt_name(struct mmt_names *names, const struct mmt_record *record,
		      struct mmt_named part[MMT_MAX_PARTS])
{
	struct mmt_named named[MMT_MAX_PARTS];
	struct mmt_record whole;
	unsigned int parts;

	record = sizes_whole(&whole, sizeof(whole), record, names->sizes.record, 1);
	if (names->sizes.named == sizeof(*part))
		return name_record(names, record, part);
	parts = name_record(names, record, named);
	sizes_pack(part, names->sizes.named, named, sizeof(named[0]), parts);
	return parts;
}
