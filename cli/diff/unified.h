/* SPDX-License-Identifier: GPL-2.0 */
/* What differs, for people: in the order of the accesses, with some around it. */
#ifndef _CLI_UNIFIED_H
#define _CLI_UNIFIED_H

#include "request.h"

void unified_write(struct diff_view *view);
void unified_mark(struct out *out, const struct mmt_diff_row *row);
void unified_fields(struct diff_view *view, const struct mmt_diff_row *row);
void unified_register(struct out *out, const struct mmt_diff_row *row);

#endif
