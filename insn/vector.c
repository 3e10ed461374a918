// SPDX-License-Identifier: GPL-2.0
#include "prefix.h"
#include "vector.h"

/*
 * Memory operand of an opcode, in the tables below. What depends on the mandatory
 * prefix has a letter; SPECIAL is decided in code.
 */
enum shape {
	__,		/* none that is known */
	V,		/* a vector; 8 bytes in MMX */
	H, Q, E,	/* a half, a quarter, an eighth of one */
	P,		/* packed: V; F3: single, F2: double */
	S,		/* scalar: 4, with W 8; half precision: 2 */
	W,		/* general register: 4, with W 8 */
	B1, B2, B4, B8, B16, B32,
	C,		/* shift count: 16 bytes, 8 in MMX */
	L,		/* V; 4 bytes in MMX */
	D,		/* MOVLPS, MOVSLDUP, MOVDDUP */
	U,		/* UCOMISS, UCOMISD */
	K,		/* mask register */
	X,		/* expanded, compressed: V, in units of an element */
	M,		/* depends on a mask in a register */
	NO,		/* an address only */
	SPECIAL,
	RW = 0x40,	/* memory is read and written */
	ST = 0x80,	/* memory is written, not read */
};

/* 0F; what SSE, MMX and AVX have there */
static const u8 map_0f[256] = {
	[0x10] = P, P | ST, D, B8 | ST, V, V, D, B8 | ST,
	[0x28] = V, V | ST, SPECIAL, P | ST, SPECIAL, SPECIAL, U, U,
	[0x51] = P, P, P, V, V, V, V, P, P, SPECIAL, V, P, P, P, P,
	[0x60] = L, L, L, V, V, V, V, V, V, V, V, V, V, V, W, V,
	[0x70] = V, V, V, V, V, V, V, __, SPECIAL, SPECIAL, SPECIAL, SPECIAL,
		 V, V, SPECIAL, V | ST,
	[0x90] = K, K | ST,
	[0xae] = SPECIAL,
	[0xc2] = P, __, B2, __, V,
	[0xd0] = V, C, C, C, V, V, B8 | ST, __, V, V, V, V, V, V, V, V,
	[0xe0] = V, C, C, V, V, V, SPECIAL, V | ST, V, V, V, V, V, V, V, V,
	[0xf0] = V, C, C, C, V, V, V, __, V, V, V, V, V, V, V,
};

static const u8 map_0f38[256] = {
	[0x00] = V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V,
	[0x10] = V, V, V, H, V, V, V, V, B4, B8, B16, B32, V, V, V, V,
	[0x20] = H, Q, E, H, Q, H, V, V, V, V, V, V, SPECIAL, SPECIAL, M | ST, M | ST,
	[0x30] = H, Q, E, H, Q, H, V, V, V, V, V, V, V, V, V, V,
	[0x40] = V, V, V, S, V, V, V, V, __, SPECIAL, __, __, V, S, V, S,
	[0x50] = V, V, SPECIAL, SPECIAL, V, V, __, __, B4, B8, B16, B32,
	[0x62] = X, X | ST, V, V, V, __, V,
	[0x70] = V, V, V, V, __, V, V, V, B1, B2, __, __, __, V, V, V,
	[0x80] = B16, B16, B16, V, __, __, __, __, X, X, X | ST, X | ST,
		 M, V, M | ST, V,
	[0x90] = M, M, M, M, __, __, V, V, V, S, SPECIAL, SPECIAL, V, S, V, S,
	[0xa0] = M | ST, M | ST, M | ST, M | ST, __, __, V, V,
		 V, S, SPECIAL, SPECIAL, V, S, V, S,
	[0xb0] = V, B2, __, __, V, V, V, V, V, S, V, S, V, S, V, S,
	[0xc4] = V, __, NO, NO, V, V, V, SPECIAL, V, SPECIAL, __, V,
	[0xd2] = V, V,
	[0xd8] = SPECIAL, __, V, V, SPECIAL, SPECIAL, SPECIAL, SPECIAL,
	[0xe0] = W | RW, W | RW, W | RW, W | RW, W | RW, W | RW, W | RW, W | RW,
		 W | RW, W | RW, W | RW, W | RW, W | RW, W | RW, W | RW, W | RW,
	[0xf5] = SPECIAL, SPECIAL, __, __, W | ST,	/* F9: MOVDIRI */
	[0xfc] = W | RW,
};

