// SPDX-License-Identifier: GPL-2.0
/* The functions of a C file, and which of them are called through members of a struct. */
#include <string.h>

#include "source.h"

#define MOST_TOKENS (4u << 20) /* of all files of a driver */

/* The parameters between parentheses: of each its last name. */
static void read_parameters(struct arena *arena, struct callable *callable, struct code code)
{
	const struct token *last = NULL;

	for (const struct token *at = code.at; at <= code.end; at++) {
		bool ends = at == code.end || at->kind == ',';

		if (ends) {
			if (last && callable->n_parameters < MOST_FUNCTION_PARAMETERS)
				callable->parameter[callable->n_parameters++] =
					token_text(arena, last);
			last = NULL;
		} else if (at->kind == 'a') {
			last = at;
		} else if (at->kind == '(' && at->match) {
			/* int (*done)(void) */
			if (at[1].kind == '*' && at[2].kind == 'a')
				last = at + 2;
			at += at->match;
		} else if (at->kind == '[' && at->match) {
			at += at->match;
		}
	}
}

/* The parenthesis of the parameters before the brace at @brace, or NULL. */
static const struct token *parameters_before(struct code code, const struct token *brace)
{
	const struct token *at = brace - 1;

	while (at > code.at && at->kind == ')' && at->match && at - at->match > code.at) {
		const struct token *open = at - at->match, *name = open - 1;

		if (name->kind != 'a')
			return NULL;
		/* __acquires(lock) */
		if (name->length > 2 && !memcmp(name->at, "__", 2) && name > code.at &&
		    name[-1].kind == ')') {
			at = name - 1;
			continue;
		}
		return open;
	}
	return NULL;
}

static void know_function(struct driver_source *source, struct arena *arena, struct callable *callable)
{
	size_t word = strcspn(callable->name, "_");

	if (!dictionary_find(&source->by_name, callable->name))
		dictionary_set(&source->by_name, arena, callable->name, callable);
	if (callable->name[word] && !dictionary_get(&source->words, callable->name, word))
		dictionary_put(&source->words, arena, callable->name, word, callable);
}

static void add_function(struct driver_source *source, struct arena *arena, const char *file,
			 const struct token *open, const struct token *brace)
{
	struct callable *callable = arena_get(arena, sizeof(*callable));

	callable->name = token_text(arena, open - 1);
	callable->file = file;
	callable->code = (struct code){ brace + 1, brace + brace->match };
	read_parameters(arena, callable, (struct code){ open + 1, open + open->match });
	*vector_add(arena, &source->functions) = callable;
	know_function(source, arena, callable);
}

/* card_read = card_read_plain; */
static bool is_assignment(struct code code, const struct token *at)
{
	return at->kind == 'a' && at[1].kind == '=' && at[1].length == 1 && at[2].kind == 'a' && at[3].kind == ';' &&
	       (at == code.at || at[-1].kind == ';' || at[-1].kind == '{' || at[-1].kind == '}');
}

/** source_links() - find what is called through members: ".read = card_read" and "ops->read = card_read;" */
void source_links(struct driver_source *source, struct arena *arena, struct code code)
{
	for (const struct token *at = code.at; at + 3 < code.end; at++) {
		bool is_member = (at->kind == '.' && at->length == 1) || token_is(at, "->");
		const struct token *value = at + 3;

		if (is_assignment(code, at))
			*vector_add(arena, &source->links) =
				(struct link){ token_text(arena, at), token_text(arena, at + 2) };
		if (!is_member || at[1].kind != 'a' || at[2].kind != '=' || at[2].length != 1)
			continue;
		if (value->kind == '&' && value->length == 1)
			value++;
		if (value >= code.end || value->kind != 'a' ||
		    (value + 1 < code.end && value[1].kind != ',' && value[1].kind != ';' && value[1].kind != '}'))
			continue;
		*vector_add(arena, &source->links) =
			(struct link){ token_text(arena, at + 1), token_text(arena, value) };
	}
}

