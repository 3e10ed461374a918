/* SPDX-License-Identifier: GPL-2.0 */
/* Where the fields of the mmiotrace events lie in this file's records. */
#ifndef _CLI_LAYOUT_H
#define _CLI_LAYOUT_H

#include <stdbool.h>

#include <trace-cmd.h>

#include "trace.h"

#define N_EVENT_IDS 65536	/* common_type has 16 bits */

enum field_number {
	FIELD_PHYS, FIELD_VALUE, FIELD_PC, FIELD_MAP, FIELD_WIDTH, FIELD_LEN,
	FIELD_BYTES, FIELD_VIRT, FIELD_DOMAIN, FIELD_BUS, FIELD_DEVFN, FIELD_BAR,
	FIELD_FLAGS, FIELD_VENDOR, FIELD_DEVICE, FIELD_IRQ, FIELD_START,
	FIELD_SIZE, FIELD_DRIVER, FIELD_NAME, FIELD_BUF,
	N_FIELDS
};

/**
 * struct layout - the events of one trace
 * @kind: what an event id means
 * @field: where the fields of each kind are, NULL for fields it has not
 * @reader: knows the byte order of the file
 * @events: how many of the mmiotrace events the file describes
 */
struct layout {
	unsigned char kind[N_EVENT_IDS];
	struct tep_format_field *field[N_RECORD_KINDS][N_FIELDS];
	struct tep_handle *reader;
	unsigned int events;
};

bool layout_find(struct layout *layout, struct tep_handle *reader);
bool layout_decode(const struct layout *layout, const struct tep_record *raw,
		   struct record *record);

#endif
