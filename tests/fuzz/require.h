/* SPDX-License-Identifier: GPL-2.0 */
/* A finding: say which bytes, and stop. */
#ifndef FUZZ_REQUIRE_H
#define FUZZ_REQUIRE_H

#include <stdio.h>
#include <stdlib.h>

#include "insn.h"

static inline void require(bool condition, const char *what, const u8 *code, size_t n)
{
	size_t i;

	if (condition)
		return;
	fprintf(stderr, "%s:", what);
	for (i = 0; i < n; i++)
		fprintf(stderr, " %02x", code[i]);
	fprintf(stderr, "\n");
	abort();
}

#endif
