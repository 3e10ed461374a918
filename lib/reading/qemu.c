// SPDX-License-Identifier: GPL-2.0
/*
 * Reads what QEMU writes for -trace 'memory_region_ops_*' and -trace 'vfio_*':
 *
 *	memory_region_ops_write cpu 0 mr 0x55d0 addr 0xfea00004 value 0x1 size 4 name 'edu-mmio'
 *	vfio_region_read  (0000:01:00.0:region0+0x10, 4) = 0x1
 *	vfio_pci_write_config  (0000:01:00.0, @0x4, 0x6, len=0x2)
 *
 * each with what the version and the options of QEMU put before it. All other
 * lines of its log are none of our business.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "local.h"
#include "base/digits.h"
#include "base/hash.h"
#include "base/mask.h"
#include "base/scan.h"
#include "prefix.h"
#include "simpletrace.h"
#include "stream.h"

#define MOST_REGIONS	16384
#define NAME_SIZE	sizeof(((struct mmt_device *)NULL)->address)
/* QEMU's threads write for themselves: lines may be a little out of order. */
#define DISORDER	NANOSECONDS

#define REGION_CONFIG	7	/* of PCI, as VFIO numbers its regions: behind BARs and ROM */

#define WORD(at, word) scan_word(at, word, sizeof(word) - 1)

/**
 * struct region - a region of the log
 * @name: its name; for vfio "DEVICE:regionN"
 * @device: whose it is, when it was not placed
 * @first: index of its first placement
 * @placements: how many placements have its name
 */
struct region {
	char name[NAME_SIZE];
	const struct mmt_device *device;
	size_t first;
	size_t placements;
};

/**
 * struct qemu - what the reader of QEMU's logs remembers
 * @by_name: struct region by a hash of its name
 * @placed: device by placement
 * @told: devices given out so far
 * @mapped: by placement, whether its mapping was given out
 * @clock: of simpletrace.py's lines, which count from the one before
 * @text: of the mark that waits
 * @held: an access that waits for its device and mapping to be given out
 * @waiting: there is one
 */
struct qemu {
	struct table by_name;
	const struct mmt_device **placed;
	unsigned int told;
	bool *mapped;
	uint64_t clock;
	char text[NAME_SIZE + 64];
	struct mmt_record held;
	bool waiting;
};

enum event {
	EVENT_NONE,
	EVENT_OPS,
	EVENT_REGION,
	EVENT_ROM,
	EVENT_CONFIG,
	EVENT_SETUP,
	EVENT_PIN,
	EVENT_VECTOR,
};

/* What kind of event begins at @at, which is moved behind its name. */
static enum event scan_event(const char **at, bool *write)
{
	static const struct {
		const char *name;
		enum event event;
		bool write;
	} events[] = {
		{ "memory_region_ops_read", EVENT_OPS, false },
		{ "memory_region_ops_write", EVENT_OPS, true },
		{ "memory_region_ram_device_read", EVENT_OPS, false },
		{ "memory_region_ram_device_write", EVENT_OPS, true },
		{ "vfio_region_read", EVENT_REGION, false },
		{ "vfio_region_write", EVENT_REGION, true },
		{ "vfio_bar_read", EVENT_REGION, false },
		{ "vfio_bar_write", EVENT_REGION, true },
		{ "vfio_rom_read", EVENT_ROM, false },
		{ "vfio_pci_read_config", EVENT_CONFIG, false },
		{ "vfio_pci_write_config", EVENT_CONFIG, true },
		{ "vfio_region_setup", EVENT_SETUP, false },
		{ "vfio_intx_interrupt", EVENT_PIN, false },
		{ "vfio_msi_interrupt", EVENT_VECTOR, false },
	};
	size_t i;

	for (i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		const char *c = *at;

		if (!scan_word(&c, events[i].name, strlen(events[i].name)) ||
		    (*c != ' ' && *c != '('))
			continue;
		*at = c;
		*write = events[i].write;
		return events[i].event;
	}
	return EVENT_NONE;
}

