// SPDX-License-Identifier: GPL-2.0
#include "ahead.h"

static void count_one(struct ahead *ahead, struct tally *tally)
{
	tally_count(tally, &ahead->access[ahead->counted++ % AHEAD]);
}

/**
 * ahead_end() - count all that are on their way
 * @ahead: the accesses
 * @tally: the counts
 */
void ahead_end(struct ahead *ahead, struct tally *tally)
{
	while (ahead->counted < ahead->added)
		count_one(ahead, tally);
}

/**
 * ahead_add() - tally_add(), but later
 * @ahead: the accesses
 * @tally: the counts
 * @record: the access
 * @caller: its function, or NULL
 * @part: its registers
 * @parts: how many, may be 0
 */
void ahead_add(struct ahead *ahead, struct tally *tally, const struct mmt_record *record,
	       const struct caller *caller, const struct mmt_named *part, unsigned int parts)
{
	size_t n = ahead->added;

	/* Names and tasks do not live as long. */
	if (parts || tally->by != TALLY_REGISTER) {
		ahead_end(ahead, tally);
		tally_add(tally, record, caller, part, parts);
		return;
	}
	if (n - ahead->counted == AHEAD)
		count_one(ahead, tally);
	ahead->added++;
	tally_look(tally, &ahead->access[n % AHEAD], record, caller);
	if (n - ahead->counted >= AHEAD_INDEX)
		tally_fetch_row(tally, &ahead->access[(n - AHEAD_INDEX) % AHEAD]);
	if (n - ahead->counted >= AHEAD_ROW)
		tally_fetch_values(&ahead->access[(n - AHEAD_ROW) % AHEAD]);
}
