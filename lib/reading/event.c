// SPDX-License-Identifier: GPL-2.0
#include <byteswap.h>
#include <stdlib.h>
#include <string.h>

#include "event.h"

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
	[FIELD_MAP_ID] = "map_id", [FIELD_OPCODE] = "opcode", [FIELD_CALLER] = "caller",
	[FIELD_ADDR] = "addr", [FIELD_VAL] = "val", [FIELD_GPA] = "gpa", [FIELD_TYPE] = "type",
	[FIELD_VERSION] = "version", [FIELD_SHORT_WAY] = "short_way",
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
	{ "mmiotrace", "mmio_session", EVENT_SESSION, F(VERSION) | F(SHORT_WAY), 0 },
	{ "mmiotrace", "mmio_mark", EVENT_MARK, F(BUF), 0 },
	{ "ftrace", "print", EVENT_PRINT, F(BUF), 0 },
	{ "ftrace", "mmiotrace_rw", EVENT_TRACER_ACCESS,
	  F(PHYS) | F(VALUE) | F(PC) | F(MAP_ID) | F(OPCODE) | F(WIDTH), 0 },
	{ "ftrace", "mmiotrace_map", EVENT_TRACER_MAP,
	  F(PHYS) | F(VIRT) | F(LEN) | F(MAP_ID) | F(OPCODE), 0 },
	/* The others of this group are written before a read and after a write. */
	{ "rwmmio", "rwmmio_post_read", EVENT_RWMMIO_READ,
	  F(CALLER) | F(ADDR) | F(VAL) | F(WIDTH), 0 },
	{ "rwmmio", "rwmmio_write", EVENT_RWMMIO_WRITE,
	  F(CALLER) | F(ADDR) | F(VAL) | F(WIDTH), 0 },
	{ "kvm", "kvm_mmio", EVENT_KVM, F(TYPE) | F(LEN) | F(GPA) | F(VAL), 0 },
};

/* As linux/mmiotrace.h numbers what the kernel's tracer has seen. */
enum { TRACER_READ = 1, TRACER_WRITE, TRACER_PROBE, TRACER_UNPROBE, TRACER_UNKNOWN };

/* As trace/events/kvm.h does; of a read that waits for its value only the end counts. */
enum { KVM_READ_UNSATISFIED, KVM_READ, KVM_WRITE };

static bool is_ours(size_t number)
{
	return !strcmp(events[number].system, "mmiotrace");
}

/* Returns whether all that must be there is. */
static bool add_fields(struct event_layout *layout, size_t number, const char *text,
		       const char *end)
{
	struct spot *spot = layout->spot[events[number].event];
	struct event_field field;
	unsigned int n;

	memset(spot, 0, sizeof(layout->spot[0]));
	while (tracefile_field(&text, end, &field)) {
		for (n = 0; n < N_FIELDS; n++)
			if (strlen(field_names[n]) == field.length &&
			    !memcmp(field_names[n], field.name, field.length))
				break;
		if (n == N_FIELDS)
			continue;
		spot[n] = (struct spot){
			.offset = field.offset, .size = field.size, .there = true,
			.dynamic = field.dynamic, .relative = field.relative,
		};
	}
	for (n = 0; n < N_FIELDS; n++)
		if (((events[number].fields & ~events[number].optional) >> n & 1) && !spot[n].there)
			return false;
	return true;
}

/* Bytes of a plain access, 0 when it is none: as of struct event_layout. */
static unsigned int plain_size(const struct spot *spot)
{
	static const unsigned char sizes[] = {
		[FIELD_PID] = 4, [FIELD_PHYS] = 8, [FIELD_VALUE] = 8, [FIELD_PC] = 8,
		[FIELD_MAP] = 4, [FIELD_WIDTH] = 1,
	};
	unsigned int size = 0;
	size_t n;

	for (n = 0; n < sizeof(sizes); n++) {
		if (spot[n].size != sizes[n] || spot[n].offset > UINT16_MAX)
			return 0;
		if (size < spot[n].offset + spot[n].size)
			size = spot[n].offset + spot[n].size;
	}
	return size;
}

