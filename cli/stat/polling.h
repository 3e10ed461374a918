/* SPDX-License-Identifier: GPL-2.0 */
/* Time spent polling: in reads of one register in a row. */
#ifndef _CLI_POLLING_H
#define _CLI_POLLING_H

#include <stdbool.h>
#include <stdint.h>

#define POLLING_READS	3	/* so many in a row, and then all of them were */

/**
 * struct polling - the latest reads in a row; all zeros is none
 * @of: register of the access before
 * @reads: how many
 * @since: time of the first one
 */
struct polling {
	const void *of;
	uint64_t reads;
	uint64_t since;
};

/**
 * polling_add() - the next access
 * @polling: the reads in a row
 * @of: its register
 * @write: it is a write
 * @time: when
 * @before: when the access to this register before was
 *
 * Return: time that turns out to have been spent polling.
 */
static inline uint64_t polling_add(struct polling *polling, const void *of, bool write,
				   uint64_t time, uint64_t before)
{
	bool goes_on = !write && of == polling->of && polling->reads;

	polling->of = of;
	if (!goes_on) {
		polling->reads = !write;
		polling->since = time;
		return 0;
	}
	polling->reads++;
	if (polling->reads < POLLING_READS)
		return 0;
	if (polling->reads == POLLING_READS)
		before = polling->since;
	return time > before ? time - before : 0;
}

/** polling_end() - something else was accessed */
static inline void polling_end(struct polling *polling)
{
	polling->reads = 0;
}

#endif
