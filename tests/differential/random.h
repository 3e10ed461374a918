/* SPDX-License-Identifier: GPL-2.0 */
/* Repeatable random numbers: splitmix64. */
#ifndef DIFFERENTIAL_RANDOM_H
#define DIFFERENTIAL_RANDOM_H

#include <stdbool.h>
#include <stdlib.h>

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

/* What a test takes from its environment: a seed, a number of cases. */
static inline u64 env_number(const char *name, u64 fallback)
{
	const char *value = getenv(name);

	return value && *value ? strtoull(value, NULL, 0) : fallback;
}

#endif
