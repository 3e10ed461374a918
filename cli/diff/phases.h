/* SPDX-License-Identifier: GPL-2.0 */
/* A comparison phase by phase. */
#ifndef _CLI_PHASES_H
#define _CLI_PHASES_H

#include "request.h"

void phases_table(struct diff_view *view);
void phases_data(struct diff_view *view);
void phases_name(struct out *out, const struct mmt_diff_phase *phase);

#endif