/* The event of a line and what is said before it. */
static enum event find_event(const char **at, size_t length, struct mmt_record *record,
			     bool *write)
{
	const char *line = *at;
	enum event event = EVENT_NONE;
	const char *c = line;

	if (*c == 'm' || *c == 'v')
		event = scan_event(&c, write);
	else if (*c >= '0' && *c <= '9' && prefix_own(&c, record))
		event = scan_event(&c, write);
	if (event == EVENT_NONE) {
		const char *start;

		c = memmem(line, length, "memory_region_", 14);
		/* "vfio: vfio_bar_write(...)" */
		if (!c)
			c = memmem(line, length, "vfio_", 5);
		if (!c || (c > line && c[-1] != ' ' && c[-1] != ':'))
			return EVENT_NONE;
		start = c;
		event = scan_event(&c, write);
		if (event != EVENT_NONE)
			prefix_read(line, start, record);
	}
	*at = c;
	return event;
}

/**
 * qemu_is() - whether a line is one of QEMU's log
 * @line: the line; behind it may stand nothing that may be read
 * @length: its length
 */
bool qemu_is(const char *line, size_t length)
{
	struct mmt_record record;
	char copy[512];
	const char *at = copy;
	bool write;

	/* Scanning needs an end; the events stand at the beginning. */
	if (length > sizeof(copy) - 1)
		length = sizeof(copy) - 1;
	memcpy(copy, line, length);
	copy[length] = '\n';
	return find_event(&at, length, &record, &write) != EVENT_NONE;
}

static bool is_pci(const char *name, size_t length)
{
	char text[NAME_SIZE];
	uint8_t bus, devfn;
	uint32_t domain;

	if (length >= sizeof(text))
		return false;
	memcpy(text, name, length);
	text[length] = 0;
	return placement_pci(text, &domain, &bus, &devfn);
}

static const struct mmt_device *device_of(struct mmt_trace *trace, const char *name, size_t length)
{
	char text[NAME_SIZE];
	uint8_t bus, devfn;
	uint32_t domain;

	memcpy(text, name, length);
	text[length] = 0;
	if (placement_pci(text, &domain, &bus, &devfn))
		return place_pci_device(trace, domain, bus, devfn);
	return place_device(trace, text);
}

/*
 * The region of this name. A new one belongs to the device whose name is the first
 * @device_length characters, unless it was placed.
 */
static struct region *find_region(struct mmt_trace *trace, const char *name, size_t length,
				  size_t device_length)
{
	const struct mmt_options *options = &trace->options;
	struct qemu *qemu = trace->qemu;
	struct region *region;
	uint64_t key;
	size_t i;

	if (length >= NAME_SIZE)
		length = NAME_SIZE - 1;
	if (device_length > length)
		device_length = length;
	key = hash_text(name, length);
	/* Two names with the same hash are neighbours. */
	while ((region = table_get(&qemu->by_name, key))) {
		if (!memcmp(region->name, name, length) && !region->name[length])
			return region;
		key++;
	}
	if (qemu->by_name.used == MOST_REGIONS) {
		trouble(trace, TROUBLE_DEVICES, "more than %d regions", MOST_REGIONS);
		return NULL;
	}
	region = calloc(1, sizeof(*region));
	if (!region)
		return NULL;
	memcpy(region->name, name, length);
	for (i = options->n_placements; i--;) {
		if (strcmp(options->placements[i].region, region->name))
			continue;
		region->placements++;
		region->first = i;
	}
	/* Too many devices have been complained about: the access belongs to none. */
	if (!region->placements)
		region->device = device_of(trace, name, device_length);
	return table_set(&qemu->by_name, key, region) ? NULL : region;
}

static void place_at(struct mmt_trace *trace, size_t n, uint64_t offset,
		     struct mmt_record *record)
{
	const struct mmt_placement *placement = &trace->options.placements[n];

	record->offset = offset;
	record->phys = placement->phys + offset;
	record->device = trace->qemu->placed[n];
	record->bar = placement->bar;
	record->map = (uint32_t)n + 1;
}

/*
 * The device of an access by name and address. Regions of several devices may
 * have one name (msix-table): it is the one that begins last before the address.
 */
static void place(struct mmt_trace *trace, const struct region *region, uint64_t address,
		  struct mmt_record *record)
{
	const struct mmt_placement *all = trace->options.placements;
	size_t best = region->first;
	size_t i;

