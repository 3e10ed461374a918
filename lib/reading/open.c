// SPDX-License-Identifier: GPL-2.0
/* Which format a file has, and how it is opened. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/sizes.h"
#include "local.h"
#include "stream.h"

/* A native file that is no plain file: its head points to all places in it. */
static int spool(struct mmt_trace *trace)
{
	const char *directory = getenv("TMPDIR");
	struct stream *stream = trace->stream;
	int fd;

	if (!directory || !*directory)
		directory = "/tmp";
	fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0)
		return complain(trace, MMT_ERROR_SYSTEM, "no room to unpack it in %s (TMPDIR): %s", directory,
				strerror(errno));
	do {
		const char *data = stream->buffer + stream->start;
		ssize_t n = write(fd, data, stream->end - stream->start);

		if (n < 0 && errno != EINTR) {
			complain(trace, MMT_ERROR_SYSTEM, "cannot be unpacked in %s (TMPDIR): %s", directory,
				 strerror(errno));
			close(fd);
			return -1;
		}
		if (n > 0)
			stream->start += (size_t)n;
		if (stream->start == stream->end)
			stream->start = stream->end = 0;
	} while (stream->end || stream_fill(stream));
	/* What comes before may be all that there is to be read. */
	if (stream->failure.text)
		complain(trace, stream->failure.error, "%s", stream->failure.text);
	stream_close(stream);
	trace->stream = NULL;
	return native_open(trace, fd);
}

/* Whether a file is read as text, for the sake of its first lines. */
static const struct reader *text_reader(struct mmt_trace *trace, const char *data, size_t size)
{
	const char *end;

	for (; size; data = end + 1) {
		size_t length;

		end = memchr(data, '\n', size);
		length = end ? (size_t)(end - data) : size;
		if (classic_is(data, length)) {
			trace->format = MMT_FORMAT_CLASSIC;
			return &classic_reader;
		}
		if (qemu_is(data, length)) {
			trace->format = MMT_FORMAT_QEMU;
			return &qemu_reader;
		}
		if (!end)
			break;
		size -= length + 1;
	}
	return NULL;
}

static bool is_utf16(const char *data, size_t size)
{
	return size >= 2 && (!memcmp(data, "\xff\xfe", 2) || !memcmp(data, "\xfe\xff", 2));
}

/* What traces arrive in that has to be taken apart first. */
static const char *other_packing(const char *data, size_t size)
{
	static const struct {
		size_t at;
		const char *magic;
		const char *advice;
	} known[] = {
		{ 0, "PK\x03\x04", "a zip archive: give what is in it, with 'unzip -p FILE | mmiotrace report -' for example" },
		{ 257, "ustar", "a tar archive: give what is in it, with 'tar -xOf FILE | mmiotrace report -' for example" },
		{ 0, "7z\xbc\xaf\x27\x1c", "a 7z archive: give what is in it, with '7z x -so FILE | mmiotrace report -' for example" },
		{ 0, "Rar!\x1a\x07", "a RAR archive: give what is in it, with 'unrar p -inul FILE | mmiotrace report -' for example" },
		{ 0, "070701", "a cpio archive: give what is in it, after 'cpio -i <FILE' for example" },
		{ 0, "070707", "a cpio archive: give what is in it, after 'cpio -i <FILE' for example" },
		{ 0, "\xc7\x71", "a cpio archive: give what is in it, after 'cpio -i <FILE' for example" },
		{ 0, "\x02\x21\x4c\x18", "compressed by lz4, which is not known here: 'lz4cat FILE | mmiotrace report -'" },
		{ 0, "LZIP", "compressed by lzip, which is not known here: 'lzip -dc FILE | mmiotrace report -'" },
		{ 0, "\x04\x22\x4d\x18", "compressed by lz4, which is not known here: 'lz4cat FILE | mmiotrace report -'" },
		{ 0, "\x89LZO", "compressed by lzop, which is not known here: 'lzop -dc FILE | mmiotrace report -'" },
		{ 0, "\x1f\x9d", "compressed by compress, which is not known here: 'zcat FILE | mmiotrace report -'" },
	};
	size_t i, length;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		length = strlen(known[i].magic);
		if (size >= known[i].at + length && !memcmp(data + known[i].at, known[i].magic, length))
			return known[i].advice;
	}
	return NULL;
}

