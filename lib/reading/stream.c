// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stream.h"

static size_t read_plain(struct stream *stream, char *data, size_t size)
{
	ssize_t n;

	do {
		n = read(stream->fd, data, size);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		stream->failure = (struct failure){ MMT_ERROR_SYSTEM, strerror(errno) };
	return n < 0 ? 0 : (size_t)n;
}

static bool is_empty_pipe(const struct stream *stream)
{
	struct pollfd poll_fd = { .fd = stream->fd, .events = POLLIN };

	return !stream->grows && !poll(&poll_fd, 1, 0);
}

/* As read_plain(), of what is still being written. */
static size_t read_growing(struct stream *stream, char *data, size_t size)
{
	size_t n;

	while (is_empty_pipe(stream))
		if (!stream->wait(stream->wait_data))
			return 0;
	do {
		n = read_plain(stream, data, size);
	} while (!n && !stream->failure.text && stream->grows && stream->wait(stream->wait_data));
	return n;
}

/**
 * stream_follow() - from now on wait for what is still being written
 * @stream: the stream; nothing happens when it is compressed
 * @wait: as of struct mmt_options
 * @data: for @wait
 */
void stream_follow(struct stream *stream, bool (*wait)(void *data), void *data)
{
	struct stat status;

	if (stream->unpacker)
		return;
	stream->wait = wait;
	stream->wait_data = data;
	stream->grows = !fstat(stream->fd, &status) && S_ISREG(status.st_mode);
	stream->ended &= !stream->grows;
}

/** stream_idle() - whether a stream that is followed has nothing to be read now */
bool stream_idle(const struct stream *stream)
{
	struct stat status;

	if (!stream->wait)
		return false;
	if (!stream->grows)
		return is_empty_pipe(stream);
	return fstat(stream->fd, &status) || lseek(stream->fd, 0, SEEK_CUR) >= status.st_size;
}

/** stream_progress() - how much was read, of a thousand parts; -1 of a pipe */
int stream_progress(const struct stream *stream)
{
	struct stat status;
	off_t at;

	if (fstat(stream->fd, &status) || !S_ISREG(status.st_mode) || !status.st_size)
		return -1;
	at = lseek(stream->fd, 0, SEEK_CUR);
	return at < 0 || at > status.st_size ? -1 : (int)((double)at / (double)status.st_size * 1000);
}

/**
 * stream_open() - start reading
 * @fd: where from; the stream's from now on
 *
 * The first bytes are read, and unpacked when they are compressed.
 *
 * Return: the stream, or NULL when out of memory; then @fd is closed.
 */
struct stream *stream_open(int fd)
{
	struct stream *stream = calloc(1, sizeof(*stream));
	size_t size = 0, n;

	if (stream) {
		stream->fd = fd;
		/* One byte more for the end that the last line may lack. */
		stream->buffer = malloc(STREAM_BUFFER + 1);
	}
	if (!stream || !stream->buffer) {
		free(stream);
		close(fd);
		return NULL;
	}
	/* A pipe may give few bytes at a time. */
	do {
		n = read_plain(stream, stream->buffer + size, STREAM_BUFFER - size);
		size += n;
	} while (n && size < 8);
	stream->ended = !n;
	if (!unpack_is((unsigned char *)stream->buffer, size)) {
		stream->end = size;
		return stream;
	}
	stream->ended = false;
	stream->unpacker = unpack_open(fd, (unsigned char *)stream->buffer, size);
	if (!stream->unpacker) {
		stream_close(stream);
		return NULL;
	}
	stream_fill(stream);
	return stream;
}

/**
 * stream_close() - end reading
 * @stream: from stream_open(), or NULL
 */
void stream_close(struct stream *stream)
{
	if (!stream)
		return;
	unpack_close(stream->unpacker);
	close(stream->fd);
	free(stream->buffer);
	free(stream);
}

/**
 * stream_fill() - read more into the buffer
 * @stream: the stream
 *
 * Return: how many bytes came; 0 when the buffer is full or nothing is left.
 */
size_t stream_fill(struct stream *stream)
{
	size_t room = STREAM_BUFFER - stream->end;
	size_t n;

	if (!room || stream->ended)
		return 0;
	if (stream->unpacker) {
		ssize_t got = unpack(stream->unpacker, stream->buffer + stream->end, room,
				     &stream->failure);

		n = got < 0 ? 0 : (size_t)got;
	} else if (stream->wait) {
		n = read_growing(stream, stream->buffer + stream->end, room);
	} else {
		n = read_plain(stream, stream->buffer + stream->end, room);
	}
	stream->end += n;
	if (!n)
		stream->ended = true;
	return n;
}

/* Throws away the rest of a line that does not fit. */
static void skip_line(struct stream *stream)
{
	const char *newline;

	do {
		stream->start = stream->end = 0;
		if (!stream_fill(stream))
			return;
		newline = memchr(stream->buffer, '\n', stream->end);
	} while (!newline);
	stream->start = (size_t)(newline + 1 - stream->buffer);
}

/**
 * stream_line() - the next line
 * @stream: the stream
 * @line: gets it; where it ends stands a newline
 * @length: gets its length, without its end
 *
 * A file that does not end in a newline is taken as if it did.
 */
enum stream_line stream_line(struct stream *stream, const char **line, size_t *length)
{
	size_t searched = 0;
	char *start, *newline;

	for (;;) {
		start = stream->buffer + stream->start;
		newline = memchr(start + searched, '\n',
				 stream->end - stream->start - searched);
		if (newline)
			break;
		searched = stream->end - stream->start;
		if (stream->ended) {
			if (!searched)
				return STREAM_END;
			newline = stream->buffer + stream->end;
			*newline = '\n';
			*line = start;
			*length = searched;
			stream->start = stream->end;
			return STREAM_LINE;
		}
		if (stream->start) {
			memmove(stream->buffer, start, searched);
			stream->start = 0;
			stream->end = searched;
		} else if (searched == STREAM_BUFFER) {
			skip_line(stream);
			return STREAM_LONG;
		}
		stream_fill(stream);
	}
	*line = start;
	*length = (size_t)(newline - start);
	stream->start += *length + 1;
	return STREAM_LINE;
}