	if (!region->placements) {
		record->device = region->device;
		record->phys = address;
		record->offset = address;
		return;
	}
	if (region->placements > 1)
		for (i = best + 1; i < trace->options.n_placements; i++)
			if (!strcmp(all[i].region, region->name) && all[i].phys <= address &&
			    (all[i].phys > all[best].phys || all[best].phys > address))
				best = i;
	/* Before version 2.6 the log had offsets in the region. */
	place_at(trace, best, address < all[best].phys ? address : address - all[best].phys,
		 record);
}

static bool scan_size(const char **at, struct mmt_record *record)
{
	uint64_t size;

	if (!scan_decimal(at, &size) || (size != 1 && size != 2 && size != 4 && size != 8))
		return false;
	record->width = (unsigned int)size;
	return true;
}

/* What a model returns beyond the width never reaches the CPU. */
static void cut_value(struct mmt_record *record)
{
	if (record->width < 8)
		record->value &= mask_of(0, 8 * record->width - 1);
}

/* cpu 0 mr 0x55d0 addr 0xfea00004 value 0x1 size 4 name 'edu-mmio' */
static bool scan_ops(struct mmt_trace *trace, const char *at, const char *end,
		     struct mmt_record *record)
{
	struct region *region;
	const char *name;
	uint64_t address;
	size_t length;

	/* Old versions do not say which CPU it was. */
	if (WORD(&at, "cpu ") && (!scan_signed(&at, &record->cpu) || !scan_space(&at)))
		return false;
	if (!WORD(&at, "mr "))
		return false;
	name = at;
	while (*at != ' ' && *at != '\n')
		at++;
	length = (size_t)(at - name);
	if (!length || !WORD(&at, " addr ") || !scan_hex(&at, &address) ||
	    !WORD(&at, " value ") || !scan_hex(&at, &record->value) ||
	    !WORD(&at, " size ") || !scan_size(&at, record))
		return false;
	if (at < end) {
		if (!WORD(&at, " name '") || end[-1] != '\'' || end - 1 < at)
			return false;
		/* A region without a name is told from others by where QEMU has it. */
		if (at < end - 1) {
			name = at;
			length = (size_t)(end - 1 - at);
		}
	}
	region = find_region(trace, name, length, length);
	if (!region)
		return false;
	cut_value(record);
	place(trace, region, address, record);
	return true;
}

/* (0000:01:00.0:region0+0x10, 0x1, 4), or (0000:01:00.0:region0+0x10, 4) = 0x1 */
static bool scan_region(struct mmt_trace *trace, const char *at, const char *end,
			struct mmt_record *record)
{
	const char *name = at;
	const char *plus = memchr(at, '+', (size_t)(end - at));
	const struct region *region;
	const char *colon;
	uint64_t number;
	bool config;

	if (!plus)
		return false;
	colon = memrchr(name, ':', (size_t)(plus - name));
	if (!colon || colon == name)
		return false;
	at = colon + 1;
	if ((!WORD(&at, "region") && !WORD(&at, "BAR")) || !scan_decimal(&at, &number) ||
	    at != plus)
		return false;
	at++;
	if (!scan_hex(&at, &record->offset) || !WORD(&at, ", "))
		return false;
	if (record->kind == MMT_WRITE ?
	    !scan_hex(&at, &record->value) || !WORD(&at, ", ") || !scan_size(&at, record) ||
		    !WORD(&at, ")") :
	    !scan_size(&at, record) || !WORD(&at, ") = ") || !scan_hex(&at, &record->value))
		return false;
	if (at != end)
		return false;
	config = number == REGION_CONFIG && is_pci(name, (size_t)(colon - name));
	/* What lies behind the ROM is of no BAR: each is a device of its own. */
	region = find_region(trace, name, (size_t)(plus - name),
			     (size_t)((number < MMT_BARS || config ? colon : plus) - name));
	if (!region)
		return false;
	cut_value(record);
	record->device = region->device;
	record->bar = number < MMT_BARS ? (int)number : MMT_NO_BAR;
	if (config) {
		record->kind = record->kind == MMT_WRITE ? MMT_CONFIG_WRITE : MMT_CONFIG_READ;
		return true;
	}
	if (region->placements)
		place_at(trace, region->first, record->offset, record);
	return true;
}

/* The device of an event that names no region of it. */
static bool whole_device(struct mmt_trace *trace, const char *name, const char *end,
			 struct mmt_record *record)
{
	size_t length = (size_t)(end - name);
	const struct region *region = find_region(trace, name, length, length);

