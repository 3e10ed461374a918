// SPDX-License-Identifier: GPL-2.0
/*
 * trace-cmd.dat.v7(5). The head is written once: what the kernel is, then a list of
 * options whose first says for each CPU where its pages are and how many, and, in 8 bytes
 * that others do not look at, up to which time they are all there. Behind the
 * head each CPU has a region of its own, far from the others, which only grow: the
 * file is sparse. A page is written before the file says that it is there, so it can
 * be read at any moment, whoever has died. At the end the regions are moved together,
 * and a second list of options, for which there was room from the beginning, says that
 * the recording has ended.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <zstd.h>

#include "datafile.h"

#define MAGIC		"\027\010\104tracing7"
#define SECTION_HEAD	16
#define PACKED		1
#define MEGABYTE	(UINT64_C(1) << 20)
#define LEAST_SPACING	(64 * MEGABYTE)
#define MOST_SPACING	(UINT64_C(64) << 30)
#define STATS_ROOM	320	/* of one CPU's statistics */
#define ENTRY_SIZE	20
#define UNTIL_SIZE	8

enum option {
	OPTION_STATS = 2,
	OPTION_PAGES = 3,
	OPTION_CLOCK = 4,
	OPTION_SYSTEM = 5,
	OPTION_CPUS = 8,
	OPTION_RECORDER = 9,
};

static int put(const struct datafile *file, uint64_t at, const void *data, size_t size)
{
	const char *from = data;

	while (size) {
		ssize_t n = pwrite(file->fd, from, size, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			if (!n)
				errno = ENOSPC;
			return -1;
		}
		from += n;
		at += (uint64_t)n;
		size -= (size_t)n;
	}
	return 0;
}

/* What is put together in memory, to be written at once. */
struct portion {
	FILE *out;
	char *text;
	size_t size;
};

static FILE *portion_open(struct portion *portion)
{
	*portion = (struct portion){ .text = NULL };
	portion->out = open_memstream(&portion->text, &portion->size);
	return portion->out;
}

/* Write it, if it is no larger than @room. Returns 0, or -1 with errno. */
static int portion_put(struct portion *portion, const struct datafile *file, uint64_t at,
		       uint64_t room)
{
	int status = -1;

	if (!fclose(portion->out)) {
		if (portion->size <= room)
			status = put(file, at, portion->text, portion->size);
		else
			errno = EFBIG;
	}
	free(portion->text);
	return status;
}

static int sync_if_wanted(const struct datafile *file)
{
	return file->sync ? fdatasync(file->fd) : 0;
}

static void number(FILE *out, uint64_t value, size_t size)
{
	fwrite(&value, size, 1, out);
}

static void section_head(FILE *out, enum section_number id, int flags, uint64_t size)
{
	number(out, id, 2);
	number(out, (uint64_t)flags, 2);
	number(out, 0, 4);
	number(out, size, 8);
}

static void option(FILE *out, unsigned int id, const void *data, size_t size)
{
	number(out, id, 2);
	number(out, size, 4);
	fwrite(data, size, 1, out);
}

static void text_option(FILE *out, unsigned int id, const char *text)
{
	option(out, id, text, strlen(text) + 1);
}

static void place_option(FILE *out, unsigned int id, uint64_t place)
{
	option(out, id, &place, 8);
}

static void zeros(FILE *out, uint64_t count)
{
	static const char page[4096];

	for (; count > sizeof(page); count -= sizeof(page))
		fwrite(page, sizeof(page), 1, out);
	fwrite(page, count, 1, out);
}

static uint64_t round_up(uint64_t value, uint64_t to)
{
	return (value + to - 1) / to * to;
}

/* "[local]", as tracefs has it. */
static void clock_option(FILE *out, const char *clock)
{
	char text[64];

	snprintf(text, sizeof(text), "[%s]\n", clock);
	text_option(out, OPTION_CLOCK, text);
}

static void system_option(FILE *out)
{
	struct utsname name;
	char text[4 * sizeof(name.release)];

	if (uname(&name))
		return;
	snprintf(text, sizeof(text), "%s %s %s %s", name.sysname, name.nodename, name.release,
		 name.machine);
	text_option(out, OPTION_SYSTEM, text);
}

static void entries(FILE *out, const struct datafile *file)
{
	unsigned int i;

	for (i = 0; i < file->cpus; i++) {
		number(out, file->cpu[i].cpu, 4);
		number(out, file->cpu[i].offset, 8);
		number(out, file->cpu[i].size, 8);
	}
	number(out, file->until, 8);
}

