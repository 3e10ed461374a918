// SPDX-License-Identifier: GPL-2.0
/*
 * libtracecmd takes what a file says about itself for granted. A trace that
 * was cut short (disk full, copied while being written) is recognised here:
 * since version 7 a file is a list of sections, and all must lie inside it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "local.h"

#define MAGIC		"\027\010\104tracing"
#define MAGIC_SIZE	10
#define SECTION_HEADER	16	/* u16 id, u16 flags, u32 name, u64 size */
#define SECTION_PACKED	0x0001
#define OPTION_DONE	0
#define OPTION_MOST	(64u << 20)
#define FIRST_WITH_SECTIONS 7
/* Beyond it a list of options is no list but a loop. */
#define MOST_SECTIONS	10000

/**
 * struct tracefile - a file being checked
 * @fd: descriptor
 * @size: bytes in the file
 * @position: where to read next
 * @big_endian: byte order of its numbers
 * @end: end of the last list of options
 * @cut: set when something to be read was not inside the file
 */
struct tracefile {
	int fd;
	uint64_t size;
	uint64_t position;
	uint64_t end;
	bool big_endian;
	bool cut;
};

static bool get(struct tracefile *file, void *data, size_t size)
{
	if (file->cut || file->position + size > file->size ||
	    pread(file->fd, data, size, (off_t)file->position) != (ssize_t)size) {
		file->cut = true;
		return false;
	}
	file->position += size;
	return true;
}

static uint64_t get_number(struct tracefile *file, unsigned int size)
{
	unsigned char byte[8];
	uint64_t value = 0;
	unsigned int i;

	if (!get(file, byte, size))
		return 0;
	for (i = 0; i < size; i++)
		value = value << 8 | byte[file->big_endian ? i : size - 1 - i];
	return value;
}

static void get_string(struct tracefile *file, char *text, size_t size)
{
	size_t n = 0;
	char c;

	text[0] = 0;
	while (get(file, &c, 1) && c)
		if (n + 1 < size)
			text[n++] = c;
	text[n] = 0;
}

/* The section at @offset; true when it lies inside the file. */
static bool get_section(struct tracefile *file, uint64_t offset, unsigned int *id,
			unsigned int *flags, uint64_t *size)
{
	file->position = offset;
	*id = (unsigned int)get_number(file, 2);
	*flags = (unsigned int)get_number(file, 2);
	get_number(file, 4);
	*size = get_number(file, 8);
	if (*size > file->size - (file->cut ? 0 : file->position))
		file->cut = true;
	return !file->cut;
}

/* The next list of options after the one at @offset, 0 for none. */
static uint64_t check_options(struct tracefile *file, uint64_t offset)
{
	unsigned int id, flags, option;
	uint64_t size, end, length;

	if (!get_section(file, offset, &id, &flags, &size))
		return 0;
	if (id != OPTION_DONE) {
		file->cut = true;
		return 0;
	}
	end = file->position + size;
	file->end = end;
	/* Packed options are left to the library: it checks what it unpacks. */
	if (flags & SECTION_PACKED)
		return 0;
	while (!file->cut && file->position < end) {
		option = (unsigned int)get_number(file, 2);
		length = get_number(file, 4);
		if (option == OPTION_DONE)
			return length >= 8 ? get_number(file, 8) : 0;
		if (length > OPTION_MOST || length > file->size - file->position)
			file->cut = true;
		file->position += length;
	}
	/* A list that is not closed goes on where the file does not. */
	file->cut = true;
	return 0;
}

static void check_sections(struct tracefile *file)
{
	unsigned int id, flags, i;
	uint64_t offset, size;
	char text[64];

	file->big_endian = get_number(file, 1) != 0;
	get_number(file, 1);
	get_number(file, 4);
	get_string(file, text, sizeof(text));
	get_string(file, text, sizeof(text));
	offset = get_number(file, 8);
	/* It is filled in last: 0 in a file that was never completed. */
	if (!offset)
		file->cut = true;
	for (i = 0; offset && !file->cut; i++) {
		if (i == MOST_SECTIONS)
			file->cut = true;
		offset = check_options(file, offset);
	}
	/* Nothing points to what comes last, names of sections for example. */
	for (offset = file->end; !file->cut && offset < file->size; offset = file->position + size)
		get_section(file, offset, &id, &flags, &size);
}

/**
 * tracefile_is() - whether this is the beginning of a trace file
 * @data: its first bytes
 * @size: how many there are; with few it may be cut short
 */
bool tracefile_is(const char *data, size_t size)
{
	return size && !memcmp(data, MAGIC, size < MAGIC_SIZE ? size : MAGIC_SIZE);
}

/**
 * tracefile_check() - whether all of a trace file is there
 * @trace: for complaints
 * @path: the file
 *
 * Return: 0, or -1 after a complaint.
 */
int tracefile_check(struct mmt_trace *trace, const char *path)
{
	struct tracefile file = { .fd = open(path, O_RDONLY | O_CLOEXEC) };
	char magic[MAGIC_SIZE];
	struct stat status;
	char version[16];

	if (file.fd < 0 || fstat(file.fd, &status)) {
		if (file.fd >= 0)
			close(file.fd);
		return complain(trace, "cannot be read: %s", strerror(errno));
	}
	file.size = (uint64_t)status.st_size;
	get(&file, magic, MAGIC_SIZE);
	get_string(&file, version, sizeof(version));
	if (!file.cut && atoi(version) >= FIRST_WITH_SECTIONS)
		check_sections(&file);
	close(file.fd);
	if (file.cut)
		return complain(trace, "incomplete: it was cut short while being written or copied");
	return 0;
}
