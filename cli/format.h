/* SPDX-License-Identifier: GPL-2.0 */
/* The formats of report, one file each. */
#ifndef _CLI_FORMAT_H
#define _CLI_FORMAT_H

#include <stdbool.h>
#include <stdio.h>

#include "inventory.h"
#include "trace.h"

/**
 * struct report - a report being written
 * @out: where to
 * @inventory: devices and functions of the trace
 * @real_pc: classic log: real code addresses and threads, not zeros
 */
struct report {
	FILE *out;
	struct inventory *inventory;
	bool real_pc;
};

/**
 * struct format - a format
 * @name: as on the command line
 * @kinds: KIND()s of records it wants
 * @begin: writes what comes before the records
 * @record: writes one record; must not be called with other kinds
 *
 * Errors of output are found at the end, from the stream.
 */
struct format {
	const char *name;
	unsigned int kinds;
	void (*begin)(struct report *report);
	void (*record)(struct report *report, const struct record *record);
};

#define KINDS_SHOWN \
	(KIND(RECORD_READ) | KIND(RECORD_WRITE) | KIND(RECORD_UNKNOWN) | \
	 KIND(RECORD_MAP) | KIND(RECORD_UNMAP) | KIND(RECORD_MARK) | KIND(RECORD_LOST))

extern const struct format text_format;
extern const struct format classic_format;
extern const struct format jsonl_format;
extern const struct format csv_format;

#endif
