/* SPDX-License-Identifier: GPL-2.0 */
/* What a comparison knows. */
#ifndef LIB_COMPARE_H
#define LIB_COMPARE_H

#include "align.h"
#include "except.h"
#include "run.h"

/* What is said of an item besides what it is aligned with; of a pair at its first item. */
enum diff_flag {
	ITEM_MOVED	= 1,	/* it is elsewhere in the order */
	ITEM_LOST	= 2,	/* records of the other side are missing there */
	ITEM_POLLED	= 4,	/* a part of a poll */
	ITEM_VARIES	= 8,	/* among runs of one driver, too */
	ITEM_EXCEPTED	= 16,	/* by the user */
	ITEM_EFFECT	= 32,	/* of a register that differed before */
	ITEM_BETWEEN	= 64,	/* moved, but only among what others do at the same time */
	ITEM_ADDRESS	= 128,	/* another address of memory */
};

/**
 * struct diff_pair - a device on both sides
 * @device: its number in each run
 * @other: for each item of a side the one of the other side, or NOBODY
 * @flags: enum diff_flag for each item of a side
 * @apart: what was aligned by itself
 */
struct diff_pair {
	uint32_t device[2];
	uint32_t *other[2];
	uint8_t *flags[2];
	enum mmt_apart apart;
};

/**
 * struct diff_matched - two runs, aligned
 * @run: the runs
 * @pair: devices that both have
 * @pairs: how many
 */
struct diff_matched {
	struct diff_run *run[2];
	struct diff_pair *pair;
	uint32_t pairs;
};

/**
 * struct diff_group - findings that are one: a difference with what follows from it, or
 *	rounds of a loop
 * @pair: number of the device pair
 * @side: whose item @item is
 * @item: the first
 * @items: how many
 * @rounds: of the loop, on each side; 0 when it is none
 * @body: accesses of a round
 */
struct diff_group {
	uint32_t pair;
	uint32_t side;
	uint32_t item;
	uint32_t items;
	uint32_t rounds[2];
	uint32_t body;
};

struct diff_groups {
	struct diff_group *at;
	uint32_t n;
	uint32_t room;
};

/**
 * struct diff_noise - what varies among runs of one driver, by key
 * @bits: of its values
 * @count: how often it comes
 * @order: where
 */
struct diff_noise {
	uint64_t bits;
	bool count;
	bool order;
};

/**
 * struct diff_compared - how a register was found, by key
 * @pairs: accesses that both sides have
 * @same: of these with the same value
 * @address: what is written to it is an address of memory
 */
struct diff_compared {
	uint32_t pairs;
	uint32_t same;
	bool address;
};

/**
 * struct diff_last - the last access of a register, on each side
 * @place: number of the register
 * @pair: number of the device pair
 * @item: its item of A and of B, or NOBODY
 */
struct diff_last {
	uint32_t place;
	uint32_t pair;
	uint32_t item[2];
};

/**
 * struct diff_phase - a part of both sides that is summed up by itself
 * @from: what it begins with, of A and of B
 */
struct diff_phase {
	struct diff_mark from[2];
};

/**
 * struct diff_alone - a device that the other side does not have
 * @side: whose
 * @device: its number in the run
 */
struct diff_alone {
	unsigned int side;
	uint32_t device;
};

struct diff_phases {
	struct diff_phase *at;
	uint32_t n;
	uint32_t room;
};

#define RUNS_MOST	64

/**
 * struct mmt_diff - a comparison
 * @sizes: how much the program knows of what it gives and is given
 * @run: all runs, A first, then B
 * @runs: how many
 * @now: the one that is taken in
 * @words: texts of all runs
 * @origins: who did it, of all runs
 * @keys: of what the items are, with numbers of device pairs
 * @matched: A and B
 * @alone: devices that only one of both has
 * @alones: how many
 * @compared: by key
 * @elsewhere: most addresses of memory are others than in A
 * @noise: by key, when there are further runs; else NULL
 * @effects: causes that have effects, by pair and item
 * @loops: rounds that only one side has, likewise
 * @excepts: what the user has excused
 * @gap: nanoseconds of a gap between phases; 0 when these are not wanted
 * @phases: in order
 * @last: the last accesses, in the order of devices, BARs and offsets; when asked for
 * @lasts: how many
 * @summary: counts
 * @address: --device-a and --device-b
 * @failed: out of memory
 */
