// SPDX-License-Identifier: GPL-2.0
/* The command table and nothing else: each command has a file of its own. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "terminal/command.h"
#include "terminal/message.h"
#include "terminal/spelling.h"

#ifndef MMIOTRACE_VERSION
#define MMIOTRACE_VERSION "unknown"
#endif

static const struct command *const commands[] = {
	&record_command,
	&report_command,
	&stat_command,
	&diff_command,
	&info_command,
	&regs_command,
	&mark_command,
	&list_command,
	&selftest_command,
};

#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static int print_help(void)
{
	size_t i;

	printf("Usage: mmiotrace COMMAND [OPTIONS]\n"
	       "Records every access that drivers make to the registers of devices.\n\n"
	       "Commands:\n");
	for (i = 0; i < N_COMMANDS; i++)
		printf("  %-10s %s\n", commands[i]->name, commands[i]->summary);
	printf("\nOptions:\n"
	       "  --help     this text; COMMAND --help, or help COMMAND, for a command's own\n"
	       "  --version  version of this tool\n\n"
	       "Exit status: 0 success, 1 failure, 2 wrong usage.\n");
	return close_output();
}

static int unknown_command(const char *word)
{
	struct spelling spelling = { .wanted = word };
	size_t i;

	for (i = 0; i < N_COMMANDS; i++)
		spelling_try(&spelling, commands[i]->name);
	if (spelling.nearest)
		return usage("no command '%s'; did you mean '%s'?", word, spelling.nearest);
	return usage("no command '%s'; 'mmiotrace --help' lists them", word);
}

static const struct command *find_command(const char *word)
{
	size_t i;

	for (i = 0; i < N_COMMANDS; i++)
		if (!strcmp(word, commands[i]->name))
			return commands[i];
	return NULL;
}

static int print_command_help(const struct command *command)
{
	fputs(command->help, stdout);
	return close_output();
}

/* help, help COMMAND */
static int run_help(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2)
		return print_help();
	command = find_command(argv[1]);
	if (!command)
		return unknown_command(argv[1]);
	return argc > 2 ? usage("help: one COMMAND at a time") : print_command_help(command);
}

static int run_command(const struct command *command, int argc, char **argv)
{
	int i;

	/* Behind "--" or the first plain word stands somebody else's command. */
	for (i = 1; i < argc && argv[i][0] == '-' && strcmp(argv[i], "--"); i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return print_command_help(command);
	return command->run(argc, argv);
}

/*
 * What was closed (report >&-) must not become a file that is opened later. Nothing
 * can be written to what takes its place, so that errors show.
 */
static void keep_standard_files(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDONLY);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

int main(int argc, char **argv)
{
	const struct command *command;

	keep_standard_files();

	/* Output errors are seen when writing, not as a death without a word. */
	signal(SIGPIPE, SIG_IGN);

	if (argc < 2)
		return usage("which command? 'mmiotrace --help' lists them");
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
		return print_help();
	if (!strcmp(argv[1], "help"))
		return run_help(argc - 1, argv + 1);
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		printf("mmiotrace %s\n", MMIOTRACE_VERSION);
		return close_output();
	}
	command = find_command(argv[1]);
	return command ? run_command(command, argc - 1, argv + 1) : unknown_command(argv[1]);
}
