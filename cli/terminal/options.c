// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "message.h"
#include "options.h"
#include "spelling.h"

#define MOST_LETTERS	16

/* The letters as getopt_long() wants them, with ':' first, which tells what is missing. */
static void list_letters(const struct options *options, char *letters)
{
	const struct option *option;

	if (options->foreign)
		*letters++ = '+';
	*letters++ = ':';
	for (option = options->table; option->name; option++) {
		if (option->val > 0x7f)
			continue;
		*letters++ = (char)option->val;
		if (option->has_arg == required_argument)
			*letters++ = ':';
	}
	*letters = 0;
}

static void say_wrong(const char *command, const char *wrong, const char *value)
{
	if (*wrong && value)
		usage("%s: %s ('%s')", command, wrong, value);
	else if (*wrong)
		usage("%s: %s", command, wrong);
}

static void say_unknown(const char *command, const struct option *table, const char *word)
{
	char name[64];
	struct spelling spelling = { .wanted = name };

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(word, "="), word);
	if (!strncmp(name, "--", 2)) {
		spelling.wanted = name + 2;
		for (; table->name; table++)
			spelling_try(&spelling, table->name);
	}
	if (spelling.nearest)
		usage("%s: no option '%s'; did you mean '--%s'?", command, name, spelling.nearest);
	else
		usage("%s: no option '%s'; see 'mmiotrace %s --help'", command, word, command);
}

/**
 * options_read() - read the options of a command
 * @options: which there are
 * @argc: the command's, its name first
 * @argv: likewise
 * @data: for @options->take
 *
 * Return: the words that are no options, NULL at the end; NULL itself after a line
 * that says what is wrong.
 */
char **options_read(const struct options *options, int argc, char **argv, void *data)
{
	char letters[2 * MOST_LETTERS + 3];
	const char *wrong;
	int option;

	list_letters(options, letters);
	opterr = 0;
	while ((option = getopt_long(argc, argv, letters, options->table, NULL)) != -1) {
		if (option == ':') {
			usage("%s: %s needs a value; see 'mmiotrace %s --help'", argv[0],
			      argv[optind - 1], argv[0]);
			return NULL;
		}
		if (option == '?') {
			say_unknown(argv[0], options->table, argv[optind - 1]);
			return NULL;
		}
		wrong = options->take(data, option, optarg);
		if (wrong) {
			say_wrong(argv[0], wrong, optarg);
			return NULL;
		}
	}
	return argv + optind;
}

/**
 * options_file() - read the options of a command that reads one FILE
 * @options: which there are
 * @argc: the command's, its name first
 * @argv: likewise
 * @data: for @options->take
 *
 * Return: FILE, or what is read when none is named; NULL after a line that says what
 * is wrong.
 */
const char *options_file(const struct options *options, int argc, char **argv, void *data)
{
	char **words = options_read(options, argc, argv, data);

	if (!words)
		return NULL;
	if (!words[0])
		return "mmiotrace.dat";
	if (!words[1])
		return words[0];
	usage("%s: one FILE at a time; see 'mmiotrace %s --help'", argv[0], argv[0]);
	return NULL;
}

/**
 * options_none() - see that a command that takes nothing was given nothing
 * @argc: the command's, its name first
 * @argv: likewise
 *
 * Return: EXIT_OK, or EXIT_USAGE after a line.
 */
int options_none(int argc, char **argv)
{
	if (argc < 2)
		return EXIT_OK;
	return usage("%s: unexpected '%s'; see 'mmiotrace %s --help'", argv[0], argv[1], argv[0]);
}

/**
 * options_choice() - find a value among those that an option can have
 * @value: as the user gave it
 * @choices: the names, NULL at the end
 *
 * Return: which it is, or -1.
 */
int options_choice(const char *value, const char *const *choices)
{
	int i;

	for (i = 0; choices[i]; i++)
		if (!strcmp(value, choices[i]))
			return i;
	return -1;
}
