// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "terminal/message.h"
#include "pci.h"

#define PCI_DEVICES "/sys/bus/pci/devices"

/* include/linux/ioport.h of the kernel; sysfs prints them as they are. */
#define RESOURCE_MEM		0x00000200
#define RESOURCE_PREFETCH	0x00002000
#define RESOURCE_MEM_64		0x00100000
#define RESOURCE_UNSET		0x20000000

/**
 * pci_bar_memory() - whether this is a memory BAR that has an address
 * @bar: the BAR
 */
bool pci_bar_memory(const struct pci_bar *bar)
{
	return (bar->flags & RESOURCE_MEM) && !(bar->flags & RESOURCE_UNSET) &&
	       bar->start && bar->end >= bar->start;
}

/**
 * pci_bar_size() - bytes of a BAR
 * @bar: a BAR for which pci_bar_memory() holds
 */
uint64_t pci_bar_size(const struct pci_bar *bar)
{
	return bar->end - bar->start + 1;
}

/**
 * pci_bar_kind() - the flags of a memory BAR in words
 * @bar: the BAR
 * @text: where to put them
 * @size: room there
 */
void pci_bar_kind(const struct pci_bar *bar, char *text, size_t size)
{
	snprintf(text, size, "%s%s", bar->flags & RESOURCE_MEM_64 ? "64-bit" : "32-bit",
		 bar->flags & RESOURCE_PREFETCH ? ", prefetchable" : "");
}

static FILE *open_attribute(const char *address, const char *name)
{
	char path[320];

	snprintf(path, sizeof(path), PCI_DEVICES "/%s/%s", address, name);
	return fopen(path, "re");
}

static void read_line(const char *address, const char *name, char *line, size_t size)
{
	FILE *file = open_attribute(address, name);

	line[0] = 0;
	if (!file)
		return;
	if (fgets(line, (int)size, file))
		line[strcspn(line, "\n")] = 0;
	fclose(file);
}

static void read_bars(struct pci_device *device)
{
	FILE *file = open_attribute(device->address, "resource");
	int i;

	if (!file)
		return;
	for (i = 0; i < PCI_BARS; i++) {
		unsigned long long start, end, flags;

		if (fscanf(file, "%llx %llx %llx", &start, &end, &flags) != 3)
			break;
		device->bars[i].start = start;
		device->bars[i].end = end;
		device->bars[i].flags = flags;
	}
	fclose(file);
}

static void read_driver(struct pci_device *device)
{
	char path[320];
	char target[256];
	const char *name;
	ssize_t n;

	snprintf(path, sizeof(path), PCI_DEVICES "/%s/driver", device->address);
	n = readlink(path, target, sizeof(target) - 1);
	if (n < 0)
		return;
	target[n] = 0;
	name = strrchr(target, '/');
	name = name ? name + 1 : target;
	snprintf(device->driver, sizeof(device->driver), "%.*s",
		 (int)sizeof(device->driver) - 1, name);
}

static bool read_device(struct pci_device *device, const char *address)
{
	char line[32];

	memset(device, 0, sizeof(*device));
	if (sscanf(address, "%x:%x:%x.%x", &device->domain, &device->bus,
		   &device->slot, &device->function) != 4)
		return false;
	snprintf(device->address, sizeof(device->address), "%.23s", address);
	read_line(address, "vendor", line, sizeof(line));
	device->vendor = (uint16_t)strtoul(line, NULL, 16);
	read_line(address, "device", line, sizeof(line));
	device->device = (uint16_t)strtoul(line, NULL, 16);
	read_line(address, "modalias", device->modalias, sizeof(device->modalias));
	read_driver(device);
	read_bars(device);
	return true;
}

/**
 * pci_scan() - read all PCI devices, in the order of their addresses
 * @devices: filled in; release with pci_free()
 *
 * A machine without PCI has none; that is no error.
 *
 * Return: 0, or -1 after a line that says why.
 */
int pci_scan(struct pci_devices *devices)
{
	struct dirent **names;
	int count;
	int i;

	devices->device = NULL;
	devices->count = 0;
	count = scandir(PCI_DEVICES, &names, NULL, alphasort);
	if (count < 0) {
		if (errno == ENOENT)
			return 0;
		failure("cannot read %s: %s", PCI_DEVICES, strerror(errno));
		return -1;
	}
	devices->device = calloc((size_t)count + 1, sizeof(*devices->device));
	for (i = 0; i < count; i++) {
		if (devices->device &&
		    read_device(&devices->device[devices->count], names[i]->d_name))
			devices->count++;
		free(names[i]);
	}
	free(names);
	if (devices->device)
		return 0;
	failure("out of memory");
	return -1;
}

/**
 * pci_free() - release what pci_scan() filled in
 * @devices: the devices
 */
void pci_free(struct pci_devices *devices)
{
	free(devices->device);
	devices->device = NULL;
	devices->count = 0;
}
