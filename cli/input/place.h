/* SPDX-License-Identifier: GPL-2.0 */
/* Where an access went, without the name of a register. */
#ifndef _CLI_PLACE_H
#define _CLI_PLACE_H

#include "libmmiotrace.h"
#include "terminal/out.h"

void place_offset(struct out *out, const struct mmt_device *device, int bar, bool config,
		  uint64_t offset);
void place_bar(struct out *out, int bar, bool config);

#endif
