// SPDX-License-Identifier: GPL-2.0
/* Every format from a file and from a pipe, plain and compressed: the same records. */
#include "lib_text.h"

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include "native_file.h"

#define CLASSIC \
	"VERSION 20070824\nPCIDEV 0020 8086100e 61 feb00000 0 0 0 0 0 0 20000 0 0 0 0 0 0 e1000\n" \
	"MAP 1.000000 1 0xfeb00000 0xffffc90000000000 0x20000 0x0 0\n" \
	"R 4 1.000001 1 0xfeb00008 0x80080783 0x0 0\n"
#define OPS "memory_region_ops_write cpu 0 mr 0x55d0 addr 0xfea00004 value 0x1 size 4 name 'edu-mmio'\n"
#define VFIO "vfio_region_read  (0000:01:00.0:region0+0x10, 4) = 0x1ff\n"

#define ROOM 65536

/* One of the ways in which a file may be compressed; gives the size of @out. */
typedef size_t (*pack)(const void *data, size_t size, uint8_t out[ROOM]);

static size_t plain(const void *data, size_t size, uint8_t out[ROOM])
{
	assert_true(size <= ROOM);
	memcpy(out, data, size);
	return size;
}

static size_t gzip(const void *data, size_t size, uint8_t out[ROOM])
{
	z_stream stream = {
		.next_in = (void *)(uintptr_t)data, .avail_in = (unsigned int)size,
		.next_out = out, .avail_out = ROOM,
	};

	assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY),
			 Z_OK);
	assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
	deflateEnd(&stream);
	return ROOM - stream.avail_out;
}

static size_t xz(const void *data, size_t size, uint8_t out[ROOM])
{
	size_t used = 0;

	assert_int_equal(lzma_easy_buffer_encode(6, LZMA_CHECK_CRC64, NULL, data, size, out,
						 &used, ROOM), LZMA_OK);
	return used;
}

static size_t bzip2(const void *data, size_t size, uint8_t out[ROOM])
{
	unsigned int used = ROOM;

	assert_int_equal(BZ2_bzBuffToBuffCompress((char *)out, &used, (void *)(uintptr_t)data,
						  (unsigned int)size, 9, 0, 0), BZ_OK);
	return used;
}

/* As "xz --format=lzma" and the older lzma write it. */
static size_t lzma(const void *data, size_t size, uint8_t out[ROOM])
{
	lzma_stream stream = LZMA_STREAM_INIT;
	lzma_options_lzma options;
	size_t used;

	assert_false(lzma_lzma_preset(&options, 6));
	assert_int_equal(lzma_alone_encoder(&stream, &options), LZMA_OK);
	stream.next_in = data;
	stream.avail_in = size;
	stream.next_out = out;
	stream.avail_out = ROOM;
	assert_int_equal(lzma_code(&stream, LZMA_FINISH), LZMA_STREAM_END);
	used = ROOM - stream.avail_out;
	lzma_end(&stream);
	return used;
}

static size_t zstd(const void *data, size_t size, uint8_t out[ROOM])
{
	size_t used = ZSTD_compress(out, ROOM, data, size, 3);

	assert_false(ZSTD_isError(used));
	return used;
}

static const pack packs[] = { plain, gzip, bzip2, xz, lzma, zstd };

#define N_PACKS (sizeof(packs) / sizeof(packs[0]))

/* What does not fit into a pipe would wait for a reader. */
static void read_pipe(const uint8_t *data, size_t size)
{
	char path[64];
	int end[2];

	assert_int_equal(pipe(end), 0);
	assert_int_equal(write(end[1], data, size), size);
	close(end[1]);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", end[0]);
	read_trace(path, NULL);
	close(end[0]);
}

static void all_ways(const void *data, size_t size)
{
	static char records[sizeof(told.records)];
	static uint8_t packed[ROOM];
	size_t i, n;

	read_bytes(data, size, NULL);
	assert_string_equal(told.complaints, "");
	assert_true(*told.records);
	strcpy(records, told.records);
	for (i = 0; i < N_PACKS; i++) {
		n = packs[i](data, size, packed);
		read_bytes(packed, n, NULL);
		assert_string_equal(told.complaints, "");
		assert_string_equal(told.records, records);
		read_pipe(packed, n);
		assert_string_equal(told.complaints, "");
		assert_string_equal(told.records, records);
	}
}

static void text(void **state)
{
	(void)state;
	all_ways(CLASSIC, sizeof(CLASSIC) - 1);
	all_ways(OPS, sizeof(OPS) - 1);
	all_ways(VFIO, sizeof(VFIO) - 1);
}

static void native(void **state)
{
	struct native_file file = { 0 };
	struct native_bytes whole = { 0 };

	(void)state;
	native_access(&file, 0, 10, NATIVE_READ, 0x1000, 1, 4);
	native_access(&file, 1, 11, NATIVE_WRITE, 0x1004, 2, 8);
	native_finish(&file, &whole);
	all_ways(whole.data, whole.size);
	native_free(&file);
	free(whole.data);
}

/* Any byte too few is told; of what comes before all that can be is read. */
static void cut(void **state)
{
	static uint8_t packed[ROOM];
	size_t i, n;

	(void)state;
	for (i = 1; i < N_PACKS; i++) {
		n = packs[i](CLASSIC, sizeof(CLASSIC) - 1, packed);
		while (--n > 6) {
			read_bytes(packed, n, NULL);
			assert_true(*told.complaints);
			assert_true(!told.opened || told.status < 0);
		}
	}
}

