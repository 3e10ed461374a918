// SPDX-License-Identifier: GPL-2.0
/*
 * Instruction decoder for 64-bit mode.
 *
 * The moves between a register and memory that drivers use for their device
 * (MOV, MOVZX, MOVSX) have a path of their own at the end of this file, as they are
 * decoded on each access. All the rest goes through decode_at(), which is
 * driven by a table of attributes for each opcode map.
 *
 * Undefined opcodes and opcode extensions give -EINVAL. Undefined combinations
 * inside of a defined opcode (a register operand where only memory is allowed,
 * a needless mandatory prefix, LOCK where it is forbidden) and holes in the maps
 * 0F 38, 0F 3A, VEX, EVEX and XOP are accepted as MMIO_INSN_OTHER: the processor
 * raises #UD for them before it touches memory, so nobody ever faults on one.
 */
#include "insn.h"

#define RARE(x)		__builtin_expect(!!(x), 0)
/* Keeps the stack frame of the long functions out of the short way. */
#define APART		__attribute__((__noinline__))
#define BIT_OF(reg)	(1u << (reg))

const u8 mmio_reg_offset[16] = {
	10, 11, 12, 5, 19, 4, 13, 14,	/* AX CX DX BX SP BP SI DI */
	9, 8, 7, 6, 3, 2, 1, 0,		/* R8 to R15 */
};

#define REX_W	8
#define REX_R	4
#define REX_X	2
#define REX_B	1

/*
 * Attributes of an opcode. The READS and SETS bits are there for instructions
 * that end up as MMIO_INSN_OTHER, see set_clash().
 */
#define A_MODRM		0x0001
#define A_IMM8		0x0002
#define A_IMMZ		0x0004	/* 32 bits, 16 with operand size 16 */
#define A_BYTE		0x0008	/* operand of 8 bits, else by operand size */
#define A_WIDTH		0x0010	/* memory operand has the operand's width */
#define A_READS_REG	0x0020	/* reads the general register in ModRM.reg */
#define A_SETS_REG	0x0040	/* writes it without reading */
#define A_READS_CL	0x0080
#define A_CLASS_SHIFT	8

enum class {
	C_OTHER,
	/* Forms that mmio_insn_exec() knows, when the operand is memory. */
	C_LOAD,			/* MOV, MOVSXD */
	C_LOAD_ZX,		/* MOVZX; A_BYTE is about the memory operand */
	C_LOAD_SX,
	C_CMOV,
	C_MOVBE_LOAD,
	C_STORE,
	C_STORE_IMM,
	C_MOVNTI,
	C_MOVBE_STORE,
	C_ALU_MEM,		/* op r/m, r */
	C_ALU_REG,		/* op r, r/m */
	C_GROUP1,		/* op r/m, imm */
	C_TEST,
	C_GROUP3,
	C_GROUP4,		/* FE and FF */
	/* No ModRM byte. */
	C_MOFFS_LOAD,
	C_MOFFS_STORE,
	C_STRING,
	C_IMMV,			/* immediate of up to 64 bits */
	C_IMM16,
	C_ENTER,
	C_REL32,
	/* Extensions in ModRM that need a check. */
	C_GROUP1A,
	C_SREG,
	C_LEA,
	C_X87,
	C_GROUP6,
	C_GROUP8,
	C_GROUP9,
	C_GROUP15,
	C_CONTROL_REG,		/* MOV CRn and DRn: ModRM.mod is ignored */
	C_POPCNT,		/* needs F3 */
	C_SSE4A,		/* 0F 78: two immediates in some forms */
	C_ESCAPE,		/* handled before the tables are asked */
	C_INVALID,
};

#define A_CLASS(c)	((c) << A_CLASS_SHIFT)

/* Columns of the tables. */
#define NONE		0
#define MOD		A_MODRM
#define VMOD		(A_MODRM | A_WIDTH)
#define BMOD		(A_MODRM | A_WIDTH | A_BYTE)
#define IB		A_IMM8
#define IZ		A_IMMZ
#define MIB		(A_MODRM | A_IMM8)
#define RRD		(VMOD | A_READS_REG)
#define RST		(VMOD | A_SETS_REG)
#define CL(c)		A_CLASS(C_##c)
#define CLM(c)		(VMOD | A_CLASS(C_##c))
#define CLB(c)		(BMOD | A_CLASS(C_##c))
#define XX		A_CLASS(C_INVALID)
#define ESC		A_CLASS(C_ESCAPE)
#define ALU_ROW		CLB(ALU_MEM), CLM(ALU_MEM), CLB(ALU_REG), \
			CLM(ALU_REG), IB, IZ

