/* SPDX-License-Identifier: GPL-2.0 */
/* Looking for a place in what is in order. */
#ifndef LIB_BISECT_H
#define LIB_BISECT_H

#include <stddef.h>

/**
 * bisect() - the first of a row of things for which something holds
 * @n: how many there are
 * @i: a name for the number of one of them, in @holds
 * @holds: a condition that does not hold for the first ones and holds for all others
 *
 * Return: its number; @n when there is none.
 */
#define bisect(n, i, holds) ({				\
	size_t low_ = 0, high_ = (n);			\
							\
	while (low_ < high_) {				\
		size_t i = low_ + (high_ - low_) / 2;	\
							\
		if (holds)				\
			high_ = i;			\
		else					\
			low_ = i + 1;			\
	}						\
	low_;						\
})

#endif
