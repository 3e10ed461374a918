/* SPDX-License-Identifier: GPL-2.0 */
/* A C header, and what was taken for registers in it. */
#ifndef LIB_HEADER_H
#define LIB_HEADER_H

#include "define.h"
#include "rules.h"
#include "source.h"

#define FAMILY_ROOM    64
#define LARGEST_OFFSET (16u << 20)
#define FEWEST	       3	/* registers that say that others like them are some, too */

/* How it was decided that a constant is a register. */
enum decision { BY_CLASS, BY_SOURCE, BY_MARK, BY_ADDRESS, BY_ROW, BY_ARRAY, BY_MEMBER, BY_RULE };

/**
 * struct found - a constant that is the offset of a register
 * @define: the constant, or the macro of an array
 * @element: the register
 * @key: beginning of the names of its fields, without the last underscore
 * @bits: constants that are its fields, masks, shifts or values
 * @apart: number of the rule that puts it elsewhere, from 1; 0 when there is none
 * @is_index: it is elsewhere by number, not by offset
 * @decision: how it was decided that it is one
 * @class: constants that look alike, of which it is one; or NULL
 * @order: number among those that were found
 * @least: copies of an array that the source uses
 * @in_row: how many there are in the row that it stands in, or 0
 * @is_left_out: another has its place, and nothing says which of them is meant
 */
struct found {
	struct define *define;
	struct element *element;
	const char *key;
	VECTOR(struct define *) bits;
	size_t apart;
	bool is_index;
	enum decision decision;
	const void *class;
	size_t order;
	uint64_t least;
	size_t in_row;
	bool is_left_out;
};

/**
 * struct header - a header
 * @regs: whose
 * @path: the file
 * @joined: files whose constants it has, too
 * @stem: its name without directory and ending
 * @defines: its constants
 * @found: the registers, those that win first
 * @by_key: the same, by @key
 * @by_name: by the name of the constant
 * @occupied: offsets of registers
 * @family: first word of most registers' names, or ""
 * @n_families: how many different first words there are
 * @source: what was read of the driver's source
 * @n_used: how many of @found are there because the source uses them
 * @is_marked: registers are marked by a macro of their own, and nothing else is one
 * @has_addresses: so many are addresses that nothing else is one
 * @is_mixed: constants that are written as its registers are something else, most of them
 * @longest_row: registers in the longest row
 * @barriers: offsets of what was not found, in their order: no array lies over them
 * @left_out: what was not found, by how it is written and its value: no register that may be
 *	narrower lies over it
 * @unit: bytes of a unit of its offsets
 */
struct header {
	struct mmt_regs *regs;
	const char *path;
	VECTOR(const char *) joined;
	const char *stem;
	struct defines defines;
	VECTOR(struct found *) found;
	struct dictionary by_key;
	struct dictionary by_name;
	struct dictionary occupied;
	const char *family;
	unsigned int n_families;
	struct driver_source source;
	size_t n_used;
	bool is_marked;
	bool has_addresses;
	bool is_mixed;
	size_t longest_row;
	VECTOR(uint64_t) barriers;
	struct dictionary left_out;
	unsigned int unit;
};

/* header.c */
struct found *header_add(struct header *header, struct define *define);
struct found *header_add_at(struct header *header, struct define *define, uint64_t offset);
int header_load(struct mmt_regs *regs, const struct file_text *text);
void headers_join(struct mmt_regs *regs);
void headers_make_one(struct mmt_regs *regs, size_t first, const char *path);
void header_finish(struct header *header, const struct rules *rules);
struct found *header_find(const struct header *header, const char *name);

/* evidence.c: what words say */
bool says_register(const struct define *define);
bool named_bits(const struct define *define);
bool says_bits(const struct define *define);
bool says_bits_around(const struct define *define);
bool says_constant(const struct define *define);
bool says_elsewhere(const struct define *define);
unsigned int access_in(const char *comment);
bool says_array(const char *comment);
bool has_word(const char *text, const char *word);

/* guess.c: which constants are offsets */
size_t family_of(const char *name);
bool may_be_offset(const struct define *define);
bool is_occupied(const struct header *header, uint64_t offset);
void occupy(struct header *header, struct found *found);
bool is_beginning(const struct define *define);
const struct define *owned_next(const struct header *header, const struct define *define);
void guess_registers(struct header *header);

/* use.c: which of them the driver's source uses */
void take_uses(struct header *header);

/* caller.c: which functions use them */
void find_users(struct header *header);

/* row.c: which others stand in a row with them */
void mark_tight(struct header *header);
void take_rows(struct header *header);

/* array.c: which macros are registers */
bool is_place(const struct header *header, const struct define *define);
bool has_known_places(const struct header *header);
void take_places(struct header *header);
void take_addresses(struct header *header);
void take_address_macros(struct header *header);
void take_arrays(struct header *header);
struct found *take_macro(struct header *header, struct define *macro, uint64_t offset);
void find_barriers(struct header *header);
struct define *left_out_at(const struct header *header, const struct define *like, uint64_t offset);
uint64_t ends_before(const struct header *header, uint64_t start, uint64_t stride,
		     uint64_t length);
void guess_unit(struct header *header);

/* settle.c: which of several that have one place */
void settle(struct header *header, const struct rules *rules);

/* owner.c: which register the others belong to */
void find_owners(struct header *header);

/* fields.c: fields from constants */
void make_fields(struct header *header, struct found *found);

#endif
