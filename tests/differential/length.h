/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DIFFERENTIAL_LENGTH_H
#define DIFFERENTIAL_LENGTH_H

#include <stdbool.h>

#include "insn.h"

/** random_code() - 15 random bytes, so made that all maps come up */
void random_code(u8 code[MMIO_INSN_MAX]);

/**
 * length_is() - does the processor take exactly so many bytes?
 *
 * Only for what faults on an address in a general register, at the latest.
 *
 * Return: 1 yes, 0 no, -1 it is invalid.
 */
int length_is(const u8 *code, unsigned int len);

/**
 * check_length() - one random instruction
 *
 * Return: 1 it agrees, 0 it does not, -1 it is none, or cannot be tried safely.
 */
int check_length(void);

#endif
