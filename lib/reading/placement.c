// SPDX-License-Identifier: GPL-2.0
/* Where the user says that a region of a log lies: NAME=PCIADDR/barN@PHYS. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "local.h"
#include "trace.h"

/**
 * placement_pci() - take a PCI address apart
 * @text: "0000:00:04.0", or without the domain
 * @domain: gets it
 * @bus: likewise
 * @devfn: likewise
 *
 * Return: false when it is none.
 */
bool placement_pci(const char *text, uint32_t *domain, uint8_t *bus, uint8_t *devfn)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	unsigned long number[3] = { 0 };
	const char *first = strchr(text, ':');
	bool with_domain = first && strchr(first + 1, ':');
	unsigned int i;

	for (i = with_domain ? 0 : 1; i < 3; i++) {
		size_t length = strspn(text, digits);

		if (!length || length > (i ? 2 : 8) || text[length] != (i < 2 ? ':' : '.'))
			return false;
		number[i] = strtoul(text, NULL, 16);
		text += length + 1;
	}
	if (number[2] > 31 || *text < '0' || *text > '7' || text[1])
		return false;
	*domain = (uint32_t)number[0];
	*bus = (uint8_t)number[1];
	*devfn = (uint8_t)(number[2] << 3 | (unsigned long)(*text - '0'));
	return true;
}

const char *mmt_placement_parse(char *text, struct mmt_placement *placement)
{
	char *equals = strchr(text, '=');
	char *slash = equals ? strchr(equals, '/') : NULL;
	char *at = slash ? strchr(slash, '@') : NULL;
	uint8_t bus, devfn;
	uint32_t domain;
	char *end;

	if (!at || equals == text)
		return "it must be NAME=PCIADDR/barN@PHYS, e1000-mmio=00:04.0/bar0@0xfeb00000 for example";
	*equals = *slash = *at = 0;
	placement->region = text;
	placement->address = equals + 1;
	if (!placement_pci(placement->address, &domain, &bus, &devfn))
		return "there is no PCI address behind the '='";
	if (!strcmp(slash + 1, "rom"))
		placement->bar = MMT_ROM;
	else if (!strncmp(slash + 1, "bar", 3) && slash[4] >= '0' && slash[4] <= '5' && !slash[5])
		placement->bar = slash[4] - '0';
	else
		return "behind the '/' must stand bar0 to bar5, or rom";
	errno = 0;
	placement->phys = strtoull(at + 1, &end, 16);
	if (end == at + 1 || *end || errno || at[1] == '-' || at[1] == '+' || !placement->phys)
		return "behind the '@' must stand the address of the BAR";
	return NULL;
}

/*
 * How large a BAR may be for which only the start is known: it is aligned to its
 * size, and another one begins behind it.
 */
static uint64_t most(const struct mmt_options *options, uint64_t phys)
{
	uint64_t size = phys & -phys;
	size_t i;

	for (i = 0; i < options->n_placements; i++) {
		uint64_t other = options->placements[i].phys;

		if (other > phys && other - phys < size)
			size = other - phys;
	}
	return size;
}

/**
 * placement_device() - the device of a placement
 * @trace: the trace
 * @placement: one of its options
 *
 * Return: the device, whose BAR has its start unless the trace describes it; NULL
 * when there is no memory.
 */
struct mmt_device *placement_device(struct mmt_trace *trace,
				    const struct mmt_placement *placement)
{
	struct mmt_device *device;
	uint8_t bus, devfn;
	uint32_t domain;

	if (!placement_pci(placement->address, &domain, &bus, &devfn) ||
	    placement->bar < 0 || placement->bar >= MMT_BARS)
		return NULL;
	device = place_pci_device(trace, domain, bus, devfn);
	if (device && !device->size[placement->bar])
		device->start[placement->bar] = placement->phys;
	return device;
}

/**
 * placement_guess() - give the BAR of a placement a size where no mapping does
 * @trace: the trace
 * @placement: one of its options
 * @device: from placement_device(), or NULL
 */
void placement_guess(struct mmt_trace *trace, const struct mmt_placement *placement,
		     struct mmt_device *device)
{
	if (device && !device->size[placement->bar])
		device->size[placement->bar] = most(&trace->options, placement->phys);
}

/**
 * placement_map() - a mapping tells how large a placed BAR is at least
 * @trace: the trace
 * @record: MAP; it begins in the BAR as far as that is known, or directly behind
 */
void placement_map(struct mmt_trace *trace, const struct mmt_record *record)
{
	size_t i;

	for (i = 0; i < trace->options.n_placements; i++) {
		const struct mmt_placement *placement = &trace->options.placements[i];
		struct mmt_device *device = placement_device(trace, placement);
		uint64_t offset = record->phys - placement->phys;
		uint64_t *size;

		if (!device || device->start[placement->bar] != placement->phys ||
		    record->phys < placement->phys || record->length > UINT64_MAX - offset)
			continue;
		size = &device->size[placement->bar];
		if (offset > ((*size + 0xfff) & ~UINT64_C(0xfff)) || offset + record->length <= *size)
			continue;
		*size = offset + record->length;
		place_changed(&trace->places);
	}
}

const char *trace_region(const struct mmt_trace *trace, const struct mmt_device *device)
{
	for (size_t i = 0; i < trace->options.n_placements; i++)
		if (!strcmp(trace->options.placements[i].address, device->address))
			return trace->options.placements[i].region;
	return NULL;
}
