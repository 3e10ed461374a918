// SPDX-License-Identifier: GPL-2.0
/* gzip, xz and zstd, one piece after the other. */
#include <errno.h>
#include <lzma.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "stream.h"

#define INPUT		(128 * 1024)
#define XZ_MEMORY	(256u << 20)	/* what a file may ask for; xz -9 asks for 65 MiB */
#define GZIP_WINDOW	(15 + 16)	/* the largest, with gzip's header */

static const char damaged[] = "the compressed data is damaged, or needs too much memory";

enum packing { PACKING_NONE, PACKING_GZIP, PACKING_XZ, PACKING_ZSTD };

/**
 * struct unpacker - compressed data being read
 * @fd: where it comes from; the caller's
 * @packing: how it is packed
 * @gzip: state of zlib
 * @xz: state of liblzma
 * @zstd: state of libzstd
 * @input: packed bytes
 * @at: first that was not used
 * @end: behind the last
 * @ended: there are no more of them
 * @between: not inside a member: the data may end here
 */
struct unpacker {
	int fd;
	enum packing packing;
	z_stream gzip;
	lzma_stream xz;
	ZSTD_DStream *zstd;
	unsigned char *input;
	size_t at;
	size_t end;
	bool ended;
	bool between;
};

static enum packing packing_of(const unsigned char *data, size_t size)
{
	if (size >= 3 && !memcmp(data, "\x1f\x8b\x08", 3))
		return PACKING_GZIP;
	if (size >= 6 && !memcmp(data, "\xfd" "7zXZ", 6))
		return PACKING_XZ;
	if (size >= 4 && !memcmp(data, "\x28\xb5\x2f\xfd", 4))
		return PACKING_ZSTD;
	return PACKING_NONE;
}

/**
 * unpack_is() - whether data is compressed in a way that we know
 * @data: its first bytes
 * @size: how many there are
 */
bool unpack_is(const unsigned char *data, size_t size)
{
	return packing_of(data, size) != PACKING_NONE;
}

static bool start(struct unpacker *unpacker)
{
	switch (unpacker->packing) {
	case PACKING_GZIP:
		return inflateInit2(&unpacker->gzip, GZIP_WINDOW) == Z_OK;
	case PACKING_XZ:
		return lzma_stream_decoder(&unpacker->xz, XZ_MEMORY, LZMA_CONCATENATED) == LZMA_OK;
	case PACKING_ZSTD:
		unpacker->zstd = ZSTD_createDStream();
		return unpacker->zstd;
	default:
		return false;
	}
}

/**
 * unpack_open() - start unpacking
 * @fd: where the data goes on; stays the caller's
 * @data: its beginning, for which unpack_is() holds
 * @size: at most STREAM_BUFFER bytes of it
 *
 * Return: the unpacker, or NULL when out of memory.
 */
struct unpacker *unpack_open(int fd, const unsigned char *data, size_t size)
{
	struct unpacker *unpacker = calloc(1, sizeof(*unpacker));

	if (!unpacker)
		return NULL;
	unpacker->fd = fd;
	unpacker->packing = packing_of(data, size);
	unpacker->xz = (lzma_stream)LZMA_STREAM_INIT;
	unpacker->input = malloc(size > INPUT ? size : INPUT);
	if (!unpacker->input || !start(unpacker)) {
		unpack_close(unpacker);
		return NULL;
	}
	memcpy(unpacker->input, data, size);
	unpacker->end = size;
	return unpacker;
}

/**
 * unpack_close() - end unpacking
 * @unpacker: from unpack_open(), or NULL
 */
void unpack_close(struct unpacker *unpacker)
{
	if (!unpacker)
		return;
	if (unpacker->packing == PACKING_GZIP)
		inflateEnd(&unpacker->gzip);
	lzma_end(&unpacker->xz);
	ZSTD_freeDStream(unpacker->zstd);
	free(unpacker->input);
	free(unpacker);
}

