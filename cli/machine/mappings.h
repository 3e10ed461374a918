/* SPDX-License-Identifier: GPL-2.0 */
/* Live ioremap() mappings of the running kernel, and what lies there. */
#ifndef _CLI_MAPPINGS_H
#define _CLI_MAPPINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct mapping - one mapping
 * @start: first physical address
 * @end: last
 * @caller: function that made it, as the kernel names it
 */
struct mapping {
	uint64_t start;
	uint64_t end;
	char caller[160];
};

/**
 * struct mappings - all of them
 * @mapping: by address
 * @count: how many
 * @unseen: how many more there are that nobody knows the address of
 */
struct mappings {
	struct mapping *mapping;
	size_t count;
	size_t unseen;
};

bool mapping_parse(const char *line, struct mapping *mapping);
bool mapping_unseen(const char *line);
int mappings_read(struct mappings *mappings);
void mappings_free(struct mappings *mappings);
bool hpet_within(uint64_t start, uint64_t end);
bool resource_name(uint64_t address, char *name, size_t size);

#endif
