// SPDX-License-Identifier: GPL-2.0
/* The command table and nothing else: each command has a file of its own. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "terminal/command.h"
#include "record/gate.h"
#include "terminal/message.h"

#ifndef MMIOTRACE_VERSION
#define MMIOTRACE_VERSION "unknown"
#endif

static const struct command *const commands[] = {
	&record_command,
	&report_command,
	&stat_command,
	&info_command,
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
	       "  --help     this text; COMMAND --help for a command's own\n"
	       "  --version  version of this tool\n\n"
	       "Exit status: 0 success, 1 failure, 2 wrong usage.\n");
	return close_output();
}

static int run_command(const struct command *command, int argc, char **argv)
{
	int i;

	/* Behind "--" or the first plain word stands somebody else's command. */
	for (i = 1; i < argc && argv[i][0] == '-' && strcmp(argv[i], "--"); i++) {
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
			fputs(command->help, stdout);
			return close_output();
		}
	}
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
	size_t i;

	keep_standard_files();

	/* Where trace-cmd's command would stand: not for people. */
	if (argc == 2 + GATE_ARGUMENTS && !strcmp(argv[1], GATE_ARGUMENT))
		return gate_wait(argv + 2);

	/* Output errors are seen when writing, not as a death without a word. */
	signal(SIGPIPE, SIG_IGN);

	if (argc < 2)
		return usage("which command? 'mmiotrace --help' lists them");
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
	    !strcmp(argv[1], "help"))
		return print_help();
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		printf("mmiotrace %s\n", MMIOTRACE_VERSION);
		return close_output();
	}
	for (i = 0; i < N_COMMANDS; i++)
		if (!strcmp(argv[1], commands[i]->name))
			return run_command(commands[i], argc - 1, argv + 1);
	return usage("no command '%s'; 'mmiotrace --help' lists them", argv[1]);
}