static const u16 map_one_byte[256] = {
	/* 00 */ ALU_ROW, XX, XX,
	/* 08 */ ALU_ROW, XX, ESC,
	/* 10 */ ALU_ROW, XX, XX,
	/* 18 */ ALU_ROW, XX, XX,
	/* 20 */ ALU_ROW, ESC, XX,
	/* 28 */ ALU_ROW, ESC, XX,
	/* 30 */ ALU_ROW, ESC, XX,
	/* 38 */ ALU_ROW, ESC, XX,
	/* 40 */ ESC, ESC, ESC, ESC, ESC, ESC, ESC, ESC,
	/* 48 */ ESC, ESC, ESC, ESC, ESC, ESC, ESC, ESC,
	/* 50 */ NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
	/* 58 */ NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
	/* 60 */ XX, XX, ESC, MOD | A_SETS_REG | CL(LOAD_SX), ESC, ESC, ESC, ESC,
	/* 68 */ IZ, RST | IZ, IB, RST | IB,
		 CL(STRING), CL(STRING), CL(STRING), CL(STRING),
	/* 70 */ IB, IB, IB, IB, IB, IB, IB, IB,
	/* 78 */ IB, IB, IB, IB, IB, IB, IB, IB,
	/* 80 */ CLB(GROUP1) | IB, CLM(GROUP1) | IZ, XX, CLM(GROUP1) | IB,
		 CLB(TEST), CLM(TEST), RRD | A_BYTE, RRD,
	/* 88 */ CLB(STORE), CLM(STORE), CLB(LOAD), CLM(LOAD),
		 MOD | CL(SREG), MOD | CL(LEA), MOD | CL(SREG), MOD | CL(GROUP1A),
	/* 90 */ NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE,
	/* 98 */ NONE, NONE, XX, NONE, NONE, NONE, NONE, NONE,
	/* A0 */ CL(MOFFS_LOAD) | A_BYTE, CL(MOFFS_LOAD),
		 CL(MOFFS_STORE) | A_BYTE, CL(MOFFS_STORE),
		 CL(STRING), CL(STRING), CL(STRING), CL(STRING),
	/* A8 */ IB, IZ, CL(STRING), CL(STRING),
		 CL(STRING), CL(STRING), CL(STRING), CL(STRING),
	/* B0 */ IB, IB, IB, IB, IB, IB, IB, IB,
	/* B8 */ CL(IMMV), CL(IMMV), CL(IMMV), CL(IMMV),
		 CL(IMMV), CL(IMMV), CL(IMMV), CL(IMMV),
	/* C0 */ BMOD | IB, VMOD | IB, CL(IMM16), NONE,
		 ESC, ESC, CLB(STORE_IMM) | IB, CLM(STORE_IMM) | IZ,
	/* C8 */ CL(ENTER), NONE, CL(IMM16), NONE, NONE, IB, XX, NONE,
	/* D0 */ BMOD, VMOD, BMOD | A_READS_CL, VMOD | A_READS_CL,
		 XX, XX, XX, NONE,
	/* D8 */ MOD | CL(X87), MOD | CL(X87), MOD | CL(X87), MOD | CL(X87),
		 MOD | CL(X87), MOD | CL(X87), MOD | CL(X87), MOD | CL(X87),
	/* E0 */ IB, IB, IB, IB, IB, IB, IB, IB,
	/* E8 */ CL(REL32), CL(REL32), XX, IB, NONE, NONE, NONE, NONE,
	/* F0 */ ESC, NONE, ESC, ESC, NONE, NONE, CLB(GROUP3), CLM(GROUP3),
	/* F8 */ NONE, NONE, NONE, NONE, NONE, NONE, CLB(GROUP4), CLM(GROUP4),
};

#define MOD4		MOD, MOD, MOD, MOD
#define MOD8		MOD4, MOD4
#define NONE8		NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE
#define CMOV8		CLM(CMOV), CLM(CMOV), CLM(CMOV), CLM(CMOV), \
			CLM(CMOV), CLM(CMOV), CLM(CMOV), CLM(CMOV)
#define JCC8		CL(REL32), CL(REL32), CL(REL32), CL(REL32), \
			CL(REL32), CL(REL32), CL(REL32), CL(REL32)
#define SETCC8		BMOD, BMOD, BMOD, BMOD, BMOD, BMOD, BMOD, BMOD

