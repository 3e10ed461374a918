/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which line of the source did it. An address of a trace has the name of its function,
 * "e1000_reset_hw+0x23 [e1000]"; that function is looked up in the symbols of the module's
 * file, and the place in it in the file's debug information.
 */
#ifndef _CLI_CODE_H
#define _CLI_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "libmmiotrace.h"

#define CODE_PATHS	32

/**
 * struct code_options - what the user said
 * @wanted: lines are to be shown
 * @debuginfo: directories and files with debug information
 * @debuginfos: how many
 * @source: directories with the source
 * @sources: how many
 */
struct code_options {
	bool wanted;
	const char *debuginfo[CODE_PATHS];
	size_t debuginfos;
	const char *source[CODE_PATHS];
	size_t sources;
};

/**
 * struct code_place - a line
 * @line: which; behind it, where its function was inlined
 * @text: what stands in it, not terminated, of any bytes; NULL when nobody knows
 * @length: of @text
 */
struct code_place {
	const struct mmt_line *line;
	const char *text;
	size_t length;
};

struct code_lines;

struct code_lines *code_begin(struct mmt_trace *trace, const struct code_options *options);
const struct code_place *code_at(struct code_lines *code, uint64_t pc, bool after);
const char *code_file(const struct mmt_line *line);
void code_tell(const struct code_lines *code);
void code_end(struct code_lines *code);

#endif
