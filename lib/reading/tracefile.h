/* SPDX-License-Identifier: GPL-2.0 */
/* The sections of trace-cmd's file, versions 6 and 7. */
#ifndef _LIB_TRACEFILE_H
#define _LIB_TRACEFILE_H

#include "local.h"

#define TRACEFILE_CPUS	4096	/* more of them is no machine */

enum chunk_packing { CHUNK_NONE,
		     CHUNK_ZLIB,
		     CHUNK_ZSTD,
		     CHUNK_OTHER };

/**
 * struct file_cursor - numbers and strings being read, from memory or from a file
 * @data: memory, or NULL
 * @fd: file
 * @at: where to go on
 * @end: behind the last byte
 * @big_endian: byte order of numbers
 * @cut: set when something to be read was not there
 */
struct file_cursor {
	const uint8_t *data;
	int fd;
	uint64_t at;
	uint64_t end;
	bool big_endian;
	bool cut;
};

/**
 * struct event_field - one field of an event or a page
 * @name: its name; not terminated
 * @length: length of the name
 * @offset: where it is
 * @size: bytes; 0 in a string that goes on to the end of the record
 * @dynamic: it holds offset and length of what is meant
 * @relative: that offset counts from its own end
 */
struct event_field {
	const char *name;
	size_t length;
	unsigned int offset;
	unsigned int size;
	bool dynamic;
	bool relative;
};

/**
 * struct cpu_data - where the pages of a CPU are
 * @cpu: its number
 * @offset: in the file
 * @size: bytes there
 */
struct cpu_data {
	unsigned int cpu;
	uint64_t offset;
	uint64_t size;
};

/**
 * struct tracefile - what the head of a file says
 * @fd: the file
 * @size: bytes in it
 * @big_endian: byte order of its numbers
 * @packing: how what is packed is packed
 * @page_size: of the ring buffer
 * @page_head: bytes before the events of a page
 * @long_size: bytes of the kernel's long
 * @packed: the pages are packed
 * @cpu: the CPUs
 * @n_cpus: how many
 * @cut: the last events are not there
 * @ended: it has the statistics that come last
 * @unfinished: its recording never ended, or still goes on
 * @until: in an unfinished one: up to this time, in ns, the events of all CPUs are there
 * @growing: it is followed while it is being written
 * @brief: only what changes while it is written is read: pages and tasks
 * @describe: is called with each description of an event; may be NULL
 * @data: for @describe
 * @symbols: text of /proc/kallsyms, owned
 * @symbols_size: its size
 * @tasks: text of saved_cmdlines, owned
 * @tasks_size: its size
 * @about: texts by enum mmt_topic, the first of each kind; the caller's to free
 */
struct tracefile {
	int fd;
	uint64_t size;
	bool big_endian;
	enum chunk_packing packing;
	uint32_t page_size;
	unsigned int page_head;
	unsigned int long_size;
	bool packed;
	struct cpu_data *cpu;
	unsigned int n_cpus;
	bool cut;
	bool ended;
	bool unfinished;
	uint64_t until;
	bool growing;
	bool brief;
	void (*describe)(void *data, const char *system, const char *format, size_t size);
	void *data;
	char *symbols;
	size_t symbols_size;
	char *tasks;
	size_t tasks_size;
	char **about;
};

uint64_t get_number(struct file_cursor *cursor, unsigned int size);
const char *tracefile_open(struct tracefile *file, int fd);
enum mmt_error tracefile_error(const char *wrong);
void tracefile_again(struct tracefile *file);
bool tracefile_moved(struct tracefile *file, const struct cpu_data *cpu, uint64_t offset);
void tracefile_close(struct tracefile *file);
bool tracefile_unpack(enum chunk_packing packing, const void *in, size_t in_size,
		      void *out, size_t out_size);
bool tracefile_field(const char **at, const char *end, struct event_field *field);

#endif
