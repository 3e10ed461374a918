// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "layout.h"

static const char *const field_names[N_FIELDS] = {
	[FIELD_PHYS] = "phys", [FIELD_VALUE] = "value", [FIELD_PC] = "pc",
	[FIELD_MAP] = "map", [FIELD_WIDTH] = "width", [FIELD_LEN] = "len",
	[FIELD_BYTES] = "bytes", [FIELD_VIRT] = "virt", [FIELD_DOMAIN] = "domain",
	[FIELD_BUS] = "bus", [FIELD_DEVFN] = "devfn", [FIELD_BAR] = "bar",
	[FIELD_FLAGS] = "flags", [FIELD_VENDOR] = "vendor",
	[FIELD_DEVICE] = "device", [FIELD_IRQ] = "irq", [FIELD_START] = "start",
	[FIELD_SIZE] = "size", [FIELD_DRIVER] = "driver", [FIELD_NAME] = "name",
	[FIELD_BUF] = "buf",
};

#define F(name) (1u << FIELD_##name)

static const struct {
	enum record_kind kind;
	const char *system;
	const char *name;
	unsigned int fields;
	unsigned int optional;
} events[] = {
	{ RECORD_READ, "mmiotrace", "mmio_read",
	  F(PHYS) | F(VALUE) | F(PC) | F(MAP) | F(WIDTH), 0 },
	{ RECORD_WRITE, "mmiotrace", "mmio_write",
	  F(PHYS) | F(VALUE) | F(PC) | F(MAP) | F(WIDTH), 0 },
	{ RECORD_UNKNOWN, "mmiotrace", "mmio_unknown",
	  F(PHYS) | F(PC) | F(MAP) | F(LEN) | F(BYTES), 0 },
	{ RECORD_MAP, "mmiotrace", "mmio_map",
	  F(PHYS) | F(VIRT) | F(LEN) | F(PC) | F(MAP) | F(DOMAIN) | F(BUS) |
	  F(DEVFN) | F(BAR) | F(FLAGS), 0 },
	{ RECORD_UNMAP, "mmiotrace", "mmio_unmap", F(PC) | F(MAP), F(PC) },
	{ RECORD_DEVICE, "mmiotrace", "mmio_device",
	  F(DOMAIN) | F(BUS) | F(DEVFN) | F(VENDOR) | F(DEVICE) | F(IRQ) |
	  F(START) | F(SIZE) | F(DRIVER), 0 },
	{ RECORD_SYMBOL, "mmiotrace", "mmio_symbol", F(PC) | F(NAME), 0 },
	{ RECORD_MARK, "ftrace", "print", F(BUF), 0 },
};

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
	unsigned int i, j;

	memset(layout, 0, sizeof(*layout));
	layout->reader = reader;
	for (i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		struct tep_event *event;

		event = tep_find_event_by_name(reader, events[i].system, events[i].name);
		if (!event || event->id < 0 || event->id >= N_EVENT_IDS)
			continue;
		layout->kind[event->id] = events[i].kind;
		layout->events += events[i].kind != RECORD_MARK;
		for (j = 0; j < N_FIELDS; j++) {
			struct tep_format_field *field;

			if (!(events[i].fields & (1u << j)))
				continue;
			field = tep_find_field(event, field_names[j]);
			if (!field && !(events[i].optional & (1u << j)))
				return false;
			layout->field[events[i].kind][j] = field;
		}
	}
	return true;
}

/* One record being decoded: where its data is and which fields it has. */
struct source {
	struct tep_handle *reader;
	struct tep_format_field *const *field;
	const char *data;
	unsigned int size;
};

static uint64_t number_at(const struct source *source, enum field_number n,
			  unsigned int index, unsigned int size)
{
	const struct tep_format_field *field = source->field[n];
	unsigned int offset = (unsigned int)field->offset + index * size;

	if (offset + size > source->size)
		return 0;
	return tep_read_number(source->reader, source->data + offset, (int)size);
}

static uint64_t number(const struct source *source, enum field_number n)
{
	if (!source->field[n])
		return 0;
	return number_at(source, n, 0, (unsigned int)source->field[n]->size);
}

static void numbers(const struct source *source, enum field_number n, uint64_t *value,
		    unsigned int count)
{
	unsigned int size = (unsigned int)source->field[n]->size / count;
	unsigned int i;

	for (i = 0; i < count; i++)
		value[i] = number_at(source, n, i, size);
}

