/* SPDX-License-Identifier: GPL-2.0 */
/* How text for people is shown, as the options say that report and stat share. */
#ifndef _CLI_DISPLAY_H
#define _CLI_DISPLAY_H

#include <stdbool.h>
#include <stddef.h>

#include "colour.h"
#include "options.h"

/* Options without a letter are numbered on from one header to the next. */
enum display_option {
	DISPLAY_COLOUR = 0x100,
	DISPLAY_NO_PAGER,
	DISPLAY_OPTION_END,
};

#define DISPLAY_OPTIONS \
	{ "color", optional_argument, NULL, DISPLAY_COLOUR }, \
	{ "no-pager", no_argument, NULL, DISPLAY_NO_PAGER }

/**
 * struct display - how text is shown; all zeros is the default
 * @colour: whether with colours
 * @no_pager: the user wants none
 */
struct display {
	enum colour colour;
	bool no_pager;
};

const char *display_take(struct display *display, int option, const char *value);

#endif
