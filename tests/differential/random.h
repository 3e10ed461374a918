/* SPDX-License-Identifier: GPL-2.0 */
/* Repeatable random numbers: splitmix64. */
#ifndef DIFFERENTIAL_RANDOM_H
#define DIFFERENTIAL_RANDOM_H

#include <stdbool.h>

#include "insn.h"

extern u64 random_state;

static inline u64 rnd(void)
{
	u64 z = random_state += 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

static inline unsigned int below(unsigned int n)
{
	return (rnd() >> 32) * n >> 32;
}

static inline bool chance(unsigned int percent)
{
	return below(100) < percent;
}

#endif
