// SPDX-License-Identifier: GPL-2.0
#include <byteswap.h>
#include <string.h>

#include "layout.h"

static const char *const field_names[N_FIELDS] = {
	[FIELD_PID] = "common_pid",
	[FIELD_PHYS] = "phys", [FIELD_VALUE] = "value", [FIELD_PC] = "pc",
	[FIELD_MAP] = "map", [FIELD_WIDTH] = "width", [FIELD_LEN] = "len",
	[FIELD_BYTES] = "bytes", [FIELD_VIRT] = "virt", [FIELD_DOMAIN] = "domain",
	[FIELD_BUS] = "bus", [FIELD_DEVFN] = "devfn",
	[FIELD_FLAGS] = "flags", [FIELD_VENDOR] = "vendor",
	[FIELD_DEVICE] = "device", [FIELD_IRQ] = "irq", [FIELD_START] = "start",
	[FIELD_SIZE] = "size", [FIELD_DRIVER] = "driver", [FIELD_NAME] = "name",
	[FIELD_BUF] = "buf",
};

#define F(name) (1u << FIELD_##name)

static const struct {
	const char *system;
	const char *name;
	enum event_number event;
	unsigned int fields;
	unsigned int optional;
} events[] = {
	{ "mmiotrace", "mmio_read", EVENT_READ,
	  F(PHYS) | F(VALUE) | F(PC) | F(MAP) | F(WIDTH), 0 },
	{ "mmiotrace", "mmio_write", EVENT_WRITE,
	  F(PHYS) | F(VALUE) | F(PC) | F(MAP) | F(WIDTH), 0 },
	{ "mmiotrace", "mmio_read_wide", EVENT_READ_WIDE,
	  F(PHYS) | F(PC) | F(MAP) | F(WIDTH) | F(BYTES), 0 },
	{ "mmiotrace", "mmio_write_wide", EVENT_WRITE_WIDE,
	  F(PHYS) | F(PC) | F(MAP) | F(WIDTH) | F(BYTES), 0 },
	{ "mmiotrace", "mmio_unknown", EVENT_UNKNOWN,
	  F(PHYS) | F(PC) | F(MAP) | F(LEN) | F(BYTES), 0 },
	{ "mmiotrace", "mmio_map", EVENT_MAP,
	  F(PHYS) | F(VIRT) | F(LEN) | F(PC) | F(MAP) | F(FLAGS), 0 },
	{ "mmiotrace", "mmio_unmap", EVENT_UNMAP, F(PC) | F(MAP), F(PC) },
	{ "mmiotrace", "mmio_device", EVENT_DEVICE,
	  F(DOMAIN) | F(BUS) | F(DEVFN) | F(VENDOR) | F(DEVICE) | F(IRQ) |
	  F(START) | F(SIZE) | F(DRIVER), 0 },
	{ "mmiotrace", "mmio_symbol", EVENT_SYMBOL, F(PC) | F(NAME), 0 },
	{ "ftrace", "print", EVENT_MARK, F(BUF), 0 },
};

static bool find_field(struct tep_event *event, enum field_number n, struct spot *spot)
{
	const struct tep_format_field *field = tep_find_any_field(event, field_names[n]);

	if (!field || field->offset < 0 || field->size < 0)
		return false;
	spot->offset = (unsigned int)field->offset;
	spot->size = (unsigned int)field->size;
	spot->there = true;
	spot->dynamic = field->flags & TEP_FIELD_IS_DYNAMIC;
	spot->relative = field->flags & TEP_FIELD_IS_RELATIVE;
	return true;
}

/**
 * layout_find() - look up all events and fields, once for a file
 * @layout: filled in
 * @reader: the file's event descriptions
 *
 * mmio_unmap may lack the caller: not every version of the module knows it.
 *
 * Return: false when an event lacks a field that it must have: the file comes
 * from another version of the module.
 */
