// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer target for trace-cmd's file: the input is the whole file behind the
 * words that make it one, or, when its first bit is set, the pages of two CPUs in
 * a file that is otherwise right.
 */
#include "trace.h"
#include "native_file.h"

static const char magic[] = "\027\010\104tracing";

static void put_pages(int fd, const uint8_t *data, size_t size)
{
	struct native_file file = { 0 };
	struct native_bytes whole = { 0 };

	native_add(&file.cpu[0], data, size / 2);
	native_add(&file.cpu[1], data + size / 2, size - size / 2);
	native_finish(&file, &whole);
	put(fd, whole.data, whole.size);
	free(whole.data);
	native_free(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[PATH_SIZE];
	int fd = make_file(path);

	if (size && (data[0] & 1)) {
		put_pages(fd, data + 1, size - 1);
	} else {
		put(fd, magic, sizeof(magic) - 1);
		put(fd, data + !!size, size - !!size);
	}
	return fuzz_trace(fd, path);
}
