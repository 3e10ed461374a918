// SPDX-License-Identifier: GPL-2.0
/* Accesses of a log with their registers, written as envytools' demmio writes them. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "libmmiotrace.h"

static void complain(void *data, const struct mmt_complaint *complaint)
{
	(void)data;
	fprintf(stderr, "%s:%lu: %s\n", complaint->file, complaint->line, complaint->text);
}

static void print(struct mmt_names *names, const struct mmt_record *record)
{
	struct mmt_named part[MMT_MAX_PARTS];
	unsigned int n = mmt_name(names, record, part);
	bool writes = record->kind == MMT_WRITE;

	for (unsigned int i = 0; i < n; i++) {
		if (i)
			printf("%42s", "");
		else
			printf("[0] %" PRIu64 ".%06" PRIu64 " MMIO%u %c 0x%06" PRIx64 " 0x%08" PRIx64 " ",
			       record->time / 1000000000, record->time / 1000 % 1000000,
			       8 * record->width, writes ? 'W' : 'R', record->offset, record->value);
		printf("%s %s %s\n", part[i].name, writes ? "<=" : "=>",
		       mmt_value(names, &part[i], part[i].value));
	}
	if (!n)
		printf("[0] %" PRIu64 ".%06" PRIu64 " MMIO%u %c 0x%06" PRIx64 " 0x%08" PRIx64 " %#" PRIx64 " %s %#" PRIx64 "\n",
		       record->time / 1000000000, record->time / 1000 % 1000000, 8 * record->width,
		       writes ? 'W' : 'R', record->offset, record->value, record->offset,
		       writes ? "<=" : "=>", record->value);
}

int main(int argc, char **argv)
{
	struct mmt_options options = { .messages = { complain, NULL } };
	struct mmt_regs *regs = mmt_regs_new(&options.messages);
	struct mmt_names *names;
	struct mmt_record record;
	struct mmt_trace *trace;
	int status;

	if (argc != 3 || !regs || mmt_regs_load(regs, argv[1])) {
		fprintf(stderr, "usage: decode REGS LOG\n");
		return 2;
	}
	trace = mmt_open(argv[2], &options);
	if (!trace)
		return 1;
	names = mmt_names_new(regs, trace);
	if (!names)
		return 1;
	while ((status = mmt_next(trace, &record)) > 0)
		if (mmt_is_access(&record))
			print(names, &record);
	mmt_names_free(names);
	mmt_close(trace);
	mmt_regs_free(regs);
	return status ? 1 : 0;
}
