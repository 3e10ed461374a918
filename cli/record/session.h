/* SPDX-License-Identifier: GPL-2.0 */
/* One recording session: what runs in it, and what ends it. */
#ifndef _CLI_SESSION_H
#define _CLI_SESSION_H

#include <stdbool.h>

#include "mmiotrace.h"
#include "recorder.h"
#include "machine/target.h"

/**
 * struct plan - what is to be recorded
 * @file: trace file
 * @buffer_kb: trace buffer for each CPU, 0 for the default
 * @flush_ms: how often what was seen is written to the file
 * @sync: to the disk, too
 * @command: COMMAND with its arguments, or NULL
 * @ranges: physical ranges, none for every mapping made while tracing
 */
struct plan {
	const char *file;
	int buffer_kb;
	int flush_ms;
	bool sync;
	char **command;
	struct ranges ranges;
};

/**
 * struct session - a session
 * @plan: what is to be recorded
 * @control: control descriptor: the session itself
 * @signals: from session_take_signals()
 * @recorder: what makes the file
 * @losses: what took accesses from it
 * @stats: counters when tracing had stopped
 * @status: COMMAND's status as a shell has it, or 0
 */
struct session {
	const struct plan *plan;
	int control;
	int signals;
	struct recorder recorder;
	struct recorder_losses losses;
	struct mmiotrace_stats stats;
	int status;
};

int session_take_signals(void);
int session_run(struct session *session);

#endif