/*
 * The list of options. That of the pages is the first: it is overwritten again and
 * again, and with the list at the beginning of a block it is in one sector.
 */
static void options(FILE *out, struct datafile *file, const struct description *description,
		    const uint64_t *places, uint64_t size)
{
	uint64_t cpus = (uint64_t)sysconf(_SC_NPROCESSORS_ONLN);
	size_t clock = strlen(description->clock) + 1;
	int i;

	section_head(out, SECTION_OPTIONS, 0, size);
	number(out, OPTION_PAGES, 2);
	number(out, 8 + 1 + clock + 8 + (uint64_t)file->cpus * ENTRY_SIZE + UNTIL_SIZE, 4);
	number(out, file->pages, 8);
	number(out, 0, 1);
	fwrite(description->clock, clock, 1, out);
	number(out, (uint64_t)sysconf(_SC_PAGESIZE), 4);
	number(out, file->cpus, 4);
	file->entries = (uint64_t)ftell(out);
	entries(out, file);
	for (i = 0; i < DESCRIPTION_SECTIONS; i++)
		place_option(out, description->section[i].id, places[i]);
	place_option(out, SECTION_TASKS, file->tasks);
	clock_option(out, description->clock);
	system_option(out);
	option(out, OPTION_CPUS, &cpus, 4);
	text_option(out, OPTION_RECORDER, description->recorder);
	number(out, SECTION_OPTIONS, 2);
	number(out, 8, 4);
	file->next = (uint64_t)ftell(out);
	number(out, 0, 8);
}

/* How long that list is; 0 when there is no memory. */
static uint64_t options_size(const struct datafile *file, const struct description *description)
{
	static const uint64_t places[DESCRIPTION_SECTIONS];
	struct datafile copy = *file;
	struct portion portion;

	if (!portion_open(&portion))
		return 0;
	options(portion.out, &copy, description, places, 0);
	if (fclose(portion.out))
		portion.size = SECTION_HEAD;
	free(portion.text);
	return portion.size - SECTION_HEAD;
}

/* All before the pages. */
static void head(FILE *out, struct datafile *file, const struct description *description,
		 uint64_t list_size)
{
	uint64_t places[DESCRIPTION_SECTIONS];
	uint64_t list;
	int i;

	fwrite(MAGIC, sizeof(MAGIC), 1, out);
	number(out, __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__, 1);
	number(out, sizeof(long), 1);
	number(out, (uint64_t)sysconf(_SC_PAGESIZE), 4);
	fwrite("zstd", 5, 1, out);
	fwrite(ZSTD_VERSION_STRING, sizeof(ZSTD_VERSION_STRING), 1, out);
	list = (uint64_t)ftell(out) + 8;
	for (i = 0; i < DESCRIPTION_SECTIONS; i++)
		list += SECTION_HEAD + description->section[i].size;
	list = round_up(list, 4096);
	number(out, list, 8);
	for (i = 0; i < DESCRIPTION_SECTIONS; i++) {
		const struct section *section = &description->section[i];

		uint64_t size = section->size;

		places[i] = (uint64_t)ftell(out);
		/* trace-cmd goes from section to section: there is nothing between them. */
		if (i == DESCRIPTION_SECTIONS - 1)
			size = list - places[i] - SECTION_HEAD;
		section_head(out, section->id, section->packed ? PACKED : 0, size);
		fwrite(section->content, section->size, 1, out);
	}
	zeros(out, list - (uint64_t)ftell(out));
	file->end = list + SECTION_HEAD + list_size;
	file->end_room = (uint64_t)file->cpus * STATS_ROOM + 64;
	file->tasks = file->end + SECTION_HEAD + file->end_room;
	file->tasks_room = description->tasks_room;
	file->pages = file->tasks + SECTION_HEAD + 8 + file->tasks_room;
	for (i = 0; i < (int)file->cpus; i++)
		file->cpu[i].offset = round_up(file->pages + SECTION_HEAD, 4096) +
				      (uint64_t)i * file->spacing;
	options(out, file, description, places, list_size);
	section_head(out, SECTION_OPTIONS, 0, file->end_room);
	zeros(out, file->end_room);
	section_head(out, SECTION_TASKS, 0, 8 + file->tasks_room);
	zeros(out, 8 + file->tasks_room);
	section_head(out, SECTION_PAGES, 0,
		     (uint64_t)file->cpus * file->spacing + file->cpu[0].offset -
		     file->pages - SECTION_HEAD);
	zeros(out, file->cpu[0].offset - (uint64_t)ftell(out));
}

