/* SPDX-License-Identifier: GPL-2.0 */
/* Vendors whose chips say themselves what they are, and who have a data base of them. */
#ifndef LIB_VENDOR_H
#define LIB_VENDOR_H

#include "register.h"

/**
 * struct vendor - a data base of one vendor's chips
 * @number: PCI vendor
 * @root: name of the data base's first file
 * @space: the space that is the chip's registers; no other data base has one of this name
 * @address: unit in it of the register that says which chip it is
 * @width: bytes of that
 * @set: enumeration of the chips
 * @chip: number of the chip in @set, from the register's value
 */
struct vendor {
	unsigned int number;
	const char *root;
	const char *space;
	uint64_t address;
	unsigned int width;
	const char *set;
	uint64_t (*chip)(uint64_t id);
};

extern const struct vendor vendors[];
extern const size_t n_vendors;

const struct vendor *vendor_of(const struct database *database);
const struct vendor *vendor_of_space(const struct space *space);
bool vendor_may_be(const struct vendor *vendor, const struct mmt_device *device);

#endif
