/* SPDX-License-Identifier: GPL-2.0 */
/* The devices of a trace, their mappings, and which of them an address belongs to. */
#ifndef _LIB_PLACE_H
#define _LIB_PLACE_H

#include "base/table.h"
#include "libmmiotrace.h"

#define MOST_DEVICES	4096
#define MOST_UNMAPPED	1024	/* a CPU that is late still has accesses through them */

/**
 * struct window - addresses that belong to one BAR
 * @start: first address
 * @end: last address
 * @device: whose
 * @bar: its BAR
 */
struct window {
	uint64_t start;
	uint64_t end;
	struct mmt_device *device;
	int bar;
};

/**
 * struct trace_mapping - a mapping of the trace
 * @phys: first address
 * @length: bytes
 * @virt: virtual address
 * @first: first address of its first page
 * @last: last address of its last page
 * @ended: it was unmapped
 */
struct trace_mapping {
	uint64_t phys;
	uint64_t length;
	uint64_t virt;
	uint64_t first;
	uint64_t last;
	bool ended;
};

/**
 * struct places - the devices of a trace and where they lie
 * @device: by struct mmt_device.index
 * @n_devices: how many
 * @n_known: how many are behind these, from before mmt_rewind(); they come back in this order
 * @window: their memory BARs, in the order of addresses
 * @n_windows: how many
 * @last: the window found last, for accesses come in bunches; NULL while @stale
 * @stale: @window must be made anew
 * @mappings: struct trace_mapping by number
 * @unmapped: the numbers of those that ended last, in a circle
 * @n_unmapped: how many have ended
 * @missed: of @mappings, how many the trace does not have, up to MOST_MISSED
 * @last_map: the mapping used last
 * @last_mapping: its number
 */
struct places {
	struct mmt_device **device;
	unsigned int n_devices;
	unsigned int n_known;
	struct window *window;
	size_t n_windows;
	const struct window *last;
	bool stale;
	struct table mappings;
	uint32_t unmapped[MOST_UNMAPPED];
	size_t n_unmapped;
	unsigned int missed;
	uint32_t last_map;
	const struct trace_mapping *last_mapping;
};

struct mmt_device *place_device(struct mmt_trace *trace, const char *address);
struct mmt_device *place_pci_device(struct mmt_trace *trace, uint32_t domain, uint8_t bus,
				    uint8_t devfn);
void place_driver(struct mmt_device *device, const char *driver, size_t length);
void place_sort(struct mmt_trace *trace);
void place_rewind(struct mmt_trace *trace, bool devices);
void place_free(struct mmt_trace *trace);
void place_find_other(struct mmt_trace *trace, struct mmt_record *record);
int place_map(struct mmt_trace *trace, struct mmt_record *record);
void place_unmap(struct mmt_trace *trace, struct mmt_record *record);
void place_access(struct mmt_trace *trace, struct mmt_record *record);

/* A device has come, or has moved. */
static inline void place_changed(struct places *places)
{
	places->stale = true;
	places->last = NULL;
}

/* An access is to the memory in @window. */
static inline void place_take(struct mmt_record *record, const struct window *window)
{
	record->device = window->device;
	record->bar = window->bar;
	record->offset = record->phys - window->start;
}

#endif