/* What stands behind a word at the beginning of a line, up to the line's end. */
static bool find_line(const char *text, const char *end, const char *word, const char **start,
		      size_t *length)
{
	const char *found = memmem(text, (size_t)(end - text), word, strlen(word));
	const char *newline;

	if (!found)
		return false;
	found += strlen(word);
	newline = memchr(found, '\n', (size_t)(end - found));
	*start = found;
	*length = (size_t)((newline ? newline : end) - found);
	return true;
}

/**
 * layout_add() - take in the description of an event
 * @layout: all zeros but for @swap at first
 * @system: group of the event
 * @text: as in the event's format file; behind it stands a 0
 * @size: its size
 *
 * mmio_unmap may lack the caller: not every version of the module knows it.
 */
void layout_add(struct event_layout *layout, const char *system, const char *text, size_t size)
{
	const char *end = text + size;
	const char *name, *id;
	size_t length, i;
	unsigned long number;

	if (!find_line(text, end, "name: ", &name, &length) ||
	    !find_line(text, end, "ID: ", &id, &i))
		return;
	number = strtoul(id, NULL, 10);
	if (number >= N_EVENT_IDS)
		return;
	for (i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		if (strcmp(events[i].system, system) || strlen(events[i].name) != length ||
		    memcmp(events[i].name, name, length))
			continue;
		if (add_fields(layout, i, text, end))
			layout->event[number] = (unsigned char)events[i].event;
		else if (is_ours(i))
			layout->wrong = true;
		if (events[i].event == EVENT_READ || events[i].event == EVENT_WRITE)
			layout->plain[events[i].event] = plain_size(layout->spot[events[i].event]);
		layout->known += is_ours(i);
	}
}

/* One record being decoded: where its data is and which fields it has. */
struct raw_fields {
	const struct spot *spot;
	const char *data;
	unsigned int size;
	bool swap;
};

static struct raw_fields fields_of(const struct event_layout *layout, enum event_number event,
				   const struct pages *raw)
{
	return (struct raw_fields){
		.spot = layout->spot[event],
		.data = (const char *)raw->event,
		.size = raw->size,
		.swap = layout->swap,
	};
}

static inline uint64_t number_at(const struct raw_fields *fields, unsigned int offset,
				 unsigned int size)
{
	uint64_t u64;
	uint32_t u32;
	uint16_t u16;

	if (offset + (uint64_t)size > fields->size)
		return 0;
	switch (size) {
	case 1:
		return (uint8_t)fields->data[offset];
	case 2:
		memcpy(&u16, fields->data + offset, 2);
		return fields->swap ? bswap_16(u16) : u16;
	case 4:
		memcpy(&u32, fields->data + offset, 4);
		return fields->swap ? bswap_32(u32) : u32;
	case 8:
		memcpy(&u64, fields->data + offset, 8);
		return fields->swap ? bswap_64(u64) : u64;
	default:
		return 0;
	}
}

static inline uint64_t number(const struct raw_fields *fields, enum field_number n)
{
	return number_at(fields, fields->spot[n].offset, fields->spot[n].size);
}

static void numbers(const struct raw_fields *fields, enum field_number n, uint64_t *value,
		    unsigned int count)
{
	unsigned int size = fields->spot[n].size / count;
	unsigned int i;

	for (i = 0; i < count; i++)
		value[i] = number_at(fields, fields->spot[n].offset + i * size, size);
}

/* Bytes of a field, dynamic or the rest of the record, cut where the record ends. */
static const char *bytes(const struct raw_fields *fields, enum field_number n, size_t *length)
{
	const struct spot *spot = &fields->spot[n];
	unsigned int offset = spot->offset;
	unsigned int size = spot->size ? spot->size : fields->size;

	if (spot->dynamic) {
		uint32_t location = (uint32_t)number_at(fields, offset, 4);

		offset = location & 0xffff;
		size = location >> 16;
		if (spot->relative)
			offset += spot->offset + spot->size;
	}
	*length = 0;
	if (offset >= fields->size)
		return "";
	*length = size < fields->size - offset ? size : fields->size - offset;
	return fields->data + offset;
}

static const char *string(const struct raw_fields *fields, enum field_number n, size_t *length)
{
	const char *text = bytes(fields, n, length);

	*length = strnlen(text, *length);
	return text;
}

