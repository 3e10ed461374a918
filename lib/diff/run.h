/* SPDX-License-Identifier: GPL-2.0 */
/* A run of a driver: one trace as it is taken in. */
#ifndef LIB_RUN_H
#define LIB_RUN_H

#include "item.h"
#include "keys.h"

#define RUN_CACHE	4096	/* keys and functions that are remembered; a power of two */

/**
 * struct diff_device - a device of a trace, or a mapping that is nobody's
 * @device: the device, or NULL
 * @phys: where the mapping begins
 * @length: its bytes
 * @stream: what was done to it
 * @paired: it has a partner in the pairs that are being found
 * @role: which device of A it is, for all runs; NOBODY when A has no such
 */
struct diff_device {
	const struct mmt_device *device;
	uint64_t phys;
	uint64_t length;
	struct diff_stream stream;
	bool paired;
	uint32_t role;
};

/**
 * struct diff_mark - where a phase may begin
 * @word: text of a mark; 0 is a gap
 * @index: number of the access behind it
 * @time: of the mark, or of that access
 * @gap: nanoseconds
 */
struct diff_mark {
	uint32_t word;
	uint32_t index;
	uint64_t time;
	uint64_t gap;
};

struct diff_marks {
	struct diff_mark *at;
	uint32_t n;
	uint32_t room;
};

/**
 * struct diff_run - one trace
 * @of: what it is
 * @trace: the trace
 * @names: its register names, or NULL
 * @words: texts of all runs
 * @origins: likewise
 * @device: devices, as they came
 * @devices: how many
 * @devices_room: for how many there is room
 * @by_index: number of a device by struct mmt_device.index, and one; 0 is none
 * @indexes: how many of them
 * @mappings: of those that are nobody's
 * @by_mapping: number of a device by that of its mapping in @mappings
 * @mappings_room: for how many there is room
 * @keys: of what the items are, until devices are paired; then those of all runs count
 * @accesses: how many there were, with those that were not chosen
 * @loss: numbers of accesses before which records are missing
 * @losses: how many
 * @losses_room: for how many there is room
 * @cut: the rest of the trace is missing
 * @marks: marks and long gaps, when there are to be phases
 * @time: of the latest access, for these
 * @key: the latest keys, by hash
 * @origin: the latest origins, by hash of the address
 */
struct diff_run {
	enum mmt_run of;
	struct mmt_trace *trace;
	struct mmt_names *names;
	struct diff_words *words;
	struct diff_origins *origins;
	struct diff_device *device;
	uint32_t devices;
	uint32_t devices_room;
	uint32_t *by_index;
	uint32_t indexes;
	struct diff_keys mappings;
	uint32_t *by_mapping;
	uint32_t mappings_room;
	struct diff_keys keys;
	uint64_t accesses;
	uint32_t *loss;
	uint32_t losses;
	uint32_t losses_room;
	bool cut;
	struct diff_marks marks;
	uint64_t time;
	struct {
		const struct mmt_device *device;
		uint64_t offset;
		uint64_t what;
		uint32_t key;
	} key[RUN_CACHE];
	struct {
		uint64_t pc;
		int cpu;
		int pid;
		uint32_t number;
	} origin[RUN_CACHE];
};

struct diff_run *run_new(enum mmt_run of, struct mmt_trace *trace, struct mmt_names *names,
			 struct diff_words *words, struct diff_origins *origins);
void run_free(struct diff_run *run);
int run_add(struct diff_run *run, const struct mmt_record *record,
	    const struct mmt_named *part, unsigned int parts);
int run_loss(struct diff_run *run);
int run_share_keys(struct diff_run *run, struct diff_keys *keys);
bool run_lost_between(const struct diff_run *run, uint64_t from, uint64_t to);

#endif
