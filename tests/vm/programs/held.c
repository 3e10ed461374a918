// SPDX-License-Identifier: GPL-2.0
/*
 * Preloaded into mmiotrace: notes for each program that is about to be executed
 * whether the process still holds the control device. Lines "PROGRAM yes" or "PROGRAM
 * no" are appended to the file that $HELD names.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mmiotrace.h"

static bool holds_control(void)
{
	DIR *directory = opendir("/proc/self/fd");
	char path[64], target[256];
	struct dirent *entry;
	bool held = false;
	ssize_t n;

	while (directory && (entry = readdir(directory))) {
		snprintf(path, sizeof(path), "/proc/self/fd/%.32s", entry->d_name);
		n = readlink(path, target, sizeof(target) - 1);
		target[n < 0 ? 0 : n] = 0;
		held = held || !strcmp(target, MMIOTRACE_DEVICE);
	}
	if (directory)
		closedir(directory);
	return held;
}

int execvp(const char *file, char *const argv[])
{
	int (*real)(const char *file, char *const argv[]) = dlsym(RTLD_NEXT, "execvp");
	const char *path = getenv("HELD");
	FILE *notes = path ? fopen(path, "ae") : NULL;

	if (notes) {
		fprintf(notes, "%s %s\n", file, holds_control() ? "yes" : "no");
		fclose(notes);
	}
	return real(file, argv);
}

int execlp(const char *file, const char *arg, ...)
{
	char *argv[64] = { (char *)arg };
	va_list more;
	int i = 0;

	va_start(more, arg);
	while (argv[i] && i < 62)
		argv[++i] = va_arg(more, char *);
	va_end(more);
	return execvp(file, argv);
}
