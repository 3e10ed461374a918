// SPDX-License-Identifier: GPL-2.0
#include "prefix.h"

/* All prefixes up to the opcode; 67 is noted in insn->flags. */
int mmio_get_prefixes(struct mmio_insn *insn, struct cursor *c,
		      struct prefixes *pre, u8 *opcode)
{
	while (have(c, 1)) {
		u8 byte = *c->pos++;

		if ((byte & 0xf0) == 0x40) {
			pre->rex = byte;
			continue;
		}
		if (byte == 0x66) {
			pre->opsize = true;
		} else if (byte == 0x67) {
			insn->flags |= MMIO_F_ADDR32;
		} else if (byte == 0xf0) {
			pre->lock = true;
			insn->flags |= MMIO_F_LOCK;
		} else if (byte == 0xf2 || byte == 0xf3) {
			if (pre->rep && pre->rep != byte)
				pre->two_reps = true;
			pre->rep = byte;
		} else if (byte == 0x64 || byte == 0x65) {
			pre->seg = byte;
		} else if ((byte & 0xe7) != 0x26) {
			/* Not ES, CS, SS, DS, which mean nothing here. */
			*opcode = byte;
			return 0;
		}
		/* REX counts only when it is right before the opcode. */
		pre->rex = 0;
	}
	return -ENODATA;
}
