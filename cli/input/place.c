// SPDX-License-Identifier: GPL-2.0
#include "place.h"

/**
 * place_bar() - write which part of a device
 * @out: where to
 * @bar: the BAR
 * @config: configuration space instead
 */
void place_bar(struct out *out, int bar, bool config)
{
	if (config) {
		out_text(out, "config");
	} else if (bar == MMT_ROM) {
		out_text(out, "ROM");
	} else if (bar >= 0) {
		out_text(out, "BAR");
		out_char(out, (char)('0' + bar));
	}
}

/**
 * place_offset() - write BAR and offset, or the address of what is no device's
 * @out: where to
 * @device: the device, or NULL
 * @bar: the BAR
 * @config: configuration space instead
 * @offset: in that; without a device a physical address
 */
void place_offset(struct out *out, const struct mmt_device *device, int bar, bool config,
		  uint64_t offset)
{
	unsigned int digits = 4;

	if (!device || (bar == MMT_NO_BAR && !config)) {
		out_hex(out, offset);
		return;
	}
	place_bar(out, bar, config);
	out_char(out, '+');
	while (digits < 16 && offset >> (4 * digits))
		digits++;
	out_hex_wide(out, offset, digits);
}