static const u16 map_0f[256] = {
	/* 00 */ MOD | CL(GROUP6), MOD, MOD | A_READS_REG, MOD | A_READS_REG,
		 XX, NONE, NONE, NONE,
	/* 08 */ NONE, NONE, XX, NONE, XX, MOD, NONE, MIB,
	/* 10 */ MOD8, MOD8,
	/* 20 */ CL(CONTROL_REG), CL(CONTROL_REG),
		 CL(CONTROL_REG), CL(CONTROL_REG), XX, XX, XX, XX,
	/* 28 */ MOD8,
	/* 30 */ NONE, NONE, NONE, NONE, NONE, NONE, XX, NONE,
	/* 38 */ ESC, XX, ESC, XX, XX, XX, XX, XX,
	/* 40 */ CMOV8, CMOV8,
	/* 50 */ MOD8, MOD8,
	/* 60 */ MOD8, MOD8,
	/* 70 */ MIB, MIB, MIB, MIB, MOD, MOD, MOD, NONE,
	/* 78 */ MOD | A_READS_REG | CL(SSE4A), MOD | A_READS_REG, XX, XX, MOD4,
	/* 80 */ JCC8, JCC8,
	/* 90 */ SETCC8, SETCC8,
	/* A0 */ NONE, NONE, NONE, MOD | A_READS_REG,
		 RRD | IB, RRD | A_READS_CL, MOD, MOD,	/* A6, A7: VIA Padlock */
	/* A8 */ NONE, NONE, NONE, MOD | A_READS_REG,
		 RRD | IB, RRD | A_READS_CL, MOD | CL(GROUP15), RRD,
	/* B0 */ RRD | A_BYTE, RRD, MOD | A_SETS_REG, MOD | A_READS_REG,
		 MOD | A_SETS_REG, MOD | A_SETS_REG,
		 CLB(LOAD_ZX), MOD | CL(LOAD_ZX),
	/* B8 */ RST | CL(POPCNT), MOD, VMOD | IB | CL(GROUP8), MOD | A_READS_REG,
		 RRD, RRD, CLB(LOAD_SX), MOD | CL(LOAD_SX),
	/* C0 */ RRD | A_BYTE, RRD, MIB, CLM(MOVNTI),
		 MIB, MIB, MIB, MOD | CL(GROUP9),
	/* C8 */ NONE8,
	/* D0 */ MOD8, MOD8,
	/* E0 */ MOD8, MOD8,
	/* F0 */ MOD8, MOD8,
};

/* Mandatory prefix, numbered as VEX.pp. */
enum { PP_NONE, PP_66, PP_F3, PP_F2 };

struct prefixes {
	u8 rex;
	u8 seg;		/* the last of FS and GS */
	u8 rep;		/* the last of F2 and F3 */
	bool two_reps;	/* both of them */
	bool opsize;
	bool lock;
};

struct cursor {
	const u8 *pos;
	const u8 *end;
};

