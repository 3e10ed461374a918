/* SPDX-License-Identifier: GPL-2.0 */
/* Failures on purpose, so that tests can reach what happens then. */
#ifndef MMT_INJECT_H
#define MMT_INJECT_H

#include <linux/types.h>

bool mmt_inject_failure(void);

#endif
