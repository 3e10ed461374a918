/* SPDX-License-Identifier: GPL-2.0 */
/* Which descriptions are for which chip. */
#ifndef LIB_VARIANT_H
#define LIB_VARIANT_H

#include "register.h"

/**
 * struct scope - what a condition inherits from what it is in
 * @prefix: name of the enumeration that gives prefixes, or NULL; some write there what
 *	is none
 * @varset: name of the one that variants are of, when it was said here; or NULL
 * @outer: likewise, when it was said outside
 */
struct scope {
	const char *prefix;
	const char *varset;
	const char *outer;
};

#define MOST_VARSETS 16

/**
 * struct chip - the variants that are known
 * @database: whose
 * @known: one for each enumeration
 * @n_known: how many
 */
struct chip {
	const struct database *database;
	struct known {
		const struct listing *set;
		size_t variant;
	} known[MOST_VARSETS];
	unsigned int n_known;
};

struct scope scope_in(struct scope outer, const struct condition *condition);
const char *scope_name(const struct database *database, struct scope scope);
const struct listing *scope_set(const struct database *database, struct scope scope);
bool variant_holds(const struct chip *chip, struct scope scope,
		   const struct condition *condition);
bool chip_choose(struct chip *chip, const struct listing *set, size_t variant);
bool chip_choose_name(struct chip *chip, const char *set, const char *variant);
bool chip_choose_number(struct chip *chip, const char *set, uint64_t number);

/* For each word of "A B-C D:E": its ends; false at the end of the string. */
struct variant_range {
	const char *first;
	size_t first_length;
	const char *last;
	size_t last_length;
	char sign;	/* '-' with the last, ':' without it, 0 when it is just one */
};
bool variant_next(const char **text, struct variant_range *range);

/* The variant of this name, or MMT_NO_VARIANT. */
#define MMT_NO_VARIANT ((size_t)-1)
size_t variant_find(const struct listing *set, const char *name, size_t length);

#endif
