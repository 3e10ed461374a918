// SPDX-License-Identifier: GPL-2.0
/*
 * Where the bases come from that offsets are added to: from a mapping of the device, or made
 * of another base, as a port's or a channel's is. What has been made lies somewhere in the device.
 */
#include <string.h>

#include "accessor.h"

#define MOST_LINKS 4	/* base = other; other = mapping */

/*
 * struct origin - where a base comes from
 * @is_mapped: it has been set to a mapping, or to the device's own address
 * @is_made: it has been set to a sum
 * @is_vague: to one that is not known before it runs, or to several
 * @from: of which other base the sum is, by name, or NULL
 * @add: what was added to that, in bytes
 * @same: it has been set to another, or to the first of some copies of it; by name
 * @owners: of which structs it is the member that has been set to a mapping, by the pointers' names:
 *	several are several devices
 */
struct origin {
	bool is_mapped;
	bool is_made;
	bool is_vague;
	const char *from;
	uint64_t add;
	VECTOR(const char *) same;
	struct dictionary owners;
};

/* port->regs: the end of it. */
static size_t member_of(const char *name, const char **member)
{
	const char *arrow = strstr(name, "->");

	*member = arrow ? arrow + 2 : name;
	return strcspn(*member, "([");
}

static struct origin *known_origin(const struct header *header, const char *name)
{
	const char *member;
	size_t length = member_of(name, &member);

	return dictionary_get(&header->source.origins, member, length);
}

static bool is_arrow(const struct token *token)
{
	return token_is(token, "->") || (token->kind == '.' && token->length == 1);
}

/**
 * base_text() - how a base is called: by the last name of it, hw->hw_addr is hw_addr
 * @scope: where it stands
 * @from: its beginning
 * @last: its last name
 *
 * Where members of several structs have been set to mappings, the devices are told apart: by the
 * pointers' names, too.
 */
const char *base_text(const struct code_scope *scope, const struct token *from, const struct token *last)
{
	struct arena *arena = scope->header->defines.arena;
	const struct origin *origin = dictionary_get(&scope->header->source.origins, last->at, last->length);
	const struct token *owner = last - 2;
	char *text;

	if (!origin || origin->owners.used < 2 || last - from < 2 || !is_arrow(last - 1) || owner->kind != 'a')
		return token_text(arena, last);
	text = arena_get(arena, owner->length + last->length + 3);
	memcpy(text, owner->at, owner->length);
	text[owner->length] = '-';
	text[owner->length + 1] = '>';
	memcpy(text + owner->length + 2, last->at, last->length);
	return text;
}

static bool has_text(const struct token *token, const char *text)
{
	return memmem(token->at, token->length, text, strlen(text));
}

static bool is_mapping(const struct token *token)
{
	return token->kind == 'a' && (has_text(token, "iomap") || has_text(token, "ioremap") ||
				      has_text(token, "resource_start") || has_text(token, "pcim_"));
}

/* Does a function of the driver add something to what it returns? */
static bool makes(const struct header *header, const char *name, size_t length)
{
	const struct callable *callable = dictionary_get(&header->source.by_name, name, length);

	for (const struct token *at = callable ? callable->code.at : NULL; at && at < callable->code.end; at++)
		if (at->kind == '+' && at->length == 1)
			return true;
	return false;
}

/** code_adds() - does an expression add something to something else that is not known before it runs? */
bool code_adds(struct code code)
{
	code = strip(code);
	for (const struct token *at = code.at; at < code.end; at++) {
		if (at->kind == '+' && at->length == 1 && at > code.at)
			return true;
		if (at->match && (at->kind == '(' || at->kind == '['))
			at += at->match;
	}
	return false;
}

/** code_set_to() - what @set, a variable before its "=", is set to, up to the end of the statement */
struct code code_set_to(const struct code *code, const struct token *set)
{
	struct code value = { set + 2, set + 2 };

	while (value.end < code->end && value.end->kind != ';' && value.end->kind != ',')
		value.end += value.end->match && strchr("([{", value.end->kind) ? value.end->match + 1 : 1;
	if (value.end > code->end)
		value.end = code->end;
	return value;
}

/** code_is_index() - port * 0x80, port << 7: does it say which of some copies is meant? */
bool code_is_index(struct code code)
{
	for (const struct token *at = code.at; at < code.end; at++)
		if ((at->kind == '*' && at->length == 1 && at > code.at) || token_is(at, "<<"))
			return true;
	return false;
}

/**
 * base_and_more() - what is added to which base
 * @scope: where it stands
 * @code: the sum
 * @add: gets what is added, in bytes
 *
 * Return: the base's name; NULL when that, or what is added, is not known before it runs.
 */
const char *base_and_more(const struct code_scope *scope, struct code code, uint64_t *add)
{
	struct part part[MOST_PARTS];
	unsigned int n = parts_of(scope, code, part);
	const char *from = NULL;

	*add = 0;
	for (unsigned int i = 0; i < n; i++) {
		if (part[i].kind == PART_CONSTANT)
			*add += part[i].value;
		else if (part[i].kind == PART_OTHER && !from && part[i].base && *part[i].base &&
			 !code_is_index(part[i].code))
			from = part[i].base;
		else if (!code_is_index(part[i].code))
			return NULL;
	}
	if (from)
		*add *= pointer_unit(&scope->header->source, from);
	return *add < LARGEST_OFFSET ? from : NULL;
}

static void take_sum(const struct code_scope *scope, struct code value, struct origin *origin)
{
	uint64_t add;
	const char *from = base_and_more(scope, value, &add);

	if (from && !add) {
		*vector_add(scope->header->defines.arena, &origin->same) = from;
		return;
	}
	origin->is_vague |= !from || (origin->from && (origin->add != add || strcmp(origin->from, from) != 0));
	origin->is_made = true;
	origin->from = from;
	origin->add = add;
}

