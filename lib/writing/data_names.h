/* SPDX-License-Identifier: GPL-2.0 */
/* Registers and fields of an access, and lines of the source, as text for scripts. */
#ifndef LIB_DATA_NAMES_H
#define LIB_DATA_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "libmmiotrace.h"

/**
 * struct made_text - text made of pieces, as long as it must be; all zeros is empty
 * @text: not terminated
 * @length: of it
 * @room: bytes there
 * @failed: memory has run out; the text is not whole
 */
struct made_text {
	char *text;
	size_t length;
	size_t room;
	bool failed;
};

void data_register(struct made_text *made, const struct mmt_named *part, unsigned int parts);
void data_fields(struct made_text *made, struct made_text *name, struct mmt_names *names,
		 const struct mmt_named *part, unsigned int parts);
void data_inlined(struct made_text *made, const struct mmt_line *line);

#endif
