// SPDX-License-Identifier: GPL-2.0
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "find.h"

#define FILES_MOST	32	/* of one name */
#define DEPTH_MOST	64
#define PATIENCE	3	/* seconds that a server may take to have nothing */

/**
 * struct search - the search for one file
 * @module: name of the module, with _ for -; "" is the kernel itself
 * @wanted: what the file must be
 * @file: the file, once it is found
 * @why: why the one looked at last is not it
 * @refused: the same of the first file that is another version, for the user
 * @size: room there
 */
struct search {
	const char *module;
	const struct debugfile_wanted *wanted;
	struct debugfile *file;
	char why[256];
	char *refused;
	size_t size;
};

static bool ends_in(const char *name, size_t *length, const char *end)
{
	size_t more = strlen(end);

	if (*length <= more || memcmp(name + *length - more, end, more) != 0)
		return false;
	*length -= more;
	return true;
}

/* "snd-hda-intel.ko.xz" and "snd_hda_intel.ko.debug" are the module snd_hda_intel. */
static bool is_module(const char *name, const char *module)
{
	size_t length = strlen(name), i;

	if (!ends_in(name, &length, ".xz") && !ends_in(name, &length, ".zst"))
		ends_in(name, &length, ".gz");
	ends_in(name, &length, ".debug");
	if (!ends_in(name, &length, ".ko") || strlen(module) != length)
		return false;
	for (i = 0; i < length; i++)
		if (name[i] != module[i] && (name[i] != '-' || module[i] != '_'))
			return false;
	return true;
}

/* "vmlinux", "vmlinux-6.1.0-56-amd64.debug" */
static bool is_kernel(const char *name, const char *release)
{
	size_t length = strlen(name);

	ends_in(name, &length, ".debug");
	if (length < 7 || memcmp(name, "vmlinux", 7) != 0)
		return false;
	if (length == 7)
		return true;
	return name[7] == '-' && *release && length - 8 == strlen(release) &&
	       !memcmp(name + 8, release, length - 8);
}

static bool is_named(const struct search *search, const char *name)
{
	return *search->module ? is_module(name, search->module) :
				 is_kernel(name, search->wanted->release);
}

static bool try(struct search *search, const char *path)
{
	search->file = debugfile_open(path, search->wanted, search->why, sizeof(search->why));
	if (search->file)
		return true;
	/* A file without debug information is no mistake of the user's. */
	if (!*search->refused && strcmp(search->why, "it has no debug information") != 0)
		snprintf(search->refused, search->size, "%s: %s", path, search->why);
	return false;
}

static bool try_if_there(struct search *search, const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISREG(status.st_mode) && try(search, path);
}

static int alphabetic(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Files of other kernels may be there, too: those in a directory of this release come first. */
static bool is_of_release(const char *path, const char *release)
{
	const char *found = *release ? strstr(path, release) : NULL;
	size_t length = strlen(release);

	return found && found > path && found[-1] == '/' && found[length] == '/';
}

static bool try_all(struct search *search, char *const *path, size_t paths)
{
	int turn;
	size_t i;

	for (turn = 0; turn < 2; turn++)
		for (i = 0; i < paths; i++)
			if (is_of_release(path[i], search->wanted->release) == !turn &&
			    try(search, path[i]))
				return true;
	return false;
}

/* Every file of that name in a directory; a file may be named as well. */
static bool try_tree(struct search *search, const char *root)
{
	char *roots[] = { (char *)root, NULL }, *path[FILES_MOST];
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_COMFOLLOW, alphabetic);
	size_t paths = 0, i;
	FTSENT *entry;
	bool found;

	if (!tree)
		return false;
	while (paths < FILES_MOST && (entry = fts_read(tree))) {
		if (entry->fts_level > DEPTH_MOST)
			fts_set(tree, entry, FTS_SKIP);
		if (entry->fts_info != FTS_F || !is_named(search, entry->fts_name))
			continue;
		path[paths] = strdup(entry->fts_path);
		if (path[paths])
			paths++;
	}
	fts_close(tree);
	found = try_all(search, path, paths);
	for (i = 0; i < paths; i++)
		free(path[i]);
	return found;
}

static bool try_build_id(struct search *search, const char *root)
{
	const char *id = search->wanted->build_id;
	char path[4096];

	if (!id || strlen(id) < 3)
		return false;
	snprintf(path, sizeof(path), "%s/.build-id/%.2s/%s.debug", root, id, id + 2);
	return try_if_there(search, path);
}

static bool try_users(struct search *search, const struct find_places *places)
{
	size_t i;

	for (i = 0; i < places->paths; i++)
		if (try_build_id(search, places->path[i]) || try_tree(search, places->path[i]))
			return true;
	return false;
}

/* Where distributions put it. */
static bool try_system(struct search *search)
{
	static const char *const kernels[] = {
		"/usr/lib/debug/boot/vmlinux-%s", "/usr/lib/debug/lib/modules/%s/vmlinux",
		"/usr/lib/debug/usr/lib/modules/%s/vmlinux", "/usr/lib/debug/boot/vmlinux-%s.debug",
		"/lib/modules/%s/build/vmlinux", "/boot/vmlinux-%s",
	};
	static const char *const trees[] = {
		"/usr/lib/debug/lib/modules/%s", "/usr/lib/debug/usr/lib/modules/%s",
		"/lib/modules/%s",
	};
	const char *release = search->wanted->release;
	char path[4096];
	size_t i;

	if (try_build_id(search, "/usr/lib/debug"))
		return true;
	if (!*release)
		return false;
	for (i = 0; !*search->module && i < sizeof(kernels) / sizeof(kernels[0]); i++) {
		snprintf(path, sizeof(path), kernels[i], release);
		if (try_if_there(search, path))
			return true;
	}
	for (i = 0; *search->module && i < sizeof(trees) / sizeof(trees[0]); i++) {
		snprintf(path, sizeof(path), trees[i], release);
		if (try_tree(search, path))
			return true;
	}
	return false;
}

/*
 * A server that cannot be reached is asked once, and not for long: libdw would wait for
 * it a minute and a half for each file.
 */
static void begin_servers(struct timespec *since)
{
	setenv("DEBUGINFOD_TIMEOUT", "5", 0);
	clock_gettime(CLOCK_MONOTONIC, since);
}

static void end_servers(const struct timespec *since, bool found)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!found && now.tv_sec - since->tv_sec >= PATIENCE)
		unsetenv("DEBUGINFOD_URLS");
}

/**
 * find_debugfile() - find the debug information of a module
 * @places: where the user has some; looked into first
 * @module: name of the module, "" for the kernel itself
 * @wanted: what it must be; must live as long as the file
 * @refused: gets which file was not taken, and why, when that is worth a word; else ""
 * @size: room there
 *
 * Return: the file, or NULL.
 */
struct debugfile *find_debugfile(const struct find_places *places, const char *module,
				 const struct debugfile_wanted *wanted, char *refused, size_t size)
{
	struct search search = {
		.module = module, .wanted = wanted, .refused = refused, .size = size,
	};
	struct timespec since;
	bool found;

	*refused = 0;
	begin_servers(&since);
	found = try_users(&search, places) || try_system(&search);
	end_servers(&since, found);
	return search.file;
}
