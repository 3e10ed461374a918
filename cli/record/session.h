/* SPDX-License-Identifier: GPL-2.0 */
/* One recording session: what runs in it, and what ends it. */
#ifndef _CLI_SESSION_H
#define _CLI_SESSION_H

#include <stdbool.h>

#include "mmiotrace.h"
#include "trace_cmd.h"
#include "machine/target.h"

/**
 * struct plan - what is to be recorded
 * @file: trace file
 * @buffer_kb: trace buffer for each CPU, 0 for the default
 * @command: COMMAND with its arguments, or NULL
 * @ranges: physical ranges, none for every mapping made while tracing
 */
struct plan {
	const char *file;
	int buffer_kb;
	char **command;
	struct ranges ranges;
};

/**
 * struct session - a session
 * @plan: what is to be recorded
 * @control: control descriptor: the session itself
 * @signals: from session_take_signals()
 * @trace_cmd: trace-cmd
 * @stats: counters when tracing had stopped
 * @status: COMMAND's status as a shell has it, or 0
 */
struct session {
	const struct plan *plan;
	int control;
	int signals;
	struct trace_cmd trace_cmd;
	struct mmiotrace_stats stats;
	int status;
};

int session_take_signals(void);
int session_run(struct session *session);

#endif
