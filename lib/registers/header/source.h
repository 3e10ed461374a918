/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A driver's source, as far as it says which constants are offsets of registers: functions
 * and macros, which of them access registers, and with which constants they are called.
 */
#ifndef LIB_SOURCE_H
#define LIB_SOURCE_H

#include "define.h"

struct header;

/**
 * struct token - a word of C
 * @at: its text
 * @length: of that
 * @line: where it was written
 * @match: of a parenthesis, bracket or brace: how many tokens further its partner is; 0 for none
 * @kind: 'a' for a name, '0' for a number, '"' for a string, else its first character
 */
struct token {
	const char *at;
	unsigned int length;
	unsigned int line;
	unsigned int match;
	char kind;
};

/* Tokens from @at up to @end. */
struct code {
	const struct token *at;
	const struct token *end;
};

#define MOST_FUNCTION_PARAMETERS 12

/**
 * struct reach - how a function reaches registers
 * @is_known: it does
 * @is_address: its argument is an address, not an offset
 * @is_value: it does not access, but makes the address of its argument
 * @argument: number of the argument
 * @prefix: of what a macro makes of its argument, or NULL
 * @suffix: likewise
 * @scale: bytes of a unit of the offset
 * @add: bytes that are added to it
 * @width: bytes of an access
 * @base: what the offset is added to, or NULL
 */
struct reach {
	bool is_known;
	bool is_address;
	bool is_value;
	unsigned int argument;
	const char *prefix;
	const char *suffix;
	uint64_t scale;
	uint64_t add;
	unsigned int width;
	const char *base;
};

/**
 * struct callable - a function or a macro
 * @name: its name
 * @parameter: names of its parameters
 * @n_parameters: how many
 * @is_macro: which it is
 * @is_variadic: a macro that takes more
 * @code: what it does
 * @file: where it was written
 * @reach: what is known of it
 * @callers: who calls it, when that was asked for
 */
struct callable {
	const char *name;
	const char *parameter[MOST_FUNCTION_PARAMETERS];
	unsigned int n_parameters;
	bool is_macro;
	bool is_variadic;
	struct code code;
	const char *file;
	struct reach reach;
	VECTOR(const struct callable *) callers;
};

/* A function that is called through a member of a struct; both are names. */
struct link {
	const char *member;
	const char *function;
};

/**
 * struct use - a constant that stands where the offset of a register goes
 * @define: the constant
 * @offset: of the register, in bytes
 * @more: what is added to it as a number
 * @scale: bytes of a unit of the constant
 * @width: bytes that are accessed
 * @base: what it was added to, or NULL when the function knows
 * @function: who does so
 * @file: where
 * @line: likewise
 */
struct use {
	struct define *define;
	uint64_t offset;
	uint64_t more;
	uint64_t scale;
	unsigned int width;
	const char *base;
	const char *function;
	const char *file;
	unsigned int line;
};

/**
 * struct driver_source - what was read of a driver's source
 * @functions: its functions; macros come from the constants
 * @by_name: functions and macros
 * @words: first words of the functions' names
 * @links: what is called through members
 * @by_member: the first callable that reaches registers, by the name of a member
 * @origins: where addresses come from, by the name of a member; see origin.c
 * @pointers: pointers to registers, by name: how many bytes what they point to has
 * @uses: what was found
 * @n_tokens: how much there is of it
 */
struct driver_source {
	VECTOR(struct callable *) functions;
	struct dictionary by_name;
	struct dictionary words;
	VECTOR(struct link) links;
	struct dictionary by_member;
	struct dictionary origins;
	struct dictionary pointers;
	VECTOR(struct use) uses;
	size_t n_tokens;
};

/* token.c: words of C */
struct code tokens_of(struct arena *arena, const char *text, size_t length, unsigned int line);
bool token_is(const struct token *token, const char *word);
const char *token_text(struct arena *arena, const struct token *token);

/* source.c: functions, and what is called through members */
void source_scan(struct driver_source *source, struct arena *arena, const struct file_text *text);
void source_links(struct driver_source *source, struct arena *arena, struct code code);
unsigned int pointer_unit(const struct driver_source *source, const char *name);
void source_merge(struct driver_source *source, struct arena *arena, const struct driver_source *other);

/* accessor.c: which functions access registers, and with which constants */
void source_uses(struct header *header);

#endif
