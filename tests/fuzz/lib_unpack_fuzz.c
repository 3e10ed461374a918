// SPDX-License-Identifier: GPL-2.0
/* libFuzzer target for compressed traces: gzip, bzip2, xz, lzma or zstd by the first byte. */
#include "trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct {
		const char *magic;
		size_t length;
	} packings[] = {
		{ "\x1f\x8b\x08", 3 },
		{ "\xfd" "7zXZ", 6 },
		{ "\x28\xb5\x2f\xfd", 4 },
		{ "BZh9", 4 },
		{ "\x5d\0\0\x10\0\xff\xff\xff\xff\xff\xff\xff\xff", 13 },
	};
	char path[PATH_SIZE];
	unsigned int kind;
	int fd;

	if (!size)
		return 0;
	kind = data[0] % (sizeof(packings) / sizeof(packings[0]));
	fd = make_file(path);
	put(fd, packings[kind].magic, packings[kind].length);
	put(fd, data + 1, size - 1);
	return fuzz_trace(fd, path);
}
