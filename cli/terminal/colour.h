/* SPDX-License-Identifier: GPL-2.0 */
/* Whether output is coloured, and how wide it is. */
#ifndef _CLI_COLOUR_H
#define _CLI_COLOUR_H

#include <stdbool.h>

enum colour {
	COLOUR_AUTO,
	COLOUR_ALWAYS,
	COLOUR_NEVER,
};

int colour_parse(const char *text, enum colour *colour);
bool colour_wanted(enum colour colour, bool terminal);
unsigned int columns_of(int fd);

#endif