/* How many bytes a type of C or of the kernel has; 0 when it is none of those that are read. */
static unsigned int type_size(const struct token *token)
{
	static const struct {
		const char *end;
		unsigned int size;
	} sizes[] = { { "8", 1 }, { "8_t", 1 }, { "char", 1 }, { "16", 2 }, { "16_t", 2 }, { "short", 2 },
		      { "32", 4 }, { "32_t", 4 }, { "int", 4 }, { "unsigned", 4 }, { "64", 8 }, { "64_t", 8 } };

	for (size_t i = 0; token->kind == 'a' && i < sizeof(sizes) / sizeof(*sizes); i++) {
		size_t length = strlen(sizes[i].end);

		if (token->length >= length && !memcmp(token->at + token->length - length, sizes[i].end, length))
			return sizes[i].size;
	}
	return 0;
}

static bool is_qualifier(const struct token *token)
{
	return token_is(token, "__iomem") || token_is(token, "volatile");
}

/* u32 __iomem *regs: what is added to it counts words. Of two of one name nothing is known. */
static void find_pointers(struct driver_source *source, struct arena *arena, struct code code)
{
	for (const struct token *at = code.at + 1; at + 1 < code.end; at++) {
		unsigned int size = at->kind == '*' && at->length == 1 ? 1 : 0;
		const struct token *type = at - 1, *name = at + 1;
		unsigned int *known;

		if (!size)
			continue;
		while (type > code.at && is_qualifier(type)) {
			size = 0;
			type--;
		}
		while (name < code.end && is_qualifier(name)) {
			size = 0;
			name++;
		}
		/* Neither side said that these are registers. */
		if (size || type < code.at || name >= code.end || name->kind != 'a')
			continue;
		size = type_size(type);
		known = dictionary_get(&source->pointers, name->at, name->length);
		if (!known) {
			known = arena_get(arena, sizeof(*known));
			*known = size ? size : 1;
			dictionary_put(&source->pointers, arena, name->at, name->length, known);
		} else if (*known != (size ? size : 1)) {
			*known = 1;
		}
	}
}

/** pointer_unit() - how many bytes that has which a pointer to registers of a name points to; 1 when nobody says */
unsigned int pointer_unit(const struct driver_source *source, const char *name)
{
	const char *arrow = name ? strstr(name, "->") : NULL, *member = arrow ? arrow + 2 : name;
	const unsigned int *size = name ? dictionary_get(&source->pointers, member, strcspn(member, "[(")) : NULL;

	return size ? *size : 1;
}

/**
 * source_scan() - find the functions of a file
 * @source: where to
 * @arena: memory
 * @text: the file; what is needed of it is copied
 */
void source_scan(struct driver_source *source, struct arena *arena, const struct file_text *text)
{
	struct code code;

	/* A header without a function has nothing to say, and may be large. */
	if (!memchr(text->at, '{', text->length) || source->n_tokens > MOST_TOKENS)
		return;
	code = tokens_of(arena, arena_text(arena, text->at, text->length), text->length, 1);
	source->n_tokens += (size_t)(code.end - code.at);
	for (const struct token *at = code.at; at < code.end; at++) {
		const struct token *open;

		if (at->kind != '{' || !at->match)
			continue;
		open = parameters_before(code, at);
		if (open)
			add_function(source, arena, text->path, open, at);
		/* extern "C" { */
		if (open || at == code.at || at[-1].kind != '"')
			at += at->match;
	}
	if (code.end == code.at)
		return;
	source_links(source, arena, code);
	find_pointers(source, arena, code);
}

/** source_merge() - put the functions of another file behind those of the first */
void source_merge(struct driver_source *source, struct arena *arena, const struct driver_source *other)
{
	for (size_t i = 0; i < other->functions.n; i++) {
		struct callable *callable = other->functions.at[i];

		*vector_add(arena, &source->functions) = callable;
		know_function(source, arena, callable);
	}
	for (size_t i = 0; i < other->links.n; i++)
		*vector_add(arena, &source->links) = other->links.at[i];
	for (size_t i = 0; i < other->pointers.slots; i++) {
		const char *name = other->pointers.slot[i].name;
		size_t length = other->pointers.slot[i].length;
		unsigned int *known = name ? dictionary_get(&source->pointers, name, length) : NULL;

		if (name && !known)
			dictionary_put(&source->pointers, arena, name, length, other->pointers.slot[i].value);
		else if (known && *known != *(unsigned int *)other->pointers.slot[i].value)
			*known = 1;
	}
	source->n_tokens += other->n_tokens;
}
