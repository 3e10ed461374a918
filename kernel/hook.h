/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_HOOK_H
#define MMT_HOOK_H

#include <linux/types.h>

int mmt_hook_init(void);
void mmt_hook_exit(void);
int mmt_hook_get(void);
void mmt_hook_put(void);
bool mmt_hook_foreign_tracer(void);

#endif
