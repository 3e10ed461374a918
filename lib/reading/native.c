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
 * struct merge - the events of all CPUs in the order of time
 * @cpu: the events of each CPU; the one that each stands at is still to come
 * @there: whether it stands at one
 * @wanted: bits by enum event_number, of the events that are fetched; 0 for all
 * @until: of these: only until this time
 * @current: the events of the CPU whose one was given out last; NULL when there are none
 * @limit: time until which that CPU has the earliest event
 * @again: that event is to be given out again, or an earlier one that has come
 */
struct merge {
	struct pages *cpu;
	bool *there;
	uint32_t wanted;
	uint64_t until;
	struct pages *current;
	uint64_t limit;
	bool again;
};

/**
 * struct native - an open trace file
 * @file: what its head says
 * @layout: where the fields are
 * @symbols: the kernel's functions
 * @tasks: names of threads, by number
 * @reading: the events that are given out
 * @pending: the one it stands at is still to be given out, after its LOST
 * @task_pid: thread whose name was looked up last
 * @task: that name
 * @told: devices given out so far
 * @any: there is an access or a mapping in it
 * @damaged: what was searched was not all there
 * @searched: up to this time devices and names are known
 * @named: all names are
 * @accesses: given out so far
 * @last: time of the last one
 */
struct native {
	struct tracefile file;
	struct event_layout layout;
	struct symbols symbols;
	struct table tasks;
	struct merge reading;
	bool pending;
	int task_pid;
	const char *task;
	unsigned int told;
	bool any;
	bool damaged;
	uint64_t searched;
	bool named;
	uint64_t accesses;
	uint64_t last;
};

static inline bool advance(const struct native *native, struct merge *merge, struct pages *cpu)
{
	if (merge->wanted)
		return pages_next_of(cpu, native->layout.event, merge->wanted, merge->until);
	return pages_next(cpu);
}

/* Returns whether there was no memory for some of them. */
static bool merge_end(struct native *native, struct merge *merge)
{
	unsigned int cpus = native->file.n_cpus;
	bool failed = !merge->there || !merge->cpu;
	unsigned int i;

	for (i = 0; merge->cpu && i < cpus; i++) {
		failed |= merge->cpu[i].failed;
		native->damaged |= merge->cpu[i].damaged;
		pages_free(&merge->cpu[i]);
	}
	free(merge->cpu);
	free(merge->there);
	*merge = (struct merge){ .cpu = NULL };
	return failed;
}

/* Go before the first event. */
static void merge_rewind(struct native *native, struct merge *merge)
{
	unsigned int i;

	merge->current = NULL;
	merge->again = false;
	for (i = 0; i < native->file.n_cpus; i++) {
		pages_rewind(&merge->cpu[i], &native->file, &native->file.cpu[i]);
		merge->there[i] = advance(native, merge, &merge->cpu[i]);
	}
}

/* Begin with the first event. Returns 0, or -1 when out of memory. */
static int merge_begin(struct native *native, struct merge *merge, uint32_t wanted, uint64_t until)
{
	/* Of a file that grows there may be more. */
	size_t cpus = native->file.growing ? TRACEFILE_CPUS : native->file.n_cpus + 1;

	*merge = (struct merge){ .wanted = wanted, .until = until };
	merge->cpu = calloc(cpus, sizeof(*merge->cpu));
	merge->there = calloc(cpus, sizeof(*merge->there));
	if (!merge->cpu || !merge->there)
		return -1;
	merge_rewind(native, merge);
	return 0;
}

static void close_native(struct mmt_trace *trace)
{
	struct native *native = trace->native;

	if (!native)
		return;
	merge_end(native, &native->reading);
	table_free(&native->tasks);
	symbols_free(&native->symbols);
	tracefile_close(&native->file);
	free(native);
	trace->native = NULL;
}

/* The CPU that has the earliest event; NULL when none has any. */
static struct pages *earliest(const struct native *native, struct merge *merge)
{
	struct pages *first = NULL, *cpu = merge->cpu;
	unsigned int i;

	merge->limit = UINT64_MAX;
	for (i = 0; i < native->file.n_cpus; i++, cpu++) {
		if (!merge->there[i])
			continue;
		if (!first || cpu->time < first->time) {
			if (first)
				merge->limit = first->time;
			first = cpu;
		} else if (cpu->time < merge->limit) {
			merge->limit = cpu->time;
		}
	}
	return first;
}

/*
 * The next record of all CPUs in the order of time; NULL at the end. One CPU mostly
 * has many records before another one has its next.
 */
