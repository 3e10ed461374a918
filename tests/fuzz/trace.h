/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Any bytes as a trace. Whatever they are: complaints are lines, records can be
 * believed, and what is exported as a classic log is the same when it is imported
 * and exported again.
 */
#ifndef FUZZ_TRACE_H
#define FUZZ_TRACE_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "complaint.h"
#include "libmmiotrace.h"

#define PATH_SIZE 32

/* A file of its own, without a name, that can be opened by @path. */
static int make_file(char path[PATH_SIZE])
{
	int fd = memfd_create("trace", 0);

	require_that(fd >= 0, "no file");
	snprintf(path, PATH_SIZE, "/proc/self/fd/%d", fd);
	return fd;
}

static void put(int fd, const void *data, size_t size)
{
	require_that(write(fd, data, size) == (ssize_t)size, "no room");
}

static void check_record(struct mmt_trace *trace, const struct mmt_record *record)
{
	unsigned int count;
	const struct mmt_device *const *devices = mmt_devices(trace, &count);

	require_that(record->kind < MMT_N_KINDS, "no such kind");
	require_that(record->task, "no task");
	require_that(record->width <= MMT_WIDEST && record->n_bytes <= MMT_WIDEST, "too wide");
	require_that(record->width <= 8 || record->n_bytes == record->width, "bytes are missing");
	require_that(record->bar >= MMT_NO_BAR && record->bar < MMT_BARS, "no such BAR");
	require_that(record->kind != MMT_DEVICE || record->device, "a device that is none");
	if (record->device)
		require_that(record->device->index < count &&
			     devices[record->device->index] == record->device,
			     "a device that is not counted");
	require_that(*mmt_function(trace, record->pc) || !record->pc, "no name for code");
}

/* Refused is what has no addresses, by the classic log, which needs them. */
enum outcome { NO_TRACE, REFUSED, WRITTEN };

/* Reads @path, writes it to @to in one of the formats. */
static enum outcome convert(const char *path, enum mmt_output output, int to)
{
	static struct mmt_placement placement = {
		.region = "nvme", .address = "0000:00:05.0", .bar = 0, .phys = 0xfebd4000,
	};
	const struct mmt_options options = {
		.messages = { .complain = hear }, .placements = &placement, .n_placements = 1,
	};
	const struct mmt_writer_options writing = {
		.real_pc = true, .renumber = output == MMT_OUTPUT_JSONL,
	};
	struct mmt_trace *trace;
	struct mmt_writer *writer;
	struct mmt_record record;
	bool refused = false;
	int status;

	complaints = 0;
	trace = mmt_open(path, &options);
	require_that(trace || complaints, "refused without a word");
	if (!trace)
		return NO_TRACE;
	writer = mmt_writer_new(output, to, trace, &writing);
	require_that(writer, "out of memory");
	while ((status = mmt_next(trace, &record)) > 0) {
		check_record(trace, &record);
		if (refused || !mmt_write(writer, &record))
			continue;
		require_that(output == MMT_OUTPUT_CLASSIC && errno == EADDRNOTAVAIL &&
			     !record.phys, "cannot write");
		refused = true;
	}
	require_that(!status || complaints, "ended without a word");
	require_that(!complaints == !mmt_problems(trace), "problems are not complaints");
	require_that(!mmt_writer_close(writer) == !refused, "cannot write");
	mmt_close(trace);
	return refused ? REFUSED : WRITTEN;
}

static bool same(int a, int b)
{
	off_t size = lseek(a, 0, SEEK_END);
	void *left, *right;
	bool equal;

	if (size != lseek(b, 0, SEEK_END))
		return false;
	left = mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, a, 0);
	right = mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, b, 0);
	require_that(left != MAP_FAILED && right != MAP_FAILED, "cannot be mapped");
	equal = !memcmp(left, right, (size_t)size);
	munmap(left, (size_t)size);
	munmap(right, (size_t)size);
	return equal;
}

/* Reads the file @fd, and closes it. */
static int fuzz_trace(int fd, const char *path)
{
	char once_path[PATH_SIZE], twice_path[PATH_SIZE];
	int once = make_file(once_path), twice = make_file(twice_path);
	int other = make_file(twice_path);

	enum outcome classic = convert(path, MMT_OUTPUT_CLASSIC, once);

	if (classic != NO_TRACE) {
		convert(path, MMT_OUTPUT_JSONL, other);
		convert(path, MMT_OUTPUT_CSV, other);
	}
	if (classic == WRITTEN) {
		require_that(convert(once_path, MMT_OUTPUT_CLASSIC, twice) == WRITTEN,
			     "no trace any more");
		require_that(same(once, twice), "exported again it is another");
	}
	close(once);
	close(twice);
	close(other);
	close(fd);
	return 0;
}

/* The input behind @head, which makes it a trace of a certain format. */
static int fuzz_text(const char *head, const uint8_t *data, size_t size)
	__attribute__((unused));

static int fuzz_text(const char *head, const uint8_t *data, size_t size)
{
	char path[PATH_SIZE];
	int fd = make_file(path);

	put(fd, head, strlen(head));
	put(fd, data, size);
	return fuzz_trace(fd, path);
}

#endif
