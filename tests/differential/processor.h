/* SPDX-License-Identifier: GPL-2.0 */
/* What the processor has of what the tests look at, from what it says of itself. */
#ifndef DIFFERENTIAL_PROCESSOR_H
#define DIFFERENTIAL_PROCESSOR_H

#include <stdbool.h>

#include "insn.h"

/* Components of the state, by their bits in XCR0. */
#define STATE_X87	0x01ull
#define STATE_SSE	0x02ull
#define STATE_AVX	0x04ull
#define STATE_OPMASK	0x20ull
#define STATE_ZMM_HI256	0x40ull
#define STATE_HI16_ZMM	0x80ull
#define STATE_AVX512	(STATE_OPMASK | STATE_ZMM_HI256 | STATE_HI16_ZMM)

/* The legacy area and the header, which every area has. */
#define LEGACY_SIZE	512u
#define HEADER_SIZE	64u

/* One answer of CPUID. */
struct cpuid_row {
	u32 leaf, sub;
	u32 eax, ebx, ecx, edx;
};

/**
 * struct vectors - which registers beside the general ones are under control
 * @features: STATE_*, what is saved and loaded around an instruction
 * @size: bytes of the area that they are saved in
 * @opmask: where the mask registers are in it; 0: there are none
 * @xsave: by XSAVE and XRSTOR; otherwise by FXSAVE and FXRSTOR
 *
 * Registers that are not in @features, of AMX, PKRU and the like, are those of
 * nobody: instructions that change them are not run, see runs_away().
 */
struct vectors {
	u64 features;
	u32 size;
	u32 opmask;
	bool xsave;
};

/**
 * choose_vectors() - all of x87, SSE, AVX and AVX-512 that is enabled
 * @rows: of leaf 1, and of leaf 0xd a row for each component
 * @xcr0: what the system has enabled; 0 without XSAVE
 *
 * The area is as large as what is chosen needs in its standard form, not as what
 * is enabled: with AMX that is 11,008 bytes.
 *
 * Return: false when the rows contradict themselves.
 */
bool choose_vectors(struct vectors *v, const struct cpuid_row *rows, unsigned int count,
		    u64 xcr0);

/** read_vectors() - the same of this processor; exits when it cannot */
struct vectors read_vectors(void);

#endif
