/* SPDX-License-Identifier: GPL-2.0 */
/*
 * libmmiotrace: reading traces of memory-mapped I/O, whoever made them, and
 * giving names to what is in them.
 *
 *	struct mmt_trace *trace = mmt_open("mmiotrace.dat", NULL);
 *	struct mmt_record record;
 *
 *	while (trace && mmt_next(trace, &record) > 0)
 *		if (mmt_is_access(&record))
 *			printf("%llx\n", (unsigned long long)record.phys);
 *	mmt_close(trace);
 *
 * No function prints, exits or changes the process's signals or locale. An
 * object is for one thread at a time; different objects do not share anything.
 *
 * The interface lasts. A program goes on working with every later library of the same
 * name (libmmiotrace.so.0), without being compiled again:
 * - functions, members and enumerators stay, with their names, types and numbers;
 * - structures grow only at their ends. The functions that make an object take
 *   struct mmt_sizes from the header, so that the library knows how much of each
 *   structure the program has: it fills in no more, and reads no more;
 * - what the library gives out by pointer may be longer than the program knows: do not
 *   copy it by hand, and make no arrays of it. struct mmt_messages, mmt_placement,
 *   mmt_line, mmt_diff_access, mmt_diff_phase and mmt_diff_cursor never change;
 * - new kinds, errors, topics and so on get new numbers at the end. A program passes
 *   over those that it does not know; the MMT_N_* are how many its header knows.
 *
 * lib/interface.txt is what was promised so far; tests/checks/interface compares it.
 */
#ifndef LIBMMIOTRACE_H
#define LIBMMIOTRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The library is built with everything hidden but this. */
#pragma GCC visibility push(default)

/* --- the interface itself -------------------------------------------------- */

/* Rises by one whenever something is added. */
#define MMT_INTERFACE	4

/** mmt_interface() - MMT_INTERFACE of the library that runs */
unsigned int mmt_interface(void);

/** mmt_version() - version of the library that runs, for people: "0.2.0" */
const char *mmt_version(void);

/**
 * struct mmt_sizes - how much of each structure a program knows
 * @sizes: bytes of this one
 * @options: of struct mmt_options
 * @record: of struct mmt_record
 * @named: of struct mmt_named
 * @field: of struct mmt_field
 * @writer_options: of struct mmt_writer_options
 * @diff_device: of struct mmt_diff_device
 * @diff_row: of struct mmt_diff_row
 *
 * Programs in C and C++ need not know of it: mmt_open() and others pass mmt_sizes_here()
 * on. Other languages fill one in and call the functions whose names end in _sized.
 */
struct mmt_sizes {
	size_t sizes;
	size_t options;
	size_t record;
	size_t named;
	size_t field;
	size_t writer_options;
	size_t diff_device;
	size_t diff_row;
};

/* --- what went wrong ------------------------------------------------------- */

/* What kind of thing is wrong: for programs, which do not read texts. */
enum mmt_error {
	MMT_ERROR_NONE,		/* nothing is: a remark */
	MMT_ERROR_SYSTEM,	/* the system refused something: struct mmt_complaint.system */
	MMT_ERROR_MEMORY,	/* there is no memory left */
	MMT_ERROR_FORMAT,	/* not of a format that can be read */
	MMT_ERROR_VERSION,	/* of another version: of a format, of the module, of this library */
	MMT_ERROR_CUT,		/* its end is missing */
	MMT_ERROR_DAMAGED,	/* a part of it is not as its format has it, or cannot be so */
	MMT_ERROR_LIMIT,	/* more of something than is taken */
	MMT_ERROR_DESCRIPTION,	/* a description of registers, or an exception, is wrong */
	MMT_N_ERRORS,
};

/** mmt_error_name() - "damaged" of MMT_ERROR_DAMAGED and so on; NULL of no such error */
const char *mmt_error_name(enum mmt_error error);

/**
 * struct mmt_complaint - one thing that is wrong with a file
 * @error: what kind of thing
 * @system: errno, of MMT_ERROR_SYSTEM; else 0
 * @file: path of the file, or "-" for a pipe
 * @line: line in it, from 1; 0 when that means nothing
 * @text: what is wrong and what to do about it, one line without its end
 *
 * Good until the function that is told returns.
 */
struct mmt_complaint {
	enum mmt_error error;
	int system;
	const char *file;
	unsigned long line;
	const char *text;
};

/**
 * typedef mmt_complain - is told of what is wrong with a file
 * @data: from struct mmt_messages
 * @complaint: what is wrong
 */
typedef void (*mmt_complain)(void *data, const struct mmt_complaint *complaint);

/**
 * struct mmt_messages - where complaints go
 * @complain: the function, or NULL for nowhere
 * @data: for it
 */
struct mmt_messages {
	mmt_complain complain;
	void *data;
};

/* --- text of others -------------------------------------------------------- */

/**
 * mmt_unsafe() - would the character that a text begins with do something to a terminal?
 * @text: any bytes, meant as UTF-8
 * @length: how many
 *
 * Control characters, those of 8 bits too, ends of lines, what turns the direction of
 * writing, and what is no UTF-8.
 *
 * Return: bytes of it; 0 when it is fine, or @length is 0.
 */
size_t mmt_unsafe(const char *text, size_t length);

