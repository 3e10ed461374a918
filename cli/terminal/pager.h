/* SPDX-License-Identifier: GPL-2.0 */
/* A program that shows output page by page. */
#ifndef _CLI_PAGER_H
#define _CLI_PAGER_H

#include <stdbool.h>
#include <sys/types.h>

/**
 * struct pager - a pager, or none
 * @pid: its process, 0 when there is none
 * @fd: where to write; standard output when there is none
 */
struct pager {
	pid_t pid;
	int fd;
};

void pager_begin(struct pager *pager, bool wanted);
void pager_end(struct pager *pager);

#endif
