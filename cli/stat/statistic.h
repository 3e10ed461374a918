/* SPDX-License-Identifier: GPL-2.0 */
/* Writing the counts of a trace, as a table for people or for scripts. */
#ifndef _CLI_STATISTIC_H
#define _CLI_STATISTIC_H

#include "column.h"

enum statistic_format {
	STATISTIC_TEXT,
	STATISTIC_JSONL,
	STATISTIC_CSV,
};

/**
 * struct statistic - what to write
 * @out: where to
 * @format: how
 * @by: what has a line
 * @top: how many lines, 0 for all
 * @fitted: nobody has chosen the columns: they are those that find room
 * @column: which columns, in order
 * @count: how many of them
 */
struct statistic {
	struct out out;
	enum statistic_format format;
	enum tally_by by;
	size_t top;
	bool fitted;
	const struct column *column[STATISTIC_COLUMNS];
	size_t count;
};

const char *statistic_columns_parse(struct statistic *statistic, char *text);
void statistic_write(struct statistic *statistic, const struct tally *tally);

#endif
