/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The gate: this program, run as trace-cmd's command. trace-cmd records while
 * its command runs; the gate runs while the recording process holds a pipe
 * open. However the recording process ends, the pipe closes and trace-cmd
 * completes its file.
 */
#ifndef _CLI_GATE_H
#define _CLI_GATE_H

#define GATE_ARGUMENT "--gate"
#define GATE_ARGUMENTS 5 /* follow it */

int gate_wait(char *argument[]);

#endif
