// SPDX-License-Identifier: GPL-2.0
/* From a DEVICE to the physical ranges it has on this machine. */
#include <libkmod.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "terminal/message.h"
#include "target.h"

/* Adds a range unless it is there. Returns 0, or -1 after a line. */
static int add_range(struct ranges *ranges, uint64_t start, uint64_t end)
{
	unsigned int i;

	for (i = 0; i < ranges->count; i++)
		if (ranges->range[i].start == start && ranges->range[i].end == end)
			return 0;
	if (ranges->count == MMIOTRACE_MAX_FILTERS) {
		failure("more than %d ranges to trace; name fewer devices",
			MMIOTRACE_MAX_FILTERS);
		return -1;
	}
	ranges->range[ranges->count].start = start;
	ranges->range[ranges->count].end = end;
	ranges->count++;
	return 0;
}

/* Number of BARs added, or -1 after a line. */
static int add_bars(struct ranges *ranges, const struct target *target,
		    const struct pci_device *device)
{
	int added = 0;
	int i;

	for (i = 0; i < PCI_BARS; i++) {
		const struct pci_bar *bar = &device->bars[i];

		if (target->bar == ANY_BAR ? i == PCI_ROM : i != target->bar)
			continue;
		if (!pci_bar_memory(bar) || bar->start < ISA_END)
			continue;
		if (add_range(ranges, bar->start, bar->end))
			return -1;
		added++;
	}
	return added;
}

static int resolve_address(const char *text, const struct target *target,
			   const struct pci_devices *devices, struct ranges *ranges)
{
	size_t i;
	int added;

	for (i = 0; i < devices->count; i++) {
		const struct pci_device *device = &devices->device[i];

		if (device->domain != target->domain || device->bus != target->bus ||
		    device->slot != target->slot || device->function != target->function)
			continue;
		added = add_bars(ranges, target, device);
		if (added > 0)
			return 0;
		if (!added && target->bar != ANY_BAR)
			failure("%s has no memory BAR %d; 'mmiotrace list' shows what it has",
				device->address, target->bar);
		else if (!added)
			failure("%s has no memory BARs, so there is nothing to trace",
				device->address);
		return -1;
	}
	failure("no PCI device at '%s'; 'mmiotrace list' shows all", text);
	return -1;
}

/* Module and driver names mix - and _ freely. */
static bool same_name(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if (*a != *b && !(strchr("-_", *a) && strchr("-_", *b)))
			return false;
	return *a == *b;
}

/* Whether modprobe would load the module @name for the device. */
static bool module_claims(struct kmod_ctx *context, const char *name,
			  const struct pci_device *device)
{
	struct kmod_list *list = NULL;
	struct kmod_list *entry;
	bool found = false;

	if (!context || !*device->modalias ||
	    kmod_module_new_from_lookup(context, device->modalias, &list) < 0)
		return false;
	kmod_list_foreach(entry, list) {
		struct kmod_module *module = kmod_module_get_module(entry);

		if (same_name(kmod_module_get_name(module), name))
			found = true;
		kmod_module_unref(module);
	}
	kmod_module_unref_list(list);
	return found;
}

/* The devices that a driver has. Returns BARs added, or -1 after a line. */
static int add_bound(struct ranges *ranges, const struct target *target,
		     const struct pci_devices *devices, bool *found)
{
	int added = 0;
	size_t i;

	for (i = 0; i < devices->count; i++) {
		int more;

		if (strcmp(devices->device[i].driver, target->driver))
			continue;
		*found = true;
		more = add_bars(ranges, target, &devices->device[i]);
		if (more < 0)
			return -1;
		added += more;
	}
	return added;
}

/*
 * The devices that a driver will be loaded for; @other gets one of those that have
 * another driver. Returns BARs added, or -1 after a line.
 */
static int add_claimed(struct ranges *ranges, const struct target *target,
		       const struct pci_devices *devices, const struct pci_device **other)
{
	struct kmod_ctx *context = kmod_new(NULL, NULL);
	int added = 0, more = 0;
	size_t i;

	if (context)
		kmod_set_log_priority(context, 0);
	for (i = 0; i < devices->count && more >= 0; i++) {
		const struct pci_device *device = &devices->device[i];

		if (!module_claims(context, target->driver, device))
			continue;
		if (*device->driver) {
			*other = device;
			continue;
		}
		more = add_bars(ranges, target, device);
		added += more;
	}
	kmod_unref(context);
	return more < 0 ? -1 : added;
}

static int resolve_driver(const struct target *target, const struct pci_devices *devices,
			  struct ranges *ranges)
{
	const struct pci_device *other = NULL;
	bool found = false;
	int added = add_bound(ranges, target, devices, &found);

	if (!found)
		added = add_claimed(ranges, target, devices, &other);
	if (added < 0)
		return -1;
	if (added)
		return 0;
	if (found)
		failure("the devices of driver %s have no such memory BARs, so there is nothing to trace",
			target->driver);
	else if (other)
		failure("driver %s has no device: %s is bound to %s; trace it by its address",
			target->driver, other->address, other->driver);
	else
		failure("no PCI device is bound to or claimed by a driver '%s'; 'mmiotrace list' shows all",
			target->driver);
	return -1;
}

/**
 * target_resolve() - find the physical ranges of a DEVICE
 * @text: the DEVICE as written, for messages
 * @target: the same, parsed
 * @devices: the machine's devices
 * @ranges: gets the ranges added
 *
 * Return: 0, or -1 after a line that says why.
 */
int target_resolve(const char *text, const struct target *target,
		   const struct pci_devices *devices, struct ranges *ranges)
{
	switch (target->kind) {
	case TARGET_ADDRESS:
		return resolve_address(text, target, devices, ranges);
	case TARGET_DRIVER:
		return resolve_driver(target, devices, ranges);
	case TARGET_RANGE:
		break;
	}
	if (target->start < ISA_END) {
		failure("%s reaches into the ISA range below 1 MiB, which cannot be traced",
			text);
		return -1;
	}
	return add_range(ranges, target->start, target->end);
}
