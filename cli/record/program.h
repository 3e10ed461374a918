/* SPDX-License-Identifier: GPL-2.0 */
/* Programs to run: finding them, and starting the one to be traced. */
#ifndef _CLI_PROGRAM_H
#define _CLI_PROGRAM_H

#include <sys/types.h>

int program_find(const char *name);
pid_t program_start(char **argv, int control);

#endif
