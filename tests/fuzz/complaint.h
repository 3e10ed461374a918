/* SPDX-License-Identifier: GPL-2.0 */
/* What the fuzzers of readers hear, and stop at: a complaint is a line and of a kind. */
#ifndef FUZZ_COMPLAINT_H
#define FUZZ_COMPLAINT_H

#include <stdio.h>
#include <stdlib.h>

#include "libmmiotrace.h"

static unsigned long complaints;

static void require_that(bool condition, const char *what)
{
	if (condition)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

static void hear(void *data, const struct mmt_complaint *complaint)
{
	(void)data;
	require_that(complaint->file && *complaint->text, "a complaint says nothing");
	require_that(mmt_error_name(complaint->error), "a complaint is of no kind");
	for (const char *c = complaint->text; *c; c++)
		require_that((unsigned char)*c >= ' ' && *c != 0x7f, "a complaint is no line");
	complaints++;
}

#endif
