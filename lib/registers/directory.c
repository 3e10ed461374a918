// SPDX-License-Identifier: GPL-2.0
/* Directories of register descriptions: a device's files are found by their names. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "load.h"
#include "registers/header/header.h"
#include "registers/model/vendor.h"

#define LONGEST_PATH   4096
#define DEEPEST_DRIVER 8

static bool ends_with(const char *name, const char *end)
{
	size_t length = strlen(name), end_length = strlen(end);

	return length > end_length && !strcmp(name + length - end_length, end);
}

/* Past a beginning that stands before a dot, "8086-100e.h". */
static bool is_called(const char *name, const char *beginning)
{
	size_t length = strlen(beginning);

	return length && !strncasecmp(name, beginning, length) && name[length] == '.';
}

/* Load each file that @wanted matches; how many there were. */
static unsigned int load_matching(struct mmt_regs *regs, const char *directory,
				  const char *wanted, bool (*matches)(const char *, const char *))
{
	struct dirent **entries;
	unsigned int loaded = 0;
	char path[LONGEST_PATH];
	int n = scandir(directory, &entries, NULL, alphasort);

	if (n < 0) {
		regs_fail(regs, (struct where){ directory, 0 }, MMT_ERROR_SYSTEM,
			  "cannot be read: %s", strerror(errno));
		return 0;
	}
	for (int i = 0; i < n; i++) {
		if (matches(entries[i]->d_name, wanted)) {
			snprintf(path, sizeof(path), "%s/%s", directory, entries[i]->d_name);
			regs_load_file(regs, path);
			loaded++;
		}
		free(entries[i]);
	}
	free(entries);
	return loaded;
}

static bool load_root(struct mmt_regs *regs, const char *directory, const char *name)
{
	char path[LONGEST_PATH];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	if (access(path, R_OK))
		return false;
	regs_load_file(regs, path);
	return true;
}

static bool is_source(const char *name, const char *unused)
{
	(void)unused;
	return ends_with(name, ".c");
}

static bool is_c_header(const char *name, const char *unused)
{
	(void)unused;
	return ends_with(name, ".h");
}

static bool has_source(const char *directory)
{
	struct dirent **entries;
	bool found = false;
	int n = scandir(directory, &entries, NULL, NULL);

	for (int i = 0; i < n; i++) {
		found |= is_source(entries[i]->d_name, NULL);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return found;
}

/* Each file of a driver and the folders below it: first all headers, then the rest. */
static void load_driver(struct mmt_regs *regs, const char *directory,
			bool (*matches)(const char *, const char *), unsigned int depth)
{
	struct dirent **entries;
	char path[LONGEST_PATH];
	int n = depth < DEEPEST_DRIVER ? scandir(directory, &entries, NULL, alphasort) : -1;

	load_matching(regs, directory, NULL, matches);
	for (int i = 0; i < n; i++) {
		struct stat status;

		snprintf(path, sizeof(path), "%s/%s", directory, entries[i]->d_name);
		if (*entries[i]->d_name != '.' && !lstat(path, &status) && S_ISDIR(status.st_mode))
			load_driver(regs, path, matches, depth + 1);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}

/**
 * directory_load() - take a directory of descriptions
 * @regs: where to
 * @path: the directory
 *
 * The root of an rnndb data base is read at once, and so are rules; other files
 * when a device appears that they are called after. A directory with C files is the source
 * of a driver, and is read as one.
 *
 * Return: 0
 */
int directory_load(struct mmt_regs *regs, const char *path)
{
	size_t rules = regs->rules.n, headers = regs->headers.n;

	for (size_t i = 0; i < n_vendors; i++)
		if (load_root(regs, path, vendors[i].root))
			return 0;
	if (load_root(regs, path, "root.xml"))
		return 0;
	load_matching(regs, path, ".rules", ends_with);
	for (; rules < regs->rules.n; rules++)
		regs->rules.at[rules]->is_optional = true;
	if (has_source(path)) {
		regs->in_driver = true;
		load_driver(regs, path, is_c_header, 0);
		load_driver(regs, path, is_source, 0);
		regs->in_driver = false;
		headers_make_one(regs, headers, path);
		return 0;
	}
	*vector_add(&regs->arena, &regs->directories) =
		arena_text(&regs->arena, path, strlen(path));
	return 0;
}

/* What a file was found for, it is for; rules may say more. */
static void assign(struct mmt_regs *regs, struct database *last, const struct mmt_device *device)
{
	struct database *database = last ? last->next : regs->databases;

	for (; database; database = database->next)
		if (!database->subjects.n)
			*vector_add(&regs->arena, &database->subjects) = (struct subject){
				.vendor = device->vendor,
				.device = device->vendor ? device->device : 0,
				.driver = device->vendor ? NULL :
							   arena_text(&regs->arena, device->driver,
								      strlen(device->driver)),
			};
}

static void search(struct mmt_regs *regs, const struct mmt_device *device)
{
	struct database *last = regs->databases;
	char exact[16], vendor[16];

	while (last && last->next)
		last = last->next;
	snprintf(exact, sizeof(exact), "%04x-%04x", device->vendor, device->device);
	snprintf(vendor, sizeof(vendor), "%04x", device->vendor);
	for (size_t i = 0; i < regs->directories.n; i++) {
		const char *directory = regs->directories.at[i];

		if (load_matching(regs, directory, exact, is_called))
			continue;
		if (!load_matching(regs, directory, device->driver, is_called) && device->vendor)
			load_matching(regs, directory, vendor, is_called);
	}
	regs_finish(regs);
	assign(regs, last, device);
}

/**
 * directory_search() - look for the files of a device
 * @regs: has the directories
 * @device: the device
 */
void directory_search(struct mmt_regs *regs, const struct mmt_device *device)
{
	jmp_buf *outer = regs->arena.out;
	jmp_buf out;

	if (!regs->directories.n)
		return;
	regs->arena.out = &out;
	if (setjmp(out))
		regs_fail(regs, (struct where){ "", 0 }, MMT_ERROR_MEMORY, "out of memory");
	else
		search(regs, device);
	regs->arena.out = outer;
}
