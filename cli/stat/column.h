/* SPDX-License-Identifier: GPL-2.0 */
/* What can be said of a register: one column each, for people and for scripts. */
#ifndef _CLI_COLUMN_H
#define _CLI_COLUMN_H

#include "tally.h"
#include "terminal/out.h"

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
 * struct column - one column
 * @name: in --columns, CSV and JSON
 * @title: for people
 * @write: write what is in it: for people, or for scripts, for which numbers have no
 *	commas, and what is not known is nothing
 * @number: it holds numbers
 * @ragged: too long to be lined up
 */
struct column {
	const char *name;
	const char *title;
	void (*write)(struct out *out, const struct row *row, bool people);
	bool number;
	bool ragged;
};

extern const struct column column_table[STATISTIC_COLUMNS];

const struct column *column_find(const char *name);

#endif
