/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_ALIAS_H
#define MMT_ALIAS_H

#include <linux/types.h>

struct vm_struct;

struct vm_struct *mmt_alias_create(unsigned long base, unsigned long size);
void mmt_alias_destroy(struct vm_struct *alias);
bool mmt_alias_is(const struct vm_struct *area);

#endif
