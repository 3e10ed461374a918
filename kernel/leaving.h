/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_LEAVING_H
#define MMT_LEAVING_H

#include <linux/types.h>

void mmt_leaving_note(unsigned long virt);
void mmt_leaving_forget(unsigned long virt);
bool mmt_leaving_is(unsigned long virt);

#endif
