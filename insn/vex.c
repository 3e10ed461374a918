// SPDX-License-Identifier: GPL-2.0
#include "clash.h"
#include "kind.h"
#include "vector.h"
#include "vex.h"

/*
 * VEX, EVEX and XOP: @c is past the first byte. All but BMI become OTHER.
 */
int mmio_decode_vex(struct mmio_insn *insn, struct cursor *c,
		    const struct prefixes *pre, enum vex_form form)
{
	const unsigned int payload = form == VEX2 ? 1 : form == EVEX ? 3 : 2;
	unsigned int map = 1, pp, vector;
	u8 rex, vvvv, op, modrm, last;
	bool wide = false, has_imm8;
	u32 reads = 0;
	int err;

	if (pre->rex || pre->rep || pre->opsize || pre->lock)
		return -EINVAL;
	if (!have(c, payload))
		return -ENODATA;

	/* R, X and B are stored inverted, at the top of the first byte. */
	rex = (u8)~c->pos[0] >> 5;
	if (form == VEX2) {
		rex &= REX_R;
		last = c->pos[0];
	} else {
		map = c->pos[0] & 0x1f;
		if (form == EVEX)
			map &= 0x0f;	/* without R' */
		last = c->pos[1];
		wide = last & 0x80;
	}
	vvvv = (u8)~last >> 3 & 15;
	pp = last & 3;
	vector = last & 4 ? 32 : 16;
	if (form == EVEX) {
		/* Two fixed bits. Maps 5 and 6 are half precision. */
		if (!(last & 4) || map < 1 || map > 6 || map == 4)
			return -EINVAL;
		/* Length 3 exists for registers only, as a rounding mode. */
		vector = 16 << (c->pos[2] >> 5 & 3);
		if (vector > 64)
			vector = 64;
	} else if (form == XOP) {
		if (map < 8 || map > 10)
			return -EINVAL;
	} else if (map < 1 || map > 3) {
		return -EINVAL;
	}

	last = form == EVEX ? c->pos[2] : 0;
	c->pos += payload;
	if (!have(c, 1))
		return -ENODATA;
	op = *c->pos++;
	if (map == 1 && op == 0x77) {	/* VZEROUPPER, VZEROALL */
		if (form == EVEX)
			return -EINVAL;
		return 0;
	}
	if (!have(c, 1))
		return -ENODATA;
	modrm = *c->pos++;

	if (modrm < 0xc0) {
		err = mmio_get_memory(insn, c, pre, modrm, rex);
		if (err)
			return err;
		if (mmio_has_vector_index(map, op, form == EVEX)) {
			if ((modrm & 7) != 4)
				return -EINVAL;
			insn->index = MMIO_REG_NONE;
			insn->scale = 0;
		}
		if (form == EVEX) {
			if ((modrm & 0xc0) == 0x40)
				insn->disp *= mmio_evex_disp8_unit(map, op, pp, wide,
								   last & 0x10, vector);
			/* With a mask register it is not the whole vector. */
			if (map == 1 && !(last & 7))
				insn->width = mmio_vector_move_width(op, pp, wide, vector);
		} else if (form == XOP) {
			/* The XOP.vvvv of map 10 is a general register. */
			if (map == 10)
				reads = BIT_OF(vvvv);
		} else {
			if (map == 1)
				insn->width = mmio_vector_move_width(op, pp, wide, vector);
			if (mmio_set_kind_vex(insn, map, op, pp, modrm,
					      wide ? rex | REX_W : rex, vvvv))
				reads = mmio_reads_of_kind(insn);
			else
				reads = mmio_vex_reads(map, op,
					       (modrm >> 3 & 7) | (rex & REX_R) << 1,
					       vvvv);
		}
		mmio_set_clash(insn, reads);
		if (insn->seg)
			insn->kind = MMIO_INSN_OTHER;
	}

	if (form == XOP)
		has_imm8 = map == 8;
	else
		has_imm8 = map == 3 ||
			   (map == 1 && ((op >= 0x70 && op <= 0x73) ||
					 op == 0xc2 || (op >= 0xc4 && op <= 0xc6)));
	if (has_imm8 && !get_signed(c, 1, &insn->imm))
		return -ENODATA;
	if (form == XOP && map == 10 && !get_signed(c, 4, &insn->imm))
		return -ENODATA;
	return 0;
}
