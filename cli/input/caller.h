/* SPDX-License-Identifier: GPL-2.0 */
/* Functions by the addresses of their code. */
#ifndef _CLI_CALLER_H
#define _CLI_CALLER_H

#include "base/lookup.h"
#include "libmmiotrace.h"

#define CALLER_SLOTS	4096	/* addresses that are remembered */

/**
 * struct caller - a function
 * @length: of its name alone, without "[module]"
 * @id: number of it, from 0, in struct callers.all
 * @name: "e1000_reset_hw [e1000]"; the address where nobody knows a name
 */
struct caller {
	size_t length;
	uint32_t id;
	char name[];
};

/**
 * struct callers - the functions of a trace
 * @trace: whose
 * @by_pc: the latest for each hash of an address; most accesses come from few
 * @all: all of them
 * @count: how many
 * @by_name: these, by name
 */
struct callers {
	struct mmt_trace *trace;
	struct {
		uint64_t pc;
		const struct caller *caller;
	} by_pc[CALLER_SLOTS];
	struct caller **all;
	uint32_t count;
	struct lookup by_name;
};

int callers_begin(struct callers *callers, struct mmt_trace *trace);
void callers_end(struct callers *callers);
const struct caller *caller_slow(struct callers *callers, uint64_t pc);

/**
 * caller_of() - the function at an address
 * @callers: the functions
 * @pc: the address
 *
 * Return: the function, good until callers_end(); NULL when @pc is 0 or memory
 * has run out.
 */
static inline const struct caller *caller_of(struct callers *callers, uint64_t pc)
{
	uint64_t slot = (pc * 0x9e3779b97f4a7c15ULL) >> 52;

	if (!pc)
		return NULL;
	if (callers->by_pc[slot].pc == pc)
		return callers->by_pc[slot].caller;
	return caller_slow(callers, pc);
}

#endif
