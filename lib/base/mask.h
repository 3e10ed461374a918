/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LIB_MASK_H
#define LIB_MASK_H

#include <stdint.h>

/** mask_of() - bits @low to @high of 64, both included */
static inline uint64_t mask_of(unsigned int low, unsigned int high)
{
	/* What is shifted out of bit 63 is missing where it would be subtracted from. */
	return (UINT64_C(2) << high) - (UINT64_C(1) << low);
}

#endif
