/* SPDX-License-Identifier: GPL-2.0 */
/* The words of a command line, and what is said of wrong ones. */
#ifndef _CLI_OPTIONS_H
#define _CLI_OPTIONS_H

#include <getopt.h>
#include <stdbool.h>

/**
 * struct options - what options a command has
 * @table: as for getopt_long(); @val of an option that has a letter is the letter
 * @take: gets each that is given: its @val, and its value or NULL. Returns NULL, or
 *	what is wrong with it, to which the value is added; "" when that has been said
 * @foreign: what follows the first plain word is somebody else's command
 */
struct options {
	const struct option *table;
	const char *(*take)(void *data, int option, char *value);
	bool foreign;
};

char **options_read(const struct options *options, int argc, char **argv, void *data);
const char *options_file(const struct options *options, int argc, char **argv, void *data);
int options_none(int argc, char **argv);
int options_choice(const char *value, const char *const *choices);

#endif