/**
 * mmt_make_safe() - put a '?' for each character that mmt_unsafe() finds
 * @text: changed; gets no longer
 */
void mmt_make_safe(char *text);

/**
 * typedef mmt_put - takes a piece of text
 * @to: where to, as given to the function that calls it
 * @text: the piece, not terminated
 * @length: its length
 */
typedef void (*mmt_put)(void *to, const char *text, size_t length);

/**
 * mmt_put_json() - write a JSON string, with its quotes
 * @put: gets it in pieces
 * @to: for @put
 * @text: any bytes; what is not UTF-8 becomes U+FFFD
 * @length: how many
 */
void mmt_put_json(mmt_put put, void *to, const char *text, size_t length);

/**
 * mmt_put_csv() - write a field of a CSV file, quoted when RFC 4180 wants it
 * @put: gets it in pieces
 * @to: for @put
 * @text: any bytes
 * @length: how many
 */
void mmt_put_csv(mmt_put put, void *to, const char *text, size_t length);

/* --- traces ---------------------------------------------------------------- */

/* The formats that can be read; recognised by content. */
enum mmt_format {
	MMT_FORMAT_NATIVE,	/* trace-cmd's file with the events of mmiotrace */
	MMT_FORMAT_CLASSIC,	/* the kernel's own mmiotrace log, 20070824 */
	MMT_FORMAT_QEMU,	/* -trace memory_region_ops_* and vfio_* */
};

enum mmt_kind {
	MMT_READ,		/* an access to device memory */
	MMT_WRITE,
	MMT_UNKNOWN,		/* an instruction whose value is not known */
	MMT_MAP,		/* a mapping begins */
	MMT_UNMAP,		/* and ends */
	MMT_DEVICE,		/* description of a device */
	MMT_MARK,		/* text of the user's */
	MMT_LOST,		/* records are missing here */
	MMT_CONFIG_READ,	/* PCI configuration space: offset is in that */
	MMT_CONFIG_WRITE,
	MMT_NOTE,		/* a line kept as it was, such as LSPCI */
	MMT_N_KINDS,
};

#define MMT_BARS		7	/* six and the ROM */
#define MMT_ROM			6
#define MMT_NO_BAR		(-1)
#define MMT_WIDEST		64	/* bytes of the widest access */
#define MMT_LOST_UNCOUNTED	(-1)	/* nobody knows how many */

/* struct mmt_record.flags */
#define MMT_EARLIER	1	/* the mapping was there before the session */
#define MMT_UNTRACED	2	/* the mapping could not be traced */

/**
 * struct mmt_device - a device that a trace describes
 * @address: "0000:00:04.0"; for what is no PCI device the name that the trace
 *	has for it, such as "hpet"
 * @label: for people: driver and shortest address, "e1000 00:04.0"
 * @driver: its driver, or ""
 * @is_pci: the following mean something
 * @domain: PCI address
 * @bus: likewise
 * @devfn: likewise
 * @vendor: PCI vendor, 0 when the trace does not say
 * @device: PCI device
 * @irq: interrupt line
 * @start: BARs with flag bits in the low nibble, as /proc/bus/pci/devices has them
 * @size: sizes of these
 * @index: number of this device in its trace, from 0; never changes
 *
 * Lives as long as its trace. Later descriptions of the same device update it.
 */
struct mmt_device {
	char address[64];
	char label[128];
	char driver[64];
	bool is_pci;
	uint32_t domain;
	uint8_t bus;
	uint8_t devfn;
	uint16_t vendor;
	uint16_t device;
	uint32_t irq;
	uint64_t start[MMT_BARS];
	uint64_t size[MMT_BARS];
	unsigned int index;
};

/**
 * struct mmt_record - one record of a trace
 * @kind: which of the other members mean something
 * @cpu: where, -1 when the trace does not say
 * @pid: thread, 0 when the trace does not say
 * @task: its name, "" when the trace does not say
 * @time: nanoseconds of the trace's clock
 * @device: whose memory it is, NULL when nobody knows
 * @bar: which part of it, MMT_ROM, or MMT_NO_BAR
 * @offset: in that; where @bar is MMT_NO_BAR and nobody knows where the device
 *	begins (a region of QEMU's log that was not placed) it is @phys
 * @phys: physical address (accesses; of the mapping in MAP and UNMAP); 0 when the
 *	trace has only offsets
 * @value: read or written, zero-extended; of a wide access its first 8 bytes
 * @bytes: of a wide access (@width > 8) all its bytes in the order of memory; of
 *	UNKNOWN the instruction, @n_bytes of it
 * @width: bytes accessed
 * @n_bytes: see there
 * @map: number of the mapping, 0 when the trace does not say
 * @pc: address of the code, 0 when the trace does not say
 * @virt: virtual address (MAP)
 * @length: bytes (MAP)
 * @flags: MMT_EARLIER, MMT_UNTRACED (MAP)
 * @lost: how many, or MMT_LOST_UNCOUNTED (LOST)
 * @text: mark or note; not terminated
 * @text_length: its length
 *
 * All pointers but @device are good only until the next record.
 */
