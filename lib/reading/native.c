// SPDX-License-Identifier: GPL-2.0
/* The native format: the records of trace-cmd's file in the order of time. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "event.h"
#include "symbols.h"

/**
 * struct native - an open trace file
 * @file: what its head says
 * @layout: where the fields are
 * @symbols: the kernel's functions
 * @tasks: names of threads, by number
 * @cpu: the events of each CPU; the one that each stands at is still to come
 * @there: whether it stands at one
 * @wanted: bits by enum event_number, of the events that are fetched; 0 for all
 * @current: the CPU of the event given out last, -1 when there is none
 * @limit: time until which that CPU has the earliest event
 * @pending: that event is still to be given out, after its LOST
 * @task_pid: thread whose name was looked up last
 * @task: that name
 * @told: devices given out so far
 * @any: there is an access or a mapping in it
 * @accesses: given out so far
 * @last: time of the last one
 */
struct native {
	struct tracefile file;
	struct event_layout layout;
	struct symbols symbols;
	struct table tasks;
	struct pages *cpu;
	bool *there;
	uint32_t wanted;
	int current;
	uint64_t limit;
	bool pending;
	int task_pid;
	const char *task;
	unsigned int told;
	bool any;
	uint64_t accesses;
	uint64_t last;
};

static bool advance(struct native *native, struct pages *cpu)
{
	if (native->wanted)
		return pages_next_of(cpu, native->layout.event, native->wanted);
	return pages_next(cpu);
}

static void rewind_records(struct native *native, uint32_t wanted)
{
	unsigned int i;

	native->wanted = wanted;
	native->current = -1;
	native->pending = false;
	for (i = 0; i < native->file.n_cpus; i++) {
		pages_rewind(&native->cpu[i], &native->file, &native->file.cpu[i]);
		native->there[i] = advance(native, &native->cpu[i]);
	}
}

static void close_native(struct mmt_trace *trace)
{
	struct native *native = trace->native;
	unsigned int i;

	if (!native)
		return;
	if (native->cpu)
		for (i = 0; i < native->file.n_cpus; i++)
			pages_free(&native->cpu[i]);
	free(native->cpu);
	free(native->there);
	table_free(&native->tasks);
	symbols_free(&native->symbols);
	tracefile_close(&native->file);
	free(native);
	trace->native = NULL;
}

/*
 * The next record of all CPUs in the order of time; NULL at the end. One CPU mostly
 * has many records before another one has its next.
 */
static const struct pages *fetch(struct native *native)
{
	int cpus = (int)native->file.n_cpus;
	int first = native->current;
	int i;

	if (first >= 0) {
		native->there[first] = advance(native, &native->cpu[first]);
		if (native->there[first] && native->cpu[first].time < native->limit)
			return &native->cpu[first];
	}
	first = -1;
	native->limit = UINT64_MAX;
	for (i = 0; i < cpus; i++) {
		if (!native->there[i])
			continue;
		if (first < 0 || native->cpu[i].time < native->cpu[first].time) {
			if (first >= 0)
				native->limit = native->cpu[first].time;
			first = i;
		} else if (native->cpu[i].time < native->limit) {
			native->limit = native->cpu[i].time;
		}
	}
	native->current = first;
	return first < 0 ? NULL : &native->cpu[first];
}

static void learn_device(struct mmt_trace *trace, const struct pages *raw)
{
	struct mmt_device *device;
	struct device_event event;

	layout_device(&trace->native->layout, raw, &event);
	device = place_pci_device(trace, event.domain, event.bus, event.devfn);
	if (!device)
		return;
	device->vendor = event.vendor;
	device->device = event.device;
	device->irq = event.irq;
	memcpy(device->start, event.start, sizeof(device->start));
	memcpy(device->size, event.size, sizeof(device->size));
	place_driver(device, event.driver, event.driver_length);
	trace->places.stale = true;
}

/* Of several sessions in one file the first counts. */
static void learn_session(struct mmt_trace *trace, const struct pages *raw)
{
	const char *version, *way;
	size_t length;

	way = layout_session(&trace->native->layout, raw, &version, &length) ?
		"straight into the trace buffer" : "by their tracepoints";
	if (!trace->about[MMT_ABOUT_MODULE])
		trace->about[MMT_ABOUT_MODULE] = strndup(version, length);
	if (!trace->about[MMT_ABOUT_EVENTS])
		trace->about[MMT_ABOUT_EVENTS] = strdup(way);
}

