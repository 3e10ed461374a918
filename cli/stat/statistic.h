/* SPDX-License-Identifier: GPL-2.0 */
/* Writing the counts of a trace, as a table for people or for scripts. */
#ifndef _CLI_STATISTIC_H
#define _CLI_STATISTIC_H

#include "terminal/out.h"
#include "tally.h"

enum statistic_format {
	STATISTIC_TEXT,
	STATISTIC_JSONL,
	STATISTIC_CSV,
};

enum statistic_column {
	STATISTIC_DEVICE,
	STATISTIC_REGISTER,
	STATISTIC_READS,
	STATISTIC_WRITES,
	STATISTIC_FIRST,
	STATISTIC_LAST,
	STATISTIC_VALUES,
	STATISTIC_MIN,
	STATISTIC_AVG,
	STATISTIC_MAX,
	STATISTIC_POLLING,
	STATISTIC_WIDTHS,
	STATISTIC_CALLERS,
	STATISTIC_COLUMNS,
};

/**
 * struct statistic - what to write
 * @out: where to
 * @format: how
 * @columns: which, in order
 * @count: how many of them
 */
struct statistic {
	struct out out;
	enum statistic_format format;
	enum statistic_column columns[STATISTIC_COLUMNS];
	size_t count;
};

const char *statistic_columns_parse(struct statistic *statistic, char *text);
void statistic_write(struct statistic *statistic, const struct tally *tally);

#endif
