/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's top-level trace buffer, which trace-cmd uses for us. */
#ifndef _CLI_TRACING_H
#define _CLI_TRACING_H

#include <stdbool.h>

/**
 * struct tracing - what a recording changes, as it was before
 * @buffer_kb: size of the trace buffer for each CPU, 0 when unknown
 * @on: whether tracing was on
 * @clock: name of the trace clock, empty when unknown
 */
struct tracing {
	int buffer_kb;
	bool on;
	char clock[32];
};

int tracing_check(void);
int tracing_default_buffer(void);
const char *tracing_clock(void);
int tracing_buffer_size(void);
void tracing_save(struct tracing *before);
void tracing_restore(const struct tracing *before);

#endif
