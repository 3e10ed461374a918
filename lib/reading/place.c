// SPDX-License-Identifier: GPL-2.0
/* Whose memory an address is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "local.h"
#include "trace.h"

#define BAR_FLAGS	UINT64_C(0xf)	/* low nibble, as in /proc/bus/pci/devices */
#define BAR_IO		UINT64_C(0x1)	/* of the ROM it means enabled */
#define PAGE		UINT64_C(4096)

static void make_label(struct mmt_device *device)
{
	const char *address = device->address;

	if (device->is_pci && !device->domain)
		address += strlen("0000:");
	snprintf(device->label, sizeof(device->label), "%s%s%s", device->driver,
		 *device->driver ? " " : "", address);
}

/* Names are printed on terminals: what controls these has no place in them. */
static void copy_name(char *name, const char *text, size_t length)
{
	memcpy(name, text, length);
	name[length] = 0;
	mmt_make_safe(name);
}

/**
 * place_driver() - set the driver of a device, and its label
 * @device: the device
 * @driver: its driver; not terminated
 * @length: its length
 */
void place_driver(struct mmt_device *device, const char *driver, size_t length)
{
	if (length >= sizeof(device->driver))
		length = sizeof(device->driver) - 1;
	length = strnlen(driver, length);
	/* The classic log knows no space at the end of a line. */
	while (length && driver[length - 1] == ' ')
		length--;
	copy_name(device->driver, driver, length);
	make_label(device);
}

static struct mmt_device *add_device(struct mmt_trace *trace)
{
	struct places *places = &trace->places;
	struct mmt_device *device;

	if (places->n_devices == MOST_DEVICES) {
		trouble(trace, TROUBLE_DEVICES, "more than %d devices", MOST_DEVICES);
		return NULL;
	}
	if (!places->n_known && !(places->n_devices & (places->n_devices - 1))) {
		size_t room = places->n_devices ? 2 * (size_t)places->n_devices : 1;
		struct mmt_device **more;

		more = realloc(places->device, room * sizeof(*more));
		if (!more) {
			complain(trace, MMT_ERROR_MEMORY, "out of memory");
			return NULL;
		}
		places->device = more;
	}
	device = places->n_known ? places->device[places->n_devices] : calloc(1, sizeof(*device));
	if (!device) {
		complain(trace, MMT_ERROR_MEMORY, "out of memory");
		return NULL;
	}
	places->n_known -= !!places->n_known;
	memset(device, 0, sizeof(*device));
	device->index = places->n_devices;
	places->device[places->n_devices++] = device;
	return device;
}

/**
 * place_device() - the device of this name, a new one when there is none
 * @trace: the trace
 * @address: its name in the trace
 *
 * Return: the device, or NULL when there are too many or no memory.
 */
struct mmt_device *place_device(struct mmt_trace *trace, const char *address)
{
	const struct places *places = &trace->places;
	char name[sizeof(((struct mmt_device *)NULL)->address)];
	struct mmt_device *device;
	unsigned int i;

	copy_name(name, address, strnlen(address, sizeof(name) - 1));
	for (i = 0; i < places->n_devices; i++)
		if (!strcmp(places->device[i]->address, name))
			return places->device[i];
	device = add_device(trace);
	if (device) {
		memcpy(device->address, name, sizeof(name));
		make_label(device);
	}
	return device;
}

/**
 * place_pci_device() - the PCI device with this address, a new one when there is none
 * @trace: the trace
 * @domain: PCI address
 * @bus: likewise
 * @devfn: likewise
 *
 * Return: as place_device().
 */
struct mmt_device *place_pci_device(struct mmt_trace *trace, uint32_t domain, uint8_t bus,
				    uint8_t devfn)
{
	struct mmt_device *device;
	char address[24];

	snprintf(address, sizeof(address), "%04x:%02x:%02x.%x", domain, bus, devfn >> 3,
		 devfn & 7);
	device = place_device(trace, address);
	if (device && !device->is_pci) {
		device->is_pci = true;
		device->domain = domain;
		device->bus = bus;
		device->devfn = devfn;
		make_label(device);
	}
	return device;
}