static bool refill(struct unpacker *unpacker, const char **error)
{
	ssize_t n;

	if (unpacker->at < unpacker->end || unpacker->ended)
		return true;
	do {
		n = read(unpacker->fd, unpacker->input, INPUT);
	} while (n < 0 && errno == EINTR);
	if (n < 0) {
		*error = strerror(errno);
		return false;
	}
	unpacker->at = 0;
	unpacker->end = (size_t)n;
	unpacker->ended = !n;
	return true;
}

/* One step of each library: how many bytes were made, -1 when the data is wrong. */

static ssize_t step_gzip(struct unpacker *unpacker, char *data, size_t size)
{
	z_stream *gzip = &unpacker->gzip;
	int status;

	/* Several files may have been packed one after the other. */
	if (unpacker->between) {
		if (unpacker->at == unpacker->end)
			return 0;
		if (inflateReset(gzip) != Z_OK)
			return -1;
		unpacker->between = false;
	}
	gzip->next_in = unpacker->input + unpacker->at;
	gzip->avail_in = (unsigned int)(unpacker->end - unpacker->at);
	gzip->next_out = (unsigned char *)data;
	gzip->avail_out = (unsigned int)size;
	status = inflate(gzip, Z_NO_FLUSH);
	unpacker->at = unpacker->end - gzip->avail_in;
	if (status == Z_STREAM_END)
		unpacker->between = true;
	else if (status != Z_OK && status != Z_BUF_ERROR)
		return -1;
	return (ssize_t)(size - gzip->avail_out);
}

static ssize_t step_xz(struct unpacker *unpacker, char *data, size_t size)
{
	lzma_stream *xz = &unpacker->xz;
	lzma_ret status;

	if (unpacker->between)
		return 0;
	xz->next_in = unpacker->input + unpacker->at;
	xz->avail_in = unpacker->end - unpacker->at;
	xz->next_out = (uint8_t *)data;
	xz->avail_out = size;
	status = lzma_code(xz, unpacker->ended ? LZMA_FINISH : LZMA_RUN);
	unpacker->at = unpacker->end - xz->avail_in;
	if (status == LZMA_STREAM_END)
		unpacker->between = true;
	else if (status != LZMA_OK && status != LZMA_BUF_ERROR)
		return -1;
	return (ssize_t)(size - xz->avail_out);
}

static ssize_t step_zstd(struct unpacker *unpacker, char *data, size_t size)
{
	ZSTD_inBuffer in = { unpacker->input, unpacker->end, unpacker->at };
	ZSTD_outBuffer out = { data, size, 0 };
	size_t status;

	if (unpacker->between && unpacker->at == unpacker->end)
		return 0;
	status = ZSTD_decompressStream(unpacker->zstd, &out, &in);
	unpacker->at = in.pos;
	if (ZSTD_isError(status))
		return -1;
	unpacker->between = !status;
	return (ssize_t)out.pos;
}

/**
 * unpack() - the next bytes
 * @unpacker: the unpacker
 * @data: where to
 * @size: room there, not 0
 * @error: gets what is wrong with the data
 *
 * Return: how many; 0 at the end or after an error.
 */
ssize_t unpack(struct unpacker *unpacker, char *data, size_t size, const char **error)
{
	ssize_t n;

	do {
		size_t before = unpacker->at;

		if (!refill(unpacker, error))
			return 0;
		if (unpacker->packing == PACKING_GZIP)
			n = step_gzip(unpacker, data, size);
		else if (unpacker->packing == PACKING_XZ)
			n = step_xz(unpacker, data, size);
		else
			n = step_zstd(unpacker, data, size);
		if (n < 0) {
			*error = damaged;
			return 0;
		}
		if (n || unpacker->at != before)
			continue;
		if (unpacker->at < unpacker->end)
			*error = damaged;
		else if (unpacker->ended && !unpacker->between)
			*error = "the compressed data was cut short";
		if (unpacker->at < unpacker->end || unpacker->ended)
			return 0;
	} while (!n);
	return n;
}
