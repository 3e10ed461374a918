/* SPDX-License-Identifier: GPL-2.0 */
/* Makes trace-cmd's files, as small as they can be, for tests of their reader. */
#ifndef NATIVE_FILE_H
#define NATIVE_FILE_H

#include <stddef.h>
#include <stdint.h>

#define NATIVE_CPUS	2
#define NATIVE_PAGE	4096

/* Numbers of the events in these files. */
enum native_event {
	NATIVE_PRINT = 5, NATIVE_TRACER_ACCESS = 7, NATIVE_TRACER_MAP, NATIVE_READ = 1001, NATIVE_WRITE, NATIVE_READ_WIDE,
	NATIVE_WRITE_WIDE, NATIVE_UNKNOWN, NATIVE_MAP, NATIVE_UNMAP, NATIVE_DEVICE,
	NATIVE_SYMBOL, NATIVE_OTHER,
	NATIVE_RWMMIO_WRITE, NATIVE_RWMMIO_POST_WRITE, NATIVE_RWMMIO_READ,
	NATIVE_RWMMIO_POST_READ, NATIVE_KVM_MMIO, NATIVE_SESSION, NATIVE_MARK,
};

/**
 * struct native_bytes - bytes that grow
 * @data: the bytes
 * @size: how many
 * @room: how many fit
 */
struct native_bytes {
	uint8_t *data;
	size_t size;
	size_t room;
};

/**
 * struct native_file - a file being made; all zeros is an empty one
 * @cpu: pages of each CPU; anything may be put into them
 * @time: of the last event of each
 */
struct native_file {
	struct native_bytes cpu[NATIVE_CPUS];
	uint64_t time[NATIVE_CPUS];
};

void native_add(struct native_bytes *bytes, const void *data, size_t size);
void native_number(struct native_bytes *bytes, uint64_t value, unsigned int size);
void native_event(struct native_file *file, unsigned int cpu, uint64_t time,
		  const struct native_bytes *event);
void native_access(struct native_file *file, unsigned int cpu, uint64_t time,
		   enum native_event event, uint64_t phys, uint64_t value, unsigned int width);
void native_device(struct native_file *file, unsigned int cpu, uint64_t time,
		   unsigned int devfn, uint64_t bar, const char *driver);
void native_begin(struct native_bytes *event, enum native_event number, int pid);
void native_content(unsigned int id, struct native_bytes *content);
void native_lost(struct native_file *file, unsigned int cpu, int64_t count);
void native_finish(struct native_file *file, struct native_bytes *out);
void native_finish_6(struct native_file *file, struct native_bytes *out);
void native_free(struct native_file *file);

#endif