struct mmt_record {
	enum mmt_kind kind;
	int cpu;
	int pid;
	const char *task;
	uint64_t time;
	const struct mmt_device *device;
	int bar;
	uint64_t offset;
	uint64_t phys;
	uint64_t value;
	const uint8_t *bytes;
	unsigned int width;
	unsigned int n_bytes;
	uint32_t map;
	uint64_t pc;
	uint64_t virt;
	uint64_t length;
	unsigned int flags;
	long long lost;
	const char *text;
	size_t text_length;
};

/*
 * Short functions are compiled into the program; the library has them, too, for other
 * languages.
 */

/** mmt_is_access() - is it an access to device memory whose value is known? */
inline bool mmt_is_access(const struct mmt_record *record)
{
	return record->kind == MMT_READ || record->kind == MMT_WRITE;
}

/** mmt_is_config() - is it an access to PCI configuration space? */
inline bool mmt_is_config(enum mmt_kind kind)
{
	return kind == MMT_CONFIG_READ || kind == MMT_CONFIG_WRITE;
}

/** mmt_is_write() - is it a write, to device memory or to configuration space? */
inline bool mmt_is_write(enum mmt_kind kind)
{
	return kind == MMT_WRITE || kind == MMT_CONFIG_WRITE;
}

/**
 * mmt_kind_name() - what scripts call a kind of record: "read", "config_write"
 * @kind: any number
 *
 * Return: the name, that in docs/data.md; NULL of no such kind.
 */
const char *mmt_kind_name(enum mmt_kind kind);

/** mmt_format_name() - "native", "classic" or "qemu"; NULL of no such format */
const char *mmt_format_name(enum mmt_format format);

/**
 * mmt_device_is() - does a name mean this device?
 * @device: the device, or NULL
 * @name: "0000:00:04.0", "00:04.0", or the name of a driver
 */
inline bool mmt_device_is(const struct mmt_device *device, const char *name)
{
	if (!device)
		return false;
	if (!strcmp(device->address, name) || !strcmp(device->driver, name))
		return true;
	return device->is_pci && !device->domain && !strcmp(device->address + 5, name);
}

/**
 * struct mmt_placement - where a region of a QEMU log lies: --map NAME=DEVICE/barN@PHYS
 * @region: name of the region in the log; "DEVICE:regionN" for vfio; what is in
 *	the log for it ("0x55d0") when it has no names
 * @address: PCI address of its device
 * @bar: its BAR
 * @phys: physical address of the BAR
 *
 * Several regions may lie in one BAR, and regions of one name in several. In other
 * traces it says where a BAR lies that the trace does not describe.
 */
struct mmt_placement {
	const char *region;
	const char *address;
	int bar;
	uint64_t phys;
};

/**
 * struct mmt_options - how to open a trace; all zeros is a good choice
 * @messages: where complaints go
 * @placements: what the trace does not say itself; mainly for QEMU's logs
 * @n_placements: how many
 * @wait: of a file that grows: called at its end, and of a pipe when there is nothing to
 *	be read; true looks again. NULL for a file that is all there, or compressed
 * @wait_data: for @wait
 * @until: a recording is gone through once before its first record, for the devices that it
 *	describes anywhere; of what comes after this time, in nanoseconds, a device is given
 *	out where it is described. 0 for none, which is slower with a large file
 * @until_since: @until counts from the first access
 */
struct mmt_options {
	struct mmt_messages messages;
	const struct mmt_placement *placements;
	size_t n_placements;
	bool (*wait)(void *data);
	void *wait_data;
	uint64_t until;
	bool until_since;
};

struct mmt_trace;

/**
 * mmt_placement_parse() - take NAME=PCIADDR/barN@PHYS apart
 * @text: changed; must live as long as @placement
 * @placement: filled in
 *
 * Return: NULL, or what is wrong with it.
 */
const char *mmt_placement_parse(char *text, struct mmt_placement *placement);

/**
 * mmt_open() - open a trace of any supported format
 * @path: the file, or "-" for standard input; may be a pipe, may be compressed
 *	(gzip, bzip2, xz, lzma, zstd)
 * @options: may be NULL; what it points to must live as long as the trace
 *
 * Memory does not grow with the number of accesses.
 *
 * Return: the trace, or NULL after a complaint.
 */
static inline struct mmt_trace *mmt_open(const char *path, const struct mmt_options *options);

/** mmt_open_sized() - mmt_open() for other languages: with the sizes that they know */
struct mmt_trace *mmt_open_sized(const char *path, const struct mmt_options *options,
				 const struct mmt_sizes *sizes);

/**
 * mmt_open_fd() - open a trace that is open already
 * @fd: it is read from where it stands, a recording that is not compressed from its
 *	begin. Stays the caller's, who may close it at any time; its position is moved
 * @name: what it is called in complaints
 * @options: may be NULL
 *
 * Return: as mmt_open().
 */
static inline struct mmt_trace *mmt_open_fd(int fd, const char *name,
					    const struct mmt_options *options);

/** mmt_open_fd_sized() - mmt_open_fd() for other languages */
struct mmt_trace *mmt_open_fd_sized(int fd, const char *name, const struct mmt_options *options,
				    const struct mmt_sizes *sizes);

/**
 * mmt_rewind() - read a trace once more
 * @trace: the trace; mmt_next() gives its first record then
 *
 * What was given out lives on; mmt_devices() and mmt_problems() count anew. Names that
 * have learned from the accesses go on from there: make new ones.
 *
 * Return: 0; -1 after a complaint, of a pipe for example. Then it is at its end.
 */