static int compare_devices(const void *a, const void *b)
{
	/* The address has leading zeros: its order is that of the numbers. */
	return strcmp((*(struct mmt_device *const *)a)->address,
		      (*(struct mmt_device *const *)b)->address);
}

/**
 * place_sort() - number the devices by address
 * @trace: a trace whose devices nobody has seen yet
 */
void place_sort(struct mmt_trace *trace)
{
	struct places *places = &trace->places;
	unsigned int i;

	if (places->n_devices)
		qsort(places->device, places->n_devices, sizeof(*places->device),
		      compare_devices);
	for (i = 0; i < places->n_devices; i++)
		places->device[i]->index = i;
}

/**
 * place_rewind() - forget the mappings
 * @trace: the trace
 * @devices: the devices, too, until the trace has them again. Pointers to them stay good,
 *	for they come in the same order
 */
void place_rewind(struct mmt_trace *trace, bool devices)
{
	struct places *places = &trace->places;

	table_free(&places->mappings);
	places->mappings = (struct table){ .slot = NULL };
	places->last_mapping = NULL;
	places->n_unmapped = places->missed = 0;
	if (!devices)
		return;
	places->n_known += places->n_devices;
	places->n_devices = 0;
	place_changed(places);
}

/**
 * place_free() - free devices and mappings
 * @trace: the trace
 */
void place_free(struct mmt_trace *trace)
{
	struct places *places = &trace->places;
	unsigned int i;

	for (i = 0; i < places->n_devices + places->n_known; i++)
		free(places->device[i]);
	free(places->device);
	free(places->window);
	table_free(&places->mappings);
}

static int compare_windows(const void *a, const void *b)
{
	uint64_t left = ((const struct window *)a)->start;
	uint64_t right = ((const struct window *)b)->start;

	return left < right ? -1 : left > right;
}

static void make_windows(struct mmt_trace *trace)
{
	struct places *places = &trace->places;
	struct window *window;
	unsigned int i;
	int bar;

	places->stale = false;
	places->n_windows = 0;
	window = realloc(places->window,
			 ((size_t)places->n_devices * MMT_BARS + 1) * sizeof(*window));
	if (!window) {
		complain(trace, MMT_ERROR_MEMORY, "out of memory: accesses are without their device");
		return;
	}
	places->window = window;
	for (i = 0; i < places->n_devices; i++) {
		struct mmt_device *device = places->device[i];

		for (bar = 0; bar < MMT_BARS; bar++) {
			window = &places->window[places->n_windows];
			if (!device->size[bar] ||
			    (bar != MMT_ROM && (device->start[bar] & BAR_IO)))
				continue;
			window->start = device->start[bar] & ~BAR_FLAGS;
			window->end = window->start + device->size[bar] - 1;
			window->device = device;
			window->bar = bar;
			if (window->start && window->end >= window->start)
				places->n_windows++;
		}
	}
	if (places->n_windows)
		qsort(places->window, places->n_windows, sizeof(*window), compare_windows);
}

/** place_find_other() - place_find(), where another window was found last */
void place_find_other(struct mmt_trace *trace, struct mmt_record *record)
{
	struct places *places = &trace->places;
	size_t low = 0, high, i;

	if (places->stale)
		make_windows(trace);
	high = places->n_windows;
	while (low < high) {
		i = low + (high - low) / 2;
		if (places->window[i].start <= record->phys)
			low = i + 1;
		else
			high = i;
	}
	if (low && record->phys <= places->window[low - 1].end) {
		places->last = &places->window[low - 1];
		place_take(record, places->last);
		return;
	}
	record->device = NULL;
	record->bar = MMT_NO_BAR;
	record->offset = 0;
}

/**
 * place_map() - a mapping begins
 * @trace: the trace
 * @record: MAP, gets its place
 *
 * Return: 0, or -1 when out of memory.
 */
