/* SPDX-License-Identifier: GPL-2.0 */
/* Legacy prefixes and REX. */
#ifndef MMIOTRACE_INSN_PREFIX_H
#define MMIOTRACE_INSN_PREFIX_H

#include "cursor.h"

#define REX_W	8
#define REX_R	4
#define REX_X	2
#define REX_B	1

/* Mandatory prefix, numbered as VEX.pp. */
enum { PP_NONE, PP_66, PP_F3, PP_F2 };

struct prefixes {
	u8 rex;
	u8 seg;		/* the last of FS and GS */
	u8 rep;		/* the last of F2 and F3 */
	bool two_reps;	/* both of them */
	bool opsize;
	bool lock;
};

static inline unsigned int mandatory_prefix(const struct prefixes *pre)
{
	if (pre->rep)
		return pre->rep == 0xf2 ? PP_F2 : PP_F3;
	return pre->opsize ? PP_66 : PP_NONE;
}

int mmio_get_prefixes(struct mmio_insn *insn, struct cursor *c,
		      struct prefixes *pre, u8 *opcode);

#endif
