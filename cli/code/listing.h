/* SPDX-License-Identifier: GPL-2.0 */
/* The text of a line of the source. */
#ifndef _CLI_LISTING_H
#define _CLI_LISTING_H

#include <stddef.h>

#define LISTING_FILES	1024	/* that are kept */

/**
 * struct source_text - files of the source
 * @root: directories
 * @roots: how many
 * @file: files that were looked for
 * @files: how many
 */
struct source_text {
	const char *const *root;
	size_t roots;
	struct listed_file {
		char *name;
		char *text;
		size_t size;
	} file[LISTING_FILES];
	size_t files;
};

const char *listing_line(struct source_text *listing, const char *name, unsigned int line,
			 size_t *length);
void listing_free(struct source_text *listing);

#endif
