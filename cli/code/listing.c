// SPDX-License-Identifier: GPL-2.0
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "listing.h"

#define SOURCE_MOST	(16 << 20)	/* bytes of a file */

/* A file that is there and no larger than source can be; NULL when it is not. */
static char *read_file(const char *path, size_t *size)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct stat status;
	char *text = NULL;
	ssize_t got;

	if (fd < 0)
		return NULL;
	if (!fstat(fd, &status) && S_ISREG(status.st_mode) && status.st_size <= SOURCE_MOST)
		text = malloc((size_t)status.st_size + 1);
	for (*size = 0; text && *size < (size_t)status.st_size; *size += (size_t)got) {
		got = read(fd, text + *size, (size_t)status.st_size - *size);
		if (got <= 0)
			break;
	}
	close(fd);
	return text;
}

/* Nothing above the user's directory is source, whatever a file of others says. */
static const char *inside(const char *name)
{
	const char *up;

	while ((up = strstr(name, "../")))
		name = up + 3;
	while (*name == '/')
		name++;
	return name;
}

/*
 * The compiler's path begins somewhere on the machine that built it: the longest end of it
 * that is in the user's directory is the file.
 */
static char *find(const char *root, const char *name, size_t *size)
{
	const char *rest;
	char path[8192];
	char *text;

	for (rest = inside(name); rest && *rest; rest = strchr(rest, '/')) {
		while (*rest == '/')
			rest++;
		if (snprintf(path, sizeof(path), "%s/%s", root, rest) >= (int)sizeof(path))
			continue;
		text = read_file(path, size);
		if (text)
			return text;
	}
	return NULL;
}

static const struct listed_file *file_of(struct source_text *listing, const char *name)
{
	struct listed_file *file;
	size_t i;

	for (i = listing->files; i--;)
		if (!strcmp(listing->file[i].name, name))
			return &listing->file[i];
	if (listing->files == LISTING_FILES)
		return NULL;
	file = &listing->file[listing->files];
	file->name = strdup(name);
	if (!file->name)
		return NULL;
	listing->files++;
	for (i = 0; i < listing->roots && !file->text; i++)
		file->text = find(listing->root[i], name, &file->size);
	return file;
}

/**
 * listing_line() - the text of a line
 * @listing: where to look
 * @name: the file, as the compiler was given it
 * @line: from 1
 * @length: gets its length, without space at both ends
 *
 * Return: the text, not terminated, of any bytes; good until listing_free(). NULL when the
 * file is not there, or not so long.
 */
const char *listing_line(struct source_text *listing, const char *name, unsigned int line,
			 size_t *length)
{
	const struct listed_file *file = file_of(listing, name);
	const char *at, *end, *stop;

	if (!file || !file->text)
		return NULL;
	at = file->text;
	stop = at + file->size;
	while (--line && at < stop) {
		end = memchr(at, '\n', (size_t)(stop - at));
		at = end ? end + 1 : stop;
	}
	if (at >= stop)
		return NULL;
	end = memchr(at, '\n', (size_t)(stop - at));
	if (!end)
		end = stop;
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	while (end > at && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
		end--;
	*length = (size_t)(end - at);
	return at;
}

/** listing_free() - free what was read */
void listing_free(struct source_text *listing)
{
	size_t i;

	for (i = 0; i < listing->files; i++) {
		free(listing->file[i].name);
		free(listing->file[i].text);
	}
	listing->files = 0;
}
