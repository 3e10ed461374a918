// SPDX-License-Identifier: GPL-2.0
/* gzip, bzip2, xz, lzma and zstd, one piece after the other. */
#include <bzlib.h>
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

enum packing { PACKING_NONE, PACKING_GZIP, PACKING_BZIP2, PACKING_XZ, PACKING_LZMA, PACKING_ZSTD };

/**
 * struct unpacker - compressed data being read
 * @fd: where it comes from; the caller's
 * @packing: how it is packed
 * @gzip: state of zlib
 * @bzip2: state of libbz2
 * @xz: state of liblzma, for both of its formats
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
	bz_stream bzip2;
	lzma_stream xz;
	ZSTD_DStream *zstd;
	unsigned char *input;
	size_t at;
	size_t end;
	bool ended;
	bool between;
};

/*
 * The old format of lzma begins with no magic number: with a byte of properties,
 * the size of the dictionary and that of the data, which xz and others take for it
 * when these are what programs write: 2^n or 2^n + 2^(n-1); unknown, or below 256 GiB.
 */
static bool is_lzma(const unsigned char *data, size_t size)
{
	uint32_t dictionary;
	uint64_t length;
	unsigned int i;

	if (size < 13 || data[0] >= 9 * 5 * 5)
		return false;
	dictionary = (uint32_t)data[1] | (uint32_t)data[2] << 8 | (uint32_t)data[3] << 16 |
		     (uint32_t)data[4] << 24;
	for (length = 0, i = 0; i < 8; i++)
		length |= (uint64_t)data[5 + i] << (8 * i);
	if (length != UINT64_MAX && length >= UINT64_C(1) << 38)
		return false;
	if (dictionary < 1u << 12)
		return false;
	dictionary >>= __builtin_ctz(dictionary);
	return dictionary == 1 || dictionary == 3;
}

static enum packing packing_of(const unsigned char *data, size_t size)
{
	if (size >= 3 && !memcmp(data, "\x1f\x8b\x08", 3))
		return PACKING_GZIP;
	if (size >= 4 && !memcmp(data, "BZh", 3) && data[3] >= '1' && data[3] <= '9')
		return PACKING_BZIP2;
	if (size >= 6 && !memcmp(data, "\xfd" "7zXZ", 6))
		return PACKING_XZ;
	if (size >= 4 && !memcmp(data, "\x28\xb5\x2f\xfd", 4))
		return PACKING_ZSTD;
	if (is_lzma(data, size))
		return PACKING_LZMA;
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
	case PACKING_BZIP2:
		return BZ2_bzDecompressInit(&unpacker->bzip2, 0, 0) == BZ_OK;
	case PACKING_LZMA:
		return lzma_alone_decoder(&unpacker->xz, XZ_MEMORY) == LZMA_OK;
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
	if (unpacker->packing == PACKING_BZIP2)
		BZ2_bzDecompressEnd(&unpacker->bzip2);
	lzma_end(&unpacker->xz);
	ZSTD_freeDStream(unpacker->zstd);
	free(unpacker->input);
	free(unpacker);
}

static bool refill(struct unpacker *unpacker, struct failure *failure)
{
	ssize_t n;

	if (unpacker->at < unpacker->end || unpacker->ended)
		return true;
	do {
		n = read(unpacker->fd, unpacker->input, INPUT);
	} while (n < 0 && errno == EINTR);
	if (n < 0) {
		*failure = (struct failure){ MMT_ERROR_SYSTEM, strerror(errno) };
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

static ssize_t step_bzip2(struct unpacker *unpacker, char *data, size_t size)
{
	bz_stream *bzip2 = &unpacker->bzip2;
	int status;

	/* Parts that were packed side by side, as pbzip2 does, follow one another. */
	if (unpacker->between) {
		if (unpacker->at == unpacker->end)
			return 0;
		BZ2_bzDecompressEnd(bzip2);
		memset(bzip2, 0, sizeof(*bzip2));
		if (BZ2_bzDecompressInit(bzip2, 0, 0) != BZ_OK)
			return -1;
		unpacker->between = false;
	}
	bzip2->next_in = (char *)unpacker->input + unpacker->at;
	bzip2->avail_in = (unsigned int)(unpacker->end - unpacker->at);
	bzip2->next_out = data;
	bzip2->avail_out = (unsigned int)size;
	status = BZ2_bzDecompress(bzip2);
	unpacker->at = unpacker->end - bzip2->avail_in;
	if (status == BZ_STREAM_END)
		unpacker->between = true;
	else if (status != BZ_OK)
		return -1;
	return (ssize_t)(size - bzip2->avail_out);
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
 * @failure: gets what is wrong with the data
 *
 * Return: how many; 0 at the end or after an error.
 */
ssize_t unpack(struct unpacker *unpacker, char *data, size_t size, struct failure *failure)
{
	ssize_t n;

	do {
		size_t before = unpacker->at;

		if (!refill(unpacker, failure))
			return 0;
		if (unpacker->packing == PACKING_GZIP)
			n = step_gzip(unpacker, data, size);
		else if (unpacker->packing == PACKING_BZIP2)
			n = step_bzip2(unpacker, data, size);
		else if (unpacker->packing != PACKING_ZSTD)
			n = step_xz(unpacker, data, size);
		else
			n = step_zstd(unpacker, data, size);
		if (n < 0) {
			*failure = (struct failure){ MMT_ERROR_DAMAGED, damaged };
			return 0;
		}
		if (n || unpacker->at != before)
			continue;
		if (unpacker->at < unpacker->end)
			*failure = (struct failure){ MMT_ERROR_DAMAGED, damaged };
		else if (unpacker->ended && !unpacker->between)
			*failure = (struct failure){ MMT_ERROR_CUT, "the compressed data was cut short" };
		if (unpacker->at < unpacker->end || unpacker->ended)
			return 0;
	} while (!n);
	return n;
}
