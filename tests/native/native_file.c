// SPDX-License-Identifier: GPL-2.0
/*
 * Nothing compressed: head, sections, pages of the ring buffer. See
 * trace-cmd.dat.v7(5) and trace-cmd.dat.v6(5).
 */
#include <stdlib.h>
#include <string.h>

#include "native_file.h"

#define PAGE_HEAD	16		/* time, and bytes in use */
#define MISSED_EVENTS	(UINT64_C(1) << 31)
#define MISSED_STORED	(UINT64_C(1) << 30)
#define DELTA_BITS	27

#define FIELD(type, name, offset, size) \
	"\tfield:" type " " name ";\toffset:" #offset ";\tsize:" #size ";\tsigned:0;\n"
#define COMMON \
	FIELD("unsigned short", "common_type", 0, 2) \
	FIELD("unsigned char", "common_flags", 2, 1) \
	FIELD("unsigned char", "common_preempt_count", 3, 1) \
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"
#define EVENT(name, number, fields) \
	"name: " name "\nID: " #number "\nformat:\n" COMMON fields "\nprint fmt: \"\"\n"
#define ACCESS(name, number) EVENT(name, number, \
	FIELD("u64", "phys", 8, 8) FIELD("u64", "value", 16, 8) FIELD("u64", "pc", 24, 8) \
	FIELD("u32", "map", 32, 4) FIELD("u8", "width", 36, 1))
#define WIDE(name, number) EVENT(name, number, \
	FIELD("u64", "phys", 8, 8) FIELD("u64", "pc", 16, 8) FIELD("u32", "map", 24, 4) \
	FIELD("u8", "width", 28, 1) FIELD("__data_loc u8[]", "bytes", 32, 4))

static const char *const events[] = {
	ACCESS("mmio_read", 1001),
	ACCESS("mmio_write", 1002),
	WIDE("mmio_read_wide", 1003),
	WIDE("mmio_write_wide", 1004),
	EVENT("mmio_unknown", 1005,
	      FIELD("u64", "phys", 8, 8) FIELD("u64", "pc", 16, 8) FIELD("u32", "map", 24, 4)
	      FIELD("u8", "len", 28, 1) FIELD("u8", "bytes[15]", 29, 15)),
	EVENT("mmio_map", 1006,
	      FIELD("u64", "phys", 8, 8) FIELD("u64", "virt", 16, 8) FIELD("u64", "len", 24, 8)
	      FIELD("u64", "pc", 32, 8) FIELD("u32", "map", 40, 4) FIELD("u32", "domain", 44, 4)
	      FIELD("u8", "bus", 48, 1) FIELD("u8", "devfn", 49, 1) FIELD("s8", "bar", 50, 1)
	      FIELD("u8", "flags", 51, 1)),
	EVENT("mmio_unmap", 1007, FIELD("u32", "map", 8, 4)),
	EVENT("mmio_device", 1008,
	      FIELD("u32", "domain", 8, 4) FIELD("u8", "bus", 12, 1) FIELD("u8", "devfn", 13, 1)
	      FIELD("u16", "vendor", 14, 2) FIELD("u16", "device", 16, 2) FIELD("u32", "irq", 20, 4)
	      FIELD("u64", "start[7]", 24, 56) FIELD("u64", "size[7]", 80, 56)
	      FIELD("__data_loc char[]", "driver", 136, 4)),
	EVENT("mmio_symbol", 1009, FIELD("u64", "pc", 8, 8) FIELD("__data_loc char[]", "name", 16, 4)),
	EVENT("mmio_session", 1016,
	      FIELD("__data_loc char[]", "version", 8, 4) FIELD("u8", "short_way", 12, 1)),
	EVENT("mmio_mark", 1017, FIELD("__data_loc char[]", "buf", 8, 4)),
	EVENT("other", 1010, FIELD("u32", "x", 8, 4)),
};

#define RWMMIO(name, number, value, at) EVENT(name, number, \
	FIELD("unsigned long", "caller", 8, 8) FIELD("unsigned long", "caller0", 16, 8) \
	FIELD("unsigned long", "addr", 24, 8) value FIELD("u8", "width", at, 1))
#define RWMMIO_VALUE FIELD("u64", "val", 32, 8)

static const char *const rwmmio_events[] = {
	RWMMIO("rwmmio_write", 1011, RWMMIO_VALUE, 40),
	RWMMIO("rwmmio_post_write", 1012, RWMMIO_VALUE, 40),
	RWMMIO("rwmmio_read", 1013, "", 32),
	RWMMIO("rwmmio_post_read", 1014, RWMMIO_VALUE, 40),
};

