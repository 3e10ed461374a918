/* SPDX-License-Identifier: GPL-2.0 */
/* The process that copies the trace buffer into the file, and what became of it. */
#ifndef _CLI_RECORDER_H
#define _CLI_RECORDER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "description.h"
#include "instance.h"

/* What may take events from a recording, besides an overrun. */
enum cause {
	CAUSE_READER,	/* somebody else read them */
	CAUSE_WIPED,	/* the buffer was emptied, or exchanged */
	CAUSE_OFF,	/* tracing was off */
	CAUSE_RESIZED,	/* the buffer got another size */
	CAUSE_CLOCK,	/* the clock was changed, which empties the buffer */
	CAUSE_CPUS,	/* CPUs were taken out */
	CAUSE_FILTER,	/* the events got a filter, a trigger or PIDs */
	CAUSE_KILLED,	/* the copying process was killed */
	N_CAUSES,
};

/**
 * struct recorder - a recording
 * @instance: what it copies from
 * @path: name of the file
 * @flush_ms: how often everything is written
 * @pages: descriptor of each CPU's pages
 * @stop: pipe: one byte ends the recording
 * @self: descriptor of the process that owns the recording
 * @session: descriptor of its session, which the copying process must not have
 * @writer: the process that copies, 0 for none
 * @file: descriptor of the file, -1 before recorder_begin()
 * @existed: there was a file of that name
 * @description: what the file says of the kernel
 * @first_modules: those that were loaded when the description was made
 * @modules: when the symbols were last noted
 * @state: what both processes know
 * @size: bytes of that
 */
struct recorder {
	struct instance instance;
	const char *path;
	int flush_ms;
	int *pages;
	int stop[2];
	int self;
	int session;
	pid_t writer;
	int file;
	bool existed;
	struct description description;
	char *first_modules;
	char *modules;
	struct recorder_state *state;
	size_t size;
};

/**
 * struct recorder_losses - what took events
 * @overwritten: events that the buffer had no room for
 * @enough_kb: size of a buffer that would have had
 * @causes: bits by enum cause
 * @error: errno of the first page that could not be written, 0 for none
 */
struct recorder_losses {
	uint64_t overwritten;
	int enough_kb;
	unsigned int causes;
	int error;
};

int recorder_open(struct recorder *recorder, const char *path, int session);
int recorder_prepare(struct recorder *recorder, int buffer_kb, int flush_ms);
int recorder_begin(struct recorder *recorder, bool sync);
bool recorder_ended(struct recorder *recorder);
void recorder_finish(struct recorder *recorder, struct recorder_losses *losses);
void recorder_abandon(struct recorder *recorder);

#endif