int mmt_rewind(struct mmt_trace *trace);

/** mmt_close() - close a trace; NULL is fine */
void mmt_close(struct mmt_trace *trace);

/** mmt_format_of() - the format that mmt_open() has recognised */
enum mmt_format mmt_format_of(const struct mmt_trace *trace);

/* What a trace may say of its making. */
enum mmt_topic {
	MMT_ABOUT_VERSION,	/* of the format: "7" */
	MMT_ABOUT_SYSTEM,	/* "Linux HOST RELEASE MACHINE" */
	MMT_ABOUT_CPUS,		/* how many the machine had: "2" */
	MMT_ABOUT_CLOCK,	/* of its times: "local" */
	MMT_ABOUT_RECORDER,	/* "mmiotrace VERSION", or the version of trace-cmd */
	MMT_ABOUT_MODULE,	/* version of the mmiotrace module */
	MMT_ABOUT_EVENTS,	/* how it wrote: "straight into the trace buffer", or another way */
	MMT_ABOUT_END,		/* "missing": the recording never ended, or still goes on */
	MMT_N_TOPICS,
};

/**
 * mmt_about() - what the trace itself says of its making
 * @trace: the trace
 * @topic: what about
 *
 * Return: a text of others, good until mmt_close(); NULL when it does not say.
 */
const char *mmt_about(const struct mmt_trace *trace, enum mmt_topic topic);

/**
 * mmt_next() - the next record, in the order of the trace
 * @trace: the trace
 * @record: filled in
 *
 * What cannot be understood is complained about, counted, and passed over.
 *
 * Return: 1; 0 at the end; -1 when the rest cannot be read, after a complaint.
 */
int mmt_next(struct mmt_trace *trace, struct mmt_record *record);

/**
 * mmt_progress() - how much of a trace was read
 * @trace: the trace
 *
 * Return: of a thousand parts; -1 when nobody knows how long it is.
 */
int mmt_progress(const struct mmt_trace *trace);

/** mmt_problems() - how many things were complained about so far */
unsigned long mmt_problems(const struct mmt_trace *trace);

/**
 * mmt_devices() - the devices that the trace has described so far
 * @trace: the trace
 * @count: gets how many
 *
 * A native file has described all before its first record is read.
 *
 * Return: array of pointers, by struct mmt_device.index; good until mmt_next().
 */
const struct mmt_device *const *mmt_devices(const struct mmt_trace *trace,
					    unsigned int *count);

/**
 * mmt_function() - name the code at an address
 * @trace: the trace
 * @pc: the address
 *
 * Return: "function+0xoffset [module]", the bare address when nobody knows, or ""
 * when @pc is 0; lives as long as the trace.
 */
const char *mmt_function(struct mmt_trace *trace, uint64_t pc);

/* --- register names -------------------------------------------------------- */

/**
 * struct mmt_regs - register descriptions, from any number of files
 *
 * Knows files, chips and spaces of registers; struct mmt_names applies them to
 * the devices of one trace.
 */
struct mmt_regs;

/** mmt_regs_new() - no descriptions yet; NULL when out of memory */
struct mmt_regs *mmt_regs_new(const struct mmt_messages *messages);

/** mmt_regs_free() - free descriptions; no names use them any more */
void mmt_regs_free(struct mmt_regs *regs);

/**
 * mmt_regs_load() - read descriptions
 * @regs: where to
 * @path: rnndb XML, CMSIS-SVD, C header or rules file, recognised by content; or a
 *	directory, in which the files for a device are looked for when it appears
 *
 * Return: 0; or -1 when nothing could be read of it, after a complaint.
 */
int mmt_regs_load(struct mmt_regs *regs, const char *path);

/**
 * mmt_regs_write() - write what was read of a driver's source or header as rules
 * @regs: the descriptions, of one driver
 * @path: what they are called in complaints
 * @put: gets the file of rules in pieces
 * @to: for @put
 *
 * The rules name what the source does, and say of each register from which line it comes.
 *
 * Return: how many registers; -1 after a complaint.
 */
long mmt_regs_write(struct mmt_regs *regs, const char *path, mmt_put put, void *to);

/** mmt_regs_problems() - how many things were complained about so far */
unsigned long mmt_regs_problems(const struct mmt_regs *regs);

/* struct mmt_register.access */
#define MMT_REG_READ	1
#define MMT_REG_WRITE	2

/**
 * struct mmt_register - one register, as described
 * @name: its own name, without what it lies in
 * @doc: one line about it, or NULL
 * @width: bytes
 * @access: MMT_REG_READ, MMT_REG_WRITE
 */
struct mmt_register {
	const char *name;
	const char *doc;
	unsigned int width;
	unsigned int access;
};

/**
 * struct mmt_named - an access, or a part of one, with its register
 * @name: path of the register: "PFIFO.CACHE1.ADDR[0x32]"; where only the block
 *	is known "PMC+0x23c"; lives as long as the names
 * @reg: the register, or NULL; lives as long as the names. It is not the same
 *	for reading and writing when these mean different things
 * @value: what was read or written of it
 * @id: the same number for the same name on the same device, small, from 0;
 *	good as an index into an array. Never changes for a struct mmt_names
 */
