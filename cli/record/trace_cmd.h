/* SPDX-License-Identifier: GPL-2.0 */
/* trace-cmd, which copies the trace buffer into the file. */
#ifndef _CLI_TRACE_CMD_H
#define _CLI_TRACE_CMD_H

#include <stdbool.h>
#include <sys/types.h>

#include "tracing.h"

/**
 * struct trace_cmd - a running trace-cmd
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
struct trace_cmd {
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

int trace_cmd_check(void);
int trace_cmd_lock(struct trace_cmd *trace_cmd);
int trace_cmd_start(struct trace_cmd *trace_cmd, int control, const char *file, int buffer_kb);
int trace_cmd_wait_ready(struct trace_cmd *trace_cmd, int signals);
bool trace_cmd_ended(struct trace_cmd *trace_cmd);
int trace_cmd_finish(struct trace_cmd *trace_cmd);
void trace_cmd_last_line(const struct trace_cmd *trace_cmd, char *line, size_t size);

#endif
