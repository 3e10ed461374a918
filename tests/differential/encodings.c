// SPDX-License-Identifier: GPL-2.0
#include "encodings.h"

#include <string.h>

/* Combinations of an opcode: legacy 4 prefixes, W, ext; VEX: pp, W, L, ext. */
#define LEGACY_EACH	(4 * 2 * 8)
#define VEX_EACH	(4 * 2 * 2 * 8)
#define EVEX_EACH	(4 * 2 * 3 * 2 * 2 * 8)
#define LEGACY		(4u * 256 * LEGACY_EACH)
#define VEX		(3u * 256 * VEX_EACH)
#define EVEX		(5u * 256 * EVEX_EACH)

unsigned int encodings_count(void)
{
	return LEGACY + VEX + EVEX;
}

static unsigned int take(unsigned int *n, unsigned int radix)
{
	unsigned int digit = *n % radix;

	*n /= radix;
	return digit;
}

struct encoding encoding_at(unsigned int n)
{
	static const u8 prefixes[] = { 0, 0x66, 0xf3, 0xf2 };
	static const u8 evex_maps[] = { 1, 2, 3, 5, 6 };
	struct encoding e = { .form = FORM_LEGACY };

	if (n < LEGACY) {
		e.prefix = prefixes[take(&n, 4)];
		e.wide = take(&n, 2);
		e.ext = take(&n, 8);
		e.op = take(&n, 256);
		e.map = n;
		return e;
	}
	n -= LEGACY;
	e.form = n < VEX ? FORM_VEX : FORM_EVEX;
	if (n >= VEX)
		n -= VEX;
	e.pp = take(&n, 4);
	e.wide = take(&n, 2);
	e.ext = take(&n, 8);
	if (e.form == FORM_VEX) {
		e.length = take(&n, 2);
		e.op = take(&n, 256);
		e.map = n + 1;
	} else {
		e.length = take(&n, 3);
		e.broadcast = take(&n, 2);
		e.mask = take(&n, 2);
		e.op = take(&n, 256);
		e.map = evex_maps[n];
	}
	return e;
}

unsigned int encode(const struct encoding *e, u8 *code, u8 base, u8 vvvv, u8 high)
{
	const u8 inverted = (high & 1 ? 0 : 0x80) | 0x40 | (base & 8 ? 0 : 0x20);
	u8 *p = code, *modrm;

	memset(code, 5, MMIO_INSN_MAX + 1);
	if (e->form == FORM_LEGACY) {
		if (e->prefix)
			*p++ = e->prefix;
		*p++ = 0x40 | e->wide << 3 | (high & 1) << 2 | base >> 3;
		if (e->map)
			*p++ = 0x0f;
		if (e->map == 2)
			*p++ = 0x38;
		else if (e->map == 3)
			*p++ = 0x3a;
	} else if (e->form == FORM_VEX) {
		*p++ = 0xc4;
		*p++ = inverted | e->map;
		*p++ = e->wide << 7 | (~vvvv & 15) << 3 | e->length << 2 | e->pp;
	} else {
		*p++ = 0x62;
		*p++ = inverted | (high & 2 ? 0 : 0x10) | e->map;
		*p++ = e->wide << 7 | (~vvvv & 15) << 3 | 4 | e->pp;
		*p++ = e->length << 5 | e->broadcast << 4 | 8 | e->mask;
	}
	*p++ = e->op;
	modrm = p;
	*p++ = e->ext << 3 | (base & 7);
	if ((base & 7) == 4) {		/* needs a SIB byte */
		*p++ = 0x24;
	} else if ((base & 7) == 5) {	/* needs a displacement */
		*modrm |= 0x40;
		*p++ = 0;
	}
	return modrm - code;
}

/*
 * AMX: the configuration of tiles, and tiles, which a process has to ask for first.
 * Neither map has another instruction with a memory operand there.
 */
static bool uses_tiles(const struct encoding *e)
{
	return e->form != FORM_LEGACY && e->map == 2 &&
	       (e->op == 0x49 || e->op == 0x4a || e->op == 0x4b || e->op == 0x6e || e->op == 0x6f);
}

/* XRSTOR loads what EDX:EAX says, PKRU for one; the others belong to shadow stacks. */
static bool loads_state(const struct encoding *e)
{
	const bool f3 = e->prefix == 0xf3;

	if (e->op == 0xae)
		return e->ext == 5 || (f3 && e->ext == 6);	/* XRSTOR, CLRSSBSY */
	return e->op == 0x01 && f3 && e->ext == 5;		/* RSTORSSP */
}

bool runs_away(const struct encoding *e)
{
	if (e->form != FORM_LEGACY)
		return uses_tiles(e);
	if (e->map == 0)
		return e->op == 0x8e || (e->op == 0xff && e->ext >= 2 && e->ext <= 5);
	return e->map == 1 && (e->op == 0xb2 || e->op == 0xb4 || e->op == 0xb5 || loads_state(e));
}

bool newer_than_decoder(const struct encoding *e)
{
	if (e->form != FORM_LEGACY)
		return false;
	return (e->map == 0 && e->op == 0xd5) ||
	       (e->map == 1 && e->op == 0x00 && e->prefix == 0xf2 && e->ext == 6);
}
