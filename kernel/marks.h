/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_MARKS_H
#define MMT_MARKS_H

int mmt_marks_init(void);
void mmt_marks_exit(void);

#endif
