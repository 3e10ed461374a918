/* SPDX-License-Identifier: GPL-2.0 */
/* Two values of one register, field by field. */
#ifndef _CLI_FIELDS_H
#define _CLI_FIELDS_H

#include "libmmiotrace.h"

#define FIELDS_MOST	64
#define FIELD_TEXT	48

/**
 * struct field_pair - a field on both sides
 * @name: its name, as long as the register lives
 * @value: of A and of B
 * @text: these for people
 * @guessed: its description does not say that it is one
 */
struct field_pair {
	const char *name;
	uint64_t value[2];
	char text[2][FIELD_TEXT];
	bool guessed;
};

/**
 * struct field_pairs - all fields
 * @n: how many differ
 * @at: these
 * @rest: bits that belong to no field, of A and of B
 */
struct field_pairs {
	size_t n;
	struct field_pair at[FIELDS_MOST];
	uint64_t rest[2];
};

bool fields_compare(struct mmt_names *names, const struct mmt_register *reg,
		    const uint64_t value[2], struct field_pairs *pairs);

#endif
