/* SPDX-License-Identifier: GPL-2.0 */
/* Reading traces that a test holds in memory, and telling what came of it. */
#ifndef LIB_TEXT_H
#define LIB_TEXT_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "libmmiotrace.h"

/**
 * struct telling - what a reader has said
 * @records: a line for each record
 * @complaints: a line for each complaint
 * @error: kind of the last of these
 * @problems: as mmt_problems() counts them
 * @opened: whether it could be opened
 * @status: of the last mmt_next()
 * @size: of the first BAR of the first device, at the end
 */
struct telling {
	char records[65536];
	char complaints[65536];
	enum mmt_error error;
	unsigned long problems;
	bool opened;
	int status;
	uint64_t size;
};

static struct telling told;

static void tell(char *text, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4), unused));

static void tell(char *text, size_t size, const char *format, ...)
{
	size_t length = strlen(text);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text + length, size - length, format, arguments);
	va_end(arguments);
}

#define TELL(...) tell(told.records, sizeof(told.records), __VA_ARGS__)

static void hear(void *data, const struct mmt_complaint *complaint)
{
	(void)data;
	told.error = complaint->error;
	tell(told.complaints, sizeof(told.complaints), "%lu: %s\n", complaint->line,
	     complaint->text);
}

/* A line for a record: what of it means something. */
static void describe(const struct mmt_record *record)
{
	static const char *const names[MMT_N_KINDS] = {
		"R", "W", "UNKNOWN", "MAP", "UNMAP", "DEVICE", "MARK", "LOST", "CR", "CW", "NOTE",
	};
	const struct mmt_device *device = record->device;
	unsigned int i;

	TELL("%s", names[record->kind]);
	if (record->time)
		TELL(" %" PRIu64, record->time);
	if (record->cpu >= 0)
		TELL(" cpu%d", record->cpu);
	if (record->pid)
		TELL(" pid%d", record->pid);
	if (device)
		TELL(" %s", device->address);
	if (record->bar != MMT_NO_BAR)
		TELL("/%d", record->bar);
	if (device && record->kind != MMT_DEVICE)
		TELL("+%" PRIx64, record->offset);
	if (record->phys)
		TELL(" @%" PRIx64, record->phys);
	if (record->width)
		TELL(" %u=%" PRIx64, record->width, record->value);
	if (record->map)
		TELL(" map%u", record->map);
	if (record->kind == MMT_MAP)
		TELL(" %" PRIx64 "+%" PRIx64, record->virt, record->length);
	if (record->pc)
		TELL(" pc%" PRIx64, record->pc);
	for (i = 0; i < record->n_bytes; i++)
		TELL("%s%02x", i ? "," : " ", record->bytes[i]);
	if (record->kind == MMT_LOST)
		TELL(" %lld", record->lost);
	if (record->text)
		TELL(" '%.*s'", (int)record->text_length, record->text);
	TELL("\n");
}

static void read_trace(const char *path, struct mmt_options *options)
	__attribute__((unused));

static void read_trace(const char *path, struct mmt_options *options)
{
	const struct mmt_device *const *devices;
	struct mmt_options none = { 0 };
	struct mmt_record record;
	unsigned int count;
	struct mmt_trace *trace;

	memset(&told, 0, sizeof(told));
	if (!options)
		options = &none;
	options->messages.complain = hear;
	trace = mmt_open(path, options);
	told.opened = trace;
	if (!trace)
		return;
	while ((told.status = mmt_next(trace, &record)) > 0)
		describe(&record);
	told.problems = mmt_problems(trace);
	devices = mmt_devices(trace, &count);
	told.size = count ? devices[0]->size[0] : 0;
	mmt_close(trace);
}

/* A file of these bytes, which has a name while it is open. */
static int make_file(const void *data, size_t size, char path[64])
	__attribute__((unused));

static int make_file(const void *data, size_t size, char path[64])
{
	int fd = memfd_create("trace", 0);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, data, size), size);
	snprintf(path, 64, "/proc/self/fd/%d", fd);
	return fd;
}

static void read_bytes(const void *data, size_t size, struct mmt_options *options)
	__attribute__((unused));

static void read_bytes(const void *data, size_t size, struct mmt_options *options)
{
	char path[64];
	int fd = make_file(data, size, path);

	read_trace(path, options);
	close(fd);
}

#define READ(text) read_bytes(text, sizeof(text) - 1, NULL)

#define EXPECT(text, expected) do {					\
	READ(text);							\
	assert_string_equal(told.complaints, "");			\
	assert_string_equal(told.records, expected);			\
} while (0)

/* Something is wrong with it, and @expected is read all the same. */
#define COMPLAINS(text, expected, expected_complaints) do {		\
	READ(text);							\
	assert_string_equal(told.complaints, expected_complaints);	\
	assert_string_equal(told.records, expected);			\
	assert_true(!told.opened || told.problems);			\
} while (0)

#endif