#define RARE (1U << EVENT_DEVICE | 1U << EVENT_SESSION | 1U << EVENT_SYMBOL)

/*
 * Go through the file once for what may come after the accesses that it is about. Where
 * it describes none of our events, there must be an access or a mapping in it.
 */
static int learn(struct mmt_trace *trace)
{
	struct native *native = trace->native;
	const struct pages *raw;
	const char *name;
	size_t length;
	uint64_t pc;

	rewind_records(native, native->layout.known ? RARE : ~(1U << EVENT_OTHER));
	while ((raw = fetch(native))) {
		switch (layout_event(&native->layout, raw)) {
		case EVENT_DEVICE:
			learn_device(trace, raw);
			break;
		case EVENT_SESSION:
			learn_session(trace, raw);
			break;
		case EVENT_SYMBOL:
			layout_symbol(&native->layout, raw, &pc, &name, &length);
			if (function_add(trace, pc, name, length))
				return -1;
			break;
		case EVENT_OTHER:
		case EVENT_MARK:
		case EVENT_PRINT:
			break;
		default:
			native->any = true;
			break;
		}
	}
	place_sort(trace);
	return 0;
}

static const char *task_name(struct native *native, int pid)
{
	if (pid != native->task_pid) {
		const char *name = pid ? table_get(&native->tasks, (uint64_t)(int64_t)pid) : "<idle>";

		native->task_pid = pid;
		native->task = name ? name : "<...>";
	}
	return native->task;
}

static void give_device(struct mmt_trace *trace, struct mmt_record *record)
{
	*record = (struct mmt_record){
		.kind = MMT_DEVICE, .cpu = -1, .task = "", .bar = MMT_NO_BAR,
		.device = trace->places.device[trace->native->told++],
	};
}

static void give_lost(const struct pages *raw, struct mmt_record *record)
{
	*record = (struct mmt_record){
		.kind = MMT_LOST, .cpu = (int)raw->where->cpu, .task = "", .bar = MMT_NO_BAR,
		.time = raw->time, .lost = raw->missed,
	};
}

/* What was left out is told once; where it was nobody can say. */
static int end(struct mmt_trace *trace)
{
	const struct native *native = trace->native;
	unsigned int i;

	/* Half a page at the end is no other damage. */
	if (native->file.cut) {
		complain(trace, MMT_ERROR_CUT, "incomplete: it was cut short while being written or copied; what is there was read");
		return 0;
	}
	/* What is there is as it was: nothing is wrong with it. */
	if (native->file.unfinished)
		remark(trace, "its end is missing, for the recording never ended: %llu accesses were recovered, the last at %llu.%06llu s",
		       (unsigned long long)native->accesses,
		       (unsigned long long)(native->last / 1000000000),
		       (unsigned long long)(native->last / 1000 % 1000000));
	for (i = 0; i < native->file.n_cpus; i++)
		if (native->cpu[i].damaged)
			complain(trace, MMT_ERROR_DAMAGED, "damaged: some events of CPU %u cannot be read",
				 native->cpu[i].where->cpu);
	return 0;
}

static int next(struct mmt_trace *trace, struct mmt_record *record)
{
	struct native *native = trace->native;
	enum event_number event;

	if (native->told < trace->places.n_devices) {
		give_device(trace, record);
		return 1;
	}
	for (;;) {
		const struct pages *raw;

		if (native->pending) {
			raw = &native->cpu[native->current];
		} else {
			raw = fetch(native);
			/* Beyond that time those of some CPUs only, with gaps. */
			if (!raw || raw->time > native->file.until)
				return end(trace);
			if (raw->missed) {
				native->pending = true;
				give_lost(raw, record);
				return 1;
			}
		}
		native->pending = false;
		event = layout_event(&native->layout, raw);
		if (event == EVENT_OTHER || event == EVENT_DEVICE || event == EVENT_SYMBOL ||
		    event == EVENT_SESSION)
			continue;
		record_clear(record);
		record->cpu = (int)raw->where->cpu;
		record->time = raw->time;
		if (!layout_decode(&native->layout, event, raw, record)) {
			trouble(trace, TROUBLE_EVENT, "damaged: an event of CPU %d at %llu ns",
				record->cpu, (unsigned long long)record->time);
			continue;
		}
		check_time(trace, record);
		record->task = task_name(native, record->pid);
		break;
	}
	if (record->kind == MMT_MAP)
		return place_map(trace, record) ? complain(trace, MMT_ERROR_MEMORY, "out of memory") : 1;
	if (record->kind == MMT_UNMAP)
		place_unmap(trace, record);
	else if (record->kind != MMT_MARK)
		place_find(trace, record);
	if (mmt_is_access(record)) {
		native->accesses++;
		native->last = record->time;
	}
	return 1;
}

