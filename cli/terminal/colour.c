// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "colour.h"
#include "options.h"

#define DEFAULT_COLUMNS	120
#define FEWEST_COLUMNS	60
#define MOST_COLUMNS	1000

/**
 * colour_parse() - read the value of --color
 * @text: "auto", "always" or "never"
 * @colour: set
 *
 * Return: 0, or -1 when it is none of these.
 */
int colour_parse(const char *text, enum colour *colour)
{
	static const char *const names[] = { "auto", "always", "never", NULL };
	int i = options_choice(text, names);

	if (i < 0)
		return -1;
	*colour = (enum colour)i;
	return 0;
}

/**
 * colour_wanted() - whether to use colours
 * @colour: what the user said
 * @terminal: output goes to a terminal, perhaps through a pager
 *
 * NO_COLOR (https://no-color.org) and a terminal that calls itself dumb count
 * unless the user has said "always".
 */
bool colour_wanted(enum colour colour, bool terminal)
{
	const char *no = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (colour != COLOUR_AUTO)
		return colour == COLOUR_ALWAYS;
	return terminal && !(no && *no) && term && strcmp(term, "dumb");
}

/**
 * columns_of() - how wide lines may be
 * @fd: where they go
 *
 * COLUMNS comes first, as in other programs.
 */
unsigned int columns_of(int fd)
{
	const char *text = getenv("COLUMNS");
	unsigned long columns = text ? strtoul(text, NULL, 10) : 0;
	struct winsize size;

	if (!columns && !ioctl(fd, TIOCGWINSZ, &size))
		columns = size.ws_col;
	if (!columns)
		return DEFAULT_COLUMNS;
	if (columns < FEWEST_COLUMNS)
		return FEWEST_COLUMNS;
	return columns > MOST_COLUMNS ? MOST_COLUMNS : (unsigned int)columns;
}
