// SPDX-License-Identifier: GPL-2.0
/*
 * Registers that hold addresses of memory: rings, queues, and where an interrupt is sent
 * to. A driver gets another one in each run. Nothing says so of a register but what is
 * written to it: on both sides never anything but nothing, or the begin of a page, or the
 * place of a CPU's interrupts; and both sides differ in more bits than a flag has.
 */
#include "compare.h"

#define PAGE		4096
#define LOWEST		(1U << 20)	/* below is what no driver gets */
#define INTERRUPTS	0xfee		/* of x86: bits 31 to 20 */
#define INTERRUPTED	0xff000		/* the CPU there; what is below says how it is told */
#define OTHER_BITS	4		/* that differ at least once */

static bool is_address(uint64_t value)
{
	return !value || value >> 20 == INTERRUPTS || (value >= LOWEST && !(value % PAGE));
}

/* Flags that are known are no address. */
static bool may_be(const struct mmt_diff *diff, uint32_t number)
{
	const struct diff_key *key = &diff->keys.at[number];
	const struct mmt_named named = { .reg = key->reg };
	unsigned int count;
	uint64_t rest;

	if (!mmt_is_write((enum mmt_kind)key->kind) || key->width < 4 || key->width > 8)
		return false;
	return !key->reg || !diff->run[0]->names ||
	       !mmt_fields(diff->run[0]->names, &named, UINT64_MAX, &count, &rest) || count < 2;
}

/**
 * addresses_find() - find registers that hold addresses of memory
 * @diff: the comparison, A and B aligned; @compared gets them
 */
void addresses_find(struct mmt_diff *diff)
{
	struct diff_compared *compared = diff->compared;

	for (uint32_t i = 0; i < diff->keys.n; i++)
		compared[i].address = may_be(diff, i);
	for (uint32_t number = 0; number < diff->matched.pairs; number++)
		for (unsigned int side = 0; side < 2; side++) {
			const struct diff_stream *stream = pair_stream(&diff->matched, number, side);

			for (uint32_t i = 0; i < stream->n; i++)
				compared[stream->item[i].key].address &= is_address(stream->item[i].value);
		}
}

/**
 * address_differs() - are two values two addresses?
 * @a: the one
 * @b: the other; both of a register that holds addresses
 */
bool address_differs(uint64_t a, uint64_t b)
{
	if (a >> 20 == INTERRUPTS && b >> 20 == INTERRUPTS)
		return !((a ^ b) & ~(uint64_t)INTERRUPTED) && __builtin_popcountll(a ^ b) > 1;
	return a && b && a >> 20 != INTERRUPTS && b >> 20 != INTERRUPTS &&
	       __builtin_popcountll(a ^ b) >= OTHER_BITS;
}