/* One that is damaged is told, or it is the same. */
static void damaged(void **state)
{
	static char records[sizeof(told.records)];
	static uint8_t packed[ROOM];
	size_t i, n, at;

	(void)state;
	READ(CLASSIC);
	strcpy(records, told.records);
	for (i = 1; i < N_PACKS; i++) {
		n = packs[i](CLASSIC, sizeof(CLASSIC) - 1, packed);
		for (at = 0; at < n; at++) {
			packed[at] ^= 0x10;
			read_bytes(packed, n, NULL);
			/* zstd has no sum over its content unless it is asked for one, lzma none. */
			assert_true(*told.complaints || packs[i] == zstd || packs[i] == lzma ||
				    !strcmp(told.records, records));
			packed[at] ^= 0x10;
		}
	}
}

/* Files put together, as logs are rotated. */
static void joined(void **state)
{
	static uint8_t packed[2 * ROOM];
	size_t i, n;

	(void)state;
	for (i = 0; i < N_PACKS; i++) {
		n = packs[i](OPS, sizeof(OPS) - 1, packed);
		n += packs[i](OPS, sizeof(OPS) - 1, packed + n);
		read_bytes(packed, n, NULL);
		/* Its format ends with its data; so it does for xz. */
		if (packs[i] == lzma) {
			assert_true(*told.complaints);
			continue;
		}
		assert_string_equal(told.complaints, "");
		assert_string_equal(told.records,
				    "DEVICE edu-mmio\nW cpu0 edu-mmio+fea00004 @fea00004 4=1\n"
				    "W cpu0 edu-mmio+fea00004 @fea00004 4=1\n");
	}
}

/* A recording of which the packed data was cut short: what is there is read. */
static void cut_recording(void **state)
{
	static char records[sizeof(told.records)];
	static uint8_t packed[ROOM];
	struct native_file file = { 0 };
	struct native_bytes whole = { 0 };
	size_t n;

	(void)state;
	native_access(&file, 0, 10, NATIVE_READ, 0x1000, 1, 4);
	native_finish(&file, &whole);
	read_bytes(whole.data, whole.size, NULL);
	strcpy(records, told.records);
	n = gzip(whole.data, whole.size, packed);
	/* Only its sum is missing. */
	read_bytes(packed, n - 4, NULL);
	assert_string_equal(told.records, records);
	assert_string_equal(told.complaints, "0: the compressed data was cut short\n");
	assert_int_equal(told.problems, 1);
	read_bytes(packed, n / 2, NULL);
	assert_non_null(strstr(told.complaints, "0: the compressed data was cut short\n"));
	native_free(&file);
	free(whole.data);
}

/* What has to be taken apart first, or is something else, is told by its name. */
static void others(void **state)
{
	static const struct {
		const char *data;
		const char *told;
	} other[] = {
		{ "PK\3\4\24xxxxxxxxx", "a zip archive" }, { "\x04\x22\x4d\x18\x64\x40", "by lz4" },
		{ "\x02\x21\x4c\x18\x64\x40", "by lz4" }, { "LZIP\1xxxxxx", "by lzip" },
		{ "Rar!\x1a\x07\1", "a RAR archive" }, { "070701xxxxxx\n", "a cpio archive" },
		{ "<!DOCTYPE html>\n<html>\n", "a web page" },
		{ "version https://git-lfs.github.com/spec/v1\n", "Git LFS" },
		{ "PERFILE2xxxx", "a file of perf" },
		{ "timestamp_ns,cpu,pid\n1,0,1\n", "--format csv" },
		{ "{\"operation\":\"read\"}\n", "--format jsonl" },
		{ "{ \"_PID\" : \"7\", \"MESSAGE\" : \"x\" }\n", "a journal in JSON" },
		{ "_PID=7\nMESSAGE=x\n", "a journal in a form of its own" },
		{ "Sat 2026-01-31 11:00:00.5 CET [s=1]\n    MESSAGE=x\n", "a journal with all" },
		{ "  -- e1000 00:04.0 BAR0, cpu 0\n", "a report for people" },
		{ "    0.5 map 1\n  -- e1000 00:04.0 BAR0, cpu 0\n", "a report for people" },
		{ "#          time cpu\n", "a report for people" },
		{ "cpus=2\n modprobe-7 [000] 1.5: mmio_read: x\n", "events as text" },
		{ "\x7f" "ELFxxxxxx\n", "not a trace" },
	};
	static uint8_t tar[1024] = "mmio.log";
	size_t i;

	(void)state;
	memcpy(tar + 257, "ustar", 6);
	/* A program, say, that has these words in it. */
	strcpy((char *)tar + 20, "<html  : mmio_");
	read_bytes(tar, 200, NULL);
	assert_non_null(strstr(told.complaints, "not a trace"));
	read_bytes(tar, sizeof(tar), NULL);
	assert_false(told.opened);
	assert_non_null(strstr(told.complaints, "a tar archive"));
	for (i = 0; i < sizeof(other) / sizeof(other[0]); i++) {
		read_bytes(other[i].data, strlen(other[i].data), NULL);
		assert_false(told.opened);
		assert_non_null(strstr(told.complaints, other[i].told));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text),
		cmocka_unit_test(native),
		cmocka_unit_test(cut),
		cmocka_unit_test(damaged),
		cmocka_unit_test(joined),
		cmocka_unit_test(cut_recording),
		cmocka_unit_test(others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