bool layout_find(struct layout *layout, struct tep_handle *reader)
{
	unsigned int i, n;

	memset(layout, 0, sizeof(*layout));
	layout->swap = tep_is_file_bigendian(reader) != tep_is_local_bigendian(reader);
	for (i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		struct spot *spot = layout->spot[events[i].event];
		struct tep_event *event;

		event = tep_find_event_by_name(reader, events[i].system, events[i].name);
		if (!event || event->id < 0 || event->id >= N_EVENT_IDS)
			continue;
		layout->event[event->id] = (unsigned char)events[i].event;
		layout->known += events[i].event != EVENT_MARK;
		for (n = 0; n < N_FIELDS; n++) {
			if (n != FIELD_PID && !(events[i].fields & (1u << n)))
				continue;
			if (!find_field(event, n, &spot[n]) && !(events[i].optional & (1u << n)))
				return false;
		}
	}
	return true;
}

/* One record being decoded: where its data is and which fields it has. */
struct source {
	const struct spot *spot;
	const char *data;
	unsigned int size;
	bool swap;
};

static struct source source_of(const struct layout *layout, enum event_number event,
			       const struct tep_record *raw)
{
	return (struct source){
		.spot = layout->spot[event],
		.data = raw->data,
		.size = raw->size > 0 ? (unsigned int)raw->size : 0,
		.swap = layout->swap,
	};
}

static inline uint64_t number_at(const struct source *source, unsigned int offset,
				 unsigned int size)
{
	uint64_t u64;
	uint32_t u32;
	uint16_t u16;

	/* Both are limited by the file's own text: their sum does not wrap. */
	if (offset + (uint64_t)size > source->size)
		return 0;
	switch (size) {
	case 1:
		return (uint8_t)source->data[offset];
	case 2:
		memcpy(&u16, source->data + offset, 2);
		return source->swap ? bswap_16(u16) : u16;
	case 4:
		memcpy(&u32, source->data + offset, 4);
		return source->swap ? bswap_32(u32) : u32;
	case 8:
		memcpy(&u64, source->data + offset, 8);
		return source->swap ? bswap_64(u64) : u64;
	default:
		return 0;
	}
}

static inline uint64_t number(const struct source *source, enum field_number n)
{
	return number_at(source, source->spot[n].offset, source->spot[n].size);
}

static void numbers(const struct source *source, enum field_number n, uint64_t *value,
		    unsigned int count)
{
	unsigned int size = source->spot[n].size / count;
	unsigned int i;

	for (i = 0; i < count; i++)
		value[i] = number_at(source, source->spot[n].offset + i * size, size);
}

/* Bytes of a field, dynamic or the rest of the record, cut where the record ends. */
static const char *bytes(const struct source *source, enum field_number n, size_t *length)
{
	const struct spot *spot = &source->spot[n];
	unsigned int offset = spot->offset;
	unsigned int size = spot->size ? spot->size : source->size;

	if (spot->dynamic) {
		uint32_t location = (uint32_t)number_at(source, offset, 4);

		offset = location & 0xffff;
		size = location >> 16;
		if (spot->relative)
			offset += spot->offset + spot->size;
	}
	*length = 0;
	if (offset >= source->size)
		return "";
	*length = size < source->size - offset ? size : source->size - offset;
	return source->data + offset;
}

static const char *string(const struct source *source, enum field_number n, size_t *length)
{
	const char *text = bytes(source, n, length);

	*length = strnlen(text, *length);
	return text;
}

static void decode_wide(const struct source *source, struct mmt_record *record)
{
	size_t length;

	record->bytes = (const uint8_t *)bytes(source, FIELD_BYTES, &length);
	record->width = (unsigned int)number(source, FIELD_WIDTH);
	if (record->width > length)
		record->width = (unsigned int)length;
	if (record->width > MMT_WIDEST)
		record->width = MMT_WIDEST;
	record->n_bytes = record->width;
	/* The bytes are the device's: x86 has the lowest first. */
	for (length = record->width < 8 ? record->width : 8; length; length--)
		record->value = record->value << 8 | record->bytes[length - 1];
}

/**
 * layout_event() - which event a record is
 * @layout: from layout_find()
 * @raw: the record
 */
