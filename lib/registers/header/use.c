// SPDX-License-Identifier: GPL-2.0
/* The registers of a header that the driver's source uses. */
#include <stdlib.h>
#include <string.h>

#include "accessor.h"

#define FURTHEST_COPY 0x100 /* bytes behind a constant that are the same registers' */

/*
 * struct base - what offsets are added to
 * @name: its name
 * @is_main: it is the one that most are added to, or the same by another name
 * @is_made: it was made of another one
 * @add: how far it lies behind the main one, in bytes
 * @defines: constants that are added to it
 */
struct base {
	const char *name;
	bool is_main;
	bool is_made;
	uint64_t add;
	struct dictionary defines;
};

/*
 * struct used - a constant that is used
 * @use: the first
 * @offset: where
 * @times: how often
 * @width: bytes of it that are accessed
 * @last: bytes of it as far as numbers are added to it, where that is more than a register; or 0
 * @users: functions that do so, struct user by name
 */
struct used {
	const struct use *use;
	uint64_t offset;
	size_t times;
	unsigned int width;
	uint64_t last;
	struct dictionary users;
};

struct uses {
	struct header *header;
	VECTOR(struct base *) bases;
	struct dictionary by_name;
	VECTOR(struct used *) used;
	struct dictionary by_define;
};

static struct base *base_of(struct uses *uses, const char *name)
{
	struct arena *arena = uses->header->defines.arena;
	struct base *base = dictionary_find(&uses->by_name, name);

	if (base)
		return base;
	base = arena_get(arena, sizeof(*base));
	base->name = name;
	dictionary_set(&uses->by_name, arena, name, base);
	*vector_add(arena, &uses->bases) = base;
	return base;
}

static bool shares(const struct base *one, const struct base *two)
{
	for (size_t i = 0; i < one->defines.slots; i++)
		if (one->defines.slot[i].name &&
		    dictionary_get(&two->defines, one->defines.slot[i].name,
				   one->defines.slot[i].length))
			return true;
	return false;
}

/* What a function makes of something counts less: it may be a port. */
static size_t weight(const struct base *base)
{
	return strchr(base->name, '(') ? base->defines.used : 4 * base->defines.used;
}

/* Where a mapping of the device is used itself, what was made of others lies within it. */
static void find_made(struct uses *uses)
{
	bool is_mapped = false;

	for (size_t i = 0; i < uses->bases.n; i++)
		is_mapped |= uses->bases.at[i]->defines.used >= FEWEST &&
			     base_is_mapped(uses->header, uses->bases.at[i]->name);
	for (size_t i = 0; is_mapped && i < uses->bases.n; i++)
		uses->bases.at[i]->is_made = base_is_made(uses->header, uses->bases.at[i]->name);
}

/* Is @base where @main is, or as far behind it as is known? */
static bool is_as_main(const struct uses *uses, struct base *base, const struct base *main)
{
	const struct header *header = uses->header;
	uint64_t add = 0;
	const char *from = base_made_of(header, base->name, &add);

	if (from && (!strcmp(from, main->name) || base_same(header, from, main->name) ||
		     base_same(header, main->name, from))) {
		base->add = main->add + add;
		return true;
	}
	if (base->is_made || (!shares(base, main) && !base_same(header, base->name, main->name) &&
			      !base_same(header, main->name, base->name)))
		return false;
	base->add = main->add;
	return true;
}

/*
 * Ports of a chip and its other BARs have bases of their own. What has a constant in common
 * with the main one is the same.
 */
static void find_main(struct uses *uses)
{
	struct base *main = NULL;
	bool again = true;

	find_made(uses);
	for (size_t i = 0; i < uses->bases.n; i++)
		if (!uses->bases.at[i]->is_made && (!main || weight(uses->bases.at[i]) > weight(main)))
			main = uses->bases.at[i];
	if (!main)
		return;
	main->is_main = true;
	(void)base_made_of(uses->header, main->name, &main->add);
	while (again) {
		again = false;
		for (size_t i = 0; i < uses->bases.n; i++)
			for (size_t j = 0; j < uses->bases.n && !uses->bases.at[i]->is_main; j++)
				if (uses->bases.at[j]->is_main && is_as_main(uses, uses->bases.at[i], uses->bases.at[j]))
					again = uses->bases.at[i]->is_main = true;
	}
}

/* Where it is in the device. */
static uint64_t offset_of(struct uses *uses, const struct use *use)
{
	return use->offset + (use->base ? base_of(uses, use->base)->add : 0);
}

