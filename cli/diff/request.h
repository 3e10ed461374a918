/* SPDX-License-Identifier: GPL-2.0 */
/* What the user of mmiotrace diff asked for. */
#ifndef _CLI_REQUEST_H
#define _CLI_REQUEST_H

#include "input/source.h"
#include "terminal/out.h"

#define REQUEST_MOST	30	/* further runs of each side */

enum diff_format {
	DIFF_TEXT,
	DIFF_JSONL,
};

/**
 * struct diff_request - what is compared, and how it is shown
 * @options: of both sides: what is read of a trace
 * @from_b: --from of B where it is another
 * @to_b: likewise --to
 * @path: the traces: A and B
 * @same: further runs of each of them
 * @sames: how many
 * @except: exception files
 * @excepts: how many
 * @device: --device-a and --device-b, or NULL
 * @format: how to write
 * @stat: only the summary
 * @final: only the last value of each register
 * @varying: show what is left out, because it varies
 * @gap: nanoseconds of a gap between phases, 0 without --phases
 * @context: accesses around a difference
 * @side_by_side: both traces beside one another, where there is room
 * @display: colours and the pager
 */
struct diff_request {
	struct source options;
	struct select_edge from_b;
	struct select_edge to_b;
	const char *path[2];
	const char *same[2][REQUEST_MOST];
	size_t sames[2];
	const char *except[SOURCE_FILES];
	size_t excepts;
	const char *device[2];
	enum diff_format format;
	bool stat;
	bool final;
	bool varying;
	uint64_t gap;
	unsigned int context;
	bool side_by_side;
	struct display display;
};

/**
 * struct diff_view - what is written
 * @request: how
 * @diff: what
 * @names: register names of A, or NULL
 * @out: where to
 * @sides: both traces beside one another
 */
struct diff_view {
	const struct diff_request *request;
	const struct mmt_diff *diff;
	struct mmt_names *names;
	struct out out;
	bool sides;
};

#endif
