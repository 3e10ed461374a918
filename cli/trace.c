// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <trace-cmd.h>

#include "layout.h"
#include "message.h"
#include "trace.h"
#include "tracefile.h"

/**
 * struct trace - an open trace file
 * @input: libtracecmd's handle
 * @reader: its event descriptions
 * @path: for messages
 * @layout: where the fields are
 * @cpus: CPUs that have data
 * @task_pid: thread whose name was looked up last
 * @task: that name
 */
struct trace {
	struct tracecmd_input *input;
	struct tep_handle *reader;
	const char *path;
	struct layout layout;
	int cpus;
	int task_pid;
	const char *task;
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

/**
 * trace_open() - open a trace file
 * @path: the file; must stay valid while it is open
 *
 * Return: the trace, or NULL after a line that says why not.
 */
struct trace *trace_open(const char *path)
{
	struct trace *trace;

	if (tracefile_check(path))
		return NULL;
	trace = calloc(1, sizeof(*trace));
	if (!trace) {
		failure("out of memory");
		return NULL;
	}
	trace->path = path;
	trace->task_pid = -1;
	trace->input = open_input(path);
	if (!trace->input) {
		failure("%s is damaged: libtracecmd cannot read it", path);
		goto fail;
	}
	trace->reader = tracecmd_get_tep(trace->input);
	trace->cpus = tep_get_cpus(trace->reader);
	if (!layout_find(&trace->layout, trace->reader)) {
		failure("%s was recorded with another version of the mmiotrace module",
			path);
		goto fail;
	}
	if (!trace->layout.events) {
		failure("%s has no mmiotrace events: record it with 'mmiotrace record' or 'trace-cmd record -e mmiotrace'",
			path);
		goto fail;
	}
	return trace;
fail:
	trace_close(trace);
	return NULL;
}

/**
 * trace_close() - close a trace
 * @trace: from trace_open()
 */
void trace_close(struct trace *trace)
{
	if (!trace)
		return;
	if (trace->input)
		tracecmd_close(trace->input);
	free(trace);
}

/**
 * trace_function() - the kernel function at an address, from the file's symbols
 * @trace: the trace
 * @pc: address of code
 * @offset: gets the distance from the function's start
 *
 * Return: its name, or NULL.
 */
const char *trace_function(struct trace *trace, uint64_t pc, uint64_t *offset)
{
	const char *name = tep_find_function(trace->reader, pc);

	if (name)
		*offset = pc - tep_find_function_address(trace->reader, pc);
	return name;
}

static const char *task_name(struct trace *trace, int pid)
{
	if (pid != trace->task_pid) {
		const char *name = tep_data_comm_from_pid(trace->reader, pid);

		trace->task_pid = pid;
		trace->task = name ? name : "<...>";
	}
	return trace->task;
}

static int pass_on(struct trace *trace, struct tep_record *raw, unsigned int kinds,
		   record_function function, void *data)
{
	struct record record = { .kind = RECORD_LOST };
	int id = tep_data_type(trace->reader, raw);
	int status;

	if (raw->missed_events && (kinds & KIND(RECORD_LOST))) {
		record.time = raw->ts;
		record.cpu = raw->cpu;
		record.task = "";
		record.lost = raw->missed_events > 0 ? raw->missed_events : LOST_UNCOUNTED;
		status = function(&record, data);
		if (status)
			return status;
	}
	record.kind = id >= 0 && id < N_EVENT_IDS ? trace->layout.kind[id] : RECORD_OTHER;
	if (!(kinds & KIND(record.kind)))
		return 0;
	record.time = raw->ts;
	record.cpu = raw->cpu;
	record.pid = tep_data_pid(trace->reader, raw);
	record.task = task_name(trace, record.pid);
	if (!layout_decode(&trace->layout, raw, &record))
		return 0;
	return function(&record, data);
}

/**
 * trace_iterate() - go through the records in time order
 * @trace: the trace; every call begins at its first record
 * @kinds: KIND()s to pass on
 * @function: called with each; a value other than 0 ends it
 * @data: for @function
 *
 * Memory does not grow with the file: one record of each CPU is held.
 *
 * Return: 0, what @function returned, or -1 after a line on an error.
 */
int trace_iterate(struct trace *trace, unsigned int kinds, record_function function,
		  void *data)
{
	struct tep_record **next;
	int status = 0;
	int first;
	int cpu;

	next = calloc((size_t)trace->cpus + 1, sizeof(*next));
	if (!next) {
		failure("out of memory");
		return -1;
	}
	for (cpu = 0; cpu < trace->cpus; cpu++)
		next[cpu] = tracecmd_read_cpu_first(trace->input, cpu);
	while (!status) {
		struct tep_record *record;

		first = -1;
		for (cpu = 0; cpu < trace->cpus; cpu++)
			if (next[cpu] && (first < 0 || next[cpu]->ts < next[first]->ts))
				first = cpu;
		if (first < 0)
			break;
		record = next[first];
		status = pass_on(trace, record, kinds, function, data);
		tracecmd_free_record(record);
		next[first] = tracecmd_read_data(trace->input, first);
	}
	for (cpu = 0; cpu < trace->cpus; cpu++)
		tracecmd_free_record(next[cpu]);
	free(next);
	return status;
}