static void look_at(const struct code_scope *scope, struct code value, struct origin *origin, unsigned int depth)
{
	struct header *header = scope->header;
	const struct code *code = &scope->callable->code;
	const struct token *last = NULL;
	bool is_called = false;

	value = strip(value);
	if (code_adds(value)) {
		take_sum(scope, value, origin);
		return;
	}
	for (const struct token *at = value.at; at < value.end; at++) {
		if (is_mapping(at)) {
			origin->is_mapped = true;
			return;
		}
		if (at->kind == 'a' && at + 1 < value.end && at[1].kind == '(')
			is_called = true;
		if (at->kind == 'a')
			last = at;
		if (is_called && last == at && makes(header, at->at, at->length))
			origin->is_made = origin->is_vague = true;
		else if (at->match && (at->kind == '(' || at->kind == '['))
			at += at->match;
	}
	if (!last || is_called)
		return;
	/* A variable is what it has been set to. */
	for (const struct token *set = code->at; depth && value.end - value.at == 1 && set + 2 < code->end; set++)
		if (set->kind == 'a' && set[1].kind == '=' && set[1].length == 1 && set->length == last->length &&
		    !memcmp(set->at, last->at, last->length))
			look_at(scope, code_set_to(code, set), origin, depth - 1);
	if (value.end - value.at > 1)
		*vector_add(header->defines.arena, &origin->same) = token_text(header->defines.arena, last);
}

static struct origin *origin_of(struct header *header, const char *name, size_t length)
{
	struct arena *arena = header->defines.arena;
	struct origin *origin = dictionary_get(&header->source.origins, name, length);

	if (!origin) {
		origin = arena_get(arena, sizeof(*origin));
		dictionary_put(&header->source.origins, arena, name, length, origin);
	}
	return origin;
}

/* struct->member = value; */
static void take_set(const struct code_scope *scope, const struct token *set)
{
	struct header *header = scope->header;
	struct origin *origin = origin_of(header, set->at, set->length);
	bool was_mapped = origin->is_mapped;

	origin->is_mapped = false;
	look_at(scope, code_set_to(&scope->callable->code, set), origin, MOST_LINKS);
	if (origin->is_mapped && set - scope->callable->code.at > 1 && set[-2].kind == 'a')
		dictionary_put(&origin->owners, header->defines.arena, set[-2].at, set[-2].length, origin);
	origin->is_mapped |= was_mapped;
}

static void look_at_sets(struct header *header)
{
	for (size_t i = 0; i < header->source.functions.n; i++) {
		const struct code_scope scope = { header, header->source.functions.at[i] };
		const struct code *code = &scope.callable->code;

		for (const struct token *set = code->at; set + 2 < code->end; set++)
			if (set > code->at && set->kind == 'a' && set[1].kind == '=' && set[1].length == 1 &&
			    is_arrow(set - 1))
				take_set(&scope, set);
	}
}

/** find_origins() - find out where the members of structs come from that hold addresses */
void find_origins(struct header *header)
{
	look_at_sets(header);
	/* Now that it is known which of them are several devices', once more. */
	for (size_t i = 0; i < header->source.origins.slots; i++) {
		struct origin *origin = header->source.origins.slot[i].value;

		if (header->source.origins.slot[i].name)
			*origin = (struct origin){ .owners = origin->owners };
	}
	look_at_sets(header);
}

static bool is_from(const struct header *header, const char *name, bool mapping, unsigned int depth)
{
	const char *member;
	size_t length = member_of(name, &member);
	const struct origin *origin = dictionary_get(&header->source.origins, member, length);
	const struct token token = { .at = member, .length = (unsigned int)length, .kind = 'a' };

	if (mapping && is_mapping(&token))
		return true;
	if (!mapping && member[length] == '(' && member[length + 1] == '+')
		return true;
	if (!mapping && member[length] == '(' && makes(header, member, length))
		return true;
	if (!origin)
		return false;
	if (mapping ? origin->is_mapped : origin->is_made)
		return true;
	for (size_t i = 0; depth && i < origin->same.n; i++)
		if (strcmp(origin->same.at[i], name) != 0 &&
		    is_from(header, origin->same.at[i], mapping, depth - 1))
			return true;
	return false;
}

/** base_is_mapped() - is a base the beginning of a mapping? */
bool base_is_mapped(const struct header *header, const char *name)
{
	return is_from(header, name, true, MOST_LINKS);
}

/** base_is_made() - has a base been made of another one, as far as is known? */
bool base_is_made(const struct header *header, const char *name)
{
	return is_from(header, name, false, MOST_LINKS) && !base_is_mapped(header, name);
}

/**
 * base_same() - is a base the same as another one, for all that is known?
 * @header: has the source
 * @name: the base
 * @other: the other one
 */
bool base_same(const struct header *header, const char *name, const char *other)
{
	const struct origin *origin = known_origin(header, name);

	for (size_t i = 0; origin && i < origin->same.n; i++)
		if (!strcmp(origin->same.at[i], other))
			return true;
	return false;
}

/**
 * base_made_of() - which base another one was made of
 * @header: has the source
 * @name: the base
 * @add: gets what was added, in bytes
 *
 * Return: the other's name, or NULL when it is not known, or not always the same.
 */
const char *base_made_of(const struct header *header, const char *name, uint64_t *add)
{
	const struct origin *origin = known_origin(header, name);

	if (!origin || origin->is_mapped || !origin->is_made || origin->is_vague)
		return NULL;
	*add = origin->add;
	return origin->from;
}