static const char *const kvm_events[] = {
	EVENT("kvm_mmio", 1015, FIELD("u32", "type", 8, 4) FIELD("u32", "len", 12, 4)
	      FIELD("u64", "gpa", 16, 8) FIELD("u64", "val", 24, 8)),
};

static const char *const ftrace_events[] = {
	EVENT("print", 5, FIELD("unsigned long", "ip", 8, 8)
	      "\tfield:char buf[];\toffset:16;\tsize:0;\tsigned:1;\n"),
	EVENT("mmiotrace_rw", 7,
	      FIELD("resource_size_t", "phys", 8, 8) FIELD("unsigned long", "value", 16, 8)
	      FIELD("unsigned long", "pc", 24, 8) FIELD("int", "map_id", 32, 4)
	      FIELD("unsigned char", "opcode", 36, 1) FIELD("unsigned char", "width", 37, 1)),
	EVENT("mmiotrace_map", 8,
	      FIELD("resource_size_t", "phys", 8, 8) FIELD("unsigned long", "virt", 16, 8)
	      FIELD("unsigned long", "len", 24, 8) FIELD("int", "map_id", 32, 4)
	      FIELD("unsigned char", "opcode", 36, 1)),
};

#define SYSTEM(name, list) { name, list, sizeof(list) / sizeof((list)[0]) }

static const struct {
	const char *name;
	const char *const *event;
	size_t count;
} systems[] = {
	SYSTEM("mmiotrace", events),
	SYSTEM("rwmmio", rwmmio_events),
	SYSTEM("kvm", kvm_events),
};

static const char header_page[] =
	"\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
	"\tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;\n"
	"\tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;\n"
	"\tfield: char data;\toffset:16;\tsize:4080;\tsigned:1;\n";
static const char header_event[] =
	"# compressed entry header\n\ttype_len    :    5 bits\n\ttime_delta  :   27 bits\n"
	"\tarray       :   32 bits\n\n\tpadding     : type == 29\n\ttime_extend : type == 30\n"
	"\ttime_stamp : type == 31\n\tdata max type_len  == 28\n";
static const char symbols[] = "0000000000000000 A fixed_percpu_data\nffffffff81000800 A _absolute\n"
			      "ffffffff81000900 a also_absolute\n"
			      "ffffffff81000000 T _text\nffffffff81000a00 t $x\n"
			      "ffffffff81001000 T probe_it\tmodule\nffffffff81001000 t probe_alias\n"
			      "bad line\nffffffff81002000 T last\n";
static const char tasks[] = "312 modprobe\n";

/** native_add() - append bytes */
void native_add(struct native_bytes *bytes, const void *data, size_t size)
{
	if (bytes->size + size > bytes->room) {
		bytes->room = 2 * (bytes->size + size);
		bytes->data = realloc(bytes->data, bytes->room);
		if (!bytes->data)
			abort();
	}
	if (size)
		memcpy(bytes->data + bytes->size, data, size);
	bytes->size += size;
}

/** native_number() - append a number of @size bytes, the lowest first */
void native_number(struct native_bytes *bytes, uint64_t value, unsigned int size)
{
	native_add(bytes, &value, size);
}

static uint8_t *new_page(struct native_file *file, unsigned int cpu, uint64_t time)
{
	static const uint8_t zeros[NATIVE_PAGE];
	struct native_bytes *bytes = &file->cpu[cpu];
	uint8_t *page;

	native_add(bytes, zeros, sizeof(zeros));
	page = bytes->data + bytes->size - NATIVE_PAGE;
	memcpy(page, &time, sizeof(time));
	file->time[cpu] = time;
	return page;
}

/** native_event() - append an event to those of a CPU */
void native_event(struct native_file *file, unsigned int cpu, uint64_t time,
		  const struct native_bytes *event)
{
	struct native_bytes *bytes = &file->cpu[cpu];
	size_t size = (event->size + 3) & ~(size_t)3;
	/* What needs more words than 28 has its length in a word of its own. */
	size_t whole = size + (size <= 112 ? 4 : 8);
	uint8_t *page = bytes->size ? bytes->data + bytes->size - NATIVE_PAGE : NULL;
	uint64_t used = 0;
	uint32_t head;

	if (page)
		memcpy(&used, page + 8, sizeof(used));
	used &= 0xfffff;
	if (!page || PAGE_HEAD + used + whole > NATIVE_PAGE ||
	    time - file->time[cpu] >= UINT64_C(1) << DELTA_BITS) {
		page = new_page(file, cpu, time);
		used = 0;
	}
	head = (size <= 112 ? (uint32_t)size / 4 : 0) | (uint32_t)(time - file->time[cpu]) << 5;
	memcpy(page + PAGE_HEAD + used, &head, 4);
	if (size > 112) {
		head = (uint32_t)size + 4;
		memcpy(page + PAGE_HEAD + used + 4, &head, 4);
	}
	if (event->size)
		memcpy(page + PAGE_HEAD + used + whole - size, event->data, event->size);
	used += whole;
	memcpy(page + 8, &used, sizeof(used));
	file->time[cpu] = time;
}