static void count(struct uses *uses, const struct use *use)
{
	struct arena *arena = uses->header->defines.arena;
	const struct {
		const struct define *define;
		uint64_t offset;
	} key = { use->define, offset_of(uses, use) };
	uint64_t reach = use->more * use->scale + use->width;
	struct used *used = dictionary_get(&uses->by_define, (const char *)&key, sizeof(key));

	if (!used) {
		used = arena_get(arena, sizeof(*used));
		used->use = use;
		used->offset = key.offset;
		/* Where it is only used with more added to it, nothing is known but this. */
		used->width = use->width;
		dictionary_put(&uses->by_define, arena,
			       arena_text(arena, (const char *)&key, sizeof(key)), sizeof(key), used);
		*vector_add(arena, &uses->used) = used;
	}
	used->times++;
	if (!dictionary_find(&used->users, use->function)) {
		struct user *user = arena_get(arena, sizeof(*user));

		user->where = (struct where){ use->file, use->line };
		dictionary_set(&used->users, arena, use->function, user);
	}
	if (reach > used->width && reach <= 8)
		used->width = reach > 4 ? 8 : reach > 2 ? 4 : (unsigned int)reach;
	/* Further than a register is wide: there are several of it. */
	else if (reach > 8 && reach <= FURTHEST_COPY && use->more * use->scale % use->width == 0 && reach > used->last)
		used->last = reach;
}

static int by_times(const void *a, const void *b)
{
	const struct used *one = *(struct used *const *)a, *two = *(struct used *const *)b;

	if (one->times != two->times)
		return one->times > two->times ? -1 : 1;
	return one->use->define->order < two->use->define->order ? -1 :
	       one->use->define->order > two->use->define->order;
}

static void find_unit(struct uses *uses)
{
	size_t words = 0;

	/* A rule has said it. */
	if (uses->header->unit)
		return;
	for (size_t i = 0; i < uses->used.n; i++)
		words += uses->used.at[i]->use->scale == 4;
	uses->header->unit = 2 * words > uses->used.n ? 4 : 1;
}

/* In reach of the main base, or of one that is not known: an argument of an accessor. */
static bool is_wanted(struct uses *uses, const struct use *use)
{
	return offset_of(uses, use) < LARGEST_OFFSET &&
	       (!use->base || base_of(uses, use->base)->is_main);
}

/* An array is used by all that use one of its copies. */
static void add_users(struct uses *uses, struct element *element, struct used *used)
{
	struct dictionary *users = (struct dictionary *)element->users;

	if (!users) {
		element->users = &used->users;
		return;
	}
	for (size_t i = 0; i < used->users.slots; i++)
		if (used->users.slot[i].name &&
		    !dictionary_get(users, used->users.slot[i].name, used->users.slot[i].length))
			dictionary_put(users, uses->header->defines.arena, used->users.slot[i].name,
				       used->users.slot[i].length, used->users.slot[i].value);
}

static void add(struct uses *uses, struct used *used)
{
	struct header *header = uses->header;
	struct define *define = used->use->define;
	uint64_t offset = used->offset / header->unit;
	struct found *found;

	if (used->offset % header->unit)
		return;
	found = define->is_macro ? take_macro(header, define, offset) :
				   header_add_at(header, define, offset);
	if (found->element->stride && offset >= found->element->offset &&
	    (offset - found->element->offset) / found->element->stride >= found->least)
		found->least = (offset - found->element->offset) / found->element->stride + 1;
	if (found->element->width < used->width || !found->element->stride)
		found->element->width = used->width;
	/* What has a name of its own ends it; see end_at_next(). */
	if (used->last && !found->element->stride) {
		found->element->width = used->use->width;
		found->element->stride = used->use->width / header->unit;
		found->element->length = used->last / used->use->width;
	}
	found->decision = BY_SOURCE;
	add_users(uses, found->element, used);
	occupy(header, found);
}

/** take_uses() - take the constants that the source uses as offsets */
void take_uses(struct header *header)
{
	struct arena *arena = header->defines.arena;
	struct uses uses = { .header = header };

	source_uses(header);
	for (size_t i = 0; i < header->source.uses.n; i++) {
		const struct use *use = &header->source.uses.at[i];

		if (use->base)
			dictionary_set(&base_of(&uses, use->base)->defines, arena,
				       use->define->name, use->define);
	}
	find_main(&uses);
	for (size_t i = 0; i < header->source.uses.n; i++)
		if (is_wanted(&uses, &header->source.uses.at[i]))
			count(&uses, &header->source.uses.at[i]);
		else
			header->source.uses.at[i].define->is_elsewhere = true;
	if (uses.used.n < FEWEST)
		return;
	qsort(uses.used.at, uses.used.n, sizeof(*uses.used.at), by_times);
	find_unit(&uses);
	for (size_t i = 0; i < uses.used.n; i++)
		add(&uses, uses.used.at[i]);
	header->n_used = header->found.n;
	find_users(header);
}
