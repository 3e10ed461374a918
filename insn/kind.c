// SPDX-License-Identifier: GPL-2.0
#include "kind.h"
#include "operand.h"
#include "vex.h"

#define READS		MMIO_F_READS
#define WRITES		MMIO_F_WRITES
#define BOTH		(MMIO_F_READS | MMIO_F_WRITES)
#define SIGN		MMIO_F_SIGN
#define COND		MMIO_F_COND
#define SWAP		MMIO_F_SWAP

/* Bytes of an operand, in the tables below. */
enum size {
	__,		/* not known, or there is none */
	BYTE,
	WORD,
	OPSIZE,		/* by operand size */
	OPERAND,	/* the same, in byte forms 1 */
	SHORT,		/* MOVZX, MOVSX extend 1 byte, or 2 */
	DWORD,		/* MOVSXD: 4, but with 66 Intel reads 16 bits, AMD 32 */
	REXW,		/* 4, with REX.W 8 */
	PAIR,		/* two of those */
	STACK,		/* 8, with 66 2 */
	NEAR,		/* 8; Intel ignores 66, AMD takes 16 bits */
	FAR,		/* a selector more; with REX.W Intel takes 10 bytes, AMD 6 */
};

/* mmio_insn.op: a constant, or a part of the encoding */
enum {
	OP_TEST = 8,
	OPCODE = 0x10,	/* CMOVcc, SETcc: its low half */
	OPCODE_ROW,	/* which row of eight opcodes: ADD to CMP, SHLD or SHRD, BT to BTC */
	OPCODE_LOW,	/* its lowest bit */
	DIGIT,		/* ModRM.reg */
	DIGIT_BIT,	/* BT to BTC in group 8 */
};

/**
 * struct form - a kind of instructions with a memory operand
 * @kind: enum mmio_insn_kind
 * @flags: MMIO_F_*; those of an immediate, and of what is written by ALU and BIT,
 *	are added in code
 * @op: a constant or a part of the encoding, see above
 * @memory: bytes of the memory operand; when they are not known the kind is OTHER
 * @other: bytes of the other operand
 * @reg: the other one is the register ModRM.reg
 */
struct form {
	u8 kind;
	u16 flags;
	u8 op;
	u8 memory;
	u8 other;
	bool reg;
};

