/* SPDX-License-Identifier: GPL-2.0 */
/* Register descriptions that a test writes, and what accesses are called by them. */
#ifndef LIB_REGS_H
#define LIB_REGS_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "libmmiotrace.h"

static struct mmt_regs *regs;
static struct mmt_names *names;
static char directory[64];
static char complaints[65536];
static struct mmt_device device = {
	.address = "0000:00:04.0",
	.label = "card 00:04.0",
	.driver = "card",
	.is_pci = true,
	.vendor = 0x1234,
	.device = 0x5678,
	.start = { 0xfe000000 },
	.size = { 0x1000000 },
};

static void hear(void *data, const struct mmt_complaint *complaint)
{
	size_t length = strlen(complaints);
	const char *slash = strrchr(complaint->file, '/');

	(void)data;
	snprintf(complaints + length, sizeof(complaints) - length, "%s:%lu: %s\n",
		 slash ? slash + 1 : complaint->file, complaint->line, complaint->text);
}

static int begin(void **state)
{
	static const struct mmt_messages messages = { hear, NULL };

	(void)state;
	*complaints = 0;
	regs = mmt_regs_new(&messages);
	names = NULL;
	strcpy(directory, "/tmp/mmiotrace-regs-XXXXXX");
	return regs && mkdtemp(directory) ? 0 : -1;
}

static int end(void **state)
{
	char command[128];

	(void)state;
	mmt_names_free(names);
	mmt_regs_free(regs);
	snprintf(command, sizeof(command), "rm -r %s", directory);
	return system(command); /* NOLINT(cert-env33-c): a path of our own */
}

static const char *path_of(const char *file)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", directory, file);
	return path;
}

static void put(const char *file, const char *text)
{
	FILE *to = fopen(path_of(file), "w");

	assert_non_null(to);
	fputs(text, to);
	fclose(to);
}

static int load(const char *file)
{
	return mmt_regs_load(regs, path_of(file));
}

/* What an access is called: "NAME = value" for each part of it. */
static const char *called(enum mmt_kind kind, unsigned int width, uint64_t offset, uint64_t value)
{
	static char text[8192];
	struct mmt_named part[MMT_MAX_PARTS];
	struct mmt_record record = { .kind = kind, .width = width, .offset = offset,
				     .value = value, .device = &device,
				     .phys = device.start[0] + offset };
	unsigned int n;

	if (!names)
		names = mmt_names_new(regs, NULL);
	n = mmt_name(names, &record, part);
	*text = 0;
	for (unsigned int i = 0; i < n; i++) {
		size_t length = strlen(text);

		snprintf(text + length, sizeof(text) - length, "%s%s = %s", i ? ", " : "",
			 part[i].name, mmt_value(names, &part[i], part[i].value));
	}
	return text;
}

#define READS(width, offset, value, text)                                        \
	assert_string_equal(called(MMT_READ, width, offset, value), text)
#define WRITES(width, offset, value, text)                                       \
	assert_string_equal(called(MMT_WRITE, width, offset, value), text)
#define SAYS(text) assert_non_null(strstr(complaints, text))
#define SAYS_NOTHING() assert_string_equal(complaints, "")

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

#endif
