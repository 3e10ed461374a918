/* SPDX-License-Identifier: GPL-2.0 */
/* Counts for each register of a trace. */
#ifndef _CLI_TALLY_H
#define _CLI_TALLY_H

#include "base/lookup.h"
#include "input/caller.h"
#include "distinct.h"
#include "libmmiotrace.h"
#include "polling.h"

#define TALLY_ROWS	100000	/* what comes later is counted together */
#define TALLY_CALLERS	32	/* of one register */

/* What is counted: each has a row. */
enum tally_by {
	TALLY_REGISTER,
	TALLY_FUNCTION,
	TALLY_TASK,
	TALLY_DEVICE,
};

/**
 * struct calls - accesses by one function
 * @caller: the function
 * @count: how many
 */
struct calls {
	const struct caller *caller;
	uint64_t count;
};

/**
 * struct row - what happened to one register
 * @device: whose it is, or NULL
 * @offset: in @bar; a physical address without a device
 * @id: its number in struct mmt_named plus 1; 0 when it has no name
 * @bar: where it is
 * @config: in configuration space
 * @rest: this counts all registers of the BAR for which there was no row any more
 * @shift: this counts the registers without names in 2^@shift bytes from @offset on, 0
 *	when it is one
 * @folded: this counts the registers of an array
 * @widths: bit n: was accessed with 2^n bytes
 * @many_callers: there were more than fit
 * @callers: how many there are
 * @room: of @calls
 * @reads: how many
 * @writes: how many
 * @last: value of the last access
 * @until: time of the last one
 * @shortest: time between two accesses
 * @longest: likewise
 * @total: of all these times
 * @polling: time spent in reads of it in a row
 * @calls: the functions, those that do most come to the front
 * @distinct: its values
 * @first: value of the first access
 * @since: time of the first access
 * @phys: its physical address
 * @name: its name, or NULL; of the function or task that is counted
 * @registers: how many are counted here, when it is not one
 * @last_offset: where the last of these is
 *
 * What each access needs comes first, in two lines of the cache: of a trace with many
 * registers no row is in it when it is needed.
 */
struct row {
	const struct mmt_device *device;
	uint64_t offset;
	uint32_t id;
	int8_t bar;
	bool config;
	bool rest;
	bool folded;
	uint8_t shift;
	bool many_callers;
	uint8_t widths;
	uint8_t callers;
	uint8_t room;
	uint64_t reads;
	uint64_t writes;
	uint64_t last;
	uint64_t until;
	uint64_t shortest;
	uint64_t longest;
	uint64_t total;
	uint64_t polling;
	struct calls *calls;
	struct distinct distinct;
	uint64_t first;
	uint64_t since;
	uint64_t phys;
	char *name;
	uint64_t registers;
	uint64_t last_offset;
} __attribute__((aligned(64)));

/**
 * struct counted - what is counted of an access
 * @device: whose memory it is, or NULL
 * @offset: in @bar; a physical address without a device
 * @phys: physical address
 * @value: read or written
 * @time: when
 * @caller: its function, or NULL
 * @width: bytes
 * @bar: where it is
 * @config: in configuration space
 * @write: direction
 * @place: where the search for its row begins, if it has no name
 * @row: the row that was found there, or NULL
 */
struct counted {
	const struct mmt_device *device;
	uint64_t offset;
	uint64_t phys;
	uint64_t value;
	uint64_t time;
	const struct caller *caller;
	unsigned int width;
	int8_t bar;
	bool config;
	bool write;
	const uint32_t *place;
	struct row *row;
};

/* A row that counts several registers knows no times between accesses of one. */
static inline bool row_is_one(const struct row *row)
{
	return !row->rest && !row->shift && !row->folded;
}

/**
 * struct tally - all registers
 * @by: what has a row
 * @row: in the order of their first access
 * @rows: how many
 * @most: when to begin counting together
 * @shifts: bit n: there are rows with @shift n
 * @crowded: nothing is gained by gathering rows
 * @index: these, by register
 * @pool: memory of sets of values and lists of functions
 * @accesses: how many in all
 * @rested: of them in rows of what is counted together
 * @polling: reads in a row
 * @failed: memory has run out
 */
struct tally {
	enum tally_by by;
	struct row *row;
	size_t rows;
	size_t most;
	uint32_t shifts;
	bool crowded;
	struct lookup index;
	struct pool pool;
	uint64_t accesses;
	uint64_t rested;
	struct polling polling;
	bool failed;
};

int tally_begin(struct tally *tally);
void tally_end(struct tally *tally);
void tally_add(struct tally *tally, const struct mmt_record *record,
	       const struct caller *caller, const struct mmt_named *part, unsigned int parts);
void tally_skip(struct tally *tally);

/* In steps, between which there is time for memory to come: see cli/stat/ahead.h. */
void tally_look(const struct tally *tally, struct counted *counted,
		const struct mmt_record *record, const struct caller *caller);
void tally_fetch_row(const struct tally *tally, struct counted *counted);
void tally_fetch_values(const struct counted *counted);
void tally_count(struct tally *tally, const struct counted *counted);

/* cli/stat/crowd.c */
void row_merge(struct tally *tally, struct row *into, struct row *from);
bool crowd_gather(struct tally *tally);
void crowd_fold_arrays(struct tally *tally);

/* For these. */
void tally_close_gaps(struct tally *tally);
void row_count_caller(struct tally *tally, struct row *row, const struct caller *caller,
		      uint64_t count);

#endif
