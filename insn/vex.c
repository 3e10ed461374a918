// SPDX-License-Identifier: GPL-2.0
#include "clash.h"
#include "kind.h"
#include "vector.h"
#include "vex.h"

/* What the bytes between the first one and the opcode say. */
struct payload {
	struct vector_op v;
	u8 rex;		/* as a REX prefix would */
	u8 vvvv;
};

static int get_payload(struct payload *p, struct cursor *c, enum vex_form form)
{
	const unsigned int bytes = form == VEX2 ? 1 : form == EVEX ? 3 : 2;
	u8 first, last;

	if (!have(c, bytes))
		return -ENODATA;
	first = c->pos[0];
	last = c->pos[form == VEX2 ? 0 : 1];

	/* R, X and B are stored inverted, at the top of the first byte. */
	p->rex = (u8)~first >> 5;
	if (form == VEX2) {
		p->rex &= REX_R;
		p->v.map = 1;
	} else {
		p->v.map = first & 0x1f;
		p->v.wide = last & 0x80;
	}
	if (p->v.wide)
		p->rex |= REX_W;
	p->vvvv = (u8)~last >> 3 & 15;
	p->v.pp = last & 3;
	p->v.vector = last & 4 ? 32 : 16;
	p->v.encoding = ENCODING_VEX;
	if (form == EVEX) {
		const u8 third = c->pos[2];

		p->v.map &= 15;		/* without R' */
		/* Two fixed bits. Maps 5 and 6 are half precision. */
		if (!(last & 4) || p->v.map < 1 || p->v.map > 6 || p->v.map == 4)
			return -EINVAL;
		p->v.encoding = ENCODING_EVEX;
		p->v.broadcast = third & 0x10;
		p->v.masked = third & 7;
		/* Length 3 exists for registers only, as a rounding mode. */
		p->v.vector = 16 << (third >> 5 & 3);
		if (p->v.vector > 64)
			p->v.vector = 64;
	} else if (form == XOP) {
		if (p->v.map < 8 || p->v.map > 10)
			return -EINVAL;
	} else if (p->v.map < 1 || p->v.map > 3) {
		return -EINVAL;
	}
	c->pos += bytes;
	return 0;
}

static int get_operand(struct mmio_insn *insn, struct cursor *c,
		       const struct prefixes *pre, struct payload *p,
		       enum vex_form form, u8 modrm)
{
	const struct vector_op *v = &p->v;
	unsigned int unit;
	u32 reads = 0;
	int err;

	err = mmio_get_memory(insn, c, pre, modrm, p->rex);
	if (err)
		return err;
	if (mmio_has_vector_index(v->map, v->op, form == EVEX)) {
		if ((modrm & 7) != 4)
			return -EINVAL;
		insn->index = MMIO_REG_NONE;
		insn->scale = 0;
	}

	p->v.ext = modrm >> 3 & 7;
	if (form == XOP) {
		/* The XOP.vvvv of map 10 is a general register. */
		if (v->map == 10)
			reads = BIT_OF(p->vvvv);
	} else if (form != EVEX &&
		   mmio_set_kind_vex(insn, v->map, v->op, v->pp, modrm, p->rex, p->vvvv)) {
		reads = mmio_reads_of_kind(insn);
	} else {
		unit = mmio_set_vector_access(insn, v);
		if (form != EVEX)
			reads = mmio_vex_reads(v->map, v->op,
					       p->v.ext | (p->rex & REX_R) << 1, p->vvvv);
		else if ((modrm & 0xc0) == 0x40)
			insn->disp *= unit;
	}
	mmio_set_clash(insn, reads);
	if (insn->seg)
		insn->kind = MMIO_INSN_OTHER;
	return 0;
}

/*
 * VEX, EVEX and XOP: @c is past the first byte. All but BMI become OTHER.
 */
int mmio_decode_vex(struct mmio_insn *insn, struct cursor *c,
		    const struct prefixes *pre, enum vex_form form)
{
	struct payload p = { .rex = 0 };
	const struct vector_op *v = &p.v;
	bool has_imm8;
	u8 modrm;
	int err;

	if (pre->rex || pre->rep || pre->opsize || pre->lock)
		return -EINVAL;
	err = get_payload(&p, c, form);
	if (err)
		return err;
	if (!have(c, 1))
		return -ENODATA;
	p.v.op = *c->pos++;
	if (v->map == 1 && v->op == 0x77)	/* VZEROUPPER, VZEROALL */
		return form == EVEX ? -EINVAL : 0;
	if (!have(c, 1))
		return -ENODATA;
	modrm = *c->pos++;
	if (modrm < 0xc0) {
		err = get_operand(insn, c, pre, &p, form, modrm);
		if (err)
			return err;
	}

	if (form == XOP)
		has_imm8 = v->map == 8;
	else
		has_imm8 = v->map == 3 ||
			   (v->map == 1 && ((v->op >= 0x70 && v->op <= 0x73) ||
					    v->op == 0xc2 ||
					    (v->op >= 0xc4 && v->op <= 0xc6)));
	if (has_imm8 && !get_signed(c, 1, &insn->imm))
		return -ENODATA;
	if (form == XOP && v->map == 10 && !get_signed(c, 4, &insn->imm))
		return -ENODATA;
	return 0;
}
