/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Accesses on their way to be counted: the places in memory where one is counted are
 * fetched while those before it are.
 */
#ifndef _CLI_AHEAD_H
#define _CLI_AHEAD_H

#include "tally.h"

#define AHEAD	32	/* accesses on their way */
#define AHEAD_INDEX	8	/* so many later the index is there, and the row is fetched */
#define AHEAD_ROW	20	/* and the row is there, and its set of values is */

/**
 * struct ahead - the accesses; all zeros is none
 * @access: in a circle
 * @added: how many have come
 * @counted: how many of them were counted
 */
struct ahead {
	struct counted access[AHEAD];
	size_t added;
	size_t counted;
};

void ahead_add(struct ahead *ahead, struct tally *tally, const struct mmt_record *record,
	       const struct caller *caller, const struct mmt_named *part, unsigned int parts);
void ahead_end(struct ahead *ahead, struct tally *tally);

#endif
