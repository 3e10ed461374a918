// SPDX-License-Identifier: GPL-2.0
#include "prefix.h"
#include "vector.h"

/*
 * Memory width of the SSE and AVX moves in map 0F, 0 for all the others.
 * @vector: bytes of the vector registers
 */
unsigned int mmio_vector_move_width(u8 op, unsigned int pp, bool wide,
				    unsigned int vector)
{
	switch (op) {
	case 0x10:		/* MOVUPS MOVUPD MOVSS MOVSD */
	case 0x11:
	case 0x2b:		/* MOVNTPS MOVNTPD, SSE4A: MOVNTSS MOVNTSD */
		return pp == PP_F3 ? 4 : pp == PP_F2 ? 8 : vector;
	case 0x12:		/* MOVLPS MOVLPD MOVSLDUP MOVDDUP */
	case 0x16:		/* MOVHPS MOVHPD MOVSHDUP */
		if (pp == PP_F3 || (pp == PP_F2 && vector != 16))
			return vector;
		return 8;
	case 0x13:
	case 0x17:
	case 0xd6:		/* MOVQ */
		return 8;
	case 0x28:		/* MOVAPS MOVAPD */
	case 0x29:
	case 0xf0:		/* LDDQU */
		return vector;
	case 0x6e:		/* MOVD MOVQ */
		return wide ? 8 : 4;
	case 0x7e:
		return wide || pp == PP_F3 ? 8 : 4;
	case 0x6f:		/* MOVQ mm, MOVDQA, MOVDQU */
	case 0x7f:
	case 0xe7:		/* MOVNTQ MOVNTDQ */
		return pp == PP_NONE ? 8 : vector;
	}
	return 0;
}

/* mmio_evex_disp8_unit() for half precision: maps 5 and 6. */
static unsigned int evex_disp8_unit_half(unsigned int map, u8 op,
					 unsigned int pp, bool wide,
					 bool broadcast, unsigned int vector)
{
	unsigned int element = 2;

	if (map == 6) {
		if ((op & 0x7e) == 0x56)	/* complex: 56, 57, D6, D7 */
			return broadcast || (op & 1) ? 4 : vector;
		if (op == 0x13) {
			if (pp == PP_NONE)
				return element;
			vector /= 2;
		} else if (op == 0x2d || op == 0x43 || op == 0x4d || op == 0x4f ||
			   (op >= 0x99 && op <= 0xbf && (op & 9) == 9)) {
			return element;
		}
		return broadcast ? element : vector;
	}
	switch (op) {
	case 0x1d:
		element = 4;
		if (pp == PP_NONE)
			return element;
		break;
	case 0x2a:
		return wide ? 8 : 4;
	case 0x5a:
		if (pp == PP_F2)
			return 8;
		if (pp == PP_66)
			element = 8;
		else
			vector /= 4;
		break;
	case 0x5b:
		if (pp == PP_NONE)
			element = wide ? 8 : 4;
		else
			vector /= 2;
		break;
	case 0x78:
	case 0x79:
		vector /= pp == PP_66 ? 4 : 2;
		break;
	case 0x7a:
	case 0x7b:
		if (pp == PP_F3)
			return wide ? 8 : 4;
		if (pp == PP_66)
			vector /= 4;
		else
			element = wide ? 8 : 4;
		break;
	case 0x2e:
	case 0x2f:
	case 0x6e:
	case 0x7e:
		return element;
	}
	if (pp == PP_F3 && op != 0x5b && op != 0x7d)	/* scalars */
		return element;
	return broadcast ? element : vector;
}

/*
 * EVEX multiplies a displacement of 8 bits by the size of what it reads. Most
 * instructions take a whole vector, or one element that is broadcast; those
 * that do not are listed here.
 */
