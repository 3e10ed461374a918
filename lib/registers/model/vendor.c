// SPDX-License-Identifier: GPL-2.0
#include "vendor.h"

#include <string.h>

/*
 * NVIDIA's chips say in their first register what they are; each generation has
 * registers of its own. The number is in bits 20 to 28 since the NV10, which has
 * bit 7 set; older ones are told by other fields. A chip switched to big-endian
 * has bit 31 set.
 */
static uint64_t nvidia_chip(uint64_t value)
{
	uint32_t id = (uint32_t)value;

	if ((id & 0x80000000) && (!(id & 0x80) || (id & 0xf00)))
		id = __builtin_bswap32(id);
	if ((id & 0x80000000) && (id & 0xf00))
		return 0;
	if (id & 0x80)
		return id >> 20 & 0x1ff;
	if (id & 0xf000)
		return id & 0xf00000 ? 5 : 4;
	return id >> 16 & 0xf;
}

const struct vendor vendors[] = {
	{ 0x10de, "nv_mmio.xml", "NV_MMIO", 0, 4, "chipset", nvidia_chip },
};

const size_t n_vendors = sizeof(vendors) / sizeof(*vendors);

/** vendor_of() - the vendor whose data base this is, or NULL */
const struct vendor *vendor_of(const struct database *database)
{
	for (size_t i = 0; i < n_vendors; i++)
		if (dictionary_find(&database->spaces, vendors[i].space))
			return &vendors[i];
	return NULL;
}

/** vendor_of_space() - the vendor whose chips' registers this space is, or NULL */
const struct vendor *vendor_of_space(const struct space *space)
{
	for (size_t i = 0; i < n_vendors; i++)
		if (!strcmp(space->name, vendors[i].space))
			return &vendors[i];
	return NULL;
}

/** vendor_may_be() - is a device this vendor's, as far as the trace says? */
bool vendor_may_be(const struct vendor *vendor, const struct mmt_device *device)
{
	return !device || !device->vendor || device->vendor == vendor->number;
}