int place_map(struct mmt_trace *trace, struct mmt_record *record)
{
	struct trace_mapping *mapping = malloc(sizeof(*mapping));

	placement_map(trace, record);
	place_find(trace, record);
	trace->places.last_mapping = NULL;
	if (!mapping)
		return -1;
	mapping->phys = record->phys;
	mapping->length = record->length;
	mapping->virt = record->virt;
	mapping->ended = false;
	/* The kernel maps whole pages, whatever was asked for. */
	mapping->first = record->phys & ~(PAGE - 1);
	mapping->last = record->phys + record->length - 1;
	if (!record->length || mapping->last < record->phys)
		mapping->last = mapping->length ? UINT64_MAX : record->phys;
	mapping->last |= PAGE - 1;
	return table_set(&trace->places.mappings, record->map, mapping);
}

/* Of any number of mappings that come and go few are kept. */
static void end_mapping(struct places *places, struct trace_mapping *mapping, uint32_t map)
{
	uint32_t *place = &places->unmapped[places->n_unmapped++ % MOST_UNMAPPED];
	const struct trace_mapping *oldest = NULL;

	mapping->ended = true;
	if (places->n_unmapped > MOST_UNMAPPED)
		oldest = table_get(&places->mappings, *place);
	/* A number that has been used again is that of a mapping that is there. */
	if (oldest && oldest->ended && *place != map) {
		table_remove(&places->mappings, *place);
		places->last_mapping = NULL;
	}
	*place = map;
}

/**
 * place_unmap() - a mapping ends
 * @trace: the trace
 * @record: UNMAP, gets the place of its mapping
 */
void place_unmap(struct mmt_trace *trace, struct mmt_record *record)
{
	struct trace_mapping *mapping = table_get(&trace->places.mappings, record->map);

	record->bar = MMT_NO_BAR;
	if (!mapping)
		return;
	record->phys = mapping->phys;
	record->virt = mapping->virt;
	record->length = mapping->length;
	place_find(trace, record);
	end_mapping(&trace->places, mapping, record->map);
}

/* Said once of each; what is through it is then anywhere. Not of any number of them. */
static void miss_mapping(struct mmt_trace *trace, const struct mmt_record *record)
{
	struct places *places = &trace->places;
	struct trace_mapping *mapping;

	trouble(trace, TROUBLE_MAPPING,
		"an access at 0x%llx through mapping %u, which is not there",
		(unsigned long long)record->phys, record->map);
	if (places->missed == MOST_MISSED)
		return;
	mapping = calloc(1, sizeof(*mapping));
	if (!mapping)
		return;
	mapping->last = UINT64_MAX;
	if (!table_set(&places->mappings, record->map, mapping))
		places->missed++;
	places->last_mapping = NULL;
}

/**
 * place_access() - fill in the place of an access, check it against its mapping
 * @trace: the trace
 * @record: the access
 */
void place_access(struct mmt_trace *trace, struct mmt_record *record)
{
	struct places *places = &trace->places;
	const struct trace_mapping *mapping = places->last_mapping;

	place_find(trace, record);
	if (!mapping || places->last_map != record->map) {
		mapping = table_get(&places->mappings, record->map);
		places->last_map = record->map;
		places->last_mapping = mapping;
	}
	/* No tracer counts from 0: such a number says that there is none. */
	if (!mapping && record->map)
		miss_mapping(trace, record);
	else if (mapping && (record->phys < mapping->first || record->phys > mapping->last))
		trouble(trace, TROUBLE_MAPPING,
			"an access at 0x%llx outside its mapping %u (0x%llx bytes at 0x%llx)",
			(unsigned long long)record->phys, record->map,
			(unsigned long long)mapping->length, (unsigned long long)mapping->phys);
}

const struct mmt_device *const *mmt_devices(const struct mmt_trace *trace,
					    unsigned int *count)
{
	*count = trace->places.n_devices;
	return (const struct mmt_device *const *)trace->places.device;
}

bool trace_mapping(const struct mmt_trace *trace, uint32_t map, uint64_t *phys,
		   uint64_t *length)
{
	const struct trace_mapping *mapping = table_get(&trace->places.mappings, map);

	if (!mapping)
		return false;
	*phys = mapping->phys;
	*length = mapping->length;
	return true;
}
