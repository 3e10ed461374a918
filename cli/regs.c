// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "libmmiotrace.h"
#include "terminal/command.h"
#include "terminal/message.h"
#include "terminal/options.h"

static const char *take(void *data, int option, char *value)
{
	const char **output = data;

	(void)option;
	*output = value;
	return NULL;
}

static void put(void *to, const char *text, size_t length)
{
	fwrite(text, 1, length, to);
}

static int convert(struct mmt_regs *regs, char *const *paths, FILE *out)
{
	bool failed = false;
	long registers;

	for (; *paths; paths++)
		failed |= mmt_regs_load(regs, *paths) != 0;
	if (failed)
		return -1;
	registers = mmt_regs_write(regs, paths[-1], put, out);
	if (registers >= 0)
		message("%ld register%s", registers, registers == 1 ? "" : "s");
	return registers < 0 ? -1 : 0;
}

/* What was written is there as a whole, or as before. */
static int convert_to_file(struct mmt_regs *regs, char *const *paths, const char *output)
{
	char *text = NULL;
	size_t size;
	FILE *memory = open_memstream(&text, &size), *out;
	int status;

	if (!memory)
		return failure("out of memory");
	status = convert(regs, paths, memory);
	if (fclose(memory)) {
		free(text);
		return failure("out of memory");
	}
	if (status) {
		free(text);
		return EXIT_FAILED;
	}
	out = output ? fopen(output, "we") : stdout;
	if (!out) {
		free(text);
		return failure("%s: %s", output, strerror(errno));
	}
	fwrite(text, 1, size, out);
	free(text);
	if (!output)
		return close_output();
	return fclose(out) ? failure("%s: %s", output, strerror(errno)) : EXIT_OK;
}

static int run(int argc, char **argv)
{
	static const struct option table[] = {
		{ "output", required_argument, NULL, 'o' },
		{ NULL, 0, NULL, 0 },
	};
	static const struct options options = { .table = table, .take = take };
	const struct mmt_messages messages = { .complain = complaint };
	const char *output = NULL;
	char **words = options_read(&options, argc, argv, &output);
	struct mmt_regs *regs;
	int status;

	if (!words)
		return EXIT_USAGE;
	if (!words[0])
		return usage("regs: which driver? give the directory of its source");
	regs = mmt_regs_new(&messages);
	if (!regs)
		return failure("out of memory");
	status = convert_to_file(regs, words, output && strcmp(output, "-") ? output : NULL);
	mmt_regs_free(regs);
	return status;
}

const struct command regs_command = {
	.name = "regs",
	.summary = "write the registers of a driver's source as rules",
	.help =
	"Usage: mmiotrace regs [-o FILE] DIR|FILE...\n"
	"Reads a driver's source, a directory or its .c and .h files, as --regs does,\n"
	"and writes what was found as a file of rules: each register with its fields and\n"
	"the line of the source that it comes from. It can be read over, corrected,\n"
	"given to others, and is loaded at once: --regs FILE names what the source\n"
	"would.\n\n"
	"  -o, --output FILE       where to; default, as with -, is standard output\n"
	"\n"
	"Examples: of e1000, and used; of a driver of two files:\n"
	"  mmiotrace regs linux/drivers/net/ethernet/intel/e1000 -o e1000.rules\n"
	"  mmiotrace report --regs e1000.rules trace.dat\n"
	"  mmiotrace regs -o jme.rules net/ethernet/jme.c net/ethernet/jme.h\n",
	.run = run,
};
