/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_HOOK_H
#define MMT_HOOK_H

#include <linux/types.h>

int mmt_hook_install(void);
void mmt_hook_remove(void);
void mmt_hook_wait_tasks(void);
bool mmt_hook_foreign_tracer(void);

#endif
