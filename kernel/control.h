/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_CONTROL_H
#define MMT_CONTROL_H

int mmt_control_init(void);
void mmt_control_exit(void);

#endif
