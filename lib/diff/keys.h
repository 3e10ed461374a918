/* SPDX-License-Identifier: GPL-2.0 */
/* What accesses are of, and what is said of them, as small numbers. */
#ifndef LIB_KEYS_H
#define LIB_KEYS_H

#include "libmmiotrace.h"

/**
 * struct diff_numbers - numbers by their hash; all zeros is an empty table
 * @slot: a number and one, or 0; a power of two of them
 * @slots: how many
 * @used: how many of them are in use
 */
struct diff_numbers {
	uint32_t *slot;
	uint32_t slots;
	uint32_t used;
};

/**
 * struct diff_words - texts by number; number 0 is no text
 * @at: the texts
 * @n: how many, with number 0
 * @room: for how many there is room
 * @numbers: by hash
 */
struct diff_words {
	char **at;
	uint32_t n;
	uint32_t room;
	struct diff_numbers numbers;
};

/**
 * struct diff_key - of what an access is
 * @device: number of the device: in a run its own, in a comparison that of the pair
 * @word: of the register's name; 0 without one
 * @offset: in the BAR; 0 where the name says more
 * @width: bytes
 * @bar: the BAR, or MMT_NO_BAR
 * @kind: enum mmt_kind
 * @shown: what it is called, a word; not part of what it is
 * @place: its offset; not part of what it is
 * @reg: the register, or NULL; not part of what it is
 */
struct diff_key {
	uint32_t device;
	uint32_t word;
	uint64_t offset;
	uint8_t width;
	int8_t bar;
	uint8_t kind;
	uint32_t shown;
	uint64_t place;
	const struct mmt_register *reg;
};

/**
 * struct diff_keys - keys by number
 * @at: the keys
 * @n: how many
 * @room: for how many there is room
 * @numbers: by hash
 */
struct diff_keys {
	struct diff_key *at;
	uint32_t n;
	uint32_t room;
	struct diff_numbers numbers;
};

/**
 * struct diff_origin - who did it; number 0 is nobody that is known
 * @function: name of the function, a word; 0 when nobody knows
 * @worker: a CPU with a thread: a number of its own for each, 0 when nobody knows
 * @cpu: as in struct mmt_record
 * @pid: likewise
 */
struct diff_origin {
	uint32_t function;
	uint32_t worker;
	int cpu;
	int pid;
};

/**
 * struct diff_origins - origins by number
 * @at: the origins
 * @n: how many
 * @room: for how many there is room
 * @numbers: by hash
 */
struct diff_origins {
	struct diff_origin *at;
	uint32_t n;
	uint32_t room;
	struct diff_numbers numbers;
};

uint32_t word_number(struct diff_words *words, const char *text, size_t length);
void words_free(struct diff_words *words);
uint32_t key_number(struct diff_keys *keys, const struct diff_key *key);
uint32_t origin_number(struct diff_origins *origins, uint32_t function, int cpu, int pid);
void origins_free(struct diff_origins *origins);
void keys_free(struct diff_keys *keys);

#endif
