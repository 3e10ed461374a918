// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "terminal/message.h"
#include "program.h"

static int executable(const char *path)
{
	struct stat status;

	if (stat(path, &status))
		return errno;
	if (!S_ISREG(status.st_mode) || access(path, X_OK))
		return EACCES;
	return 0;
}

/**
 * program_find() - whether a program can be executed, as execvp() would look
 * @name: name, or path when it has a slash
 *
 * Return: 0, or the errno that execvp() would give.
 */
int program_find(const char *name)
{
	const char *directories = getenv("PATH");
	int error = ENOENT;

	if (strchr(name, '/'))
		return executable(name);
	if (!directories)
		directories = "/bin:/usr/bin";
	while (*name) {
		size_t length = strcspn(directories, ":");
		char path[4096];
		int n;

		n = snprintf(path, sizeof(path), "%.*s%s%s", (int)length, directories,
			     length ? "/" : "./", name);
		if (n > 0 && n < (int)sizeof(path)) {
			int found = executable(path);

			if (!found)
				return 0;
			if (found == EACCES)
				error = EACCES;
		}
		if (!directories[length])
			break;
		directories += length + 1;
	}
	return error;
}

static void execute(char **argv, int control, int result)
{
	sigset_t none;
	int error;

	/* At once: until the program runs it would keep the session if we were killed. */
	close(control);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execvp(argv[0], argv);
	error = errno;
	if (write(result, &error, sizeof(error)) < 0)
		_exit(126);
	_exit(127);
}

/**
 * program_start() - start the program to be traced
 * @argv: its arguments, NULL at the end
 * @control: descriptor of the session, which it must not have
 *
 * It has this process's standard streams, terminal and process group: it is
 * in the foreground as if it had been started alone.
 *
 * Return: its process, or -1 after a line that says why it cannot be started.
 */
pid_t program_start(char **argv, int control)
{
	int result[2];
	int error = 0;
	pid_t pid;

	if (pipe2(result, O_CLOEXEC)) {
		failure("cannot start %s: %s", argv[0], strerror(errno));
		return -1;
	}
	pid = fork();
	if (!pid)
		execute(argv, control, result[1]);
	if (pid < 0)
		error = errno;
	close(result[1]);
	/* Executed, the pipe is closed; otherwise it brings the reason. */
	if (pid > 0 && read(result[0], &error, sizeof(error)) == (ssize_t)sizeof(error))
		waitpid(pid, NULL, 0);
	close(result[0]);
	if (!error)
		return pid;
	failure("cannot start %s: %s", argv[0], strerror(error));
	return -1;
}
