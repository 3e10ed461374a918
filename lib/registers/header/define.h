/* SPDX-License-Identifier: GPL-2.0 */
/* The constants of a C header: #define and enum, with their comments. */
#ifndef LIB_DEFINE_H
#define LIB_DEFINE_H

#include "registers/model/register.h"

#define MOST_PARAMETERS 4
#define MOST_ARGUMENTS	12 /* of a call, with those of "..." */
#define NO_LITERAL	255	/* in place of a number of digits */

/**
 * struct define - a constant, or a macro with arguments
 * @name: its name
 * @parameter: names of its arguments
 * @n_parameters: how many; MOST_PARAMETERS + 1 when it has more
 * @is_macro: it has arguments, or at least a place for them
 * @is_variadic: and takes more of them
 * @body: its text
 * @length: of that
 * @comment: behind it, or NULL
 * @section: the comment on lines of its own that came last, or NULL
 * @tag: name of the enum that it is in, or NULL
 * @set: number of that enum, from 1; 0 for #define
 * @indent: blanks between # and its name, at most 15; 0 in an enum
 * @file: where it was written
 * @order: place in the file
 * @line: likewise
 * @state: of its evaluation
 * @value: its value, when it is good; of an address how far it lies behind @base
 * @digits: of a hexadecimal number; 0 for a decimal one; NO_LITERAL when it is
 *	not written as a number
 * @is_bits: it is written with shifts, BIT() or GENMASK()
 * @is_elsewhere: it is an offset from something that is not the device's beginning
 * @is_below: it is indented below a constant that it is called after
 * @is_tight: it is a number with as many digits as it needs, as all of its file
 * @is_named: others are made of it
 * @previous: the constant before it in an enum, when it has no value of its own
 * @same_name: another of this name, in another file of the driver
 * @owner: the constant of the register that it belongs to, or NULL
 * @base: of an address, (card->regs + 0x10), the name of what it lies behind, which is a variable
 * @base_length: of that
 */
struct define {
	const char *name;
	const char *parameter[MOST_PARAMETERS];
	unsigned int n_parameters;
	bool is_macro;
	bool is_variadic;
	const char *body;
	size_t length;
	const char *comment;
	const char *section;
	const char *tag;
	unsigned int set;
	unsigned int indent;
	const char *file;
	size_t order;
	unsigned int line;
	enum { VALUE_NEW, VALUE_BUSY, VALUE_GOOD, VALUE_ADDRESS, VALUE_BAD } state;
	uint64_t value;
	unsigned char digits;
	bool is_bits;
	bool is_elsewhere;
	bool is_below;
	bool is_tight;
	bool is_named;
	struct define *previous;
	struct define *same_name;
	const struct define *owner;
	const char *base;
	size_t base_length;
};

/**
 * struct defines - all of a header
 * @arena: memory
 * @all: in the order of the file
 * @by_name: the same
 */
struct defines {
	struct arena *arena;
	VECTOR(struct define *) all;
	struct dictionary by_name;
};

/* define.c */
void defines_merge(struct defines *defines, const struct defines *others);
void defines_scan(struct defines *defines, struct mmt_regs *regs, const struct file_text *text);

/* expression.c */
bool define_value(const struct defines *defines, struct define *define);
bool define_address(const struct defines *defines, struct define *define);
bool define_call(const struct defines *defines, const struct define *macro,
		 const uint64_t *arguments, uint64_t *value);

#endif
