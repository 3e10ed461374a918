/* SPDX-License-Identifier: GPL-2.0 */
/* A module, or the kernel, with its debug information, read with libdw. */
#ifndef _CLI_DEBUGFILE_H
#define _CLI_DEBUGFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "libmmiotrace.h"

#define BUILD_ID_MOST	64	/* bytes; the linker makes 20 */

/**
 * struct debugfile_wanted - what a file must be to be the one of a trace
 * @release: of the kernel, "6.1.0-56-amd64"; "" when the trace does not say
 * @build_id: of this very module, as hexadecimal digits; NULL when nobody knows
 * @path: where libdw looks for what was taken out of a file, see dwfl_begin(3)
 */
struct debugfile_wanted {
	const char *release;
	const char *build_id;
	char *path;
};

struct debugfile;

struct debugfile *debugfile_open(const char *path, const struct debugfile_wanted *wanted,
				 char *why, size_t size);
void debugfile_close(struct debugfile *file);
bool debugfile_certain(const struct debugfile *file);
size_t debugfile_symbols(const struct debugfile *file, const char *name, uint64_t offset,
			 uint64_t *address, size_t most);
struct mmt_line *debugfile_lines(struct debugfile *file, uint64_t address);

#endif
