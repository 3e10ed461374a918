/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_FILTER_H
#define MMT_FILTER_H

#include <linux/types.h>

void mmt_filter_clear(void);
int mmt_filter_add(u64 start, u64 end);
unsigned int mmt_filter_count(void);
bool mmt_filter_next(u64 *start, u64 *end);

#endif
