/* SPDX-License-Identifier: GPL-2.0 */
/* What every command of the tool shares: its table entry and its statuses. */
#ifndef _CLI_COMMAND_H
#define _CLI_COMMAND_H

enum exit_status {
	EXIT_OK		= 0,
	EXIT_FAILED	= 1,	/* one line on standard error says why */
	EXIT_USAGE	= 2,
	EXIT_LOST	= 3,	/* recorded, but not everything */
};

/**
 * struct command - one entry of the command table
 * @name: first word on the command line
 * @summary: what it does, for the list of commands
 * @help: complete text of --help
 * @run: gets the arguments from the command's name on; returns the exit status
 */
struct command {
	const char *name;
	const char *summary;
	const char *help;
	int (*run)(int argc, char **argv);
};

extern const struct command diff_command;
extern const struct command info_command;
extern const struct command list_command;
extern const struct command record_command;
extern const struct command report_command;
extern const struct command mark_command;
extern const struct command regs_command;
extern const struct command selftest_command;
extern const struct command stat_command;

#endif
