// SPDX-License-Identifier: GPL-2.0
/* C headers of Linux drivers, as they are. */
#include "header.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MOST_TABLE  1024 /* copies of a table whose length nobody knows */
#define MOST_SHARED 2	 /* names that two headers of one driver both define */

/* A name without what only says that it is a register. */
static const char *key_of(struct header *header, const char *name)
{
	static const char *const ends[] = { "_REG", "_OFFSET", "_OFF", "_REGISTER" };
	char *key = arena_text(header->defines.arena, name, strlen(name)), *middle;
	size_t length;

	/* mmNAME: it is memory-mapped. */
	if (!strncmp(key, "mm", 2) && isupper((unsigned char)key[2]))
		key += 2;
	middle = strstr(key, "_REG_");
	if (middle && !strstr(middle + 1, "_REG_"))
		memmove(middle, middle + 4, strlen(middle + 4) + 1);
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t end = strlen(ends[i]);

		length = strlen(key);
		if (length > end && !strcmp(key + length - end, ends[i])) {
			key[length - end] = 0;
			break;
		}
	}
	return key;
}

/** header_add() - take a constant for the offset of a register */
struct found *header_add(struct header *header, struct define *define)
{
	struct found *found = dictionary_find(&header->by_name, define->name);

	return found ? found : header_add_at(header, define, define->value);
}

/** header_add_at() - likewise, of a register at an offset that is more than the constant */
struct found *header_add_at(struct header *header, struct define *define, uint64_t offset)
{
	struct arena *arena = header->defines.arena;
	struct found *found;
	struct element *element;

	found = arena_get(arena, sizeof(*found));
	element = arena_get(arena, sizeof(*element));
	element->kind = ELEMENT_REGISTER;
	found->key = key_of(header, define->name);
	element->name = regs_name(header->regs, found->key, strlen(found->key));
	element->offset = offset;
	element->width = 4;
	element->open = true;
	element->length = 1;
	element->access = access_in(define->comment);
	element->doc = define->comment;
	element->where = (struct where){ define->file, define->line };
	found->define = define;
	found->element = element;
	*vector_add(arena, &header->found) = found;
	if (!dictionary_find(&header->by_name, define->name))
		dictionary_set(&header->by_name, arena, define->name, found);
	if (!dictionary_find(&header->by_key, found->key))
		dictionary_set(&header->by_key, arena, found->key, found);
	return found;
}

static int by_offset(const void *a, const void *b)
{
	const struct found *one = *(struct found *const *)a, *two = *(struct found *const *)b;

	if (one->apart != two->apart)
		return one->apart < two->apart ? -1 : 1;
	if (one->element->offset != two->element->offset)
		return one->element->offset < two->element->offset ? -1 : 1;
	return one->define->order < two->define->order ? -1 :
							  one->define->order > two->define->order;
}

/* A power of two may be a bit. */
static bool is_offset_left_out(const struct header *header, const struct define *like, uint64_t offset)
{
	return (offset & (offset - 1)) && left_out_at(header, like, offset);
}

/*
 * Nobody says how wide a register is, or how long a table: up to the next. An
 * array made of a macro ends where another register would be one of its copies.
 */
static void end_at_next(const struct header *header, struct found **sorted, size_t n, size_t i)
{
	struct element *element = sorted[i]->element;
	size_t next = i + 1;
	uint64_t gap;

	while (next < n && sorted[next]->element->offset == element->offset)
		next++;
	gap = next < n ? sorted[next]->element->offset - element->offset : FOREVER;
	if (header->unit > 1)
		gap = FOREVER;
	for (uint64_t within = 1; element->open && within < gap && within < element->width; within++)
		if (is_offset_left_out(header, sorted[i]->define, element->offset + within))
			gap = within;
	if (element->open && element->width > gap)
		element->width = gap == 3 ? 2 : (unsigned int)gap;
	if (header->unit == 1 && (element->offset & 1))
		element->width = 1;
	else if (header->unit == 1 && (element->offset & 2) && element->width > 2)
		element->width = 2;
	if (element->length == 1 && says_array(element->doc) && gap > 4) {
		element->length = gap / 4 < MOST_TABLE ? gap / 4 : MOST_TABLE;
		element->stride = 4;
		return;
	}
	if (element->length == 1)
		return;
	if (sorted[i]->define->is_macro)
		element->length = ends_before(header, element->offset, element->stride,
					      element->length);
	for (; next < n; next++) {
		uint64_t distance = sorted[next]->element->offset - element->offset;

		if (distance / element->stride >= element->length)
			break;
		if (distance >= element->stride &&
		    distance % element->stride * header->unit < element->width) {
			element->length = distance / element->stride;
			break;
		}
	}
	if (element->length < sorted[i]->least)
		element->length = sorted[i]->least;
}