/* Whether the file system keeps no room for what was never written. */
static int check_sparse(const struct datafile *file)
{
	struct stat status;

	if (ftruncate(file->fd, 8 * MEGABYTE) || fstat(file->fd, &status) ||
	    ftruncate(file->fd, 0))
		return -1;
	if ((uint64_t)status.st_blocks * 512 < 4 * MEGABYTE)
		return 0;
	errno = EOPNOTSUPP;
	return -1;
}

/*
 * As far apart as there is room on the disk, which is all that a CPU can have. No farther,
 * for an unfinished file is copied with its holes by some.
 */
static int choose_spacing(struct datafile *file)
{
	struct statvfs status;
	uint64_t spacing = MOST_SPACING;

	if (check_sparse(file) || fstatvfs(file->fd, &status))
		return -1;
	if (status.f_bavail < (spacing - LEAST_SPACING) / status.f_frsize)
		spacing = LEAST_SPACING + (uint64_t)status.f_bavail * status.f_frsize;
	/* A limit, of the file system or of this process. */
	while (ftruncate(file->fd, (off_t)(64 * MEGABYTE + spacing * file->cpus))) {
		if (errno != EFBIG || spacing <= MEGABYTE)
			return -1;
		spacing /= 2;
	}
	file->spacing = spacing / MEGABYTE * MEGABYTE;
	return 0;
}

/**
 * datafile_begin() - make it a file without events
 * @file: with @fd, @sync, @cpus and @cpu with the numbers of the CPUs; what was in the
 *	file is lost
 * @description: of the kernel
 *
 * Return: 0, or -1 with errno; EOPNOTSUPP where files are not sparse.
 */
int datafile_begin(struct datafile *file, const struct description *description)
{
	uint64_t list_size = options_size(file, description);
	struct portion portion;

	if (!list_size || ftruncate(file->fd, 0) || choose_spacing(file) || !portion_open(&portion))
		return -1;
	file->until = UINT64_MAX;
	head(portion.out, file, description, list_size);
	file->added = file->cpu[0].offset + file->cpus * file->spacing;
	if (portion_put(&portion, file, 0, file->cpu[0].offset) ||
	    ftruncate(file->fd, (off_t)file->added))
		return -1;
	return sync_if_wanted(file);
}

/**
 * datafile_append() - write pages of a CPU
 * @file: the file, which does not say yet that they are there
 * @index: which CPU
 * @data: pages
 * @size: bytes of them
 *
 * Return: 0, or -1 with errno.
 */
int datafile_append(struct datafile *file, unsigned int index, const void *data, size_t size)
{
	struct datafile_cpu *cpu = &file->cpu[index];

	if (cpu->size + size > file->spacing) {
		errno = EFBIG;
		return -1;
	}
	if (put(file, cpu->offset + cpu->size, data, size))
		return -1;
	cpu->size += size;
	return 0;
}

static int put_entries(const struct datafile *file)
{
	struct portion portion;

	if (!portion_open(&portion))
		return -1;
	entries(portion.out, file);
	return portion_put(&portion, file, file->entries, (uint64_t)file->cpus * ENTRY_SIZE + UNTIL_SIZE);
}

/**
 * datafile_tell() - let the file say what was written
 * @file: the file
 *
 * Where it is to be synced, what was written is on the disk first: a machine that
 * is reset leaves no file that promises pages which are not there.
 *
 * Return: 0, or -1 with errno.
 */
int datafile_tell(const struct datafile *file)
{
	if (sync_if_wanted(file) || put_entries(file))
		return -1;
	return sync_if_wanted(file);
}

/**
 * datafile_put_tasks() - note the names of threads
 * @file: the file
 * @text: lines of a number and a name; those that find no room are left out
 *
 * Return: 0, or -1 with errno.
 */
int datafile_put_tasks(const struct datafile *file, const char *text)
{
	uint64_t size = strlen(text);

	if (size > file->tasks_room)
		for (size = file->tasks_room; size && text[size - 1] != '\n'; size--)
			continue;
	if (put(file, file->tasks + SECTION_HEAD + 8, text, size))
		return -1;
	return put(file, file->tasks + SECTION_HEAD, &size, 8);
}

