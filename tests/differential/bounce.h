/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DIFFERENTIAL_BOUNCE_H
#define DIFFERENTIAL_BOUNCE_H

#include <stdbool.h>

#include "insn.h"

/**
 * check_bounce() - one random instruction on a buffer, as the module does it
 *
 * What mmio_insn_exec() leaves to the processor, and what somebody else steps
 * through, runs with its base register redirected: loads on a copy of the device's bytes, stores into a buffer that is
 * written to the device afterwards. Against the same instruction run in place:
 * all registers, those of vectors included, flags and memory.
 *
 * Return: 1 it agrees, 0 it does not, -1 the instruction is not one to be tried
 * (invalid here, of unknown width, its base cannot be redirected).
 */
int check_bounce(void);

#endif
