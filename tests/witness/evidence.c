// SPDX-License-Identifier: GPL-2.0
/* Reading both sides. */
#include "witness.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum column { CPU, OPERATION, BDF, OFFSET, ADDRESS, WIDTH, VALUE, LENGTH, NR_COLUMNS };

static const char *const column_names[NR_COLUMNS] = {
	[CPU] = "cpu", [OPERATION] = "operation", [BDF] = "bdf",
	[OFFSET] = "offset", [ADDRESS] = "address", [WIDTH] = "width",
	[VALUE] = "value_hex", [LENGTH] = "length",
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

/* Decimal, or hexadecimal with 0x; no sign, no blanks. */
static bool number(const char *text, uint64_t *value)
{
	bool hex = !strncmp(text, "0x", 2);
	const char *digits = hex ? text + 2 : text;

	errno = 0;
	*value = strtoull(digits, NULL, hex ? 16 : 10);
	return *digits && !errno &&
	       !digits[strspn(digits, hex ? "0123456789abcdef" : "0123456789")];
}

static bool possible_width(uint64_t width)
{
	return width == 1 || width == 2 || width == 4 || width == 8;
}

/*
 * A line of CSV: it goes on where a quoted field has a newline. False at the
 * end of the file; a field left open there makes the line empty.
 */
static bool get_line(char **line, size_t *room, FILE *file, unsigned long *number)
{
	char *more = NULL;
	size_t more_room = 0;
	bool open = false;
	const char *c;

	if (getline(line, room, file) < 0)
		return false;
	++*number;
	for (c = *line;; c = more) {
		for (; *c; c++)
			open ^= *c == '"';
		if (!open)
			break;
		if (getline(&more, &more_room, file) < 0) {
			**line = 0;
			break;
		}
		++*number;
		*room = strlen(*line) + strlen(more) + 1;
		*line = realloc(*line, *room);
		if (!*line)
			abort();
		strcat(*line, more);
	}
	free(more);
	return true;
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

static enum lane lane_of(const struct evidence *ev, const struct access *access)
{
	return ev->apart && access->address == ev->apart ? LANE_APART : LANE_PLAIN;
}

static void add(struct queue queues[NR_LANES][MAX_CPUS], enum lane lane,
		const struct access *access)
{
	struct queue *queue = &queues[lane][access->cpu];

	if (queue->count == queue->room) {
		queue->room = queue->room ? 2 * queue->room : 1024;
		queue->list = realloc(queue->list,
				      queue->room * sizeof(*queue->list));
		if (!queue->list)
			abort();
	}
	queue->list[queue->count++] = *access;
}

/*
 * Adds a traced access. One of more than 8 bytes reaches the device in pieces of
 * 8, the lowest address first; its value is one number of @width bytes.
 */
static bool add_traced(struct evidence *ev, int device, struct access *access,
		       uint64_t width, const char *value)
{
	struct queue (*queues)[MAX_CPUS] = ev->device[device].traced;
	const char *end = value + strlen(value);
	char piece[2 + 16 + 1];

	access->width = width;
	if (width <= 8) {
		if (!possible_width(width) || !number(value, &access->value))
			return false;
		add(queues, lane_of(ev, access), access);
		return true;
	}
	if ((width != 16 && width != 32 && width != 64) || strncmp(value, "0x", 2) ||
	    end - value > 2 + 2 * (long)width)
		return false;
	access->width = 8;
	for (value += 2; width; width -= 8) {
		const char *start = end - value > 16 ? end - 16 : value;

		snprintf(piece, sizeof(piece), "0x%s%.*s", end == value ? "0" : "",
			 (int)(end - start), start);
		if (!number(piece, &access->value))
			return false;
		add(queues, lane_of(ev, access), access);
		access->address += 8;
		end = start;
	}
	return true;
}

/* Returns how many columns there are, 0 when one is missing. */
static int find_columns(char *header, int column[NR_COLUMNS])
{
	char *field[MAX_FIELDS];
	int n = split(header, field), i, c;

	for (c = 0; c < NR_COLUMNS; c++) {
		for (i = 0; i < n; i++)
			if (!strcmp(field[i], column_names[c]))
				break;
		if (i == n)
			return 0;
		column[c] = i;
	}
	return n;
}

/* A mapping: its device's memory there is what the log is searched for. */
static bool add_range(struct evidence *ev, const char *bdf, uint64_t start,
		      uint64_t length)
{
	struct range r = { .start = start, .end = start + length - 1 };

	if (!length || r.end < start)
		return false;
	r.device = find_device(ev, bdf);
	if (r.device < 0)
		return false;
	/* Drivers map the same again and again. */
	for (int i = 0; i < ev->nr_ranges; i++)
		if (ev->range[i].start == r.start && ev->range[i].end == r.end &&
		    ev->range[i].device == r.device)
			return true;
	if (ev->nr_ranges == MAX_DEVICES * 8)
		return false;
	ev->range[ev->nr_ranges++] = r;
	return true;
}

/**
 * evidence_read_trace() - read "mmiotrace report --format csv"
 * @ev: filled in
 * @file: the CSV
 *
 * Return: false after a line on standard error when it is not what it should be.
 */
bool evidence_read_trace(struct evidence *ev, FILE *file)
{
	char *line = NULL, *field[MAX_FIELDS];
	int column[NR_COLUMNS], columns, device;
	unsigned long number_of_line = 0;
	struct access access = {};
	bool right = false;
	size_t room = 0;
	uint64_t value, width, length, cpu;
	const char *what;

	columns = get_line(&line, &room, file, &number_of_line) ?
		  find_columns(line, column) : 0;
	if (!columns) {
		fprintf(stderr, "witness: the trace is no CSV of mmiotrace report\n");
		goto out;
	}
	while (get_line(&line, &room, file, &number_of_line)) {
		/* One that was cut short must not pass for a smaller value. */
		if (split(line, field) != columns)
			goto bad;
		what = field[column[OPERATION]];
		if (!strcmp(what, "lost"))
			goto bad;
		if (!strcmp(what, "map")) {
			if (!number(field[column[ADDRESS]], &value) ||
			    !number(field[column[LENGTH]], &length) ||
			    !add_range(ev, field[column[BDF]], value, length))
				goto bad;
			continue;
		}
		if (strcmp(what, "read") && strcmp(what, "write"))
			continue;
		if (!number(field[column[CPU]], &cpu) || cpu >= MAX_CPUS ||
		    !number(field[column[ADDRESS]], &access.address) ||
		    !number(field[column[WIDTH]], &width))
			goto bad;
		access.cpu = cpu;
		access.write = !strcmp(what, "write");
		access.line = number_of_line;
		device = find_device(ev, field[column[BDF]]);
		if (device < 0 || !add_traced(ev, device, &access, width,
					      field[column[VALUE]]))
			goto bad;
	}
	right = !ferror(file);
	if (right)
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

/* What the log calls a region; NULL when there are too many. */
static struct region *find_region(struct evidence *ev, uint64_t name)
{
	struct region *region = ev->region;

	for (; region < ev->region + ev->nr_regions; region++)
		if (region->name == name)
			return region;
	if (ev->nr_regions == MAX_REGIONS)
		return NULL;
	ev->nr_regions++;
	region->name = name;
	region->least = 8;
	return region;
}

static bool parse_log(const char *at, struct access *access, uint64_t *region)
{
	char direction[8];

	if (sscanf(at, "memory_region_ops_%7[a-z] cpu %d mr %" SCNx64 " addr %" SCNx64
		   " value %" SCNx64 " size %u", direction, &access->cpu, region,
		   &access->address, &access->value, &access->width) != 6)
		return false;
	access->write = !strcmp(direction, "write");
	return (access->write || !strcmp(direction, "read")) &&
	       possible_width(access->width) && access->cpu < MAX_CPUS;
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
	struct region *region;
	char *line = NULL;
	uint64_t name;
	size_t room = 0;
	int device;

	while (getline(&line, &room, file) >= 0) {
		const char *at = strstr(line, "memory_region_ops_");

		number_of_line++;
		if (!at)
			continue;
		if (!parse_log(at, &access, &name))
			goto bad;
		device = device_of(ev, access.address);
		/* CPU -1 is another device's DMA: not the kernel's access. */
		if (device < 0 || access.cpu < 0)
			continue;
		region = find_region(ev, name);
		if (!region)
			goto bad;
		if (access.width < region->least)
			region->least = access.width;
		if (access.width > region->most)
			region->most = access.width;
		access.region = region;
		access.line = number_of_line;
		if (session_note(&ev->session, &access))
			ev->device[device].marked = true;
		add(ev->device[device].logged, lane_of(ev, &access), &access);
	}
	right = !ferror(file) && session_complete(&ev->session);
	if (right)
		goto out;
	if (!ferror(file)) {
		fprintf(stderr, "witness: session %u has not its two marks in QEMU's log\n",
			ev->session.number);
		goto out;
	}
bad:
	fprintf(stderr, "witness: line %lu of QEMU's log is not understood: %s\n",
		number_of_line, line);
out:
	free(line);
	return right;
}

/** evidence_free() - free what the readers allocated */
void evidence_free(struct evidence *ev)
{
	for (int d = 0; d < ev->nr_devices; d++)
		for (int lane = 0; lane < NR_LANES; lane++)
			for (int cpu = 0; cpu < MAX_CPUS; cpu++) {
				free(ev->device[d].traced[lane][cpu].list);
				free(ev->device[d].logged[lane][cpu].list);
			}
}