struct mmt_named {
	const char *name;
	const struct mmt_register *reg;
	uint64_t value;
	uint32_t id;
};

#define MMT_MAX_PARTS	8	/* registers of 8 bits in an access of 8 bytes */

struct mmt_names;

/**
 * mmt_names_new() - names for one trace
 * @regs: the descriptions; must live as long as the names
 * @trace: likewise; its devices decide which description is for which of them.
 *	NULL when there is none
 *
 * Return: the names, or NULL when out of memory.
 */
static inline struct mmt_names *mmt_names_new(struct mmt_regs *regs, struct mmt_trace *trace);

/** mmt_names_new_sized() - mmt_names_new() for other languages */
struct mmt_names *mmt_names_new_sized(struct mmt_regs *regs, struct mmt_trace *trace,
				      const struct mmt_sizes *sizes);

/** mmt_names_free() - free names; NULL is fine */
void mmt_names_free(struct mmt_names *names);

/**
 * mmt_name() - name the registers of an access
 * @names: learns from it: which chip it is, which bank or index is selected; so
 *	it must see all accesses of a trace, in order
 * @record: an access
 * @part: filled in, the lowest address first
 *
 * Registers of PCI configuration space have the names of its specification, with no
 * description at all; those of capabilities once the trace has read where these are.
 *
 * Return: how many parts; 0 when no description has anything to say.
 */
unsigned int mmt_name(struct mmt_names *names, const struct mmt_record *record,
		      struct mmt_named part[MMT_MAX_PARTS]);

/**
 * struct mmt_field - a field of a register with a value
 * @name: its name
 * @text: its value for people: an enumeration's name, a number; "" for a flag
 *	(a field of one bit without a type)
 * @value: its bits, shifted down
 * @low: its lowest bit
 * @high: its highest bit
 * @guessed: its description does not say that it is one, or not how far it reaches:
 *	people are shown "NAME?"
 *
 * Good until the next call for the same struct mmt_names.
 */
struct mmt_field {
	const char *name;
	const char *text;
	uint64_t value;
	unsigned int low;
	unsigned int high;
	bool guessed;
};

/**
 * mmt_fields() - take a value apart
 * @names: the names
 * @named: from mmt_name(); of a register
 * @value: any value of it
 * @count: gets how many
 * @rest: gets the bits that belong to no field
 *
 * Return: its fields, the lowest first; NULL when it has none.
 */
const struct mmt_field *mmt_fields(struct mmt_names *names, const struct mmt_named *named,
				   uint64_t value, unsigned int *count, uint64_t *rest);

/**
 * mmt_value() - a value for people
 * @names: the names
 * @named: from mmt_name()
 * @value: any value of it
 *
 * "{ LU = 1 | SPEED = 1000 }", the name of an enumeration, or a number.
 *
 * Return: the text; good until the next call for the same struct mmt_names.
 */
const char *mmt_value(struct mmt_names *names, const struct mmt_named *named,
		      uint64_t value);

/**
 * mmt_explain() - tell how the name of an access was decided
 * @names: the names
 * @record: the access
 * @named: from mmt_name() of it, the first part; NULL when it has no name
 * @put: gets lines of text, with their ends, without anything unsafe
 * @to: for @put
 */
void mmt_explain(struct mmt_names *names, const struct mmt_record *record,
		 const struct mmt_named *named, mmt_put put, void *to);

/* --- comparing ------------------------------------------------------------- */

/* What a comparison says of an access. */
enum mmt_verdict {
	MMT_SAME,		/* both sides have it */
	MMT_VALUE,		/* both have it, the value differs */
	MMT_MISSING,		/* only A has it */
	MMT_SURPLUS,		/* only B has it */
	MMT_MOVED,		/* both have it, elsewhere in the order */
	MMT_N_VERDICTS,
};

/* Why a difference is no finding of its own. */
enum mmt_excuse {
	MMT_NO_EXCUSE,		/* it is one */
	MMT_VARIES,		/* among runs of one driver, too */
	MMT_EXCEPTED,		/* the user has excused it */
	MMT_UNKNOWABLE,		/* records of the other side are missing there */
	MMT_POLLED,		/* how often a poll looks is no difference */
	MMT_INTERLEAVED,	/* moved, only past what others did at the same time: the same */
	MMT_EFFECT,		/* it follows from one before; counted, not told again */
	MMT_ADDRESS,		/* of memory, which is another in each run */
};

/** mmt_verdict_name() - "same", "value", "missing", "surplus", "moved"; NULL of no such verdict */
const char *mmt_verdict_name(enum mmt_verdict verdict);

/* What a trace is in a comparison. */
enum mmt_run {
	MMT_RUN_A,
	MMT_RUN_B,
	MMT_RUN_SAME_A,		/* a further run of A's driver */
	MMT_RUN_SAME_B,
};

/**
 * struct mmt_diff - two traces, compared
 *
 * Accesses are told by device, BAR, register (or offset where that has no name),
 * direction and width. Reads of one register in a row that wait for a value are one
 * access, of which only what came of them counts. lib/diff/align.h says how they are
 * aligned.
 */
struct mmt_diff;

/** mmt_diff_new() - a comparison of nothing yet; NULL when out of memory */
static inline struct mmt_diff *mmt_diff_new(void);

