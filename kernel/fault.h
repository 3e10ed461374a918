/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_FAULT_H
#define MMT_FAULT_H

#include <linux/types.h>

struct mmt_wrap;

extern struct mmt_wrap mmt_page_fault_wrap;

bool mmt_page_fault_arrives(void);

#endif
