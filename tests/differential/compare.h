/* SPDX-License-Identifier: GPL-2.0 */
/* The emulator: its memory, its bus, and what it has to agree with. */
#ifndef DIFFERENTIAL_COMPARE_H
#define DIFFERENTIAL_COMPARE_H

#include <stdbool.h>

#include "machine.h"
#include "sample.h"

#define PT_WORDS	21
#define MAX_ACCESS	256
#define FAULT		(-EFAULT)

/**
 * struct bus - what mmio_insn_exec() has asked for
 * @log: type as in struct form, ( lock and ) unlock; offset in memory
 * @count: how many of them
 * @fail_at: this one, counted from 1, fails; lock and unlock do not count
 * @tries: how many could have failed
 * @locked: between lock and unlock
 * @bad: something that no instruction may do
 */
struct bus {
	struct {
		char type;
		u8 width;
		u32 offset;
	} log[MAX_ACCESS];
	unsigned int count;
	unsigned int fail_at;
	unsigned int tries;
	bool locked;
	bool bad;
};

extern u8 emulated[BUF_SIZE];	/* machine_memory of the emulator, same addresses */

/** to_pt_regs() - the state that a sample starts from, as struct pt_regs */
void to_pt_regs(const struct sample *s, unsigned long regs[PT_WORDS]);

/** start_native() - run it on the processor; sets s->count of a string */
struct fault start_native(struct sample *s);

/** decode_sample() - decode, and complain when it is not what the form says */
bool decode_sample(const struct sample *s, struct mmio_insn *insn);

/** refused() - must mmio_insn_exec() leave it to the processor? */
bool refused(const struct sample *s);

/**
 * same_register() - the same, or the other answer that processors give
 * @reg: in the order of the encoding
 *
 * They differ in a string with REP, addresses of 32 bits and ECX = 0: some clear
 * the upper half of RCX, or of RSI and RDI as well; and in a search of 32 bits for a
 * bit in 0. The emulator leaves all as it is.
 */
bool same_register(const struct sample *s, unsigned int reg, u64 processor, u64 emulator);

/**
 * same_state() - registers, flags and memory
 *
 * The processor's are in *machine and machine_memory, the emulator's in @regs
 * and emulated.
 */
bool same_state(const struct sample *s, const unsigned long *regs);

/** same_accesses() - exactly those of the form, of its width, each element */
bool same_accesses(const struct sample *s, const struct bus *bus);

/** check_sample() - all of this once; a mismatch is told on stderr */
bool check_sample(struct sample *s);

#endif
