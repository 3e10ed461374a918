/* SPDX-License-Identifier: GPL-2.0 */
/* Bytes of a file or pipe, unpacked, and lines of them. */
#ifndef _LIB_STREAM_H
#define _LIB_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "libmmiotrace.h"

/* Text is read in pieces of this; no line can be longer. */
#define STREAM_BUFFER	(1u << 20)

struct unpacker;

/**
 * struct failure - why bytes have ended too early
 * @error: what kind of thing is wrong
 * @text: in words; NULL when nothing is
 */
struct failure {
	enum mmt_error error;
	const char *text;
};

/**
 * struct stream - a stream of bytes
 * @fd: where they come from
 * @unpacker: what they go through, NULL when they are not compressed
 * @buffer: unpacked bytes
 * @start: first that was not taken
 * @end: behind the last
 * @ended: there are no more
 * @failure: why they ended too early
 * @wait: as of struct mmt_options
 * @wait_data: likewise
 * @grows: it is a file, which may grow; a pipe ends when it ends
 */
struct stream {
	int fd;
	struct unpacker *unpacker;
	char *buffer;
	size_t start;
	size_t end;
	bool ended;
	struct failure failure;
	bool (*wait)(void *data);
	void *wait_data;
	bool grows;
};

enum stream_line {
	STREAM_END,	/* no more lines; or an error, see struct stream.failure */
	STREAM_LINE,
	STREAM_LONG,	/* one that was too long and is lost */
};

struct stream *stream_open(int fd);
void stream_follow(struct stream *stream, bool (*wait)(void *data), void *data);
bool stream_idle(const struct stream *stream);
int stream_progress(const struct stream *stream);
void stream_close(struct stream *stream);
size_t stream_fill(struct stream *stream);
enum stream_line stream_line(struct stream *stream, const char **line, size_t *length);

/* unpack.c */
struct unpacker *unpack_open(int fd, const unsigned char *data, size_t size);
ssize_t unpack(struct unpacker *unpacker, char *data, size_t size, struct failure *failure);
void unpack_close(struct unpacker *unpacker);
bool unpack_is(const unsigned char *data, size_t size);

#endif
