// SPDX-License-Identifier: GPL-2.0
/* Finding and starting the program that is traced. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "record/program.h"

static char first[64], second[64];

static void make(const char *directory, const char *name, mode_t mode)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	fd = open(path, O_CREAT | O_WRONLY, 0600);
	assert_true(fd >= 0);
	assert_true(write(fd, "#!/bin/sh\nexit 7\n", 17) == 17);
	fchmod(fd, mode);
	close(fd);
}

static int set_up(void **state)
{
	(void)state;
	strcpy(first, "/tmp/mmiotrace-first-XXXXXX");
	strcpy(second, "/tmp/mmiotrace-second-XXXXXX");
	if (!mkdtemp(first) || !mkdtemp(second))
		return -1;
	make(first, "plain", 0600);
	make(first, "both", 0600);
	make(second, "both", 0700);
	make(second, "good", 0700);
	return chdir(second);
}

static int tear_down(void **state)
{
	char command[256];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s %s", first, second);
	setenv("PATH", "/bin:/usr/bin", 1);
	return system(command); /* NOLINT(cert-env33-c): paths of our own */
}

static void path(const char *format, const char *a, const char *b)
{
	char text[256];

	snprintf(text, sizeof(text), format, a, b);
	setenv("PATH", text, 1);
}

/* As execvp(): what may not be executed is passed over, and said when nothing else is found. */
static void found(void **state)
{
	(void)state;
	path("%s:%s", first, second);
	assert_int_equal(program_find("good"), 0);
	assert_int_equal(program_find("both"), 0);
	assert_int_equal(program_find("plain"), EACCES);
	assert_int_equal(program_find("none"), ENOENT);
	assert_int_equal(program_find(""), ENOENT);
	path("%s:", first, "");
	assert_int_equal(program_find("good"), 0);	/* nothing is here */
	path("%s", first, "");
	assert_int_equal(program_find("good"), ENOENT);
	path(":%s", first, "");
	assert_int_equal(program_find("good"), 0);
	unsetenv("PATH");
	assert_int_equal(program_find("sh"), 0);
	assert_int_equal(program_find("good"), ENOENT);
	path("/nowhere", "", "");
	assert_int_equal(program_find("./good"), 0);
	assert_int_equal(program_find("/bin/sh"), 0);
	assert_int_equal(program_find("/bin"), EACCES);
	assert_int_equal(program_find("./none"), ENOENT);
}

static void started(void **state)
{
	char *good[] = { "good", NULL }, *none[] = { "none", NULL }, *signals[] = {
		"sh", "-c", "kill -PIPE $$; exit 5", NULL };
	char *has[] = { "sh", "-c", "test ! -e /proc/self/fd/$CONTROL", NULL };
	int control = open("/dev/null", O_RDONLY);
	char number[16];
	int status;
	pid_t pid;

	(void)state;
	path("%s:/bin:/usr/bin", second, "");
	pid = program_start(good, control);
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 7);
	assert_int_equal(program_start(none, control), -1);
	/* It dies of SIGPIPE, as if it had been started by a shell. */
	signal(SIGPIPE, SIG_IGN);
	pid = program_start(signals, control);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGPIPE);
	/* The session's descriptor stays here, and is not there. */
	snprintf(number, sizeof(number), "%d", control);
	setenv("CONTROL", number, 1);
	pid = program_start(has, control);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(close(control), 0);
	/* No child is left, that of the one which could not be started neither. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(found, set_up, tear_down),
		cmocka_unit_test_setup_teardown(started, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
