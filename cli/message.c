// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "message.h"

/* Where lines go instead of standard error; see message_keep(). */
static char *kept;
static size_t kept_size;

static void print_line(const char *format, va_list arguments)
{
	char line[2048];
	char *c;

	vsnprintf(line, sizeof(line), format, arguments);
	/* Names of files and quoted output must not break the one line. */
	for (c = line; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = ' ';
	if (kept) {
		snprintf(kept, kept_size, "%s", line);
		return;
	}
	fprintf(stderr, "mmiotrace: %s\n", line);
}

/**
 * message() - say something on standard error
 * @format: as printf(), without the program's name and the newline
 */
void message(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_line(format, arguments);
	va_end(arguments);
}

/**
 * failure() - say why a command failed
 * @format: as printf()
 *
 * Return: EXIT_FAILED, so that a command can end with it.
 */
int failure(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_line(format, arguments);
	va_end(arguments);
	return EXIT_FAILED;
}

/**
 * usage() - say what is wrong with the command line
 * @format: as printf()
 *
 * Return: EXIT_USAGE.
 */
int usage(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print_line(format, arguments);
	va_end(arguments);
	return EXIT_USAGE;
}

/**
 * message_keep() - keep lines for a caller that has more to say
 * @line: gets the last line, without the program's name; NULL ends it
 * @size: room there
 */
void message_keep(char *line, size_t size)
{
	kept = line;
	kept_size = size;
	if (line)
		line[0] = 0;
}

/**
 * close_output() - end standard output, finding errors that were held back
 *
 * A reader that has gone (report | head) is no error: it has what it wanted.
 *
 * Return: EXIT_OK, or EXIT_FAILED after a line that says why.
 */
int close_output(void)
{
	int failed = ferror(stdout);
	int error = errno;

	if (fclose(stdout)) {
		if (!failed)
			error = errno;
		failed = 1;
	}
	if (!failed || error == EPIPE)
		return EXIT_OK;
	return failure("cannot write the output: %s", strerror(error));
}
