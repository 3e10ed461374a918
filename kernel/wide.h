/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_WIDE_H
#define MMT_WIDE_H

#include <linux/types.h>

struct mmt_area;
struct mmt_hit;

bool mmt_wide_possible(unsigned int width);
void mmt_wide_read(const struct mmt_hit *hit, const struct mmt_area *area,
		   unsigned long addr, unsigned int width, void *to);
void mmt_wide_write(const struct mmt_hit *hit, const struct mmt_area *area,
		    unsigned long addr, unsigned int width, const void *from);

#endif
