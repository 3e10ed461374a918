// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pager.h"

/* Less that ends by itself when all fits (F), shows colours (R), leaves the screen (X). */
#define DEFAULT_PAGER	"command -v less >/dev/null || exec cat; exec less"
#define LESS_OPTIONS	"FRSX"

static const char *command(void)
{
	const char *name = getenv("MMIOTRACE_PAGER");

	if (!name)
		name = getenv("PAGER");
	return name ? name : DEFAULT_PAGER;
}

/* The child: never returns. */
static void become(const char *name, int from)
{
	char *script;

	if (dup2(from, STDIN_FILENO) < 0)
		_exit(127);
	signal(SIGPIPE, SIG_DFL);
	setenv("LESS", LESS_OPTIONS, 0);
	setenv("LV", "-c", 0);
	/* The shell says so when it finds no such program, and nothing was read. */
	if (asprintf(&script, "%s\ncase $? in 126|127) exec cat; esac", name) > 0)
		execl("/bin/sh", "sh", "-c", script, (char *)NULL);
	_exit(127);
}

/**
 * pager_begin() - start the pager that the user has chosen
 * @pager: filled in; standard output itself when there is to be none
 * @wanted: the user did not say no
 *
 * As git does: only when standard output is a terminal; MMIOTRACE_PAGER, else
 * PAGER, else less; empty or "cat" means none. One that cannot be started is no
 * error, output goes to the terminal.
 */
void pager_begin(struct pager *pager, bool wanted)
{
	const char *name = command();
	int ends[2];

	pager->pid = 0;
	pager->fd = STDOUT_FILENO;
	if (!wanted || !*name || !strcmp(name, "cat") || !isatty(STDOUT_FILENO) ||
	    pipe2(ends, O_CLOEXEC))
		return;
	pager->pid = fork();
	if (!pager->pid)
		become(name, ends[0]);
	close(ends[0]);
	if (pager->pid < 0) {
		pager->pid = 0;
		close(ends[1]);
		return;
	}
	pager->fd = ends[1];
	/* The keys are the pager's: Ctrl-C there must not leave it alone. */
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
}

/**
 * pager_end() - let the user read on until he leaves the pager
 * @pager: from pager_begin()
 */
void pager_end(struct pager *pager)
{
	if (!pager->pid)
		return;
	close(pager->fd);
	while (waitpid(pager->pid, NULL, 0) < 0 && errno == EINTR)
		;
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	pager->pid = 0;
	pager->fd = STDOUT_FILENO;
}
