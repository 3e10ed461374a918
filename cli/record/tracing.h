/* SPDX-License-Identifier: GPL-2.0 */
/* What is chosen for a trace buffer: its size, its clock. */
#ifndef _CLI_TRACING_H
#define _CLI_TRACING_H

#define LEAST_BUFFER	512	/* KB that the default shrinks to */

int tracing_default_buffer(void);
const char *tracing_clock(void);

#endif
