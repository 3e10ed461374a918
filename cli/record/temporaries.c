// SPDX-License-Identifier: GPL-2.0
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "temporaries.h"

/* Symbols and event formats of a kernel, packed: measured 1 to 2 MB. */
#define DESCRIPTION_SIZE (3u << 20)

/* Trace data packs to a tenth as a rule; to a quarter even with random values. */
#define PACKED_SHARE 4

/* Less room than this is none: the last write has failed. */
#define FULL 65536

/* What each() hands to its function, and back. */
struct cutting {
	uint64_t keep;
	uint64_t total;
};

/*
 * Call @function with each temporary that exists. A CPU that was off may have
 * none, so all numbers that a CPU can have are tried.
 */
static void each(const char *file,
		 void (*function)(const char *name, uint64_t size, struct cutting *cutting),
		 struct cutting *cutting)
{
	long cpus = sysconf(_SC_NPROCESSORS_CONF);
	struct stat status;
	char *name;
	long i;

	for (i = 0; i < cpus; i++) {
		if (asprintf(&name, "%s.cpu%ld", file, i) < 0)
			return;
		if (!lstat(name, &status) && S_ISREG(status.st_mode))
			function(name, (uint64_t)status.st_size, cutting);
		free(name);
	}
}

static void add_size(const char *name, uint64_t size, struct cutting *cutting)
{
	(void)name;
	cutting->total += size;
}

static void cut_one(const char *name, uint64_t size, struct cutting *cutting)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t left = size;

	if (cutting->keep < cutting->total)
		left = (uint64_t)((double)size * ((double)cutting->keep / (double)cutting->total));
	/* A full disk may have left half a page at the end. */
	left -= left % page;
	if (left != size && truncate(name, (off_t)left))
		unlink(name);
}

static void remove_one(const char *name, uint64_t size, struct cutting *cutting)
{
	(void)size;
	(void)cutting;
	unlink(name);
}

static uint64_t free_space(const char *file)
{
	const char *slash = strrchr(file, '/');
	struct statvfs status;
	char *directory;
	int failed;

	directory = slash ? strndup(file, (size_t)(slash - file + 1)) : strdup(".");
	failed = !directory || statvfs(directory, &status);
	free(directory);
	if (failed)
		return UINT64_MAX / 4;
	return (uint64_t)status.f_bavail * status.f_frsize;
}

/**
 * temporaries_make_room() - see that what was collected can be packed
 * @file: the trace file
 *
 * Where the disk has no room for that, each temporary keeps its beginning, in
 * proportion. Nobody may be writing to them.
 *
 * Return: true when the disk is full, so that accesses may be missing.
 */
bool temporaries_make_room(const char *file)
{
	struct cutting cutting = { .total = 0 };
	uint64_t room = free_space(file);
	bool full = room < FULL;

	each(file, add_size, &cutting);
	if (room >= cutting.total / PACKED_SHARE + DESCRIPTION_SIZE)
		return full;
	room += cutting.total;
	if (room > DESCRIPTION_SIZE)
		cutting.keep = (room - DESCRIPTION_SIZE) / (PACKED_SHARE + 1) * PACKED_SHARE;
	each(file, cut_one, &cutting);
	return true;
}

/**
 * temporaries_remove() - remove what trace-cmd may have left behind
 * @file: the trace file
 */
void temporaries_remove(const char *file)
{
	each(file, remove_one, NULL);
}
