// SPDX-License-Identifier: GPL-2.0
#include "display.h"

/**
 * display_take() - take an option of the command line
 * @display: how text is shown
 * @option: one of DISPLAY_OPTIONS
 * @value: its value, or NULL
 *
 * Return: NULL, or what is wrong with it.
 */
const char *display_take(struct display *display, int option, const char *value)
{
	if (option == DISPLAY_NO_PAGER) {
		display->no_pager = true;
		return NULL;
	}
	return colour_parse(value ? value : "always", &display->colour) ?
		"--color is auto, always or never" : NULL;
}