static void find_ends(struct header *header)
{
	size_t n = header->found.n;
	struct found **sorted = arena_get(header->defines.arena,
					  n * sizeof(struct found *) + 1);

	if (!n)
		return;
	memcpy(sorted, header->found.at, n * sizeof(struct found *));
	qsort(sorted, n, sizeof(struct found *), by_offset);
	for (size_t i = 0, end = 0; i < n; i++) {
		while (end < n && sorted[end]->apart == sorted[i]->apart)
			end++;
		if (!sorted[i]->is_index)
			end_at_next(header, sorted, end, i);
	}
}

/* The first words that all names of the largest family have in common are left out. */
static size_t common_beginning(const struct header *header)
{
	size_t family = strlen(header->family), common = 0, members = 0;
	const char *first = NULL;

	for (size_t i = 0; family && i < header->found.n; i++) {
		const char *name = header->found.at[i]->element->name;

		if (strncmp(name, header->family, family) != 0 || name[family] != '_')
			continue;
		members++;
		if (!first) {
			first = name;
			common = strlen(name);
		}
		while (common && (strncmp(first, name, common) != 0 || !name[common]))
			common--;
	}
	while (common && first[common - 1] != '_')
		common--;
	/* Of few it is what tells them from the others. */
	return 2 * members > header->found.n ? common : 0;
}

static void shorten_names(struct header *header)
{
	size_t common = common_beginning(header), family = strlen(header->family);

	for (size_t i = 0; common && i < header->found.n; i++) {
		struct element *element = header->found.at[i]->element;

		if (!strncmp(element->name, header->family, family) &&
		    element->name[family] == '_')
			element->name += common;
	}
}

/* For people: how it was decided that a constant is a register. */
static const char *because(const struct found *found)
{
	static const char *const texts[] = {
		[BY_CLASS] = "constants that are written like it grow as offsets do",
		[BY_SOURCE] = "the source uses it where an offset goes",
		[BY_MARK] = "a macro that makes offsets makes it",
		[BY_ADDRESS] = "it is an address, and most others are made from the same variable",
		[BY_ROW] = "it stands in a row of offsets",
		[BY_ARRAY] = "what the macro makes grows with its number",
		[BY_MEMBER] = "it is one of an array",
		[BY_RULE] = "a rule says so",
	};

	return texts[found->decision];
}

static void fill_space(struct header *header, struct database *database)
{
	struct mmt_regs *regs = header->regs;
	struct space *space = arena_get(&regs->arena, sizeof(*space));

	space->name = header->stem;
	space->unit = header->unit;
	space->bar = MMT_NO_BAR;
	space->where = database->where;
	dictionary_set(&database->spaces, &regs->arena, space->name, space);
	*vector_add(&regs->arena, &database->all_spaces) = space;
	database->main = space;
	for (size_t i = 0; i < header->found.n; i++) {
		struct found *found = header->found.at[i];

		found->element->said = found->define->name;
		found->element->because = because(found);
		if (found->is_left_out)
			*vector_add(&regs->arena, &space->left_out) = found->element;
		else
			*vector_add(&regs->arena, &space->elements) = found->element;
	}
}