static int copy(const struct datafile *file, uint64_t from, uint64_t to, uint64_t size)
{
	char *buffer = malloc(MEGABYTE);
	off_t in = (off_t)from, out = (off_t)to;
	int status = buffer ? 0 : -1;

	while (size && !status) {
		/* Where the file system can, nothing is copied but numbers of blocks. */
		ssize_t n = copy_file_range(file->fd, &in, file->fd, &out, size, 0);

		if (n <= 0) {
			n = pread(file->fd, buffer, size < MEGABYTE ? size : MEGABYTE, in);
			if (n <= 0 || put(file, (uint64_t)out, buffer, (size_t)n)) {
				status = -1;
				break;
			}
			in += n;
			out += n;
		}
		size -= (uint64_t)n;
	}
	free(buffer);
	return status;
}

/*
 * Move the regions together, one after the other, each said to be elsewhere only when
 * it is. What finds no room, or would be written over itself, stays where it is: then
 * the file remains sparse. Returns where it ends.
 */
static uint64_t close_up(struct datafile *file)
{
	uint64_t end = file->cpu[0].offset + file->cpu[0].size;
	unsigned int i;

	for (i = 1; i < file->cpus; i++) {
		struct datafile_cpu *cpu = &file->cpu[i];
		uint64_t before = cpu->offset;

		if (end + cpu->size > before || copy(file, before, end, cpu->size))
			break;
		cpu->offset = end;
		if (datafile_tell(file)) {
			cpu->offset = before;
			break;
		}
		end += cpu->size;
	}
	for (; i < file->cpus; i++)
		if (file->cpu[i].size)
			end = file->cpu[i].offset + file->cpu[i].size;
	for (i = 0; i < file->cpus; i++)
		if (!file->cpu[i].size)
			file->cpu[i].offset = file->cpu[0].offset;
	return end;
}

static int put_section(const struct datafile *file, uint64_t at, const struct section *section)
{
	struct portion portion;

	if (!portion_open(&portion))
		return -1;
	section_head(portion.out, section->id, section->packed ? PACKED : 0, section->size);
	fwrite(section->content, section->size, 1, portion.out);
	return portion_put(&portion, file, at, SECTION_HEAD + section->size);
}

/* The second list of options. Without statistics the recording goes on. */
static int put_end(const struct datafile *file, uint64_t symbols, char *const *stats)
{
	struct portion portion;
	unsigned int i;

	if (!portion_open(&portion))
		return -1;
	for (i = 0; stats && i < file->cpus; i++) {
		char line[STATS_ROOM - 6];

		snprintf(line, sizeof(line), "CPU: %u\n%s", file->cpu[i].cpu,
			 stats[i] ? stats[i] : "");
		text_option(portion.out, OPTION_STATS, line);
	}
	if (symbols)
		place_option(portion.out, SECTION_SYMBOLS, symbols);
	place_option(portion.out, SECTION_OPTIONS, 0);
	return portion_put(&portion, file, file->end + SECTION_HEAD, file->end_room);
}

/* Let the file say that there is a second list. */
static int link_end(const struct datafile *file)
{
	if (sync_if_wanted(file) || put(file, file->next, &file->end, 8))
		return -1;
	return sync_if_wanted(file);
}

/**
 * datafile_add_symbols() - other symbols than those in the head, while recording
 * @file: the file
 * @symbols: all symbols; they are behind the regions of the CPUs until the end
 *
 * Return: 0, or -1 with errno; then there are those of before.
 */
int datafile_add_symbols(struct datafile *file, const struct section *symbols)
{
	uint64_t at = file->added;

	if (put_section(file, at, symbols) || sync_if_wanted(file))
		return -1;
	file->added += SECTION_HEAD + symbols->size;
	return put_end(file, at, NULL) ? -1 : link_end(file);
}

/**
 * datafile_end() - complete the file
 * @file: the file, whose pages have all been told
 * @symbols: symbols as they are now, or NULL when they are as before
 * @stats: each CPU's statistics, NULL where there are none
 *
 * On a full disk, too: what is not needed is left out then.
 *
 * Return: 0, or -1 with errno; then it is as readable as before.
 */
int datafile_end(struct datafile *file, const struct section *symbols, char *const *stats)
{
	uint64_t end = close_up(file);
	uint64_t size = end - file->pages - SECTION_HEAD;
	uint64_t added = 0;

	/* What was added while recording is behind the end. */
	if (put(file, file->next, &added, 8) || sync_if_wanted(file) ||
	    put_entries(file) || ftruncate(file->fd, (off_t)end) ||
	    put(file, file->pages + 8, &size, 8))
		return -1;
	if (symbols && !put_section(file, end, symbols))
		added = end;
	else if (ftruncate(file->fd, (off_t)end))
		return -1;
	return put_end(file, added, stats) ? -1 : link_end(file);
}
