// SPDX-License-Identifier: GPL-2.0
/* PCI devices: whose memory is it, and the lines that describe them. */
#include "device.h"

#include <linux/pci.h>
#include <linux/uaccess.h>

#include "events.h"

/* Standard BARs and the ROM, as /proc/bus/pci/devices lists them. */
#define NR_BARS	7

static int bar_of(struct pci_dev *dev, phys_addr_t phys)
{
	int i;

	for (i = 0; i < NR_BARS; i++) {
		struct resource *res = &dev->resource[i];

		if ((res->flags & IORESOURCE_MEM) && res->end > res->start &&
		    phys >= res->start && phys <= res->end)
			return i;
	}
	return -1;
}

/**
 * mmt_device_place() - which device and BAR a physical address belongs to
 * @phys: physical address
 * @place: filled in; bar is -1 when it is no PCI device's memory
 *
 * Context: process, may sleep.
 */
void mmt_device_place(phys_addr_t phys, struct mmt_place *place)
{
	struct pci_dev *dev = NULL;
	int bar;

	memset(place, 0, sizeof(*place));
	place->bar = -1;
	for_each_pci_dev(dev) {
		bar = bar_of(dev, phys);
		if (bar < 0)
			continue;
		place->domain = pci_domain_nr(dev->bus);
		place->bus = dev->bus->number;
		place->devfn = dev->devfn;
		place->bar = bar;
		pci_dev_put(dev);
		return;
	}
}

/*
 * Not under the device lock: whoever maps a BAR is most often inside its probe
 * function and holds it. So the driver may be leaving, and the memory that it and
 * its name stand in may be gone at any moment. Then it has no name, or half of one.
 */
static void driver_name(struct pci_dev *dev, char *name, size_t size)
{
	struct device_driver *driver = READ_ONCE(dev->dev.driver);
	const char *from;
	size_t i = 0;

	if (driver && !get_kernel_nofault(from, &driver->name))
		while (i < size - 1 && !get_kernel_nofault(name[i], &from[i]) &&
		       name[i])
			i++;
	name[i] = '\0';
}

static void describe(const struct mmt_instance *instance, struct pci_dev *dev)
{
	struct mmt_device_event ev = {
		.domain = pci_domain_nr(dev->bus),
		.bus = dev->bus->number,
		.devfn = dev->devfn,
		.vendor = dev->vendor,
		.device = dev->device,
		.irq = dev->irq,
	};
	char name[64];
	int i;

	for (i = 0; i < NR_BARS; i++) {
		const struct resource *res = &dev->resource[i];

		ev.start[i] = res->start | (res->flags & PCI_REGION_FLAG_MASK);
		if (res->start < res->end)
			ev.size[i] = resource_size(res);
	}
	driver_name(dev, name, sizeof(name));
	mmt_event_device(instance, &ev, name);
}

/**
 * mmt_device_describe() - put a device's description into the trace
 * @instance: of a session, or NULL
 * @place: which one
 *
 * Context: process, may sleep.
 */
void mmt_device_describe(const struct mmt_instance *instance,
			 const struct mmt_place *place)
{
	struct pci_dev *dev;

	if (place->bar < 0)
		return;
	dev = pci_get_domain_bus_and_slot(place->domain, place->bus,
					  place->devfn);
	if (!dev)
		return;
	describe(instance, dev);
	pci_dev_put(dev);
}

/** mmt_device_describe_all() - mmt_device_describe(), of all devices */
void mmt_device_describe_all(const struct mmt_instance *instance)
{
	struct pci_dev *dev = NULL;

	for_each_pci_dev(dev)
		describe(instance, dev);
}
