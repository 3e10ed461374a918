/* SPDX-License-Identifier: GPL-2.0 */
/* Which records the user wants to see. */
#ifndef _CLI_SELECT_H
#define _CLI_SELECT_H

#include "caller.h"
#include "terminal/display.h"

#define SELECT_MOST	32	/* of each option */

/* What getopt_long() returns for these options, which report and stat share. */
enum select_option {
	SELECT_REG = DISPLAY_OPTION_END,
	SELECT_OFFSET,
	SELECT_VALUE,
	SELECT_READ,
	SELECT_WRITE,
	SELECT_TIME,
	SELECT_FROM,
	SELECT_TO,
	SELECT_CPU,
	SELECT_TASK,
	SELECT_FUNCTION,
	SELECT_DEVICE,
	SELECT_BAR,
	SELECT_END,
};

#define SELECT_OPTIONS \
	{ "reg", required_argument, NULL, SELECT_REG }, \
	{ "offset", required_argument, NULL, SELECT_OFFSET }, \
	{ "value", required_argument, NULL, SELECT_VALUE }, \
	{ "read", no_argument, NULL, SELECT_READ }, \
	{ "write", no_argument, NULL, SELECT_WRITE }, \
	{ "time", required_argument, NULL, SELECT_TIME }, \
	{ "from", required_argument, NULL, SELECT_FROM }, \
	{ "to", required_argument, NULL, SELECT_TO }, \
	{ "cpu", required_argument, NULL, SELECT_CPU }, \
	{ "task", required_argument, NULL, SELECT_TASK }, \
	{ "function", required_argument, NULL, SELECT_FUNCTION }, \
	{ "device", required_argument, NULL, SELECT_DEVICE }, \
	{ "bar", required_argument, NULL, SELECT_BAR }

#define SELECT_HELP \
	"Which accesses (of options given twice one must fit, and all that are given):\n" \
	"      --device NAME       PCI address or driver's name\n" \
	"      --bar N             0 to 5, or rom\n" \
	"      --reg NAME          register; a pattern such as 'TD*', upper or lower case\n" \
	"      --offset A[..B]     offsets in the BAR\n" \
	"      --value V           a value, a range A..B, or V/MASK\n" \
	"      --read, --write     only these\n" \
	"      --time A..B         seconds of the trace's clock; A.. and ..B are fine\n" \
	"      --from MARK         begin at the mark whose text holds MARK\n" \
	"      --to MARK           end at that mark\n" \
	"      --cpu N\n" \
	"      --task NAME         name of a task (a pattern), or its number\n" \
	"      --function NAME     calling function (a pattern)\n"

/**
 * struct select_pattern - what may be misspelt
 * @text: as the user gave it
 * @found: something has fitted it
 */
struct select_pattern {
	const char *text;
	bool found;
};

struct select_range {
	uint64_t from;
	uint64_t to;
	uint64_t mask;
};

/**
 * struct select - the choice; all zeros chooses everything
 * @by_access: something was asked that only accesses have
 *
 * The rest is private.
 */
struct select {
	bool by_access;
	struct select_pattern reg[SELECT_MOST];
	struct select_range offset[SELECT_MOST];
	struct select_range value[SELECT_MOST];
	struct select_pattern task[SELECT_MOST];
	struct select_pattern function[SELECT_MOST];
	struct select_pattern device[SELECT_MOST];
	int cpu[SELECT_MOST];
	int bar[SELECT_MOST];
	size_t regs, offsets, values, tasks, functions, devices, cpus, bars;
	bool reads;
	bool writes;
	bool timed;
	struct select_range time;
	const char *from_mark;
	const char *to_mark;
	bool begun;
	bool ended;
	bool asked;	/* names were compared with something */
	bool chosen;	/* something was, other than marks and losses */
	/* What --reg says of each id: 0 not asked yet, 1 no, 2 yes. */
	unsigned char *verdict;
	size_t verdicts;
};

const char *select_take(struct select *select, int option, const char *text);
bool select_wants(struct select *select, const struct mmt_record *record,
		  const struct caller *caller, const struct mmt_named *part,
		  unsigned int parts);
void select_missing(const struct select *select, void (*say)(const char *format, ...));
void select_end(struct select *select);

/* Whether everything is chosen, so that nothing need be asked. */
static inline bool select_all(const struct select *select)
{
	return !select->by_access && !select->timed && !select->from_mark &&
	       !select->to_mark && !select->tasks && !select->cpus && !select->functions &&
	       !select->devices && !select->bars;
}

#endif
