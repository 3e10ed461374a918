/* SPDX-License-Identifier: GPL-2.0 */
/* The encodings VEX, EVEX and XOP. */
#ifndef MMIOTRACE_INSN_VEX_H
#define MMIOTRACE_INSN_VEX_H

#include "prefix.h"
#include "vector.h"

enum vex_form { FORM_LEGACY, FORM_VEX2, FORM_VEX3, FORM_EVEX, FORM_XOP };

/**
 * struct vex - what the bytes of such an instruction say, up to ModRM
 * @form: how it is encoded
 * @v: map, opcode and the like
 * @rex: as a REX prefix would say it
 * @vvvv: the register that stands in the prefix
 * @modrm: last byte
 */
struct vex {
	enum vex_form form;
	struct vector_op v;
	u8 rex;
	u8 vvvv;
	u8 modrm;
};

/**
 * mmio_vex_form() - does such an instruction begin here?
 * @first: a byte that is no legacy prefix
 * @c: what follows
 */
enum vex_form mmio_vex_form(u8 first, const struct cursor *c);

/**
 * mmio_decode_vex() - all of it; all but BMI become MMIO_INSN_OTHER
 * @insn: filled in
 * @c: past the first byte; past the instruction afterwards
 * @pre: what stands before it
 * @form: not FORM_LEGACY
 *
 * Return: as mmio_insn_decode().
 */
int mmio_decode_vex(struct mmio_insn *insn, struct cursor *c,
		    const struct prefixes *pre, enum vex_form form);

#endif
