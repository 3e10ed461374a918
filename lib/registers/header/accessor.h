/* SPDX-License-Identifier: GPL-2.0 */
/* Which functions access registers. */
#ifndef LIB_ACCESSOR_H
#define LIB_ACCESSOR_H

#include "header.h"
#include "source.h"

/* known.c */
bool reach_known(const char *name, size_t length, struct reach *reach);
bool reach_unknown(const char *name, size_t length, struct reach *reach);

/**
 * struct code_scope - where an expression stands
 * @header: has the constants and functions
 * @callable: the function
 */
struct code_scope {
	struct header *header;
	const struct callable *callable;
};

/*
 * enum part - what a summand of an offset is
 * PART_CONSTANT: @define, or a number when that is NULL; @value
 * PART_PARAMETER: the function's argument number @argument
 * PART_OTHER: what is only known when it runs
 * @divisor: of the argument, which is multiplied by @scale, too
 */
enum part_kind { PART_CONSTANT, PART_PARAMETER, PART_OTHER };

struct part {
	enum part_kind kind;
	struct define *define;
	uint64_t value;
	unsigned int argument;
	const char *prefix;
	const char *suffix;
	uint64_t scale;
	uint64_t divisor;
	uint64_t add;
	const char *base;
	struct code code;
};

#define MOST_PARTS 8

/* origin.c: where bases come from */
bool code_adds(struct code code);
bool code_is_index(struct code code);
struct code code_set_to(const struct code *code, const struct token *set);
const char *base_and_more(const struct code_scope *scope, struct code code, uint64_t *add);
const char *base_text(const struct code_scope *scope, const struct token *from, const struct token *last);
void find_origins(struct header *header);
bool base_same(const struct header *header, const char *name, const char *other);
const char *base_made_of(const struct header *header, const char *name, uint64_t *add);
bool base_is_mapped(const struct header *header, const char *name);
bool base_is_made(const struct header *header, const char *name);

/* sum.c: an offset as a sum */
struct code strip(struct code code);
unsigned int parts_of(const struct code_scope *scope, struct code code, struct part *part);
unsigned int arguments_of(const struct token *open, struct code *argument, unsigned int most);
struct define *constant_in(const struct code_scope *scope, const char *name, size_t length);

#endif