/** native_begin() - what all events begin with */
void native_begin(struct native_bytes *event, enum native_event number, int pid)
{
	event->size = 0;
	native_number(event, number, 2);
	native_number(event, 0, 2);
	native_number(event, (uint32_t)pid, 4);
}

/** native_access() - append an access through mapping 1 */
void native_access(struct native_file *file, unsigned int cpu, uint64_t time,
		   enum native_event event, uint64_t phys, uint64_t value, unsigned int width)
{
	struct native_bytes bytes = { 0 };

	native_begin(&bytes, event, 312);
	native_number(&bytes, phys, 8);
	native_number(&bytes, value, 8);
	native_number(&bytes, UINT64_C(0xffffffff81001004), 8);
	native_number(&bytes, 1, 4);
	native_number(&bytes, width, 4);
	native_event(file, cpu, time, &bytes);
	free(bytes.data);
}

/** native_device() - append a PCI device 0000:00 with a first BAR, @bar, of 128 KiB unless 0 */
void native_device(struct native_file *file, unsigned int cpu, uint64_t time,
		   unsigned int devfn, uint64_t bar, const char *driver)
{
	struct native_bytes bytes = { 0 };
	size_t length = strlen(driver) + 1;
	unsigned int i;

	native_begin(&bytes, NATIVE_DEVICE, 312);
	native_number(&bytes, 0, 4);
	native_number(&bytes, 0, 1);
	native_number(&bytes, devfn, 1);
	native_number(&bytes, 0x8086, 2);
	native_number(&bytes, 0x100e, 2);
	native_number(&bytes, 0, 2);
	native_number(&bytes, 11, 4);
	for (i = 0; i < 7; i++)
		native_number(&bytes, i ? 0 : bar, 8);
	for (i = 0; i < 7; i++)
		native_number(&bytes, i || !bar ? 0 : 0x20000, 8);
	native_number(&bytes, 140 | length << 16, 4);
	native_add(&bytes, driver, length);
	native_event(file, cpu, time, &bytes);
	free(bytes.data);
}

/** native_lost() - say that @count events were lost before the last page, -1: some */
void native_lost(struct native_file *file, unsigned int cpu, int64_t count)
{
	struct native_bytes *bytes = &file->cpu[cpu];
	uint8_t *page = bytes->data + bytes->size - NATIVE_PAGE;
	uint64_t used;

	memcpy(&used, page + 8, sizeof(used));
	if (count >= 0)
		memcpy(page + PAGE_HEAD + used, &count, sizeof(count));
	used |= MISSED_EVENTS | (count >= 0 ? MISSED_STORED : 0);
	memcpy(page + 8, &used, sizeof(used));
}

static void begin_section(struct native_bytes *out, unsigned int id, uint64_t size)
{
	native_number(out, id, 2);
	native_number(out, 0, 2);
	native_number(out, 0, 4);
	native_number(out, size, 8);
}

/* Version 6 has the content only, and no @options. */
static void section(struct native_bytes *out, unsigned int id, const struct native_bytes *content,
		    struct native_bytes *options)
{
	if (options) {
		native_number(options, id, 2);
		native_number(options, 8, 4);
		native_number(options, out->size, 8);
		begin_section(out, id, content->size);
	}
	native_add(out, content->data, content->size);
}

static void sized(struct native_bytes *content, const char *text, unsigned int size)
{
	native_number(content, strlen(text), size);
	native_add(content, text, strlen(text));
}

static void formats(struct native_bytes *content, const char *const *event, size_t count)
{
	size_t i;

	native_number(content, count, 4);
	for (i = 0; i < count; i++)
		sized(content, event[i], 8);
}

/** native_content() - what is in a section of this number: 16 to 19, 21 */
void native_content(unsigned int id, struct native_bytes *content)
{
	size_t i;

	content->size = 0;
	switch (id) {
	case 16:
		native_add(content, "header_page", 12);
		sized(content, header_page, 8);
		native_add(content, "header_event", 13);
		sized(content, header_event, 8);
		break;
	case 17:
		formats(content, ftrace_events, sizeof(ftrace_events) / sizeof(ftrace_events[0]));
		break;
	case 18:
		native_number(content, sizeof(systems) / sizeof(systems[0]), 4);
		for (i = 0; i < sizeof(systems) / sizeof(systems[0]); i++) {
			native_add(content, systems[i].name, strlen(systems[i].name) + 1);
			formats(content, systems[i].event, systems[i].count);
		}
		break;
	case 19:
		sized(content, symbols, 4);
		break;
	default:
		sized(content, tasks, 8);
	}
}

