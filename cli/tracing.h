/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's top-level trace buffer, which trace-cmd uses for us. */
#ifndef _CLI_TRACING_H
#define _CLI_TRACING_H

int tracing_check(void);
int tracing_default_buffer(void);
const char *tracing_clock(void);
int tracing_buffer_size(void);
void tracing_restore_buffer(int kilobytes);
void tracing_reset(void);

#endif
