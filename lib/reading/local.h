/* SPDX-License-Identifier: GPL-2.0 */
/* An open trace, as the files that read it share it; nothing of it is for others. */
#ifndef _LIB_LOCAL_H
#define _LIB_LOCAL_H

#include <sys/types.h>

#include "libmmiotrace.h"
#include "base/table.h"
#include "place.h"

#define NANOSECONDS	UINT64_C(1000000000)
#define MOST_DEVICES	4096
#define MOST_MISSED	4096	/* mappings that were never made, told once each */

/* What may be wrong with a record; each kind is complained about a few times. */
enum trouble {
	TROUBLE_LINE,		/* not understood */
	TROUBLE_EVENT,		/* cannot be what it says */
	TROUBLE_LONG,		/* longer than a line can be */
	TROUBLE_TIME,		/* time runs backwards */
	TROUBLE_MAPPING,	/* an access outside its mapping */
	TROUBLE_DEVICES,	/* more of them than there can be */
	N_TROUBLES,
};

/**
 * struct reader - one format
 * @next: as mmt_next()
 * @close: frees what the reader has in the trace
 * @function: the function at an address, NULL when nobody knows; @offset gets the
 *	distance from its start. NULL when the format has no symbols
 * @more_names: learns names of code that come later; false when there are none. May be NULL
 * @progress: as mmt_progress(), of a format that is read without a stream
 * @rewind: back to the first record, of such a format
 */
struct reader {
	int (*next)(struct mmt_trace *trace, struct mmt_record *record);
	void (*close)(struct mmt_trace *trace);
	const char *(*function)(struct mmt_trace *trace, uint64_t pc, uint64_t *offset);
	bool (*more_names)(struct mmt_trace *trace);
	int (*progress)(const struct mmt_trace *trace);
	void (*rewind)(struct mmt_trace *trace);
};

struct native;
struct qemu;
struct stream;

/**
 * struct mmt_trace - an open trace
 * @reader: of its format
 * @format: which that is
 * @options: as given to mmt_open()
 * @sizes: how much the program knows of a record
 * @path: for complaints
 * @start: where it begins in its file; negative in a pipe
 * @problems: how many there were
 * @said: by enum trouble
 * @summed: the complaints that were held back have been counted aloud
 * @line: line that is being read
 * @time: of the record before
 * @places: devices and mappings
 * @functions: names by address of code
 * @bytes: of an instruction, for the record given out
 * @stream: text, of the formats that are text
 * @native: the native format's own
 * @qemu: likewise of QEMU's logs
 * @about: by enum mmt_topic; owned, or NULL
 */
struct mmt_trace {
	const struct reader *reader;
	enum mmt_format format;
	struct mmt_options options;
	struct mmt_sizes sizes;
	char *path;
	off_t start;
	unsigned long problems;
	unsigned long said[N_TROUBLES];
	bool summed;
	unsigned long line;
	uint64_t time;
	struct places places;
	struct table functions;
	uint8_t bytes[MMT_WIDEST];
	struct stream *stream;
	struct native *native;
	struct qemu *qemu;
	char *about[MMT_N_TOPICS];
};

/*
 * Make it a record of nothing. Member by member: of so many bytes at once the compiler makes
 * one instruction that takes as long as all the rest of reading an access.
 */
static inline void record_clear(struct mmt_record *record)
{
	record->kind = MMT_READ;
	record->cpu = -1;
	record->pid = 0;
	record->task = "";
	record->time = 0;
	record->device = NULL;
	record->bar = MMT_NO_BAR;
	record->offset = record->phys = record->value = 0;
	record->bytes = NULL;
	record->width = record->n_bytes = 0;
	record->map = 0;
	record->pc = record->virt = record->length = 0;
	record->flags = 0;
	record->lost = 0;
	record->text = NULL;
	record->text_length = 0;
}

/**
 * place_find() - fill in device, BAR and offset from the physical address
 * @trace: the trace
 * @record: with @phys; gets no device when nobody's memory is there
 */
static inline void place_find(struct mmt_trace *trace, struct mmt_record *record)
{
	const struct window *last = trace->places.last;

	if (last && record->phys >= last->start && record->phys <= last->end)
		place_take(record, last);
	else
		place_find_other(trace, record);
}

/* complain.c */
void remark(struct mmt_trace *trace, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
int complain(struct mmt_trace *trace, enum mmt_error error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void trouble(struct mmt_trace *trace, enum trouble kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void trouble_time(struct mmt_trace *trace, const struct mmt_record *record);
void trouble_sum(struct mmt_trace *trace);

static inline void check_time(struct mmt_trace *trace, const struct mmt_record *record)
{
	/* What is lost has no time in the kernel's log, and its reports none at all. */
	if (record->time >= trace->time)
		trace->time = record->time;
	else if (record->time || record->kind != MMT_LOST)
		trouble_time(trace, record);
}

/* function.c */
int function_add(struct mmt_trace *trace, uint64_t pc, const char *text, size_t length);

/* native.c */
int native_open(struct mmt_trace *trace, int fd);

/* tracefile.c */
bool tracefile_is(const char *data, size_t size);
bool tracefile_begun(int fd);

/* placement.c */
bool placement_pci(const char *text, uint32_t *domain, uint8_t *bus, uint8_t *devfn);
struct mmt_device *placement_device(struct mmt_trace *trace,
				    const struct mmt_placement *placement);
void placement_guess(struct mmt_trace *trace, const struct mmt_placement *placement,
		     struct mmt_device *device);
void placement_map(struct mmt_trace *trace, const struct mmt_record *record);

/* qemu.c */
bool qemu_is(const char *line, size_t length);
int qemu_open(struct mmt_trace *trace);
extern const struct reader qemu_reader;

/* classic.c */
bool classic_is(const char *line, size_t length);
extern const struct reader classic_reader;

#endif