static const u8 map_0f3a[256] = {
	[0x00] = V, V, V, V, V, V, V, __, V, V, SPECIAL, B8, V, V, V, V,
	[0x14] = B1 | ST, B2 | ST, W | ST, B4 | ST,
		 B16, B16 | ST, B32, B32 | ST, __, H | ST, V, V,
	[0x20] = B1, B4, W, V, __, V, V, S,
	[0x38] = B16, B16 | ST, B32, B32 | ST, __, __, V, V,
	[0x40] = V, V, V, V, V, __, V, __, V, V, V, V, V,
	[0x50] = V, S, __, __, V, S, V, S, __, __, __, __, V, V, V, V,
	[0x60] = B16, B16, B16, B16, __, __, V, S, V, V, B4, B8, V, V, B4, B8,
	[0x70] = V, V, V, V, __, __, __, __, V, V, B4, B8, V, V, B4, B8,
	[0xc2] = SPECIAL,
	[0xcc] = V, __, V, V,
	[0xde] = B16, V,
};

static bool is_evex(const struct vector_op *v)
{
	return v->encoding == ENCODING_EVEX;
}

static bool is_mmx(const struct vector_op *v)
{
	if (v->encoding != ENCODING_LEGACY || v->pp != PP_NONE)
		return false;
	if (v->map == 1)
		return v->op >= 0x60 && v->op != 0xc2 && v->op != 0xc6;
	return v->map == 2 ? v->op < 0x20 : v->op == 0x0f;
}

static u8 special_0f(const struct vector_op *v)
{
	const unsigned int pp = v->pp;
	const bool scalar = pp == PP_F3 || pp == PP_F2;

	switch (v->op) {
	case 0x2a:		/* CVTPI2PS, CVTSI2SS */
		return scalar ? W : B8;
	case 0x2c:		/* CVTTPS2PI, CVTTPD2PI, CVTTSS2SI, CVTTSD2SI */
	case 0x2d:
		return pp == PP_66 ? B16 : pp == PP_F3 ? B4 : B8;
	case 0x5a:		/* CVTPS2PD, CVTPD2PS, CVTSS2SD, CVTSD2SS */
		return pp == PP_NONE ? H : P;
	case 0x78:		/* EVEX: to unsigned; VMREAD, VMWRITE */
	case 0x79:
		if (!is_evex(v))
			return pp != PP_NONE ? __ : v->op == 0x78 ? B8 | ST : B8;
		return pp == PP_66 && !v->wide ? H : P;
	case 0x7a:
		return pp != PP_F2 && !v->wide ? H : V;
	case 0x7b:
		return scalar ? W : v->wide ? V : H;
	case 0x7e:		/* MOVQ, MOVD */
		return pp == PP_F3 ? B8 : W | ST;
	case 0xe6:		/* CVTDQ2PD, others */
		return pp == PP_F3 && !(is_evex(v) && v->wide) ? H : V;
	case 0xae:		/* VLDMXCSR, VSTMXCSR */
		return v->ext == 2 ? B4 : v->ext == 3 ? B4 | ST : __;
	}
	return __;
}

static u8 special_0f38(const struct vector_op *v)
{
	const unsigned int pp = v->pp;

	switch (v->op) {
	case 0x2c:		/* VMASKMOV; EVEX: VSCALEF */
		return is_evex(v) ? V : M;
	case 0x2d:
		return is_evex(v) ? S : M;
	case 0x52:		/* EVEX with F2: four floats or words */
	case 0x53:
	case 0x9a:
	case 0xaa:
		return pp == PP_F2 ? B16 : V;
	case 0x9b:
	case 0xab:
		return pp == PP_F2 ? B16 : S;
	case 0xcb:		/* SHA; EVEX: scalars */
	case 0xcd:
		return is_evex(v) ? S : V;
	case 0xdc:		/* AES; F3: Key Locker, whose handles are longer */
	case 0xdd:
	case 0xde:
	case 0xdf:
		return pp == PP_F3 ? __ : V;
	case 0xf5:		/* WRUSS, WRSS */
		return v->encoding == ENCODING_LEGACY && pp == PP_66 ? W | ST : __;
	case 0xf6:
		return v->encoding == ENCODING_LEGACY && pp == PP_NONE ? W | ST : __;
	}
	return __;
}

static u8 shape_of(const struct vector_op *v)
{
	u8 shape = __;

	if (v->map == 1) {
		shape = map_0f[v->op];
		if (shape == SPECIAL)
			shape = special_0f(v);
	} else if (v->map == 2) {
		/* EVEX with F3: the element gets smaller on its way to memory. */
		if (is_evex(v) && v->pp == PP_F3 && v->op >= 0x10 && v->op <= 0x35 &&
		    (v->op & 7) <= 5 && !(v->op & 8)) {
			static const u8 narrower[] = { H, Q, E, H, Q, H };

			return narrower[v->op & 7] | ST;
		}
		shape = map_0f38[v->op];
		if (shape == SPECIAL)
			shape = special_0f38(v);
	} else if (v->map == 3) {
		shape = map_0f3a[v->op];
		if (shape == SPECIAL) {
			if (v->op == 0x0a)
				shape = v->pp == PP_NONE ? B2 : B4;
			else	/* VCMPPH, VCMPSH */
				shape = v->pp == PP_F3 ? B2 : V;
		}
	}
	return shape;
}

