/* SPDX-License-Identifier: GPL-2.0 */
/* What QEMU's scripts/simpletrace.py prints of the files of its "simple" backend. */
#ifndef _LIB_SIMPLETRACE_H
#define _LIB_SIMPLETRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIMPLETRACE_NAME 512

enum simpletrace_argument {
	SIMPLETRACE_INDEX = 1,
	SIMPLETRACE_ADDRESS = 2,
	SIMPLETRACE_VALUE = 4,
	SIMPLETRACE_SIZE = 8,
	SIMPLETRACE_ACCESS = SIMPLETRACE_ADDRESS | SIMPLETRACE_VALUE | SIMPLETRACE_SIZE,
};

/**
 * struct simpletrace - the arguments of an event
 * @delta: nanoseconds since the event before, whatever that was
 * @pid: who
 * @cpu: its CPU, -1 when it is not said
 * @index: of a region
 * @address: or offset
 * @value: read or written
 * @size: in bytes
 * @name: of the region or device; where it has none, where QEMU has it
 * @device: @name is that of a device
 * @arguments: which of @index, @address, @value and @size there were
 */
struct simpletrace {
	uint64_t delta;
	int pid;
	int cpu;
	uint64_t index;
	uint64_t address;
	uint64_t value;
	uint64_t size;
	char name[SIMPLETRACE_NAME];
	bool device;
	unsigned int arguments;
};

bool simpletrace_line(const char **at, struct simpletrace *event);
bool simpletrace_arguments(const char *at, const char *end, struct simpletrace *event);

#endif