struct mmt_diff {
	struct mmt_sizes sizes;
	struct diff_run *run[RUNS_MOST];
	uint32_t runs;
	struct diff_run *now;
	struct diff_words words;
	struct diff_origins origins;
	struct diff_keys keys;
	struct diff_matched matched;
	struct diff_alone *alone;
	uint32_t alones;
	struct diff_compared *compared;
	bool elsewhere;
	struct diff_noise *noise;
	struct diff_groups effects;
	struct diff_groups loops;
	struct diff_excepts excepts;
	uint64_t gap;
	struct diff_phases phases;
	struct diff_last *last;
	uint32_t lasts;
	struct mmt_diff_summary summary;
	const char *address[2];
	bool failed;
};

/* Where a name for a place fits: "config+0x0004". */
#define PLACE_MOST	48

static inline const struct diff_stream *pair_stream(const struct diff_matched *matched,
						    uint32_t pair, unsigned int side)
{
	return &matched->run[side]->device[matched->pair[pair].device[side]].stream;
}

/* pair.c */
int pairs_find(struct mmt_diff *diff, struct diff_matched *matched);
void pairs_free(struct diff_matched *matched);
int pair_room(struct diff_pair *pair, uint32_t n, uint32_t m);
void pair_free(struct diff_pair *pair);

/* match.c */
int match_runs(struct mmt_diff *diff, struct diff_matched *matched);

/* losses.c */
int losses_settle(struct diff_matched *matched, struct diff_pair *pair);

/* slide.c */
int slide_runs(struct diff_matched *matched, struct diff_pair *pair);

/* moved.c */
int moved_find(struct diff_matched *matched, struct diff_pair *pair);

/* between.c */
void between_find(const struct mmt_diff *diff, struct diff_matched *matched,
		  struct diff_pair *pair);

/* lanes.c */
int lanes_try(struct mmt_diff *diff, struct diff_matched *matched, struct diff_pair *pair);

/* phases.c */
int phases_see(struct diff_run *run, const struct mmt_record *record, uint64_t gap);
int phases_find(struct mmt_diff *diff);
int phases_gaps(struct mmt_diff *diff);
uint32_t phases_item(const struct diff_stream *stream, uint32_t index);
uint32_t phases_number(const struct diff_phases *phases, unsigned int side, uint64_t index);

/* polls.c */
void polls_settle(const struct mmt_diff *diff, struct diff_matched *matched,
		  struct diff_pair *pair);

/* noise.c */
int noise_learn(struct mmt_diff *diff, const struct diff_matched *matched);

/* loops.c */
int loops_find(struct mmt_diff *diff);

/* address.c */
void addresses_find(struct mmt_diff *diff);
void addresses_move(struct mmt_diff *diff);
bool address_differs(const struct mmt_diff *diff, uint64_t a, uint64_t b);

/* judge.c */
int judge(struct mmt_diff *diff);
int64_t places_number(const struct diff_keys *keys, uint32_t *place_of);
long key_exception(const struct mmt_diff *diff, uint32_t key, enum mmt_verdict verdict);
uint64_t pair_bits(const struct diff_matched *matched, uint32_t pair, uint32_t a, uint32_t b);

/* diff.c */
void row_fill(const struct mmt_diff *diff, struct mmt_diff_row *row, uint32_t pair,
	      unsigned int side, uint32_t item);

/* groups.c */
void groups_sort(struct diff_groups *groups);
struct diff_group *groups_add(struct diff_groups *groups);
const struct diff_group *groups_find(const struct diff_groups *groups, uint32_t pair,
				     uint32_t side, uint32_t item);

#endif
