// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mappings.h"

#define VMALLOCINFO	"/proc/vmallocinfo"
#define GUARD_PAGE	4096	/* behind every mapping, counted in its size */

/**
 * mapping_parse() - read one line of /proc/vmallocinfo
 * @line: 0xVIRT-0xVIRT SIZE CALLER [pages=N] phys=0xPHYS ioremap ...
 * @mapping: filled in
 *
 * CALLER has a space before its "[module]", so it ends at the next key.
 *
 * Return: false when the line is no mapping of device memory.
 */
bool mapping_parse(const char *line, struct mapping *mapping)
{
	const char *phys = strstr(line, " phys=");
	unsigned long long start, size;
	const char *caller;
	const char *end;
	int n = 0;

	if (!phys || !strstr(phys, " ioremap") ||
	    sscanf(phys, " phys=%llx", &start) != 1 ||
	    sscanf(line, "%*s %llu %n", &size, &n) != 1 || !n || size <= GUARD_PAGE)
		return false;
	caller = line + n;
	end = strstr(caller, " pages=");
	if (!end || end > phys)
		end = phys;
	if (end < caller)
		end = caller;
	mapping->start = start;
	mapping->end = start + size - GUARD_PAGE - 1;
	snprintf(mapping->caller, sizeof(mapping->caller), "%.*s", (int)(end - caller), caller);
	return true;
}

/**
 * mapping_unseen() - is this one that the module is not told of?
 * @line: as in mapping_parse()
 *
 * vmap_pfn() maps device memory page by page: there is no phys=. The module's own
 * private mappings look alike.
 */
bool mapping_unseen(const char *line)
{
	return strstr(line, " ioremap") && !strstr(line, " phys=") && !strstr(line, "[mmiotrace]");
}

static int compare(const void *a, const void *b)
{
	uint64_t left = ((const struct mapping *)a)->start;
	uint64_t right = ((const struct mapping *)b)->start;

	return left < right ? -1 : left > right;
}

/**
 * mappings_read() - read all live mappings, in the order of addresses
 * @mappings: filled in; release with mappings_free()
 *
 * Return: 0, or -1 with errno set; nothing is said.
 */
int mappings_read(struct mappings *mappings)
{
	FILE *file = fopen(VMALLOCINFO, "re");
	struct mapping mapping;
	char line[512];

	mappings->mapping = NULL;
	mappings->count = 0;
	mappings->unseen = 0;
	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file)) {
		struct mapping *more;

		mappings->unseen += mapping_unseen(line);
		if (!mapping_parse(line, &mapping))
			continue;
		more = realloc(mappings->mapping, (mappings->count + 1) * sizeof(*more));
		if (!more)
			break;
		mappings->mapping = more;
		more[mappings->count++] = mapping;
	}
	fclose(file);
	if (mappings->count)
		qsort(mappings->mapping, mappings->count, sizeof(mapping), compare);
	return 0;
}

/**
 * mappings_free() - release mappings
 * @mappings: from mappings_read()
 */
void mappings_free(struct mappings *mappings)
{
	free(mappings->mapping);
	mappings->mapping = NULL;
	mappings->count = 0;
}

/**
 * resource_name() - what /proc/iomem calls an address
 * @address: physical address
 * @name: where to put it; empty when it has no name
 * @size: room there
 *
 * Return: true when it lies in the HPET, traced only when its range is asked for.
 */
bool resource_name(uint64_t address, char *name, size_t size)
{
	FILE *file = fopen("/proc/iomem", "re");
	unsigned long long start, end;
	bool hpet = false;
	char line[512];
	int n;

	name[0] = 0;
	if (!file)
		return false;
	/* Inner resources follow the outer ones: the last hit is the closest. */
	while (fgets(line, sizeof(line), file)) {
		n = 0;
		if (sscanf(line, " %llx-%llx : %n", &start, &end, &n) != 2 || !n ||
		    address < start || address > end)
			continue;
		line[strcspn(line, "\n")] = 0;
		snprintf(name, size, "%s", line + n);
		hpet |= !strncmp(name, "HPET", 4);
	}
	fclose(file);
	return hpet;
}

/**
 * hpet_within() - whether a part of the HPET is among these addresses
 * @start: first physical address
 * @end: last
 */
bool hpet_within(uint64_t start, uint64_t end)
{
	FILE *file = fopen("/proc/iomem", "re");
	unsigned long long first, last;
	bool found = false;
	char line[512];

	while (file && fgets(line, sizeof(line), file))
		if (strstr(line, " : HPET") &&
		    sscanf(line, " %llx-%llx :", &first, &last) == 2)
			found = found || (first <= end && last >= start);
	if (file)
		fclose(file);
	return found;
}