/* Whether it is a text and has these words; none are in everything. */
static bool has(const char *data, size_t size, const char *words)
{
	return !*words ||
	       (!memchr(data, 0, size) && memmem(data, size, words, strlen(words)));
}

/* What people have that is no trace, and where the trace is. */
static const char *no_trace_but(const char *data, size_t size)
{
	static const struct {
		const char *begins;
		const char *has;
		const char *advice;
	} known[] = {
		{ "<", "<html", "a web page: get the file itself that it shows or names" },
		{ "version https://git-lfs", "", "a pointer of Git LFS: 'git lfs pull' gets the file" },
		{ "PERFILE2", "", "a file of perf: record with 'mmiotrace record' or 'trace-cmd record -e mmiotrace'" },
		{ "{\"operation\":", "", "what 'report --format jsonl' wrote: give the trace that it is of" },
		{ "timestamp_ns,", "", "what 'report --format csv' wrote: give the trace that it is of" },
		{ "{", "\"MESSAGE\"", "a journal in JSON: 'journalctl -o short-unix' writes what can be read" },
		{ "", "\nMESSAGE=", "a journal in a form of its own: 'journalctl -o short-unix' writes what can be read" },
		{ "", " MESSAGE=", "a journal with all of its fields: 'journalctl -o short-unix' writes what can be read" },
		{ "", ": mmio_", "events as text: give the file of 'mmiotrace record' or trace-cmd itself, trace.dat" },
		{ "", "\n  -- ", "a report for people: give the trace that it is of" },
		{ "  -- ", "", "a report for people: give the trace that it is of" },
		{ "#          time cpu", "", "a report for people: give the trace that it is of" },
	};
	size_t i, length;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		length = strlen(known[i].begins);
		if (size >= length && !memcmp(data, known[i].begins, length) &&
		    has(data, size, known[i].has))
			return known[i].advice;
	}
	return "not a trace: 'mmiotrace record' and 'trace-cmd record' make them; docs/formats.md lists what else can be read";
}

static int recognise(struct mmt_trace *trace)
{
	struct stream *stream = trace->stream;
	const char *data = stream->buffer;
	const char *advice;

	/* Compressed data comes in smaller pieces than this needs. */
	while (stream->end < STREAM_BUFFER / 16 && !stream_idle(stream) && stream_fill(stream))
		continue;
	if (!stream->end && stream->failure.text)
		return complain(trace, stream->failure.error, "%s", stream->failure.text);
	if (!stream->end)
		return complain(trace, MMT_ERROR_CUT, "empty: its recording was never completed");
	if (tracefile_is(data, stream->end)) {
		struct stat status;
		int fd;

		if (stream->unpacker || fstat(stream->fd, &status) || !S_ISREG(status.st_mode))
			return spool(trace);
		fd = fcntl(stream->fd, F_DUPFD_CLOEXEC, 3);
		stream_close(stream);
		trace->stream = NULL;
		return fd < 0 ? complain(trace, MMT_ERROR_SYSTEM, "cannot be read: %s", strerror(errno)) :
				native_open(trace, fd);
	}
	advice = other_packing(data, stream->end);
	if (advice)
		return complain(trace, MMT_ERROR_FORMAT, "%s", advice);
	if (is_utf16(data, stream->end))
		return complain(trace, MMT_ERROR_FORMAT, "text in UTF-16: convert it with 'iconv -f UTF-16 -t UTF-8'");
	if (memchr(data, '\r', stream->end) && !memchr(data, '\n', stream->end))
		return complain(trace, MMT_ERROR_FORMAT, "text whose lines end in CR alone: convert it with 'tr \"\\r\" \"\\n\"'");
	if (stream->end >= 3 && !memcmp(data, "\xef\xbb\xbf", 3))
		stream->start = 3;
	while (!(trace->reader = text_reader(trace, data + stream->start,
					     stream->end - stream->start)))
		if (!stream_fill(stream))
			return complain(trace, MMT_ERROR_FORMAT, "%s",
					no_trace_but(data + stream->start,
						     stream->end - stream->start));
	return trace->format == MMT_FORMAT_QEMU ? qemu_open(trace) : 0;
}