/** header_find() - a register by the name of its constant, or as it is shown */
struct found *header_find(const struct header *header, const char *name)
{
	struct found *found = dictionary_find(&header->by_name, name);

	for (size_t i = 0; !found && i < header->found.n; i++) {
		const char *own = header->found.at[i]->element->name;
		size_t length = strlen(own), end = strlen(name);

		/* Names are shortened late: so far it may still have its beginning. */
		if (length >= end && !strcmp(own + length - end, name) &&
		    (length == end || own[length - end - 1] == '_'))
			found = header->found.at[i];
	}
	return found;
}

/* "drivers/net/e1000_hw.h" is "e1000_hw" */
static const char *stem_of(struct mmt_regs *regs, const char *path)
{
	const char *name = strrchr(path, '/');

	name = name ? name + 1 : path;
	return arena_text(&regs->arena, name, strcspn(name, "."));
}

/**
 * header_load() - read a C header
 * @regs: where to
 * @text: the header
 *
 * What its constants mean is found when all rules have been read.
 *
 * Return: 0, or -1 after a complaint when there are no constants in it.
 */
int header_load(struct mmt_regs *regs, const struct file_text *text)
{
	struct header *header = arena_get(&regs->arena, sizeof(*header));

	header->regs = regs;
	header->path = text->path;
	header->stem = stem_of(regs, text->path);
	header->defines.arena = &regs->arena;
	header->family = "";
	defines_scan(&header->defines, regs, text);
	source_scan(&header->source, &regs->arena, text);
	if (!header->defines.all.n && !header->source.functions.n && regs->in_driver)
		return 0;
	if (!header->defines.all.n && !header->source.functions.n)
		return regs_complain(regs, (struct where){ text->path, 0 },
				     "is no register description: neither XML nor rules, and no C header, as it defines nothing");
	*vector_add(&regs->arena, &regs->headers) = header;
	return 0;
}

/* The first word of most constants; its length. */
static size_t usual_word(const struct header *header, const char **word)
{
	struct arena *arena = header->defines.arena;
	struct dictionary words = { 0 };
	size_t most = 0, length = 0;

	for (size_t i = 0; i < header->defines.all.n; i++) {
		const char *name = header->defines.all.at[i]->name;
		size_t first = strcspn(name, "_");
		size_t *n = dictionary_get(&words, name, first);

		if (!n) {
			n = arena_get(arena, sizeof(*n));
			dictionary_put(&words, arena, name, first, n);
		}
		if (++*n > most) {
			most = *n;
			*word = name;
			length = first;
		}
	}
	return length;
}

/*
 * A driver may have its registers in one header and their bits in the next: these
 * lie beside each other, have names that begin alike, and no name twice.
 */
static bool belong_together(const struct header *one, const struct header *two)
{
	const char *slash = strrchr(one->path, '/'), *a = "", *b = "";
	size_t directory = slash ? (size_t)(slash - one->path + 1) : 0;
	size_t length = usual_word(one, &a), same = 0;

	if (strncmp(one->path, two->path, directory) != 0 || strchr(two->path + directory, '/') ||
	    length != usual_word(two, &b) || memcmp(a, b, length) != 0)
		return false;
	for (size_t i = 0; i < two->defines.all.n; i++)
		same += dictionary_find(&one->defines.by_name, two->defines.all.at[i]->name) != NULL;
	return same <= MOST_SHARED;
}

static void join(struct mmt_regs *regs, struct header *header, const struct header *other)
{
	defines_merge(&header->defines, &other->defines);
	source_merge(&header->source, &regs->arena, &other->source);
	*vector_add(&regs->arena, &header->joined) = other->path;
	for (size_t i = 0; i < other->joined.n; i++)
		*vector_add(&regs->arena, &header->joined) = other->joined.at[i];
}

/**
 * headers_make_one() - put together the files of a driver
 * @regs: has them
 * @first: number of the first
 * @path: the directory
 */