static void decode_wide(const struct raw_fields *fields, struct mmt_record *record)
{
	size_t length;

	record->bytes = (const uint8_t *)bytes(fields, FIELD_BYTES, &length);
	record->width = (unsigned int)number(fields, FIELD_WIDTH);
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
 * @layout: filled by layout_add()
 * @raw: the record
 */
enum event_number layout_event(const struct event_layout *layout, const struct pages *raw)
{
	enum event_number event;
	struct raw_fields fields;
	uint16_t id;

	if (raw->size < sizeof(id))
		return EVENT_OTHER;
	memcpy(&id, raw->event, sizeof(id));
	event = layout->event[layout->swap ? bswap_16(id) : id];
	if (event != EVENT_KVM)
		return event;
	fields = fields_of(layout, event, raw);
	return number(&fields, FIELD_TYPE) == KVM_READ_UNSATISFIED ? EVENT_OTHER : event;
}

/* Only the kernel's tracer counts mappings from its start, and knows nobody's code. */
static bool decode_tracer(struct event_layout *layout, enum event_number event,
			  const struct raw_fields *fields, struct mmt_record *record)
{
	unsigned int opcode = (unsigned int)number(fields, FIELD_OPCODE);
	unsigned int i;

	record->map = (uint32_t)number(fields, FIELD_MAP_ID);
	record->phys = number(fields, FIELD_PHYS);
	if (event == EVENT_TRACER_MAP) {
		if (opcode != TRACER_PROBE && opcode != TRACER_UNPROBE)
			return false;
		record->kind = opcode == TRACER_PROBE ? MMT_MAP : MMT_UNMAP;
		record->virt = number(fields, FIELD_VIRT);
		record->length = number(fields, FIELD_LEN);
		return true;
	}
	record->pc = number(fields, FIELD_PC);
	record->value = number(fields, FIELD_VALUE);
	record->width = (unsigned int)number(fields, FIELD_WIDTH);
	if (opcode == TRACER_UNKNOWN) {
		record->kind = MMT_UNKNOWN;
		record->width = 0;
		record->bytes = layout->bytes;
		record->n_bytes = sizeof(layout->bytes);
		for (i = 0; i < sizeof(layout->bytes); i++)
			layout->bytes[i] = (uint8_t)(record->value >> (16 - 8 * i));
		record->value = 0;
		return true;
	}
	if (opcode != TRACER_READ && opcode != TRACER_WRITE)
		return false;
	record->kind = opcode == TRACER_READ ? MMT_READ : MMT_WRITE;
	return record->width && record->width <= sizeof(record->value);
}

/* Where the device lies is not known here, so that the address is the kernel's virtual one. */
static bool decode_rwmmio(enum event_number event, const struct raw_fields *fields,
			  struct mmt_record *record)
{
	record->kind = event == EVENT_RWMMIO_READ ? MMT_READ : MMT_WRITE;
	record->pc = number(fields, FIELD_CALLER);
	record->phys = number(fields, FIELD_ADDR);
	record->value = number(fields, FIELD_VAL);
	record->width = (unsigned int)number(fields, FIELD_WIDTH) / 8;
	return record->width && record->width <= sizeof(record->value);
}

/* The address is the guest's physical one; of more than 8 bytes the first 8 are there. */
static bool decode_kvm(const struct raw_fields *fields, struct mmt_record *record)
{
	uint64_t type = number(fields, FIELD_TYPE);

	if (type != KVM_READ && type != KVM_WRITE)
		return false;
	record->kind = type == KVM_READ ? MMT_READ : MMT_WRITE;
	record->phys = number(fields, FIELD_GPA);
	record->value = number(fields, FIELD_VAL);
	record->width = (unsigned int)number(fields, FIELD_LEN);
	if (record->width > sizeof(record->value)) {
		record->kind = MMT_UNKNOWN;
		record->width = 0;
		record->value = 0;
	}
	return record->width || record->kind == MMT_UNKNOWN;
}

/** layout_decode_other() - layout_decode(), whatever event it is */
bool layout_decode_other(struct event_layout *layout, enum event_number event,
			 const struct pages *raw, struct mmt_record *record)
{
	struct raw_fields fields;
	size_t length;

	fields = fields_of(layout, event, raw);
	record->pid = (int)number(&fields, FIELD_PID);
	if (event == EVENT_MARK || event == EVENT_PRINT) {
		record->kind = MMT_MARK;
		record->text = string(&fields, FIELD_BUF, &record->text_length);
		return true;
	}
	switch (event) {
	case EVENT_TRACER_ACCESS:
	case EVENT_TRACER_MAP:
		return decode_tracer(layout, event, &fields, record);
	case EVENT_RWMMIO_READ:
	case EVENT_RWMMIO_WRITE:
		return decode_rwmmio(event, &fields, record);
	case EVENT_KVM:
		return decode_kvm(&fields, record);
	default:
		break;
	}
	record->map = (uint32_t)number(&fields, FIELD_MAP);
	if (fields.spot[FIELD_PC].there)
		record->pc = number(&fields, FIELD_PC);
	if (event == EVENT_UNMAP) {
		record->kind = MMT_UNMAP;
		return true;
	}
	record->phys = number(&fields, FIELD_PHYS);
	switch (event) {
	case EVENT_READ:
	case EVENT_WRITE:
		record->kind = event == EVENT_READ ? MMT_READ : MMT_WRITE;
		record->value = number(&fields, FIELD_VALUE);
		record->width = (unsigned int)number(&fields, FIELD_WIDTH);
		return record->width && record->width <= sizeof(record->value);
	case EVENT_READ_WIDE:
	case EVENT_WRITE_WIDE:
		record->kind = event == EVENT_READ_WIDE ? MMT_READ : MMT_WRITE;
		decode_wide(&fields, record);
		return record->width;
	case EVENT_UNKNOWN:
		record->kind = MMT_UNKNOWN;
		record->bytes = (const uint8_t *)bytes(&fields, FIELD_BYTES, &length);
		record->n_bytes = (unsigned int)number(&fields, FIELD_LEN);
		if (record->n_bytes > length)
			record->n_bytes = (unsigned int)length;
		return record->n_bytes <= MMT_WIDEST;
	case EVENT_MAP:
		record->kind = MMT_MAP;
		record->virt = number(&fields, FIELD_VIRT);
		record->length = number(&fields, FIELD_LEN);
		record->flags = (unsigned int)number(&fields, FIELD_FLAGS);
		return true;
	default:
		return false;
	}
}

/**
 * layout_device() - decode the event that describes a device
 * @layout: filled by layout_add()
 * @raw: an EVENT_DEVICE
 * @device: filled in
 */
void layout_device(const struct event_layout *layout, const struct pages *raw,
		   struct device_event *device)
{
	const struct raw_fields fields = fields_of(layout, EVENT_DEVICE, raw);

	device->domain = (uint32_t)number(&fields, FIELD_DOMAIN);
	device->bus = (uint8_t)number(&fields, FIELD_BUS);
	device->devfn = (uint8_t)number(&fields, FIELD_DEVFN);
	device->vendor = (uint16_t)number(&fields, FIELD_VENDOR);
	device->device = (uint16_t)number(&fields, FIELD_DEVICE);
	device->irq = (uint32_t)number(&fields, FIELD_IRQ);
	numbers(&fields, FIELD_START, device->start, MMT_BARS);
	numbers(&fields, FIELD_SIZE, device->size, MMT_BARS);
	device->driver = string(&fields, FIELD_DRIVER, &device->driver_length);
}

/**
 * layout_symbol() - decode the event that names code
 * @layout: filled by layout_add()
 * @raw: an EVENT_SYMBOL
 * @pc: gets the address
 * @name: gets the name, not terminated
 * @length: gets its length
 */
void layout_symbol(const struct event_layout *layout, const struct pages *raw,
		   uint64_t *pc, const char **name, size_t *length)
{
	const struct raw_fields fields = fields_of(layout, EVENT_SYMBOL, raw);

	*pc = number(&fields, FIELD_PC);
	*name = string(&fields, FIELD_NAME, length);
}

/**
 * layout_session() - decode the event that a session begins with
 * @layout: filled by layout_add()
 * @raw: an EVENT_SESSION
 * @version: gets the version of the module, not terminated
 * @length: gets its length
 *
 * Return: whether events were written straight into the trace buffer.
 */
bool layout_session(const struct event_layout *layout, const struct pages *raw,
		    const char **version, size_t *length)
{
	const struct raw_fields fields = fields_of(layout, EVENT_SESSION, raw);

	*version = string(&fields, FIELD_VERSION, length);
	return number(&fields, FIELD_SHORT_WAY);
}
