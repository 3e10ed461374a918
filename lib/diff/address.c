// SPDX-License-Identifier: GPL-2.0
/*
 * Registers that hold addresses of memory: rings, queues, and where an interrupt is sent
 * to. A driver gets another one in each run. Nothing says so of a register but what is
 * written to it: on both sides never anything but nothing, or the begin of a page, or the
 * place of a CPU's interrupts; and both sides differ in more bits than a flag has, or most such do.
 */
#include <stdlib.h>

#include "compare.h"

#define PAGE		4096
#define LOWEST		(1U << 20)	/* below is what no driver gets */
#define INTERRUPTS	0xfee		/* of x86: bits 31 to 20 */
#define INTERRUPTED	0xff00c		/* the CPU there, and whether it is named by its number */
#define OTHER_BITS	4		/* that differ at least once */
#define EFFORT		(1UL << 20)	/* items that are looked at for those that were moved */

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

static bool is_of_memory(uint64_t address)
{
	return address && address >> 20 != INTERRUPTS;
}

static bool is_far(uint64_t a, uint64_t b)
{
	return __builtin_popcountll(a ^ b) >= OTHER_BITS;
}

/*
 * Most addresses that differ do so in many bits. Two that differ in few by chance are no flags
 * then.
 */
static bool are_elsewhere(const struct mmt_diff *diff)
{
	const struct diff_matched *matched = &diff->matched;
	uint64_t all = 0, far = 0;

	for (uint32_t number = 0; number < matched->pairs; number++) {
		const struct diff_stream *one = pair_stream(matched, number, 0);
		const struct diff_stream *two = pair_stream(matched, number, 1);

		for (uint32_t i = 0; i < one->n; i++) {
			uint32_t other = matched->pair[number].other[0][i];
			uint64_t a = one->item[i].value, b;

			if (other == NOBODY || !diff->compared[one->item[i].key].address)
				continue;
			b = two->item[other].value;
			if (a == b || !is_of_memory(a) || !is_of_memory(b))
				continue;
			all++;
			far += is_far(a, b);
		}
	}
	return 2 * far > all;
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
	diff->elsewhere = are_elsewhere(diff);
}

static bool is_alone(const struct diff_matched *matched, uint32_t pair, unsigned int side,
		     uint32_t item, const struct diff_compared *compared)
{
	return matched->pair[pair].other[side][item] == NOBODY && !matched->pair[pair].flags[side][item] &&
	       compared[pair_stream(matched, pair, side)->item[item].key].address;
}

/* The next address of a key from @b on that only B writes; @effort is for all of them. */
static uint32_t next_alone(const struct diff_matched *matched, uint32_t pair, uint32_t b, uint32_t key,
			   const struct diff_compared *compared, uint64_t *effort)
{
	const struct diff_stream *stream = pair_stream(matched, pair, 1);

	for (; b < stream->n; b++, --*effort) {
		if (!*effort)
			return stream->n;
		if (stream->item[b].key == key && is_alone(matched, pair, 1, b, compared))
			break;
	}
	return b;
}

static void move_pair(struct mmt_diff *diff, uint32_t number, uint32_t *from)
{
	struct diff_matched *matched = &diff->matched;
	const struct diff_compared *compared = diff->compared;
	struct diff_pair *pair = &matched->pair[number];
	const struct diff_stream *one = pair_stream(matched, number, 0);
	const struct diff_stream *two = pair_stream(matched, number, 1);
	uint64_t effort = EFFORT + 4ULL * two->n;

	for (uint32_t a = 0; a < one->n && effort; a++) {
		uint32_t key = one->item[a].key, b;

		if (!one->item[a].value || !is_alone(matched, number, 0, a, compared))
			continue;
		b = next_alone(matched, number, from[key], key, compared, &effort);
		from[key] = b + (b < two->n);
		if (b == two->n || !address_differs(diff, one->item[a].value, two->item[b].value))
			continue;
		pair->other[0][a] = b;
		pair->other[1][b] = a;
		pair->flags[0][a] |= ITEM_MOVED;
		pair->flags[1][b] |= ITEM_MOVED;
	}
}

/**
 * addresses_move() - pair addresses that are written elsewhere in the order
 * @diff: the comparison, after addresses_find()
 *
 * They have no value in common by which moved_find() would know them; the first that only A
 * writes to a register is the first that only B writes there. Without memory they are not
 * paired.
 */
void addresses_move(struct mmt_diff *diff)
{
	/* Each key is of one device. */
	uint32_t *from = calloc(diff->keys.n + 1UL, sizeof(*from));

	for (uint32_t i = 0; from && i < diff->matched.pairs; i++)
		move_pair(diff, i, from);
	free(from);
}

/**
 * address_differs() - are two values two addresses?
 * @diff: the comparison, after addresses_find()
 * @a: the one
 * @b: the other; both of a register that holds addresses
 */
bool address_differs(const struct mmt_diff *diff, uint64_t a, uint64_t b)
{
	if (a >> 20 == INTERRUPTS && b >> 20 == INTERRUPTS)
		return !((a ^ b) & ~(uint64_t)INTERRUPTED) && __builtin_popcountll(a ^ b) > 1;
	return is_of_memory(a) && is_of_memory(b) && a != b && (diff->elsewhere || is_far(a, b));
}
