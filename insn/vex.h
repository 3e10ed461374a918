/* SPDX-License-Identifier: GPL-2.0 */
/* The encodings VEX, EVEX and XOP. */
#ifndef MMIOTRACE_INSN_VEX_H
#define MMIOTRACE_INSN_VEX_H

#include "prefix.h"

enum vex_form { VEX2, VEX3, EVEX, XOP };

int mmio_decode_vex(struct mmio_insn *insn, struct cursor *c,
		    const struct prefixes *pre, enum vex_form form);

#endif