#define MOMENTS 20	/* waits for a file that is being made */

/* A recording that is followed from its first moment on has its head in the next one. */
static void await_head(const struct mmt_options *options, int fd)
{
	for (int i = 0; i < MOMENTS && !tracefile_begun(fd) && options->wait(options->wait_data); i++)
		continue;
}

/* @fd is the trace's from now on. */
static int begin(struct mmt_trace *trace, int fd)
{
	struct stat status;
	size_t i;

	if (fd < 0)
		return complain(trace, MMT_ERROR_SYSTEM, "cannot be opened: %s%s", strerror(errno),
				errno == ENOENT ? " ('mmiotrace record' makes it)" : "");
	/* What the trace itself says of a device comes later, and counts more. */
	for (i = 0; i < trace->options.n_placements; i++)
		placement_device(trace, &trace->options.placements[i]);
	if (fstat(fd, &status))
		status.st_mode = 0;
	if (S_ISDIR(status.st_mode)) {
		close(fd);
		return complain(trace, MMT_ERROR_FORMAT, "a directory, not a trace");
	}
	if (trace->options.wait && S_ISREG(status.st_mode))
		await_head(&trace->options, fd);
	trace->start = lseek(fd, 0, SEEK_CUR);
	trace->stream = stream_open(fd);
	if (!trace->stream)
		return complain(trace, MMT_ERROR_MEMORY, "out of memory");
	if (trace->options.wait)
		stream_follow(trace->stream, trace->options.wait, trace->options.wait_data);
	return recognise(trace);
}

static struct mmt_trace *no_trace(const char *path, const struct mmt_options *options,
				  enum mmt_error error, const char *text)
{
	const struct mmt_complaint complaint = { .error = error, .file = path, .text = text };

	if (options && options->messages.complain)
		options->messages.complain(options->messages.data, &complaint);
	return NULL;
}

/* A trace that nothing was read of; NULL after a complaint. */
static struct mmt_trace *new_trace(const char *path, const struct mmt_options *options,
				   const struct mmt_sizes *sizes)
{
	struct mmt_trace *trace = calloc(1, sizeof(*trace));

	if (!trace)
		return no_trace(path, options, MMT_ERROR_MEMORY, "out of memory");
	trace->path = strdup(path);
	if (trace->path && sizes_take(&trace->sizes, sizes)) {
		if (options)
			memcpy(&trace->options, options, sizes->options);
		return trace;
	}
	no_trace(path, options, trace->path ? MMT_ERROR_VERSION : MMT_ERROR_MEMORY,
		 trace->path ? "cannot be read: this program needs a newer libmmiotrace" :
			       "out of memory");
	mmt_close(trace);
	return NULL;
}

static struct mmt_trace *opened(struct mmt_trace *trace, int status)
{
	if (!status)
		return trace;
	if (!trace->problems)
		complain(trace, MMT_ERROR_FORMAT, "cannot be read");
	mmt_close(trace);
	return NULL;
}

struct mmt_trace *mmt_open_sized(const char *path, const struct mmt_options *options,
				 const struct mmt_sizes *sizes)
{
	struct mmt_trace *trace = new_trace(path, options, sizes);
	int fd;

	if (!trace)
		return NULL;
	fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) :
				 fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	return opened(trace, begin(trace, fd));
}