void headers_make_one(struct mmt_regs *regs, size_t first, const char *path)
{
	struct header *header;
	size_t length = strlen(path);
	char *own;

	if (first >= regs->headers.n)
		return;
	header = regs->headers.at[first];
	for (size_t i = first + 1; i < regs->headers.n; i++)
		join(regs, header, regs->headers.at[i]);
	regs->headers.n = first + 1;
	*vector_add(&regs->arena, &header->joined) = header->path;
	while (length > 1 && path[length - 1] == '/')
		length--;
	own = arena_get(&regs->arena, length + 2);
	snprintf(own, length + 1, "%s", path);
	header->stem = stem_of(regs, own);
	own[length] = '/';
	header->path = own;
}

/* Does the source of one call the other, or use some of its constants? */
static bool is_used_by(const struct header *header, const struct header *source)
{
	size_t n = 0;

	for (size_t i = 0; i < source->source.functions.n && n < FEWEST; i++) {
		const struct code *code = &source->source.functions.at[i]->code;

		for (const struct token *at = code->at; at < code->end && n < FEWEST; at++) {
			if (at->kind != 'a')
				continue;
			n += dictionary_get(&header->defines.by_name, at->at, at->length) &&
			     !dictionary_get(&source->defines.by_name, at->at, at->length);
			if (dictionary_get(&header->source.by_name, at->at, at->length) &&
			    !dictionary_get(&source->source.by_name, at->at, at->length))
				n = FEWEST;
		}
	}
	return n >= FEWEST;
}

/* A driver's source and the headers that it uses, whatever they are called. */
static void join_sources(struct mmt_regs *regs)
{
	size_t kept = 0;

	for (size_t i = 0; i < regs->headers.n; i++) {
		struct header *header = regs->headers.at[i];

		for (size_t j = 0; header && j < regs->headers.n; j++) {
			struct header *other = regs->headers.at[j];

			if (j == i || !other || (!header->source.functions.n && !other->source.functions.n) ||
			    (!is_used_by(other, header) && !is_used_by(header, other)))
				continue;
			/* The first of them is called as they were given. */
			join(regs, header, other);
			regs->headers.at[j] = NULL;
			j = (size_t)-1;
		}
	}
	for (size_t i = 0; i < regs->headers.n; i++)
		if (regs->headers.at[i])
			regs->headers.at[kept++] = regs->headers.at[i];
	regs->headers.n = kept;
}

/**
 * headers_join() - put together the headers that belong together
 * @regs: has the headers; those that were joined to others are no longer there
 */
void headers_join(struct mmt_regs *regs)
{
	size_t kept = 0;

	join_sources(regs);
	for (size_t i = 0; i < regs->headers.n; i++) {
		struct header *header = regs->headers.at[i];
		size_t j = 0;

		while (j < kept && !belong_together(regs->headers.at[j], header))
			j++;
		if (j == kept) {
			regs->headers.at[kept++] = header;
			continue;
		}
		join(regs, regs->headers.at[j], header);
	}
	regs->headers.n = kept;
}

/**
 * header_finish() - find the registers of a header
 * @header: the header
 * @rules: what the user has to say about it, or NULL
 */
void header_finish(struct header *header, const struct rules *rules)
{
	struct mmt_regs *regs = header->regs;
	struct where where = { header->path, 0 };
	struct database *database;

	rules_unit(rules, header);
	rules_ignore(rules, header);
	guess_registers(header);
	rules_registers(rules, header);
	if (!header->found.n && !rules_add_registers(rules)) {
		regs_complain(regs, where, "no registers found among its %zu constant%s",
			      header->defines.all.n, header->defines.all.n == 1 ? "" : "s");
		return;
	}
	find_owners(header);
	rules_fields(rules, header);
	rules_apart(rules, header);
	find_barriers(header);
	settle(header, rules);
	for (size_t i = 0; i < header->found.n; i++)
		make_fields(header, header->found.at[i]);
	find_ends(header);
	shorten_names(header);
	database = regs_database(regs, header->stem, where);
	database->guessed = true;
	database->of_source = header->n_used;
	database->family = header->family;
	fill_space(header, database);
	rules_apply(regs, rules, header, database);
}