static const char *function(struct mmt_trace *trace, uint64_t pc, uint64_t *offset)
{
	return symbols_find(&trace->native->symbols, pc, offset);
}

static int progress(const struct mmt_trace *trace)
{
	const struct native *native = trace->native;
	uint64_t all = 0, done = 0;
	unsigned int i;

	for (i = 0; i < native->file.n_cpus; i++) {
		all += native->file.cpu[i].size;
		done += native->cpu[i].at - native->file.cpu[i].offset;
	}
	return all && done <= all ? (int)((double)done / (double)all * 1000) : -1;
}

static void rewind_native(struct mmt_trace *trace)
{
	struct native *native = trace->native;

	native->told = 0;
	native->accesses = native->last = 0;
	rewind_records(native, 0);
}

static const struct reader native_reader = {
	.next = next,
	.close = close_native,
	.function = function,
	.progress = progress,
	.rewind = rewind_native,
};

static void describe(void *data, const char *system, const char *format, size_t size)
{
	layout_add(data, system, format, size);
}

/* Lines of a number and a name. */
static int take_tasks(struct native *native)
{
	char *line = native->file.tasks;
	char *end = line + native->file.tasks_size;

	while (line && line < end) {
		char *stop = memchr(line, '\n', (size_t)(end - line));
		char *name;
		long pid;

		if (!stop)
			stop = end;
		pid = strtol(line, &name, 10);
		if (name > line && name < stop && *name == ' ') {
			name = strndup(name + 1, (size_t)(stop - name - 1));
			if (!name || table_set(&native->tasks, (uint64_t)pid, name))
				return -1;
		}
		line = stop + 1;
	}
	free(native->file.tasks);
	native->file.tasks = NULL;
	return 0;
}

/**
 * native_open() - open a trace file
 * @trace: the trace
 * @fd: the file, in which one can seek; closed with the trace
 *
 * Return: 0, or -1 after a complaint.
 */
int native_open(struct mmt_trace *trace, int fd)
{
	struct native *native = calloc(1, sizeof(*native));
	const char *wrong;

	if (!native) {
		close(fd);
		return complain(trace, MMT_ERROR_MEMORY, "out of memory");
	}
	trace->format = MMT_FORMAT_NATIVE;
	trace->reader = &native_reader;
	trace->native = native;
	/* A damaged event may be of any thread, of this one, too. */
	native->task_pid = -1;
	native->task = "<...>";
	native->file.describe = describe;
	native->file.about = trace->about;
	native->file.data = &native->layout;
	wrong = tracefile_open(&native->file, fd);
	if (wrong)
		return complain(trace, tracefile_error(wrong), "%s", wrong);
	if (native->file.unfinished)
		trace->about[MMT_ABOUT_END] = strdup("missing");
	native->layout.swap = native->file.big_endian != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	if (native->layout.wrong)
		return complain(trace, MMT_ERROR_VERSION, "recorded with another version of the mmiotrace module");
	native->cpu = calloc((size_t)native->file.n_cpus + 1, sizeof(*native->cpu));
	native->there = calloc((size_t)native->file.n_cpus + 1, sizeof(*native->there));
	if (!native->cpu || !native->there || take_tasks(native) ||
	    symbols_take(&native->symbols, native->file.symbols, native->file.symbols_size) ||
	    learn(trace))
		return complain(trace, MMT_ERROR_MEMORY, "out of memory");
	/* Every file describes the events of the kernel's tracer. */
	if (!native->layout.known && !native->any)
		return complain(trace, MMT_ERROR_FORMAT, "no mmiotrace events in it: record it with 'mmiotrace record' or 'trace-cmd record -e mmiotrace'");
	rewind_records(native, 0);
	return 0;
}
