// SPDX-License-Identifier: GPL-2.0
#include "operand.h"

/* How many bytes parse_memory() is going to take; 0: not even the SIB is there. */
static unsigned int memory_bytes(const struct cursor *c, u8 modrm)
{
	unsigned int bytes = 0;
	u8 base = modrm & 7;

	if (base == 4) {
		if (!have(c, 1))
			return 1;
		base = *c->pos & 7;
		bytes = 1;
	}
	if (modrm >= 0x80 || (modrm < 0x40 && base == 5))
		bytes += 4;
	else if (modrm & 0x40)
		bytes += 1;
	return bytes;
}

int mmio_get_memory(struct mmio_insn *insn, struct cursor *c,
		    const struct prefixes *pre, u8 modrm, u8 rex)
{
	if (!have(c, memory_bytes(c, modrm)))
		return -ENODATA;
	c->pos = parse_memory(insn, c->pos, modrm, rex);
	insn->seg = pre->seg;
	return 0;
}
