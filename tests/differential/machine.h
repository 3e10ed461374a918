/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs single instructions on the processor, with all registers given.
 *
 * Stub, context and memory lie below 2 GB, so that the stub needs no register
 * for itself and that operands with a 32-bit address reach the memory. There is
 * one of each: not for threads.
 */
#ifndef DIFFERENTIAL_MACHINE_H
#define DIFFERENTIAL_MACHINE_H

#include <stdbool.h>

#include "insn.h"
#include "processor.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define BUF_SIZE	4096u

/* Flags that instructions change. */
#define FLAG_CF		0x001ul
#define FLAG_PF		0x004ul
#define FLAG_AF		0x010ul
#define FLAG_ZF		0x040ul
#define FLAG_SF		0x080ul
#define FLAG_DF		0x400ul
#define FLAG_OF		0x800ul
#define FLAGS_ALU	0x8d5ul
#define FLAGS_SEEN	(FLAGS_ALU | FLAG_DF)
#define FLAG_RF		0x10000ul

/* Registers before and after a run; the stub knows these offsets. */
struct machine {
	u64 reg[16];		/* in the order of the encoding */
	u64 flags;
	u64 host_sp;
	u64 landed;		/* 1 when it came by machine_landing */
	u64 features;		/* those in machine_vectors, for XSAVE */
};

/* What ended a run before its time; signal 0: nothing did. */
struct fault {
	int signal;
	int code;		/* si_code */
	u64 address;		/* si_addr */
	u64 ip;
};

extern struct machine *machine;
extern u8 *machine_end;		/* the instruction ends here, IP points here next */
extern u8 *machine_landing;	/* jumps to machine_end, and says that it was there */
extern u8 *machine_memory;	/* BUF_SIZE bytes, nothing accessible around them */
extern u8 *machine_second;	/* as many, elsewhere, without access around them too */
extern u8 *machine_vectors;	/* vectors.size bytes: x87, SSE, AVX, AVX-512 */
extern struct vectors vectors;	/* what is in there */

/** machine_setup() - once, before anything else here; exits when it cannot */
void machine_setup(void);

/** allocate_vectors() - room for a copy of machine_vectors, all 0; the caller's to free */
u8 *allocate_vectors(void);

/** machine_catch_signals() - again, after somebody else has set up handlers */
void machine_catch_signals(void);

/**
 * machine_run() - run one instruction on the registers in *machine
 * @code: not longer than MMIO_INSN_MAX
 * @with_vectors: load and store machine_vectors, too
 *
 * Return: what has ended it; the registers are those at the fault then.
 */
struct fault machine_run(const u8 *code, unsigned int len, bool with_vectors);

/**
 * machine_takes() - does the processor want to see more of an instruction?
 * @code: its first bytes
 * @len: how many of them are in memory, nothing behind
 *
 * Runs it on the registers in *machine; if it is complete, it should fault on its
 * operand.
 * Return: -1 when it is invalid, 1 when @len bytes are enough, 0 when not.
 */
int machine_takes(const u8 *code, unsigned int len);

/** machine_protect() - access to machine_memory: PROT_* */
void machine_protect(int prot);

#endif
