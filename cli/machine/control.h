/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel module's control interface, with every error put into words. */
#ifndef _CLI_CONTROL_H
#define _CLI_CONTROL_H

#include <stdbool.h>
#include <stdint.h>

#include "mmiotrace.h"

int control_open(bool load);
int control_filter(int fd, uint64_t start, uint64_t end);
int control_start(int fd, const char *instance);
int control_stop(int fd);
int control_selftest(int fd, unsigned int index, struct mmiotrace_selftest *check);
int control_stats(int fd, struct mmiotrace_stats *stats);
int control_session(int fd, unsigned int index, struct mmiotrace_stats *stats);
void process_name(unsigned int pid, char *name, unsigned int size);

#endif