	if (region)
		record->device = region->device;
	return region;
}

/* (0000:01:00.0, 0x10, 0x4) = 0x1 */
static bool scan_rom(struct mmt_trace *trace, const char *at, const char *end,
		     struct mmt_record *record)
{
	const char *name = at;
	const char *comma = memchr(at, ',', (size_t)(end - at));
	uint64_t size;

	if (!comma || comma == name)
		return false;
	at = comma;
	if (!WORD(&at, ", ") || !scan_hex(&at, &record->offset) || !WORD(&at, ", ") ||
	    !scan_hex(&at, &size) || !WORD(&at, ") = ") || !scan_hex(&at, &record->value) ||
	    (size != 1 && size != 2 && size != 4 && size != 8))
		return false;
	record->width = (unsigned int)size;
	record->bar = MMT_ROM;
	cut_value(record);
	return at == end && whole_device(trace, name, comma, record);
}

/* (0000:01:00.0, @0x4, 0x6, len=0x2), or (0000:01:00.0, @0x4, len=0x2) 0x6 */
static bool scan_config(struct mmt_trace *trace, const char *at, const char *end,
			struct mmt_record *record)
{
	const char *name = at;
	const char *comma = memchr(at, ',', (size_t)(end - at));
	bool write = record->kind == MMT_WRITE;
	uint64_t size;

	if (!comma || comma == name)
		return false;
	record->kind = write ? MMT_CONFIG_WRITE : MMT_CONFIG_READ;
	at = comma;
	if (!WORD(&at, ", @") || !scan_hex(&at, &record->offset) || !WORD(&at, ", "))
		return false;
	if (write && (!scan_hex(&at, &record->value) || !WORD(&at, ", ")))
		return false;
	if (!WORD(&at, "len=") || !scan_hex(&at, &size) || !WORD(&at, ")") ||
	    !size || size > 8)
		return false;
	/* Older versions write what was read without 0x. */
	if (!write && (!scan_space(&at) || (!scan_hex(&at, &record->value) &&
					    !scan_hex_digits(&at, &record->value))))
		return false;
	record->width = (unsigned int)size;
	cut_value(record);
	return at == end && whole_device(trace, name, comma, record);
}

/*
 * Device 0000:01:00.0, region 0 "0000:01:00.0 BAR 0", flags: 0x7, offset: 0x0, size: 0x1000000
 *
 * The size of a BAR, which is no record of its own.
 */
static bool scan_setup(struct mmt_trace *trace, const char *at, const char *end)
{
	struct mmt_device *device;
	uint64_t index, size;
	uint8_t bus, devfn;
	uint32_t domain;
	char address[32];
	const char *name;

	/* The space behind it may have been the last of the line. */
	if (!WORD(&at, "Device ") || at > end)
		return false;
	name = at;
	at = memchr(at, ',', (size_t)(end - at));
	if (!at || (size_t)(at - name) >= sizeof(address))
		return false;
	memcpy(address, name, (size_t)(at - name));
	address[at - name] = 0;
	if (!WORD(&at, ", region ") || !scan_decimal(&at, &index))
		return false;
	at = memmem(at, (size_t)(end - at), " size: ", 7);
	if (!at || !WORD(&at, " size: ") || !scan_hex(&at, &size) || at != end)
		return false;
	/* Other regions are no memory, and what is no PCI device has no BARs. */
	if (index >= MMT_BARS || !placement_pci(address, &domain, &bus, &devfn))
		return true;
	device = place_pci_device(trace, domain, bus, devfn);
	if (device) {
		device->size[index] = size;
		place_changed(&trace->places);
	}
	return true;
}

/* (0000:01:00.0) Pin A, or (0000:01:00.0) vector 3 0xfee00000/0x4041 */
static bool scan_interrupt(struct mmt_trace *trace, const char *at, const char *end,
			   struct mmt_record *record)
{
	struct qemu *qemu = trace->qemu;
	const char *name = at;
	const char *bracket = memchr(at, ')', (size_t)(end - at));
	uint64_t vector;
	char which[32];

