/* SPDX-License-Identifier: GPL-2.0 */
/* What differs, for scripts. */
#ifndef _CLI_DATA_H
#define _CLI_DATA_H

#include "request.h"

void data_write(struct diff_view *view);
void data_finding(struct diff_view *view, const struct mmt_diff_row *row, uint64_t count);
void data_summary(struct diff_view *view, const struct mmt_diff_summary *sum);

#endif
