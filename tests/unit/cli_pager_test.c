// SPDX-License-Identifier: GPL-2.0
/* The pager: when there is one, what reaches it, and whose Ctrl-C is. */
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "terminal/pager.h"

static int saved, terminal;
static char got[64];	/* a file that the pager writes */

/* Standard output is a terminal, as a user's is. */
static int set_up(void **state)
{
	int end;

	(void)state;
	fflush(stdout);
	saved = dup(STDOUT_FILENO);
	strcpy(got, "/tmp/mmiotrace-pager-XXXXXX");
	close(mkstemp(got));
	setenv("GOT", got, 1);
	unsetenv("MMIOTRACE_PAGER");
	unsetenv("PAGER");
	if (saved < 0 || openpty(&terminal, &end, NULL, NULL, NULL))
		return -1;
	dup2(end, STDOUT_FILENO);
	close(end);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	dup2(saved, STDOUT_FILENO);
	close(saved);
	close(terminal);
	return unlink(got);
}

static const char *content(void)
{
	static char text[256];
	int fd = open(got, O_RDONLY);
	ssize_t n = read(fd, text, sizeof(text) - 1);

	close(fd);
	text[n > 0 ? n : 0] = 0;
	return text;
}

static bool is_ignored(int number)
{
	struct sigaction action;

	assert_int_equal(sigaction(number, NULL, &action), 0);
	return action.sa_handler == SIG_IGN;
}

static void page(const char *expected)
{
	struct pager pager;

	pager_begin(&pager, true);
	assert_true(pager.pid > 0);
	assert_int_not_equal(pager.fd, STDOUT_FILENO);
	/* Who reads in the pager presses Ctrl-C there: it must not leave that alone. */
	assert_true(is_ignored(SIGINT));
	assert_true(is_ignored(SIGQUIT));
	assert_int_equal(write(pager.fd, "text\n", 5), 5);
	pager_end(&pager);
	assert_int_equal(pager.pid, 0);
	assert_int_equal(pager.fd, STDOUT_FILENO);
	assert_false(is_ignored(SIGINT));
	assert_false(is_ignored(SIGQUIT));
	assert_string_equal(content(), expected);
}

static void names(void **state)
{
	(void)state;
	setenv("PAGER", "sed 's/^/P /' >$GOT", 1);
	page("P text\n");
	setenv("MMIOTRACE_PAGER", "sed 's/^/M /' >$GOT", 1);
	page("M text\n");
	/* Options for less, and for lv; not when the user has some. */
	setenv("MMIOTRACE_PAGER", "cat; echo $LESS $LV >$GOT", 1);
	unsetenv("LESS");
	unsetenv("LV");
	page("FRSX -c\n");
	setenv("LESS", "S", 1);
	page("S -c\n");
}

static void none(void)
{
	struct pager pager;

	pager_begin(&pager, true);
	assert_int_equal(pager.pid, 0);
	assert_int_equal(pager.fd, STDOUT_FILENO);
	assert_false(is_ignored(SIGINT));
	pager_end(&pager);
}

static void no_pager(void **state)
{
	struct pager pager;
	int null = open("/dev/null", O_WRONLY);

	(void)state;
	setenv("PAGER", "sed 's/^/P /' >$GOT", 1);
	pager_begin(&pager, false);
	assert_int_equal(pager.pid, 0);
	setenv("MMIOTRACE_PAGER", "", 1);
	none();
	setenv("MMIOTRACE_PAGER", "cat", 1);
	none();
	unsetenv("MMIOTRACE_PAGER");
	setenv("PAGER", "", 1);
	none();
	setenv("PAGER", "sed 's/^/P /' >$GOT", 1);
	dup2(null, STDOUT_FILENO);
	close(null);
	none();
	assert_string_equal(content(), "");
}

/* One that cannot be started: what it was to show is on the terminal. */
static void missing_pager(void **state)
{
	static const char *const pagers[] = { "no-such-pager -x 2>/dev/null", "/dev/null 2>/dev/null" };
	struct pager pager;
	char text[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pagers) / sizeof(pagers[0]); i++) {
		setenv("MMIOTRACE_PAGER", pagers[i], 1);
		pager_begin(&pager, true);
		assert_true(pager.pid > 0);
		assert_int_equal(write(pager.fd, "text\n", 5), 5);
		pager_end(&pager);
		assert_int_equal(read(terminal, text, sizeof(text)), 6);
		assert_memory_equal(text, "text\r\n", 6);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_pager, set_up, tear_down),
		cmocka_unit_test_setup_teardown(missing_pager, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
