// SPDX-License-Identifier: GPL-2.0
/* Reading both sides. */
#include "witness.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum column { CPU, OPERATION, BDF, OFFSET, ADDRESS, WIDTH, VALUE, NR_COLUMNS };

static const char *const column_names[NR_COLUMNS] = {
	[CPU] = "cpu", [OPERATION] = "operation", [BDF] = "bdf",
	[OFFSET] = "offset", [ADDRESS] = "address", [WIDTH] = "width",
	[VALUE] = "value",
};

#define MAX_FIELDS 32

/* Splits a line of CSV in place, quotes removed. Returns the number of fields. */
static int split(char *line, char *field[MAX_FIELDS])
{
	char *in = line, *out = line;
	int n = 0;

	while (n < MAX_FIELDS) {
		bool quoted = *in == '"';

		field[n++] = out;
		if (quoted)
			in++;
		for (; *in; in++) {
			if (quoted && in[0] == '"' && in[1] == '"')
				in++;
			else if (quoted && *in == '"')
				quoted = false;
			else if (!quoted && strchr(",\r\n", *in))
				break;
			if (quoted || *in != '"')
				*out++ = *in;
		}
		if (*in != ',') {
			*out = 0;
			return n;
		}
		in++;
		*out++ = 0;
	}
	return n;
}

static bool number(const char *text, uint64_t *value)
{
	char *end;

	errno = 0;
	*value = strtoull(text, &end, 0);
	return *text && !*end && !errno;
}

static int find_device(struct evidence *ev, const char *name)
{
	int i;

	for (i = 0; i < ev->nr_devices; i++)
		if (!strcmp(ev->device[i].name, name))
			return i;
	if (ev->nr_devices == MAX_DEVICES)
		return -1;
	snprintf(ev->device[i].name, sizeof(ev->device[i].name), "%s", name);
	return ev->nr_devices++;
}

static void add(struct queue *queue, const struct access *access)
{
	if (queue->count == queue->room) {
		queue->room = queue->room ? 2 * queue->room : 1024;
		queue->list = realloc(queue->list,
				      queue->room * sizeof(*queue->list));
		if (!queue->list)
			abort();
	}
	queue->list[queue->count++] = *access;
}

static bool find_columns(char *header, int column[NR_COLUMNS])
{
	char *field[MAX_FIELDS];
	int n = split(header, field), i, c;

	for (c = 0; c < NR_COLUMNS; c++) {
		for (i = 0; i < n; i++)
			if (!strcmp(field[i], column_names[c]))
				break;
		if (i == n)
			return false;
		column[c] = i;
	}
	return true;
}

/* A mapping: its device's memory there is what the log is searched for. */
static bool add_range(struct evidence *ev, const char *bdf, uint64_t start,
		      uint64_t length)
{
	struct range *r = &ev->range[ev->nr_ranges];

	if (ev->nr_ranges == MAX_DEVICES * 8 || !length)
		return false;
	r->start = start;
	r->end = start + length - 1;
	r->device = find_device(ev, bdf);
	ev->nr_ranges++;
	return r->device >= 0;
}

/**
 * evidence_read_trace() - read "mmiotrace report --format csv"
 * @ev: filled in
 * @file: the CSV
 *
 * A "map" record's width column holds the length of the mapping.
 *
 * Return: false after a line on standard error when it is not what it should be.
 */
bool evidence_read_trace(struct evidence *ev, FILE *file)
{
	char *line = NULL, *field[MAX_FIELDS];
	int column[NR_COLUMNS], device, n;
	unsigned long number_of_line = 1;
	struct access access;
	bool right = false;
	size_t room = 0;
	uint64_t value, width, cpu;
	const char *what;

	if (getline(&line, &room, file) < 0 || !find_columns(line, column)) {
		fprintf(stderr, "witness: the trace is no CSV of mmiotrace report\n");
		goto out;
	}
	while (getline(&line, &room, file) >= 0) {
		number_of_line++;
		n = split(line, field);
		for (int c = 0; c < NR_COLUMNS; c++)
			if (column[c] >= n)
				goto bad;
		what = field[column[OPERATION]];
		if (!strcmp(what, "lost"))
			goto bad;
		if (!strcmp(what, "map")) {
			if (!number(field[column[ADDRESS]], &value) ||
			    !number(field[column[WIDTH]], &width) ||
			    !add_range(ev, field[column[BDF]], value, width))
				goto bad;
			continue;
		}
		if (strcmp(what, "read") && strcmp(what, "write"))
			continue;
		if (!number(field[column[CPU]], &cpu) || cpu >= MAX_CPUS ||
		    !number(field[column[ADDRESS]], &access.address) ||
		    !number(field[column[WIDTH]], &width) ||
		    !number(field[column[VALUE]], &access.value))
			goto bad;
		access.cpu = cpu;
		access.width = width;
		access.write = !strcmp(what, "write");
		access.line = number_of_line;
		device = find_device(ev, field[column[BDF]]);
		if (device < 0)
			goto bad;
		add(&ev->device[device].traced[cpu], &access);
	}
	right = true;
	goto out;
bad:
	fprintf(stderr, "witness: line %lu of the trace: not understood, or says that accesses were lost\n",
		number_of_line);
out:
	free(line);
	return right;
}

static int device_of(const struct evidence *ev, uint64_t address)
{
	int i;

	for (i = 0; i < ev->nr_ranges; i++)
		if (address >= ev->range[i].start && address <= ev->range[i].end)
			return ev->range[i].device;
	return -1;
}

/**
 * evidence_read_log() - read QEMU's memory_region_ops_* log
 * @ev: its ranges say which lines matter
 * @file: the log
 *
 * Return: false after a line on standard error when a line is not understood.
 */
bool evidence_read_log(struct evidence *ev, FILE *file)
{
	unsigned long number_of_line = 0;
	struct access access = {};
	bool right = false;
	char *line = NULL;
	size_t room = 0;
	int device;

	while (getline(&line, &room, file) >= 0) {
		const char *at = strstr(line, "memory_region_ops_");
		char direction[8];

		number_of_line++;
		if (!at)
			continue;
		if (sscanf(at, "memory_region_ops_%7[a-z] cpu %d mr %*s addr %" SCNx64
			   " value %" SCNx64 " size %u", direction, &access.cpu,
			   &access.address, &access.value, &access.width) != 5) {
			fprintf(stderr, "witness: line %lu of QEMU's log: %s",
				number_of_line, line);
			goto out;
		}
		device = device_of(ev, access.address);
		/* CPU -1 is another device's DMA: not the kernel's access. */
		if (device < 0 || access.cpu < 0 || access.cpu >= MAX_CPUS)
			continue;
		access.write = !strcmp(direction, "write");
		access.line = number_of_line;
		add(&ev->device[device].logged[access.cpu], &access);
	}
	right = true;
out:
	free(line);
	return right;
}

/** evidence_free() - free what the readers allocated */
void evidence_free(struct evidence *ev)
{
	for (int d = 0; d < ev->nr_devices; d++)
		for (int cpu = 0; cpu < MAX_CPUS; cpu++) {
			free(ev->device[d].traced[cpu].list);
			free(ev->device[d].logged[cpu].list);
		}
}