/* A string, dynamic or the rest of the record, cut where the record ends. */
static void string(const struct source *source, enum field_number n, struct record *record)
{
	const struct tep_format_field *field = source->field[n];
	unsigned int offset = (unsigned int)field->offset;
	unsigned int length;

	record->text = "";
	record->text_length = 0;
	if (field->flags & TEP_FIELD_IS_DYNAMIC) {
		uint64_t location = number_at(source, n, 0, 4);

		offset = location & 0xffff;
		length = (unsigned int)(location >> 16);
		if (field->flags & TEP_FIELD_IS_RELATIVE)
			offset += (unsigned int)(field->offset + field->size);
	} else {
		length = field->size ? (unsigned int)field->size : source->size;
	}
	if (offset >= source->size)
		return;
	if (length > source->size - offset)
		length = source->size - offset;
	record->text = source->data + offset;
	record->text_length = (unsigned int)strnlen(record->text, length);
}

static void bytes(const struct source *source, struct record *record)
{
	const struct tep_format_field *field = source->field[FIELD_BYTES];
	unsigned int offset = (unsigned int)field->offset;

	record->n_bytes = (unsigned int)number(source, FIELD_LEN);
	if (record->n_bytes > UNKNOWN_BYTES)
		record->n_bytes = UNKNOWN_BYTES;
	if (offset + record->n_bytes > source->size)
		record->n_bytes = 0;
	memcpy(record->bytes, source->data + offset, record->n_bytes);
}

/**
 * layout_decode() - decode the event's own fields of a record
 * @layout: from layout_find()
 * @raw: the record as libtracecmd gives it
 * @record: with @kind set; its fields are filled in
 *
 * Return: true when there was something to decode.
 */
bool layout_decode(const struct layout *layout, const struct tep_record *raw,
		   struct record *record)
{
	const struct source source = {
		.reader = layout->reader,
		.field = layout->field[record->kind],
		.data = raw->data,
		.size = (unsigned int)raw->size,
	};

	switch (record->kind) {
	case RECORD_READ:
	case RECORD_WRITE:
		record->phys = number(&source, FIELD_PHYS);
		record->value = number(&source, FIELD_VALUE);
		record->pc = number(&source, FIELD_PC);
		record->map = (uint32_t)number(&source, FIELD_MAP);
		record->width = (unsigned int)number(&source, FIELD_WIDTH);
		return true;
	case RECORD_UNKNOWN:
		record->phys = number(&source, FIELD_PHYS);
		record->pc = number(&source, FIELD_PC);
		record->map = (uint32_t)number(&source, FIELD_MAP);
		bytes(&source, record);
		return true;
	case RECORD_MAP:
		record->phys = number(&source, FIELD_PHYS);
		record->virt = number(&source, FIELD_VIRT);
		record->length = number(&source, FIELD_LEN);
		record->pc = number(&source, FIELD_PC);
		record->map = (uint32_t)number(&source, FIELD_MAP);
		record->domain = (uint32_t)number(&source, FIELD_DOMAIN);
		record->bus = (uint8_t)number(&source, FIELD_BUS);
		record->devfn = (uint8_t)number(&source, FIELD_DEVFN);
		record->bar = (int8_t)number(&source, FIELD_BAR);
		record->flags = (unsigned int)number(&source, FIELD_FLAGS);
		return true;
	case RECORD_UNMAP:
		record->pc = number(&source, FIELD_PC);
		record->map = (uint32_t)number(&source, FIELD_MAP);
		return true;
	case RECORD_DEVICE:
		record->domain = (uint32_t)number(&source, FIELD_DOMAIN);
		record->bus = (uint8_t)number(&source, FIELD_BUS);
		record->devfn = (uint8_t)number(&source, FIELD_DEVFN);
		record->vendor = (uint16_t)number(&source, FIELD_VENDOR);
		record->device = (uint16_t)number(&source, FIELD_DEVICE);
		record->irq = (uint32_t)number(&source, FIELD_IRQ);
		numbers(&source, FIELD_START, record->start, DEVICE_BARS);
		numbers(&source, FIELD_SIZE, record->size, DEVICE_BARS);
		string(&source, FIELD_DRIVER, record);
		return true;
	case RECORD_SYMBOL:
		record->pc = number(&source, FIELD_PC);
		string(&source, FIELD_NAME, record);
		return true;
	case RECORD_MARK:
		string(&source, FIELD_BUF, record);
		return true;
	default:
		return false;
	}
}
