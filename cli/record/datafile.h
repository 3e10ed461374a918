/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The file that a recording leaves: trace-cmd's format, version 7, written so that
 * it can be read at any moment.
 */
#ifndef _CLI_DATAFILE_H
#define _CLI_DATAFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "description.h"

/**
 * struct datafile_cpu - where the pages of a CPU are
 * @cpu: its number
 * @offset: in the file
 * @size: bytes there
 */
struct datafile_cpu {
	unsigned int cpu;
	uint64_t offset;
	uint64_t size;
};

/**
 * struct datafile - a file being written
 * @fd: the file; the caller's
 * @sync: nothing is said of what is not on the disk yet
 * @until: time of the trace clock, in ns: all before it is in the file that says so, of
 *	all CPUs; UINT64_MAX when nobody knows, or nothing comes any more. Who reads a
 *	file that was never ended reads no farther
 * @spacing: how far the CPUs' pages are apart: the most that one can have
 * @entries: where the file says where the pages are
 * @next: where it will say that it is complete
 * @end: the options that say so
 * @end_room: bytes there
 * @tasks: the names of threads
 * @tasks_room: bytes there
 * @pages: the section of the pages
 * @added: where the next section goes that is added while recording
 * @cpus: how many CPUs
 * @cpu: the CPUs; the caller's
 */
struct datafile {
	int fd;
	bool sync;
	uint64_t until;
	uint64_t spacing;
	uint64_t entries;
	uint64_t next;
	uint64_t end;
	uint64_t end_room;
	uint64_t tasks;
	uint64_t tasks_room;
	uint64_t pages;
	uint64_t added;
	unsigned int cpus;
	struct datafile_cpu *cpu;
};

int datafile_begin(struct datafile *file, const struct description *description);
int datafile_append(struct datafile *file, unsigned int index, const void *data, size_t size);
int datafile_tell(const struct datafile *file);
int datafile_put_tasks(const struct datafile *file, const char *text);
int datafile_add_symbols(struct datafile *file, const struct section *symbols);
int datafile_end(struct datafile *file, const struct section *symbols, char *const *stats);

#endif
