// SPDX-License-Identifier: GPL-2.0
#include "length.h"

#include <stdio.h>
#include <string.h>

#include "machine.h"
#include "random.h"

void random_code(u8 code[MMIO_INSN_MAX])
{
	static const u8 prefixes[] = {
		0x66, 0x67, 0xf2, 0xf3, 0x2e, 0x3e, 0x64, 0x65, 0xf0, 0x48, 0x41, 0x44,
	};
	unsigned int i, n = 0;

	for (i = 0; i < MMIO_INSN_MAX; i++)
		code[i] = rnd();
	while (chance(50) && n < 5)
		code[n++] = prefixes[below(ARRAY_SIZE(prefixes))];
	switch (below(8)) {
	case 0:
	case 1:
		code[n] = 0x0f;
		break;
	case 2:
		code[n] = 0x0f;
		code[n + 1] = 0x38;
		break;
	case 3:
		code[n] = 0x0f;
		code[n + 1] = 0x3a;
		break;
	case 4:
		code[n] = 0xc5;
		break;
	case 5:
		code[n] = 0xc4;
		code[n + 1] = (code[n + 1] & 0xe0) | (1 + below(3));
		break;
	case 6:
		code[n] = 0x62;
		code[n + 1] = (code[n + 1] & 0xf0) | (1 + below(3));
		code[n + 2] |= 4;
		break;
	}
}

/* Not canonical; with an address of 32 bits, where nothing is mapped. */
#define NOWHERE		0x4000000040000000ul

/* Does it fault on its memory operand, whatever it is? */
static bool must_fault(const struct mmio_insn *insn)
{
	unsigned long regs[21], address;
	unsigned int i;

	if (insn->flags & MMIO_F_STRING)
		return true;
	if (!(insn->flags & MMIO_F_MODRM) || (insn->flags & MMIO_F_NO_DATA) ||
	    insn->base > MMIO_REG_R15 || insn->seg)
		return false;
	for (i = 0; i < ARRAY_SIZE(regs); i++)
		regs[i] = NOWHERE;
	address = mmio_insn_address(insn, regs);
	/* Vector indices are not in there: with 32 bits they lead anywhere. */
	if (insn->flags & MMIO_F_ADDR32)
		return insn->width && address > 0x30000000 && address < 0x7f000000;
	return address >> 47 && address >> 47 != 0x1ffff;
}

int length_is(const u8 *code, unsigned int len)
{
	u8 padded[MMIO_INSN_MAX];
	unsigned int i;
	int takes;

	for (i = 0; i < 16; i++)
		machine->reg[i] = NOWHERE;
	machine->flags = 0x202;
	/* What is undefined may be as long as it likes. Behind it are breakpoints. */
	memset(padded, 0xcc, sizeof(padded));
	memcpy(padded, code, len);
	if (machine_takes(padded, sizeof(padded)) < 0)
		return -1;
	takes = machine_takes(code, len);
	if (takes <= 0 || len == 1)
		return takes;
	return !machine_takes(code, len - 1);
}

int check_length(void)
{
	u8 code[MMIO_INSN_MAX];
	struct mmio_insn insn;
	unsigned int i;
	int is;

	random_code(code);
	if (mmio_insn_decode(&insn, code, sizeof(code)) || !must_fault(&insn))
		return -1;
	/* One that is undefined and would be longer than 15 bytes gives #GP. */
	if (insn.len > MMIO_INSN_MAX - 2)
		return -1;
	is = length_is(code, insn.len);
	if (is)
		return is;
	fprintf(stderr, "the length is not %u:", insn.len);
	for (i = 0; i < sizeof(code); i++)
		fprintf(stderr, " %02x", code[i]);
	fprintf(stderr, "\n");
	return 0;
}
