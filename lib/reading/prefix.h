/* SPDX-License-Identifier: GPL-2.0 */
/* What logs put before a line of QEMU: when it was written, and by whom. */
#ifndef _LIB_PREFIX_H
#define _LIB_PREFIX_H

#include <stdbool.h>
#include <stdint.h>

#include "libmmiotrace.h"

bool prefix_own(const char **at, struct mmt_record *record);
void prefix_read(const char *line, const char *end, struct mmt_record *record);

#endif