#define F(kind, flags, op, memory, other) \
	{ MMIO_INSN_##kind, flags, op, memory, other, false }
#define R(kind, flags, op, memory, other) \
	{ MMIO_INSN_##kind, flags, op, memory, other, true }

static const struct form forms[NR_CLASSES] = {
	[C_LOAD]	= R(LOAD, READS, 0, OPERAND, OPERAND),
	[C_LOAD_ZX]	= R(LOAD, READS, 0, SHORT, OPSIZE),
	[C_LOAD_SX]	= R(LOAD, READS | SIGN, 0, SHORT, OPSIZE),
	[C_MOVSXD]	= R(LOAD, READS | SIGN, 0, DWORD, OPSIZE),
	[C_CMOV]	= R(LOAD, READS | COND, OPCODE, OPERAND, OPERAND),
	[C_STORE]	= R(STORE, WRITES, 0, OPERAND, OPERAND),
	[C_STORE_IMM]	= F(STORE, WRITES, 0, OPERAND, OPERAND),
	[C_MOVNTI]	= R(STORE, WRITES, 0, REXW, REXW),
	[C_SETCC]	= F(STORE, WRITES | COND, OPCODE, BYTE, BYTE),
	[C_ALU_MEM]	= R(ALU, READS, OPCODE_ROW, OPERAND, OPERAND),
	[C_ALU_REG]	= R(ALU, READS | MMIO_F_TO_REG, OPCODE_ROW, OPERAND, OPERAND),
	[C_GROUP1]	= F(ALU, READS, DIGIT, OPERAND, OPERAND),
	[C_TEST]	= R(ALU, READS, OP_TEST, OPERAND, OPERAND),
	[C_SHIFT]	= F(SHIFT, BOTH, DIGIT, OPERAND, OPERAND),
	[C_SHIFT_ONCE]	= F(SHIFT, BOTH | MMIO_F_IMM, DIGIT, OPERAND, OPERAND),
	[C_SHIFT_DOUBLE] = R(SHIFT_DOUBLE, BOTH, OPCODE_ROW, OPERAND, OPERAND),
	[C_BIT]		= R(BIT, READS, OPCODE_ROW, OPERAND, OPERAND),
	[C_GROUP8]	= F(BIT, READS, DIGIT_BIT, OPERAND, OPERAND),
	/* Locked, with or without the prefix. */
	[C_XCHG]	= R(XCHG, BOTH | MMIO_F_LOCK, 0, OPERAND, OPERAND),
	[C_XADD]	= R(XADD, BOTH, 0, OPERAND, OPERAND),
	[C_CMPXCHG]	= R(CMPXCHG, BOTH, 0, OPERAND, OPERAND),
	[C_IMUL]	= R(IMUL, READS, 0, OPERAND, OPERAND),
	[C_BITSCAN]	= R(BITSCAN, READS, OPCODE_LOW, OPERAND, OPERAND),
	[C_POPCNT]	= R(POPCNT, READS, 0, OPERAND, OPERAND),
	[C_GROUP1A]	= F(POP, WRITES, 0, STACK, STACK),
	[C_LEA]		= F(OTHER, MMIO_F_NO_DATA, 0, __, __),
	[C_LOAD_SREG]	= F(OTHER, READS, 0, WORD, __),
	[C_STORE_SREG]	= F(OTHER, WRITES, 0, WORD, __),
};

/* F6 and F7, by ModRM.reg */
static const struct form group3[8] = {
	F(ALU, READS, OP_TEST, OPERAND, OPERAND),
	F(ALU, READS, OP_TEST, OPERAND, OPERAND),	/* an alias */
	F(UNARY, BOTH, DIGIT, OPERAND, OPERAND),	/* NOT, NEG */
	F(UNARY, BOTH, DIGIT, OPERAND, OPERAND),
	F(MUL, READS, 0, OPERAND, OPERAND),
	F(MUL, READS | SIGN, 0, OPERAND, OPERAND),
	F(OTHER, READS, 0, OPERAND, __),		/* DIV, IDIV: #DE */
	F(OTHER, READS, 0, OPERAND, __),
};

/* FE and FF */
static const struct form group4[8] = {
	F(UNARY, BOTH, DIGIT, OPERAND, OPERAND),	/* INC, DEC */
	F(UNARY, BOTH, DIGIT, OPERAND, OPERAND),
	F(OTHER, READS, 0, NEAR, __),			/* CALL */
	F(OTHER, READS, 0, FAR, __),
	F(JMP, READS, 0, NEAR, OPSIZE),
	F(OTHER, READS, 0, FAR, __),
	F(OTHER, READS, 0, STACK, __),			/* PUSH */
};

/* 0F C7 /1 */
static const struct form cmpxchg_pair = F(CMPXCHG_PAIR, BOTH, 0, PAIR, REXW);

/* 0F 38: MOVBE, CRC32, ADCX, ADOX */
static const struct {
	u8 op;
	u8 pp;
	struct form form;
} forms_0f38[] = {
	{ 0xf0, PP_NONE, R(LOAD, READS | SWAP, 0, OPSIZE, OPSIZE) },
	{ 0xf0, PP_66, R(LOAD, READS | SWAP, 0, OPSIZE, OPSIZE) },
	{ 0xf0, PP_F2, R(CRC32, READS, 0, BYTE, REXW) },
	{ 0xf1, PP_NONE, R(STORE, WRITES | SWAP, 0, OPSIZE, OPSIZE) },
	{ 0xf1, PP_66, R(STORE, WRITES | SWAP, 0, OPSIZE, OPSIZE) },
	{ 0xf1, PP_F2, R(CRC32, READS, 0, OPSIZE, REXW) },
	{ 0xf6, PP_66, R(ADX, READS, 0, REXW, REXW) },
	{ 0xf6, PP_F3, R(ADX, READS, 1, REXW, REXW) },
	{ 0 }
};

static const struct form *form_of_0f38(const struct encoding *e)
{
	unsigned int i;

	if (e->pre.two_reps)
		return NULL;
	for (i = 0; forms_0f38[i].op; i++)
		if (forms_0f38[i].op == e->op &&
		    forms_0f38[i].pp == mandatory_prefix(&e->pre))
			return &forms_0f38[i].form;
	return NULL;
}

/* NULL: neither kind nor access is known here. */
static const struct form *form_of(const struct encoding *e)
{
	switch (class_of(e)) {
	case C_OTHER:
		return e->map == 2 ? form_of_0f38(e) : NULL;
	case C_GROUP3:
		return &group3[digit_of(e)];
	case C_GROUP4:
		return &group4[digit_of(e)];
	case C_GROUP9:
		return digit_of(e) == 1 ? &cmpxchg_pair : NULL;
	default:
		return &forms[class_of(e)];
	}
}

static unsigned int bytes_of(const struct encoding *e, enum size size)
{
	const unsigned int rexw = e->pre.rex & REX_W ? 8 : 4;
	const bool byte = e->attr & A_BYTE;

	switch (size) {
	case BYTE:
		return 1;
	case WORD:
		return 2;
	case OPSIZE:
		return e->opsize;
	case OPERAND:
		return byte ? 1 : e->opsize;
	case SHORT:
		return byte ? 1 : 2;
	case DWORD:
		return e->opsize == 2 ? 0 : 4;
	case REXW:
		return rexw;
	case PAIR:
		return 2 * rexw;
	case STACK:
		return e->opsize == 2 ? 2 : 8;
	case NEAR:
		return e->opsize == 2 ? 0 : 8;
	case FAR:
		return e->pre.rex & REX_W ? 0 : e->opsize + 2;
	default:
		return 0;
	}
}

static u8 op_of(const struct encoding *e, const struct form *form)
{
	switch (form->op) {
	case OPCODE:
		return e->op & 15;
	case OPCODE_ROW:
		if (form->kind == MMIO_INSN_SHIFT_DOUBLE)
			return e->op >> 3 & 1;
		return form->kind == MMIO_INSN_BIT ? e->op >> 3 & 3 : e->op >> 3;
	case OPCODE_LOW:
		return e->op & 1;
	case DIGIT:
		return digit_of(e);
	case DIGIT_BIT:
		return digit_of(e) & 3;
	default:
		return form->op;
	}
}

/* CMP, TEST and BT only look; the others of ALU and BIT write one operand. */
static void set_writes(struct mmio_insn *insn)
{
	bool looks;

	if (insn->kind == MMIO_INSN_ALU)
		looks = insn->op >= 7;
	else if (insn->kind == MMIO_INSN_BIT)
		looks = !insn->op;
	else
		return;
	if (looks)
		insn->flags |= MMIO_F_NO_WRITE;
	else if (!(insn->flags & MMIO_F_TO_REG))
		insn->flags |= WRITES;
}

/*
 * MOVNTI with a prefix is undefined; BSF and BSR with F3 are TZCNT and LZCNT on the
 * processors that have them.
 */
static bool is_another(const struct encoding *e)
{
	if (class_of(e) == C_MOVNTI)
		return mandatory_prefix(&e->pre) != PP_NONE;
	return class_of(e) == C_BITSCAN && (e->pre.rep == 0xf3 || e->pre.two_reps);
}

void mmio_set_kind(struct mmio_insn *insn, const struct encoding *e)
{
	const struct form *form = form_of(e);

	if (!form)
		return;
	insn->flags |= form->flags;
	insn->op = op_of(e, form);
	insn->width = bytes_of(e, form->memory);
	if (form->reg)
		set_reg(insn, e->modrm, e->pre.rex, bytes_of(e, form->other));
	else
		insn->reg_width = bytes_of(e, form->other);
	if (!insn->width || is_another(e))
		return;

	insn->kind = form->kind;
	if (insn->kind != MMIO_INSN_OTHER && (e->attr & (A_IMM8 | A_IMMZ)))
		insn->flags |= MMIO_F_IMM;
	if (class_of(e) == C_SHIFT_ONCE)
		insn->imm = 1;
	set_writes(insn);
}


/* ES:RDI has no segment override, so that one does not matter there. */
static const struct {
	u8 op;		/* without the bit for the width */
	u8 kind;
	u16 flags;
	u8 base;
	u8 reg;
	bool rsi;	/* an operand at RSI, which may have a segment override */
} strings[] = {
	{ 0x6c, MMIO_INSN_OTHER, WRITES, MMIO_REG_DI, MMIO_REG_NONE, false },
	{ 0x6e, MMIO_INSN_OTHER, READS, MMIO_REG_SI, MMIO_REG_NONE, true },
	{ 0xa4, MMIO_INSN_MOVS, BOTH, MMIO_REG_SI, MMIO_REG_NONE, true },
	{ 0xa6, MMIO_INSN_CMPS, READS, MMIO_REG_DI, MMIO_REG_NONE, true },
	{ 0xaa, MMIO_INSN_STOS, WRITES, MMIO_REG_DI, MMIO_REG_AX, false },
	{ 0xac, MMIO_INSN_LODS, READS, MMIO_REG_SI, MMIO_REG_AX, true },
	{ 0xae, MMIO_INSN_SCAS, READS, MMIO_REG_DI, MMIO_REG_AX, false },
};

void mmio_set_kind_string(struct mmio_insn *insn, const struct encoding *e)
{
	unsigned int i = 0;

	while (strings[i].op != (e->op & 0xfe))
		i++;
	insn->kind = strings[i].kind;
	insn->flags |= strings[i].flags | MMIO_F_STRING;
	insn->base = strings[i].base;
	insn->reg = strings[i].reg;
	insn->width = e->op & 1 ? e->opsize : 1;
	/* Ports have 32 bits at most. */
	if (insn->kind == MMIO_INSN_OTHER && insn->width == 8)
		insn->width = 4;
	insn->reg_width = insn->width;
	if (e->pre.rep)
		insn->flags |= MMIO_F_REP;
	if (insn->kind == MMIO_INSN_CMPS || insn->kind == MMIO_INSN_SCAS)
		insn->op = e->pre.rep == 0xf3;
	if (strings[i].rsi)
		insn->seg = e->pre.seg;
	/* Data registers are AX, CX and DX, never a base: no clash. */
	if (e->pre.two_reps || e->pre.lock || insn->seg)
		insn->kind = MMIO_INSN_OTHER;
}

/* An operand that no ModRM byte names: the other one is AX, or AL. */
static void set_kind_ax(struct mmio_insn *insn, const struct encoding *e,
			enum mmio_insn_kind kind, u32 access)
{
	insn->flags |= access;
	insn->reg = MMIO_REG_AX;
	insn->reg_width = insn->width;
	insn->seg = e->pre.seg;
	if (!e->pre.seg && !e->pre.lock)
		insn->kind = kind;
}

void mmio_set_kind_moffs(struct mmio_insn *insn, const struct encoding *e)
{
	insn->width = bytes_of(e, OPERAND);
	if (class_of(e) == C_MOFFS_LOAD)
		set_kind_ax(insn, e, MMIO_INSN_LOAD, READS);
	else
		set_kind_ax(insn, e, MMIO_INSN_STORE, WRITES);
}

void mmio_set_kind_xlat(struct mmio_insn *insn, const struct encoding *e)
{
	insn->width = 1;
	insn->base = MMIO_REG_BX;
	set_kind_ax(insn, e, MMIO_INSN_XLAT, READS);
}

#define BMI(op)		(MMIO_BMI_##op + 1)

/* 0F 38 F0 to F7, by mandatory prefix; 0: none */
static const u8 bmi_0f38[8][4] = {
	[2] = { BMI(ANDN) },
	[3] = { BMI(BLSR) },		/* to BLSI, by ModRM.reg from 1 */
	[5] = { BMI(BZHI), 0, BMI(PEXT), BMI(PDEP) },
	[6] = { 0, 0, 0, BMI(MULX) },
	[7] = { BMI(BEXTR), BMI(SHLX), BMI(SARX), BMI(SHRX) },
};

static unsigned int bmi_of(const struct vector_op *v)
{
	unsigned int which;

	if (v->map == 3)
		return v->op == 0xf0 && v->pp == PP_F2 ? BMI(RORX) : 0;
	if (v->map != 2 || (v->op & 0xf8) != 0xf0)
		return 0;
	which = bmi_0f38[v->op & 7][v->pp];
	if (which != BMI(BLSR))
		return which;
	return v->ext >= 1 && v->ext <= 3 ? which + v->ext - 1 : 0;
}

/* In 64-bit mode VEX.L is 0 in all of them. */
bool mmio_set_kind_vex(struct mmio_insn *insn, const struct vex *vex)
{
	const unsigned int which = bmi_of(&vex->v);

	if (!which)
		return false;
	insn->kind = MMIO_INSN_BMI;
	insn->flags |= READS;
	insn->op = which - 1;
	insn->width = vex->rex & REX_W ? 8 : 4;
	insn->reg_width = insn->width;
	if (insn->op >= MMIO_BMI_BLSR && insn->op <= MMIO_BMI_BLSI) {
		insn->reg = vex->vvvv;		/* where the result goes */
		return true;
	}
	set_reg(insn, vex->modrm, vex->rex, insn->width);
	if (insn->op == MMIO_BMI_RORX)
		insn->flags |= MMIO_F_IMM;
	else
		insn->reg2 = vex->vvvv;
	return true;
}

bool mmio_may_lock(const struct mmio_insn *insn)
{
	switch (insn->kind) {
	case MMIO_INSN_ALU:
	case MMIO_INSN_UNARY:
	case MMIO_INSN_XCHG:
	case MMIO_INSN_XADD:
	case MMIO_INSN_CMPXCHG:
	case MMIO_INSN_CMPXCHG_PAIR:
	case MMIO_INSN_BIT:
		return insn->flags & WRITES;
	}
	return false;
}
