// SPDX-License-Identifier: GPL-2.0
#include "clash.h"
#include "kind.h"
#include "operand.h"
#include "vector.h"
#include "vex.h"

enum vex_form mmio_vex_form(u8 first, const struct cursor *c)
{
	switch (first) {
	case 0xc5:
		return FORM_VEX2;
	case 0xc4:
		return FORM_VEX3;
	case 0x62:
		return FORM_EVEX;
	case 0x8f:
		/* Where POP would have its /digit, XOP has a map of 8 or more. */
		return have(c, 1) && (*c->pos & 0x18) ? FORM_XOP : FORM_LEGACY;
	default:
		return FORM_LEGACY;
	}
}

/* Does this encoding have the map? Maps 5 and 6 are half precision. */
static bool has_map(enum vex_form form, unsigned int map)
{
	switch (form) {
	case FORM_EVEX:
		return map >= 1 && map <= 6 && map != 4;
	case FORM_XOP:
		return map >= 8 && map <= 10;
	default:
		return map >= 1 && map <= 3;
	}
}

/* What only EVEX has, in its third byte. */
static void get_evex(struct vector_op *v, u8 third)
{
	v->encoding = ENCODING_EVEX;
	v->broadcast = third & 0x10;
	v->masked = third & 7;
	/* Length 3 exists for registers only, as a rounding mode. */
	v->vector = 16 << (third >> 5 & 3);
	if (v->vector > 64)
		v->vector = 64;
}

/* The bytes between the first one and the opcode. */
static int get_payload(struct vex *vex, struct cursor *c)
{
	const enum vex_form form = vex->form;
	const unsigned int bytes = form == FORM_VEX2 ? 1 : form == FORM_EVEX ? 3 : 2;
	struct vector_op *v = &vex->v;
	u8 first, last;

	if (!have(c, bytes))
		return -ENODATA;
	first = c->pos[0];
	last = c->pos[form == FORM_VEX2 ? 0 : 1];

	/* R, X and B are stored inverted, at the top of the first byte. */
	vex->rex = (u8)~first >> 5;
	if (form == FORM_VEX2) {
		vex->rex &= REX_R;
		v->map = 1;
	} else {
		/* EVEX has R' in between. */
		v->map = first & (form == FORM_EVEX ? 15 : 0x1f);
		v->wide = last & 0x80;
	}
	if (v->wide)
		vex->rex |= REX_W;
	vex->vvvv = (u8)~last >> 3 & 15;
	v->pp = last & 3;
	v->encoding = ENCODING_VEX;
	v->vector = last & 4 ? 32 : 16;
	if (form == FORM_EVEX) {
		if (!(last & 4))	/* a fixed bit */
			return -EINVAL;
		get_evex(v, c->pos[2]);
	}
	if (!has_map(form, v->map))
		return -EINVAL;
	c->pos += bytes;
	return 0;
}

/* What is done to memory. Returns the general registers that are read. */
static u32 set_operation(struct mmio_insn *insn, const struct vex *vex)
{
	const struct vector_op *v = &vex->v;
	unsigned int unit;

	/* The XOP.vvvv of map 10 is a general register. */
	if (vex->form == FORM_XOP)
		return v->map == 10 ? BIT_OF(vex->vvvv) : 0;
	if (vex->form != FORM_EVEX && mmio_set_kind_vex(insn, vex))
		return mmio_reads_of_kind(insn);
	unit = mmio_set_vector_access(insn, v);
	if (vex->form != FORM_EVEX)
		return mmio_reads_of_vex(vex);
	if ((vex->modrm & 0xc0) == 0x40)
		insn->disp *= unit;
	return 0;
}

static int get_operand(struct mmio_insn *insn, struct cursor *c,
		       const struct prefixes *pre, const struct vex *vex)
{
	int err = mmio_get_memory(insn, c, pre, vex->modrm, vex->rex);

	if (err)
		return err;
	if (mmio_has_vector_index(vex->v.map, vex->v.op, vex->form == FORM_EVEX)) {
		if ((vex->modrm & 7) != 4)
			return -EINVAL;
		insn->index = MMIO_REG_NONE;
		insn->scale = 0;
	}
	mmio_set_clash(insn, set_operation(insn, vex));
	if (insn->seg)
		insn->kind = MMIO_INSN_OTHER;
	return 0;
}

/* How many bytes the immediate has. */
static unsigned int bytes_behind(const struct vex *vex)
{
	const u8 op = vex->v.op;

	switch (vex->v.map) {
	case 1:
		return (op >= 0x70 && op <= 0x73) || op == 0xc2 ||
		       (op >= 0xc4 && op <= 0xc6);
	case 3:
	case 8:
		return 1;
	case 10:
		return 4;
	default:
		return 0;
	}
}

int mmio_decode_vex(struct mmio_insn *insn, struct cursor *c,
		    const struct prefixes *pre, enum vex_form form)
{
	struct vex vex = { .form = form };
	unsigned int bytes;
	int err;

	if (pre->rex || pre->rep || pre->opsize || pre->lock)
		return -EINVAL;
	err = get_payload(&vex, c);
	if (err)
		return err;
	if (!have(c, 1))
		return -ENODATA;
	vex.v.op = *c->pos++;
	if (vex.v.map == 1 && vex.v.op == 0x77)	/* VZEROUPPER, VZEROALL */
		return form == FORM_EVEX ? -EINVAL : 0;
	if (!have(c, 1))
		return -ENODATA;
	vex.modrm = *c->pos++;
	vex.v.ext = vex.modrm >> 3 & 7;
	if (vex.modrm < 0xc0) {
		err = get_operand(insn, c, pre, &vex);
		if (err)
			return err;
	}
	bytes = bytes_behind(&vex);
	return bytes && !get_signed(c, bytes, &insn->imm) ? -ENODATA : 0;
}