enum event_number layout_event(const struct layout *layout, const struct tep_record *raw)
{
	uint16_t id;

	if (raw->size < (int)sizeof(id))
		return EVENT_OTHER;
	memcpy(&id, raw->data, sizeof(id));
	return layout->event[layout->swap ? bswap_16(id) : id];
}

/**
 * layout_decode() - decode the event's own fields of a record
 * @layout: from layout_find()
 * @event: from layout_event(), one that gives a record
 * @raw: the record as libtracecmd gives it
 * @record: empty but for what is not in the event; filled in
 */
void layout_decode(const struct layout *layout, enum event_number event,
		   const struct tep_record *raw, struct mmt_record *record)
{
	const struct source source = source_of(layout, event, raw);
	size_t length;

	record->pid = (int)number(&source, FIELD_PID);
	if (event == EVENT_MARK) {
		record->kind = MMT_MARK;
		record->text = string(&source, FIELD_BUF, &record->text_length);
		return;
	}
	record->map = (uint32_t)number(&source, FIELD_MAP);
	if (source.spot[FIELD_PC].there)
		record->pc = number(&source, FIELD_PC);
	if (event == EVENT_UNMAP) {
		record->kind = MMT_UNMAP;
		return;
	}
	record->phys = number(&source, FIELD_PHYS);
	switch (event) {
	case EVENT_READ:
	case EVENT_WRITE:
		record->kind = event == EVENT_READ ? MMT_READ : MMT_WRITE;
		record->value = number(&source, FIELD_VALUE);
		record->width = (unsigned int)number(&source, FIELD_WIDTH);
		break;
	case EVENT_READ_WIDE:
	case EVENT_WRITE_WIDE:
		record->kind = event == EVENT_READ_WIDE ? MMT_READ : MMT_WRITE;
		decode_wide(&source, record);
		break;
	case EVENT_UNKNOWN:
		record->kind = MMT_UNKNOWN;
		record->bytes = (const uint8_t *)bytes(&source, FIELD_BYTES, &length);
		record->n_bytes = (unsigned int)number(&source, FIELD_LEN);
		if (record->n_bytes > length)
			record->n_bytes = (unsigned int)length;
		break;
	case EVENT_MAP:
		record->kind = MMT_MAP;
		record->virt = number(&source, FIELD_VIRT);
		record->length = number(&source, FIELD_LEN);
		record->flags = (unsigned int)number(&source, FIELD_FLAGS);
		break;
	default:
		break;
	}
}

/**
 * layout_device() - decode the event that describes a device
 * @layout: from layout_find()
 * @raw: an EVENT_DEVICE
 * @device: filled in
 */
void layout_device(const struct layout *layout, const struct tep_record *raw,
		   struct device_event *device)
{
	const struct source source = source_of(layout, EVENT_DEVICE, raw);

	device->domain = (uint32_t)number(&source, FIELD_DOMAIN);
	device->bus = (uint8_t)number(&source, FIELD_BUS);
	device->devfn = (uint8_t)number(&source, FIELD_DEVFN);
	device->vendor = (uint16_t)number(&source, FIELD_VENDOR);
	device->device = (uint16_t)number(&source, FIELD_DEVICE);
	device->irq = (uint32_t)number(&source, FIELD_IRQ);
	numbers(&source, FIELD_START, device->start, MMT_BARS);
	numbers(&source, FIELD_SIZE, device->size, MMT_BARS);
	device->driver = string(&source, FIELD_DRIVER, &device->driver_length);
}

/**
 * layout_symbol() - decode the event that names code
 * @layout: from layout_find()
 * @raw: an EVENT_SYMBOL
 * @pc: gets the address
 * @name: gets the name, not terminated
 * @length: gets its length
 */
void layout_symbol(const struct layout *layout, const struct tep_record *raw,
		   uint64_t *pc, const char **name, size_t *length)
{
	const struct source source = source_of(layout, EVENT_SYMBOL, raw);

	*pc = number(&source, FIELD_PC);
	*name = string(&source, FIELD_NAME, length);
}
