/* SPDX-License-Identifier: GPL-2.0 */
/* What happens to the memory operand of instructions without a kind. */
#ifndef MMIOTRACE_INSN_ACCESS_H
#define MMIOTRACE_INSN_ACCESS_H

#include "prefix.h"

/* D8 to DF */
void mmio_set_access_x87(struct mmio_insn *insn, u8 op, u8 ext, bool opsize16);

/* 0F; false: it is one on vector registers */
bool mmio_set_access_0f(struct mmio_insn *insn, const struct prefixes *pre,
			u8 op, u8 ext, unsigned int opsize);

#endif