struct mmt_trace *mmt_open_fd_sized(int fd, const char *name, const struct mmt_options *options,
				    const struct mmt_sizes *sizes)
{
	struct mmt_trace *trace = new_trace(name, options, sizes);

	return trace ? opened(trace, begin(trace, fcntl(fd, F_DUPFD_CLOEXEC, 3))) : NULL;
}

static int next_of_none(struct mmt_trace *trace, struct mmt_record *record)
{
	(void)trace;
	(void)record;
	return 0;
}

static void close_none(struct mmt_trace *trace)
{
	(void)trace;
}

static void read_nothing(struct mmt_trace *trace)
{
	static const struct reader none = { .next = next_of_none, .close = close_none };

	if (trace->reader)
		trace->reader->close(trace);
	trace->reader = &none;
	stream_close(trace->stream);
	trace->stream = NULL;
}

/* After it has failed once there is no stream left. The file may be another one by now. */
static int rewind_text(struct mmt_trace *trace)
{
	int fd = trace->stream ? fcntl(trace->stream->fd, F_DUPFD_CLOEXEC, 3) : -1;
	int status = -1;

	read_nothing(trace);
	if (trace->start < 0)
		errno = ESPIPE;
	else if (fd >= 0 && lseek(fd, trace->start, SEEK_SET) == trace->start)
		status = 0;
	if (status) {
		complain(trace, MMT_ERROR_SYSTEM, "cannot be read once more: %s",
			 trace->start < 0 ? "it comes through a pipe" : strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	status = begin(trace, fd);
	if (status)
		read_nothing(trace);
	return status;
}

int mmt_rewind(struct mmt_trace *trace)
{
	trace->problems = trace->line = 0;
	memset(trace->said, 0, sizeof(trace->said));
	trace->summed = false;
	trace->time = 0;
	place_rewind(trace, !trace->reader->rewind);
	if (!trace->reader->rewind)
		return rewind_text(trace);
	trace->reader->rewind(trace);
	return 0;
}

void mmt_close(struct mmt_trace *trace)
{
	unsigned int i;

	if (!trace)
		return;
	if (trace->reader)
		trace->reader->close(trace);
	stream_close(trace->stream);
	place_free(trace);
	table_free(&trace->functions);
	for (i = 0; i < MMT_N_TOPICS; i++)
		free(trace->about[i]);
	free(trace->path);
	free(trace);
}

const char *mmt_about(const struct mmt_trace *trace, enum mmt_topic topic)
{
	return topic < MMT_N_TOPICS ? trace->about[topic] : NULL;
}

enum mmt_format mmt_format_of(const struct mmt_trace *trace)
{
	return trace->format;
}

/* For a program that knows less of a record. */
static int next_part(struct mmt_trace *trace, struct mmt_record *record)
{
	struct mmt_record whole;
	int status = trace->reader->next(trace, &whole);

	sizes_pack(record, trace->sizes.record, &whole, sizeof(whole), status > 0);
	return status;
}

static int no_more(struct mmt_trace *trace, int status)
{
	if (status < 0 && !trace->problems)
		complain(trace, MMT_ERROR_DAMAGED, "cannot be read to its end");
	trouble_sum(trace);
	return status;
}

int mmt_next(struct mmt_trace *trace, struct mmt_record *record)
{
	int status = trace->sizes.record == sizeof(*record) ?
		trace->reader->next(trace, record) : next_part(trace, record);

	return status > 0 ? status : no_more(trace, status);
}

int mmt_progress(const struct mmt_trace *trace)
{
	if (trace->stream)
		return stream_progress(trace->stream);
	return trace->reader->progress ? trace->reader->progress(trace) : -1;
}

unsigned long mmt_problems(const struct mmt_trace *trace)
{
	return trace->problems;
}
