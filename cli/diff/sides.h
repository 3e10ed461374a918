/* SPDX-License-Identifier: GPL-2.0 */
/* Both traces beside one another, where the terminal is wide. */
#ifndef _CLI_SIDES_H
#define _CLI_SIDES_H

#include "terminal/out.h"

#define SIDES_LEAST	100	/* columns of a terminal that is wide */
#define SIDES_ROOM	1024	/* bytes of what one side is said to do */

/**
 * struct sides - a line in two columns
 * @text: what stands in each of them
 * @length: bytes of that
 */
struct sides {
	char text[2][SIDES_ROOM];
	size_t length[2];
};

/**
 * struct sides_mark - what is taken from a stream of lines
 * @place: where it begins
 * @colour: the stream had them
 */
struct sides_mark {
	struct out_mark place;
	bool colour;
};

struct sides_mark sides_begin(struct out *out);
void sides_take(struct sides *sides, int side, struct out *out, struct sides_mark mark);
void sides_write(const struct sides *sides, struct out *out, enum style style, char mark);

#endif