static void describe(struct native_bytes *out, struct native_bytes *options)
{
	struct native_bytes content = { 0 };
	unsigned int id;

	for (id = 16; id < 20; id++) {
		native_content(id, &content);
		section(out, id, &content, options);
	}
	if (!options)
		native_number(out, 0, 4);	/* formats of trace_printk() */
	native_content(21, &content);
	section(out, 21, &content, options);
	free(content.data);
}

/* What a file says of its making. */
static void about(struct native_bytes *options)
{
	static const char clock[] = "local [global] counter\n", system[] = "Linux vm 6.1.0 x86_64";

	native_number(options, 4, 2);
	sized(options, clock, 4);
	native_number(options, 5, 2);
	sized(options, system, 4);
	native_number(options, 8, 2);
	native_number(options, 4, 4);
	native_number(options, NATIVE_CPUS, 4);
	native_number(options, 9, 2);
	sized(options, "3.1.6 made", 4);
}

static void put_at(struct native_bytes *out, size_t at, uint64_t value, unsigned int size)
{
	memcpy(out->data + at, &value, size);
}

/* The section of the pages; each CPU's begin at a multiple of their size. */
static void pages(const struct native_file *file, struct native_bytes *out,
		  struct native_bytes *options)
{
	static const uint8_t zeros[NATIVE_PAGE];
	struct native_bytes option = { 0 };
	size_t start = out->size;
	unsigned int cpu;

	native_number(&option, start, 8);
	native_add(&option, "", 1);
	native_add(&option, "local", 6);
	native_number(&option, NATIVE_PAGE, 4);
	native_number(&option, NATIVE_CPUS, 4);
	begin_section(out, 3, 0);
	native_add(out, zeros, (NATIVE_PAGE - out->size % NATIVE_PAGE) % NATIVE_PAGE);
	for (cpu = 0; cpu < NATIVE_CPUS; cpu++) {
		native_number(&option, cpu, 4);
		native_number(&option, out->size, 8);
		native_number(&option, file->cpu[cpu].size, 8);
		native_add(out, file->cpu[cpu].data, file->cpu[cpu].size);
	}
	put_at(out, start + 8, out->size - start - 16, 8);
	native_number(options, 3, 2);
	native_number(options, option.size, 4);
	native_add(options, option.data, option.size);
	free(option.data);
}

/** native_finish() - make the whole file */
void native_finish(struct native_file *file, struct native_bytes *out)
{
	struct native_bytes options = { 0 };
	size_t first;

	out->size = 0;
	native_add(out, "\027\010\104tracing7", 12);
	native_number(out, 0, 1);
	native_number(out, 8, 1);
	native_number(out, NATIVE_PAGE, 4);
	native_add(out, "none\0", 6);
	first = out->size;
	native_number(out, 0, 8);
	describe(out, &options);
	about(&options);
	pages(file, out, &options);
	native_number(&options, 0, 2);
	native_number(&options, 8, 4);
	native_number(&options, 0, 8);
	put_at(out, first, out->size, 8);
	begin_section(out, 0, options.size);
	native_add(out, options.data, options.size);
	free(options.data);
}

/** native_finish_6() - make the whole file, of version 6; the last CPU's pages end it */
void native_finish_6(struct native_file *file, struct native_bytes *out)
{
	uint64_t offset;
	unsigned int cpu;

	out->size = 0;
	native_add(out, "\027\010\104tracing6", 12);
	native_number(out, 0, 1);
	native_number(out, 8, 1);
	native_number(out, NATIVE_PAGE, 4);
	describe(out, NULL);
	native_number(out, NATIVE_CPUS, 4);
	native_add(out, "options  ", 10);
	about(out);
	native_number(out, 0, 2);
	native_add(out, "flyrecord", 10);
	offset = out->size + NATIVE_CPUS * 16;
	for (cpu = 0; cpu < NATIVE_CPUS; cpu++) {
		native_number(out, offset, 8);
		native_number(out, file->cpu[cpu].size, 8);
		offset += file->cpu[cpu].size;
	}
	for (cpu = 0; cpu < NATIVE_CPUS; cpu++)
		native_add(out, file->cpu[cpu].data, file->cpu[cpu].size);
}

/** native_free() - free what the pages take */
void native_free(struct native_file *file)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NATIVE_CPUS; cpu++)
		free(file->cpu[cpu].data);
	memset(file, 0, sizeof(*file));
}
