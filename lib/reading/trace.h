/* SPDX-License-Identifier: GPL-2.0 */
/* What the rest of the library asks of an open trace, besides what everybody may. */
#ifndef _LIB_TRACE_H
#define _LIB_TRACE_H

#include "libmmiotrace.h"

/**
 * trace_region() - the region that the user has put into a device
 * @trace: the trace
 * @device: the device
 *
 * Return: name of the first that was placed there, or NULL.
 */
const char *trace_region(const struct mmt_trace *trace, const struct mmt_device *device);

/**
 * trace_mapping() - a mapping that is there at the record given out last
 * @trace: the trace
 * @map: its number
 * @phys: gets its first address
 * @length: gets its bytes
 *
 * Return: false when there is none.
 */
bool trace_mapping(const struct mmt_trace *trace, uint32_t map, uint64_t *phys,
		   uint64_t *length);

#endif
