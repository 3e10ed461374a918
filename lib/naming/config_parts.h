/* SPDX-License-Identifier: GPL-2.0 */
/* What PCI configuration space has in it, as data. */
#ifndef LIB_CONFIG_PARTS_H
#define LIB_CONFIG_PARTS_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct config_register - a register
 * @offset: in its part
 * @width: bytes
 * @copies: how many, one behind the other, when more than one
 * @stride: bytes from one to the next
 * @name: as the specification has it
 * @fields: "NAME:HIGH-LOW" or "NAME:BIT", with blanks between; or NULL
 */
struct config_register {
	uint16_t offset;
	uint8_t width;
	uint8_t copies;
	uint8_t stride;
	const char *name;
	const char *fields;
};

enum config_kind {
	CONFIG_HEADER,		/* @id is the header type */
	CONFIG_CAPABILITY,
	CONFIG_EXTENDED,
};

/* Numbers of our own for what a capability may look like, above all that there are. */
enum {
	CONFIG_OTHER = 0x10000,		/* another layout of the header */
	CONFIG_MSI_32,
	CONFIG_MSI_64,
	CONFIG_MSI_32_MASKED,
	CONFIG_MSI_64_MASKED,
	CONFIG_EXPRESS_2,		/* version 2 and later */
};

/**
 * struct config_part - the header, or a capability
 * @kind: which
 * @id: of the specification
 * @name: before the names of its registers, or NULL
 * @registers: these
 * @n: how many
 */
struct config_part {
	enum config_kind kind;
	unsigned int id;
	const char *name;
	const struct config_register *registers;
	size_t n;
};

extern const struct config_part config_parts[];
extern const size_t n_config_parts;

#endif
