// SPDX-License-Identifier: GPL-2.0
/* libFuzzer target for compressed traces: gzip, xz or zstd by the first byte. */
#include "trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const magic[] = { "\x1f\x8b\x08", ("\xfd" "7zXZ"), "\x28\xb5\x2f\xfd" };
	static const size_t length[] = { 3, 6, 4 };
	char path[PATH_SIZE];
	unsigned int kind;
	int fd;

	if (!size)
		return 0;
	kind = data[0] % 3;
	fd = make_file(path);
	put(fd, magic[kind], length[kind]);
	put(fd, data + 1, size - 1);
	return fuzz_trace(fd, path);
}
