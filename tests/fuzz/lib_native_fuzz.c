// SPDX-License-Identifier: GPL-2.0
/*
 * libFuzzer target for trace-cmd's file: the input is the whole file behind the
 * words that make it one, or, when its first bit is set, the pages of two CPUs in
 * a file that is otherwise right. With its second bit that is one of our recorder's that
 * never ended, and its second byte says how much of it is there.
 */
#include "trace.h"
#include "native_file.h"

static const char magic[] = "\027\010\104tracing";

/* Our recorder is known by its name. */
static size_t unfinish(struct native_bytes *whole, uint8_t part)
{
	static const char theirs[] = "3.1.6 made", ours[] = "mmiotrace ";
	char *at = memmem(whole->data, whole->size, theirs, sizeof(theirs) - 1);

	if (at)
		memcpy(at, ours, sizeof(ours) - 1);
	return whole->size - whole->size * part / 256;
}

static void put_pages(int fd, const uint8_t *data, size_t size, int part)
{
	struct native_file file = { 0 };
	struct native_bytes whole = { 0 };

	native_add(&file.cpu[0], data, size / 2);
	native_add(&file.cpu[1], data + size / 2, size - size / 2);
	native_finish(&file, &whole);
	put(fd, whole.data, part < 0 ? whole.size : unfinish(&whole, (uint8_t)part));
	free(whole.data);
	native_free(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[PATH_SIZE];
	int fd = make_file(path);

	if (size > 1 && (data[0] & 3) == 3) {
		put_pages(fd, data + 2, size - 2, data[1]);
	} else if (size && (data[0] & 1)) {
		put_pages(fd, data + 1, size - 1, -1);
	} else {
		put(fd, magic, sizeof(magic) - 1);
		put(fd, data + !!size, size - !!size);
	}
	return fuzz_trace(fd, path);
}