/* Half precision: maps 5 and 6. */
static u8 shape_of_half(const struct vector_op *v)
{
	const unsigned int pp = v->pp;
	const u8 op = v->op;

	if (v->map == 6) {
		if ((op & 0x7e) == 0x56)	/* complex: 56, 57, D6, D7 */
			return op & 1 ? B4 : V;
		if (op == 0x13)
			return pp == PP_NONE ? B2 : H;
		if (op == 0x2d || op == 0x43 || op == 0x4d || op == 0x4f ||
		    (op >= 0x99 && op <= 0xbf && (op & 9) == 9))
			return B2;
		return V;
	}
	switch (op) {
	case 0x11:
	case 0x7e:
		return B2 | ST;
	case 0x1d:
		return pp == PP_NONE ? B4 : V;
	case 0x2a:
		return W;
	case 0x5a:
		return pp == PP_F2 ? B8 : pp == PP_F3 ? B2 : pp == PP_66 ? V : Q;
	case 0x5b:
		return pp == PP_NONE ? V : H;
	case 0x78:
	case 0x79:
		return pp == PP_F3 ? B2 : pp == PP_66 ? Q : H;
	case 0x7a:
	case 0x7b:
		return pp == PP_F3 ? W : pp == PP_66 ? Q : V;
	case 0x2e:
	case 0x2f:
	case 0x6e:
		return B2;
	case 0x7d:
		return V;
	}
	return pp == PP_F3 ? B2 : V;		/* scalars have F3 */
}

/* Bytes of one element, of a broadcast. */
static unsigned int element_of(const struct vector_op *v)
{
	if (v->map == 6)
		return (v->op & 0x7e) == 0x56 ? 4 : 2;
	if (v->map == 5) {
		/* From something else than half precision? */
		if (v->op == 0x1d && v->pp == PP_66)
			return 4;
		if (v->op == 0x5a && v->pp == PP_66)
			return 8;
		if ((v->op == 0x5b && v->pp == PP_NONE) ||
		    (v->op == 0x7a && v->pp == PP_F2))
			return v->wide ? 8 : 4;
		return 2;
	}
	if (v->map == 3 && v->pp != PP_66)
		return 2;
	return v->wide ? 8 : 4;
}

/* 0 when it is not known. */
static unsigned int bytes_of(const struct vector_op *v, enum shape shape)
{
	const unsigned int vector = is_mmx(v) ? 8 : v->vector;

	switch (shape) {
	case V:
	case X:
		return vector;
	case H:
		return vector / 2;
	case Q:
		return vector / 4;
	case E:
		return vector / 8;
	case P:
		return v->pp == PP_F3 ? 4 : v->pp == PP_F2 ? 8 : vector;
	case S:
		return element_of(v);
	case W:
		return v->wide ? 8 : 4;
	case B1:
		return 1;
	case B2:
		return 2;
	case B4:
		return 4;
	case B8:
		return 8;
	case B16:
		return 16;
	case B32:
		return 32;
	case C:
		return is_mmx(v) ? 8 : 16;
	case L:
		return is_mmx(v) ? 4 : vector;
	case D:
		if (v->pp == PP_F3 || (v->pp == PP_F2 && vector != 16))
			return vector;
		return 8;
	case U:
		return v->pp == PP_66 ? 8 : 4;
	case K:
		if (v->wide)
			return v->pp == PP_66 ? 4 : 8;
		return v->pp == PP_66 ? 1 : 2;
	default:
		return 0;
	}
}

unsigned int mmio_set_vector_access(struct mmio_insn *insn,
				    const struct vector_op *v)
{
	const u8 shape = v->map >= 5 ? shape_of_half(v) : shape_of(v);
	const enum shape size = shape & ~(ST | RW);
	unsigned int bytes = bytes_of(v, size), unit;

	if (size == NO)
		insn->flags |= MMIO_F_NO_DATA;
	else if (shape & RW)
		insn->flags |= MMIO_F_READS | MMIO_F_WRITES;
	else if (size != __)
		insn->flags |= shape & ST ? MMIO_F_WRITES : MMIO_F_READS;
	if (v->broadcast && bytes)
		bytes = element_of(v);
	/* With a mask it is some of the elements. */
	insn->width = v->masked ? 0 : bytes;

	/* What has no size of its own is in units of an element. */
	unit = bytes;
	if (size == X && v->op < 0x80)		/* bytes, words */
		unit = v->wide ? 2 : 1;
	else if (size == X || !unit)
		unit = size == __ ? v->vector : element_of(v);
	return unit;
}

bool mmio_has_vector_index(unsigned int map, u8 op, bool evex)
{
	if (map != 2)
		return false;
	if (op >= 0x90 && op <= 0x93)
		return true;
	return evex && ((op >= 0xa0 && op <= 0xa3) || op == 0xc6 || op == 0xc7);
}