	if (!bracket || bracket == name)
		return false;
	at = bracket + 1;
	if (WORD(&at, " Pin ") && *at >= 'A' && *at <= 'D')
		snprintf(which, sizeof(which), "pin %c", *at);
	else if (WORD(&at, " vector ") && scan_decimal(&at, &vector))
		snprintf(which, sizeof(which), "vector %llu", (unsigned long long)vector);
	else
		return false;
	if (!whole_device(trace, name, bracket, record))
		return false;
	snprintf(qemu->text, sizeof(qemu->text), "interrupt of %s, %s",
		 record->device ? record->device->address : "a device", which);
	record->kind = MMT_MARK;
	record->text = qemu->text;
	record->text_length = strlen(qemu->text);
	return true;
}

static bool scan_line(struct mmt_trace *trace, enum event event, const char *at,
		      const char *end, struct mmt_record *record)
{
	while (*at == ' ')
		at++;
	if (event == EVENT_OPS)
		return scan_ops(trace, at, end, record);
	if (event == EVENT_SETUP)
		return scan_setup(trace, at, end);
	if (!WORD(&at, "("))
		return false;
	if (event == EVENT_REGION)
		return scan_region(trace, at, end, record);
	if (event == EVENT_ROM)
		return scan_rom(trace, at, end, record);
	if (event == EVENT_PIN || event == EVENT_VECTOR)
		return scan_interrupt(trace, at, end, record);
	return scan_config(trace, at, end, record);
}

/* What simpletrace.py makes of an event, as the log has it. */
static bool scan_simple(struct mmt_trace *trace, enum event event, const char *at,
			const char *end, struct mmt_record *record)
{
	char line[sizeof(((struct simpletrace *)NULL)->name) + 128];
	bool write = record->kind == MMT_WRITE;
	struct simpletrace simple;
	unsigned long long offset, value, size;
	int length;

	if (!simpletrace_line(&at, &simple) || !simpletrace_arguments(at, end, &simple))
		return false;
	/* An argument of another name is not 0. */
	if (event < EVENT_SETUP && (simple.arguments & SIMPLETRACE_ACCESS) != SIMPLETRACE_ACCESS)
		return false;
	if (event == EVENT_REGION && !(simple.arguments & SIMPLETRACE_INDEX))
		return false;
	offset = simple.address;
	value = simple.value;
	size = simple.size;
	if (event == EVENT_OPS)
		length = sprintf(line, "cpu %d mr 0x0 addr 0x%llx value 0x%llx size %llu name '%s'\n",
				 simple.cpu, offset, value, size, simple.name);
	else if (event == EVENT_REGION && write)
		length = sprintf(line, "(%s:region%llu+0x%llx, 0x%llx, %llu)\n", simple.name,
				 (unsigned long long)simple.index, offset, value, size);
	else if (event == EVENT_REGION)
		length = sprintf(line, "(%s:region%llu+0x%llx, %llu) = 0x%llx\n", simple.name,
				 (unsigned long long)simple.index, offset, size, value);
	else if (event == EVENT_ROM)
		length = sprintf(line, "(%s, 0x%llx, 0x%llx) = 0x%llx\n", simple.name, offset,
				 size, value);
	else if (event == EVENT_SETUP)
		length = sprintf(line, "Device %s, region %llu, size: 0x%llx\n", simple.name,
				 (unsigned long long)simple.index, size);
	else if (event == EVENT_PIN)
		length = sprintf(line, "(%s) Pin %c\n", simple.name, (char)value);
	else if (event == EVENT_VECTOR)
		length = sprintf(line, "(%s) vector %llu\n", simple.name,
				 (unsigned long long)simple.index);
	else if (write)
		length = sprintf(line, "(%s, @0x%llx, 0x%llx, len=0x%llx)\n", simple.name, offset,
				 value, size);
	else
		length = sprintf(line, "(%s, @0x%llx, len=0x%llx) 0x%llx\n", simple.name, offset,
				 size, value);
	record->pid = simple.pid;
	return scan_line(trace, event, line, line + length - 1, record);
}

/* Of each line the time counts, whatever its event is. */
static bool is_simple(struct mmt_trace *trace, const char *line)
{
	struct simpletrace simple;

	if (!simpletrace_line(&line, &simple))
		return false;
	trace->qemu->clock += simple.delta;
	return true;
}

static void check_order(struct mmt_trace *trace, const struct mmt_record *record)
{
	if (record->time && record->time + DISORDER < trace->time)
		trouble_time(trace, record);
	if (record->time > trace->time)
		trace->time = record->time;
}