/** mmt_diff_new_sized() - mmt_diff_new() for other languages */
struct mmt_diff *mmt_diff_new_sized(const struct mmt_sizes *sizes);

/** mmt_diff_free() - free a comparison; NULL is fine */
void mmt_diff_free(struct mmt_diff *diff);

/**
 * mmt_diff_devices() - compare two devices that nothing else says are the same
 * @diff: the comparison
 * @a: of A: address or name of the driver; must live as long as the comparison
 * @b: of B
 */
void mmt_diff_devices(struct mmt_diff *diff, const char *a, const char *b);

/**
 * mmt_diff_phases() - divide both traces in phases, each of which is summed up by itself
 * @diff: the comparison, before mmt_diff_begin()
 * @gap: nanoseconds without an access that divide phases where both sides have them, not 0
 *
 * Marks that both have divide them, too; what is before one is not compared with what is
 * behind it.
 */
void mmt_diff_phases(struct mmt_diff *diff, uint64_t gap);

/**
 * mmt_diff_except() - read a file of exceptions
 * @diff: the comparison
 * @path: the file: lines of REGISTER-PATTERN FINDING REASON
 * @messages: who is told what is wrong with it
 *
 * Return: 0, or -1 after a complaint.
 */
int mmt_diff_except(struct mmt_diff *diff, const char *path, const struct mmt_messages *messages);

/**
 * mmt_diff_idle() - tell of the exceptions that have excused nothing
 * @diff: the comparison, after mmt_diff_compare()
 * @messages: who is told
 *
 * Return: how many.
 */
unsigned long mmt_diff_idle(const struct mmt_diff *diff, const struct mmt_messages *messages);

/**
 * mmt_diff_begin() - the next run begins: A first, then B, then all others
 * @diff: the comparison
 * @run: what it is
 * @trace: where its records come from; open until mmt_diff_free()
 * @names: names of its registers, or NULL; likewise
 *
 * Return: 0, or -1 when out of memory, or there are too many runs.
 */
int mmt_diff_begin(struct mmt_diff *diff, enum mmt_run run, struct mmt_trace *trace,
		   struct mmt_names *names);

/**
 * mmt_diff_add() - the next record of the run
 * @diff: the comparison
 * @record: any record; accesses and losses count
 * @part: registers of an access, from mmt_name()
 * @parts: how many, may be 0
 *
 * Return: 0, or -1 when out of memory; then mmt_diff_compare() fails, too.
 */
int mmt_diff_add(struct mmt_diff *diff, const struct mmt_record *record,
		 const struct mmt_named *part, unsigned int parts);

/**
 * mmt_diff_skip() - the next record of the run is not compared
 * @diff: the comparison
 * @record: any record; accesses are counted
 */
void mmt_diff_skip(struct mmt_diff *diff, const struct mmt_record *record);

/**
 * mmt_diff_end() - the run has no more records
 * @diff: the comparison
 * @cut: the rest of the trace is missing: nothing is said of what would be there
 */
void mmt_diff_end(struct mmt_diff *diff, bool cut);

/**
 * mmt_diff_compare() - compare what was added
 * @diff: the comparison, of A and B at least
 *
 * Time and memory are in proportion to the accesses, whatever they are.
 *
 * Return: 0, or -1 when out of memory.
 */
int mmt_diff_compare(struct mmt_diff *diff);

/**
 * struct mmt_diff_summary - a comparison in numbers; a poll is one access
 * @count: accesses by enum mmt_verdict
 * @excepted: accesses whose difference the user has excused
 * @varying: accesses whose difference varies among runs of one driver
 * @unknowable: accesses of one side where records of the other are missing
 * @all: all of these but the last, with @addresses: the union of both sides
 * @findings: what is told, each with its effects
 * @devices: devices that were compared
 * @accesses: of A and B, all of them that were added, of devices that were compared or not
 * @runs: with further ones
 * @addresses: accesses that differ in an address of memory
 */
struct mmt_diff_summary {
	uint64_t count[MMT_N_VERDICTS];
	uint64_t excepted;
	uint64_t varying;
	uint64_t unknowable;
	uint64_t all;
	uint64_t findings;
	unsigned int devices;
	uint64_t accesses[2];
	unsigned int runs;
	uint64_t addresses;
};

/** mmt_diff_sum() - a comparison in numbers, after mmt_diff_compare() */
const struct mmt_diff_summary *mmt_diff_sum(const struct mmt_diff *diff);

/**
 * struct mmt_diff_device - a device of either side, and whether it was compared
 * @device: of A and of B; NULL where that has none, and for accesses that are no device's
 * @compared: it was
 */
struct mmt_diff_device {
	const struct mmt_device *device[2];
	bool compared;
};

/**
 * mmt_diff_device() - the devices of a comparison
 * @diff: the comparison, after mmt_diff_compare()
 * @number: of the device, from 0; those that were compared first
 * @device: filled in
 *
 * Return: false when there are no more.
 */
bool mmt_diff_device(const struct mmt_diff *diff, unsigned int number,
		     struct mmt_diff_device *device);

/* What was aligned by itself, because that tells far less differences than the whole. */
enum mmt_apart {
	MMT_APART_NOTHING,	/* the device's accesses are one sequence */
	MMT_APART_TASKS,	/* those of each task */
	MMT_APART_BARS,		/* those of each BAR */
};

