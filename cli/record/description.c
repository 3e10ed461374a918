// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#include "description.h"
#include "text.h"

/* The kernel's symbols are 10 MB, and have to be packed before tracing begins. */
#define PACKING_LEVEL	1

/* A line of a thread's name: a number, 15 characters. */
#define TASK_ROOM	32
#define TASKS_MOST	65536

static void put_number(FILE *out, uint64_t value, size_t size)
{
	/* The machine's own byte order: the lowest byte first, on x86. */
	fwrite(&value, size, 1, out);
}

/* A text behind its length of @bytes bytes. */
static void put_text(FILE *out, int directory, const char *name, size_t bytes)
{
	size_t size = 0;
	char *text = text_read(directory, name, &size);

	put_number(out, size, bytes);
	if (size)
		fwrite(text, size, 1, out);
	free(text);
}

static int only_names(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* The formats of a group of events; count first. */
static int put_formats(FILE *out, int tracing, const char *group)
{
	struct dirent **entry;
	char path[600];
	uint32_t count = 0;
	int i, n, fd;

	snprintf(path, sizeof(path), "events/%s", group);
	n = scandirat(tracing, path, &entry, only_names, alphasort);
	if (n < 0)
		return -1;
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "events/%s/%s/format", group, entry[i]->d_name);
		if (!faccessat(tracing, path, F_OK, 0))
			count++;
	}
	put_number(out, count, 4);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "events/%s/%s/format", group, entry[i]->d_name);
		fd = faccessat(tracing, path, F_OK, 0);
		if (!fd)
			put_text(out, tracing, path, 8);
		free(entry[i]);
	}
	free(entry);
	return 0;
}

/**
 * section_pack() - pack what is in a section
 * @section: with its content; as it is when packing does not help
 *
 * Return: 0, or -1 with errno.
 */
int section_pack(struct section *section)
{
	size_t room = ZSTD_compressBound(section->size);
	char *packed = malloc(room + 8);
	uint32_t head[2];
	size_t size;

	if (!packed)
		return -1;
	size = ZSTD_compress(packed + 8, room, section->content, section->size, PACKING_LEVEL);
	if (ZSTD_isError(size) || size + 8 >= section->size) {
		free(packed);
		return 0;
	}
	head[0] = (uint32_t)size;
	head[1] = (uint32_t)section->size;
	memcpy(packed, head, 8);
	free(section->content);
	section->content = packed;
	section->size = size + 8;
	section->packed = 1;
	return 0;
}

/* What was written to @out, which is closed, becomes the section's content. */
static int finish(struct section *section, FILE *out, int failed)
{
	failed |= ferror(out);
	failed |= fclose(out);
	if (failed)
		return -1;
	return section_pack(section);
}

static FILE *begin(struct section *section, enum section_number id)
{
	*section = (struct section){ .id = id };
	return open_memstream(&section->content, &section->size);
}

static int read_header(struct section *section, int tracing)
{
	FILE *out = begin(section, SECTION_HEADER);

	if (!out)
		return -1;
	fwrite("header_page", 12, 1, out);
	put_text(out, tracing, "events/header_page", 8);
	fwrite("header_event", 13, 1, out);
	put_text(out, tracing, "events/header_event", 8);
	return finish(section, out, 0);
}

static int read_ftrace(struct section *section, int tracing)
{
	FILE *out = begin(section, SECTION_FTRACE);

	return out ? finish(section, out, put_formats(out, tracing, "ftrace")) : -1;
}

static int read_events(struct section *section, int tracing)
{
	FILE *out = begin(section, SECTION_EVENTS);

	if (!out)
		return -1;
	put_number(out, 1, 4);
	fwrite("mmiotrace", 10, 1, out);
	return finish(section, out, put_formats(out, tracing, "mmiotrace"));
}

/**
 * description_symbols() - the kernel's symbols as they are now
 * @section: filled in
 *
 * Return: 0, or -1 with errno.
 */
int description_symbols(struct section *section)
{
	FILE *out = begin(section, SECTION_SYMBOLS);

	if (!out)
		return -1;
	put_text(out, AT_FDCWD, "/proc/kallsyms", 4);
	return finish(section, out, 0);
}

/* The names of threads that the kernel keeps: 128, unless more were asked for. */
static size_t tasks_room(int tracing)
{
	char *text = text_read(tracing, "saved_cmdlines_size", NULL);
	unsigned long tasks = text ? strtoul(text, NULL, 10) : 0;

	free(text);
	if (tasks > TASKS_MOST)
		tasks = TASKS_MOST;
	return (tasks < 128 ? 128 : tasks) * TASK_ROOM;
}

/**
 * description_read() - read it
 * @description: filled in but for @clock and @recorder
 * @tracing: descriptor of the tracefs
 *
 * Return: 0, or -1 with errno; description_free() is due in any case.
 */
int description_read(struct description *description, int tracing)
{
	struct section *section = description->section;

	memset(section, 0, sizeof(description->section));
	description->tasks_room = tasks_room(tracing);
	if (read_header(&section[0], tracing) || read_ftrace(&section[1], tracing) ||
	    read_events(&section[2], tracing) || description_symbols(&section[3]))
		return -1;
	return 0;
}

/**
 * description_free() - free it
 * @description: from description_read()
 */
void description_free(struct description *description)
{
	int i;

	for (i = 0; i < DESCRIPTION_SECTIONS; i++)
		free(description->section[i].content);
}
