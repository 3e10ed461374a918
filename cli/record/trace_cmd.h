/* SPDX-License-Identifier: GPL-2.0 */
/* trace-cmd, which copies the trace buffer into the file. */
#ifndef _CLI_RECORDER_H
#define _CLI_RECORDER_H

#include <stdbool.h>
#include <sys/types.h>

#include "tracing.h"

/**
 * struct recorder - a running trace-cmd
 * @pid: process and process group of trace-cmd, 0 when it has ended
 * @gate: process that trace-cmd runs as its command
 * @ready: pipe that tells when tracing is on, -1 when closed
 * @hold: pipe that keeps the gate waiting, -1 when closed
 * @lock: held while a recording is made or completed
 * @chatter: what trace-cmd prints
 * @file: the trace file
 * @before: what trace-cmd changes, as it was
 * @status: how it ended, as from waitpid()
 * @disk_full: the file system had no room for everything
 */
struct recorder {
	pid_t pid;
	pid_t gate;
	int ready;
	int hold;
	int lock;
	int chatter;
	const char *file;
	struct tracing before;
	int status;
	bool disk_full;
};

int recorder_check(void);
int recorder_lock(struct recorder *recorder);
int recorder_start(struct recorder *recorder, const char *file, int buffer_kb);
int recorder_wait_ready(struct recorder *recorder, int signals);
bool recorder_ended(struct recorder *recorder);
int recorder_finish(struct recorder *recorder);
void recorder_last_line(const struct recorder *recorder, char *line, size_t size);

#endif