/**
 * mmt_diff_apart() - what of a device was aligned by itself; between these is no order
 * @diff: the comparison, after mmt_diff_compare()
 * @number: of the device, as for mmt_diff_device()
 */
enum mmt_apart mmt_diff_apart(const struct mmt_diff *diff, unsigned int number);

/**
 * struct mmt_diff_access - an access of one side
 * @index: its number in the trace, from 0, counted over all accesses; of a poll of its last
 * @time: nanoseconds of the trace's clock
 * @value: read or written; of a poll at its end; of more than 8 bytes a hash
 * @reads: of a poll, else 1
 * @function: name of the function, or NULL
 */
struct mmt_diff_access {
	uint64_t index;
	uint64_t time;
	uint64_t value;
	uint64_t reads;
	const char *function;
};

/**
 * struct mmt_diff_row - a line of the union of both sides
 * @verdict: what is said of it
 * @excuse: why it is no finding, when it is a difference; those that are same have none
 * @has: A, or B, has it
 * @access: of A and of B
 * @device: number of the device, for mmt_diff_device()
 * @kind: read or write, as in struct mmt_record
 * @bar: likewise
 * @offset: likewise
 * @width: likewise
 * @name: of the register, or NULL
 * @reg: the register, for mmt_fields(), or NULL
 * @bits: of the value, that differ
 * @key: the same number for what is the same: device, register, direction, width; small
 * @never_same: whenever both sides had it, and that was often, the values differed
 * @followers: accesses that follow from this difference, and are MMT_EFFECT
 * @rounds: of the loop that this is the first access of, on each side, when it has more
 *	rounds on one side; else 0
 * @loop: accesses, from this one on, that the finding is of, when @rounds are not 0
 * @body: accesses of a round
 *
 * All texts live as long as the comparison.
 */
struct mmt_diff_row {
	enum mmt_verdict verdict;
	enum mmt_excuse excuse;
	bool has[2];
	struct mmt_diff_access access[2];
	unsigned int device;
	enum mmt_kind kind;
	int bar;
	uint64_t offset;
	unsigned int width;
	const char *name;
	const struct mmt_register *reg;
	uint64_t bits;
	uint32_t key;
	bool never_same;
	uint64_t followers;
	uint32_t rounds[2];
	uint32_t loop;
	uint32_t body;
};

/**
 * struct mmt_diff_cursor - a place in a comparison; all zeros is its begin
 */
struct mmt_diff_cursor {
	uint32_t device;
	uint32_t item[2];
};

/**
 * mmt_diff_next() - the next line of the union of both sides
 * @diff: the comparison, after mmt_diff_compare()
 * @cursor: where; it is moved
 * @row: filled in
 *
 * One device after the other; in each the order of A, with what only B has where it
 * belongs. What was moved stands where A has it.
 *
 * Return: false at the end.
 */
bool mmt_diff_next(const struct mmt_diff *diff, struct mmt_diff_cursor *cursor,
		   struct mmt_diff_row *row);

/**
 * mmt_diff_finals() - compare the last value of each register
 * @diff: the comparison, after mmt_diff_compare(); where a trace was cut off that is
 *	the last value that it has
 *
 * Return: 0, or -1 when out of memory.
 */
int mmt_diff_finals(struct mmt_diff *diff);

/**
 * mmt_diff_final() - the last access of a register on both sides, whichever way it was
 * @diff: the comparison, after mmt_diff_finals()
 * @number: of the register, from 0, in the order of devices, BARs and offsets
 * @row: filled in; MMT_MISSING is a register that only A uses, MMT_SURPLUS one that only
 *	B does
 *
 * Return: false when there are no more.
 */
bool mmt_diff_final(const struct mmt_diff *diff, uint32_t number, struct mmt_diff_row *row);

/**
 * struct mmt_diff_phase - a part of both traces
 * @mark: the mark that it begins with; NULL when that is a gap, or the begin of the trace
 * @gap: nanoseconds without an access before it, on each side; 0 when it has a mark, or is
 *	the first
 * @time: when it begins, on each side; 0 for the begin of the trace
 */
struct mmt_diff_phase {
	const char *mark;
	uint64_t gap[2];
	uint64_t time[2];
};

/**
 * mmt_diff_phase() - the phases of a comparison, when mmt_diff_phases() has asked for them
 * @diff: the comparison, after mmt_diff_compare()
 * @number: of the phase, from 0
 * @phase: filled in; its text lives as long as the comparison
 *
 * Return: false when there are no more.
 */
bool mmt_diff_phase(const struct mmt_diff *diff, uint32_t number, struct mmt_diff_phase *phase);

/**
 * mmt_diff_phase_of() - in which phase a row is
 * @diff: the comparison, after mmt_diff_compare()
 * @row: from mmt_diff_next()
 *
 * Return: number of the phase; 0 when there are none.
 */
uint32_t mmt_diff_phase_of(const struct mmt_diff *diff, const struct mmt_diff_row *row);

/**
 * mmt_diff_place() - where a register is: "BAR0+0x0028"
 * @row: an access of it
 * @text: filled in
 */
void mmt_diff_place(const struct mmt_diff_row *row, char text[48]);

/* --- writing --------------------------------------------------------------- */

