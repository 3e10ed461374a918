/* SPDX-License-Identifier: GPL-2.0 */
/* Findings that the user has excused, each with its reason. */
#ifndef LIB_EXCEPT_H
#define LIB_EXCEPT_H

#include "libmmiotrace.h"

/**
 * struct diff_except - a line of an exception file
 * @file: of which file
 * @line: number of the line
 * @pattern: of registers, a pattern of the shell
 * @finding: of which kind, MMT_SAME for every kind
 * @used: accesses that it has excused
 */
struct diff_except {
	char *file;
	unsigned long line;
	char *pattern;
	enum mmt_verdict finding;
	uint64_t used;
};

/**
 * struct diff_excepts - all lines
 * @at: the lines
 * @n: how many
 */
struct diff_excepts {
	struct diff_except *at;
	size_t n;
};

int excepts_load(struct diff_excepts *excepts, const char *path,
		 const struct mmt_messages *messages);
int excepts_parse(struct diff_excepts *excepts, const char *path, const char *text,
		  size_t length, const struct mmt_messages *messages);
long excepts_find(const struct diff_excepts *excepts, const char *name, const char *place,
		  enum mmt_verdict finding);
void excepts_free(struct diff_excepts *excepts);

#endif
