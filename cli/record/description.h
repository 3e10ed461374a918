/* SPDX-License-Identifier: GPL-2.0 */
/* What a file must say of the kernel so that its events can be read elsewhere. */
#ifndef _CLI_DESCRIPTION_H
#define _CLI_DESCRIPTION_H

#include <stddef.h>

/* Numbers of sections, and of the options that point to them. */
enum section_number {
	SECTION_OPTIONS = 0,
	SECTION_PAGES = 3,
	SECTION_HEADER = 16,
	SECTION_FTRACE = 17,
	SECTION_EVENTS = 18,
	SECTION_SYMBOLS = 19,
	SECTION_TASKS = 21,
};

/**
 * struct section - a part of the file
 * @id: what it is
 * @content: its bytes, packed when that is shorter; owned
 * @size: how many
 * @packed: they are
 */
struct section {
	enum section_number id;
	char *content;
	size_t size;
	int packed;
};

#define DESCRIPTION_SECTIONS 4

/**
 * struct description - all of it
 * @section: header, formats, symbols
 * @clock: name of the trace clock; the caller's
 * @recorder: who writes the file; the caller's
 * @tasks_room: bytes that the names of threads may take
 */
struct description {
	struct section section[DESCRIPTION_SECTIONS];
	const char *clock;
	const char *recorder;
	size_t tasks_room;
};

int description_read(struct description *description, int tracing);
int description_symbols(struct section *section);
void description_free(struct description *description);
int section_pack(struct section *section);

#endif
