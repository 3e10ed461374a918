/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_FAULT_H
#define MMT_FAULT_H

struct pt_regs;

int mmt_page_fault(struct pt_regs *regs, unsigned long addr);

#endif
