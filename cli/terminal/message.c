// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "libmmiotrace.h"
#include "message.h"

static void print_line(const char *format, va_list arguments)
{
	char line[2048];

	vsnprintf(line, sizeof(line), format, arguments);
	/* Names of files and quoted output must not break the one line. */
	mmt_make_safe(line);
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
 * complaint() - pass on what libmmiotrace says about a file; an mmt_complain
 * @data: not used
 * @about: what that is
 */
void complaint(void *data, const struct mmt_complaint *about)
{
	(void)data;
	if (about->line)
		message("%s:%lu: %s", about->file, about->line, about->text);
	else
		message("%s: %s", about->file, about->text);
}

/**
 * output_status() - the status of a command that has written what it had to
 * @error: errno of the first write that failed, or 0
 *
 * A reader that has gone (report | head) is no error: it has what it wanted.
 *
 * Return: EXIT_OK, or EXIT_FAILED after a line that says why.
 */
int output_status(int error)
{
	if (!error || error == EPIPE)
		return EXIT_OK;
	return failure("cannot write the output: %s", strerror(error));
}

/**
 * close_output() - end standard output, finding errors that were held back
 *
 * Return: as output_status().
 */
int close_output(void)
{
	int error = !ferror(stdout) ? 0 : errno ? errno : EIO;

	if (fclose(stdout) && !error)
		error = errno;
	return output_status(error);
}
