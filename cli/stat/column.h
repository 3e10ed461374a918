/* SPDX-License-Identifier: GPL-2.0 */
/* What can be said of a register: one column each, for people and for scripts. */
#ifndef _CLI_COLUMN_H
#define _CLI_COLUMN_H

#include "tally.h"
#include "terminal/out.h"

enum statistic_column {
	STATISTIC_FUNCTION,
	STATISTIC_TASK,
	STATISTIC_DEVICE,
	STATISTIC_BAR,
	STATISTIC_OFFSET,
	STATISTIC_LAST_OFFSET,
	STATISTIC_ADDRESS,
	STATISTIC_ADDRESS_HEX,
	STATISTIC_CONFIG,
	STATISTIC_REGISTER,
	STATISTIC_REGISTERS,
	STATISTIC_READS,
	STATISTIC_WRITES,
	STATISTIC_FIRST,
	STATISTIC_FIRST_HEX,
	STATISTIC_LAST,
	STATISTIC_LAST_HEX,
	STATISTIC_VALUES,
	STATISTIC_VALUES_EXACT,
	STATISTIC_MIN,
	STATISTIC_AVG,
	STATISTIC_MAX,
	STATISTIC_POLLING,
	STATISTIC_WIDTHS,
	STATISTIC_CALLERS,
	STATISTIC_CALLERS_EXACT,
	STATISTIC_COLUMNS,
};

/* Which of enum tally_by have a column. */
#define OF(by)		(1U << TALLY_##by)
#define OF_EACH		(OF(REGISTER) | OF(FUNCTION) | OF(TASK) | OF(DEVICE))

/* What a script finds in a column. */
enum column_type {
	COLUMN_TEXT,
	COLUMN_NUMBER,
	COLUMN_JSON,	/* true, false, or an array, in JSON and in CSV */
};

/**
 * struct column - one column
 * @name: in --columns, CSV and JSON
 * @title: for people
 * @write: write what is in it: for people, or for scripts, for which numbers have no
 *	commas, and what is not known is nothing
 * @type: for scripts
 * @of: which of enum tally_by have it
 * @rank: the lower, the sooner people get it where lines are short
 * @number: people see it at the right
 * @ragged: too long to be lined up
 * @scripts: people get it only when they ask for it
 */
struct column {
	const char *name;
	const char *title;
	void (*write)(struct out *out, const struct row *row, bool people);
	enum column_type type;
	unsigned int of;
	unsigned int rank;
	bool number;
	bool ragged;
	bool scripts;
};

extern const struct column column_table[STATISTIC_COLUMNS];

const struct column *column_find(const char *name);

#endif