static inline u16 load16(const u8 *p)
{
	u16 v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

static inline u32 load32(const u8 *p)
{
	u32 v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

static inline u64 load64(const u8 *p)
{
	u64 v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

static inline bool have(const struct cursor *c, size_t bytes)
{
	return (size_t)(c->end - c->pos) >= bytes;
}

/* Next @bytes bytes as a signed number. */
static bool get_signed(struct cursor *c, unsigned int bytes, s64 *value)
{
	if (!have(c, bytes))
		return false;
	if (bytes == 1)
		*value = (s8)*c->pos;
	else if (bytes == 2)
		*value = (s16)load16(c->pos);
	else if (bytes == 4)
		*value = (s32)load32(c->pos);
	else
		*value = (s64)load64(c->pos);
	c->pos += bytes;
	return true;
}

static inline void set_reg(struct mmio_insn *insn, u8 modrm, u8 rex,
			   unsigned int width)
{
	u8 reg = (modrm >> 3 & 7) | (rex & REX_R) << 1;

	insn->reg_width = width;
	if (width == 1 && !rex && reg >= 4) {
		reg -= 4;
		insn->flags |= MMIO_F_HIGH;
	}
	insn->reg = reg;
}

/*
 * SIB byte and displacement of a memory operand. @modrm.mod is not 3, and as
 * many bytes as the operand may need (5) can be read.
 *
 * Return: what follows the operand.
 */
static inline const u8 *parse_memory(struct mmio_insn *insn, const u8 *p,
				     u8 modrm, u8 rex)
{
	u8 base = modrm & 7;

	insn->flags |= MMIO_F_MODRM;
	if (base == 4) {
		u8 sib = *p++;
		u8 index = (sib >> 3 & 7) | (rex & REX_X) << 2;

		base = sib & 7;
		/* R12 is an index, RSP is none. */
		if (index != MMIO_REG_SP) {
			insn->index = index;
			insn->scale = sib >> 6;
		}
		if (base == 5 && modrm < 0x40) {
			insn->disp = (s32)load32(p);
			return p + 4;
		}
	} else if (base == 5 && modrm < 0x40) {
		insn->base = MMIO_REG_IP;
		insn->disp = (s32)load32(p);
		return p + 4;
	}
	insn->base = base | (rex & REX_B) << 3;
	if (modrm & 0x40) {
		insn->disp = (s8)*p;
		return p + 1;
	}
	if (modrm & 0x80) {
		insn->disp = (s32)load32(p);
		return p + 4;
	}
	return p;
}

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

static int get_memory(struct mmio_insn *insn, struct cursor *c,
		      const struct prefixes *pre, u8 modrm, u8 rex)
{
	if (!have(c, memory_bytes(c, modrm)))
		return -ENODATA;
	c->pos = parse_memory(insn, c->pos, modrm, rex);
	insn->seg = pre->seg;
	return 0;
}

/* All prefixes up to the opcode; 67 is noted in insn->flags. */
static int get_prefixes(struct mmio_insn *insn, struct cursor *c,
			struct prefixes *pre, u8 *opcode)
{
	while (have(c, 1)) {
		u8 byte = *c->pos++;

		if ((byte & 0xf0) == 0x40) {
			pre->rex = byte;
			continue;
		}
		if (byte == 0x66) {
			pre->opsize = true;
		} else if (byte == 0x67) {
			insn->flags |= MMIO_F_ADDR32;
		} else if (byte == 0xf0) {
			pre->lock = true;
			insn->flags |= MMIO_F_LOCK;
		} else if (byte == 0xf2 || byte == 0xf3) {
			if (pre->rep && pre->rep != byte)
				pre->two_reps = true;
			pre->rep = byte;
		} else if (byte == 0x64 || byte == 0x65) {
			pre->seg = byte;
		} else if ((byte & 0xe7) != 0x26) {
			/* Not ES, CS, SS, DS, which mean nothing here. */
			*opcode = byte;
			return 0;
		}
		/* REX counts only when it is right before the opcode. */
		pre->rex = 0;
	}
	return -ENODATA;
}

/*
 * Memory width of the SSE and AVX moves in map 0F, 0 for all the others.
 * @vector: bytes of the vector registers
 */
static unsigned int vector_move_width(u8 op, unsigned int pp, bool wide,
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

/*
 * May the caller redirect the base register? Not when the instruction reads
 * the same register as data too (@reads, a bit for each), or when the base is
 * the index as well, which would move along. A register that is only written
 * does no harm, unless the write leaves some of its bits alone: those count as
 * read. So do conditional writes. Vector and x87 registers have numbers of
 * their own and never get here.
 */
static void set_clash(struct mmio_insn *insn, u32 reads)
{
	if (insn->base > MMIO_REG_R15)
		return;
	if (insn->base == insn->index || (reads & BIT_OF(insn->base)))
		insn->flags |= MMIO_F_CLASH;
}

/* What an instruction with a kind of its own reads if it cannot be emulated. */
static u32 reads_of_kind(const struct mmio_insn *insn)
{
	if (insn->reg > MMIO_REG_R15 || (insn->flags & MMIO_F_IMM))
		return 0;
	/* Loads of 32 or 64 bits replace the register, CMOV may not. */
	if (insn->kind == MMIO_INSN_LOAD && insn->reg_width >= 4 &&
	    !(insn->flags & MMIO_F_COND))
		return 0;
	return BIT_OF(insn->reg);
}

/* Data registers of the one-byte opcodes, other than ModRM.reg and CL. */
static u32 implicit_reads_one_byte(u8 op, u8 ext, unsigned int width)
{
	const u32 ax = BIT_OF(MMIO_REG_AX), dx = BIT_OF(MMIO_REG_DX);

	switch (op) {
	case 0x8d:		/* LEA: the address is the data */
		return 0xffff;
	case 0x8f:		/* POP */
		return BIT_OF(MMIO_REG_SP);
	case 0xf6:		/* MUL IMUL DIV IDIV: AX and memory */
		return ext >= 4 ? ax : 0;
	case 0xf7:
		/* MUL only writes DX, but 16 bits leave the rest of RDX. */
		if (ext < 4)
			return 0;
		return ext >= 6 || width == 2 ? ax | dx : ax;
	case 0xff:		/* CALL, far CALL, PUSH move the stack pointer */
		return ext == 2 || ext == 3 || ext == 6 ? BIT_OF(MMIO_REG_SP) : 0;
	}
	return 0;
}

static u32 implicit_reads_0f(u8 op, u8 ext)
{
	const u32 ax = BIT_OF(MMIO_REG_AX), dx = BIT_OF(MMIO_REG_DX);

	switch (op) {
	case 0xae:		/* XSAVE XRSTOR XSAVEOPT: mask in EDX:EAX */
		return ext >= 4 && ext <= 6 ? ax | dx : 0;
	case 0xb0:		/* CMPXCHG */
	case 0xb1:
		return ax;
	case 0xc7:
		if (ext == 1)	/* CMPXCHG8B, CMPXCHG16B */
			return ax | dx | BIT_OF(MMIO_REG_BX) | BIT_OF(MMIO_REG_CX);
		/* XRSTORS XSAVEC XSAVES */
		return ext >= 3 && ext <= 5 ? ax | dx : 0;
	}
	return 0;
}

/* PCMPESTRM and PCMPESTRI: lengths in EAX and EDX. */
static u32 implicit_reads_0f3a(u8 op)
{
	return op == 0x60 || op == 0x61 ?
	       BIT_OF(MMIO_REG_AX) | BIT_OF(MMIO_REG_DX) : 0;
}

static unsigned int mandatory_prefix(const struct prefixes *pre)
{
	if (pre->rep)
		return pre->rep == 0xf2 ? PP_F2 : PP_F3;
	return pre->opsize ? PP_66 : PP_NONE;
}

/* evex_disp8_unit() for half precision: maps 5 and 6. */
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
static unsigned int evex_disp8_unit(unsigned int map, u8 op, unsigned int pp,
				    bool wide, bool broadcast,
				    unsigned int vector)
{
	const bool scalar = pp == PP_F3 || pp == PP_F2;
	unsigned int element = wide ? 8 : 4;
	unsigned int width;

	if (map >= 5)
		return evex_disp8_unit_half(map, op, pp, wide, broadcast, vector);
	if (map == 1) {
		width = vector_move_width(op, pp, wide, vector);
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
static bool has_vector_index(unsigned int map, u8 op, bool evex)
{
	if (map != 2)
		return false;
	if (op >= 0x90 && op <= 0x93)
		return true;
	return evex && ((op >= 0xa0 && op <= 0xa3) || op == 0xc6 || op == 0xc7);
}

/* General registers that a VEX instruction reads, other than the address. */
static u32 vex_reads(unsigned int map, u8 op, unsigned int pp, u8 reg, u8 vvvv)
{
	if (map == 3)
		return implicit_reads_0f3a(op);
	if (map != 2)
		return 0;
	if (op >= 0xe0 && op <= 0xef)	/* CMPccXADD */
		return BIT_OF(reg) | BIT_OF(vvvv);
	switch (op) {
	case 0xf2:		/* ANDN */
	case 0xf5:		/* BZHI PEXT PDEP */
	case 0xf7:		/* BEXTR SHLX SARX SHRX */
		return BIT_OF(vvvv);
	case 0xf6:		/* MULX: both operands in registers are results */
		return pp == PP_F2 ? BIT_OF(MMIO_REG_DX) : 0;
	}
	return 0;
}

enum vex_form { VEX2, VEX3, EVEX, XOP };

/*
 * VEX, EVEX and XOP: @c is past the first byte. All become OTHER; what counts
 * is the length and the address.
 */
static APART int decode_vex(struct mmio_insn *insn, struct cursor *c,
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
		goto done;
	}
	if (!have(c, 1))
		return -ENODATA;
	modrm = *c->pos++;

	if (modrm < 0xc0) {
		err = get_memory(insn, c, pre, modrm, rex);
		if (err)
			return err;
		if (has_vector_index(map, op, form == EVEX)) {
			if ((modrm & 7) != 4)
				return -EINVAL;
			insn->index = MMIO_REG_NONE;
			insn->scale = 0;
		}
		if (form == EVEX) {
			if ((modrm & 0xc0) == 0x40)
				insn->disp *= evex_disp8_unit(map, op, pp, wide,
							      last & 0x10, vector);
			/* With a mask register it is not the whole vector. */
			if (map == 1 && !(last & 7))
				insn->width = vector_move_width(op, pp, wide, vector);
		} else if (form == XOP) {
			/* The XOP.vvvv of map 10 is a general register. */
			if (map == 10)
				reads = BIT_OF(vvvv);
		} else {
			if (map == 1)
				insn->width = vector_move_width(op, pp, wide, vector);
			reads = vex_reads(map, op, pp,
					  (modrm >> 3 & 7) | (rex & REX_R) << 1,
					  vvvv);
		}
		set_clash(insn, reads);
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
done:
	insn->kind = MMIO_INSN_OTHER;
	return 0;
}

/* Legacy instructions with 0F 38 and 0F 3A; @op follows. */
static APART int decode_three_byte(struct mmio_insn *insn, struct cursor *c,
			     const struct prefixes *pre, unsigned int opsize,
			     bool is_3a)
{
	const unsigned int pp = mandatory_prefix(pre);
	u32 reads = 0;
	u8 op, modrm;
	int err;

	if (!have(c, 2))
		return -ENODATA;
	op = *c->pos++;
	modrm = *c->pos++;
	if (modrm < 0xc0) {
		err = get_memory(insn, c, pre, modrm, pre->rex);
		if (err)
			return err;
	}
	if (is_3a) {
		if (!get_signed(c, 1, &insn->imm))
			return -ENODATA;
		reads = implicit_reads_0f3a(op);
	} else if ((op & 0xfe) == 0xf0 && !pre->rep && modrm < 0xc0) {
		/* MOVBE; with F2 it is CRC32 */
		insn->kind = op == 0xf0 ? MMIO_INSN_LOAD : MMIO_INSN_STORE;
		insn->flags |= MMIO_F_SWAP;
		insn->width = opsize;
		set_reg(insn, modrm, pre->rex, opsize);
		reads = reads_of_kind(insn);
	} else if (op >= 0xf0 || (op >= 0x80 && op <= 0x82)) {
		/*
		 * CRC32, WRSS, WRUSS, ADCX, ADOX, MOVDIRI read ModRM.reg,
		 * INVEPT, INVVPID, INVPCID too; MOVDIR64B and ENQCMD take it
		 * for an address, which must not move either.
		 */
		reads = BIT_OF((modrm >> 3 & 7) | (pre->rex & REX_R) << 1);
		if (op == 0xf0)
			insn->width = 1;
		else if (op == 0xf1)
			insn->width = opsize;
		else if (op == 0xf8)
			insn->width = 64;
		else if (op == 0xf9)
			insn->width = pre->rex & REX_W ? 8 : 4;
	} else if (op == 0x2a && pp == PP_66) {
		insn->width = 16;	/* MOVNTDQA */
	}
	if (modrm >= 0xc0)
		insn->width = 0;
	else if (insn->kind == MMIO_INSN_OTHER || insn->seg || pre->lock)
		set_clash(insn, reads);
	if (insn->seg || pre->lock)
		insn->kind = MMIO_INSN_OTHER;
	return 0;
}

/* INS OUTS MOVS CMPS STOS LODS SCAS */
static int decode_string(struct mmio_insn *insn, const struct prefixes *pre,
			 u8 op, unsigned int opsize)
{
	const u8 pair = op & 0xfe;
	/* ES:RDI has no segment override, so that one does not matter there. */
	bool source = true;

	insn->width = op & 1 ? opsize : 1;
	insn->base = MMIO_REG_SI;
	if (pre->rep)
		insn->flags |= MMIO_F_REP;
	if (pair == 0xa4) {
		insn->kind = MMIO_INSN_MOVS;
	} else if (pair == 0xac) {
		insn->kind = MMIO_INSN_LODS;
		insn->reg = MMIO_REG_AX;
	} else if (pair == 0xaa) {
		insn->kind = MMIO_INSN_STOS;
		insn->reg = MMIO_REG_AX;
		insn->base = MMIO_REG_DI;
		source = false;
	} else if (pair == 0x6c || pair == 0x6e) {
		if (insn->width == 8)	/* ports have 32 bits at most */
			insn->width = 4;
		if (pair == 0x6c) {
			insn->base = MMIO_REG_DI;
			source = false;
		}
	} else {
		/* CMPS has both, its override is for RSI. */
		insn->base = MMIO_REG_DI;
		source = pair == 0xa6;
	}
	insn->reg_width = insn->width;
	if (source)
		insn->seg = pre->seg;
	if (pre->two_reps || pre->lock || insn->seg)
		insn->kind = MMIO_INSN_OTHER;
	/* Data registers are AX, CX and DX, never a base: no clash. */
	if (insn->kind == MMIO_INSN_OTHER)
		insn->flags |= MMIO_F_STRING;
	return 0;
}

/* Opcode extensions that do not exist; @ext is ModRM.reg. */
static bool bad_extension(enum class class, u8 op, u8 modrm)
{
	const u8 ext = modrm >> 3 & 7;
	const bool memory = modrm < 0xc0;

	switch (class) {
	case C_STORE_IMM:	/* XABORT and XBEGIN are C6 F8 and C7 F8 */
		return ext != 0 && modrm != 0xf8;
	case C_GROUP1A:
		return ext != 0;
	case C_GROUP4:
		if (op == 0xfe)
			return ext > 1;
		return ext == 7 || (!memory && (ext == 3 || ext == 5));
	case C_SREG:		/* six of them; CS cannot be loaded */
		return ext > 5 || (op == 0x8e && ext == 1);
	case C_LEA:
		return !memory;
	case C_X87:
		if (!memory)
			return false;
		return (op == 0xd9 && ext == 1) || (op == 0xdd && ext == 5) ||
		       (op == 0xdb && (ext == 4 || ext == 6));
	case C_GROUP6:
		return ext > 5;
	case C_GROUP8:
		return ext < 4;
	case C_GROUP9:
		return ext == 0 || ext == 2;
	default:
		return false;
	}
}

/*
 * Kind of an instruction with a ModRM memory operand; everything it needs has
 * been read. Leaves OTHER what it does not know.
 */
static void set_kind(struct mmio_insn *insn, const struct prefixes *pre,
		     enum class class, bool byte, u8 op, u8 modrm,
		     unsigned int opsize)
{
	const unsigned int width = byte ? 1 : opsize;
	const u8 ext = modrm >> 3 & 7;

	switch (class) {
	case C_LOAD:
		insn->kind = MMIO_INSN_LOAD;
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_LOAD_SX:
		insn->flags |= MMIO_F_SIGN;
		insn->kind = MMIO_INSN_LOAD;
		set_reg(insn, modrm, pre->rex, opsize);
		if (op != 0x63)
			insn->width = byte ? 1 : 2;
		else if (opsize != 2)	/* MOVSXD; no extension to 32 bits */
			insn->width = 4;
		else			/* Intel reads 16 bits then, AMD 32 */
			insn->kind = MMIO_INSN_OTHER;
		return;
	case C_LOAD_ZX:
		insn->kind = MMIO_INSN_LOAD;
		set_reg(insn, modrm, pre->rex, opsize);
		insn->width = byte ? 1 : 2;
		return;
	case C_CMOV:
		insn->kind = MMIO_INSN_LOAD;
		insn->flags |= MMIO_F_COND;
		insn->op = op & 15;
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_STORE:
		insn->kind = MMIO_INSN_STORE;
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_MOVNTI:
		insn->width = pre->rex & REX_W ? 8 : 4;
		set_reg(insn, modrm, pre->rex, insn->width);
		/* Undefined with 66, F2 or F3: leave it to the processor. */
		if (mandatory_prefix(pre) == PP_NONE)
			insn->kind = MMIO_INSN_STORE;
		return;
	case C_STORE_IMM:
		insn->kind = MMIO_INSN_STORE;
		insn->flags |= MMIO_F_IMM;
		insn->reg_width = width;
		break;
	case C_ALU_REG:
		insn->flags |= MMIO_F_TO_REG;
		__attribute__((__fallthrough__));
	case C_ALU_MEM:
		insn->kind = MMIO_INSN_ALU;
		insn->op = op >> 3;
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_GROUP1:
		insn->kind = MMIO_INSN_ALU;
		insn->flags |= MMIO_F_IMM;
		insn->op = ext;
		insn->reg_width = width;
		break;
	case C_TEST:
		insn->kind = MMIO_INSN_ALU;
		insn->op = 8;
		set_reg(insn, modrm, pre->rex, width);
		break;
	case C_GROUP3:
		if (ext < 2) {		/* TEST; 1 is an alias of 0 */
			insn->kind = MMIO_INSN_ALU;
			insn->flags |= MMIO_F_IMM;
			insn->op = 8;
		} else if (ext < 4) {
			insn->kind = MMIO_INSN_UNARY;
			insn->op = ext;	/* NOT, NEG are 2, 3 in both */
		}
		insn->reg_width = width;
		break;
	case C_GROUP4:
		if (ext < 2) {
			insn->kind = MMIO_INSN_UNARY;
			insn->op = ext;
			insn->reg_width = width;
		} else {
			/* Near branches and PUSH are 64 bits, far ones vary. */
			insn->width = ext == 3 || ext == 5 ? 0 :
				      ext == 6 && opsize == 2 ? 2 : 8;
			return;
		}
		break;
	case C_GROUP1A:
		insn->width = opsize == 2 ? 2 : 8;
		return;
	case C_SREG:
		insn->width = 2;
		return;
	case C_GROUP9:
		if (ext == 1)
			insn->width = pre->rex & REX_W ? 16 : 8;
		return;
	default:
		return;
	}
	insn->width = width;
	if (insn->kind == MMIO_INSN_ALU && insn->op >= 7)
		insn->flags |= MMIO_F_NO_WRITE;
}

/* Everything, from the first byte on, with all checks. */
static int decode_at(struct mmio_insn *insn, struct cursor *c)
{
	struct prefixes pre = { 0 };
	unsigned int opsize, immz;
	enum class class;
	bool two_byte = false;
	u8 op, modrm = 0, ext;
	u16 attr;
	u32 reads;
	int err;

	err = get_prefixes(insn, c, &pre, &op);
	if (err)
		return err;
	opsize = pre.rex & REX_W ? 8 : pre.opsize ? 2 : 4;
	immz = opsize == 2 ? 2 : 4;

	attr = map_one_byte[op];
	if (op == 0x0f) {
		if (!have(c, 1))
			return -ENODATA;
		op = *c->pos++;
		if (op == 0x38 || op == 0x3a)
			return decode_three_byte(insn, c, &pre, opsize, op == 0x3a);
		attr = map_0f[op];
		two_byte = true;
	} else if (op == 0xc5) {
		return decode_vex(insn, c, &pre, VEX2);
	} else if (op == 0xc4) {
		return decode_vex(insn, c, &pre, VEX3);
	} else if (op == 0x62) {
		return decode_vex(insn, c, &pre, EVEX);
	} else if (op == 0x8f && have(c, 1) && (*c->pos & 0x18)) {
		/* Where POP would have its /digit, XOP has a map of 8 or more. */
		return decode_vex(insn, c, &pre, XOP);
	}

	class = attr >> A_CLASS_SHIFT;
	if (class == C_INVALID)
		return -EINVAL;
	if (class == C_STRING)
		return decode_string(insn, &pre, op, opsize);

	if (attr & A_MODRM) {
		if (!have(c, 1))
			return -ENODATA;
		modrm = *c->pos++;
		if (bad_extension(class, op, modrm) ||
		    (class == C_POPCNT && pre.rep != 0xf3))
			return -EINVAL;
		if (modrm < 0xc0) {
			err = get_memory(insn, c, &pre, modrm, pre.rex);
			if (err)
				return err;
		}
		if (class == C_GROUP3 && (modrm & 0x30) == 0)
			attr |= attr & A_BYTE ? A_IMM8 : A_IMMZ;
		/* EXTRQ and INSERTQ of AMD have two bytes. */
		if (class == C_SSE4A && modrm >= 0xc0 &&
		    (mandatory_prefix(&pre) == PP_66 || mandatory_prefix(&pre) == PP_F2))
			class = C_IMM16;
	}

	if (attr & A_IMM8) {
		if (!get_signed(c, 1, &insn->imm))
			return -ENODATA;
	} else if (attr & A_IMMZ) {
		if (!get_signed(c, immz, &insn->imm))
			return -ENODATA;
	}

	if (!(attr & A_MODRM) || modrm >= 0xc0) {
		unsigned int extra = 0;

		if (class == C_IMM16)
			extra = 2;
		else if (class == C_ENTER)
			extra = 3;
		else if (class == C_REL32)
			/* Intel ignores 66 here, AMD takes it for rel16. */
			extra = 4;
		else if (class == C_IMMV)
			extra = opsize;
		else if (class == C_CONTROL_REG)
			extra = 1;
		else if (class == C_MOFFS_LOAD || class == C_MOFFS_STORE)
			extra = insn->flags & MMIO_F_ADDR32 ? 4 : 8;
		if (!have(c, extra))
			return -ENODATA;
		if (class == C_MOFFS_LOAD || class == C_MOFFS_STORE) {
			insn->disp = extra == 4 ? load32(c->pos) : load64(c->pos);
			insn->kind = class == C_MOFFS_LOAD ? MMIO_INSN_LOAD :
							     MMIO_INSN_STORE;
			insn->width = attr & A_BYTE ? 1 : opsize;
			insn->reg_width = insn->width;
			insn->reg = MMIO_REG_AX;
			insn->seg = pre.seg;
			if (pre.seg || pre.lock)
				insn->kind = MMIO_INSN_OTHER;
		}
		c->pos += extra;
		return 0;
	}

	ext = modrm >> 3 & 7;
	set_kind(insn, &pre, class, attr & A_BYTE, op, modrm, opsize);
	if (insn->kind != MMIO_INSN_OTHER) {
		if (!RARE(insn->seg || pre.lock))
			return 0;
		set_clash(insn, reads_of_kind(insn));
		insn->kind = MMIO_INSN_OTHER;
		return 0;
	}

	if (!insn->width) {
		if (attr & A_WIDTH)
			insn->width = attr & A_BYTE ? 1 : opsize;
		else if (two_byte)
			insn->width = vector_move_width(op, mandatory_prefix(&pre),
							pre.rex & REX_W, 16);
	}
	reads = two_byte ? implicit_reads_0f(op, ext) :
			   implicit_reads_one_byte(op, ext, opsize);
	if (attr & A_READS_CL)
		reads |= BIT_OF(MMIO_REG_CX);
	if ((attr & A_READS_REG) || class == C_MOVNTI ||
	    ((attr & A_SETS_REG) && opsize == 2)) {
		/* AH to BH are part of the registers 0 to 3. */
		if ((attr & A_BYTE) && !pre.rex)
			reads |= BIT_OF(ext & 3);
		else
			reads |= BIT_OF(ext | (pre.rex & REX_R) << 1);
	}
	set_clash(insn, reads);
	return 0;
}

static APART int decode_any(struct mmio_insn *insn, const u8 *code, size_t avail)
{
	struct cursor c = { .pos = code };
	int err;

	c.end = code + (avail < MMIO_INSN_MAX ? avail : MMIO_INSN_MAX);
	err = decode_at(insn, &c);
	if (err == -ENODATA && avail >= MMIO_INSN_MAX)
		return -EINVAL;		/* longer than an instruction can be */
	insn->len = c.pos - code;
	return err;
}

/* 66, REX, two bytes of opcode, ModRM, SIB, disp32. */
#define FAST_BYTES	10

/*
 * MOV (88 to 8B), MOVZX and MOVSX with a memory operand and no other prefix
 * than 66 and REX, when so many bytes are there that none needs a check.
 *
 * Return: the length, or 0 when it is another instruction; @insn is untouched
 * then.
 */
static inline unsigned int decode_fast(struct mmio_insn *insn, const u8 *code)
{
	const u8 *p = code;
	unsigned int opsize = 4;
	u8 op, rex = 0, modrm;

	op = *p++;
	if ((op & 0xfc) != 0x88) {
		if (op == 0x66) {
			opsize = 2;
			op = *p++;
		}
		if ((op & 0xf0) == 0x40) {
			rex = op;
			if (rex & REX_W)
				opsize = 8;
			op = *p++;
		}
		if (op == 0x0f) {
			op = *p++;
			modrm = *p++;
			/* B6, B7, BE, BF */
			if ((op & 0xf6) != 0xb6 || modrm >= 0xc0)
				return 0;
			insn->kind = MMIO_INSN_LOAD;
			insn->width = op & 1 ? 2 : 1;
			if (op & 8)
				insn->flags = MMIO_F_SIGN;
			set_reg(insn, modrm, rex, opsize);
			return parse_memory(insn, p, modrm, rex) - code;
		}
		if ((op & 0xfc) != 0x88)
			return 0;
	}
	modrm = *p++;
	if (modrm >= 0xc0)
		return 0;
	if (!(op & 1))
		opsize = 1;
	insn->kind = op & 2 ? MMIO_INSN_LOAD : MMIO_INSN_STORE;
	insn->width = opsize;
	set_reg(insn, modrm, rex, opsize);
	return parse_memory(insn, p, modrm, rex) - code;
}

int mmio_insn_decode(struct mmio_insn *insn, const u8 *code, size_t avail)
{
	__builtin_memset(insn, 0, sizeof(*insn));
	insn->reg = MMIO_REG_NONE;
	insn->base = MMIO_REG_NONE;
	insn->index = MMIO_REG_NONE;

	if (avail >= FAST_BYTES) {
		insn->len = decode_fast(insn, code);
		if (insn->len)
			return 0;
	}
	return decode_any(insn, code, avail);
}
