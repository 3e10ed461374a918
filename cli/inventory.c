// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inventory.h"
#include "message.h"

#define BAR_FLAGS	0xfULL	/* low nibble, as in /proc/bus/pci/devices */
#define BAR_IO		0x1ULL
#define ROM		6	/* there bit 0 means enabled, not I/O */

static bool same_device(const struct record *a, const struct record *b)
{
	return a->domain == b->domain && a->bus == b->bus && a->devfn == b->devfn;
}

static int add_device(struct inventory *inventory, const struct record *record)
{
	struct traced_device *device = inventory->devices;
	size_t i;

	for (i = 0; i < inventory->n_devices; i++)
		if (same_device(&inventory->devices[i].record, record))
			break;
	if (i == inventory->n_devices) {
		device = realloc(device, (i + 1) * sizeof(*device));
		if (!device) {
			failure("out of memory");
			return -1;
		}
		inventory->devices = device;
		inventory->n_devices++;
	}
	device += i;
	device->record = *record;
	device->record.text = device->record.task = NULL;
	snprintf(device->driver, sizeof(device->driver), "%.*s",
		 (int)record->text_length, record->text);
	snprintf(device->address, sizeof(device->address), "%04x:%02x:%02x.%x",
		 record->domain, record->bus, record->devfn >> 3, record->devfn & 7);
	snprintf(device->label, sizeof(device->label), "%s%s%s", device->driver,
		 *device->driver ? " " : "", device->address + (record->domain ? 0 : 5));
	return 0;
}

static int add_mapping(struct inventory *inventory, const struct record *record)
{
	struct record *copy = malloc(sizeof(*copy));

	if (copy) {
		*copy = *record;
		copy->text = copy->task = NULL;
	}
	if (copy && !table_set(&inventory->mappings, record->map, copy))
		return 0;
	failure("out of memory");
	return -1;
}

/* The kernel names code "function+0xoffset/0xsize [module]"; nobody needs the size. */
static void drop_size(char *name)
{
	char *size = strstr(name, "/0x");
	size_t length;

	if (!size)
		return;
	length = 3 + strspn(size + 3, "0123456789abcdef");
	memmove(size, size + length, strlen(size + length) + 1);
}

static int add_function(struct inventory *inventory, const struct record *record)
{
	char *name = strndup(record->text, record->text_length);

	if (name)
		drop_size(name);
	if (name && !table_set(&inventory->functions, record->pc, name))
		return 0;
	failure("out of memory");
	return -1;
}

static int collect(const struct record *record, void *data)
{
	struct inventory *inventory = data;

	switch (record->kind) {
	case RECORD_DEVICE:
		return add_device(inventory, record);
	case RECORD_MAP:
		return add_mapping(inventory, record);
	case RECORD_SYMBOL:
		return add_function(inventory, record);
	default:
		return 0;
	}
}

static int compare_devices(const void *a, const void *b)
{
	/* The address has leading zeros: its order is that of the numbers. */
	return strcmp(((const struct traced_device *)a)->address,
		      ((const struct traced_device *)b)->address);
}

static int compare_windows(const void *a, const void *b)
{
	uint64_t left = ((const struct window *)a)->start;
	uint64_t right = ((const struct window *)b)->start;

	return left < right ? -1 : left > right;
}

static int find_windows(struct inventory *inventory)
{
	size_t i;
	int bar;

	inventory->windows = calloc(inventory->n_devices * DEVICE_BARS + 1,
				    sizeof(*inventory->windows));
	if (!inventory->windows) {
		failure("out of memory");
		return -1;
	}
	for (i = 0; i < inventory->n_devices; i++) {
		const struct record *record = &inventory->devices[i].record;

		for (bar = 0; bar < DEVICE_BARS; bar++) {
			struct window *window = &inventory->windows[inventory->n_windows];

			if (!record->size[bar] ||
			    (bar != ROM && (record->start[bar] & BAR_IO)))
				continue;
			window->start = record->start[bar] & ~BAR_FLAGS;
			window->end = window->start + record->size[bar] - 1;
			window->device = i;
			window->bar = bar;
			if (window->start)
				inventory->n_windows++;
		}
	}
	if (inventory->n_windows)
		qsort(inventory->windows, inventory->n_windows,
		      sizeof(*inventory->windows), compare_windows);
	return 0;
}

/**
 * inventory_collect() - go through a trace once and keep what describes it
 * @inventory: filled in; release with inventory_free(), whatever this returns
 * @trace: the trace; must stay open while the inventory is used
 *
 * Memory grows with devices, mappings and functions, not with accesses.
 *
 * Return: 0, or -1 after a line that says why.
 */
int inventory_collect(struct inventory *inventory, struct trace *trace)
{
	memset(inventory, 0, sizeof(*inventory));
	inventory->trace = trace;
	if (trace_iterate(trace, KIND(RECORD_DEVICE) | KIND(RECORD_MAP) | KIND(RECORD_SYMBOL),
			  collect, inventory))
		return -1;
	if (inventory->n_devices)
		qsort(inventory->devices, inventory->n_devices,
		      sizeof(*inventory->devices), compare_devices);
	return find_windows(inventory);
}

/**
 * inventory_free() - release an inventory
 * @inventory: from inventory_collect()
 */
void inventory_free(struct inventory *inventory)
{
	free(inventory->devices);
	free(inventory->windows);
	table_free(&inventory->functions);
	table_free(&inventory->mappings);
}

/**
 * inventory_place() - find the device at a physical address
 * @inventory: the inventory
 * @phys: address
 * @place: filled in
 *
 * Return: false when no PCI device has that address.
 */
bool inventory_place(struct inventory *inventory, uint64_t phys, struct place *place)
{
	const struct window *windows = inventory->windows;
	size_t low = 0, high = inventory->n_windows;
	size_t i = inventory->last;

	if (i >= high || phys < windows[i].start || phys > windows[i].end) {
		while (low < high) {
			i = low + (high - low) / 2;
			if (windows[i].start <= phys)
				low = i + 1;
			else
				high = i;
		}
		if (!low || phys > windows[low - 1].end)
			return false;
		i = low - 1;
		inventory->last = i;
	}
	place->device = &inventory->devices[windows[i].device];
	place->bar = windows[i].bar;
	place->offset = phys - windows[i].start;
	return true;
}

/**
 * inventory_mapping() - the record that began a mapping
 * @inventory: the inventory
 * @map: number of the mapping
 *
 * Return: the record, without strings, or NULL.
 */
const struct record *inventory_mapping(const struct inventory *inventory, uint32_t map)
{
	return table_get(&inventory->mappings, map);
}

/**
 * inventory_function() - name the code at an address
 * @inventory: the inventory
 * @pc: the address
 *
 * The module's own records come first: they were made while the code was still
 * loaded, the file's symbols when everything was over.
 *
 * Return: "function+0xoffset [module]", or the address when nobody knows, or "".
 */
const char *inventory_function(struct inventory *inventory, uint64_t pc)
{
	char *name = table_get(&inventory->functions, pc);
	const char *function;
	uint64_t offset = 0;

	if (name)
		return name;
	function = pc ? trace_function(inventory->trace, pc, &offset) : "";
	if (!pc)
		name = strdup("");
	else if (!function && asprintf(&name, "0x%llx", (unsigned long long)pc) < 0)
		name = NULL;
	else if (function && asprintf(&name, "%s+0x%llx", function, (unsigned long long)offset) < 0)
		name = NULL;
	if (!name || table_set(&inventory->functions, pc, name))
		return "";
	return name;
}