unsigned int mmio_evex_disp8_unit(unsigned int map, u8 op, unsigned int pp,
				  bool wide, bool broadcast,
				  unsigned int vector)
{
	const bool scalar = pp == PP_F3 || pp == PP_F2;
	unsigned int element = wide ? 8 : 4;
	unsigned int width;

	if (map >= 5)
		return evex_disp8_unit_half(map, op, pp, wide, broadcast, vector);
	if (map == 1) {
		width = mmio_vector_move_width(op, pp, wide, vector);
		if (width)
			return width;
		switch (op) {
		case 0x2a:		/* from a general register or memory */
			return element;
		case 0x2c:		/* scalars to general registers */
		case 0x2d:
			return pp == PP_F2 ? 8 : 4;
		case 0x2e:		/* UCOMIS, COMIS */
		case 0x2f:
			return pp == PP_66 ? 8 : 4;
		case 0x51:
		case 0x58:
		case 0x59:
		case 0x5c:
		case 0x5d:
		case 0x5e:
		case 0x5f:
		case 0xc2:
			if (scalar)
				return pp == PP_F2 ? 8 : 4;
			break;
		case 0x5a:
			if (scalar)
				return pp == PP_F2 ? 8 : 4;
			if (pp == PP_NONE)
				vector /= 2;
			break;
		case 0x78:
		case 0x79:
			if (scalar)
				return pp == PP_F2 ? 8 : 4;
			if (pp == PP_66 && !wide)
				vector /= 2;
			break;
		case 0x7a:
			if (pp != PP_F2 && !wide)
				vector /= 2;
			break;
		case 0x7b:
			if (scalar)
				return element;
			if (!wide)
				vector /= 2;
			break;
		case 0xe6:
			if (pp == PP_F3 && !wide)
				vector /= 2;
			break;
		case 0xc4:
			return 2;
		case 0xd1:		/* shifts by a count in 128 bits */
		case 0xd2:
		case 0xd3:
		case 0xe1:
		case 0xe2:
		case 0xf1:
		case 0xf2:
		case 0xf3:
			return 16;
		}
	} else if (map == 2) {
		/* Moves that change the element size: half, quarter, eighth. */
		if ((op >= 0x30 && op <= 0x35) || (op >= 0x20 && op <= 0x25) ||
		    (pp == PP_F3 && op >= 0x10 && op <= 0x15)) {
			unsigned int kind = op & 7;

			if (kind == 2)
				return vector / 8;
			return kind == 1 || kind == 4 ? vector / 4 : vector / 2;
		}
		/* Dot products and FMA of four steps take four floats. */
		if (pp == PP_F2 && (op == 0x52 || op == 0x53 || op == 0x9a ||
				    op == 0x9b || op == 0xaa || op == 0xab))
			return 16;
		/* The scalar forms of FMA. */
		if (op >= 0x99 && op <= 0xbf && (op & 9) == 9)
			return element;
		switch (op) {
		case 0x13:
			return vector / 2;
		case 0x18:
		case 0x58:
			return 4;
		case 0x19:
		case 0x59:
			return 8;
		case 0x1a:
		case 0x5a:
			return 16;
		case 0x1b:
		case 0x5b:
			return 32;
		case 0x62:
		case 0x63:
			return wide ? 2 : 1;
		case 0x78:
			return 1;
		case 0x79:
			return 2;
		case 0x2d:
		case 0x43:
		case 0x4d:
		case 0x4f:
		case 0x88:		/* expand, compress */
		case 0x89:
		case 0x8a:
		case 0x8b:
		case 0x90:		/* gather, scatter */
		case 0x91:
		case 0x92:
		case 0x93:
		case 0xa0:
		case 0xa1:
		case 0xa2:
		case 0xa3:
		case 0xc6:
		case 0xc7:
		case 0xcb:
		case 0xcd:
			return element;
		}
	} else if (map == 3) {
		if (pp != PP_66)	/* half precision */
			element = 2;
		switch (op) {
		case 0x0a:
			return element;
		case 0xc2:
			if (pp == PP_F3)
				return element;
			break;
		case 0x17:
		case 0x21:
			return 4;
		case 0x0b:
			return 8;
		case 0x14:
		case 0x20:
			return 1;
		case 0x15:
			return 2;
		case 0x16:
		case 0x22:
		case 0x27:
		case 0x51:
		case 0x55:
		case 0x57:
		case 0x67:
			return element;
		case 0x18:
		case 0x19:
		case 0x38:
		case 0x39:
			return 16;
		case 0x1a:
		case 0x1b:
		case 0x3a:
		case 0x3b:
			return 32;
		case 0x1d:
			return vector / 2;
		}
	}
	return broadcast ? element : vector;
}

/* Gathers and scatters: the index is a vector register. */
bool mmio_has_vector_index(unsigned int map, u8 op, bool evex)
{
	if (map != 2)
		return false;
	if (op >= 0x90 && op <= 0x93)
		return true;
	return evex && ((op >= 0xa0 && op <= 0xa3) || op == 0xc6 || op == 0xc7);
}