/* An access, or nothing when the line has none. */
static bool read_line(struct mmt_trace *trace, const char *line, size_t length,
		      struct mmt_record *record)
{
	const char *at = line, *end;
	bool write, simple, known;
	enum event event;

	record_clear(record);
	event = find_event(&at, length, record, &write);
	simple = is_simple(trace, line);
	if (event == EVENT_NONE)
		return false;
	if (simple)
		record->time = trace->qemu->clock;
	record->kind = write ? MMT_WRITE : MMT_READ;
	while (length && (line[length - 1] == '\r' || line[length - 1] == ' '))
		length--;
	end = line + length;
	if (simple)
		known = scan_simple(trace, event, line, end, record);
	else
		known = at <= end && scan_line(trace, event, at, end, record);
	if (!known) {
		trouble(trace, TROUBLE_LINE, "not understood: %.*s%s",
			length > 100 ? 100 : (int)length, line, length > 100 ? " ..." : "");
		return false;
	}
	check_order(trace, record);
	return event != EVENT_SETUP;
}

static void announce(const struct mmt_record *access, enum mmt_kind kind,
		     struct mmt_record *record)
{
	*record = (struct mmt_record){
		.kind = kind, .cpu = -1, .task = "", .bar = MMT_NO_BAR, .time = access->time,
	};
}

/* Give out what must be known before the access that waits, and then that. */
static int give(struct mmt_trace *trace, struct mmt_record *record)
{
	struct qemu *qemu = trace->qemu;
	const struct mmt_record *held = &qemu->held;

	if (qemu->told < trace->places.n_devices) {
		announce(held, MMT_DEVICE, record);
		record->device = trace->places.device[qemu->told++];
		return 1;
	}
	if (held->map && held->device && !qemu->mapped[held->map - 1]) {
		qemu->mapped[held->map - 1] = true;
		announce(held, MMT_MAP, record);
		record->device = held->device;
		record->bar = held->bar;
		record->map = held->map;
		record->phys = held->device->start[held->bar];
		record->length = held->device->size[held->bar];
		return 1;
	}
	*record = *held;
	qemu->waiting = false;
	return 1;
}

static int next(struct mmt_trace *trace, struct mmt_record *record)
{
	struct qemu *qemu = trace->qemu;
	const char *line;
	size_t length;

	while (!qemu->waiting) {
		enum stream_line got = stream_line(trace->stream, &line, &length);

		if (got == STREAM_END) {
			if (!trace->stream->failure.text)
				return 0;
			trouble_sum(trace);
			return complain(trace, trace->stream->failure.error, "%s after line %lu",
					trace->stream->failure.text, trace->line);
		}
		trace->line++;
		if (got == STREAM_LONG)
			trouble(trace, TROUBLE_LONG, "a line of more than %u bytes", STREAM_BUFFER);
		else
			qemu->waiting = read_line(trace, line, length, &qemu->held);
	}
	return give(trace, record);
}

static void close_qemu(struct mmt_trace *trace)
{
	if (!trace->qemu)
		return;
	table_free(&trace->qemu->by_name);
	free(trace->qemu->placed);
	free(trace->qemu->mapped);
	free(trace->qemu);
	trace->qemu = NULL;
}

const struct reader qemu_reader = {
	.next = next,
	.close = close_qemu,
};

/**
 * qemu_open() - start reading a log of QEMU
 * @trace: the trace
 *
 * Return: 0, or -1 after a complaint.
 */
int qemu_open(struct mmt_trace *trace)
{
	size_t n = trace->options.n_placements;
	struct qemu *qemu = calloc(1, sizeof(*qemu));

	trace->qemu = qemu;
	if (qemu) {
		/* The first line has a time, too: 0 would say that nobody knows it. */
		qemu->clock = 1;
		qemu->mapped = calloc(n + 1, sizeof(*qemu->mapped));
		qemu->placed = calloc(n + 1, sizeof(*qemu->placed));
	}
	if (!qemu || !qemu->mapped || !qemu->placed)
		return complain(trace, MMT_ERROR_MEMORY, "out of memory");
	while (n--) {
		const struct mmt_placement *placement = &trace->options.placements[n];
		struct mmt_device *device = placement_device(trace, placement);

		placement_guess(trace, placement, device);
		qemu->placed[n] = device;
	}
	return 0;
}