/* The formats that can be written. */
enum mmt_output {
	MMT_OUTPUT_CLASSIC,
	MMT_OUTPUT_JSONL,
	MMT_OUTPUT_CSV,
};

/**
 * struct mmt_line - a line of the source that code was made from
 * @file: its path, as the compiler was given it
 * @line: from 1
 * @function: the function that the line is in, or NULL
 * @next: when that function was inlined: the line that calls it, else NULL
 */
struct mmt_line {
	const char *file;
	unsigned int line;
	const char *function;
	const struct mmt_line *next;
};

/**
 * typedef mmt_find_line - finds the line that code was made from
 * @data: from struct mmt_writer_options
 * @record: whose code
 *
 * Return: the line, good until the next call; NULL when nobody knows.
 */
typedef const struct mmt_line *(*mmt_find_line)(void *data, const struct mmt_record *record);

/**
 * struct mmt_writer_options - what to write; all zeros writes everything
 * @device: only this one ("0000:00:04.0", "00:04.0" or a driver's name), or NULL
 * @has_bar: only @bar of it
 * @bar: see there
 * @renumber: mappings get the numbers 1, 2, 3 ... in the order they appear
 * @real_pc: classic log: real code addresses and threads instead of zeros
 * @names: jsonl and csv: where the registers of mmt_write_named() come from, so that
 *	their fields can be written; or NULL
 * @columns: csv: names of columns with commas between, for which mmt_csv_columns() is
 *	true; or NULL for all
 * @find_line: jsonl and csv: where lines of the source come from, so that the members
 *	file, line and inlined are written; or NULL
 * @find_line_data: for @find_line
 */
struct mmt_writer_options {
	const char *device;
	bool has_bar;
	int bar;
	bool renumber;
	bool real_pc;
	struct mmt_names *names;
	const char *columns;
	mmt_find_line find_line;
	void *find_line_data;
};

/** mmt_csv_columns() - are these names of columns, with commas between, at most 32? */
bool mmt_csv_columns(const char *columns);

struct mmt_writer;

/**
 * mmt_writer_new() - write records to a stream
 * @output: format
 * @fd: file descriptor, stays the caller's
 * @trace: where the records come from
 * @options: may be NULL
 *
 * Return: the writer; NULL when out of memory, or (errno EINVAL) of no such format.
 */
static inline struct mmt_writer *mmt_writer_new(enum mmt_output output, int fd,
						struct mmt_trace *trace,
						const struct mmt_writer_options *options);

/** mmt_writer_new_sized() - mmt_writer_new() for other languages */
struct mmt_writer *mmt_writer_new_sized(enum mmt_output output, int fd, struct mmt_trace *trace,
					const struct mmt_writer_options *options,
					const struct mmt_sizes *sizes);

/**
 * mmt_write() - write one record; those that @options leave out are skipped
 * @writer: the writer
 * @record: from mmt_next() of its trace
 *
 * Return: 0, or -1 with errno set: EADDRNOTAVAIL when the format has only addresses and
 * the trace does not say where this lies.
 */
int mmt_write(struct mmt_writer *writer, const struct mmt_record *record);

/**
 * mmt_write_named() - mmt_write() with the registers of an access
 * @writer: the writer
 * @record: from mmt_next() of its trace
 * @part: from mmt_name() of @record
 * @parts: how many, may be 0
 *
 * jsonl and csv have members for them. Return: as mmt_write().
 */
int mmt_write_named(struct mmt_writer *writer, const struct mmt_record *record,
		    const struct mmt_named *part, unsigned int parts);

/** mmt_writer_flush() - write what is still held back; 0, or -1 with errno */
int mmt_writer_flush(struct mmt_writer *writer);

/** mmt_writer_close() - write what is still held back and free; 0, or -1 with errno */
int mmt_writer_close(struct mmt_writer *writer);

/* --- what passes on how much a program knows -------------------------------- */

/** mmt_sizes_here() - how much of each structure this header knows */
static inline const struct mmt_sizes *mmt_sizes_here(void)
{
	static const struct mmt_sizes sizes = {
		sizeof(struct mmt_sizes),
		sizeof(struct mmt_options),
		sizeof(struct mmt_record),
		sizeof(struct mmt_named),
		sizeof(struct mmt_field),
		sizeof(struct mmt_writer_options),
		sizeof(struct mmt_diff_device),
		sizeof(struct mmt_diff_row),
	};

	return &sizes;
}

static inline struct mmt_trace *mmt_open(const char *path, const struct mmt_options *options)
{
	return mmt_open_sized(path, options, mmt_sizes_here());
}

static inline struct mmt_trace *mmt_open_fd(int fd, const char *name,
					    const struct mmt_options *options)
{
	return mmt_open_fd_sized(fd, name, options, mmt_sizes_here());
}

static inline struct mmt_names *mmt_names_new(struct mmt_regs *regs, struct mmt_trace *trace)
{
	return mmt_names_new_sized(regs, trace, mmt_sizes_here());
}

static inline struct mmt_diff *mmt_diff_new(void)
{
	return mmt_diff_new_sized(mmt_sizes_here());
}

static inline struct mmt_writer *mmt_writer_new(enum mmt_output output, int fd,
						struct mmt_trace *trace,
						const struct mmt_writer_options *options)
{
	return mmt_writer_new_sized(output, fd, trace, options, mmt_sizes_here());
}

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif
