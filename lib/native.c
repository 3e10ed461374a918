// SPDX-License-Identifier: GPL-2.0
/* The native format: trace-cmd's file, read by libtracecmd. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "layout.h"

/**
 * struct native - an open trace file
 * @input: libtracecmd's handle
 * @tep: its event descriptions
 * @layout: where the fields are
 * @cpus: CPUs that have data
 * @next: of each CPU the record to come
 * @limit: time until which the CPU of @current has the earliest record
 * @current: the record given out last, or NULL
 * @pending: @current itself is still to be given out, after its LOST
 * @task_pid: thread whose name was looked up last
 * @task: that name
 * @told: devices given out so far
 */
struct native {
	struct tracecmd_input *input;
	struct tep_handle *tep;
	struct layout layout;
	int cpus;
	struct tep_record **next;
	unsigned long long limit;
	struct tep_record *current;
	bool pending;
	int task_pid;
	const char *task;
	unsigned int told;
};

/*
 * The libraries write what they think of a file to standard output and error,
 * part of it whatever their log level is. None of it may reach the report.
 */
static int hush(int saved[2])
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (null < 0)
		return -1;
	fflush(stdout);
	fflush(stderr);
	saved[0] = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	saved[1] = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	close(null);
	return 0;
}

static void unhush(int saved[2])
{
	int i;

	fflush(stdout);
	fflush(stderr);
	for (i = 0; i < 2; i++) {
		if (saved[i] < 0) {
			close(i + STDOUT_FILENO);
			continue;
		}
		dup2(saved[i], i + STDOUT_FILENO);
		close(saved[i]);
	}
}

static struct tracecmd_input *open_input(const char *path)
{
	struct tracecmd_input *input;
	int saved[2];

	tracecmd_set_loglevel(TEP_LOG_NONE);
	tep_set_loglevel(TEP_LOG_NONE);
	if (hush(saved))
		return NULL;
	/* Plugins only print events, and they are code from elsewhere. */
	input = tracecmd_open_head(path, TRACECMD_FL_LOAD_NO_PLUGINS);
	/*
	 * tracecmd_open() would do both, but closes a handle without data, and
	 * that crashes (1.3): such a handle is left alone.
	 */
	if (input && tracecmd_init_data(input))
		input = NULL;
	unhush(saved);
	return input;
}

static void drop_records(struct native *native)
{
	int cpu;

	tracecmd_free_record(native->current);
	native->current = NULL;
	for (cpu = 0; cpu < native->cpus; cpu++) {
		tracecmd_free_record(native->next[cpu]);
		native->next[cpu] = NULL;
	}
}

static void rewind_records(struct native *native)
{
	int cpu;

	drop_records(native);
	native->pending = false;
	native->limit = 0;
	for (cpu = 0; cpu < native->cpus; cpu++)
		native->next[cpu] = tracecmd_read_cpu_first(native->input, cpu);
}

static void close_native(struct mmt_trace *trace)
{
	struct native *native = trace->native;

	if (!native)
		return;
	if (native->next)
		drop_records(native);
	free(native->next);
	if (native->input)
		tracecmd_close(native->input);
	free(native);
	trace->native = NULL;
}

/*
 * The next record of all CPUs in the order of time, as native->current; NULL at
 * the end. One CPU mostly has many records before another one has its next.
 */
static struct tep_record *fetch(struct native *native)
{
	struct tep_record *record = native->current;
	int cpu = record ? record->cpu : -1;
	int first = -1;
	int i;

	tracecmd_free_record(record);
	native->current = NULL;
	if (cpu >= 0 && cpu < native->cpus && native->next[cpu] &&
	    native->next[cpu]->ts < native->limit) {
		first = cpu;
	} else {
		native->limit = UINT64_MAX;
		for (i = 0; i < native->cpus; i++) {
			if (!native->next[i])
				continue;
			if (first < 0) {
				first = i;
			} else if (native->next[i]->ts < native->next[first]->ts) {
				native->limit = native->next[first]->ts;
				first = i;
			} else if (native->next[i]->ts < native->limit) {
				native->limit = native->next[i]->ts;
			}
		}
		if (first < 0)
			return NULL;
	}
	native->current = native->next[first];
	native->next[first] = tracecmd_read_data(native->input, first);
	return native->current;
}

static void learn_device(struct mmt_trace *trace, const struct tep_record *raw)
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

/* Go through the file once for what may come after the accesses that it is about. */
static int learn(struct mmt_trace *trace)
{
	struct native *native = trace->native;
	struct tep_record *raw;
	const char *name;
	size_t length;
	uint64_t pc;

	rewind_records(native);
	while ((raw = fetch(native))) {
		switch (layout_event(&native->layout, raw)) {
		case EVENT_DEVICE:
			learn_device(trace, raw);
			break;
		case EVENT_SYMBOL:
			layout_symbol(&native->layout, raw, &pc, &name, &length);
			if (function_add(trace, pc, name, length))
				return -1;
			break;
		default:
			break;
		}
	}
	place_sort(trace);
	return 0;
}

static const char *task_name(struct native *native, int pid)
{
	if (pid != native->task_pid) {
		const char *name = tep_data_comm_from_pid(native->tep, pid);

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

static void give_lost(const struct tep_record *raw, struct mmt_record *record)
{
	*record = (struct mmt_record){
		.kind = MMT_LOST, .cpu = raw->cpu, .task = "", .bar = MMT_NO_BAR,
		.time = raw->ts,
		.lost = raw->missed_events > 0 ? raw->missed_events : MMT_LOST_UNCOUNTED,
	};
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
		const struct tep_record *raw = native->current;

		if (!native->pending) {
			raw = fetch(native);
			if (!raw)
				return 0;
			if (raw->missed_events) {
				native->pending = true;
				give_lost(raw, record);
				return 1;
			}
		}
		native->pending = false;
		event = layout_event(&native->layout, raw);
		if (event == EVENT_OTHER || event == EVENT_DEVICE || event == EVENT_SYMBOL)
			continue;
		*record = (struct mmt_record){
			.cpu = raw->cpu, .bar = MMT_NO_BAR, .time = raw->ts,
		};
		layout_decode(&native->layout, event, raw, record);
		record->task = task_name(native, record->pid);
		break;
	}
	if (event == EVENT_MAP)
		return place_map(trace, record) ? complain(trace, "out of memory") : 1;
	if (event == EVENT_UNMAP)
		place_unmap(trace, record);
	else if (event != EVENT_MARK)
		place_find(trace, record);
	return 1;
}

static const struct reader native_reader = {
	.next = next,
	.close = close_native,
};

/**
 * native_open() - open a trace file
 * @trace: the trace
 * @path: the file, which has been checked
 *
 * Return: 0, or -1 after a complaint.
 */
int native_open(struct mmt_trace *trace, const char *path)
{
	struct native *native = calloc(1, sizeof(*native));

	if (!native)
		return complain(trace, "out of memory");
	trace->format = MMT_FORMAT_NATIVE;
	trace->reader = &native_reader;
	trace->native = native;
	native->task_pid = -1;
	native->input = open_input(path);
	if (!native->input)
		return complain(trace, "damaged: libtracecmd cannot read it");
	native->tep = tracecmd_get_tep(native->input);
	if (!layout_find(&native->layout, native->tep))
		return complain(trace, "recorded with another version of the mmiotrace module");
	if (!native->layout.known)
		return complain(trace, "no mmiotrace events in it: record it with 'mmiotrace record' or 'trace-cmd record -e mmiotrace'");
	native->cpus = tep_get_cpus(native->tep);
	native->next = calloc((size_t)native->cpus + 1, sizeof(struct tep_record *));
	if (!native->next || learn(trace))
		return complain(trace, "out of memory");
	rewind_records(native);
	return 0;
}

/**
 * native_function() - the kernel function at an address, from the file's symbols
 * @trace: a trace in the native format
 * @pc: address of code
 * @offset: gets the distance from the function's start
 *
 * Return: its name, or NULL.
 */
const char *native_function(struct mmt_trace *trace, uint64_t pc, uint64_t *offset)
{
	struct tep_handle *tep = trace->native->tep;
	const char *name = tep_find_function(tep, pc);

	if (name)
		*offset = pc - tep_find_function_address(tep, pc);
	return name;
}
