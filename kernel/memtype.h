/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MMT_MEMTYPE_H
#define MMT_MEMTYPE_H

#include "compat/symbols.h"

int mmt_memtype_set(enum mmt_memtype type, unsigned long addr, int numpages);

#endif
