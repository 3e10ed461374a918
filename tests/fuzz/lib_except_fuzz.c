// SPDX-License-Identifier: GPL-2.0
/* libFuzzer target for exception files. */
#include <stdio.h>
#include <stdlib.h>

#include "diff/except.h"

static void require_that(bool condition, const char *what)
{
	if (condition)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

static void complain(void *data, const struct mmt_complaint *complaint)
{
	require_that(complaint->file && complaint->line, "a complaint names no line");
	require_that(!strchr(complaint->text, '\n'), "a complaint is more than a line");
	++*(unsigned long *)data;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned long complaints = 0;
	const struct mmt_messages messages = { .complain = complain, .data = &complaints };
	struct diff_excepts excepts = { .n = 0 };
	int status = excepts_parse(&excepts, "fuzz", (const char *)data, size, &messages);

	require_that(!status == !complaints, "the status does not fit the complaints");
	for (size_t i = 0; i < excepts.n; i++)
		require_that(excepts.at[i].line && *excepts.at[i].pattern, "an exception of nothing");
	excepts_find(&excepts, "CTRL", "BAR0+0x0000", MMT_VALUE);
	excepts_free(&excepts);
	return 0;
}
