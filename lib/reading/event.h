/* SPDX-License-Identifier: GPL-2.0 */
/* Where the fields of events with accesses lie in this file's records. */
#ifndef _LIB_LAYOUT_H
#define _LIB_LAYOUT_H

#include "pages.h"

#define N_EVENT_IDS 65536	/* common_type has 16 bits */

/* The events that mean something to us. */
enum event_number {
	EVENT_OTHER, EVENT_READ, EVENT_WRITE, EVENT_READ_WIDE, EVENT_WRITE_WIDE,
	EVENT_UNKNOWN, EVENT_MAP, EVENT_UNMAP, EVENT_DEVICE, EVENT_SYMBOL, EVENT_MARK,
	EVENT_SESSION, EVENT_PRINT,
	/* Of others: the kernel's own tracer, a kernel with rwmmio (arm64), KVM. */
	EVENT_TRACER_ACCESS, EVENT_TRACER_MAP, EVENT_RWMMIO_READ, EVENT_RWMMIO_WRITE,
	EVENT_KVM,
	N_EVENTS
};

enum field_number {
	FIELD_PID, FIELD_PHYS, FIELD_VALUE, FIELD_PC, FIELD_MAP, FIELD_WIDTH, FIELD_LEN,
	FIELD_BYTES, FIELD_VIRT, FIELD_DOMAIN, FIELD_BUS, FIELD_DEVFN,
	FIELD_FLAGS, FIELD_VENDOR, FIELD_DEVICE, FIELD_IRQ, FIELD_START,
	FIELD_SIZE, FIELD_DRIVER, FIELD_NAME, FIELD_BUF,
	FIELD_MAP_ID, FIELD_OPCODE, FIELD_CALLER, FIELD_ADDR, FIELD_VAL, FIELD_GPA,
	FIELD_TYPE, FIELD_VERSION, FIELD_SHORT_WAY,
	N_FIELDS
};

/**
 * struct spot - where a field is
 * @offset: in the record
 * @size: bytes; 0 in a string that goes on to the end of the record
 * @there: the event has it
 * @dynamic: it holds offset and length of what is meant
 * @relative: that offset counts from its own end
 */
struct spot {
	unsigned int offset;
	unsigned int size;
	bool there;
	bool dynamic;
	bool relative;
};

/**
 * struct event_layout - the events of one trace
 * @event: what an event id means
 * @spot: where the fields of each event are
 * @swap: the file has the other byte order
 * @known: how many of the mmiotrace events the file describes
 * @wrong: one of them lacks a field that it must have
 * @plain: bytes of an access whose fields have the sizes that ours have; 0 for what
 *	must be looked at field by field
 * @bytes: of an instruction, for the record decoded last
 */
struct event_layout {
	unsigned char event[N_EVENT_IDS];
	struct spot spot[N_EVENTS][N_FIELDS];
	bool swap;
	unsigned int known;
	bool wrong;
	unsigned int plain[N_EVENTS];
	uint8_t bytes[3];
};

/**
 * struct device_event - what the event for a device carries
 * @domain: PCI address
 * @bus: likewise
 * @devfn: likewise
 * @vendor: PCI vendor
 * @device: PCI device
 * @irq: interrupt line
 * @start: BARs
 * @size: their sizes
 * @driver: not terminated
 * @driver_length: its length
 */
struct device_event {
	uint32_t domain;
	uint8_t bus;
	uint8_t devfn;
	uint16_t vendor;
	uint16_t device;
	uint32_t irq;
	uint64_t start[MMT_BARS];
	uint64_t size[MMT_BARS];
	const char *driver;
	size_t driver_length;
};

void layout_add(struct event_layout *layout, const char *system, const char *text, size_t size);
enum event_number layout_event(const struct event_layout *layout, const struct pages *raw);
bool layout_decode_other(struct event_layout *layout, enum event_number event,
			 const struct pages *raw, struct mmt_record *record);
void layout_device(const struct event_layout *layout, const struct pages *raw,
		   struct device_event *device);
void layout_symbol(const struct event_layout *layout, const struct pages *raw,
		   uint64_t *pc, const char **name, size_t *length);
bool layout_session(const struct event_layout *layout, const struct pages *raw,
		    const char **version, size_t *length);

/* As layout_decode(), of most of a trace. */
static inline bool layout_decode_plain(const struct spot *spot, enum event_number event,
				       const struct pages *raw, struct mmt_record *record)
{
	const uint8_t *data = raw->event;

	memcpy(&record->pid, data + spot[FIELD_PID].offset, sizeof(record->pid));
	memcpy(&record->phys, data + spot[FIELD_PHYS].offset, sizeof(record->phys));
	memcpy(&record->value, data + spot[FIELD_VALUE].offset, sizeof(record->value));
	memcpy(&record->pc, data + spot[FIELD_PC].offset, sizeof(record->pc));
	memcpy(&record->map, data + spot[FIELD_MAP].offset, sizeof(record->map));
	record->width = data[spot[FIELD_WIDTH].offset];
	record->kind = event == EVENT_READ ? MMT_READ : MMT_WRITE;
	return record->width - 1 < sizeof(record->value);
}

/**
 * layout_decode() - decode the event's own fields of a record
 * @layout: filled by layout_add(); may hold bytes of the record until the next one
 * @event: from layout_event(), one that gives a record
 * @raw: the record
 * @record: empty but for what is not in the event; filled in
 *
 * Return: false when the event cannot be what it says.
 */
static inline bool layout_decode(struct event_layout *layout, enum event_number event,
				 const struct pages *raw, struct mmt_record *record)
{
	if (layout->plain[event] && layout->plain[event] <= raw->size && !layout->swap)
		return layout_decode_plain(layout->spot[event], event, raw, record);
	return layout_decode_other(layout, event, raw, record);
}

#endif
