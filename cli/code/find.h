/* SPDX-License-Identifier: GPL-2.0 */
/* Where the debug information of a module, or of the kernel, is. */
#ifndef _CLI_FIND_H
#define _CLI_FIND_H

#include "debugfile.h"

/**
 * struct find_places - where the user has debug information
 * @path: directories, in which it may be at any depth, or files
 * @paths: how many
 */
struct find_places {
	const char *const *path;
	size_t paths;
};

struct debugfile *find_debugfile(const struct find_places *places, const char *module,
				 const struct debugfile_wanted *wanted, char *refused, size_t size);

#endif