static inline const struct pages *fetch(const struct native *native, struct merge *merge)
{
	struct pages *current = merge->current;

	if (current && !merge->again) {
		if (!advance(native, merge, current))
			merge->there[current - merge->cpu] = false;
		else if (current->time < merge->limit)
			return current;
	}
	merge->again = false;
	merge->current = earliest(native, merge);
	return merge->current;
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
	place_changed(&trace->places);
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

static int learn_symbol(struct mmt_trace *trace, const struct pages *raw)
{
	const char *name;
	size_t length;
	uint64_t pc;

	layout_symbol(&trace->native->layout, raw, &pc, &name, &length);
	return function_add(trace, pc, name, length);
}

#define RARE (1U << EVENT_DEVICE | 1U << EVENT_SESSION | 1U << EVENT_SYMBOL)
#define ACCESS (1U << EVENT_READ | 1U << EVENT_WRITE | 1U << EVENT_READ_WIDE | \
		1U << EVENT_WRITE_WIDE | 1U << EVENT_UNKNOWN)
#define ALL (~(1U << EVENT_OTHER))

/* What an event tells of all that comes. Returns -1 when out of memory. */
static int learn_from(struct mmt_trace *trace, enum event_number event, const struct pages *raw)
{
	switch (event) {
	case EVENT_DEVICE:
		learn_device(trace, raw);
		return 0;
	case EVENT_SESSION:
		learn_session(trace, raw);
		return 0;
	case EVENT_SYMBOL:
		return learn_symbol(trace, raw);
	case EVENT_OTHER:
	case EVENT_MARK:
	case EVENT_PRINT:
		return 0;
	default:
		trace->native->any = true;
		return 0;
	}
}

static int search(struct mmt_trace *trace, struct merge *merge)
{
	struct native *native = trace->native;
	const struct pages *raw;

	while ((raw = fetch(native, merge))) {
		enum event_number event = layout_event(&native->layout, raw);

		if (learn_from(trace, event, raw))
			return -1;
		/* The first access of all. */
		if (!(ACCESS >> event & 1) || merge->until != UINT64_MAX)
			continue;
		merge->until = raw->time > UINT64_MAX - trace->options.until ?
			UINT64_MAX : raw->time + trace->options.until;
		merge->wanted = RARE;
	}
	return 0;
}

/*
 * Go through the file once for what may come after the accesses that it is about, as far
 * as the user wants it. Where it describes none of our events, there must be an access or a
 * mapping in it.
 */
static int learn(struct mmt_trace *trace)
{
	const struct mmt_options *options = &trace->options;
	struct native *native = trace->native;
	uint64_t until = UINT64_MAX;
	uint32_t wanted = RARE;
	struct merge merge;
	int status;

	if (!native->layout.known)
		wanted = ALL;
	else if (options->until && options->until_since)
		wanted |= ACCESS;
	else if (options->until)
		until = options->until;
	status = merge_begin(native, &merge, wanted, until);
	if (!status)
		status = search(trace, &merge);
	native->searched = merge.until;
	/* No time is told in it before its first pages, so nothing was searched. */
	if (native->file.growing)
		native->searched = native->file.until == UINT64_MAX ? 0 : native->file.until;
	native->named = native->searched == UINT64_MAX;
	if (merge_end(native, &merge))
		status = -1;
	place_sort(trace);
	return status;
}

/*
 * The module gives code its name before its first access, versions of before 27 November
 * 2026 at the end, and what was lost was given again then.
 */
static bool more_names(struct mmt_trace *trace)
{
	struct native *native = trace->native;
	const struct pages *raw;
	struct merge merge;
	int failed;

	if (native->named || native->file.growing ||
	    !native->layout.spot[EVENT_SYMBOL][FIELD_PC].there)
		return false;
	native->named = true;
	failed = merge_begin(native, &merge, 1U << EVENT_SYMBOL, UINT64_MAX);
	while (!failed && (raw = fetch(native, &merge)))
		failed = learn_symbol(trace, raw);
	if (merge_end(native, &merge) || failed)
		complain(trace, MMT_ERROR_MEMORY, "out of memory: code is shown without its name");
	return true;
}

/* A device that the file describes only later; nothing is known of it in between. */
static void find_later(struct mmt_trace *trace, struct mmt_record *record)
{
	struct native *native = trace->native;
	const struct pages *raw;
	struct merge merge;

	if (native->searched == UINT64_MAX || native->file.growing)
		return;
	if (!merge_begin(native, &merge, 1U << EVENT_DEVICE, UINT64_MAX))
		while ((raw = fetch(native, &merge)))
			if (raw->time > native->searched)
				learn_device(trace, raw);
	if (merge_end(native, &merge))
		complain(trace, MMT_ERROR_MEMORY, "out of memory: a device is not found");
	native->searched = UINT64_MAX;
	place_find(trace, record);
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
	bool told = false;
	unsigned int i;

	/* Half a page at the end is no other damage. */
	if (native->file.cut) {
		complain(trace, MMT_ERROR_CUT, "incomplete: it was cut short while being written or copied; what is there was read");
		return 0;
	}
	/* What is there is as it was: nothing is wrong with it. */
	if (native->file.unfinished && !native->file.growing)
		remark(trace, "its end is missing, for the recording never ended: %llu %s recovered, the last at %llu.%06llu s",
		       (unsigned long long)native->accesses,
		       native->accesses == 1 ? "access was" : "accesses were",
		       (unsigned long long)(native->last / 1000000000),
		       (unsigned long long)(native->last / 1000 % 1000000));
	for (i = 0; i < native->file.n_cpus; i++) {
		const struct pages *cpu = &native->reading.cpu[i];

		told |= cpu->failed || cpu->damaged;
		if (cpu->failed)
			complain(trace, MMT_ERROR_MEMORY, "out of memory: events of CPU %u are missing",
				 cpu->where->cpu);
		else if (cpu->damaged)
			complain(trace, MMT_ERROR_DAMAGED, "damaged: some events of CPU %u cannot be read",
				 cpu->where->cpu);
	}
	/* By bad luck only when it was gone through for devices and names. */
	if (native->damaged && !told)
		complain(trace, MMT_ERROR_DAMAGED, "damaged: some devices or names cannot be read");
	return 0;
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
	/* A damaged event may be of any thread, of this one, too. */
	native->task_pid = -1;
	native->task = "<...>";
	return 0;
}

