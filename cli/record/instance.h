/* SPDX-License-Identifier: GPL-2.0 */
/* A tracefs instance: a recording's own trace buffer, clock and events. */
#ifndef _CLI_INSTANCE_H
#define _CLI_INSTANCE_H

#include <stdbool.h>

#define INSTANCE_NAME	64	/* bytes of the longest name, with a 0 */

/**
 * struct instance - an instance
 * @name: its name
 * @tracing: descriptor of the tracefs
 * @all: descriptor of the directory of instances
 * @dir: descriptor of its directory, -1 when there is none
 * @clock: its clock
 * @buffer_kb: size of its buffer for each CPU
 */
struct instance {
	char name[INSTANCE_NAME];
	int tracing;
	int all;
	int dir;
	const char *clock;
	int buffer_kb;
};

int instance_create(struct instance *instance, int buffer_kb);
void instance_settle(struct instance *instance);
int instance_open_pages(const struct instance *instance, unsigned int cpu);
unsigned int instance_cpus(const struct instance *instance, unsigned int *cpu, unsigned int room);
void instance_remove(struct instance *instance);

#endif
