/* SPDX-License-Identifier: GPL-2.0 */
/* What somebody may have meant who has misspelt a word. */
#ifndef _CLI_SPELLING_H
#define _CLI_SPELLING_H

#include <stddef.h>

/**
 * struct spelling - the search for the nearest word; all zeros but @wanted begins it
 * @wanted: as it was spelt
 * @nearest: of the words tried so far, NULL when none is near enough
 * @distance: of that
 */
struct spelling {
	const char *wanted;
	const char *nearest;
	unsigned int distance;
};

void spelling_try(struct spelling *spelling, const char *word);

#endif