/* Of a recording that goes on: wait for more. False when there will be none. */
static bool wait_for_more(struct mmt_trace *trace)
{
	struct native *native = trace->native;
	struct merge *merge = &native->reading;
	unsigned int cpus = native->file.n_cpus, i;

	if (!native->file.growing || !native->file.unfinished ||
	    !trace->options.wait(trace->options.wait_data))
		return false;
	tracefile_again(&native->file);
	if (!native->file.unfinished) {
		free(trace->about[MMT_ABOUT_END]);
		trace->about[MMT_ABOUT_END] = NULL;
	}
	take_tasks(native);
	for (i = 0; i < native->file.n_cpus; i++) {
		if (i >= cpus)
			pages_rewind(&merge->cpu[i], &native->file, &native->file.cpu[i]);
		if (!merge->there[i])
			merge->there[i] = advance(native, merge, &merge->cpu[i]);
	}
	merge->again = true;
	return true;
}

/* What an event tells that is no record, or comes behind what was searched. */
static bool is_record(struct mmt_trace *trace, enum event_number event, const struct pages *raw)
{
	if (event == EVENT_OTHER)
		return false;
	if (!(RARE >> event & 1))
		return true;
	if (raw->time > trace->native->searched && learn_from(trace, event, raw))
		complain(trace, MMT_ERROR_MEMORY, "out of memory");
	return false;
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
			raw = native->reading.current;
		} else {
			raw = fetch(native, &native->reading);
			/* Beyond that time those of some CPUs only, with gaps. */
			if (!raw || raw->time > native->file.until) {
				if (wait_for_more(trace))
					continue;
				return end(trace);
			}
			if (raw->missed) {
				native->pending = true;
				give_lost(raw, record);
				return 1;
			}
		}
		native->pending = false;
		event = layout_event(&native->layout, raw);
		if (!is_record(trace, event, raw)) {
			if (native->told < trace->places.n_devices) {
				give_device(trace, record);
				return 1;
			}
			continue;
		}
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
		if (!record->device)
			find_later(trace, record);
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
		done += native->reading.cpu[i].at;
	}
	return all && done <= all ? (int)((double)done / (double)all * 1000) : -1;
}

static void rewind_native(struct mmt_trace *trace)
{
	struct native *native = trace->native;

	native->told = 0;
	native->accesses = native->last = 0;
	native->pending = false;
	merge_rewind(native, &native->reading);
}

static const struct reader native_reader = {
	.next = next,
	.close = close_native,
	.function = function,
	.more_names = more_names,
	.progress = progress,
	.rewind = rewind_native,
};

static void describe(void *data, const char *system, const char *format, size_t size)
{
	layout_add(data, system, format, size);
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
	native->file.describe = describe;
	native->file.about = trace->about;
	native->file.data = &native->layout;
	native->file.growing = trace->options.wait != NULL;
	wrong = tracefile_open(&native->file, fd);
	if (wrong)
		return complain(trace, tracefile_error(wrong), "%s", wrong);
	if (native->file.unfinished)
		trace->about[MMT_ABOUT_END] = strdup("missing");
	native->layout.swap = native->file.big_endian != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	if (native->layout.wrong)
		return complain(trace, MMT_ERROR_VERSION, "recorded with another version of the mmiotrace module");
	native->file.growing &= native->file.unfinished;
	if (take_tasks(native) ||
	    symbols_take(&native->symbols, native->file.symbols, native->file.symbols_size) ||
	    learn(trace))
		return complain(trace, MMT_ERROR_MEMORY, "out of memory");
	/* Every file describes the events of the kernel's tracer. */
	if (!native->layout.known && !native->any)
		return complain(trace, MMT_ERROR_FORMAT, "no mmiotrace events in it: record it with 'mmiotrace record' or 'trace-cmd record -e mmiotrace'");
	if (merge_begin(native, &native->reading, 0, UINT64_MAX))
		return complain(trace, MMT_ERROR_MEMORY, "out of memory");
	return 0;
}
