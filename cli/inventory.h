/* SPDX-License-Identifier: GPL-2.0 */
/* What a trace knows beside its accesses: devices, mappings and functions. */
#ifndef _CLI_INVENTORY_H
#define _CLI_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table.h"
#include "trace.h"

/**
 * struct traced_device - a PCI device of the machine that was traced
 * @record: its last record; its strings are not valid any more
 * @driver: the driver's name, empty for none
 * @address: PCI address with the domain
 * @label: driver and address, the domain only when it is not 0, for people
 */
struct traced_device {
	struct record record;
	char driver[64];
	char address[24];
	char label[96];
};

/**
 * struct place - what lies at a physical address
 * @device: the device
 * @bar: its BAR
 * @offset: from the start of the BAR
 */
struct place {
	const struct traced_device *device;
	int bar;
	uint64_t offset;
};

/**
 * struct window - a memory BAR, for the search by address
 * @start: first address
 * @end: last address
 * @device: index of the device
 * @bar: its BAR
 */
struct window {
	uint64_t start;
	uint64_t end;
	size_t device;
	int bar;
};

/**
 * struct inventory - all of it
 * @trace: where it comes from
 * @devices: in the order of their addresses
 * @n_devices: how many
 * @windows: their memory BARs, in the order of addresses
 * @n_windows: how many
 * @last: the window found last; accesses come in bunches
 * @functions: names by address of code
 * @mappings: struct record by number of mapping
 */
struct inventory {
	struct trace *trace;
	struct traced_device *devices;
	size_t n_devices;
	struct window *windows;
	size_t n_windows;
	size_t last;
	struct table functions;
	struct table mappings;
};

int inventory_collect(struct inventory *inventory, struct trace *trace);
void inventory_free(struct inventory *inventory);
bool inventory_place(struct inventory *inventory, uint64_t phys, struct place *place);
const struct record *inventory_mapping(const struct inventory *inventory, uint32_t map);
const char *inventory_function(struct inventory *inventory, uint64_t pc);

#endif
