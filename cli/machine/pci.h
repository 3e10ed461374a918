/* SPDX-License-Identifier: GPL-2.0 */
/* The PCI devices of the running machine, as sysfs shows them. */
#ifndef _CLI_PCI_H
#define _CLI_PCI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PCI_BARS	7	/* six and the ROM */
#define PCI_ROM		6

/**
 * struct pci_bar - one resource of a device
 * @start: first address
 * @end: last address; below @start when there is none
 * @flags: IORESOURCE_* bits of the kernel
 */
struct pci_bar {
	uint64_t start;
	uint64_t end;
	uint64_t flags;
};

/**
 * struct pci_device - one device
 * @address: domain:bus:slot.function as sysfs spells it
 * @driver: name of the driver bound to it, or empty
 * @modalias: what modprobe would be asked for
 */
struct pci_device {
	unsigned int domain;
	unsigned int bus;
	unsigned int slot;
	unsigned int function;
	uint16_t vendor;
	uint16_t device;
	char address[24];
	char driver[64];
	char modalias[160];
	struct pci_bar bars[PCI_BARS];
};

struct pci_devices {
	struct pci_device *device;
	size_t count;
};

int pci_scan(struct pci_devices *devices);
void pci_free(struct pci_devices *devices);
bool pci_bar_memory(const struct pci_bar *bar);
uint64_t pci_bar_size(const struct pci_bar *bar);
void pci_bar_kind(const struct pci_bar *bar, char *text, size_t size);

#endif
