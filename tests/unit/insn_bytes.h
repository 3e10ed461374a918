/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INSN_BYTES_H
#define INSN_BYTES_H

#include <stdlib.h>

#include "insn.h"

/* "8b 43 10" to bytes */
static inline unsigned int parse(const char *hex, u8 *out, unsigned int room)
{
	unsigned int n = 0;
	char *end;

	for (; *hex; hex = end) {
		unsigned long byte = strtoul(hex, &end, 16);

		if (end == hex)
			break;
		assert_true(n < room);
		out[n++] = byte;
	}
	return n;
}

#endif
